"""What is put forward to whom: every word of the lexicon, every construction, and what must not fire."""

from __future__ import annotations

from typing import Any

import pytest
from casting import Row, cases, names, rows, ruled

from kg.lexicon import lexicon
from kg.model import Extraction

CASES: list[dict[str, Any]] = cases("proposals.yaml")
ROWS = rows(lexicon("proposals"), ("verbs", "nouns"), "form")


@pytest.fixture(scope="module")
def read() -> dict[str, Extraction]:
    return ruled([*(row.text for row in ROWS), *(case["text"] for case in CASES)])


def test_cases_were_collected() -> None:
    assert CASES and ROWS and len({row.word for row in ROWS}) > 20


@pytest.mark.parametrize("row", ROWS, ids=[f"{row.word}-{row.text}" for row in ROWS])
def test_examples_put_something_forward_and_near_misses_do_not(row: Row, read: dict[str, Extraction]) -> None:
    forms = {proposal.form for proposal in read[row.text].proposals}
    assert (row.value in forms) if row.fires else not forms


@pytest.mark.parametrize("case", CASES, ids=[case["text"] for case in CASES])
def test_cases(case: dict[str, Any], read: dict[str, Extraction]) -> None:
    extraction = read[case["text"]]
    assert len(extraction.proposals) == len(case["proposals"])
    for found, wanted in zip(extraction.proposals, case["proposals"], strict=True):
        assert names(extraction, found.proposers) == sorted(wanted["by"])
        if "to" in wanted:
            assert names(extraction, found.addressees) == sorted(wanted["to"])
        assert found.form == wanted.get("form", found.form)
        if "terms" in wanted:
            assert [provision.text for provision in found.provisions] == wanted["terms"]
        for slot in ("submitted", "published"):
            if slot in wanted:
                assert str(getattr(found, slot).value) == wanted[slot]


def test_evidence_is_the_words_of_the_text(read: dict[str, Extraction]) -> None:
    checked = 0
    for text, extraction in read.items():
        for proposal in extraction.proposals:
            for provision in proposal.provisions:
                assert [" ".join(e.span.of(text).split()) for e in provision.evidence] == [provision.text]
                checked += 1
            assert all(e.span.of(text) and e.sentence.covers(e.span) for e in proposal.evidence)
    assert checked > 50


def test_nobody_puts_something_to_his_own_side(read: dict[str, Extraction]) -> None:
    for extraction in read.values():
        for proposal in extraction.proposals:
            assert proposal.proposers
            assert not set(proposal.proposers) & set(proposal.addressees)
