"""Where nodes and ties of a picture lie: the places of the page, stretched to the room there is, ties bent apart."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from kg.display import KindStyle, TieStyle, ViewStyle
from kg.export.picture.marks import Box, Point
from kg.model import ActorNetwork, ActorNode, Tie
from kg.view.layout import layout

Points = NDArray[np.float64]

_MARGIN = 84.0, 34.0  # for the names of nodes at the border
_AREA = 14_000.0  # pixels that a node with its name takes at zoom 1
_APART = 13.0  # between neighbouring ties of one pair, at most
_POINTED = ("star", "triangle", "triangleDown")
_STEPS = np.linspace(0.0, 1.0, 49)[:, None]
_FINE = np.linspace(0.0, 1.0, 401)[:, None]
# detours that a tie may make around nodes that are not its ends, as shares of its length
_DETOURS = (0.0, 0.07, -0.07, 0.14, -0.14, 0.21, -0.21)


@dataclass(frozen=True, slots=True)
class Spot:
    """A node and where it stands; ``r`` is its radius in pixels."""

    node: ActorNode
    style: KindStyle
    x: float
    y: float
    r: float

    @property
    def box(self) -> Box:
        """The square around it; stars and triangles reach out beyond their radius."""
        r = self.r * (1.2 if self.style.shape in _POINTED else 1.0)
        return Box(self.x - r, self.y - r, self.x + r, self.y + r)


@dataclass(frozen=True, slots=True)
class Curve:
    """A tie and the quadratic Bézier curve on which it lies, from the edge of one node to that of the other.

    ``arrow`` holds the corners of its head, empty where the tie has no direction or its ends touch.
    """

    tie: Tie
    style: TieStyle
    points: tuple[Point, Point, Point]
    width: float
    arrow: tuple[Point, ...]

    def sampled(self) -> Points:
        """Return points along the curve, evenly spaced in its parameter."""
        return _bezier(np.array(self.points, dtype=float), _STEPS)


@dataclass(frozen=True, slots=True)
class Plan:
    """All nodes, the most important first, and all ties; ``zoom`` is what shapes and letters are multiplied by."""

    spots: tuple[Spot, ...]
    curves: tuple[Curve, ...]
    zoom: float


def plan(network: ActorNetwork, view: ViewStyle, *, size: str, room: Box) -> Plan:
    """Place a network in a room.

    Args:
        network: only what is to be drawn.
        view: how its kinds and ties look.
        size: the measure that gives sizes: ``degree``, ``betweenness`` or ``statements``.
        room: the pixels there are.
    """
    points = layout(network, top=len(network.actors)).points
    placed = _fitted([points[node.id] for node in network.actors], room)
    zoom = _zoom(len(network.actors), room)
    kinds = {kind.iri: kind for kind in view.kinds}
    most = max((float(getattr(node, size)) for node in network.actors), default=0.0) or 1.0
    spots = [
        Spot(
            node, kinds[node.kind], x, y, zoom * _radius(float(getattr(node, size)) / most, kinds[node.kind])
        )
        for node, (x, y) in zip(network.actors, placed, strict=True)
    ]
    curves = _curves(network.ties, {style.iri: style for style in view.ties}, spots, zoom)
    ranked = sorted(spots, key=lambda spot: (-spot.r, spot.node.label, spot.node.id))
    return Plan(tuple(ranked), tuple(curves), zoom)


def _radius(share: float, kind: KindStyle) -> float:
    # as on the page: meetings and proposals stand back behind the actors
    return (0.72 if kind.headline else 1.0) * (6 + 15 * math.sqrt(share))


def _zoom(nodes: int, room: Box) -> float:
    return min(1.6, max(0.8, math.sqrt(room.width * room.height / (max(1, nodes) * _AREA))))


def _fitted(points: Sequence[tuple[int, int]], room: Box) -> list[Point]:
    if not points:
        return []
    at = np.array(points, dtype=float)
    low, high = at.min(axis=0), at.max(axis=0)
    across = np.maximum(high - low, 1.0)
    margin = np.minimum(_MARGIN, np.array([room.width, room.height]) * 0.12)
    space = np.maximum(np.array([room.width, room.height]) - 2 * margin, 40.0)
    wish = (space[0] / space[1]) / (across[0] / across[1])
    factor = min(1.5, max(0.67, math.sqrt(wish))) if (high > low).all() else 1.0
    stretch = np.array([factor, 1 / factor])
    scale = min(1.5, *(space / (across * stretch)))
    middle = np.array([(room.x0 + room.x1) / 2, (room.y0 + room.y1) / 2])
    placed = (at - (low + high) / 2) * stretch * scale + middle
    return [(float(x), float(y)) for x, y in placed]


def _curves(
    ties: Sequence[Tie], styles: Mapping[str, TieStyle], spots: Sequence[Spot], zoom: float
) -> list[Curve]:
    places = {spot.node.id: i for i, spot in enumerate(spots)}
    centres = np.array([(spot.x, spot.y) for spot in spots], dtype=float).reshape(-1, 2)
    radii = np.array([spot.r for spot in spots], dtype=float)
    pairs: dict[tuple[str, str], list[Tie]] = defaultdict(list)
    for tie in ties:
        pairs[min(tie.source, tie.target), max(tie.source, tie.target)].append(tie)
    curves: list[Curve] = []
    for (first, last), group in sorted(pairs.items()):
        a, b = places[first], places[last]
        span = centres[b] - centres[a]
        length = float(np.hypot(*span))
        aside = np.array([-span[1], span[0]]) / max(length, 1e-9)
        others = np.ones(len(spots), dtype=bool)
        others[[a, b]] = False
        detour = _detour(centres[a], centres[b], aside * length, centres[others], radii[others])
        # the strongest in the middle, the others to its left and right in turn
        group.sort(key=lambda tie: (-tie.weight, tie.relation, tie.source))
        slots = sorted(range(len(group)), key=lambda i: (abs(2 * i - len(group) + 1), i))
        apart = min(_APART * zoom, 0.1 * length)
        for slot, tie in zip(slots, group, strict=True):
            bulge = detour * length + (slot - (len(group) - 1) / 2) * apart
            control = (centres[a] + centres[b]) / 2 + 2 * bulge * aside
            ends = (a, b) if tie.source == first else (b, a)
            whole = np.array([centres[ends[0]], control, centres[ends[1]]])
            curves.append(_cut(tie, styles[tie.relation], whole, (spots[ends[0]], spots[ends[1]]), zoom))
    return curves


def _detour(start: Points, end: Points, aside: Points, others: Points, radii: Points) -> float:
    """Return how far ties of a pair bend, as a share of their length, to pass no node that is not theirs."""
    if not len(others):
        return 0.0

    def cost(share: float) -> tuple[float, float, float]:
        way = _bezier(np.array([start, (start + end) / 2 + 2 * share * aside, end]), _STEPS)
        far = np.hypot(way[:, None, 0] - others[None, :, 0], way[:, None, 1] - others[None, :, 1])
        return float((far.min(axis=0) < radii + 4).sum()), abs(share), -share

    return min(_DETOURS, key=cost)


def _cut(tie: Tie, style: TieStyle, whole: Points, ends: tuple[Spot, Spot], zoom: float) -> Curve:
    width = zoom * min(
        5.0,
        (0.9 if style.weight < 1 else 1.4) + 0.8 * min(1.0, style.weight / 2) * math.log2(max(1, tie.count)),
    )
    head = zoom * (5.5 + 1.6 * width)
    way = _bezier(whole, _FINE)
    first = _leaving(way, ends[0], 1.0)
    tip = len(way) - 1 - _leaving(way[::-1], ends[1], 2.0)
    base = len(way) - 1 - _leaving(way[::-1], ends[1], 2.0 + head)
    pointed = tie.directed and first < base < tip
    last = base if pointed else tip
    if first >= last:  # the nodes touch
        first, last, pointed = 0, len(way) - 1, False
    points = _part(whole, float(_FINE[first, 0]), float(_FINE[last, 0]))
    return Curve(tie, style, points, width, _head(way[base], way[tip], head) if pointed else ())


def _leaving(way: Points, spot: Spot, gap: float) -> int:
    """Return the place of the first point of a way from a node that lies more than ``gap`` off its edge."""
    across, down = np.abs(way[:, 0] - spot.x), np.abs(way[:, 1] - spot.y)
    far = np.maximum(across, down) if spot.style.shape == "square" else np.hypot(across, down)
    outside = far > spot.r + gap
    return int(outside.argmax()) if outside.any() else len(way) - 1


def _head(base: Points, tip: Points, length: float) -> tuple[Point, ...]:
    along = (tip - base) / max(1e-9, float(np.hypot(*(tip - base))))
    aside = np.array([-along[1], along[0]]) * length * 0.38
    foot = tip - along * length
    return tuple((float(x), float(y)) for x, y in (tip, foot + aside, foot - aside))


def _bezier(points: Points, t: Points) -> Points:
    at: Points = (1 - t) ** 2 * points[0] + 2 * t * (1 - t) * points[1] + t**2 * points[2]
    return at


def _part(points: Points, start: float, end: float) -> tuple[Point, Point, Point]:
    """Return the control points of a part of a quadratic curve (blossoming)."""

    def blossom(s: float, t: float) -> Point:
        x, y = (1 - s) * (1 - t) * points[0] + (s * (1 - t) + t * (1 - s)) * points[1] + s * t * points[2]
        return float(x), float(y)

    return blossom(start, start), blossom(start, end), blossom(end, end)
