"""Names beside nodes and captions on ties: none over another, over a node, or out of the picture.

A name takes, of the places around its node that are free, the one that covers least of the ties; what finds none
near is written further off with a thin line to its node, and smaller if need be.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from kg.export.picture.fonts import width, wrapped
from kg.export.picture.marks import Align, Box, Face, Point, Stroke, Words
from kg.export.picture.plan import Curve, Plan, Points, Spot

_NEAR = (3.0, 8.0)
_FAR = (18.0, 30.0, 44.0, 60.0)
_LINE = 1.2
_CELL = 4
_BUSY = 4  # cells of other ties that a caption may cover
_HEAD = 12.0
_QUIET = 0.35  # how much a faint tie counts under a name


@dataclass(frozen=True, slots=True)
class _Block:
    """Lines of text that are placed together; the last ``notes`` of them are notes."""

    lines: tuple[str, ...]
    size: float
    face: Face
    notes: int

    @property
    def wide(self) -> float:
        names = len(self.lines) - self.notes
        return max(
            width(line, *((self.size, self.face) if i < names else (0.88 * self.size, "plain")))
            for i, line in enumerate(self.lines)
        )

    @property
    def tall(self) -> float:
        return self.size * _LINE * len(self.lines)


class Names:
    """Places for texts in a picture, given away one after another.

    Attributes:
        missing: how many names found none.
    """

    def __init__(self, plan: Plan, room: Box) -> None:
        self.plan = plan
        self.room = room
        self.missing = 0
        self._taken: list[Box] = []
        self._nodes = np.array([_edges(spot.box) for spot in plan.spots], dtype=float).reshape(-1, 4)
        self._density = _Density(plan.curves, room)

    def of_nodes(self, notes: dict[str, str], *, ink: str, soft: str) -> list[Words | Stroke]:
        """Name every node; ``notes`` are further lines by the node's id."""
        marks: list[Words | Stroke] = []
        waiting: list[tuple[int, Spot]] = []
        for place, spot in enumerate(self.plan.spots):
            block = self._block(spot, notes.get(spot.node.id, ""), 1.0)
            found = self._place(spot, block, _NEAR, 8)
            if found is None:
                waiting.append((place, spot))
            else:
                marks += _written(block, *found, place, ink, soft)
        for place, spot in waiting:
            for shrunk in (0.92, 0.82):
                block = self._block(spot, notes.get(spot.node.id, ""), shrunk)
                found = self._place(spot, block, (*_NEAR, *_FAR), 16)
                if found is not None:
                    marks += _leader(spot, found[0], soft)
                    marks += _written(block, *found, place, ink, soft)
                    break
            else:
                self.missing += 1
        return marks

    def of_ties(self, colors: dict[str, str]) -> list[Words]:
        """Caption the ties whose caption says more than the legend, where there is room; ``colors`` by relation."""
        marks: list[Words] = []
        size = 9.0 * self.plan.zoom
        for place, curve in sorted(
            enumerate(self.plan.curves), key=lambda pair: (-pair[1].tie.weight, pair[0])
        ):
            if curve.tie.caption == curve.tie.label:
                continue
            (text,) = wrapped(curve.tie.caption, 150, size, most=1)
            wide, way = width(text, size), curve.sampled()
            if float(np.hypot(*(way[-1] - way[0]))) < wide * 0.6:
                continue
            for at in (24, 20, 28, 17, 31, 13, 35):
                x, y = (float(part) for part in way[at])
                box = Box(x - wide / 2 - 3, y - size * 0.7, x + wide / 2 + 3, y + size * 0.7)
                if self._free(box, None) and self._density.under(box) <= _own(curve, box) + _BUSY:
                    self._taken.append(box)
                    color = colors[curve.tie.relation]
                    marks.append(Words(x, y, text, size, color, "plain", "center", True, f"caption-{place}"))
                    break
        return marks

    def _block(self, spot: Spot, note: str, shrunk: float) -> _Block:
        zoom = self.plan.zoom * shrunk
        thing = bool(spot.style.headline)
        leads = not thing and spot.r > 14 * self.plan.zoom
        size = zoom * (10.0 if thing else min(14.5, 11.0 + max(0.0, spot.r / self.plan.zoom - 8) * 0.25))
        face: Face = "bold" if leads else "plain"
        lines = wrapped(spot.node.label, size * (14.5 if thing else 11), size, face, most=3 if thing else 2)
        return _Block((*lines, *([note] if note else [])), size, face, 1 if note else 0)

    def _place(
        self, spot: Spot, block: _Block, gaps: Sequence[float], directions: int
    ) -> tuple[Box, Align] | None:
        best: tuple[float, Box, Align] | None = None
        for cost, box, align in _around(spot, block, gaps, directions):
            if (best is not None and cost >= best[0]) or not self._free(box, spot):
                continue
            cost += 0.15 * self._density.under(box) / self.plan.zoom + 0.15 * max(
                0.0, 10 - self._far(box, spot)
            )
            if best is None or cost < best[0]:
                best = cost, box, align
        if best is None:
            return None
        self._taken.append(best[1])
        return best[1], best[2]

    def _far(self, box: Box, own: Spot) -> float:
        """Return how far a box is from the nearest node that is not its own: a name beside two is read wrongly."""
        x0, y0, x1, y1 = self._nodes.T
        across = np.maximum(np.maximum(x0 - box.x1, box.x0 - x1), 0)
        down = np.maximum(np.maximum(y0 - box.y1, box.y0 - y1), 0)
        far = np.hypot(across, down)
        far[self.plan.spots.index(own)] = math.inf
        return float(far.min())

    def _free(self, box: Box, own: Spot | None) -> bool:
        if not box.within(self.room) or any(box.meets(other) for other in self._taken):
            return False
        x0, y0, x1, y1 = self._nodes.T
        hit = (box.x0 < x1 + 1) & (x0 - 1 < box.x1) & (box.y0 < y1 + 1) & (y0 - 1 < box.y1)
        # so it may overlap the square around its own node
        return not bool(hit.any()) or (own is not None and int(hit.sum()) == 1 and box.meets(own.box))


