"""Who meets whom, where, when and whether: every frame's own sentences, every construction, and what must not fire."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml
from casting import ruled

from kg import lexicon
from kg.extract.meetings.encounters import encounters
from kg.model import Extraction, MeetingClaim, PartialDate

PUBLISHED = "2019-05-20"
CASES: list[dict[str, Any]] = yaml.safe_load(
    (Path(__file__).parent / "cases" / "meetings.yaml").read_text(encoding="utf-8")
)
LEXICON = lexicon.lexicon("meetings")
FRAMES = [(part, lemma) for part in ("nouns", "verbs") for lemma in LEXICON[part]]
EXAMPLES = [(part, lemma, text) for part, lemma in FRAMES for text in LEXICON[part][lemma]["examples"]]
NEAR_MISSES = [(part, lemma, text) for part, lemma in FRAMES for text in LEXICON[part][lemma]["near_misses"]]


@pytest.fixture(scope="module")
def found() -> dict[str, Extraction]:
    """What is extracted from every text of this module, parsed in one go."""
    return ruled([c["text"] for c in CASES] + [t for _, _, t in EXAMPLES + NEAR_MISSES])


def test_collected() -> None:
    assert CASES and len(FRAMES) > 20 and EXAMPLES and NEAR_MISSES
    assert len({case["text"] for case in CASES}) == len(CASES)


@pytest.mark.parametrize(("part", "lemma", "text"), EXAMPLES)
def test_every_word_tells_of_its_kind_of_meeting(
    found: dict[str, Extraction], part: str, lemma: str, text: str
) -> None:
    assert LEXICON[part][lemma]["kind"] in {m.kind for m in found[text].meetings}


@pytest.mark.parametrize(("part", "lemma", "text"), NEAR_MISSES)
def test_nobody_meets_in_a_near_miss(found: dict[str, Extraction], part: str, lemma: str, text: str) -> None:
    assert found[text].meetings == ()


@pytest.mark.parametrize("case", CASES, ids=[case["text"][:60] for case in CASES])
def test_case(found: dict[str, Extraction], case: dict[str, Any]) -> None:
    extraction = found[case["text"]]
    names = {a.key: a.name for a in extraction.actors}
    claims = [m for m in extraction.meetings if case.get("media") or m.kind != "Media"]
    told = [_row(m, names) for m in claims]
    expected = [row | {"parties": sorted(row["parties"])} for row in case["meetings"]]
    assert [{k: row[k] for k in want} for row, want in zip(told, expected, strict=True)] == expected


def _row(m: MeetingClaim, names: dict[str, str]) -> dict[str, Any]:
    return {
        "parties": sorted(names[k] for k in m.participants),
        "date": _date(m.when),
        "place": m.place,
        "status": m.status,
        "kind": m.kind,
        "round": m.round,
        "host": names[m.host] if m.host else None,
        "topic": m.topic,
        "outcome": m.outcome,
    }


def _date(when: PartialDate | None) -> str | None:
    return None if when is None else f"{when.value}/{when.until}" if when.until else when.value


def test_evidence_is_the_text_itself(found: dict[str, Extraction]) -> None:
    pieces = [(x.article.text, e) for x in found.values() for m in x.meetings for e in m.evidence]
    assert len(pieces) > len(EXAMPLES)
    for text, evidence in pieces:
        assert evidence.sentence.covers(evidence.span)
        assert evidence.span.of(text).strip() == evidence.span.of(text) != ""


def test_topic_and_outcome_are_verbatim(found: dict[str, Extraction]) -> None:
    phrases = [
        (x.article.text, p) for x in found.values() for m in x.meetings for p in (m.topic, m.outcome) if p
    ]
    assert len(phrases) > 5
    assert all(phrase in " ".join(text.split()) for text, phrase in phrases)


def test_every_frame_is_read() -> None:
    tables = encounters()
    assert len(tables.nouns) + len(tables.verbs) == len(FRAMES)
    assert all(frame.parties for table in (tables.nouns, tables.verbs) for frame in table.values())
    kinds = {"Talks", "Summit", "Call", "Visit", "Media", "Meeting"}
    assert {frame.kind for table in (tables.nouns, tables.verbs) for frame in table.values()} <= kinds


def test_no_word_stands_twice_in_a_group() -> None:
    for name, words in LEXICON["words"].items():
        assert len(set(words)) == len(words), name
