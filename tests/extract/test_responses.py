"""What answers a proposal: every word of the lexicon, every construction, and what must not fire."""

from __future__ import annotations

from pathlib import Path
from typing import Any, NamedTuple

import pytest
import yaml

from kg.annotate import annotate
from kg.clauses import find_clauses
from kg.dates import find_times
from kg.extract import extract
from kg.lexicon import lexicon
from kg.model import Article, Extraction

CASES: list[dict[str, Any]] = yaml.safe_load(
    (Path(__file__).parent / "cases" / "responses.yaml").read_text(encoding="utf-8")
)
LEXICON = lexicon("responses")
GROUPS = ("verbs", "nouns", "stance_nouns")


class Row(NamedTuple):
    """One sentence of a lexicon entry: whether it is an example, and the form or stance that it must give."""

    word: str
    text: str
    fires: bool
    value: str | None


ROWS = [
    Row(f"{group}.{lemma}", text, kind == "examples", entry.get("stance"))
    for group in GROUPS
    for lemma, entry in LEXICON[group].items()
    for kind in ("examples", "near_misses")
    for text in entry[kind]
]


@pytest.fixture(scope="module")
def read() -> dict[str, Extraction]:
    """What is extracted from every text of this module, all parsed in one run."""
    texts = list(dict.fromkeys([*(row.text for row in ROWS), *(case["text"] for case in CASES)]))
    articles = [Article(f"a{n}", f"a{n}", text, published="2019-05-20") for n, text in enumerate(texts)]
    found = {}
    for text, doc in zip(texts, annotate(articles), strict=True):
        timed = find_times(doc)
        found[text] = extract(timed, find_clauses(timed))
    return found


def names(extraction: Extraction, keys: tuple[str, ...]) -> list[str]:
    actors = {actor.key: actor.name for actor in extraction.actors}
    return sorted(actors[key] for key in keys)


def test_as_many_cases_as_the_files_hold() -> None:
    assert len(CASES) == 90
    assert len(ROWS) == 118
    words = [(group, lemma) for group in GROUPS for lemma in LEXICON[group]]
    assert len(words) == 53
    assert all(
        LEXICON[group][lemma]["examples"] and LEXICON[group][lemma]["near_misses"] for group, lemma in words
    )


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
