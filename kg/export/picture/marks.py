"""What a picture is made of, in pixels from its upper left corner, before any library draws it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Point = tuple[float, float]
Face = Literal["plain", "bold", "serif"]
Align = Literal["left", "center", "right"]


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle from ``x0``, ``y0`` (upper left) to ``x1``, ``y1``."""

    x0: float
    y0: float
    x1: float
    y1: float

    @property
    def width(self) -> float:
        """Width in pixels."""
        return self.x1 - self.x0

    @property
    def height(self) -> float:
        """Height in pixels."""
        return self.y1 - self.y0

    def meets(self, other: Box) -> bool:
        """Tell whether two rectangles overlap."""
        return self.x0 < other.x1 and other.x0 < self.x1 and self.y0 < other.y1 and other.y0 < self.y1

    def within(self, other: Box) -> bool:
        """Tell whether this rectangle lies inside another."""
        return self.x0 >= other.x0 and self.x1 <= other.x1 and self.y0 >= other.y0 and self.y1 <= other.y1


@dataclass(frozen=True, slots=True)
class Words:
    """A line of text: ``x`` is where ``align`` says, ``y`` the middle of the line; ``halo`` parts it from lines."""

    x: float
    y: float
    text: str
    size: float
    color: str
    face: Face = "plain"
    align: Align = "left"
    halo: bool = False
    id: str = ""


@dataclass(frozen=True, slots=True)
class Shape:
    """A filled shape: a polygon, or a circle of ``radius`` around its only point."""

    points: tuple[Point, ...]
    fill: str
    edge: str = ""
    radius: float = 0.0
    opacity: float = 1.0
    id: str = ""


@dataclass(frozen=True, slots=True)
class Stroke:
    """A line: from point to point, or with three points and ``curved`` a quadratic Bézier curve."""

    points: tuple[Point, ...]
    color: str
    width: float
    dashes: tuple[float, ...] = ()
    opacity: float = 1.0
    curved: bool = False
    id: str = ""


Mark = Words | Shape | Stroke
