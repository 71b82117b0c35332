"""Graphs for people and other programs: pages, pictures, Gephi, Cytoscape, visone, DNA, spreadsheets, and RDF."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from kg import store
from kg.errors import StoreError
from kg.export.cytoscape import cytoscape
from kg.export.dna import dna
from kg.export.part import Part, chosen
from kg.export.picture import MEASURES, picture
from kg.export.tables import actors_csv, ties_csv
from kg.export.xml import gexf, graphml
from kg.files import check_target, write_bytes, write_text
from kg.model import ActorNetwork

if TYPE_CHECKING:
    from rdflib import Dataset

__all__ = [
    "DISCOURSE_FORMATS",
    "FORMATS",
    "MEASURES",
    "NETWORK_FORMATS",
    "PICTURE_FORMATS",
    "Look",
    "Part",
    "export",
    "picture",
]

NETWORK_FORMATS: Mapping[str, Callable[[ActorNetwork], str]] = {
    ".csv": ties_csv,
    ".cyjs": cytoscape,
    ".gexf": gexf,
    ".graphml": graphml,
}
"""Ending to writer, for the formats that hold a network of nodes and ties rather than the graph itself."""

DISCOURSE_FORMATS: Mapping[str, Callable[[Dataset], bytes]] = {".dna": dna}
"""Ending to writer, for the formats that hold who is for and who is against what."""

PICTURE_FORMATS: Mapping[str, Literal["svg", "png"]] = {".png": "png", ".svg": "svg"}
"""Ending to form, for pictures of a network."""

PAGE = ".html"
"""Ending of the page that shows every view."""

FORMATS: tuple[str, ...] = (
    *NETWORK_FORMATS,
    *DISCOURSE_FORMATS,
    *PICTURE_FORMATS,
    PAGE,
    *store.FORMATS,
)
"""All endings that :func:`export` knows."""


@dataclass(frozen=True, slots=True)
class Look:
    """How a page or picture looks.

    Attributes:
        title: heading; ``""`` for the usual one.
        top: how many of the best connected nodes are in sight; ``None`` for the usual number.
        size: the measure that gives sizes, one of ``MEASURES``.
        width, height: pixels of a picture; ``None`` for a height that goes with the width.
        dark: light on dark paper, for a picture; a page goes with the reader's system.
        scale: dots of a PNG to a pixel.
    """

    title: str = ""
    top: int | None = None
    size: str = "degree"
    width: int = 1600
    height: int | None = None
    dark: bool = False
    scale: float = 1.0


def export(
    ds: Dataset,
    path: str | Path,
    *,
    format: str | None = None,
    view: str = "",
    part: Part | None = None,
    look: Look | None = None,
) -> tuple[Path, ...]:
    """Write a graph, or views of it, for a person or another program.

    The same graph gives the same bytes, and each file is written whole or not at all.

    Args:
        ds: the graph.
        path: the file to write. For CSV it gets the ties, and a second file beside it, with ``-actors`` added to the
            name, the actors.
        format: an ending of ``FORMATS``, with or without its dot; ``None`` for the ending of ``path``. RDF formats
            are always told by the ending of ``path``.
        view: the view to write, or that a page opens with; ``""`` for the first, actors and their ties.
        part: what to narrow the view to; ``None`` for all. RDF and DNA files always hold the whole graph.
        look: how a page or picture looks.

    Returns:
        The files written.

    Raises:
        StoreError: the format is unknown or always whole, a file cannot be written, or a picture needs matplotlib.
        QueryError: there is no such view, the conditions name nothing, or nothing is left.
    """
    target = Path(path)
    ending = "." + (format if format is not None else target.suffix).lower().lstrip(".")
    whole = ending in DISCOURSE_FORMATS or (ending in store.FORMATS and ending == target.suffix.lower())
    drawn = ending in NETWORK_FORMATS or ending in PICTURE_FORMATS or ending == PAGE
    if not whole and not drawn:
        raise StoreError(f"{target}: no format {ending!r}; end the name in one of {', '.join(FORMATS)}")
    part, look = part or Part(), look or Look()
    if whole and (view or part):
        raise StoreError(
            f"{target}: {ending} holds the whole graph; leave out view, focus, dates and the like"
        )
    files = [
        target,
        *([target.with_name(f"{target.stem}-actors{target.suffix}")] if ending == ".csv" else []),
    ]
    for file in files:
        check_target(file)
    if ending in DISCOURSE_FORMATS:
        write_bytes(target, DISCOURSE_FORMATS[ending](ds))
    elif whole:
        store.save(ds, target)
    elif ending == PAGE:
        write_text(target, _page(ds, view, part, look))
    elif ending in PICTURE_FORMATS:
        write_bytes(target, _picture(ds, PICTURE_FORMATS[ending], view, part, look))
    else:
        (network,) = chosen(ds, part, view=view).networks
        texts = [NETWORK_FORMATS[ending](network), actors_csv(network)]
        for file, text in zip(files, texts, strict=False):
            write_text(file, text)
    return tuple(files)


def _page(ds: Dataset, view: str, part: Part, look: Look) -> str:
    from kg.network import affairs
    from kg.view import page

    shown = chosen(ds, part, view=view, every=True)
    return page(
        shown.networks,
        affairs=() if part else affairs(ds),
        title=look.title or shown.title(),
        top=300 if look.top is None else look.top,
        opens=view,
        size=look.size,
    )


def _picture(ds: Dataset, form: Literal["svg", "png"], view: str, part: Part, look: Look) -> bytes:
    shown = chosen(ds, part, view=view)
    return picture(
        shown.networks[0],
        form=form,
        width=look.width,
        height=look.height,
        dark=look.dark,
        scale=look.scale,
        title=look.title,
        remark=shown.remark[:1].upper() + shown.remark[1:],
        top=look.top,
        size=look.size,
    )
