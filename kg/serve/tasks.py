"""What a worker process can be asked, and how it answers: a visible table from name to function."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from functools import cached_property, lru_cache
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any, cast

import pyoxigraph as po

from kg import query, telling
from kg.board import board as lay_out
from kg.board import html
from kg.errors import QueryError
from kg.graph import Graph
from kg.ontology import DEFAULT_BASE
from kg.query.guard import check
from kg.query.lookup import base, short
from kg.serve import choices, reading, things
from kg.serve.explaining import Answered, explained
from kg.serve.formats import GRAPHS, ROWS, by_type
from kg.serve.index import NAMED, Hit, Index, cut
from kg.serve.limits import Limits
from kg.serve.sink import Sink, TooMuch
from kg.sparql import NAMESPACES
from kg.store import disk
from kg.store.engine import inner
from kg.store.files import serialize

if TYPE_CHECKING:
    from rdflib import Dataset

Send = Callable[[bytes], None]
_KEPT = 200
_PAGES = 50
_TEXTS = 200
"""Queries whose form is remembered; a text is no longer than ``Limits.query``."""


class Reader:
    """The store as it was when this process opened it, and what is worked out from it once."""

    def __init__(self, folder: Path, limits: Limits) -> None:
        self.limits = limits
        self.ds: Dataset = disk(folder, read_only=True)
        self.store: po.Store = inner(self.ds)
        self.base = base(self.ds) or DEFAULT_BASE
        self._telling = telling.Reader(self.ds)
        self._told = 0
        self.pages: dict[tuple[str | int, ...], things.Found] = {}

    @cached_property
    def index(self) -> Index:
        """What can be searched."""
        return Index(self.store, self.base)

    @property
    def telling(self) -> telling.Reader:
        """Things that were read before, so that they need not be again; not for ever, for memory's sake."""
        self._told += 1
        if self._told > _KEPT:
            self._telling, self._told = telling.Reader(self.ds), 0
        return self._telling

    def id(self, iri: str) -> str:
        """Return an IRI without the base."""
        return short(iri, self.base)


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
        reader: the store; its default graph is the merge of all.
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
    form = _checked(text)
    chosen = media["rows" if form in ("select", "ask") else "graph"]
    if not chosen:
        return ""
    results = reader.store.query(text, prefixes=NAMESPACES, **_dataset(default, named))
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


@lru_cache(maxsize=_TEXTS)
def _checked(text: str) -> str:
    """Return the form of a sound query; each text is checked once.

    Raises:
        QueryError: the query is not valid or does more than read.
    """
    return check(text, datasets=True)


def _dataset(default: tuple[str, ...], named: tuple[str, ...]) -> dict[str, Any]:
    """Return which graphs are asked: those of the request, else of the query, else all (SPARQL Protocol, 2.1.4)."""
    if default or named:
        try:
            return {
                "default_graph": [po.NamedNode(iri) for iri in default],
                "named_graphs": [po.NamedNode(iri) for iri in named],
            }
        except ValueError as error:
            raise QueryError(f"a graph of the request is no IRI: {error}") from None
    return {}


def _once(triples: Iterator[po.Triple], most: int) -> Iterator[po.Triple]:
    seen: set[po.Triple] = set()
    for triple in triples:
        if triple not in seen:
            seen.add(triple)
            if len(seen) > most:
                raise TooMuch(f"the answer has over {most:,} triples")
            yield triple


def question(reader: Reader, send: Send, *, name: str, values: dict[str, str], explain: bool) -> Answered:
    """Answer a question of the catalogue.

    Args:
        reader: the store.
        send: not used.
        name: the question's.
        values: parameters by name.
        explain: with the words that each row rests on.

    Raises:
        QueryError: an unknown question or parameter, or a wrong value.
        TooMuch: over the limit of rows.
    """
    table = query.run(reader.ds, name, **values)
    if len(table.rows) > reader.limits.rows:
        raise TooMuch(f"the answer has over {reader.limits.rows:,} rows")
    return Answered(table, explained(reader, table) if explain else ())


def network(reader: Reader, send: Send) -> None:
    """Send the page of the actor network."""
    send(Graph(reader.ds).network().html.encode("utf-8", "replace"))


def board(reader: Reader, send: Send, *, name: str) -> None:
    """Send the board of a negotiation.

    Raises:
        QueryError: there is no such negotiation, or several.
    """
    send(html(lay_out(reader.ds, name), home="/").encode("utf-8", "replace"))


def affairs(reader: Reader, send: Send) -> list[choices.Choice]:
    """Return the negotiations to choose among, the weightiest first."""
    return choices.choices(reader)


def thing(reader: Reader, send: Send, *, names: list[str], limit: int) -> things.Found:
    """Return a thing's dossier; the last ones are kept, for the store under this process does not change."""
    key: tuple[str | int, ...] = (*names, limit)
    if key not in reader.pages:
        if len(reader.pages) >= _PAGES:
            reader.pages.clear()
        reader.pages[key] = things.thing(reader, names, limit=limit)
    return reader.pages[key]


def article(reader: Reader, send: Send, *, iri: str) -> reading.Reading:
    """Return an article's text and claims."""
    return reading.reading(reader, iri)


def rdf(reader: Reader, send: Send, *, names: list[str], form: str) -> str:
    """Send what the graph says of a thing in an RDF format; return the thing's IRI."""
    iri = things.locate(reader, names)
    send(serialize(things.quads(reader, iri, most=reader.limits.rows), GRAPHS[form]))
    return iri


def listing(
    reader: Reader, send: Send, *, kind: str, offset: int, limit: int
) -> tuple[int, list[things.Entry]]:
    """Return a list of things of a kind."""
    return things.listing(reader, kind, offset=offset, limit=limit)


def search(reader: Reader, send: Send, *, words: str, kind: str, limit: int) -> list[Hit]:
    """Return the things with these words in their names and texts."""
    hits = reader.index.find(words, limit=limit, kind=kind)
    # what has no name of its own is told as it is elsewhere
    nameless = [reader.base + hit.id for hit in hits if hit.kind not in NAMED]
    teller = reader.telling
    titles = {reader.id(one.iri): telling.phrase(teller, one) for one in teller.things(nameless)}
    return [replace(hit, title=cut(titles.get(hit.id, hit.title))) for hit in hits]


def about(reader: Reader, send: Send) -> things.About:
    """Return what the graph holds."""
    return things.about(reader)


TASKS: dict[str, Callable[..., Any]] = {
    "sparql": sparql,
    "question": question,
    "network": network,
    "board": board,
    "affairs": affairs,
    "thing": thing,
    "article": article,
    "rdf": rdf,
    "listing": listing,
    "search": search,
    "about": about,
}
