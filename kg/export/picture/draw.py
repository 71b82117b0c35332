"""Marks drawn with matplotlib, as SVG or PNG; the same marks give the same bytes with the same matplotlib."""

from __future__ import annotations

import io
import re
import warnings
from collections.abc import Sequence
from typing import Literal

import matplotlib
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.backends.backend_svg import FigureCanvasSVG
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.patches import Circle, Patch, PathPatch, Polygon
from matplotlib.path import Path
from matplotlib.patheffects import withStroke
from matplotlib.text import Text
from matplotlib.transforms import Affine2D, Transform

from kg.export.picture.fonts import font
from kg.export.picture.marks import Mark, Shape, Words

Form = Literal["svg", "png"]

_DOTS = 72  # to an inch: a pixel is a point, in both forms
_HALO = 3.0
_SETTINGS = {
    "svg.hashsalt": "parley",
    "svg.fonttype": "none",
    "text.hinting": "none",  # letters as wide as they were measured
    "path.simplify": False,
}
_NAMED = re.compile(r'(<g id="(?:name|caption)-[^"]*">\s*)(<text style=")([^>]*>[^<]*</text>)')


def draw(
    marks: Sequence[Mark], *, width: int, height: int, paper: str, form: Form, title: str, scale: float = 1.0
) -> bytes:
    """Return the picture that marks make, in their order.

    Args:
        width, height: in pixels.
        paper: colour of the ground.
        title: what programs call the picture.
        scale: dots of a PNG to a pixel.
    """
    metadata = {"Title": title}
    metadata |= {"Creator": "Parley", "Date": None} if form == "svg" else {"Software": "Parley"}  # type: ignore[dict-item]
    out = io.BytesIO()
    # nothing of a person's own settings; a letter that the fonts lack is a box, which no warning helps
    with warnings.catch_warnings(), matplotlib.rc_context():
        warnings.simplefilter("ignore")
        matplotlib.rcdefaults()
        matplotlib.rcParams.update(_SETTINGS)  # type: ignore[arg-type]
        figure = Figure(figsize=(width / _DOTS, height / _DOTS), dpi=_DOTS * scale, facecolor=paper)
        (FigureCanvasSVG if form == "svg" else FigureCanvasAgg)(figure)
        pixels = Affine2D().scale(1 / _DOTS, -1 / _DOTS).translate(0, height / _DOTS) + figure.dpi_scale_trans
        for order, mark in enumerate(marks):
            artist = _artist(mark, pixels, paper if form == "png" else "")
            artist.set_zorder(order)
            figure.add_artist(artist)
        figure.savefig(out, format=form, facecolor=paper, metadata=metadata, dpi=_DOTS * scale)
    return (
        out.getvalue() if form == "png" else _finished(out.getvalue().decode("utf-8"), paper, width, height)
    )


def _artist(mark: Mark, pixels: Transform, halo: str) -> Text | Patch | Line2D:
    if isinstance(mark, Words):
        return _text(mark, pixels, halo)
    if isinstance(mark, Shape):
        style = {
            "facecolor": mark.fill,
            "edgecolor": mark.edge or "none",
            "linewidth": 1.4 if mark.edge else 0.0,
            "alpha": mark.opacity,
            "joinstyle": "round",
            "transform": pixels,
            "gid": mark.id or None,
        }
        if mark.radius:
            return Circle(mark.points[0], mark.radius, **style)
        return Polygon(mark.points, closed=True, **style)
    codes = [
        Path.MOVETO,
        *([Path.CURVE3, Path.CURVE3] if mark.curved else [Path.LINETO] * (len(mark.points) - 1)),
    ]
    return PathPatch(
        Path(mark.points, codes),
        fill=False,
        edgecolor=mark.color,
        linewidth=mark.width,
        # matplotlib measures dashes in widths of their line
        linestyle=(0, tuple(part / mark.width for part in mark.dashes)) if mark.dashes else "solid",
        capstyle="butt",
        alpha=mark.opacity,
        transform=pixels,
        gid=mark.id or None,
    )


def _text(mark: Words, pixels: Transform, halo: str) -> Text:
    face = font(mark.face).copy()
    face.set_size(mark.size)
    text = Text(
        mark.x,
        mark.y + 0.36 * mark.size,  # the baseline: half of a capital letter below the middle
        mark.text,
        fontproperties=face,
        color=mark.color,
        ha=mark.align,
        va="baseline",
        transform=pixels,
        parse_math=False,  # a "$" is a dollar
        gid=mark.id or None,
    )
    if halo and mark.halo:
        text.set_path_effects([withStroke(linewidth=_HALO, foreground=halo)])
    return text


def _finished(text: str, paper: str, width: int, height: int) -> bytes:
    """Give an SVG its size in pixels, and names a rim in the colour of the paper: a second text below each."""
    text = re.sub(
        r'(<svg [^>]*?)width="[^"]*pt" height="[^"]*pt"',
        rf'\1width="{width}" height="{height}"',
        text,
        count=1,
    )
    rim = f"stroke: {paper}; stroke-width: {_HALO:g}; stroke-linejoin: round; "
    text = _NAMED.sub(lambda m: f'{m[1]}<text aria-hidden="true" style="{rim}{m[3]}\n   {m[2]}{m[3]}', text)
    return text.encode("utf-8")
