"""Values of parameters: read, looked up in the graph, and written as terms that cannot break out of their place."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import TYPE_CHECKING

from kg.errors import QueryError
from kg.model import PartialDate
from kg.query.days import check_order, read_date
from kg.query.header import Parameter, Query, placeholder
from kg.query.lookup import resolve_actor, resolve_thing
from kg.query.terms import iri, literal

if TYPE_CHECKING:
    from rdflib import Dataset


def bind(ds: Dataset, query: Query, given: Mapping[str, object]) -> str:
    """Return the query's text with values in place of its parameters, all put there at once: none is searched again.

    Args:
        ds: the graph that names are looked up in.
        query: the query with its header.
        given: values by name; ``None`` is as good as none.

    Raises:
        QueryError: a parameter is unknown or missing, or a value is none of its type.
    """
    values: dict[str, object] = {
        param.name: param.default for param in query.params if param.default is not None
    }
    values |= {query.param(name).name: value for name, value in given.items() if value is not None}
    _check_order(query, values)
    terms = {name: _term(ds, query.param(name), value, query) for name, value in values.items()}
    for param in query.params:
        if param.required and param.name not in terms:
            raise QueryError(f"query {query.name} needs --{param.name}: {param.text}")
    if not terms:
        return query.text
    return placeholder(*terms).sub(
        lambda match: f"VALUES ?{match['name']} {{ {terms[match['name']]} }}", query.text
    )


def _check_order(query: Query, values: Mapping[str, object]) -> None:
    since, until = (
        _date(values[name], f"query {query.name}, parameter {name}")
        if name in values and query.param(name).type == "date"
        else None
        for name in ("since", "until")
    )
    try:
        check_order(since, until)
    except QueryError as error:
        raise QueryError(f"query {query.name}: {error}") from None


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
    if isinstance(value, PartialDate):
        return value.value
    try:
        return read_date(str(value))
    except QueryError as error:
        raise QueryError(f"{where}: {error}") from None
