"""Meetings, proposals and responses: frames that fire, cases that are read as often as before, what always holds.

The decision is learned, so no single case is promised: each file of cases states the share that must be read rightly.
"""

from __future__ import annotations

import re
from typing import Any

import pytest
from casting import candidates, cases, extractions, names

from kg import lexicon
from kg.extract.match import TYPES, frames
from kg.extract.match.frames import EventType
from kg.model import Extraction

FIELDS: dict[EventType, str] = {"meeting": "meetings", "proposal": "proposals", "response": "responses"}
FLOORS = cases("floors.yaml")
CASES: dict[EventType, list[dict[str, Any]]] = {kind: cases(f"{FIELDS[kind]}.yaml") for kind in TYPES}


@pytest.fixture(scope="module")
def read() -> dict[str, Extraction]:
    return extractions([case["text"] for kind in TYPES for case in CASES[kind]])


def test_cases_were_collected() -> None:
    assert set(FLOORS) == set(TYPES)
    assert all(len(CASES[kind]) > 50 for kind in TYPES)


@pytest.mark.parametrize("kind", TYPES)
def test_cases_are_read(kind: EventType, read: dict[str, Extraction]) -> None:
    wanted = [case for case in CASES[kind] if case[FIELDS[kind]]]
    missed = [case["text"] for case in wanted if not told(kind, read[case["text"]], case[FIELDS[kind]])]
    share = 1 - len(missed) / len(wanted)
    assert share >= FLOORS[kind]["read"], "\n".join([f"{share:.2f} read; not read:", *missed])


@pytest.mark.parametrize("kind", TYPES)
def test_near_misses_stay_silent(kind: EventType, read: dict[str, Extraction]) -> None:
    silent = [case for case in CASES[kind] if not case[FIELDS[kind]]]
    fired = [case["text"] for case in silent if getattr(read[case["text"]], FIELDS[kind])]
    share = 1 - len(fired) / len(silent)
    assert share >= FLOORS[kind]["silent"], "\n".join([f"{share:.2f} silent; not so:", *fired])


def test_what_is_said_at_a_meeting_is_linked(read: dict[str, Extraction]) -> None:
    wanted = [case for case in CASES["meeting"] if case.get("said_there")]
    linked = [
        case
        for case in wanted
        if sum(s.made_at is not None for s in read[case["text"]].statements) == case["said_there"]
    ]
    assert wanted and len(linked) >= 0.5 * len(wanted)


def told(kind: EventType, found: Extraction, wanted: list[dict[str, Any]]) -> bool:
    """Whether every wanted event has a claim with one of its parties at least."""
    field, part = {
        "meeting": ("participants", "parties"),
        "proposal": ("proposers", "by"),
        "response": ("respondents", "by"),
    }[kind]
    have = [set(names(found, getattr(claim, field))) for claim in getattr(found, FIELDS[kind])]
    return all(any(set(one.get(part, ())) & keys for keys in have) or not one.get(part) for one in wanted)


# ---------------------------------------------------------------------------------------------- frames


def test_every_frame_has_an_example_with_its_word() -> None:
    for kind in TYPES:
        entries = lexicon.lexicon(f"frames/{kind}")["frames"]
        assert len(entries) > 100
        for name, entry in entries.items():
            assert entry["examples"] and entry["near_misses"], name
    assert sum(map(len, frames().values())) == sum(
        len(lexicon.lexicon(f"frames/{kind}")["frames"]) for kind in TYPES
    )


@pytest.mark.parametrize("kind", TYPES)
def test_examples_make_candidates(kind: EventType) -> None:
    entries = lexicon.lexicon(f"frames/{kind}")["frames"]
    rows = [(name, text) for name, entry in entries.items() for text in entry["examples"]]
    silent = [f"{name}: {text}" for name, text in rows if kind not in {c.type for c in candidates(text)}]
    assert len(silent) <= 0.02 * len(rows), "\n".join(silent)


# ---------------------------------------------------------------------------------------------- what always holds


def test_evidence_is_the_words_of_the_text(read: dict[str, Extraction]) -> None:
    checked = 0
    for text, extraction in read.items():
        for claim in (*extraction.meetings, *extraction.proposals, *extraction.responses):
            assert claim.evidence
            family = f"parley-{type(claim).__name__.removesuffix('Claim').lower()}"
            for item in claim.evidence:
                assert item.span.of(text) and item.sentence.covers(item.span)
                assert 0 < item.confidence < 1
                assert re.split("[./]", item.extractor)[0] == family
                checked += 1
        for proposal in extraction.proposals:
            for provision in proposal.provisions:
                assert [" ".join(e.span.of(text).split()) for e in provision.evidence] == [provision.text]
    assert checked > 50


def test_nobody_answers_or_asks_himself(read: dict[str, Extraction]) -> None:
    for extraction in read.values():
        for proposal in extraction.proposals:
            assert proposal.proposers and not set(proposal.proposers) & set(proposal.addressees)
        for response in extraction.responses:
            assert response.respondents and not set(response.respondents) & set(response.recipients)
            assert response.proposal is None or response.proposal in {p.key for p in extraction.proposals}
