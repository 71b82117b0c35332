"""What a graph says: its contract, its dates, and whether what follows is what the rules give."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, datetime
from typing import TYPE_CHECKING

import pyoxigraph as po

from kg.derive import derive
from kg.model import Issue
from kg.ontology import KG
from kg.store.engine import inner
from kg.validate import validate

if TYPE_CHECKING:
    from rdflib import Dataset

_XSD = "http://www.w3.org/2001/XMLSchema#"
_DERIVED = "/graph/derived"
_MONTH = re.compile(r"\d{4}-(0[1-9]|1[0-2])")
_YEAR = re.compile(r"\d{4}")
_NAMED = 3  # how many triples of a difference are shown


def examine_graph(ds: Dataset) -> Iterator[Issue]:
    """Yield what is wrong with a graph: shapes, checks and quotes, dates that are none, what does not follow.

    Args:
        ds: any dataset; it is not changed.

    Raises:
        DataFileError: a shape, check or rule is itself malformed.
    """
    yield from validate(ds)
    store = inner(ds)
    yield from _dates(store)
    yield from _derived(store)


def _dates(store: po.Store) -> Iterator[Issue]:
    for quad in sorted(store, key=str):
        if isinstance(quad.object, po.Literal) and not _possible(quad.object):
            kind = quad.object.datatype.value.removeprefix(_XSD)
            yield Issue(
                "error",
                _shown(quad.subject),
                f"has {quad.object.value!r} for {_shown(quad.predicate)}, which is no {kind}",
                "build the graph again from its articles",
            )


def _possible(literal: po.Literal) -> bool:
    kind = literal.datatype.value
    try:
        if kind == f"{_XSD}date":
            date.fromisoformat(literal.value)
        elif kind == f"{_XSD}dateTime":
            datetime.fromisoformat(literal.value)
    except ValueError:
        return False
    if kind == f"{_XSD}gYearMonth":
        return _MONTH.fullmatch(literal.value) is not None
    return kind != f"{_XSD}gYear" or _YEAR.fullmatch(literal.value) is not None


def _derived(store: po.Store) -> Iterator[Issue]:
    names = [name for name in store.named_graphs() if isinstance(name, po.NamedNode)]
    derived = next((name for name in names if name.value.endswith(_DERIVED)), None)
    about = any(store.quads_for_pattern(None, None, po.NamedNode(KG.Article)))
    if derived is None or not about:
        # a graph without names, or one to which nothing was added that follows: nothing to compare
        return
    had = _triples(store, derived)
    copy = po.Store()
    copy.bulk_extend(quad for quad in store if quad.graph_name != derived)
    derive(copy, base=derived.value.removesuffix(_DERIVED.removeprefix("/")))
    now = _triples(copy, derived)
    for what, some in (
        ("is derived and does not follow", had - now),
        ("follows and is not there", now - had),
    ):
        if some:
            shown = "; ".join(sorted(some)[:_NAMED])
            yield Issue(
                "error",
                derived.value,
                f"{len(some)} of its triples {what}, such as {shown}",
                "build the graph again from its articles",
            )


def _triples(store: po.Store, graph: po.NamedNode) -> set[str]:
    return {str(quad.triple) for quad in store.quads_for_pattern(None, None, None, graph)}


def _shown(term: object) -> str:
    return term.value if isinstance(term, po.NamedNode) else str(term)
