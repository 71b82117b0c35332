"""What is put forward to whom: every word of the lexicon, every construction, and what must not fire."""

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
    (Path(__file__).parent / "cases" / "proposals.yaml").read_text(encoding="utf-8")
)
LEXICON = lexicon("proposals")
GROUPS = ("verbs", "nouns")


class Row(NamedTuple):
    """One sentence of a lexicon entry: whether it is an example, and the form or stance that it must give."""

    word: str
    text: str
    fires: bool
    value: str | None


ROWS = [
    Row(f"{group}.{lemma}", text, kind == "examples", entry.get("form"))
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
    assert len(CASES) == 88
    assert len(ROWS) == 107
    words = [(group, lemma) for group in GROUPS for lemma in LEXICON[group]]
    assert len(words) == 47
    assert all(
        LEXICON[group][lemma]["examples"] and LEXICON[group][lemma]["near_misses"] for group, lemma in words
    )


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
