"""Negotiations to choose among on the first page, and their boards."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest
from axe_playwright_python.sync_playwright import Axe
from rdflib import RDF, RDFS, SKOS, Literal, URIRef

from kg import store
from kg.ontology import KG
from tests.serve.conftest import serving
from tests.view.conftest import CHROMIUM

ID = "https://w3id.org/parley/id/"
FIRST = "/board/negotiation/borduria-to-syldavia"


@pytest.fixture(scope="module")
def two(graph_file: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A service over the graph with a second negotiation of hostile name."""
    ds = store.load(graph_file)
    derived = ds.graph(URIRef(f"{ID}graph/derived"))
    second, call = (
        URIRef(f"{ID}negotiation/second"),
        URIRef(f"{ID}meeting/1932-03-12-kurt-pleksy-otto-brandl"),
    )
    derived.add((second, RDF.type, KG.Negotiation))
    derived.add((second, RDFS.label, Literal("The <b>ferry</b> & its tolls")))
    derived.add((second, SKOS.altLabel, Literal("Ferry talks")))
    derived.add((second, KG.between, URIRef(f"{ID}actor/borduria")))
    derived.add((call, KG.partOf, second))
    file = tmp_path_factory.mktemp("two") / "two.trig"
    store.save(ds, file)
    with serving(file) as address:
        yield address


def test_several_negotiations_are_offered_first(two: str) -> None:
    text = httpx.get(two, trust_env=False).text
    assert text.index('id="negotiations"') < text.index('id="questions"')
    assert f'href="{FIRST}"' in text and 'href="/graph#affair=negotiation/borduria-to-syldavia"' in text
    assert "The &lt;b&gt;ferry&lt;/b&gt; &amp; its tolls" in text
    assert text.index("Borduria–Syldavia") < text.index("ferry")  # more articles tell of it


def test_one_negotiation_needs_no_choosing(client: httpx.Client) -> None:
    assert 'id="negotiations"' not in client.get("/").text


def test_a_board_by_id_and_by_name(client: httpx.Client) -> None:
    answer = client.get(FIRST)
    assert (answer.status_code, answer.headers["content-type"]) == (200, "text/html; charset=utf-8")
    assert "<title>Board: Borduria–Syldavia</title>" in answer.text
    assert 'href="/actor/borduria"' in answer.text and 'href="/proposal/' in answer.text
    assert client.get("/board/Borduria–Syldavia").text == answer.text
    assert f'href="{FIRST}"' in client.get("/negotiation/borduria-to-syldavia").text


@pytest.mark.parametrize("name", ["nothing-of-that-name", "actor/borduria", "%20", "x" * 900])
def test_what_is_no_negotiation_is_not_there(client: httpx.Client, name: str) -> None:
    answer = client.get(f"/board/{name}")
    assert answer.status_code == 404
    assert "Traceback" not in answer.text


@pytest.mark.browser
def test_rows_follow_the_words_and_the_pages_are_accessible(two: str) -> None:
    if not CHROMIUM.exists():
        pytest.skip(f"{CHROMIUM} is missing: install it or name one in $KG_CHROMIUM")
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=str(CHROMIUM), args=["--headless", "--no-sandbox", "--disable-gpu"]
        )
        complaints: list[str] = []
        tab: Any = browser.new_page(viewport={"width": 1280, "height": 800})
        tab.on("console", lambda message: complaints.append(message.text))
        tab.goto(two)
        broken = Axe().run(tab, options={"resultTypes": ["violations"]}).response["violations"]
        assert [(one["id"], one["nodes"][0]["html"]) for one in broken] == []
        tab.fill("#find-affair", "FERRY")
        assert tab.locator("#affairs tbody tr:visible").count() == 1
        tab.fill("#find-affair", "")
        tab.locator("#affairs a", has_text="Borduria–Syldavia").click()
        tab.wait_for_url(f"**{FIRST}")
        tab.locator("summary", has_text="accepted in part").click()
        tab.locator("details[open] a", has_text="More on this").click()
        assert "/response/" in tab.url
        assert complaints == []
        browser.close()
