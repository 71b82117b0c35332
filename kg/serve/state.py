"""What the handlers of one application share."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from starlette.requests import Request

from kg.serve.limits import Limits
from kg.serve.pool import Pool


@dataclass(slots=True)
class State:
    """The workers and what they made once.

    Attributes:
        open: workers for queries that people write, which may be slow.
        house: workers for Parley's own questions and pages, which those must not keep waiting.
        kept: what was made once, by name, with the mark of the store it was made of.
    """

    limits: Limits
    open: Pool
    house: Pool
    name: str
    kept: dict[str, tuple[object, Any]] = field(default_factory=dict)


def state(request: Request) -> State:
    """Return the state of the application that a request came to."""
    found: State = request.app.state.parley
    return found
