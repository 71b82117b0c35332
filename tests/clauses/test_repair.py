"""What the clause layer mends in the parse, and what it leaves alone."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml

from kg.annotate import annotate
from kg.clauses import find_clauses
from kg.clauses.repair import repair
from kg.model import Article, Document

CASES: dict[str, list[tuple[str, str, list[str]]]] = yaml.safe_load(
    (Path(__file__).parent / "repairs.yaml").read_text(encoding="utf-8")
)
ROWS = [row for rows in CASES.values() for row in rows]


def parse(text: str) -> Document:
    return next(iter(annotate([Article("a", "a.txt", text)])))


def test_collected() -> None:
    assert {name: len(rows) for name, rows in CASES.items()} == {
        "title_before_name": 4,
        "name_before_weekday": 3,
        "coordinated_reports": 2,
        "before_semicolon": 3,
        "second_subject": 2,
        "finite_after_infinitive": 2,
        "person_as_measure": 1,
    }


@pytest.mark.parametrize(("text", "lemma", "agents"), ROWS)
def test_agents(text: str, lemma: str, agents: list[str]) -> None:
    doc = parse(text)
    found = [p for p in find_clauses(doc).predicates if p.lemma == lemma]
    assert [doc.tokens[a.head].text for a in found[0].role("agent")] == agents


@pytest.mark.parametrize("text", [row[0] for row in ROWS])
def test_the_tree_stays_a_tree(text: str) -> None:
    """Every token still reaches the root, and mending twice changes nothing more."""
    doc = repair(parse(text))
    for token in doc.tokens:
        seen, i = set(), token.i
        while doc.tokens[i].head != i:
            assert i not in seen
            seen.add(i)
            i = doc.tokens[i].head
    assert repair(doc) == doc
