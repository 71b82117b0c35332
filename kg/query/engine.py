"""Running a query: parameters bound as terms, rows as plain values, errors in one line."""

from __future__ import annotations

import datetime
import re
import textwrap
from pathlib import Path
from typing import TYPE_CHECKING

from kg.errors import QueryError
from kg.model import PartialDate, Table
from kg.query.header import Parameter, Query, find, placeholder
from kg.query.lookup import base, resolve_actor, resolve_thing, short
from kg.query.terms import iri, literal
from kg.sparql import NAMESPACES

if TYPE_CHECKING:
    from rdflib import Dataset

Cell = str | int | float | None
SEPARATOR = "; "

_PLACE = re.compile(r"error at (?P<line>\d+):(?P<column>\d+): (?P<message>.*)", re.DOTALL)


def run(ds: Dataset, name_or_path: str | Path, /, **params: object) -> Table:
    """Run a query of the catalogue, or of a user's ``.rq`` file, over all graphs of ``ds``.

    Args:
        ds: the graph; asked as the union of its named graphs.
        name_or_path: a name as ``catalogue()`` has it, or a path that ends in ``.rq``.
        params: values by name; ``None`` is as good as leaving it out.

    Returns:
        The rows in the query's order. IRIs under the data's base are shortened to the ids that ``kg explain`` takes,
        Parley's own terms to their names; numbers are numbers; unbound cells are ``None``.

    Raises:
        QueryError: query, parameter or value is unknown or wrong, or the SPARQL is not valid.
        DataFileError: the query's header is malformed.
    """
    query = find(name_or_path)
    ds = _union(ds)
    columns, rows = _select(ds, _bind(ds, query, params), where=str(query.path))
    captions = dict(query.columns)
    lists = {columns.index(name) for name in query.lists if name in columns}
    return Table(
        name=query.name,
        columns=columns,
        rows=tuple(
            tuple(_sorted(cell) if i in lists else cell for i, cell in enumerate(row)) for row in rows
        ),
        captions=tuple(captions.get(name, name) for name in columns),
    )


def _select(ds: Dataset, text: str, *, where: str) -> tuple[tuple[str, ...], list[tuple[Cell, ...]]]:
    """Run the text of a SELECT (or ASK: one cell, ``yes`` or ``no``) and return its variables and rows.

    The text is passed as such: a prepared query or ``initBindings`` would leave the store's own engine for rdflib's.

    Raises:
        QueryError: the text is not valid, is no SELECT or ASK, or fails while it runs; ``where`` names it.
    """
    from pyparsing import ParseBaseException
    from rdflib.plugins.sparql.sparql import SPARQLError

    _check(text, where)
    try:
        result = ds.query(text, initNs=NAMESPACES)
        if result.type == "ASK":
            return ("answer",), [("yes" if result.askAnswer else "no",)]
        if result.type != "SELECT":
            raise QueryError(f"{where}: gives a graph, not a table; write it as a SELECT query")
        variables = result.vars or []
        start = base(ds)
        rows = [tuple(_cell(row[i], start) for i in range(len(variables))) for row in result]  # type: ignore[index]
    except (ParseBaseException, SPARQLError, SyntaxError, ValueError, RuntimeError, OSError) as error:
        raise QueryError(f"{where}: cannot be answered: {' '.join(str(error).split())}") from error
    return tuple(map(str, variables)), rows


def _check(text: str, where: str) -> None:
    """Parse with Oxigraph whatever the store is, so that the same mistake has the same message everywhere."""
    import pyoxigraph

    try:
        pyoxigraph.Store().query(text, prefixes=NAMESPACES)
    except SyntaxError as error:
        match = _PLACE.match(str(error))
        if not match:
            raise QueryError(f"{where}: not valid SPARQL: {error}") from error
        number, column = int(match["line"]), int(match["column"])
        line = (text.splitlines()[number - 1 : number] or [""])[0].strip()
        # what could have stood there may be a list of a hundred tokens
        message = textwrap.shorten(match["message"], 80, placeholder=" …")
        raise QueryError(f"{where}:{number}:{column}: not valid SPARQL: {message}, in: {line}") from error


