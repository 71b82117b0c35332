"""The application: its addresses and what answers them."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.routing import Route

from kg.serve import protocol
from kg.serve.limits import Limits
from kg.serve.pool import Pool
from kg.serve.shield import Shield
from kg.serve.state import State


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
        parley = State(limits, Pool(folder, limits), Pool(folder, limits), name)
        app.state.parley = parley
        parley.house.warm()
        try:
            yield
        finally:
            parley.open.close()
            parley.house.close()

    return Starlette(
        routes=[Route("/sparql", protocol.endpoint, methods=["GET", "HEAD", "POST"])],
        middleware=[Middleware(Shield, host=host, origins=origins)],
        lifespan=lifespan,
    )
