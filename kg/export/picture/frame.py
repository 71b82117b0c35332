"""What stands around a picture: heading above, legend and remarks below."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import replace

from kg.display import KindStyle, TieStyle, ViewStyle
from kg.export.picture.fonts import width, wrapped
from kg.export.picture.look import Colors, faintness
from kg.export.picture.marks import Mark, Shape, Stroke, Words
from kg.export.picture.shapes import shape
from kg.model import ActorNetwork

EDGE = 28.0
"""Pixels of empty paper around everything."""
_TITLE, _TEXT, _ROW = 23.0, 12.5, 22.0
_SAMPLE = 30.0
_Entry = tuple[KindStyle | TieStyle, str, int]


def heading(title: str, lines: Sequence[str], wide: float, paint: Colors) -> tuple[list[Mark], float]:
    """Return title and lines under it, and how high they are with the edge above them."""
    marks: list[Mark] = []
    y = EDGE
    size = _TITLE if wide >= 700 else 0.8 * _TITLE
    for row in wrapped(title, wide - 2 * EDGE, size, "serif", most=3):
        marks.append(Words(EDGE, y + size / 2, row, size, paint.ink, "serif", id="title"))
        y += 1.25 * size
    y += 4
    for line in lines:
        for row in wrapped(line, wide - 2 * EDGE, _TEXT):
            marks.append(Words(EDGE, y + _TEXT / 2, row, _TEXT, paint.soft))
            y += 1.4 * _TEXT
    return marks, y


def legend(
    network: ActorNetwork, view: ViewStyle, remarks: str, wide: float, paint: Colors
) -> tuple[list[Mark], float]:
    """Return kinds and ties that occur with their numbers, then remarks; and how high all is with the edge below.

    The marks are placed as if the legend began at the top.
    """
    y = _ROW * 0.9
    marks: list[Mark] = [Stroke(((EDGE, 0.0), (wide - EDGE, 0.0)), paint.line, 1.0)]
    kinds = Counter(node.kind for node in network.actors)
    ties = Counter(tie.relation for tie in network.ties)
    rows: tuple[list[_Entry], list[_Entry]] = (
        [
            (kind, kind.plural if kinds[kind.iri] > 1 else kind.label, kinds[kind.iri])
            for kind in view.kinds
            if kind.iri in kinds
        ],
        [(tie, tie.label, ties[tie.iri]) for tie in view.ties if tie.iri in ties],
    )
    for entries in rows:
        x = EDGE
        for style, label, count in entries:
            sample = 20.0 if isinstance(style, KindStyle) else _SAMPLE + 8
            number = f"{count:,}"
            needed = sample + width(label, _TEXT) + 6 + width(number, _TEXT)
            if x > EDGE and x + needed > wide - EDGE:
                x, y = EDGE, y + _ROW
            marks += _sample(style, x, y, paint)
            marks.append(Words(x + sample, y, label, _TEXT, paint.ink))
            marks.append(Words(x + needed - width(number, _TEXT), y, number, _TEXT, paint.soft))
            x += needed + 24
        y += _ROW if entries else 0.0
    for row in wrapped(remarks, wide - 2 * EDGE, 0.88 * _TEXT):
        marks.append(Words(EDGE, y, row, 0.88 * _TEXT, paint.soft))
        y += 1.4 * _TEXT
    return marks, y - _ROW / 2 + EDGE * 0.8


def shifted(marks: Iterable[Mark], down: float) -> list[Mark]:
    """Return marks so many pixels further down."""
    return [
        replace(mark, y=mark.y + down)
        if isinstance(mark, Words)
        else replace(mark, points=tuple((x, y + down) for x, y in mark.points))
        for mark in marks
    ]


def _sample(style: KindStyle | TieStyle, x: float, y: float, paint: Colors) -> list[Mark]:
    color = paint.of(style)
    if isinstance(style, KindStyle):
        return [shape(style.shape, x + 7, y, 6, fill=color)]
    end = x + _SAMPLE
    opacity = faintness(style)
    dashes = tuple(float(part) for part in style.dashes)
    line = Stroke(((x, y), (end - (6 if style.directed else 0), y)), color, 1.8, dashes, opacity)
    if not style.directed:
        return [line]
    return [line, Shape(((end, y), (end - 8, y - 3.4), (end - 8, y + 3.4)), color, opacity=opacity)]
