"""Questions to a graph: the ``.rq`` files of the catalogue, or of a user, run with named, typed parameters.

``run(ds, "timeline", actor="Lavrov")`` reads ``queries/timeline.rq``, whose comment header declares title, columns and
parameters, binds the parameters and returns a :class:`kg.model.Table`.
"""

from __future__ import annotations

from kg.query.engine import run
from kg.query.header import Parameter, Query, catalogue, find, parse, themes
from kg.query.lookup import resolve_actor, resolve_negotiation, resolve_thing
from kg.query.reference import document

__all__ = [
    "Parameter",
    "Query",
    "catalogue",
    "document",
    "find",
    "parse",
    "resolve_actor",
    "resolve_negotiation",
    "resolve_thing",
    "run",
    "themes",
]
