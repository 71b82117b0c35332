"""A network as a picture to print: SVG or PNG, without a browser.

Places, shapes and colours are those of the page; names keep clear of one another and, where they can, of the ties.
"""

from __future__ import annotations

from importlib.util import find_spec
from typing import TYPE_CHECKING

from kg.display import Display, read_display
from kg.errors import StoreError
from kg.export.part import day_in_words
from kg.model import ActorNetwork, ActorNode

if TYPE_CHECKING:
    from kg.export.picture.draw import Form
    from kg.export.picture.look import Colors
    from kg.export.picture.marks import Mark
    from kg.export.picture.plan import Plan

__all__ = ["MEASURES", "picture"]

MEASURES = ("degree", "betweenness", "statements")
"""What may give nodes their sizes."""
WIDTHS = 320, 12_000
"""Least and most pixels of a picture's width and height."""

_FEW = 16
_AREA = 15_000  # pixels that a node with its name takes


def picture(
    network: ActorNetwork,
    *,
    form: Form = "svg",
    width: int = 1600,
    height: int | None = None,
    dark: bool = False,
    scale: float = 1.0,
    title: str = "",
    remark: str = "",
    top: int | None = None,
    size: str = "degree",
    display: Display | None = None,
) -> bytes:
    """Draw one view of a graph.

    Args:
        network: what ``kg.network.project`` or ``narrowed`` gives.
        form: ``svg`` (its text is text) or ``png``.
        width, height: in pixels; ``None`` for a height that goes with the width.
        dark: light on dark paper.
        scale: dots of a PNG to a pixel: 2 for print.
        title: heading; ``""`` for that of the view.
        remark: a line under the heading, such as what the network was narrowed to.
        top: how many of the best connected nodes are drawn; ``None`` for as many as there is room for.
        size: the measure that gives sizes, one of ``MEASURES``.
        display: colours, shapes and captions; ``None`` for ``ontology/display.ttl``.

    Returns:
        The file's bytes, the same each time with the same version of matplotlib.

    Raises:
        StoreError: matplotlib is not installed.
        DataFileError: the display file is malformed.
    """
    if find_spec("matplotlib") is None:
        raise StoreError("a picture needs matplotlib; install it with: pip install 'parley-kg[pictures]'")
    from kg.export.picture.draw import draw
    from kg.export.picture.frame import EDGE, heading, legend, shifted
    from kg.export.picture.look import colors, counted, look, summary
    from kg.export.picture.marks import Box
    from kg.export.picture.names import Names
    from kg.export.picture.plan import plan

    display = display or read_display()
    view = display.view(network.view) or display.views[0]
    high = height or round(width * (0.7 if len(network.actors) > _FEW else 0.5))
    shown = _best(network, top if top is not None else max(12, width * high // _AREA))
    paint = colors(dark)
    title = title or look()["titles"].get(view.name) or look()["title"].format(view=view.label)
    lines = [line for line in (summary(network, shown, view), remark) if line]
    head, y0 = heading(title, lines, width, paint)
    remarks = f"{look()['sizes'][size]} {look()['widths']}"
    # the remark on names left out, which is known last, gets its room now
    _, below = legend(shown, view, f"{remarks} {counted('unnamed', 999)}", width, paint)
    room = Box(EDGE / 2, y0 + 8, width - EDGE / 2, max(y0 + 160, high - below))
    placed = plan(shown, view, size=size, room=room)
    names = Names(placed, room)
    notes = {node.id: note for node in shown.actors if (note := _note(node, display))}
    written: list[Mark] = [*names.of_nodes(notes, ink=paint.ink, soft=paint.soft)]
    written += names.of_ties({style.iri: paint.of(style) for style in view.ties})
    if names.missing:
        remarks += f" {counted('unnamed', names.missing)}"
    foot, below = legend(shown, view, remarks, width, paint)
    marks = [*head, *_drawn(placed, paint), *written, *shifted(foot, room.y1)]
    whole = height or round(max(room.y1 + below, 200))
    return draw(marks, width=width, height=whole, paper=paint.paper, form=form, title=title, scale=scale)


def _best(network: ActorNetwork, top: int) -> ActorNetwork:
    actors = network.actors[:top]
    known = {node.id for node in actors}
    ties = tuple(tie for tie in network.ties if tie.source in known and tie.target in known)
    return ActorNetwork(actors, ties, network.view)


def _note(node: ActorNode, display: Display) -> str:
    """Return what stands under the name of a meeting or proposal: when it was, and that it was not held."""
    return ", ".join(part for part in (day_in_words(node.date), display.remark(node.status)) if part)


def _drawn(placed: Plan, paint: Colors) -> list[Mark]:
    """Return ties, the weak ones below, and nodes, the large ones below."""
    from kg.export.picture.look import faintness
    from kg.export.picture.marks import Shape, Stroke
    from kg.export.picture.shapes import shape

    marks: list[Mark] = []
    ranked = sorted(
        enumerate(placed.curves), key=lambda pair: (pair[1].style.weight >= 1, pair[1].tie.weight)
    )
    for place, curve in ranked:
        color, opacity = paint.of(curve.style), faintness(curve.style)
        dashes = tuple(placed.zoom * part for part in curve.style.dashes)
        marks.append(Stroke(curve.points, color, curve.width, dashes, opacity, True, f"tie-{place}"))
        if curve.arrow:
            marks.append(Shape(curve.arrow, color, opacity=opacity))
    for place, spot in enumerate(placed.spots):
        color = paint.of(spot.style)
        marks.append(
            shape(spot.style.shape, spot.x, spot.y, spot.r, fill=color, edge=paint.paper, id=f"node-{place}")
        )
    return marks
