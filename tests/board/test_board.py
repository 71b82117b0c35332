"""The board of a negotiation: its table, and its page in a real browser."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest
import yaml
from axe_playwright_python.sync_playwright import Axe
from rdflib import RDF, RDFS, Dataset, Literal, URIRef

from kg.board import Board, Card, Column, Row, board, html
from kg.errors import QueryError
from kg.ontology import KG
from kg.store import save
from tests.conftest import Run
from tests.tellings import GRAPHS
from tests.view.conftest import CHROMIUM, HOSTILE

CASES: list[dict[str, Any]] = yaml.safe_load(
    (Path(__file__).parent / "cases.yaml").read_text(encoding="utf-8")
)


def told(card: Card) -> str:
    """A card in one line, as the file of cases has it."""
    terms = f": {'; '.join(term.text for term in card.terms)}" if card.terms else ""
    when = f" ({card.when})" if card.when else ""
    return f"{'+'.join(map(str, card.columns))} {card.kind} [{card.badge}] {card.text}{terms}{when}"


def row(one: Row) -> list[str]:
    return [one.when + (" (again)" if one.again else ""), *map(told, one.cards)]


@pytest.mark.parametrize("case", CASES, ids=lambda case: str(case["graph"]))
def test_a_board_is_what_its_graph_says(case: dict[str, Any]) -> None:
    found = board(GRAPHS[case["graph"]]())
    assert (found.name, list(found.lead)) == (case["name"], case["lead"])
    assert [column.name for column in found.columns] == case["columns"]
    assert [row(one) for one in found.rows] == case["rows"]
    assert [line.text for line in found.open] == case["open"]
    assert len(CASES) == 2


@pytest.mark.parametrize("case", CASES, ids=lambda case: str(case["graph"]))
def test_every_cell_opens_a_sentence_of_an_article(case: dict[str, Any]) -> None:
    found = board(GRAPHS[case["graph"]]())
    cells = [part for one in found.rows for card in one.cards for part in (card, *card.terms)]
    assert len(cells) > 4
    for cell in cells:
        assert cell.evidence and all(piece.article in found.articles for piece in cell.evidence), cell
    text = html(found)
    assert text == html(found)
    assert text.count("<blockquote>") >= len(cells)
    assert "<script" not in text and not re.search(r'(?:src|href)="(?!https?://)', text)


def test_many_sides_share_a_last_column() -> None:
    """More sides than can be read side by side: those that do least stand together."""
    ds = GRAPHS["dispute"]()
    derived = ds.graph(URIRef("https://data.example/id/graph/derived"))
    (thread,) = ds.subjects(RDF.type, KG.Negotiation)
    for n in range(6):
        side = URIRef(f"https://data.example/id/actor/neighbour-{n}")
        derived.add((thread, KG.between, side))
        derived.add(
            (side, URIRef("http://www.w3.org/2004/02/skos/core#prefLabel"), Literal(f"Neighbour {n}"))
        )
    found = board(ds)
    assert [column.name for column in found.columns] == [
        "Norland", "Sudmark", "Neighbour 0", "Neighbour 1", "Neighbour 2", "Others",
    ]  # fmt: skip
    assert found.columns[-1].people == ("Neighbour 3", "Neighbour 4", "Neighbour 5")


def several() -> Dataset:
    ds = GRAPHS["dispute"]()
    derived = ds.graph(URIRef("https://data.example/id/graph/derived"))
    second = URIRef("https://data.example/id/negotiation/second")
    derived.add((second, RDF.type, KG.Negotiation))
    derived.add((second, RDFS.label, Literal("The light")))
    derived.add((URIRef("https://data.example/id/proposal/light"), KG.partOf, second))
    return ds


def test_which_negotiation_has_to_be_said() -> None:
    ds = several()
    with pytest.raises(QueryError, match="2 negotiations"):
        board(ds)
    assert [told(card) for one in board(ds, "The light").rows for card in one.cards] == [
        "0 Proposal [overdue] Offer to Sudmark: share the light"
    ]
    with pytest.raises(QueryError, match="no negotiation is called"):
        board(ds, "The harbour")


def test_the_command_writes_the_page(run_kg: Callable[..., Run], tmp_path: Path) -> None:
    graph, page = tmp_path / "graph.trig", tmp_path / "board.html"
    save(several(), graph)
    code, out, err = run_kg("board", str(graph), "The light", "-o", str(page))
    assert (code, out) == (0, "")
    assert f"wrote {page}" in err
    assert "<title>Board: The light</title>" in page.read_text(encoding="utf-8")
    assert run_kg("board", "The light", "--graph", str(graph)).out == page.read_text(encoding="utf-8")
    code, out, err = run_kg("board", "--graph", str(graph))
    assert (code, out) == (4, "") and "2 negotiations" in err
    code, out, err = run_kg("board", str(graph), "The", "light")
    assert (code, out) == (2, "") and "in quotation marks" in err


# ------------------------------------------------------------------------------------------ in a browser


@pytest.fixture(scope="module")
def chromium() -> Iterator[Any]:
    if not CHROMIUM.exists():
        pytest.skip(f"{CHROMIUM} is missing: install it or name one in $KG_CHROMIUM")
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=str(CHROMIUM), args=["--headless", "--no-sandbox", "--disable-gpu"]
        )
        yield browser
        browser.close()


@pytest.mark.browser
@pytest.mark.parametrize(("scheme", "width"), [("light", 1280), ("dark", 1280), ("light", 390)])
def test_the_page_is_calm_accessible_and_opens_by_keyboard(
    chromium: Any, tmp_path: Path, scheme: Any, width: int
) -> None:
    file = tmp_path / "board.html"
    file.write_text(html(board(GRAPHS["story"]())), encoding="utf-8", newline="\n")
    context = chromium.new_context(viewport={"width": width, "height": 800}, color_scheme=scheme)
    tab, complaints = context.new_page(), []
    tab.on("console", lambda message: complaints.append(message.text))
    tab.goto(file.as_uri())
    broken = Axe().run(tab, options={"resultTypes": ["violations"]}).response["violations"]
    assert [(one["id"], one["nodes"][0]["html"]) for one in broken] == []
    assert tab.evaluate("document.documentElement.scrollWidth") <= width
    assert tab.locator("blockquote:visible").count() == 0
    tab.locator("summary", has_text="accepted in part").focus()
    tab.keyboard.press("Enter")
    quote = tab.locator("blockquote:visible")
    assert quote.count() == 1
    assert quote.locator("mark").count() == 1 and "1932" in quote.inner_text()
    # each card stands below the side that it is of
    card = tab.locator(".card.meeting").nth(1).bounding_box()
    if width > 760:
        heads = [head.bounding_box() for head in tab.locator("thead th").all()]
        assert (
            heads[1]["x"] <= card["x"] and card["x"] + card["width"] <= heads[2]["x"] + heads[2]["width"] + 1
        )
    else:
        assert tab.locator("thead").is_hidden()
    assert complaints == []
    context.close()


class Tags(HTMLParser):
    """The elements, attributes and text of a page, as a parser finds them."""

    def __init__(self) -> None:
        super().__init__()
        self.names: set[str] = set()
        self.attributes: list[tuple[str, str]] = []
        self.text = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.names.add(tag)
        self.attributes += [(name, value or "") for name, value in attrs]

    def handle_data(self, data: str) -> None:
        self.text += data


def test_hostile_texts_stay_texts() -> None:
    ds = GRAPHS["story"]()
    known = board(ds)
    assert len(HOSTILE) == 12
    for text in HOSTILE:
        card = Card("Proposal", (0,), text, text, known.rows[0].cards[0].evidence, badge=text, when=text)
        made = Board(
            text, text, (text,), (Column(text, text, (text,)),), (Row(text, (card,)),), (), known.articles
        )
        seen = Tags()
        seen.feed(html(made, home="/"))
        assert not seen.names & {"script", "img", "iframe", "svg", "object", "base", "form"}
        assert not [name for name, _ in seen.attributes if name.startswith("on")]
        addresses = [value for name, value in seen.attributes if name in ("href", "src")]
        assert addresses and all(value.startswith(("/", "https://", "http://")) for value in addresses)
        assert text.strip() in seen.text
