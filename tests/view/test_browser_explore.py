"""Time, timeline, shortest ways, steps, hiding, addresses and downloads, in a real browser."""

from __future__ import annotations

import csv
import re
import xml.etree.ElementTree as ET
from collections.abc import Callable
from pathlib import Path
from typing import Any

import networkx
import pytest
import yaml
from rdflib import RDF, SKOS, Graph

DATA = Path(__file__).parent / "data"
HOSTILE: list[str] = yaml.safe_load((DATA / "hostile.yaml").read_text(encoding="utf-8"))
GARBAGE: list[str] = yaml.safe_load((DATA / "fragments.yaml").read_text(encoding="utf-8"))
pytestmark = pytest.mark.browser
Open = Callable[..., Any]


def state(tab: Any) -> dict[str, Any]:
    found: dict[str, Any] = tab.evaluate("kgPage.state()")
    return found


def slide(tab: Any, handle: str, day: str) -> None:
    tab.evaluate(
        "([id, day]) => { const box = document.getElementById(id); box.value = Math.round(Date.parse(day) / 864e5);"
        " box.dispatchEvent(new Event('input')); box.dispatchEvent(new Event('change')); }",
        [handle, day],
    )


def find(tab: Any, name: str) -> None:
    tab.fill("#search", name)
    tab.press("#search", "Enter")
    tab.wait_for_selector("#panel:not([hidden])")


def saved(tab: Any, form: str, folder: Path) -> Path:
    tab.evaluate("document.getElementById('downloads').open = true")
    with tab.expect_download() as waiting:
        tab.click(f"#save-{form}")
    target = folder / f"saved.{form}"
    waiting.value.save_as(target)
    return target


def test_everything_follows_the_span(opened: Open) -> None:
    tab = opened("talks")
    whole = state(tab)
    assert tab.locator("#histogram rect").count() > 5
    met = tab.locator("#legend .item:has-text('met') .count").first
    before = int(met.inner_text())
    slide(tab, "span-last", "2031-03-10")
    part = state(tab)
    assert part["span"] == [part["span"][0], "2031-03-10"]
    assert 0 < part["edges"] < whole["edges"]
    assert 0 < part["nodes"] < whole["nodes"]
    assert int(met.inner_text()) < before
    tab.click("#view-table")
    assert tab.inner_text("#table-count") == f"{part['edges']} ties in sight"
    tab.click("#view-timeline")
    few = tab.locator("#chronicle [data-event]").count()
    tab.click("#span-reset")
    assert tab.locator("#chronicle [data-event]").count() > few > 0
    assert state(tab)["span"] is None


def test_the_handles_obey_the_keyboard(opened: Open) -> None:
    tab = opened("talks")
    tab.focus("#span-first")
    before = tab.get_attribute("#span-first", "aria-valuetext")
    tab.keyboard.press("ArrowRight")
    after = tab.get_attribute("#span-first", "aria-valuetext")
    assert before != after
    assert state(tab)["span"] is not None
    assert after in tab.inner_text("#span-text")


def test_playing_lets_it_grow_and_can_pause(opened: Open) -> None:
    tab = opened("talks")
    tab.select_option("#speed", "2")
    tab.click("#play")
    tab.wait_for_function("kgPage.state().span && kgPage.state().nodes > 0")
    first = state(tab)
    tab.wait_for_function("n => kgPage.state().edges > n", arg=first["edges"])
    tab.click("#play")
    still = state(tab)
    tab.wait_for_timeout(300)
    assert state(tab) == still
    assert tab.get_attribute("#play", "aria-label").startswith("Play")


def test_the_timeline_tells_what_happened_and_opens_it(opened: Open) -> None:
    tab = opened("talks")
    tab.click("#view-timeline")
    lanes = tab.locator(".lane").all()
    assert len(lanes) >= 4
    mark = tab.locator(".mark", has_text="Talks, Harsund City").first
    assert mark.get_attribute("title").startswith("3 March 2031: ")
    mark.click()
    assert tab.inner_text("#panel h2").startswith("talks, Harsund City")
    assert "Delegations from Kestria and Morvane" in tab.inner_text("#panel")
    assert mark.get_attribute("aria-pressed") == "true"
    assert "event=" in tab.url
    boxes = [m.bounding_box() for m in tab.locator(".lane").first.locator(".mark").all()]
    for n, a in enumerate(boxes):
        for b in boxes[n + 1 :]:
            assert a["x"] + a["width"] <= b["x"] + 1 or b["x"] + b["width"] <= a["x"] + 1 or a["y"] != b["y"]


def test_the_timeline_is_a_list_of_days_on_a_phone(opened: Open) -> None:
    tab = opened("talks", width=380, height=760, mark="#pane=timeline")
    assert tab.locator(".day h2").first.is_visible()
    assert tab.locator(".lane").count() == 0
    assert tab.locator("#legend summary").is_visible()
    box, bar = tab.locator(".chronicle-scroll").bounding_box(), tab.locator("#time").bounding_box()
    assert 200 < box["height"] <= bar["y"] - box["y"]
    assert tab.evaluate("document.documentElement.scrollWidth") <= 380


