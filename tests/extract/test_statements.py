"""Who says what: every reporting verb, every construction, and what must not fire."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from kg.annotate import annotate
from kg.clauses import find_clauses
from kg.extract import extract
from kg.extract.reporting import reporting
from kg.model import Article, Document, Extraction

FOLDER = Path(__file__).parent / "cases"
CASES: dict[str, list[list[str]]] = yaml.safe_load((FOLDER / "statements.yaml").read_text(encoding="utf-8"))
DETAILS: dict[str, list[tuple[str, str | None]]] = yaml.safe_load(
    (FOLDER / "statement_details.yaml").read_text(encoding="utf-8")
)
ROWS = [(group, row) for group, rows in CASES.items() for row in rows]
TEXTS = [row[0] for _, row in ROWS]


def read(text: str) -> Extraction:
    doc = next(iter(annotate([Article("a", "a.txt", text, published="2020-01-15")])))
    return extract(doc, find_clauses(doc))


def told(found: Extraction) -> list[str]:
    """The statements as the cases write them: "speaker | words", with "Direct" between where they are quoted."""
    names = {a.key: a.name for a in found.actors}
    return [
        " | ".join([names[s.speaker], *(["Direct"] if s.mode == "Direct" else []), s.text])
        for s in found.statements
    ]


def test_collected() -> None:
    assert {group: len(rows) for group, rows in CASES.items()} == {
        "verbs": 167,
        "near_misses": 43,
        "positions": 39,
        "speakers": 20,
        "attributions": 11,
        "second_hand": 6,
        "dialogue": 6,
        "trial": 11,
    }
    assert {group: len(rows) for group, rows in DETAILS.items()} == {"via": 10, "behalf": 5}
    assert len(set(TEXTS)) == len(TEXTS)


@pytest.mark.parametrize(("group", "row"), ROWS, ids=[f"{g}-{n}" for n, (g, _) in enumerate(ROWS)])
def test_case(group: str, row: list[str]) -> None:
    text, *expected = row
    assert told(read(text)) == expected


@pytest.mark.parametrize(("text", "outlet"), DETAILS["via"])
def test_via(text: str, outlet: str | None) -> None:
    assert [s.via for s in read(text).statements] == [outlet]


@pytest.mark.parametrize(("text", "side"), DETAILS["behalf"])
def test_on_behalf_of(text: str, side: str | None) -> None:
    found = read(text)
    names = {a.key: a.name for a in found.actors}
    assert [names[s.on_behalf_of] if s.on_behalf_of else None for s in found.statements] == [side]


def _forms(lemma: str) -> re.Pattern[str]:
    first, _, rest = lemma.partition(" ")
    irregular = {
        "say": "said|says|saying", "tell": "told", "write": "wrote", "go": "went", "make": "made", "find": "found",
        "show": "showed", "feel": "feels|felt", "think": "thinks|thought", "know": "knows|knew", "spell": "spelled",
        "swear": "swore", "set": "set", "lay": "laid", "cast": "cast", "forecast": "forecast",
    }  # fmt: skip
    stem = re.escape(first[:-1] if first[-1] in "ey" else first)
    form = irregular.get(
        first, rf"{stem}(?:{re.escape(first[-1])})?(?:e|s|es|ed|d|ing|ies|ied|y|{first[-1]}ed|)"
    )
    return re.compile(rf"\b(?:{form})\b" + (rf".*\b{rest}\b" if rest else ""), re.IGNORECASE)


@pytest.mark.parametrize("lemma", sorted(reporting().verbs))
def test_every_verb_has_an_example(lemma: str) -> None:
    assert any(_forms(lemma).search(row[0]) for row in CASES["verbs"])


def test_the_verbs_are_found_by_their_lemma() -> None:
    """What the lexicon calls a verb is what the tagger calls it, or the entry could never fire."""
    fired = {s.verb for row in CASES["verbs"] for s in read(row[0]).statements}
    silent = set(reporting().verbs) - fired
    assert silent <= {"outline", "convey"}, silent


def test_the_lexicon_names_only_verbs_that_it_has() -> None:
    lex = reporting()
    known = set(lex.verbs) | {"according to", "question", "quote", "point"}
    assert lex.speech <= known
    assert lex.evidencing <= known
    assert lex.delayed <= known
    assert lex.negatable <= set(lex.verbs)
    patterns = {p for found in lex.verbs.values() for p in found}
    prepositions = {"for", "on", "of", "against", "about", "with", "at"}
    assert (
        patterns
        <= {"clause", "colon", "gerund", "infinitive", "person-to", "object", "as", "called", "person-of"}
        | prepositions
    )
    assert not lex.mute & (lex.documents | lex.speaking_bodies | lex.speaking_people)


@settings(max_examples=25, deadline=None)
@given(st.lists(st.sampled_from(TEXTS), min_size=1, max_size=4))
def test_evidence_is_in_the_text(texts: list[str]) -> None:
    """Whatever sentences meet, the words of a statement stand where its evidence says, and its speaker is an actor."""
    text = "\n\n".join(texts)
    found = read(text)
    actors = {a.key for a in found.actors}
    for s in found.statements:
        assert s.speaker in actors
        assert s.text == " … ".join(" ".join(e.span.of(text).split()) for e in s.evidence)
        assert all(e.sentence.covers(e.span) for e in s.evidence)
        assert 0 < s.evidence[0].confidence < 1


def test_same_text_same_statements() -> None:
    text = "\n\n".join(TEXTS[:20])
    assert read(text).statements == read(text).statements


def test_no_text_no_statement() -> None:
    doc = Document(Article("a", "a.txt", ""))
    assert extract(doc, find_clauses(doc)).statements == ()