def _bind(ds: Dataset, query: Query, given: dict[str, object]) -> str:
    """Put the values where the query declares its parameters, all in one pass so that no value is searched again."""
    values: dict[str, object] = {
        param.name: param.default for param in query.params if param.default is not None
    }
    values |= {query.param(name).name: value for name, value in given.items() if value is not None}
    terms = {name: _term(ds, query.param(name), value, query) for name, value in values.items()}
    for param in query.params:
        if param.required and param.name not in terms:
            raise QueryError(f"query {query.name} needs --{param.name}: {param.text}")
    if not terms:
        return query.text
    return placeholder(*terms).sub(
        lambda match: f"VALUES ?{match['name']} {{ {terms[match['name']]} }}", query.text
    )


def _term(ds: Dataset, param: Parameter, value: object, query: Query) -> str:
    where = f"query {query.name}, parameter {param.name}"
    if param.type == "choice":
        return literal(_choice(param, value, where))
    if param.type == "boolean":
        return _boolean(value, where)
    if param.type == "number":
        if isinstance(value, bool) or not re.fullmatch(
            r"[+-]?[0-9]{1,18}(\.[0-9]{1,18})?", str(value).strip()
        ):
            raise QueryError(f"{where}: {value!r} is not a number; write 2 or 0.5")
        # typed, not bare: rdflib's parser cannot negate a decimal
        return f'"{str(value).strip()}"^^<http://www.w3.org/2001/XMLSchema#decimal>'
    if param.type == "integer":
        if isinstance(value, bool) or not re.fullmatch(r"[+-]?[0-9]{1,18}", str(value).strip()):
            raise QueryError(f"{where}: {value!r} is not a whole number")
        return str(int(str(value)))
    if param.type == "date":
        return literal(_date(value, where))
    if not isinstance(value, str) or not value.strip():
        raise QueryError(f"{where}: {value!r} is no {'text' if param.type == 'text' else 'name'}")
    if param.type == "text":
        return literal(value)
    return iri(resolve_actor(ds, value) if param.type == "actor" else resolve_thing(ds, value))


def _choice(param: Parameter, value: object, where: str) -> str:
    text = str(value).strip().casefold()
    for choice in param.choices:
        if choice.casefold() == text:
            return choice
    raise QueryError(f"{where}: {value!r} is none of {', '.join(param.choices)}")


def _boolean(value: object, where: str) -> str:
    text = str(value).strip().casefold()
    if text in ("true", "yes", "1"):
        return "true"
    if text in ("false", "no", "0"):
        return "false"
    raise QueryError(f"{where}: {value!r} is neither yes nor no")


def _date(value: object, where: str) -> str:
    text = value.value if isinstance(value, PartialDate) else str(value).strip()
    try:
        date = PartialDate(text)
        if date.precision == "day":
            datetime.date.fromisoformat(text)
    except ValueError:
        raise QueryError(f"{where}: {text!r} is no date; write YYYY, YYYY-MM or YYYY-MM-DD") from None
    return text


def _cell(term: object, start: str | None) -> Cell:
    from rdflib import Literal, URIRef

    if term is None:
        return None
    if isinstance(term, URIRef):
        return short(str(term), start)
    if isinstance(term, Literal) and term.datatype is not None:
        kind = str(term.datatype).rpartition("#")[2]
        if kind == "integer":
            return int(term)
        if kind in {"decimal", "double", "float"}:
            return float(term)
    return str(term)


def _sorted(cell: Cell) -> Cell:
    """Sort the parts of a joined cell; an empty one is unbound (engines differ on joining nothing)."""
    if not isinstance(cell, str):
        return cell
    return SEPARATOR.join(sorted(set(cell.split(SEPARATOR)))) or None


def _union(ds: Dataset) -> Dataset:
    """Return ``ds``, or a view of the same store that asks all its graphs at once."""
    from rdflib import Dataset

    return ds if ds.default_union else Dataset(store=ds.store, default_union=True)
