"""What a worker process can be asked, and how it answers: a visible table from name to function."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any, cast

import pyoxigraph as po

from kg import query
from kg.errors import QueryError
from kg.graph import Graph
from kg.model import Table
from kg.query.guard import check
from kg.serve.formats import GRAPHS, ROWS, by_type
from kg.serve.limits import Limits
from kg.serve.sink import Sink, TooMuch
from kg.sparql import NAMESPACES
from kg.store import disk
from kg.store.engine import inner

if TYPE_CHECKING:
    from rdflib import Dataset

Send = Callable[[bytes], None]


class Reader:
    """The store as it was when this process opened it, and what is worked out from it once."""

    def __init__(self, folder: Path, limits: Limits) -> None:
        self.limits = limits
        self.ds: Dataset = disk(folder, read_only=True)
        self.store: po.Store = inner(self.ds)


def sparql(
    reader: Reader,
    send: Send,
    *,
    text: str,
    default: tuple[str, ...] = (),
    named: tuple[str, ...] = (),
    media: Mapping[str, str],
) -> str:
    """Answer a SPARQL query; send the answer in the media type that ``media`` names for the query's form.

    Args:
        reader: the store.
        send: takes the answer's pieces.
        text: the query.
        default, named: IRIs of graphs to ask instead of all.
        media: media type by kind of answer, ``rows`` and ``graph``; ``""`` where none is acceptable.

    Returns:
        The media type; ``""`` if none that the client accepts can hold this answer: then nothing was sent.

    Raises:
        QueryError: the query is not valid or does more than read.
        TooMuch: the answer is over a limit.
    """
    form = check(text, datasets=True)
    chosen = media["rows" if form in ("select", "ask") else "graph"]
    if not chosen:
        return ""
    results = reader.store.query(text, prefixes=NAMESPACES, **_dataset(text, default, named))
    limits = reader.limits
    known = by_type(chosen)
    if isinstance(results, po.QueryTriples):
        sink = Sink(send, size=limits.size, rows=limits.rows)
        # the same triple may come from several articles
        prefixes = NAMESPACES if known.prefixes else None
        po.serialize(
            _once(results, limits.rows), cast("IO[bytes]", sink), format=GRAPHS[known.name], prefixes=prefixes
        )
    else:
        counted = known.name if isinstance(results, po.QuerySolutions) else ""
        sink = Sink(send, size=limits.size, rows=limits.rows, form=counted)
        results.serialize(cast("IO[bytes]", sink), ROWS[known.name])
    sink.flush()
    return chosen


def _dataset(text: str, default: tuple[str, ...], named: tuple[str, ...]) -> dict[str, Any]:
    """Return which graphs are asked: those of the request, else of the query, else all (SPARQL Protocol, 2.1.4)."""
    if default or named:
        try:
            return {
                "default_graph": [po.NamedNode(iri) for iri in default],
                "named_graphs": [po.NamedNode(iri) for iri in named],
            }
        except ValueError as error:
            raise QueryError(f"a graph of the request is no IRI: {error}") from None
    try:
        check(text)
    except QueryError:
        # sound with FROM and not without: the query names its graphs, and the union must not override them
        return {}
    return {"use_default_graph_as_union": True}


def _once(triples: Iterator[po.Triple], most: int) -> Iterator[po.Triple]:
    seen: set[po.Triple] = set()
    for triple in triples:
        if triple not in seen:
            seen.add(triple)
            if len(seen) > most:
                raise TooMuch(f"the answer has over {most:,} triples")
            yield triple


def question(reader: Reader, send: Send, *, name: str, values: dict[str, str]) -> Table:
    """Answer a question of the catalogue.

    Raises:
        QueryError: an unknown question or parameter, or a wrong value.
        TooMuch: over the limit of rows.
    """
    table = query.run(reader.ds, name, **values)
    if len(table.rows) > reader.limits.rows:
        raise TooMuch(f"the answer has over {reader.limits.rows:,} rows")
    return table


def network(reader: Reader, send: Send) -> None:
    """Send the page of the actor network."""
    send(Graph(reader.ds).network().html.encode("utf-8", "replace"))


TASKS: dict[str, Callable[..., Any]] = {
    "sparql": sparql,
    "question": question,
    "network": network,
}
