"""The pages in a real browser: nothing may be complained of, and no request may leave the service."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe

CHROMIUM = Path(os.environ.get("KG_CHROMIUM", "/usr/bin/chromium"))
pytestmark = pytest.mark.browser
Open = Callable[..., Any]
PAGES = (
    "/",
    "/questions/timeline?explain=yes",
    "/query",
    "/search?q=bord",
    "/actor/borduria",
    "/meeting",
    "/ns",
    "/no",
)


@pytest.fixture(scope="module")
def chromium() -> Iterator[Any]:
    if not CHROMIUM.exists():
        message = f"{CHROMIUM} is missing: install it (apt-get install chromium) or name one in $KG_CHROMIUM"
        if os.environ.get("CI") == "true":
            pytest.fail(message)
        pytest.skip(message)
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=str(CHROMIUM),
            args=["--headless", "--no-sandbox", "--disable-gpu", "--disable-background-networking"],
        )
        yield browser
        browser.close()


@pytest.fixture
def opened(chromium: Any, address: str) -> Iterator[Open]:
    contexts, complaints, requests = [], [], []

    def open_page(path: str, *, width: int = 1280, scheme: str = "light") -> Any:
        context = chromium.new_context(viewport={"width": width, "height": 800}, color_scheme=scheme)
        contexts.append(context)
        tab = context.new_page()
        # a missing page is told as an error of the console, which is no fault of the page
        tab.on(
            "console",
            lambda m: "Failed to load resource" in m.text or complaints.append(f"{m.type}: {m.text}"),
        )
        tab.on("pageerror", lambda error: complaints.append(f"error: {error}"))
        tab.on("request", lambda request: requests.append(request.url))
        tab.goto(address + path)
        return tab

    yield open_page
    for context in contexts:
        context.close()
    assert complaints == []
    assert [url for url in requests if not url.startswith(address + "/")] == []


def article_of(tab: Any, address: str) -> str:
    found: str = tab.request.get(f"{address}/api/articles").json()["articles"][0]["href"]
    return found


def test_pages_are_accessible_and_fit_a_phone(opened: Open, address: str) -> None:
    first = opened("/")
    for at, path in enumerate((*PAGES, article_of(first, address))):
        for width, scheme in ((1280, "light"), (380, "dark")):
            tab = opened(path, width=width, scheme=scheme)
            over = tab.evaluate("document.documentElement.scrollWidth - innerWidth")
            assert over <= 0, (path, width)
            # each page in one of the two
            findings = (at % 2 != (width < 500)) and [
                f"{path} {width}: {one['id']}: {node['target']}"
                for one in Axe().run(tab).response["violations"]
                if one["impact"] in ("serious", "critical")
                for node in one["nodes"][:3]
            ]
            assert not findings, findings
            tab.close()


def test_search_suggests_and_goes_by_keyboard(opened: Open, address: str) -> None:
    tab = opened("/")
    tab.keyboard.press("/")
    tab.keyboard.type("sturm", delay=20)
    tab.wait_for_selector("#found li")
    assert "Wilma Sturm" in tab.inner_text("#found li:first-child")
    tab.keyboard.press("ArrowDown")
    assert tab.get_attribute("#find", "aria-activedescendant") == "found-0"
    tab.keyboard.press("Enter")
    tab.wait_for_url(f"{address}/actor/wilma-sturm")
    assert tab.inner_text("h1") == "Wilma Sturm"


def test_question_by_its_form_and_table_sorted(opened: Open) -> None:
    tab = opened("/questions/timeline")
    tab.fill("#p-since", "1932-01")
    tab.check("input[name=explain]")
    tab.click("button[type=submit]")
    tab.wait_for_selector("table")
    assert "since=1932-01" in tab.url
    dates = "Array.from(document.querySelectorAll('tbody tr:not(.words)'), row => row.cells[0].textContent.trim())"
    before = tab.evaluate(dates)
    assert len(before) >= 2
    tab.click("th button >> nth=0")
    tab.click("th button >> nth=0")
    assert tab.get_attribute("th >> nth=0", "aria-sort") == "descending"
    after = tab.evaluate(dates)
    assert sorted(after) == sorted(before)
    filled = [date for date in after if date]
    assert filled == sorted(filled, reverse=True)
    # each row keeps its words under it
    assert tab.evaluate("document.querySelectorAll('tbody tr:not(.words) + tr.words').length") == len(after)


def test_a_row_leads_to_a_thing_and_its_sentence_to_the_text(opened: Open) -> None:
    tab = opened("/questions/timeline")
    tab.click("tbody a >> nth=0")
    tab.wait_for_selector("h1")
    tab.click(".proofs summary >> nth=0")
    tab.click(".proofs figcaption a >> nth=0")
    tab.wait_for_selector(".text .chosen")
    assert tab.evaluate("document.querySelector('.text .chosen').getBoundingClientRect().top < innerHeight")
    shown = tab.locator(".claims li:visible").count()
    assert 0 < shown < tab.locator(".claims li").count()
    tab.keyboard.press("Escape")
    assert tab.locator(".claims li:visible").count() == tab.locator(".claims li").count()


@pytest.mark.parametrize("width", [1280, 380])
def test_words_of_an_article_show_their_claims(opened: Open, address: str, width: int) -> None:
    tab = opened("/", width=width)
    tab.goto(address + article_of(tab, address))
    piece = tab.locator(".text .m:not(.name)").first
    wanted = piece.get_attribute("data-claims").split()
    piece.click()
    assert tab.locator(".claims li:visible").count() == len(wanted)
    assert f"{len(wanted)} of " in tab.inner_text("#claims-hint")


def test_editor_runs_counts_lines_and_shows_mistakes(opened: Open) -> None:
    tab = opened("/query")
    tab.select_option("#examples", index=2)
    lines = tab.input_value("#query").count("\n") + 1
    assert len(tab.inner_text("#numbers").split()) == lines
    tab.focus("#query")
    tab.keyboard.press("Control+Enter")
    tab.wait_for_selector("#results table")
    tab.fill("#query", "SELECT *\nWHERE { ?s ?p }")
    tab.click("button[type=submit]")
    tab.wait_for_selector("#error")
    assert tab.inner_text("#numbers b").strip() == "2"


def test_network_page_runs(opened: Open) -> None:
    tab = opened("/graph")
    tab.wait_for_selector("body[data-pane]", state="attached")
