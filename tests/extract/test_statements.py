"""Who says what: every reporting verb, every construction, and what must not fire."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml

from kg.annotate import annotate
from kg.clauses import find_clauses
from kg.extract import extract
from kg.extract.reporting import reporting
from kg.model import Article, Extraction

CASES: dict[str, list[list[str]]] = yaml.safe_load(
    (Path(__file__).parent / "cases" / "statements.yaml").read_text(encoding="utf-8")
)
ROWS = [(group, row) for group, rows in CASES.items() for row in rows]


def read(text: str) -> Extraction:
    doc = next(iter(annotate([Article("a", "a.txt", text, published="2020-01-15")])))
    return extract(doc, find_clauses(doc))


def told(found: Extraction) -> list[str]:
    """The statements as the cases write them: "speaker | words", with "Direct" between where they are quoted."""
    names = {a.key: a.name for a in found.actors}
    return [
        " | ".join([names[s.speaker], *(["Direct"] if s.mode == "Direct" else []), s.text]) for s in found.statements
    ]


@pytest.mark.parametrize(("group", "row"), ROWS, ids=[f"{g}-{n}" for n, (g, _) in enumerate(ROWS)])
def test_case(group: str, row: list[str]) -> None:
    text, *expected = row
    assert told(read(text)) == expected, group
