"""What answers a proposal: every word of the lexicon, every construction, and what must not fire."""

from __future__ import annotations

from typing import Any

import pytest
from casting import Row, cases, names, rows, ruled

from kg.lexicon import lexicon
from kg.model import Extraction

CASES: list[dict[str, Any]] = cases("responses.yaml")
ROWS = rows(lexicon("responses"), ("verbs", "nouns", "stance_nouns"), "stance")


@pytest.fixture(scope="module")
def read() -> dict[str, Extraction]:
    return ruled([*(row.text for row in ROWS), *(case["text"] for case in CASES)])


def test_cases_were_collected() -> None:
    assert CASES and ROWS and len({row.word for row in ROWS}) > 20


@pytest.mark.parametrize("row", ROWS, ids=[f"{row.word}-{row.text}" for row in ROWS])
def test_examples_answer_and_near_misses_do_not(row: Row, read: dict[str, Extraction]) -> None:
    stances = [response.stance for response in read[row.text].responses]
    if row.fires:
        assert row.value in stances if row.value else stances
    else:
        assert not stances


@pytest.mark.parametrize("case", CASES, ids=[case["text"] for case in CASES])
def test_cases(case: dict[str, Any], read: dict[str, Extraction]) -> None:
    extraction = read[case["text"]]
    assert len(extraction.responses) == len(case["responses"])
    for found, wanted in zip(extraction.responses, case["responses"], strict=True):
        assert names(extraction, found.respondents) == sorted(wanted["by"])
        if "to" in wanted:
            assert names(extraction, found.recipients) == sorted(wanted["to"])
        for slot in ("status", "stance", "form"):
            if slot in wanted:
                assert getattr(found, slot) == wanted[slot]
        if "when" in wanted:
            assert found.when is not None
            assert found.when.value == str(wanted["when"])
        if "linked" in wanted:
            assert (found.proposal is not None) == wanted["linked"]


def test_answers_are_to_proposals_of_the_same_article(read: dict[str, Extraction]) -> None:
    linked = 0
    for text, extraction in read.items():
        keys = {proposal.key: proposal for proposal in extraction.proposals}
        for response in extraction.responses:
            assert response.respondents
            assert not set(response.respondents) & set(response.recipients)
            assert all(e.span.of(text) and e.sentence.covers(e.span) for e in response.evidence)
            if response.proposal is not None:
                assert not set(keys[response.proposal].proposers) & set(response.respondents)
                linked += 1
    assert linked > 20
