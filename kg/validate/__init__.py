"""Does a graph keep its contract? SHACL shapes, queries that must return nothing, and every quote against its text."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kg.model import Issue
from kg.store.engine import inner
from kg.validate.queries import Check, checks, run_checks
from kg.validate.quotes import check_quotes
from kg.validate.shapes import check_shapes
from kg.validate.snapshot import Snapshot
from kg.validate.terms import check_terms

if TYPE_CHECKING:
    from rdflib import Dataset

__all__ = ["Check", "checks", "validate"]

_LEVELS = ("error", "warning", "info")


def validate(ds: Dataset) -> list[Issue]:
    """Check a graph: ``ontology/shapes`` by SHACL, ``queries/checks``, quotes against their articles, unknown terms.

    Shapes hold within one article's graph, since articles may contradict one another; checks look across graphs.

    Args:
        ds: any dataset; a graph read from Turtle, which keeps no graphs apart, is checked as one, without counts.

    Returns:
        What is wrong, errors first, then by article; empty for a good graph. ``where`` is the article's identifier.

    Raises:
        DataFileError: a shape or check is itself malformed.
    """
    store = inner(ds)
    snapshot = Snapshot.of(store)
    found = {
        *check_terms(snapshot),
        *check_shapes(snapshot),
        *check_quotes(snapshot),
        *run_checks(store, snapshot),
    }
    return sorted(found, key=lambda i: (_LEVELS.index(i.level), i.where, i.message))
