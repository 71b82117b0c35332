"""The application: its addresses and what answers them."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, Response
from starlette.routing import Route

from kg.serve import pages, protocol, rest
from kg.serve.answers import json_error
from kg.serve.limits import Limits
from kg.serve.merged import Merged
from kg.serve.pool import Pool, Refused
from kg.serve.shield import Shield
from kg.serve.state import State

ROUTES = [
    Route("/sparql", protocol.endpoint, methods=["GET", "HEAD", "POST"]),
    Route("/api", rest.index),
    Route("/api/openapi.json", rest.openapi),
    Route("/api/status", rest.status),
    Route("/api/queries", rest.queries),
    Route("/api/queries/{name}", rest.query),
    Route("/api/search", rest.search),
    Route("/api/articles", rest.articles),
    Route("/api/articles/{id:path}", rest.article),
    Route("/api/things/{id:path}", rest.thing),
    Route("/", pages.home),
    Route("/questions/{name}", pages.question),
    Route("/query", pages.query, methods=["GET", "HEAD", "POST"]),
    Route("/search", pages.search),
    Route("/graph", pages.network),
    Route("/board/{id:path}", pages.board),
    Route("/ns", pages.vocabulary),
    Route("/ns/{term}", pages.term),
    Route("/ns{suffix}", pages.vocabulary),
    Route("/resource", pages.resource),
    Route("/assets/{name}", pages.asset),
    Route("/{kind}", pages.listing),
    Route("/{id:path}", pages.thing),
]
"""Addresses and what answers them, the first that fits."""


def application(
    folder: Path,
    *,
    name: str,
    host: str = "127.0.0.1",
    limits: Limits | None = None,
    origins: tuple[str, ...] = (),
) -> Starlette:
    """Return the ASGI application over a store.

    Args:
        folder: the store's folder, as ``kg.serve.source.opened`` yields it.
        name: what to call the graph on its pages.
        host: what it listens on: see :class:`kg.serve.shield.Shield`.
        limits: what a request may use; ``None`` for the usual.
        origins: origins of other sites whose scripts may read answers.
    """
    limits = limits or Limits()

    @asynccontextmanager
    async def lifespan(app: Starlette) -> AsyncIterator[None]:
        merged = Merged(folder)
        parley = State(limits, Pool(folder, limits, merged.place), Pool(folder, limits), name)
        app.state.parley = parley
        parley.house.warm()
        try:
            yield
        finally:
            parley.open.close()
            parley.house.close()
            merged.close()

    return Starlette(
        routes=ROUTES,
        exception_handlers={Refused: _refused, HTTPException: _http},
        middleware=[Middleware(Shield, host=host, origins=origins)],
        lifespan=lifespan,
    )


async def _refused(request: Request, error: Exception) -> Response:
    assert isinstance(error, Refused)
    return (
        json_error(error) if request.url.path.startswith("/api") else await pages.error_page(request, error)
    )


async def _http(request: Request, error: Exception) -> Response:
    """What the router itself refuses: an unknown address, another method."""
    assert isinstance(error, HTTPException)
    if request.url.path.startswith("/api"):
        return JSONResponse({"error": error.detail}, error.status_code, headers=error.headers)
    return PlainTextResponse(f"{error.detail}\n", error.status_code, headers=error.headers)
