"""The catalogue, read once: it does not change while it is served."""

from __future__ import annotations

from functools import cache

from kg import query
from kg.query import Query


@cache
def catalogue() -> dict[str, Query]:
    """Return the questions by name. Shared: do not change it."""
    return query.catalogue()


@cache
def themes() -> dict[str, tuple[Query, ...]]:
    """Return the questions by theme. Shared: do not change it."""
    return query.themes()
