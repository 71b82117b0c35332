from __future__ import annotations

import base64
import hashlib
import io
import re
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import example, given
from hypothesis import strategies as st
from markdown_it import MarkdownIt
from rdflib import OWL, RDFS, Dataset
from rdflib.collection import Collection
from rich.console import Console

from kg import ontology
from kg.briefing import briefing
from kg.chronicle import chronicle
from kg.chronicle import page as chronicle_page
from kg.display import read_display
from kg.dossier import dossier
from kg.ontology import terms
from kg.telling import Page, Reader, as_data, date_in_words, html, listed, markdown, phrase, show, texts
from kg.telling.markdown import escape
from kg.telling.page import cut, marks
from kg.telling.things import Evidence
from tests.tellings import dispute

DATES = yaml.safe_load((Path(__file__).parent / "dates.yaml").read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def ds() -> Dataset:
    return dispute()


@pytest.fixture(scope="module")
def pages(ds: Dataset) -> dict[str, Page]:
    return {
        "dossier": dossier(ds, "meeting/x"),
        "actor": dossier(ds, "Sudmark"),
        "article": dossier(ds, "one.txt"),
        "chronicle": chronicle_page(chronicle(ds)),
        "briefing": briefing(ds),
    }


@pytest.mark.parametrize(("value", "until", "words"), DATES)
def test_dates(value: str, until: str | None, words: str) -> None:
    assert len(DATES) == 10
    assert date_in_words(value, until) == words


def test_lists() -> None:
    assert [listed(("a", "b", "c")[:n]) for n in range(4)] == ["", "a", "a and b", "a, b and c"]
    assert listed(("a", "b"), choice=True) == "a or b"


def _evidence(sentence: str, *quotes: str) -> list[Evidence]:
    return [Evidence("a", 0, quote, sentence, 0.5, sentence.find(quote)) for quote in quotes]


def test_marks_are_joined_and_none_marks_a_whole_sentence() -> None:
    assert marks(_evidence("one two three", "one two", "two three")) == ()
    assert marks(_evidence("one two three.", "one", "three")) == ((0, 3), (8, 13))
    assert marks(_evidence("one two three four", "one two", "two three")) == ((0, 13),)
    assert marks(_evidence("One two.", "One two")) == ()
    assert marks(_evidence("one two", "no")) == ()


@given(st.text(max_size=40), st.lists(st.tuples(st.integers(0, 40), st.integers(0, 40)), max_size=4))
def test_cutting_loses_no_word(sentence: str, spans: list[tuple[int, int]]) -> None:
    pieces = [
        Evidence("a", 0, sentence[min(span) : max(span)], sentence, 0.5, min(span))
        for span in spans
        if max(span) <= len(sentence)
    ]
    told = "".join(piece for piece, _ in cut(sentence, marks(pieces)))
    assert "".join(told.split()) == "".join(sentence.split())


@example("10. * [x](y) <b> &amp; | # - + _z_ `c`")
@example("- 1) x")
@given(st.text(alphabet=st.characters(codec="utf-8"), max_size=60))
def test_nothing_in_a_text_is_markdown(text: str) -> None:
    plain = "".join(ch for ch in " ".join(text.split()) if ch.isprintable())
    tokens = MarkdownIt("commonmark").enable("table").parse(f"- x {escape(text)}")
    assert [token.type for token in tokens if token.type == "inline"] == ["inline"]
    (inline,) = [token for token in tokens if token.type == "inline"]
    assert {token.type for token in inline.children or []} <= {"text"}
    assert "".join(token.content for token in inline.children or []).strip() == f"x {plain}".strip()


def test_hostile_texts_stay_texts(pages: dict[str, Page]) -> None:
    for name, page in pages.items():
        made = html(page)
        assert "<script" not in made, name
        assert "javascript:" not in re.sub(r"<span class=\"told\">.*?</span>", "", made), name
        assert 'href="javascript' not in made, name
        rendered = MarkdownIt("commonmark").enable("table").render(markdown(page))
        assert "<script" not in rendered, name
        assert "<a " not in rendered, name
        file = io.StringIO()
        show(page, Console(file=file, width=80, force_terminal=False))
        for text in (markdown(page), file.getvalue()):
            assert "\x1b" not in text, name


def test_html_is_one_file_and_lets_nothing_in(pages: dict[str, Page]) -> None:
    for page in pages.values():
        made = html(page)
        assert made == html(page)
        style = re.search(r"<style>(.*?)</style>", made, re.DOTALL)
        assert style is not None
        digest = base64.b64encode(hashlib.sha256(style[1].encode()).digest()).decode()
        policy = f"default-src 'none'; style-src 'sha256-{digest}'; base-uri 'none'; form-action 'none'"
        assert policy.replace("'", "&#39;") in made
        assert not re.search(r"<(?:link|img|iframe|script|object)\b|url\(|@import|\bstyle=", made)
        targets = re.findall(r'href="#([^"]+)"', made)
        assert set(targets) <= set(re.findall(r'id="([^"]+)"', made))
        assert all(link.startswith("https://") for link in re.findall(r'href="([^#][^"]*)"', made))


def test_plain_text_fits_its_width(pages: dict[str, Page]) -> None:
    for width in (60, 80, 120):
        for page in pages.values():
            file = io.StringIO()
            show(page, Console(file=file, width=width, force_terminal=False))
            assert all(len(line) <= width for line in file.getvalue().splitlines())


def test_data_has_the_evidence_in_full(pages: dict[str, Page]) -> None:
    line = as_data(pages["dossier"])["sections"][0]["lines"][0]
    assert (line["label"], line["text"], line["sources"]) == ("kind", "talks", 2)
    assert line["evidence"][0] == {
        "sentence": "The talks of Norland and Sudmark were held in Port Ada on Monday.",
        "quote": "talks",
        "confidence": 0.9,
        "article": "one.txt",
        "title": "<script>alert(1)</script> & *Ministers* meet",
        "publisher": "Coast | Wire",
        "published": "1987-03-15",
        "article_id": "https://data.example/id/article/one",
    }


def test_a_text_with_quotation_marks_gets_no_more() -> None:
    data = """
        @prefix kg: <https://w3id.org/parley/ns#> .
        <https://data.example/id/article/a> a kg:Article .
        <https://data.example/id/statement/a> a kg:Statement ; kg:mode kg:Direct ; kg:text 'it was "a start"' .
        <https://data.example/id/statement/b> a kg:Statement ; kg:mode kg:Direct ; kg:text 'A start' .
    """
    ds = Dataset(store="Oxigraph", default_union=True)
    ds.graph("https://data.example/id/article/a").parse(data=data, format="turtle")
    reader = Reader(ds)
    things = reader.things(f"https://data.example/id/statement/{name}" for name in "ab")
    assert [phrase(reader, thing, omit=("kg:speaker",)) for thing in things] == [
        'It was "a start"',
        "“A start”",
    ]


def test_words_are_about_what_there_is() -> None:
    """Kinds, variants and fields of the phrases are those of the ontology, and each kind has a phrase."""
    told: dict[str, Any] = texts()
    known = terms()
    assert set(told["kinds"]) <= set(known)
    assert {form.partition(".")[0] for form in told["phrases"]} == set(told["kinds"].values())
    fields = {
        field
        for form in told["phrases"].values()
        for piece in form
        for field in re.findall(r"\{(kg:\w+)", piece)
    }
    assert len(fields) > 20
    assert {field.removeprefix("kg:") for field in fields} <= set(known)
    for kind, variants in told["variants"].items():
        assert kind in told["kinds"].values()
        assert set(variants["values"]) <= set(known)
        # and every such value has its caption
        assert all(
            f"https://w3id.org/parley/ns#{value}" in read_display().captions for value in variants["values"]
        )
    # what YAML would read as a truth value is no name of a text
    assert all(isinstance(name, str) for group in told.values() if isinstance(group, dict) for name in group)


def test_every_aspect_of_a_contradiction_has_its_line() -> None:
    graph = ontology.graph()
    (kinds,) = (graph.value(node, OWL.oneOf) for node in graph.objects(ontology.KG.aspect, RDFS.range))
    aspects = {str(item) for item in Collection(graph, kinds)}
    assert len(aspects) >= 5
    assert set(texts()["aspects"]) == aspects


def test_a_denial_shows_the_words_of_both() -> None:
    ds = Dataset(store="Oxigraph", default_union=True)
    ds.parse(Path(__file__).parent / "denial.trig", format="trig")
    ((denial,),) = (
        line.disputes
        for section in dossier(ds, "meeting/a").sections
        for line in section.lines
        if line.disputes
    )
    assert [(side.claim, [one.sentence for one in side.evidence]) for side in denial.sides] == [
        ("Ada Roe denies: it failed", ["Ada denied it failed."]),
        ("Tom Roe: it failed", ["Tom said it failed."]),
    ]


def test_a_meeting_shows_the_sentence_that_tells_most_of_it() -> None:
    data = """
    @prefix kg: <https://w3id.org/parley/ns#> . @prefix skos: <http://www.w3.org/2004/02/skos/core#> .
    @prefix xsd: <http://www.w3.org/2001/XMLSchema#> . @base <https://data.example/id/> .
    <article/one> {
      <article/one> a kg:Article .
      <actor/a> a kg:Person ; skos:prefLabel "Ada Roe" . <actor/b> a kg:Person ; skos:prefLabel "Otto Brandl" .
      <meeting/x> a kg:Call ; kg:participant <actor/a>, <actor/b> ; kg:date "1987-03-09"^^xsd:date ;
        kg:evidence <evidence/1>, <evidence/2>, <evidence/3> .
      <evidence/1> kg:start 0 ; kg:quote "negotiations" ; kg:confidence 0.84 ;
        kg:sentence "The negotiations have a new voice." .
      <evidence/2> kg:start 40 ; kg:quote "Roe and Brandl spoke" ; kg:confidence 0.84 ;
        kg:sentence "Roe and Brandl spoke seldom." .
      %s
    }
    """
    day = """
        <evidence/3> kg:start 80 ; kg:quote "rang" ; kg:confidence 0.8 ; kg:sentence "He rang on March 9, at dawn." .
    """
    for more, start in (("", 40), (day, 80)):
        ds = Dataset(store="Oxigraph", default_union=True)
        ds.parse(data=data % more, format="trig")
        page = chronicle_page(chronicle(ds))
        (line,) = (line for section in page.sections for line in section.lines)
        assert [one.start for one in line.evidence] == [start]
