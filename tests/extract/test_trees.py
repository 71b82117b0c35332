"""Boosted trees as data: what they give by hand, and that rows do not know of one another."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from kg.extract.learned.trees import trees

DATA = {
    "features": ["a", "b"],
    "base": 0.5,
    "trees": [
        [[0, 1.0, 1, 2], [-1.0], [1, 0.0, 3, 4], [2.0], [3.0]],
        [[10.0]],
    ],
}


def by_hand(a: float, b: float) -> float:
    return 0.5 + 10.0 + (-1.0 if a <= 1 else 2.0 if b <= 0 else 3.0)


@given(st.lists(st.tuples(st.integers(-3, 3), st.integers(-3, 3)), max_size=8))
def test_sums_are_those_by_hand(rows: list[tuple[int, int]]) -> None:
    table = np.array(rows, dtype=np.float32).reshape(-1, 2)
    assert trees(DATA).odds(table).tolist() == [by_hand(a, b) for a, b in rows]


def test_no_trees_give_the_base() -> None:
    empty = trees({"features": ["a"], "base": 0.0, "trees": []})
    assert empty.chances(np.zeros((2, 1), dtype=np.float32)).tolist() == [0.5, 0.5]
    assert len(empty.odds(np.zeros((0, 1), dtype=np.float32))) == 0
