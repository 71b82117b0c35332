"""What a query answers, row by row: the answer of a query is never held as a whole.

Oxigraph's own results are read where it is the store; rdflib would keep every row that it has given.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Literal, NamedTuple

from kg import resources
from kg.errors import QueryError
from kg.query.guard import Form
from kg.query.header import Query
from kg.query.lookup import base, short
from kg.sparql import NAMESPACES

if TYPE_CHECKING:
    import pyoxigraph
    from rdflib import Dataset

Cell = str | int | float | None
SEPARATOR = "; "
_XSD = NAMESPACES["xsd"]
_STRING = f"{_XSD}string"
_INTEGER = f"{_XSD}integer"
_DECIMALS = (f"{_XSD}decimal", f"{_XSD}double", f"{_XSD}float")


class Term(NamedTuple):
    """A term of RDF as the SPARQL results formats have it.

    Attributes:
        kind: as in SPARQL 1.1 Query Results JSON Format, section 3.2.2; a triple term is a literal of its own text.
        datatype: of a literal that has one and is no plain text.
    """

    kind: Literal["uri", "literal", "bnode"]
    value: str
    datatype: str = ""
    language: str = ""


class Row(NamedTuple):
    """One row: its cells as plain values, and its terms, ``None`` where unbound."""

    cells: tuple[Cell, ...]
    terms: tuple[Term | None, ...]


@dataclass(frozen=True, slots=True)
class Answer:
    """The answer of one query, to be read once.

    Attributes:
        form: what kind of query it was.
        columns: variables of SELECT in their order; ``captions`` what to show above them.
        rows: of SELECT.
        truth: of ASK.
        triples: of CONSTRUCT and DESCRIBE, as Oxigraph's.
    """

    query: Query
    form: Form
    columns: tuple[str, ...] = ()
    captions: tuple[str, ...] = ()
    rows: Iterator[Row] = field(default_factory=lambda: iter(()))
    truth: bool | None = None
    triples: Iterator[pyoxigraph.Triple] = field(default_factory=lambda: iter(()))


def answer(ds: Dataset, query: Query, text: str, form: Form) -> Answer:
    """Put a query to a dataset as text: prepared, or with ``initBindings``, it would be left to rdflib's engine.

    Args:
        ds: a dataset whose default graph is the union of its graphs.
        query: the query with its header.
        text: its SPARQL with all parameters bound.
        form: what :func:`kg.query.guard.check` said of it.

    Raises:
        QueryError: it fails, now or while rows are read.
    """
    start = base(ds)
    with _told(query):
        # those of the catalogue allow for a triple in several graphs; a user must not have to
        own = query.path.parent.parent != resources.queries()
        found = _oxigraph(ds, text, once=own) if own or _is_oxigraph(ds) else _rdflib(ds, text)
    variables, terms, truth, triples = found
    if form == "select":
        captions = dict(query.columns)
        lists = frozenset(i for i, name in enumerate(variables) if name in query.lists)
        return Answer(
            query,
            form,
            columns=variables,
            captions=tuple(captions.get(name, name) for name in variables),
            rows=_rows(query, terms, lists, start),
        )
    return Answer(query, form, truth=truth, triples=_guarded(query, triples))


def cell(term: Term | None, start: str | None) -> Cell:
    """Return a term as a plain value; an IRI under ``start`` is shortened."""
    if term is None:
        return None
    if term.kind == "uri":
        return short(term.value, start)
    if term.datatype == _INTEGER:
        return int(term.value)
    if term.datatype in _DECIMALS:
        return float(term.value)
    return term.value


_Found = tuple[tuple[str, ...], Iterator[tuple[Term | None, ...]], bool | None, Iterator[Any]]


def _oxigraph(ds: Dataset, text: str, *, once: bool) -> _Found:
    import pyoxigraph as po

    from kg.store.engine import merged, reading

    if once:
        found = merged(ds).query(text, prefixes=NAMESPACES)
    else:
        found = reading(ds).query(text, prefixes=NAMESPACES, use_default_graph_as_union=True)
    if isinstance(found, po.QueryBoolean):
        return (), iter(()), bool(found), iter(())
    if isinstance(found, po.QueryTriples):
        return (), iter(()), None, found
    names = tuple(variable.value for variable in found.variables)
    convert = _converter()
    return names, (tuple(map(convert, row)) for row in found), None, iter(())


def _converter() -> Callable[[Any], Term | None]:
    from pyoxigraph import BlankNode, Literal, NamedNode

    def convert(term: Any) -> Term | None:
        if term is None:
            return None
        kind = type(term)
        if kind is NamedNode:
            return Term("uri", term.value)
        if kind is Literal:
            if language := term.language:
                return Term("literal", term.value, language=language)
            datatype = term.datatype.value
            return Term("literal", term.value, "" if datatype == _STRING else datatype)
        return Term("bnode", term.value) if kind is BlankNode else Term("literal", str(term))

    return convert


def _rdflib(ds: Dataset, text: str) -> _Found:
    import pyoxigraph as po

    found = ds.query(text, initNs=NAMESPACES)
    if found.type == "ASK":
        return (), iter(()), bool(found.askAnswer), iter(())
    if found.type != "SELECT":
        data = found.graph.serialize(format="nt", encoding="utf-8") if found.graph is not None else b""
        return (), iter(()), None, (quad.triple for quad in po.parse(data, format=po.RdfFormat.N_TRIPLES))
    variables = found.vars or []
    rows = (tuple(_from_rdflib(row.get(name)) for name in variables) for row in found.bindings)
    return tuple(map(str, variables)), rows, None, iter(())


def _from_rdflib(term: Any) -> Term | None:
    from rdflib import BNode, Literal, URIRef

    if term is None:
        return None
    if isinstance(term, Literal):
        datatype = str(term.datatype or "")
        return Term("literal", str(term), "" if datatype == _STRING else datatype, term.language or "")
    if isinstance(term, BNode):
        return Term("bnode", str(term))
    return Term("uri", str(term)) if isinstance(term, URIRef) else Term("literal", str(term))


def _is_oxigraph(ds: Dataset) -> bool:
    from oxrdflib import OxigraphStore

    return isinstance(ds.store, OxigraphStore)


def _rows(
    query: Query, found: Iterator[tuple[Term | None, ...]], lists: frozenset[int], start: str | None
) -> Iterator[Row]:
    for terms in _guarded(query, found):
        cells = [cell(term, start) for term in terms]
        for i in lists:
            cells[i] = _sorted(cells[i])
        yield Row(tuple(cells), terms)


def _guarded(query: Query, found: Iterator[Any]) -> Iterator[Any]:
    with _told(query):
        yield from found


@contextmanager
def _told(query: Query) -> Iterator[None]:
    from pyparsing import ParseBaseException
    from rdflib.plugins.sparql.sparql import SPARQLError

    try:
        yield
    except (ParseBaseException, SPARQLError, SyntaxError, ValueError, RuntimeError, OSError) as error:
        raise QueryError(f"{query.path}: cannot be answered: {' '.join(str(error).split())}") from error


def _sorted(value: Cell) -> Cell:
    """Sort the parts of a joined cell; an empty one is unbound (engines differ on joining nothing)."""
    if not isinstance(value, str):
        return value
    return SEPARATOR.join(sorted(set(value.split(SEPARATOR)) - {""})) or None
