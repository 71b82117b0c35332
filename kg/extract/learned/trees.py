"""Boosted trees as data: read from a file, evaluated with numpy alone, the same on every machine."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray


@dataclass(frozen=True, slots=True)
class Trees:
    """A sum of regression trees over named features, as log odds.

    All trees stand in one table of nodes, so that every row goes down every tree at once. A leaf leads to itself.

    Attributes:
        features: names, in the order of a row.
        base: added to every sum.
        roots: the first node of each tree.
        depth: steps from a root to the farthest leaf.
        split, threshold, low, high, value: for each node the feature that it looks at, the value up to which a row goes
            to ``low`` and beyond which to ``high``, and what a leaf adds.
    """

    features: tuple[str, ...]
    base: float
    roots: NDArray[np.int64]
    depth: int
    split: NDArray[np.int64]
    threshold: NDArray[np.float32]
    low: NDArray[np.int64]
    high: NDArray[np.int64]
    value: NDArray[np.float64]

    def odds(self, rows: NDArray[np.float32]) -> NDArray[np.float64]:
        """Return the log odds of each row; ``rows`` is an array of (rows, features)."""
        if not len(rows) or not len(self.roots):
            return np.full(len(rows), self.base)
        every = np.arange(len(rows))[:, None]
        at = np.repeat(self.roots[None], len(rows), axis=0)
        for _ in range(self.depth):
            goes_low = rows[every, self.split[at]] <= self.threshold[at]
            at = np.where(goes_low, self.low[at], self.high[at])
        total: NDArray[np.float64] = self.value[at].sum(axis=1) + self.base
        return total

    def chances(self, rows: NDArray[np.float32]) -> NDArray[np.float64]:
        """Return the probability of each row, rounded to four digits so that no last bit can tip a decision."""
        return np.round(1.0 / (1.0 + np.exp(-self.odds(rows))), 4)


def trees(data: dict[str, Any]) -> Trees:
    """Build trees from what a model file holds: ``features``, ``base``, and ``trees`` as lists of nodes.

    A node is ``[feature, threshold, low, high]`` or, at a leaf, ``[value]``; a tree's first node is its root.
    """
    roots: list[int] = []
    nodes: list[tuple[float, ...]] = []
    depth = 0
    for tree in data["trees"]:
        start = len(nodes)
        roots.append(start)
        depth = max(depth, _depth(tree, 0))
        for n, node in enumerate(tree):
            here = start + n
            leaf = len(node) == 1
            nodes.append(
                (0, 0.0, here, here, node[0]) if leaf else (*node[:2], start + node[2], start + node[3], 0.0)
            )
    columns = list(zip(*nodes, strict=True)) if nodes else [()] * 5
    return Trees(
        features=tuple(data["features"]),
        base=float(data["base"]),
        roots=np.array(roots, dtype=np.int64),
        depth=depth,
        split=np.array(columns[0], dtype=np.int64),
        threshold=np.array(columns[1], dtype=np.float32),
        low=np.array(columns[2], dtype=np.int64),
        high=np.array(columns[3], dtype=np.int64),
        value=np.array(columns[4], dtype=np.float64),
    )


def _depth(tree: Sequence[Sequence[float]], node: int) -> int:
    if len(tree[node]) == 1:
        return 0
    return 1 + max(_depth(tree, int(tree[node][2])), _depth(tree, int(tree[node][3])))
