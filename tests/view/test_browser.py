"""The page in a real browser, opened from disk. ``opened`` checks each time: no complaint, no request."""

from __future__ import annotations

import csv
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import yaml

HOSTILE: list[str] = yaml.safe_load(
    (Path(__file__).parent / "data" / "hostile.yaml").read_text(encoding="utf-8")
)
pytestmark = pytest.mark.browser
Open = Callable[..., Any]


def click_actor(tab: Any, name: str) -> None:
    # the picture takes up new room a frame or two after something else has given it up
    tab.evaluate(
        "new Promise(done => { let n = 4; const next = () => (n-- ? requestAnimationFrame(next) : done()); next(); })"
    )
    at = tab.evaluate("name => kgPage.at(name)", name)
    tab.mouse.click(at["x"], at["y"])
    tab.wait_for_selector("#panel:not([hidden])")


def overlaps(boxes: list[dict[str, float]]) -> list[tuple[str, str]]:
    return [
        (a["name"], b["name"])
        for n, a in enumerate(boxes)
        for b in boxes[n + 1 :]
        if a["x0"] < b["x1"] and b["x0"] < a["x1"] and a["y0"] < b["y1"] and b["y0"] < a["y1"]
    ]


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize(("width", "height", "least"), [(1440, 900, 27), (1024, 768, 27), (380, 760, 23)])
def test_names_are_all_there_and_apart(
    opened: Open, width: int, height: int, least: int, scheme: str
) -> None:
    tab = opened("strait", width=width, height=height, scheme=scheme)
    labels = tab.evaluate("kgPage.labels()")
    names = [label for label in labels if label["actor"]]
    assert len(names) >= least, sorted(label["name"] for label in names)
    assert overlaps(labels) == []
    frame = tab.evaluate(
        "({w: document.getElementById('network').clientWidth, h: document.getElementById('network').clientHeight})"
    )
    assert all(
        b["x0"] >= 0 and b["x1"] <= frame["w"] and b["y0"] >= 0 and b["y1"] <= frame["h"] for b in names
    )


def test_captions_stand_on_the_ties(opened: Open) -> None:
    captions = [label["name"] for label in opened("strait").evaluate("kgPage.labels()") if not label["actor"]]
    assert {"met", "met ×2", "proposed to", "rejected", "prime minister"} <= set(captions)


def test_the_picture_is_still(opened: Open) -> None:
    tab = opened("strait")
    before = tab.evaluate("[kgPage.at('Kestria'), kgPage.at('Dena Ferris')]")
    tab.wait_for_timeout(700)
    assert tab.evaluate("[kgPage.at('Kestria'), kgPage.at('Dena Ferris')]") == before


def test_heading_and_summary(opened: Open) -> None:
    tab = opened("strait")
    assert tab.title() == tab.inner_text("h1") == "Talks on the strait"
    assert tab.inner_text("#summary") == (
        "27 actors and 90 ties from 8 articles, published 4 March 2031 to 20 May 2031"
    )


def test_the_legend_names_kinds_and_ties_and_filters(opened: Open) -> None:
    tab = opened("strait")
    items = tab.locator("#legend .item")
    texts = [text.split("\n")[0] for text in items.all_inner_texts()]
    assert {"states", "organizations", "blocs", "people", "met", "proposed to", "organ of"} <= set(texts)
    assert items.first.is_visible()
    tab.click("#legend .item:has-text('people')")
    state = tab.evaluate("kgPage.state()")
    assert state["nodes"] == 16
    assert tab.get_attribute("#legend .item:has-text('people')", "aria-pressed") == "false"
    tab.click("#legend .item:has-text('organ of')")
    assert tab.evaluate("kgPage.state()")["edges"] == state["edges"] - 3
    tab.click("#reset")
    assert tab.evaluate("kgPage.state()") == {**state, "nodes": 27, "edges": 90}
    assert tab.is_hidden("#reset")


def test_search_suggests_names_and_aliases_and_focuses(opened: Open) -> None:
    tab = opened("strait")
    tab.fill("#search", "marr")
    assert tab.locator("#suggestions li").count() == 1
    tab.fill("#search", "the med")
    assert tab.inner_text("#suggestions li") == "Hanne Dorr also the mediator"
    tab.press("#search", "Enter")
    assert tab.inner_text("#panel h2") == "Hanne Dorr"
    assert tab.is_hidden("#suggestions")
    at = tab.evaluate("kgPage.at('Hanne Dorr')")
    panel = tab.locator("#panel").bounding_box()
    assert 0 < at["x"] < panel["x"]


