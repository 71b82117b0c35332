"""What the text denies, leaves open or only supposes, and what stays told beside it: ``reality.yaml``."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

import pytest
import yaml

from kg.annotate import annotate
from kg.clauses import find_clauses
from kg.dates import find_times
from kg.model import UNREAL, Article, Clauses

CASES: list[dict[str, Any]] = yaml.safe_load(
    (Path(__file__).parent / "reality.yaml").read_text(encoding="utf-8")
)


@cache
def read(text: str) -> Clauses:
    doc = next(iter(annotate([Article("case", "case", text, published="2011-06-15")])))
    return find_clauses(find_times(doc))


def test_collected() -> None:
    statuses = [case["status"] for case in CASES]
    assert len(CASES) == 97
    assert set(statuses) == {"", *UNREAL}
    assert statuses.count("") >= len(CASES) * 0.45


@pytest.mark.parametrize("case", CASES, ids=[f"{c['text']} {c['lemma']}" for c in CASES])
def test_status(case: dict[str, Any]) -> None:
    found = [p for p in read(case["text"]).predicates if p.lemma == case["lemma"]]
    assert [p.modality if p.modality in UNREAL else "" for p in found] == [case["status"]]
    if "negated" in case:
        assert [p.negated for p in found] == [case["negated"]]
