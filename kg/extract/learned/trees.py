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

    Attributes:
        features: names, in the order of a row.
        base: added to every sum.
        trees: for each tree five arrays over its nodes: the feature that a node splits on (-1 at a leaf), its
            threshold, where to go when the feature is at most that, where to go otherwise, and the leaf's value.
    """

    features: tuple[str, ...]
    base: float
    trees: tuple[tuple[NDArray[Any], ...], ...]

    def odds(self, rows: NDArray[np.float32]) -> NDArray[np.float64]:
        """Return the log odds of each row; ``rows`` is an array of (rows, features)."""
        total = np.full(len(rows), self.base)
        if not len(rows):
            return total
        every = np.arange(len(rows))
        for feature, threshold, low, high, value in self.trees:
            at = np.zeros(len(rows), dtype=np.int64)
            inner = feature[at] >= 0
            while inner.any():
                split = feature[at]
                goes_low = rows[every, np.maximum(split, 0)] <= threshold[at]
                at = np.where(inner, np.where(goes_low, low[at], high[at]), at)
                inner = feature[at] >= 0
            total += value[at]
        return total

    def chances(self, rows: NDArray[np.float32]) -> NDArray[np.float64]:
        """Return the probability of each row, rounded to four digits so that no last bit can tip a decision."""
        return np.round(1.0 / (1.0 + np.exp(-self.odds(rows))), 4)


def trees(data: dict[str, Any]) -> Trees:
    """Build trees from what a model file holds: ``features``, ``base``, and ``trees`` as lists of nodes.

    A node is ``[feature, threshold, low, high]`` or, at a leaf, ``[value]``.
    """
    return Trees(
        features=tuple(data["features"]),
        base=float(data["base"]),
        trees=tuple(_tree(nodes) for nodes in data["trees"]),
    )


def _tree(nodes: Sequence[Sequence[float]]) -> tuple[NDArray[Any], ...]:
    inner = [len(node) > 1 for node in nodes]
    return (
        np.array([int(node[0]) if deep else -1 for node, deep in zip(nodes, inner, strict=True)]),
        np.array(
            [node[1] if deep else 0.0 for node, deep in zip(nodes, inner, strict=True)], dtype=np.float32
        ),
        np.array([int(node[2]) if deep else 0 for node, deep in zip(nodes, inner, strict=True)]),
        np.array([int(node[3]) if deep else 0 for node, deep in zip(nodes, inner, strict=True)]),
        np.array([0.0 if deep else node[0] for node, deep in zip(nodes, inner, strict=True)]),
    )