def test_the_shortest_way_is_lit_with_its_evidence(opened: Open) -> None:
    tab = opened("talks")
    find(tab, "Dena Ferris")
    tab.fill("#path-to", "Ilse Marrant")
    tab.press("#path-to", "Enter")
    lit = tab.evaluate("kgPage.lit()")
    graph = networkx.Graph()
    tab.click("#view-table")
    for row in tab.locator("#table-body tr").all():
        cells = row.locator("td").all_inner_texts()
        graph.add_edge(cells[0], cells[2])
    assert len(lit["nodes"]) == networkx.shortest_path_length(graph, "Dena Ferris", "Ilse Marrant") + 1
    assert {"Dena Ferris", "Ilse Marrant"} < set(lit["nodes"])
    assert tab.locator("#panel .leg").count() == len(lit["nodes"]) - 1
    assert tab.locator("#panel .proof mark").count() >= len(lit["nodes"]) - 1
    assert "path=dena-ferris~ilse-marrant" in tab.url


def test_steps_only_these_hide_and_bring_back(opened: Open) -> None:
    tab = opened("talks")
    find(tab, "Dena Ferris")
    sizes = []
    for n in (1, 2, 3):
        tab.click(f"[data-tool=steps-{n}]")
        sizes.append(len(tab.evaluate("kgPage.lit()")["nodes"]))
    assert sizes == sorted(set(sizes))
    tab.click("[data-tool=steps-1]")
    tab.click("[data-tool=only]")
    assert state(tab)["nodes"] == sizes[0]
    tab.click("[data-tool=only]")
    tab.click("#panel .row .what >> nth=0")
    tab.click("#panel h2 .chip >> text=Tobias Wrenn")
    tab.click("[data-tool=hide]")
    assert "Tobias Wrenn" not in tab.evaluate("kgPage.shown()")
    find(tab, "Dena Ferris")
    tab.click("[data-tool=expand]")
    assert "Tobias Wrenn" in tab.evaluate("kgPage.shown()")


def test_a_pinned_node_stays_where_it_is(opened: Open) -> None:
    tab = opened("talks")
    find(tab, "Kestria")
    tab.click("[data-tool=pin]")
    assert tab.get_attribute("[data-tool=pin]", "aria-pressed") == "true"
    tab.keyboard.press("Escape")
    at = tab.evaluate("kgPage.at('Kestria')")
    other = tab.evaluate("kgPage.at('Morvane')")
    tab.click("#physics")
    tab.wait_for_timeout(500)
    tab.click("#physics")
    assert tab.get_attribute("#physics", "aria-pressed") == "false"
    assert tab.evaluate("kgPage.at('Kestria')") == pytest.approx(at, abs=1)
    assert tab.evaluate("kgPage.at('Morvane')") != pytest.approx(other, abs=1)
    tab.wait_for_timeout(100)
    moved = tab.evaluate("kgPage.at('Morvane')")
    tab.wait_for_timeout(300)
    assert tab.evaluate("kgPage.at('Morvane')") == moved


def test_a_link_restores_it_all_and_back_goes_back(opened: Open) -> None:
    tab = opened("talks")
    tab.locator("#views button", has_text="Meetings").click()
    tab.locator("#legend-kinds .item").last.click()
    slide(tab, "span-last", "2031-04-20")
    find(tab, "Kestria")
    tab.click("[data-tool=steps-2]")
    tab.click("#view-timeline")
    tab.wait_for_timeout(300)
    mark = tab.url[tab.url.index("#") :]
    assert {part.split("=")[0] for part in mark[1:].split("&")} == {
        "view", "pane", "actor", "steps", "span", "kinds",
    }  # fmt: skip
    again = opened("talks", mark=mark)
    same = ("chosen", "nodes", "edges", "span", "pane", "view", "steps")
    assert {key: state(again)[key] for key in same} == {key: state(tab)[key] for key in same}
    tab.go_back()
    tab.wait_for_function("kgPage.state().pane === 'picture'")
    tab.go_forward()
    tab.wait_for_function("kgPage.state().pane === 'timeline'")


def test_garbage_in_the_address_does_nothing(opened: Open) -> None:
    assert len(GARBAGE) == 12
    tab = opened("talks")
    whole = {**state(tab), "scale": 0}
    for mark in GARBAGE:
        tab.evaluate("mark => { location.hash = mark; }", mark)
        tab.wait_for_timeout(60)
        assert {**state(tab), "scale": 0} == whole, mark
    assert tab.evaluate("window.hacked") is None


