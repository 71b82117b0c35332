"""What one request may use. All of it is enforced outside the query engine, which cannot stop a query by itself."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Limits:
    """The limits of a service.

    Attributes:
        seconds: how long one query may run; its process is killed then.
        page_seconds: the same for what is made once and kept, the network page.
        rows: how many rows or triples one answer may have.
        size: how many bytes one answer may have.
        query: how many bytes a request's query may have, body or address.
        memory: how many bytes of data one process may hold (Linux; elsewhere it is not limited).
        workers: how many queries run at once.
        waiting: how many more may wait for their turn, each no longer than ``seconds``.
        idle: how many seconds a client may take to send the rest of a request.
    """

    seconds: float = 30.0
    page_seconds: float = 300.0
    rows: int = 1_000_000
    size: int = 256 * 2**20
    query: int = 64 * 2**10
    memory: int = 4 * 2**30
    workers: int = 2
    waiting: int = 500
    idle: float = 20.0
