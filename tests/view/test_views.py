"""The views on the page, and pages of more nodes than a browser draws with ease."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from rdflib import Dataset

from kg.network import views
from kg.view import page
from kg.view.records import Records
from tests.view.conftest import HERE, crowd

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def strait_views() -> tuple[Any, ...]:
    ds = Dataset(store="Oxigraph", default_union=True)
    ds.parse(HERE / "data" / "strait.trig", format="trig")
    return views(ds)


@pytest.fixture(scope="module", autouse=True)
def more_pages(pages: dict[str, Path], strait_views: tuple[Any, ...]) -> None:
    folder = pages["strait"].parent
    for name, html in {"views": page(strait_views), "throng": page(crowd(3000))}.items():
        pages[name] = folder / f"{name}.html"
        pages[name].write_text(html, encoding="utf-8", newline="\n")


def show(tab: Any, name: str) -> None:
    tab.locator("#views").get_by_role("button", name=name).evaluate("button => button.click()")
    tab.wait_for_timeout(100)


def test_each_view_shows_its_own_nodes_and_legend(
    opened: Callable[..., Any], strait_views: tuple[Any, ...]
) -> None:
    tab = opened("views")
    assert tab.locator("#views button").all_inner_texts() == ["Actors", "Meetings", "Proposals", "Discourse"]
    for name, network in zip(("Actors", "Meetings", "Proposals", "Discourse"), strait_views, strict=True):
        show(tab, name)
        state = tab.evaluate("kgPage.state()")
        assert (state["nodes"], state["edges"]) == (len(network.actors), len(network.ties))
        legend = set(tab.locator("#legend-ties .name").all_inner_texts())
        assert legend == {tie.label for tie in network.ties}
        written = {label["name"] for label in tab.evaluate("kgPage.labels()") if label["actor"]}
        assert len(written) > len(network.actors) / 2
        assert written <= {node.label for node in network.actors}


def test_captions_do_not_overlap_in_any_view(opened: Callable[..., Any]) -> None:
    tab = opened("views", width=1024, height=768)
    for name in ("Meetings", "Proposals", "Discourse"):
        show(tab, name)
        boxes = tab.evaluate("kgPage.labels()")
        assert len(boxes) > 10
        for n, a in enumerate(boxes):
            for b in boxes[n + 1 :]:
                apart = a["x1"] <= b["x0"] or b["x1"] <= a["x0"] or a["y1"] <= b["y0"] or b["y1"] <= a["y0"]
                assert apart, (name, a["name"], b["name"])


def test_the_legend_filters_each_view_by_itself(opened: Callable[..., Any]) -> None:
    tab = opened("views")
    show(tab, "Meetings")
    before = tab.evaluate("kgPage.state()")
    item = tab.locator("#legend-ties .item", has_text="took part in")
    count = int(item.locator(".count").inner_text())
    item.click()
    assert tab.evaluate("kgPage.state()")["edges"] == before["edges"] - count
    show(tab, "Proposals")
    assert tab.locator("#legend-ties .item[aria-pressed=false]").count() == 0
    show(tab, "Meetings")
    assert tab.locator("#legend-ties .item[aria-pressed=false]").count() == 1
    assert tab.evaluate("kgPage.state()")["edges"] == before["edges"] - count


def test_a_meeting_opens_the_sentence_that_tells_of_it(opened: Callable[..., Any]) -> None:
    tab = opened("views")
    show(tab, "Meetings")
    at = tab.evaluate("kgPage.at('Talks, Harsund City, passage through the strait')")
    tab.mouse.click(at["x"], at["y"])
    assert tab.locator("#panel h2").inner_text().startswith("Talks, Harsund City")
    assert "Delegations from Kestria and Morvane" in tab.locator("#panel").inner_text()


def test_whoever_is_chosen_stays_so_where_the_next_view_has_them(opened: Callable[..., Any]) -> None:
    tab = opened("views")
    at = tab.evaluate("kgPage.at('Kestria')")
    tab.mouse.click(at["x"], at["y"])
    show(tab, "Meetings")
    assert tab.locator("#panel h2").inner_text() == "Kestria"


def test_all_of_many_are_shown_without_holding_the_page_up(opened: Callable[..., Any]) -> None:
    tab = opened("throng")
    assert tab.evaluate("kgPage.state()")["nodes"] == 300
    tab.click("#more-button")
    tab.wait_for_timeout(300)
    # the browser's library holds the leading ones; the others are dots that can be clicked all the same
    assert tab.evaluate("kgPage.state()")["nodes"] == 1200
    last = tab.evaluate("kgPage.at('Person 2990')")
    tab.mouse.click(last["x"], last["y"])
    tab.wait_for_function("kgPage.state().chosen")
    chosen = tab.locator("#panel h2").inner_text()
    assert int(chosen.removeprefix("Person ")) >= 1200
    assert tab.evaluate("kgPage.state()")["nodes"] > 1200


def test_a_community_opens_and_closes_at_its_leader(opened: Callable[..., Any]) -> None:
    """All three thousand are partners of the first: the others wait behind a button beside it."""
    tab = opened("throng")
    (group,) = tab.evaluate("kgPage.groups()")
    frame = tab.locator("#network").bounding_box()
    press = (frame["x"] + (group["x0"] + group["x1"]) / 2, frame["y"] + (group["y0"] + group["y1"]) / 2)
    tab.mouse.move(*press)
    assert tab.inner_text("#tip") == "Show the 2,700 others around Person 0"
    tab.mouse.click(*press)
    tab.wait_for_function("kgPage.state().nodes === 1200")
    (group,) = tab.evaluate("kgPage.groups()")
    tab.mouse.click(frame["x"] + group["x"], frame["y"] + group["y"])
    tab.wait_for_function("kgPage.state().nodes === 300")


def test_the_opening_view_stands_in_the_page_once(strait_views: tuple[Any, ...]) -> None:
    from kg.display import read_display

    records = Records(strait_views, read_display(), top=300)
    first, *others = records.data["views"]
    assert "nodes" not in first and "ties" not in first
    assert [view["id"] for view in others] == ["meetings", "proposals", "discourse"]
    # an event that several views show is written once, headed as it is there
    heads = [(event["id"], event["caption"]) for event in records.data["events"]]
    assert len(set(heads)) == len(heads)
