"""Graphs for other programs: Gephi, Cytoscape, visone, DNA, spreadsheets; and every RDF format of ``kg.store``."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from kg import store
from kg.errors import StoreError
from kg.export.cytoscape import cytoscape
from kg.export.dna import dna
from kg.export.tables import actors_csv, ties_csv
from kg.export.xml import gexf, graphml
from kg.files import check_target, write_bytes, write_text
from kg.model import ActorNetwork
from kg.network import project

if TYPE_CHECKING:
    from rdflib import Dataset

__all__ = ["DISCOURSE_FORMATS", "FORMATS", "NETWORK_FORMATS", "export"]

NETWORK_FORMATS: Mapping[str, Callable[[ActorNetwork], str]] = {
    ".csv": ties_csv,
    ".cyjs": cytoscape,
    ".gexf": gexf,
    ".graphml": graphml,
}
"""Ending to writer, for the formats that hold the actor network rather than the graph itself."""

DISCOURSE_FORMATS: Mapping[str, Callable[[Dataset], bytes]] = {".dna": dna}
"""Ending to writer, for the formats that hold who is for and who is against what."""

FORMATS: tuple[str, ...] = (*NETWORK_FORMATS, *DISCOURSE_FORMATS, *store.FORMATS)
"""All endings that :func:`export` knows."""


def export(ds: Dataset, path: str | Path, *, format: str | None = None) -> tuple[Path, ...]:
    """Write a graph, or its actor network, for another program.

    The same graph gives the same bytes, and each file is written whole or not at all.

    Args:
        ds: the graph.
        path: the file to write. For CSV it gets the ties, and a second file beside it, with ``-actors`` added to the
            name, the actors.
        format: an ending of ``FORMATS``, with or without its dot; ``None`` for the ending of ``path``. RDF formats
            are always told by the ending of ``path``.

    Returns:
        The files written.

    Raises:
        StoreError: the format is unknown, or a file cannot be written.
    """
    target = Path(path)
    ending = "." + (format if format is not None else target.suffix).lower().lstrip(".")
    if ending in store.FORMATS and ending == target.suffix.lower():
        check_target(target)
        store.save(ds, target)
        return (target,)
    if ending in DISCOURSE_FORMATS:
        check_target(target)
        write_bytes(target, DISCOURSE_FORMATS[ending](ds))
        return (target,)
    if ending not in NETWORK_FORMATS:
        raise StoreError(f"{target}: no format {ending!r}; end the name in one of {', '.join(FORMATS)}")
    files = (
        [target] if ending != ".csv" else [target, target.with_name(f"{target.stem}-actors{target.suffix}")]
    )
    for file in files:
        check_target(file)
    network = project(ds)
    texts = [NETWORK_FORMATS[ending](network), actors_csv(network)]
    for file, text in zip(files, texts, strict=False):
        write_text(file, text)
    return tuple(files)