@pytest.mark.parametrize("name", ["talks", "hostile"])
def test_downloads_are_what_other_programs_read(opened: Open, tmp_path: Path, name: str) -> None:
    tab = opened(name)
    shown = state(tab)
    graph = networkx.read_graphml(saved(tab, "graphml", tmp_path))
    assert (graph.number_of_nodes(), graph.number_of_edges()) == (shown["nodes"], shown["edges"])
    triples = Graph().parse(saved(tab, "ttl", tmp_path), format="turtle")
    assert len(set(triples.subjects(RDF.type, RDF.Statement))) == shown["edges"]
    labels = {str(label) for label in triples.objects(None, SKOS.prefLabel)}
    assert labels == {data["label"] for _, data in graph.nodes(data=True)}
    svg = ET.parse(saved(tab, "svg", tmp_path)).getroot()
    tags = {element.tag.split("}")[1] for element in svg.iter()}
    assert tags <= {"svg", "title", "rect", "clipPath", "g", "path", "polygon", "circle", "text", "line"}
    assert not [
        key for element in svg.iter() for key in element.attrib if key.startswith("on") or "href" in key
    ]
    assert len(list(svg.iter("{http://www.w3.org/2000/svg}path"))) == shown["edges"]
    assert tab.title() == svg.findtext("{http://www.w3.org/2000/svg}title")
    assert saved(tab, "png", tmp_path).read_bytes().startswith(b"\x89PNG\r\n")
    rows = list(csv.reader(saved(tab, "csv", tmp_path).read_text(encoding="utf-8-sig").splitlines()))
    assert not [cell for row in rows for cell in row if re.match(r"[=+@\t\r]", cell)]
    assert tab.evaluate("window.hacked") is None


def test_hostile_texts_stay_texts_in_the_new_panes(opened: Open) -> None:
    tab = opened("hostile")
    for place in (0, 1, 4):
        tab.evaluate("n => { location.hash = `path=h${n}~h${n + 2}`; }", place)
        tab.wait_for_function("n => kgPage.state().chosen?.path?.[0] === n", arg=place)
    assert tab.locator("#panel .leg").count() == 2
    tab.click("#view-timeline")
    tab.evaluate("location.hash = 'pane=timeline&actor=h1'")
    tab.wait_for_selector("#panel .copy")
    tab.locator("#panel .copy").first.click()
    assert tab.evaluate("window.hacked") is None
    assert tab.locator("main img, main iframe, main script, main a[href^='javascript']").count() == 0


def test_a_citation_can_be_copied(opened: Open) -> None:
    tab = opened("talks")
    find(tab, "Dena Ferris")
    tab.evaluate(
        "navigator.clipboard.writeText = text => { window.copied = text; return Promise.resolve(); }"
    )
    tab.locator("#panel .copy").first.click()
    text = tab.evaluate("window.copied")
    quote = tab.locator("#panel .proof blockquote").first.inner_text()
    assert text.startswith(f"“{quote}” – ")
    assert "https://news.example/" in text
    assert "2031" in text


def test_articles_that_disagree_stand_side_by_side(opened: Open) -> None:
    tab = opened("disputed", mark="#event=thing/talks-1")
    box = tab.locator("#panel .disagree")
    assert box.locator("h4").inner_text() == "Articles disagree on the date: 3 March 2031 / 7 March 2031"
    sides = [side.bounding_box() for side in box.locator(".sides > div").all()]
    assert len(sides) == 2
    assert sides[0]["y"] == sides[1]["y"]
    marked = {text.strip() for text in box.locator("mark").all_inner_texts()}
    assert "the two delegations met on Friday" in marked
    assert len(marked) == 2


def test_the_keyboard_reaches_all_tools(opened: Open) -> None:
    tab = opened("talks")
    seen = []
    for _ in range(70):
        tab.keyboard.press("Tab")
        seen.append(tab.evaluate("document.activeElement.id"))
        if seen[-1] == "span-last":
            break
    assert {
        "search",
        "size",
        "view-timeline",
        "network",
        "physics",
        "zoom-fit",
        "play",
        "speed",
        "span-first",
    } < set(seen)


AXE = [(view, pane) for view in ("actors", "meetings", "proposals", "discourse") for pane in ("picture",)] + [
    ("actors", "timeline"),
    ("actors", "table"),
]


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_serious(opened: Open, scheme: str) -> None:
    from axe_playwright_python.sync_playwright import Axe

    tab = opened("talks", scheme=scheme)
    found = []
    for view, pane in AXE:
        tab.evaluate(f"location.hash = 'view={view}&pane={pane}&actor=kestria'")
        tab.wait_for_function(f"kgPage.state().view === '{view}' && kgPage.state().pane === '{pane}'")
        response = Axe().run(tab).response
        found += [
            (view, pane, finding["id"], finding["nodes"][0]["html"][:150])
            for finding in response["violations"]
            if finding["impact"] in ("serious", "critical")
        ]
    assert found == []
