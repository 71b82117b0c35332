"""Where nodes stand on the page: computed once, from the network alone, so that the picture is still at once.

The best connected nodes are parted into communities (Blondel and others 2008, the Louvain method, as networkx has it)
and laid out as springs (Fruchterman and Reingold 1991), communities together, all with a fixed seed; then they are
pushed apart until their names have room. All others stand around their strongest neighbour, in the spiral of a
sunflower (Vogel 1979), which costs no time however many they are.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from kg.model import ActorNetwork, Tie
from kg.view.springs import springs

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
_STEP = 22.0
_GOLDEN = math.pi * (3 - math.sqrt(5))
# how much stronger ties inside a community pull: enough to keep it together, too little to make it a knot
_INSIDE, _ACROSS = 2.5, 0.6
_THREAD = 0.25


@dataclass(frozen=True, slots=True)
class Layout:
    """Places of all nodes of a network.

    Attributes:
        points: a point in pixels for every node.
        communities: number of the community of each node, the largest first; -1 for nodes that stand alone.
        spread: what to multiply the points of the first nodes by when all the others are shown around them; the points
            of those others are given for that picture.
        hosts: for each of those others the node that it stands around; ``""`` for none.
    """

    points: dict[str, Point]
    communities: dict[str, int]
    spread: float
    hosts: dict[str, str]


def layout(network: ActorNetwork, *, top: int = 300) -> Layout:
    """Lay a network out, the same way each time.

    Args:
        network: nodes in order of their connections, as ``kg.network.project`` gives them.
        top: how many nodes are laid out with care; the others are put around these.
    """
    core = [actor.id for actor in network.actors[:top]]
    rest = [actor.id for actor in network.actors[top:]]
    names = {actor.id: actor.label for actor in network.actors}
    graph = _simple(core, network.ties)
    communities = _communities(graph)
    placed = _core(core, graph, communities, names)
    hosts = _hosts(rest, core, network.ties)
    spread = _spread(placed, hosts)
    wide = {node: (x * spread, y * spread) for node, (x, y) in placed.items()}
    around = _satellites(hosts, wide)
    # whoever stands alone among the first leads a community of those around it
    leaders = (host for host in dict.fromkeys(hosts.values()) if host and host not in communities)
    communities |= {host: place for place, host in enumerate(leaders, len(set(communities.values())))}
    communities |= {node: communities[host] for node, host in hosts.items() if host}
    return Layout(
        points={node: (round(x), round(y)) for node, (x, y) in (placed | around).items()},
        communities=communities,
        spread=round(spread, 3),
        hosts=hosts,
    )


def _communities(graph: networkx.Graph[str]) -> dict[str, int]:
    import networkx

    found = networkx.community.louvain_communities(graph, weight="strength", seed=_SEED)
    ranked = sorted((-len(group), min(group), group) for group in found if len(group) > 1)
    return {node: place for place, (_, _, group) in enumerate(ranked) for node in sorted(group)}


def _core(
    core: Sequence[str], graph: networkx.Graph[str], communities: Mapping[str, int], names: Mapping[str, str]
) -> dict[str, tuple[float, float]]:
    import networkx

    tied = [node for node in core if graph.degree[node]]
    lonely = [node for node in core if not graph.degree[node]]
    width = max(_LEAST_WIDTH, math.sqrt(len(tied) * _CELL[0] * _CELL[1] * _ASPECT))
    frame = width, width / _ASPECT
    placed: dict[str, tuple[float, float]] = {}
    if tied:
        pulls = {
            (a, b): data["strength"] * (_INSIDE if communities.get(a) == communities.get(b) else _ACROSS)
            for a, b, data in graph.edges(data=True)
        }
        # a thread to the middle for what hangs together with nothing else: it would drift off into a corner
        hubs = sorted(
            max(part, key=lambda n: (graph.degree[n], n))
            for part in networkx.connected_components(graph)
            if len(part) > 1
        )
        middle = max(hubs, key=lambda n: (graph.degree[n], n))
        pulls |= {(middle, hub): _THREAD for hub in hubs if hub != middle}
        k = 2.2 / math.sqrt(len(tied))
        rounds = max(80, min(400, 30_000 // len(tied)))
        points = springs(tied, pulls, length=k, rounds=rounds, seed=_SEED)
        boxes = np.array([_box(names[node], graph.degree[node]) for node in tied])
        points = _pushed_apart(_filled(points) * np.array(frame), boxes, np.array(frame) / 2)
        placed = {node: (float(x), float(y)) for node, (x, y) in zip(tied, points, strict=True)}
    floor = max((y for _, y in placed.values()), default=0.0) + 1.2 * _CELL[1]
    columns = max(1, int(width // _CELL[0]))
    for place, node in enumerate(lonely):
        row, column = divmod(place, columns)
        placed[node] = ((column - (columns - 1) / 2) * _CELL[0], floor + row * _CELL[1])
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
    count = len(points)
    # one plain matrix for each direction: numpy is several times as slow along a third axis of two
    halves = [(boxes[:, None, n] + boxes[None, :, n]) / 2 for n in (0, 1)]
    other = ~np.eye(count, dtype=bool)
    # points exactly above one another part in the order they stand in
    order = np.sign(np.arange(count)[:, None] - np.arange(count)[None, :])
    for _ in range(max(80, min(300, 30_000 // max(1, count)))):
        deltas = [points[:, None, n] - points[None, :, n] for n in (0, 1)]
        overlaps = [half - np.abs(delta) for half, delta in zip(halves, deltas, strict=True)]
        clash = (overlaps[0] > 0) & (overlaps[1] > 0) & other
        if not clash.any():
            break
        upright = overlaps[1] / halves[1] < overlaps[0] / halves[0]
        for n, along in enumerate((clash & ~upright, clash & upright)):
            sign = np.where(deltas[n] > 0, 1.0, -1.0)
            sign = np.where(deltas[n] == 0, order, sign)
            push = np.where(along, overlaps[n] * sign, 0.0)
            points[:, n] += np.clip(push.sum(axis=1) * 0.5, -40, 40)
        points = np.clip(points, -frame, frame)
    return points


def _hosts(rest: Sequence[str], core: Sequence[str], ties: Sequence[Tie]) -> dict[str, str]:
    """Return for each node of the rest the node of the core that it stands around, or ``""``.

    That is its strongest neighbour there, or the host of its strongest neighbour that has one.
    """
    pulls: dict[str, dict[str, float]] = defaultdict(lambda: defaultdict(float))
    for tie in ties:
        pulls[tie.source][tie.target] += tie.weight
        pulls[tie.target][tie.source] += tie.weight
    placed = {node: node for node in core}
    waiting = list(rest)
    while waiting:
        near = {node: _strongest(pulls[node], placed) for node in waiting}
        found = {node: placed[other] for node, other in near.items() if other}
        placed |= found or dict.fromkeys(waiting, "")
        waiting = [node for node in waiting if node not in placed]
    return {node: placed[node] for node in rest}


def _strongest(pulls: Mapping[str, float], placed: Mapping[str, str]) -> str:
    """Return the neighbour with the strongest pull among those placed, or ``""``."""
    near = [(-weight, other) for other, weight in pulls.items() if placed.get(other)]
    return min(near)[1] if near else ""


def _radius(place: int) -> float:
    return _STEP * math.sqrt(place + 12)  # the first stand clear of their host


def _spread(placed: Mapping[str, tuple[float, float]], hosts: Mapping[str, str]) -> float:
    """Return how far the core must part so that the crowds around its nodes find room side by side."""
    if not hosts:
        return 1.0
    crowd: dict[str, int] = defaultdict(int)
    for host in hosts.values():
        crowd[host] += 1
    xs, ys = zip(*placed.values(), strict=True) if placed else ((0.0,), (0.0,))
    area = max(1.0, max(xs) - min(xs)) * max(1.0, max(ys) - min(ys))
    needed = sum((_radius(crowd[node]) + _STEP) ** 2 * math.pi for node in placed)
    return max(1.0, math.sqrt(needed / area) * 1.15)


def _satellites(
    hosts: Mapping[str, str], placed: Mapping[str, tuple[float, float]]
) -> dict[str, tuple[float, float]]:
    """Put each node around its host; those without one around a place of their own below the picture."""
    unhosted = sum(not host for host in hosts.values())
    below = max((y for _, y in placed.values()), default=0.0) + 4 * _CELL[1] + _radius(unhosted)
    found: dict[str, tuple[float, float]] = {}
    crowd: dict[str, int] = defaultdict(int)
    for node, host in hosts.items():
        x, y = placed[host] if host else (0.0, below)
        crowd[host] += 1
        radius, angle = _radius(crowd[host]), crowd[host] * _GOLDEN
        found[node] = x + radius * math.cos(angle), y + radius * math.sin(angle)
    return found