def test_search_by_arrow_keys_and_for_nobody(opened: Open) -> None:
    tab = opened("strait")
    tab.fill("#search", "m")
    assert tab.locator("#suggestions li").count() > 2
    tab.press("#search", "ArrowDown")
    assert tab.get_attribute("#search", "aria-activedescendant") == "suggestion-1"
    second = tab.inner_text("#suggestion-1").split(" also ")[0]
    tab.press("#search", "Enter")
    assert tab.inner_text("#panel h2") == second
    tab.fill("#search", "zzz")
    assert tab.inner_text("#suggestions") == "No actor of that name"
    tab.press("#search", "Escape")
    assert tab.is_hidden("#suggestions")


def test_an_actor_opens_with_the_sentences_that_name_it(opened: Open) -> None:
    tab = opened("strait")
    click_actor(tab, "Dena Ferris")
    assert tab.inner_text("#panel h2") == "Dena Ferris"
    assert "person" in tab.inner_text("#panel .kicker")
    assert "Also called: Ferris" in tab.inner_text("#panel .aliases")
    rows = [text.replace("\n", " ") for text in tab.locator("#panel .row .what").all_inner_texts()]
    assert rows == ["met Tobias Wrenn", "holds office in Pilots' Union: general secretary"]
    proof = tab.locator("#panel .proof").first
    assert proof.locator("blockquote").inner_text().startswith("Dena Ferris of the Pilots' Union called on")
    assert proof.locator("mark").inner_text() == "Dena Ferris"


def test_a_tie_opens_with_the_sentence_the_words_and_the_article(opened: Open) -> None:
    tab = opened("strait")
    click_actor(tab, "Reef Movement")
    tab.click("#panel .row:has-text('rejected')")
    assert tab.inner_text("#panel h2") == "Northern Waters Council answered Reef Movement: rejected"
    proof = tab.locator("#panel .proof").first
    assert proof.locator("blockquote").inner_text() == (
        "The Northern Waters Council turned the Reef Movement down within hours."
    )
    assert proof.locator("mark").inner_text() == (
        "The Northern Waters Council turned the Reef Movement down within hours"
    )
    assert (
        proof.locator("figcaption").inner_text()
        == "Reef Movement demands a seat – Northern Wire, 15 April 2031"
    )
    link = proof.locator("a")
    assert link.get_attribute("href") == "https://news.example/reef-movement-demand"
    assert link.get_attribute("rel") == "noopener noreferrer"


def test_a_click_on_a_caption_opens_the_tie(opened: Open) -> None:
    tab = opened("strait")
    box = next(b for b in tab.evaluate("kgPage.labels()") if b["name"] == "prime minister")
    frame = tab.locator("#network").bounding_box()
    tab.mouse.click(frame["x"] + (box["x0"] + box["x1"]) / 2, frame["y"] + (box["y0"] + box["y1"]) / 2)
    assert tab.inner_text("#panel h2") == "Jonas Achterberg holds office in Harsund: prime minister"
    tab.mouse.click(frame["x"] + 12, frame["y"] + 12)
    assert tab.is_hidden("#panel")


def test_keyboard_alone(opened: Open) -> None:
    tab = opened("strait")
    tab.keyboard.press("Tab")
    assert tab.evaluate("document.activeElement.id") == "search"
    for _ in range(12):
        if tab.evaluate("document.activeElement.id") == "network":
            break
        tab.keyboard.press("Tab")
    assert tab.evaluate("document.activeElement.id") == "network"
    tab.keyboard.press("ArrowRight")
    tab.keyboard.press("ArrowRight")
    spoken = tab.inner_text("#live")
    tab.keyboard.press("Enter")
    assert tab.inner_text("#panel h2") == spoken.split(",")[0]
    assert tab.evaluate("document.getElementById('panel').contains(document.activeElement)")
    tab.keyboard.press("Escape")
    assert tab.is_hidden("#panel")
    assert tab.evaluate("document.activeElement.id") == "network"


def test_the_address_restores_what_was_chosen(opened: Open) -> None:
    tab = opened("strait")
    click_actor(tab, "Tobias Wrenn")
    assert tab.url.endswith("#actor=tobias-wrenn")
    tab.click("#panel .row:has-text('met')")
    mark = tab.url[tab.url.index("#") :]
    tab.go_back()
    tab.wait_for_function("document.querySelector('#panel h2').textContent === 'Tobias Wrenn'")
    again = opened("strait", mark=mark)
    assert again.inner_text("#panel h2") == "Dena Ferris met Tobias Wrenn"
    nothing = opened("strait", mark="#actor=nobody-of-that-name")
    assert nothing.is_hidden("#panel")


