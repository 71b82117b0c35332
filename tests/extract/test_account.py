"""What ``kg annotate --explain`` knows of a text: clauses, claims with their marks, and words that gave none."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import click
import pytest
import yaml

from kg import pipeline
from kg.cli.explaining import lines
from kg.extract import Account, Reading, Trace, account, extract
from kg.extract.account import frames
from kg.model import Article

DATA = yaml.safe_load((Path(__file__).parent / "explained.yaml").read_text())
CASES: list[dict[str, Any]] = DATA["cases"]


def _read(text: str) -> Reading:
    article = Article("a", "a.txt", text, published=DATA["published"], published_from="metadata")
    (reading,) = pipeline.readings([article], strict=True)
    return reading


def _family(rule: str) -> str:
    return rule.partition(".")[0]


@pytest.fixture(scope="module")
def told() -> list[tuple[Reading, list[Account]]]:
    return [(reading, list(account(reading))) for reading in (_read(case["text"]) for case in CASES)]


def test_cases_collected() -> None:
    assert len(CASES) == 18


@pytest.mark.parametrize("number", range(len(CASES)))
def test_account(told: list[tuple[Reading, list[Account]]], number: int) -> None:
    case, (_, sentences) = CASES[number], told[number]
    made = [claim for sentence in sentences for claim in sentence.made]
    missing = {m.word: m for sentence in sentences for m in sentence.not_made}
    for family, words in case.get("claims", {}).items():
        assert any(_family(claim.rule) == family and words in claim.what for claim in made), made
    for family, mark in case.get("marks", {}).items():
        assert any(_family(claim.rule) == family and mark in claim.marks for claim in made), made
    for word, (family, reason) in case.get("none", {}).items():
        found = [m for s in sentences for m in s.not_made if m.word == word and _family(m.rule) == family]
        assert any(reason in m.reason for m in found), missing
    assert not {_family(claim.rule) for claim in made} & set(case.get("never", ()))


def test_every_claim_is_told_once_with_its_confidence(told: list[tuple[Reading, list[Account]]]) -> None:
    assert sum(len(reading.trace.weighed) for reading, _ in told) > 20
    for reading, sentences in told:
        assert sum(len(s.made) for s in sentences) == len(reading.trace.weighed)
        extraction = reading.extraction
        given = [e.confidence for s in extraction.statements for e in s.evidence[:1]]
        assert given == [w.confidence for w in reading.trace.weighed if w.kind == "statements"]


def test_claims_are_the_same_without_a_trace(told: list[tuple[Reading, list[Account]]]) -> None:
    for reading, _ in told:
        assert extract(reading.doc, reading.clauses) == reading.extraction


def test_clauses_are_told_with_features_and_parties() -> None:
    (sentence,) = account(_read("Peru did not accept Bolivia's offer."))
    clause = next(c for c in sentence.clauses if c.lemma == "accept")
    assert {"past", "negated"} <= set(clause.features)
    assert ("agent", "Peru", ("Peru",)) in clause.arguments
    assert "response" in clause.frames


def test_a_note_takes_the_place_of_a_guess() -> None:
    reading = _read("Peru did not say whether the border would stay open.")
    verb = next(t.i for t in reading.doc.tokens if t.text == "say")
    trace = replace(reading.trace, notes=[])
    trace.note(verb, "statement", "it only looks like a statement")
    trace.note(verb, "statement", "it only looks like a statement")
    (sentence,) = account(replace(reading, trace=trace))
    assert [m.reason for m in sentence.not_made if m.word == "say"] == ["it only looks like a statement"]


def test_frames_know_first_words() -> None:
    assert "statement" in frames("say")
    assert frames("sit down") == frames("sit") or "meeting" in frames("sit down")
    assert frames("rain") == ()


def test_lines_for_people() -> None:
    reading = _read("Rosa Quispe said the border would stay open. Peru did not say why.")
    text = click.unstyle("\n".join(lines(reading)))
    assert text.startswith("a.txt (2031-05-06, known from metadata)\n\n0 ")
    assert "clause  say [past] <statement>: agent “Rosa Quispe”" in text
    assert "claim   statement.clause 0." in text
    assert "none    statement: 'say' negated" in text


def test_empty_trace_costs_nothing_and_holds_nothing() -> None:
    assert Trace() == Trace([], [], {})
