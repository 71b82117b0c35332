"""Where actors stand on the page: computed once, from the network alone, so that the picture is still at once.

The best connected actors are laid out as springs (Fruchterman and Reingold 1991, as networkx has it, with a fixed
seed) and then pushed apart until their names have room. All others stand around their strongest neighbour, in the
spiral of a sunflower (Vogel 1979), which costs no time however many they are.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

import numpy as np

from kg.model import ActorNetwork, Tie

if TYPE_CHECKING:
    import networkx
    from numpy.typing import NDArray

Point = tuple[int, int]

_SEED = 7
_CELL = 160.0, 100.0
_ASPECT = 1.5
_LEAST_WIDTH = 1050.0
_LETTER = 7.4
_LINE = 52.0
_GOLDEN = math.pi * (3 - math.sqrt(5))


def positions(network: ActorNetwork, *, top: int = 300) -> dict[str, Point]:
    """Return a point in pixels for every actor.

    Args:
        network: actors in order of their connections, as ``kg.network.project`` gives them.
        top: how many actors are laid out with care; the others are put around these.
    """
    core = [actor.id for actor in network.actors[:top]]
    names = {actor.id: actor.label for actor in network.actors}
    placed = _core(core, network.ties, names)
    rest = [actor.id for actor in network.actors[top:]]
    placed.update(_satellites(rest, placed, network.ties))
    return {actor: (round(x), round(y)) for actor, (x, y) in placed.items()}


def _core(core: Sequence[str], ties: Sequence[Tie], names: dict[str, str]) -> dict[str, tuple[float, float]]:
    import networkx

    graph = _simple(core, ties)
    tied = [actor for actor in core if graph.degree[actor]]
    lonely = [actor for actor in core if not graph.degree[actor]]
    width = max(_LEAST_WIDTH, math.sqrt(len(tied) * _CELL[0] * _CELL[1] * _ASPECT))
    frame = width, width / _ASPECT
    placed: dict[str, tuple[float, float]] = {}
    if tied:
        around = graph.subgraph(tied)
        # strength below the first power: one often mentioned pair must not pull everything into a knot
        k = 2.2 / math.sqrt(len(tied))
        rounds = max(80, min(400, 30_000 // len(tied)))
        spring = networkx.spring_layout(around, k=k, iterations=rounds, seed=_SEED, weight="strength")
        points = np.array([spring[actor] for actor in tied], dtype=float)
        boxes = np.array([_box(names[actor], graph.degree[actor]) for actor in tied])
        points = _pushed_apart(_filled(points) * np.array(frame), boxes, np.array(frame) / 2)
        placed = {actor: (float(x), float(y)) for actor, (x, y) in zip(tied, points, strict=True)}
    floor = max((y for _, y in placed.values()), default=0.0) + 1.2 * _CELL[1]
    columns = max(1, int(width // _CELL[0]))
    for place, actor in enumerate(lonely):
        row, column = divmod(place, columns)
        placed[actor] = ((column - (columns - 1) / 2) * _CELL[0], floor + row * _CELL[1])
    return placed


def _box(name: str, degree: int) -> tuple[float, float]:
    """Return the room an actor needs: its name on up to two lines, and air around those with many ties."""
    letters = len(name) if len(name) <= 17 else 0.6 * min(44, len(name))
    air = 5.0 * min(16, degree)
    return max(60.0, _LETTER * letters) + 16 + air, _LINE + (16 if len(name) > 17 else 0) + air


def _simple(actors: Sequence[str], ties: Sequence[Tie]) -> networkx.Graph[str]:
    import networkx

    weights: dict[tuple[str, str], float] = defaultdict(float)
    known = set(actors)
    for tie in ties:
        if tie.source in known and tie.target in known:
            weights[min(tie.source, tie.target), max(tie.source, tie.target)] += tie.weight
    graph: networkx.Graph[str] = networkx.Graph()
    graph.add_nodes_from(actors)
    graph.add_edges_from(
        (a, b, {"strength": math.sqrt(weight)}) for (a, b), weight in sorted(weights.items())
    )
    return graph


def _filled(points: NDArray[np.float64]) -> NDArray[np.float64]:
    """Stretch the points over the unit square, mostly by rank: springs leave corners empty and crowd the middle."""
    centred = points - points.min(axis=0)
    spread = centred / np.maximum(centred.max(axis=0), 1e-9)
    ranks = np.argsort(np.argsort(points, axis=0, kind="stable"), axis=0, kind="stable")
    even = ranks / max(1, len(points) - 1)
    mixed: NDArray[np.float64] = 0.25 * spread + 0.75 * even - 0.5
    return mixed


def _pushed_apart(
    points: NDArray[np.float64], boxes: NDArray[np.float64], frame: NDArray[np.float64]
) -> NDArray[np.float64]:
    """Move points inside the frame until no two boxes overlap, each pair along the axis that needs less."""
    half = (boxes[:, None, :] + boxes[None, :, :]) / 2
    for _ in range(max(80, min(300, 30_000 // max(1, len(points))))):
        delta = points[:, None, :] - points[None, :, :]
        overlap = half - np.abs(delta)
        clash = np.all(overlap > 0, axis=2) & ~np.eye(len(points), dtype=bool)
        if not clash.any():
            break
        axis = (overlap / half).argmin(axis=2)
        sign = np.where(delta > 0, 1.0, -1.0)
        # points exactly above one another part in the order they stand in
        order = np.sign(np.arange(len(points))[:, None] - np.arange(len(points))[None, :])
        sign = np.where(delta == 0, order[:, :, None], sign)
        for dimension in (0, 1):
            push = np.where(
                clash & (axis == dimension), overlap[:, :, dimension] * sign[:, :, dimension], 0.0
            )
            points[:, dimension] += np.clip(push.sum(axis=1) * 0.5, -40, 40)
        points = np.clip(points, -frame, frame)
    return points


def _satellites(
    rest: Sequence[str], placed: dict[str, tuple[float, float]], ties: Sequence[Tie]
) -> dict[str, tuple[float, float]]:
    """Put each actor of the rest around its strongest neighbour among those already placed."""
    pulls: dict[str, dict[str, float]] = defaultdict(lambda: defaultdict(float))
    for tie in ties:
        pulls[tie.source][tie.target] += tie.weight
        pulls[tie.target][tie.source] += tie.weight
    floor = max((y for _, y in placed.values()), default=0.0) + 4 * _CELL[1]
    found: dict[str, tuple[float, float]] = {}
    crowd: dict[str, int] = defaultdict(int)
    waiting = list(rest)
    while waiting:
        hosts = {actor: _strongest(pulls[actor], placed, found) for actor in waiting}
        ready = [actor for actor in waiting if hosts[actor]]
        for actor in ready or waiting:
            host = hosts[actor]
            x, y = placed.get(host) or found.get(host) or (0.0, floor + 34 * math.sqrt(len(waiting)))
            crowd[host] += 1
            radius, angle = 34 * math.sqrt(crowd[host] + 2), crowd[host] * _GOLDEN
            found[actor] = (x + radius * math.cos(angle), y + radius * math.sin(angle))
        waiting = [actor for actor in waiting if actor not in found]
    return found


def _strongest(pulls: Mapping[str, float], *placed: Mapping[str, tuple[float, float]]) -> str:
    """Return the neighbour with the strongest pull among those placed, or ``""``."""
    near = [(-weight, other) for other, weight in pulls.items() if any(other in group for group in placed)]
    return min(near)[1] if near else ""
