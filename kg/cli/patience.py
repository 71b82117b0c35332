"""Waiting for an answer, but not for ever: Oxigraph cannot stop a query, but a process can stop waiting for it."""

from __future__ import annotations

import os
import queue
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from itertools import islice
from typing import NoReturn, TypeVar

from kg.errors import QueryError

_Item = TypeVar("_Item")
_BATCH = 500


class OutOfPatience(QueryError):
    """A query took longer than it was allowed to."""

    exit_code = 8


def patiently(produce: Callable[[], Iterator[_Item]], seconds: float) -> Iterator[_Item]:
    """Yield what ``produce`` yields, made in a thread of its own; what the reader takes to use it does not count.

    The thread cannot be ended while the store works; whoever gives up should end the process: see :func:`leave`.

    Args:
        produce: makes the items; errors that it raises are raised here.
        seconds: how long to wait in all; 0 for ever.

    Raises:
        OutOfPatience: it took longer.
    """
    made: queue.Queue[tuple[list[_Item], BaseException | None, bool]] = queue.Queue(maxsize=2)
    over = threading.Event()

    def give(batch: list[_Item], error: BaseException | None, done: bool) -> None:
        while not over.is_set():
            with suppress(queue.Full):
                made.put((batch, error, done), timeout=0.2)
                return

    def work() -> None:
        # all that the store gave is let go of in this thread, as pyoxigraph demands
        try:
            items = produce()
            # the first by itself: a reader at a terminal sees something at once
            size = 1
            while not over.is_set() and (batch := list(islice(items, size))):
                give(batch, None, False)
                size = _BATCH
            del items
            give([], None, True)
        except BaseException as error:
            give([], _without_frames(error), True)

    threading.Thread(target=work, daemon=True).start()
    try:
        yield from _taken(made, seconds)
    finally:
        over.set()


def _taken(
    made: queue.Queue[tuple[list[_Item], BaseException | None, bool]], seconds: float
) -> Iterator[_Item]:
    left = seconds
    while True:
        began = time.monotonic()
        try:
            # in slices: an interrupt is seen between them, whatever the store does
            batch, error, done = made.get(timeout=min(left, 0.2) if seconds else 0.2)
        except queue.Empty:
            left -= time.monotonic() - began
            if seconds and left <= 0:
                raise OutOfPatience(
                    f"no answer within {seconds:g} seconds; ask for less, or allow more with --timeout"
                ) from None
            continue
        left = max(left - (time.monotonic() - began), 0.001)
        if error is not None:
            raise error
        yield from batch
        if done:
            return


def _without_frames(error: BaseException) -> BaseException:
    """Take from an error what would hold the store's results and let go of them in another thread."""
    told: BaseException | None = error
    while told is not None:
        told.__traceback__ = None
        told = told.__cause__ or told.__context__
    return error


def leave(code: int) -> NoReturn:
    """End the process now, with a thread still in the store: it is only read, and nothing of it is half-written."""
    for stream in (sys.stdout, sys.stderr):
        try:
            stream.flush()
        except (OSError, ValueError):
            continue
    os._exit(code)