class _Density:
    """How much line lies under any rectangle: a summed area table (Crow 1984) over small cells."""

    def __init__(self, curves: Iterable[Curve], room: Box) -> None:
        self.room = room
        rows, columns = int(room.height // _CELL) + 2, int(room.width // _CELL) + 2
        cells = np.zeros((rows, columns))
        for curve in curves:
            way = _dense(curve)
            x = ((way[:, 0] - room.x0) // _CELL).astype(int)
            y = ((way[:, 1] - room.y0) // _CELL).astype(int)
            inside = (x >= 0) & (y >= 0) & (x < columns) & (y < rows)
            np.add.at(cells, (y[inside], x[inside]), _QUIET if curve.style.weight < 1 else 1.0)
            for tip, level in curve.arrow[:1]:  # without its head a tie has no direction
                row, column = int((level - room.y0) // _CELL), int((tip - room.x0) // _CELL)
                if 0 <= row < rows and 0 <= column < columns:
                    cells[row, column] += _HEAD
        self.sums = np.pad(cells, ((1, 0), (1, 0))).cumsum(axis=0).cumsum(axis=1)

    def under(self, box: Box) -> float:
        """Return the length of line under a rectangle, in cells."""
        rows, columns = self.sums.shape
        x0, x1 = (
            min(columns - 1, max(0, int((x - self.room.x0) // _CELL))) for x in (box.x0, box.x1 + _CELL)
        )
        y0, y1 = (min(rows - 1, max(0, int((y - self.room.y0) // _CELL))) for y in (box.y0, box.y1 + _CELL))
        return float(self.sums[y1, x1] - self.sums[y0, x1] - self.sums[y1, x0] + self.sums[y0, x0])


def _own(curve: Curve, box: Box) -> int:
    """Return how many cells of a curve lie in a box."""
    x, y = _dense(curve).T
    return int(((x >= box.x0) & (x <= box.x1) & (y >= box.y0) & (y <= box.y1)).sum())


def _dense(curve: Curve) -> Points:
    """Return points along a curve about one cell apart."""
    way = curve.sampled()
    length = np.hypot(*np.diff(way, axis=0).T)
    along = np.concatenate([[0.0], length.cumsum()])
    steps = np.linspace(0, along[-1], max(2, int(along[-1] / _CELL)))
    return np.stack([np.interp(steps, along, way[:, 0]), np.interp(steps, along, way[:, 1])], axis=1)


def _around(
    spot: Spot, block: _Block, gaps: Sequence[float], directions: int
) -> Iterator[tuple[float, Box, Align]]:
    """Yield places for a block around a node with what they cost: below is best, then above, then the sides."""
    wide, tall = block.wide + 4, block.tall + 1
    for gap in gaps:
        for step in range(directions):
            angle = math.pi / 2 + step * 2 * math.pi / directions  # the y axis points down: first below
            across, down = math.cos(angle), math.sin(angle)
            aside, over = (max(-1.0, min(1.0, 1.5 * part)) for part in (across, down))
            # the corners of the square around a circle are free, a name may come nearer there
            reach = spot.r + gap if spot.style.shape == "dot" else spot.box.width / 2 + gap
            reach /= 1.0 if spot.style.shape == "dot" else max(abs(across), abs(down))
            x = spot.x + across * reach + aside * wide / 2
            y = spot.y + down * reach + over * tall / 2
            align: Align = "left" if aside > 0.6 else "right" if aside < -0.6 else "center"
            cost = gap * 0.12 + (0.0 if down > 0.9 else 0.35 if down < -0.9 else 0.5)
            yield cost, Box(x - wide / 2, y - tall / 2, x + wide / 2, y + tall / 2), align


def _written(block: _Block, box: Box, align: Align, place: int, ink: str, soft: str) -> list[Words | Stroke]:
    x = {"left": box.x0 + 2, "center": (box.x0 + box.x1) / 2, "right": box.x1 - 2}[align]
    names = len(block.lines) - block.notes
    return [
        Words(
            x,
            box.y0 + 0.5 + block.size * _LINE * (i + 0.5),
            line,
            block.size if i < names else 0.88 * block.size,
            ink if i < names else soft,
            block.face if i < names else "plain",
            align,
            True,
            f"name-{place}-{i}",
        )
        for i, line in enumerate(block.lines)
    ]


def _leader(spot: Spot, box: Box, color: str) -> list[Words | Stroke]:
    """Return a thin line from a node to its name if the two are far from one another."""
    to = min(max(spot.x, box.x0), box.x1), min(max(spot.y, box.y0), box.y1)
    far = math.hypot(to[0] - spot.x, to[1] - spot.y)
    if far < spot.r + 12:
        return []
    start: Point = (
        spot.x + (to[0] - spot.x) * spot.r / far,
        spot.y + (to[1] - spot.y) * spot.r / far,
    )
    return [Stroke((start, to), color, 0.7, opacity=0.8)]


def _edges(box: Box) -> tuple[float, float, float, float]:
    return box.x0, box.y0, box.x1, box.y1
