"""Choosing one affair among many on the page, its time axis and its actors, in a real browser."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import yaml
from axe_playwright_python.sync_playwright import Axe

from kg.model import ActorNetwork, ActorNode, Affair, Tie, TieEvent, TieEvidence
from kg.network.measures import measured
from kg.view import page
from tests.view.conftest import DISPLAY, HERE, KG, crowd
from tests.view.test_browser import overlaps

pytestmark = pytest.mark.browser
Open = Callable[..., Any]
AFFAIRS: list[dict[str, Any]] = yaml.safe_load((HERE / "data" / "affairs.yaml").read_text(encoding="utf-8"))
ID = "https://w3id.org/parley/id/"


def world() -> tuple[ActorNetwork, tuple[Affair, ...]]:
    """A network of all affairs of the file: a meeting for each day, with a sentence and an article of its own."""
    ties, nodes, affairs = [], {}, []
    for place, affair in enumerate(AFFAIRS):
        sides = [f"{ID}actor/{name.lower().replace(' ', '-')}" for name in affair["sides"]]
        articles, parts = [], []
        for turn, day in enumerate(affair["days"]):
            article, meeting = f"{ID}article/a{place}-{turn}", f"{ID}meeting/m{place}-{turn}"
            words = f"{affair['sides'][0]} and {affair['sides'][1]} met"
            piece = TieEvidence(day, article, 0, f"{words} at noon.", words, f"Report {place}.{turn}")
            event = TieEvent(meeting, "talks", day, (), (piece,), f"{KG}Meeting", status="Held")
            ties.append(Tie(*sorted(sides), f"{DISPLAY}met", "met", "met", False, 3.0, (event,)))
            articles.append(article)
            parts.append(meeting)
            for side, name in zip(sides, affair["sides"], strict=True):
                kind = "Bloc" if name.islower() else "State"
                nodes[side] = ActorNode(side, KG + kind, name, evidence=(piece,), named=not name.islower())
        days = [day for day in affair["days"] if day]
        affairs.append(
            Affair(
                f"{ID}negotiation/n{place}",
                affair["name"],
                sides=tuple(sides),
                parts=tuple(parts),
                articles=tuple(articles),
                first=min(days, default=""),
                last=max(days, default=""),
                meetings=len(parts),
            )
        )
    return ActorNetwork(measured(list(nodes.values()), ties), tuple(ties)), tuple(affairs)


@pytest.fixture(scope="module", autouse=True)
def more_pages(pages: dict[str, Path]) -> None:
    network, affairs = world()
    folder = pages["strait"].parent
    for name, html in {
        "world": page(network, affairs=affairs),
        "two": page(network, affairs=affairs[:2]),
    }.items():
        pages[name] = folder / f"{name}.html"
        pages[name].write_text(html, encoding="utf-8", newline="\n")


def state(tab: Any) -> dict[str, Any]:
    found: dict[str, Any] = tab.evaluate("kgPage.state()")
    return found


def test_many_affairs_are_the_first_thing_one_sees(opened: Open) -> None:
    tab = opened("world")
    assert state(tab)["pane"] == "affairs"
    assert tab.inner_text("#affairs-count") == "7 affairs"
    rows = tab.locator("#affairs-body tr")
    assert rows.count() == 7
    assert "Sund, Quarrel Isles" in rows.filter(has_text="Sund–Quarrel Isles").inner_text()
    assert "3 March – 4 April 2020" in rows.filter(has_text="Sund–Quarrel Isles").inner_text()
    assert "undated" in rows.filter(has_text="Ferry Pay").inner_text()
    tab.click("#affairs-head button:has-text('When')")
    assert rows.first.locator("b").inner_text() == "Sund–Quarrel Isles"
    assert rows.last.locator("b").inner_text() == "Ferry Pay"
    assert opened("two").evaluate("kgPage.state().pane") == "picture"


def test_an_affair_narrows_everything_and_can_be_left(opened: Open) -> None:
    tab = opened("world")
    whole = tab.inner_text("#summary")
    tab.fill("#affairs-find", "quarrel")
    assert tab.inner_text("#affairs-count") == "1 of 7 affairs"
    tab.press("#affairs-find", "Enter")
    assert state(tab)["affair"] == "Sund–Quarrel Isles"
    assert sorted(tab.evaluate("kgPage.shown()")) == ["Quarrel Isles", "Sund"]
    assert tab.inner_text("#summary").startswith("2 actors and 2 ties from 2 articles")
    assert "affair=negotiation/n5" in tab.url
    tab.click("#view-table")
    assert tab.inner_text("#table-count") == "2 ties in sight"
    again = opened("world", mark=tab.url[tab.url.index("#") :])
    assert state(again)["affair"] == "Sund–Quarrel Isles"
    tab.click("#affair-clear")
    assert state(tab)["affair"] is None
    assert tab.inner_text("#summary") == whole
    tab.go_back()
    tab.wait_for_function("kgPage.state().affair === 'Sund–Quarrel Isles'")


def test_who_has_no_part_in_the_affair_is_found_all_the_same(opened: Open) -> None:
    tab = opened("world", mark="#affair=negotiation/n5")
    tab.fill("#search", "Mirefen")
    tab.press("#search", "Enter")
    assert tab.inner_text("#panel h2") == "Mirefen Council"
    assert state(tab)["affair"] is None
    assert "Mirefen Council" in tab.evaluate("kgPage.shown()")


def test_the_axis_leaves_empty_years_out_and_fits_the_affair(opened: Open) -> None:
    tab = opened("world", mark="#pane=picture")
    assert tab.locator("#histogram rect.gap").count() >= 5
    ticks = tab.locator("#ticks span").all_inner_texts()
    assert {"1991", "1998", "2003", "2014"} <= {tick[-4:] for tick in ticks}
    assert tab.inner_text("#span-text") == "All time: 3 February 1991 – 4 April 2020"
    # both ends of the span are days of the axis, whatever lies between
    tab.evaluate("location.hash = 'pane=picture&span=1998-06-01..2010-05-05'")
    tab.wait_for_function("kgPage.state().edges < 8")
    assert tab.inner_text("#span-text") == "1 June 1998 – 5 May 2010"
    assert tab.evaluate("kgPage.state().edges") == 5
    tab.evaluate("location.hash = 'affair=negotiation/n3'")
    tab.wait_for_function("kgPage.state().affair === 'Mirefen'")
    assert tab.inner_text("#span-text") == "All time: 5 May 2010 – 1 June 2010"
    assert tab.locator("#histogram rect.gap").count() == 0
    tab.evaluate("location.hash = 'affair=negotiation/n6'")
    tab.wait_for_function("kgPage.state().affair === 'Ferry Pay'")
    assert tab.is_hidden("#time")
    tab.click("#view-timeline")
    assert tab.inner_text("#timeline-count") == "0 events in sight; 1 more have no day"


def test_every_number_tells_the_same_and_the_nameless_wait(opened: Open) -> None:
    tab = opened("world", mark="#pane=picture")
    assert "strikers" not in tab.evaluate("kgPage.shown()")
    everyone = state(tab)["nodes"]
    assert tab.inner_text("#summary").startswith(f"{everyone} actors")
    counts = tab.locator("#legend-kinds .item:not([data-of=nameless]) .count").all_inner_texts()
    assert sum(map(int, counts)) == everyone
    item = tab.locator("#legend [data-of=nameless]")
    assert (item.get_attribute("aria-pressed"), item.locator(".count").inner_text()) == ("false", "1")
    item.click()
    assert "strikers" in tab.evaluate("kgPage.shown()")
    assert tab.inner_text("#summary").startswith(f"{everyone + 1} actors")
    assert "nameless=1" in tab.evaluate("new Promise(done => setTimeout(() => done(location.hash), 300))")
    tab.click("#reset")
    assert state(tab)["nodes"] == everyone
    # as a side of the affair that is chosen one need not be named
    tab.evaluate("location.hash = 'affair=negotiation/n6'")
    tab.wait_for_function("kgPage.state().affair === 'Ferry Pay'")
    assert "strikers" in tab.evaluate("kgPage.shown()")


def test_the_list_of_affairs_is_accessible_and_fits_a_phone(opened: Open) -> None:
    tab = opened("world", width=390, height=800)
    assert tab.evaluate("document.documentElement.scrollWidth") <= 390
    assert tab.is_visible("#affair")
    for scheme in ("light", "dark"):
        found = opened("world", scheme=scheme)
        broken = Axe().run(found, options={"resultTypes": ["violations"]}).response["violations"]
        assert [(one["id"], one["nodes"][0]["html"]) for one in broken] == []


def test_keyboard_alone_chooses_an_affair(opened: Open) -> None:
    tab = opened("world")
    tab.focus("#affairs-find")
    for _ in range(14):
        tab.keyboard.press("Tab")
        if tab.evaluate("document.activeElement.className") == "affair":
            break
    name = tab.evaluate("document.activeElement.querySelector('b').textContent")
    tab.keyboard.press("Enter")
    assert state(tab)["affair"] == name
    assert tab.inner_text("#affair") == name


def test_names_of_1200_actors_lie_nowhere_over_one_another(opened: Open, pages: dict[str, Path]) -> None:
    pages["town"] = pages["strait"].parent / "town.html"
    pages["town"].write_text(page(crowd(1200)), encoding="utf-8", newline="\n")
    tab = opened("town")
    for act in (
        "document.getElementById('more-button').click()",
        "location.hash = 'all=1&actor=a1'",
        "for (let n = 0; n < 3; n++) document.getElementById('zoom-in').click()",
        "location.hash = 'all=1&actor=a0'",
    ):
        tab.evaluate(act)
        tab.evaluate("new Promise(done => setTimeout(done, 400))")
        labels = [label for label in tab.evaluate("kgPage.labels()") if label["actor"]]
        assert len(labels) > 1, act
        assert overlaps(labels) == [], act
