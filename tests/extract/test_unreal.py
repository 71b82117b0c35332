"""Nothing that a text takes back is in the graph, whatever it would be: ``cases/unreal.yaml``."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml

from kg.annotate import annotate
from kg.clauses import find_clauses
from kg.dates import find_times
from kg.extract import extract
from kg.model import Article

CASES: list[dict[str, Any]] = yaml.safe_load(
    (Path(__file__).parent / "cases" / "unreal.yaml").read_text(encoding="utf-8")
)


def test_collected() -> None:
    assert len(CASES) == 16


@pytest.mark.parametrize("case", CASES, ids=[case["text"] for case in CASES])
def test_case(case: dict[str, Any]) -> None:
    doc = find_times(next(iter(annotate([Article("a", "a", case["text"], published="2019-05-20")]))))
    found = extract(doc, find_clauses(doc))
    for kind in ("meetings", "proposals", "responses"):
        if kind in case:
            assert len(getattr(found, kind)) == case[kind], kind
    if "speakers" in case:
        names = {a.key: a.name for a in found.actors}
        assert [names[s.speaker] for s in found.statements] == case["speakers"]
