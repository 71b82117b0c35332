"""The actor network as two tables in CSV (RFC 4180, UTF-8)."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Sequence

from kg.files import guarded
from kg.model import ActorNetwork

Cell = str | int | float


def ties_csv(network: ActorNetwork) -> str:
    """Return one row for each tie, with the first sentence that supports it."""
    names = {actor.id: actor.label for actor in network.actors}
    columns = (
        *("source", "target", "source_name", "relation", "target_name", "caption", "directed"),
        *("events", "weight", "first", "last", "articles", "sentence", "article", "url"),
    )
    rows = []
    for tie in network.ties:
        evidence = tie.evidence
        rows.append(
            (
                *(tie.source, tie.target, names[tie.source], tie.label, names[tie.target], tie.caption),
                *(int(tie.directed), tie.count, tie.weight),
                *((tie.dates[0], tie.dates[-1]) if tie.dates else ("", "")),
                len({piece.article for piece in evidence}),
                *((evidence[0].sentence, evidence[0].title, evidence[0].url) if evidence else ("", "", "")),
            )
        )
    return _csv(columns, rows)


def actors_csv(network: ActorNetwork) -> str:
    """Return one row for each actor with its measures."""
    columns = ("id", "name", "kind", "aliases", "partners", "betweenness", "statements")
    return _csv(
        columns,
        (
            (
                *(actor.id, actor.label, re.split("[#/]", actor.kind)[-1], "; ".join(actor.aliases)),
                *(actor.degree, actor.betweenness, actor.statements),
            )
            for actor in network.actors
        ),
    )


def _csv(columns: Sequence[str], rows: Iterable[Sequence[Cell]]) -> str:
    out = io.StringIO()
    # "\n", since files are written with the line ends of text; every reader of CSV takes both
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(columns)
    writer.writerows([guarded(cell) for cell in row] for row in rows)
    return out.getvalue()
