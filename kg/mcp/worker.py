"""The process that holds the graph and does the tasks; one that takes too long is ended and another takes its place.

Oxigraph cannot stop a running query, so a time limit needs a process that can be killed.
"""

from __future__ import annotations

import multiprocessing
import os
import signal
from dataclasses import dataclass
from multiprocessing.connection import Connection
from multiprocessing.process import BaseProcess
from pathlib import Path
from threading import Lock
from typing import Any

from kg.errors import KGError, QueryError, StoreError
from kg.mcp.tasks import Reply

_START = 600.0
"""Seconds that opening a graph may take."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where the graph is: a file or folder, or a store on disk."""

    graph: Path
    store: Path | None = None


class Worker:
    """One process over one graph, and the line to it.

    Args:
        place: the graph.
        seconds: how long one task may take.
    """

    def __init__(self, place: Place, *, seconds: float) -> None:
        self.place, self.seconds = place, seconds
        self._lock = Lock()
        self._line: Connection | None = None
        self._process: BaseProcess | None = None

    def start(self) -> None:
        """Start the process and have it open the graph.

        Raises:
            StoreError: the graph cannot be opened.
        """
        # nothing of this process, its pipes to the assistant above all, is to be shared
        context = multiprocessing.get_context("spawn")
        ours, theirs = context.Pipe()
        self._process = context.Process(target=_main, args=(theirs, self.place), daemon=True, name="kg-mcp")
        self._process.start()
        theirs.close()
        self._line = ours
        try:
            kind, value = (
                ours.recv() if ours.poll(_START) else ("error", f"{self.place.graph}: not opened in time")
            )
        except EOFError:
            kind, value = "error", f"{self.place.store or self.place.graph}: could not be opened"
        if kind != "done":
            self.stop()
            raise StoreError(value)

    def do(self, task: str, arguments: dict[str, Any]) -> Reply:
        """Have a task done, one at a time.

        Raises:
            KGError: it failed, with the line that says why; or it took longer than ``seconds``.
        """
        with self._lock:
            if self._line is None:
                self.start()
            line = self._line
            assert line is not None
            try:
                line.send((task, arguments))
                if not line.poll(self.seconds):
                    self.stop()
                    raise QueryError(f"stopped after {self.seconds:g} seconds; ask for less at once")
                kind, value = line.recv()
            except (EOFError, OSError):
                self.stop()
                raise QueryError(
                    "the answer needs more than this machine has; ask for less at once"
                ) from None
        if kind == "done":
            reply: Reply = value
            return reply
        raise (QueryError if kind == "query" else KGError)(value)

    def stop(self) -> None:
        """End the process, whatever it does; the next task starts another."""
        if self._process is not None:
            self._process.kill()
            self._process.join()
        if self._line is not None:
            self._line.close()
        self._process = self._line = None


def _main(line: Connection, place: Place) -> None:
    """Do tasks until the parent hangs up."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    # the wire to the assistant is the parent's alone: whatever writes here goes to standard error
    os.dup2(os.open(os.devnull, os.O_RDONLY), 0)
    os.dup2(2, 1)
    from kg import store
    from kg.mcp.tasks import Tasks

    try:
        if place.store is not None:
            tasks = Tasks(store.disk(place.store, read_only=True))
        else:
            saved = place.graph / "graph.trig"
            tasks = Tasks(store.load(saved if saved.is_file() else place.graph))
    except KGError as error:
        line.send(("error", str(error)))
        return
    line.send(("done", None))
    while True:
        try:
            task, arguments = line.recv()
        except (EOFError, OSError):
            return
        try:
            answer: tuple[str, Any] = ("done", tasks.by_name[task](**arguments))
        except KGError as error:
            answer = ("query", str(error))
        except Exception as error:
            # the service goes on; the person who runs it sees what it was
            answer = ("error", f"internal error: {type(error).__name__}: {' '.join(str(error).split())}")
        line.send(answer)
