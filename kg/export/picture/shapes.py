"""The shapes of kinds, as vis-network draws them on the page: a radius gives shapes of about one weight."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping

from kg.export.picture.marks import Point, Shape

_Outline = Callable[[float], list[Point]]


def _square(r: float) -> list[Point]:
    return [(-r, -r), (r, -r), (r, r), (-r, r)]


def _diamond(r: float) -> list[Point]:
    return [(0, -r), (r, 0), (0, r), (-r, 0)]


def _hexagon(r: float) -> list[Point]:
    return [(r * math.cos(i * math.pi / 3), r * math.sin(i * math.pi / 3)) for i in range(6)]


def _triangle(r: float) -> list[Point]:
    return [(0, -1.15 * r), (1.15 * r, 0.85 * r), (-1.15 * r, 0.85 * r)]


def _triangle_down(r: float) -> list[Point]:
    return [(x, -y) for x, y in _triangle(r)]


def _star(r: float) -> list[Point]:
    radii = (1.3 * r if i % 2 == 0 else 0.55 * r for i in range(10))
    return [
        (far * math.sin(i * math.pi / 5), 0.1 * r - far * math.cos(i * math.pi / 5))
        for i, far in enumerate(radii)
    ]


_OUTLINES: Mapping[str, _Outline] = {
    "diamond": _diamond,
    "hexagon": _hexagon,
    "square": _square,
    "star": _star,
    "triangle": _triangle,
    "triangleDown": _triangle_down,
}


def shape(kind: str, x: float, y: float, r: float, *, fill: str, edge: str = "", id: str = "") -> Shape:
    """Return a shape around a point by its name in the display file; one that is not known as a circle (``dot``)."""
    outline = _OUTLINES.get(kind)
    if outline is None:
        return Shape(points=((x, y),), fill=fill, edge=edge, radius=r, id=id)
    return Shape(points=tuple((x + dx, y + dy) for dx, dy in outline(r)), fill=fill, edge=edge, id=id)