def test_the_table_sorts_opens_and_downloads(opened: Open) -> None:
    tab = opened("strait")
    tab.click("#view-table")
    assert tab.inner_text("#table-count") == "90 ties in sight"
    assert tab.locator("#table-body tr").count() == 90
    tab.click("#table-head button:has-text('From')")
    column = tab.locator("#table-body tr td:first-child").all_inner_texts()
    assert column == sorted(column, key=str.lower)
    assert tab.get_attribute("#table-head th:first-child", "aria-sort") == "ascending"
    tab.click("#table-head button:has-text('From')")
    assert tab.locator("#table-body tr td:first-child").all_inner_texts()[0] == column[-1]
    with tab.expect_download() as waiting:
        tab.click("#download")
    rows = list(csv.reader(Path(waiting.value.path()).read_text(encoding="utf-8-sig").splitlines()))
    assert rows[0] == ["From", "Tie", "To", "Events", "First", "Last", "Articles"]
    assert len(rows) == 91
    tab.locator("#table-body tr", has_text="cancelled meeting with").locator("td:nth-child(2) button").click()
    assert "The High Chancery called off the May summit" in tab.inner_text("#panel")


def test_sizes_follow_the_chosen_measure(opened: Open) -> None:
    tab = opened("strait")
    before = tab.locator("#network canvas").screenshot()
    tab.select_option("#size", "statements")
    assert tab.locator("#network canvas").screenshot() != before


def test_a_phone_has_room_for_it_all(opened: Open) -> None:
    tab = opened("strait", width=380, height=760)
    assert tab.evaluate("document.documentElement.scrollWidth") <= 380
    assert not tab.evaluate("document.getElementById('legend').open")
    tab.click("#legend summary")
    assert tab.locator("#legend .item").first.is_visible()
    tab.click("#legend summary")
    click_actor(tab, "Kestria")
    panel = tab.locator("#panel").bounding_box()
    assert panel["width"] >= 370
    assert panel["y"] > 200
    assert tab.evaluate("kgPage.at('Kestria').y") < panel["y"]
    tab.click("#panel-close")
    tab.click("#view-table")
    assert tab.evaluate("document.documentElement.scrollWidth") <= 380


def test_the_dark_page_is_dark(opened: Open) -> None:
    tab = opened("strait", scheme="dark")
    assert tab.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(20, 23, 28)"
    tab.emulate_media(color_scheme="light")
    assert tab.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(250, 249, 246)"


def test_many_actors_come_in_two_steps(opened: Open) -> None:
    tab = opened("crowd")
    assert tab.evaluate("kgPage.state()")["nodes"] == 300
    assert tab.inner_text("#more-text") == "300 of 420 actors in sight: those with most partners"
    tab.click("#more-button")
    assert tab.evaluate("kgPage.state()")["nodes"] == 420
    tab.click("#more-button")
    assert tab.evaluate("kgPage.state()")["nodes"] == 300
    tab.fill("#search", "Person 419")
    tab.press("#search", "Enter")
    assert tab.inner_text("#panel h2") == "Person 419"
    assert tab.evaluate("kgPage.state()")["nodes"] == 420


def test_an_empty_network_says_so(opened: Open) -> None:
    tab = opened("empty")
    assert tab.is_visible("#empty")
    tab.keyboard.press("Tab")
    tab.click("#view-table")
    assert tab.inner_text("#table-count") == "0 ties in sight"


def test_hostile_texts_stay_texts(opened: Open) -> None:
    assert len(HOSTILE) == 12
    tab = opened("hostile")
    assert tab.inner_text("h1") == HOSTILE[0]
    seen = []
    for place in range(len(HOSTILE)):
        tab.evaluate("n => { location.hash = `actor=h${n}`; }", place)
        tab.wait_for_function("n => kgPage.state().chosen?.actor === n", arg=place)
        quote = tab.text_content("#panel .proof blockquote")
        assert quote == f"Before {HOSTILE[place]} after."
        assert tab.locator("#panel .proof a").count() == 0
        tab.locator("#panel .row").first.hover()
        tab.locator("#panel .row").first.click()
        seen.append(tab.text_content("#panel h2"))
    assert len(seen) == 12
    tab.fill("#search", "hacked")
    tab.locator("#suggestions li").first.hover()
    tab.keyboard.press("Escape")
    tab.click("#view-table")
    for row in tab.locator("#table-body tr").all()[:3]:
        row.hover()
    tab.wait_for_timeout(200)
    assert tab.evaluate("window.hacked") is None
    assert tab.locator("#panel img, #panel iframe, #panel script, table img, table iframe").count() == 0
    assert tab.locator("script").count() == 7


def test_the_policy_keeps_other_scripts_out(chromium: Any, pages: dict[str, Path], tmp_path: Path) -> None:
    """Were a script to get into the file all the same, the browser would not run it."""
    html = pages["strait"].read_text(encoding="utf-8")
    broken = tmp_path / "broken.html"
    broken.write_text(
        html.replace("</main>", "<script>window.hacked = 1</script></main>", 1), encoding="utf-8"
    )
    tab = chromium.new_page()
    tab.goto(broken.as_uri())
    tab.wait_for_function("window.kgPage")
    assert tab.evaluate("window.hacked") is None
    tab.close()
