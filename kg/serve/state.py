"""What the handlers of one application share."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field
from typing import Any

from starlette.requests import Request

from kg.serve.limits import Limits
from kg.serve.pool import Pool
from kg.serve.recent import Recent
from kg.serve.source import mark
from kg.serve.things import About


@dataclass(slots=True)
class State:
    """The workers and what they made once.

    Attributes:
        open: workers for queries that people write, which may be slow.
        house: workers for Parley's own questions and pages, which those must not keep waiting.
        recent: small answers to queries in addresses, as long as the store does not change.
        kept: what was made once, by name, with the mark of the store it was made of.
    """

    limits: Limits
    open: Pool
    house: Pool
    name: str
    recent: Recent = field(default_factory=Recent)
    kept: dict[str, tuple[object, Any]] = field(default_factory=dict)
    locks: dict[str, asyncio.Lock] = field(default_factory=dict)


def state(request: Request) -> State:
    """Return the state of the application that a request came to."""
    found: State = request.app.state.parley
    return found


async def about(request: Request) -> About:
    """Return what the graph holds; asked again only after the store was written to."""
    found: About = await kept(request, "about")
    return found


async def kept(request: Request, task: str, *, seconds: float | None = None) -> Any:
    """Return what a task of no arguments gave: its value, or the bytes that it sent; made once for a store as it is.

    Raises:
        Refused: it could not be made.
    """
    parley = state(request)
    async with parley.locks.setdefault(task, asyncio.Lock()):
        now = mark(parley.house.folder)
        if task in parley.kept and parley.kept[task][0] == now:
            return parley.kept[task][1]
        answer = await parley.house.ask(task, seconds=seconds)
        value = answer.value if not answer.size else answer.body.read()
        answer.body.close()
        parley.kept[task] = now, value
        return value
