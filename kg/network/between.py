"""Betweenness of nodes: Brandes' algorithm (2001) over several sources at once.

It gives what ``networkx.betweenness_centrality`` gives. That one takes a step of Python for each tie and source, which
was a third of the time that the page of a large graph took to make; here a step is one operation over all ties and a
block of sources.
"""

from __future__ import annotations

import random
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]
    Ints = NDArray[np.int64]

_BLOCK = 32
_SEED = 1


def betweenness(nodes: Sequence[str], pairs: Iterable[tuple[str, str]], *, pivots: int) -> dict[str, float]:
    """Return for each node the share of shortest ways between two others that lead through it, 0 to 1.

    Args:
        nodes: all nodes, each once.
        pairs: which are tied, without direction or weight; a pair counts once, a node tied to itself not at all.
        pivots: from how many nodes, drawn with a fixed seed, ways are followed; all of them if there are no more.
    """
    count = len(nodes)
    if count < 3:
        return dict.fromkeys(nodes, 0.0)
    places = {node: place for place, node in enumerate(nodes)}
    ends = {(places[a], places[b]) for a, b in pairs if a != b}
    both = np.array(sorted(ends | {(b, a) for a, b in ends}), dtype=np.int64).reshape(-1, 2)
    every = pivots >= count
    sources = np.arange(count) if every else np.array(random.Random(_SEED).sample(range(count), pivots))
    total = np.zeros(count)
    if len(both):
        for first in range(0, len(sources), _BLOCK):
            total += _dependencies(both, sources[first : first + _BLOCK], count)
    # each source sees all others but itself and the node in question (Brandes and Pich 2007)
    seen = np.full(count, float(len(sources)))
    seen[sources] -= 1
    shares = total / np.maximum(1.0, seen * (count - 2))
    return {node: float(share) for node, share in zip(nodes, shares, strict=True)}


def _dependencies(ends: Ints, sources: NDArray[np.int64], count: int) -> Floats:
    """Return how much of the ways from these sources to all nodes depends on each node."""
    block = np.arange(len(sources))
    ways = np.zeros((count, len(sources)))
    far = np.full((count, len(sources)), -1)
    ways[sources, block], far[sources, block] = 1.0, 0
    level, reached = 0, True
    while reached:
        arriving = _gathered(ends, np.where(far == level, ways, 0.0))
        new = (far < 0) & (arriving > 0)
        ways[new], far[new] = arriving[new], level + 1
        level, reached = level + 1, bool(new.any())
    told = np.zeros_like(ways)
    for last in range(level - 1, 0, -1):
        passed = np.zeros_like(ways)
        np.divide(1.0 + told, ways, out=passed, where=far == last)
        before = far == last - 1
        told[before] += (ways * _gathered(ends, passed))[before]
    told[sources, block] = 0.0
    summed: Floats = told.sum(axis=1)
    return summed


def _gathered(ends: Ints, values: Floats) -> Floats:
    """Return for each node the sum of its neighbours' values; ``ends`` are sorted by their first node."""
    owners, starts = np.unique(ends[:, 0], return_index=True)
    found = np.zeros_like(values)
    found[owners] = np.add.reduceat(values[ends[:, 1]], starts, axis=0)
    return found
