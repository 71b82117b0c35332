"""Predicates, their arguments and features: ``cases.yaml``."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kg.annotate import annotate
from kg.clauses import find_clauses
from kg.clauses.tree import Tree
from kg.dates import find_times
from kg.model import Article, Clauses, Document

CASES: list[dict[str, Any]] = yaml.safe_load(
    (Path(__file__).parent / "cases.yaml").read_text(encoding="utf-8")
)
FEATURES = ("tense", "aspect", "modality", "negated", "conditional", "passive", "light")


@cache
def read(text: str) -> tuple[Document, Clauses]:
    doc = find_times(next(iter(annotate([Article("case", "case", text, published="2011-06-15")]))))
    clauses = find_clauses(doc)
    return clauses.doc or doc, clauses


def test_enough_cases() -> None:
    assert len(CASES) >= 75
    assert len({case["group"] for case in CASES}) >= 12


@pytest.mark.parametrize(
    "case", CASES, ids=[f"{c['group']}: {c['text']} {c.get('lemma', '')}" for c in CASES]
)
def test_clauses(case: dict[str, Any]) -> None:
    doc, clauses = read(case["text"])
    if "none" in case:
        assert case["none"] not in [p.lemma for p in clauses.predicates]
        return
    found = next(p for p in clauses.predicates if p.lemma == case["lemma"])
    for role, heads in case.get("roles", {}).items():
        assert [doc.tokens[a.head].text for a in found.role(role)] == heads, role
    for feature in FEATURES:
        if feature in case:
            assert getattr(found, feature) == case[feature], feature


@pytest.mark.parametrize("text", sorted({case["text"] for case in CASES}))
def test_what_points_where(text: str) -> None:
    """Predicates are numbered in text order and refer to one another; argument heads lie in their spans."""
    doc, clauses = read(text)
    assert [p.index for p in clauses.predicates] == list(range(len(clauses.predicates)))
    assert [p.head for p in clauses.predicates] == sorted(p.head for p in clauses.predicates)
    for predicate in clauses.predicates:
        assert clauses.of_token[predicate.head] == predicate.index
        assert predicate.governor != predicate.index
        for argument in predicate.arguments:
            head = doc.tokens[argument.head]
            assert argument.span.start <= head.start < argument.span.end
            if argument.predicate is not None:
                assert clauses.predicates[argument.predicate].head == argument.head


@settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.lists(st.sampled_from([case["text"] for case in CASES]), min_size=1, max_size=4))
def test_extents(texts: list[str]) -> None:
    """A token's extent holds those of its children, whatever sentences stand together."""
    tree = Tree(read(" ".join(texts))[0])
    for token in tree.tokens:
        assert tree.left[token.i] <= token.i <= tree.right[token.i]
        for child in tree.kids(token.i):
            assert tree.left[token.i] <= tree.left[child.i] <= tree.right[child.i] <= tree.right[token.i]
