"""Quotation marks: straight, curved, doubled, unclosed, and those that are none."""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from kg.annotate.quotations import quotations
from kg.model import Span

CASES: dict[str, list[list[str]]] = yaml.safe_load(
    (Path(__file__).parent / "quotations.yaml").read_text(encoding="utf-8")
)
ROWS = [row for rows in CASES.values() for row in rows]


def test_collected() -> None:
    assert {group: len(rows) for group, rows in CASES.items()} == {
        "straight": 9,
        "curved": 5,
        "other": 4,
        "single": 6,
        "none": 2,
    }


@pytest.mark.parametrize("row", ROWS, ids=[str(n) for n in range(len(ROWS))])
def test_case(row: list[str]) -> None:
    text, *expected = row
    found = quotations(text, Span(0, len(text)))
    assert [q.inner.of(text) + ("…" if q.continues else "") for q in found] == expected


@given(st.text(alphabet="ab .,'\"“”‘’«»„`\n", max_size=40), st.integers(0, 10))
def test_quotations_lie_in_their_paragraph_and_never_overlap(text: str, offset: int) -> None:
    span = Span(min(offset, len(text)), len(text))
    found = quotations(text, span)
    assert all(
        span.covers(q.outer) and q.outer.covers(q.inner) and len(q.outer) > len(q.inner) for q in found
    )
    assert all(a.outer.end <= b.outer.start for a, b in pairwise(found))


@given(st.lists(st.sampled_from(["We agree", "No", "It rained all day"]), max_size=4))
def test_what_is_quoted_is_found(pieces: list[str]) -> None:
    text = " he said. ".join(f'"{piece},"' for piece in pieces)
    assert [q.inner.of(text) for q in quotations(text, Span(0, len(text)))] == [
        f"{piece}," for piece in pieces
    ]
