"""Running a query: its form told, its parameters bound, its rows as plain values, its errors in one line."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from kg.errors import QueryError
from kg.model import Table
from kg.query import guard
from kg.query.answers import Answer, answer
from kg.query.header import find
from kg.query.values import bind

if TYPE_CHECKING:
    from rdflib import Dataset


def run(ds: Dataset, name_or_path: str | Path, /, **params: object) -> Table:
    """Run a query of the catalogue, or of a user's ``.rq`` file, over all graphs of ``ds``.

    Args:
        ds: the graph; asked as the union of its named graphs.
        name_or_path: a name as ``catalogue()`` has it, or a path that ends in ``.rq``.
        params: values by name; ``None`` is as good as leaving it out.

    Returns:
        The rows in the query's order; of ASK one cell, ``yes`` or ``no``. IRIs under the data's base are shortened to
        the ids that ``kg explain`` takes, Parley's own terms to their names; numbers are numbers; unbound cells are
        ``None``.

    Raises:
        QueryError: query, parameter or value is unknown or wrong, the SPARQL is not valid, changes data or asks
            elsewhere, or it gives no table.
        DataFileError: the query's header is malformed.
    """
    found = ask(ds, name_or_path, **params)
    if found.truth is not None:
        return Table(found.query.name, ("answer",), (("yes" if found.truth else "no",),), ("answer",))
    if found.form != "select":
        raise QueryError(f"{found.query.path}: gives a graph, not a table; write it as a SELECT query")
    rows = tuple(row.cells for row in found.rows)
    return Table(found.query.name, found.columns, rows, found.captions)


def ask(ds: Dataset, name_or_path: str | Path, /, **params: object) -> Answer:
    """Begin to run a query, as :func:`run` does; its rows or triples come as they are read.

    Raises:
        QueryError: as of :func:`run`; also while rows are read.
        DataFileError: the query's header is malformed.
    """
    query = find(name_or_path)
    form = guard.check(query.text, where=str(query.path))
    return answer(_union(ds), query, bind(ds, query, params), form)


def _union(ds: Dataset) -> Dataset:
    """Return ``ds``, or a view of the same store that asks all its graphs at once."""
    from rdflib import Dataset

    return ds if ds.default_union else Dataset(store=ds.store, default_union=True)
