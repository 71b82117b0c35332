"""A graph over HTTP, read-only: SPARQL 1.1 Protocol, the catalogue as REST, and pages for people.

``run(graph, ...)`` serves until it is told to stop; ``application(folder)`` is the ASGI application for a server of
one's own. Built on Starlette and uvicorn (extra ``serve``).
"""

from __future__ import annotations

from kg.serve.limits import Limits
from kg.serve.running import run

__all__ = ["Limits", "run"]
