"""Worker processes, as many as are allowed at once, each killed and replaced when a request takes too long."""

from __future__ import annotations

import asyncio
import multiprocessing
import os
import tempfile
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from multiprocessing.connection import Connection
from multiprocessing.process import BaseProcess
from pathlib import Path
from typing import IO, Any

from kg.errors import StoreError
from kg.serve import worker
from kg.serve.limits import Limits
from kg.serve.source import mark

_IN_MEMORY = 4 * 2**20
_START = 60.0
_HOW = "forkserver" if "forkserver" in multiprocessing.get_all_start_methods() else "spawn"


class Refused(Exception):
    """A request that gets no answer; ``status`` is the one of HTTP that says why."""

    status = 500

    def __init__(self, message: str, *, offers: tuple[tuple[str, str], ...] = ()) -> None:
        super().__init__(message)
        self.offers = offers


class BadRequest(Refused):
    """The request's own fault."""

    status = 400


class NotThere(Refused):
    """No such thing; ``offers`` are addresses and titles of what may have been meant."""

    status = 404


class TooLarge(Refused):
    """The answer is over a limit."""

    status = 413


class Busy(Refused):
    """No time, or no worker."""

    status = 503


@dataclass(slots=True)
class Answer:
    """What came of a request: pieces in a file at its start, their size, and the value that ended it."""

    body: IO[bytes]
    size: int
    value: Any


class Worker:
    """One process and the line to it."""

    def __init__(self, folder: Path, limits: Limits, place: Callable[[], Path] | None = None) -> None:
        context: Any = multiprocessing.get_context(_HOW)  # Process is not in its base's stub
        if _HOW == "forkserver":
            # imported once there: a worker that takes another's place is ready in milliseconds
            context.set_forkserver_preload(["kg.serve.tasks"])
        self.mark = mark(folder)
        try:
            reads = folder if place is None else place()
        except StoreError as error:
            raise Refused(str(error)) from error
        ours, theirs = context.Pipe()
        self.line: Connection = ours
        self.process: BaseProcess = context.Process(
            target=worker.main, args=(theirs, reads, limits), daemon=True, name="kg-serve"
        )
        self.process.start()
        theirs.close()
        # its clock starts when it is ready: what it must read first is not the request's doing
        try:
            ready: worker.Message | None = ours.recv() if ours.poll(_START) else None
        except EOFError:
            ready = None
        if ready is None or ready.kind != "done":
            self.kill()
            raise Refused(ready.value if ready else "no process could be started to answer")

    async def ask(self, task: str, arguments: dict[str, Any], seconds: float) -> Answer:
        """Have a task done.

        Raises:
            Refused: it failed, or took longer than ``seconds``; then the process is gone.
        """
        deadline = time.monotonic() + seconds
        # closed with the answer
        body = tempfile.SpooledTemporaryFile(max_size=_IN_MEMORY)  # noqa: SIM115
        size = 0
        try:
            self.line.send((task, arguments, seconds))
            while True:
                if not await _readable(self.line, deadline - time.monotonic()):
                    self.kill()
                    raise Busy(f"stopped after {seconds:g} seconds; ask for less at once")
                message: worker.Message = self.line.recv()
                size += body.write(message.piece)
                if message.kind != "piece":
                    break
        except (EOFError, OSError):
            self.kill()
            raise TooLarge("the answer needs more memory than one may use; ask for less at once") from None
        if message.kind == "done":
            body.seek(0)
            return Answer(body, size, message.value)
        body.close()
        if message.kind == "missing":
            raise NotThere("there is no such thing in the graph", offers=message.value)
        if message.kind == "error":
            self.kill()
            raise Refused(message.value)
        raise {"query": BadRequest, "much": TooLarge}[message.kind](message.value)

    def kill(self) -> None:
        """End the process at once, whatever it does."""
        self.process.kill()
        self.process.join()
        self.line.close()

    @property
    def alive(self) -> bool:
        """Whether it can be asked again; one that ended meanwhile has hung up, which reads as its end."""
        return not self.line.closed and not self.line.poll()


async def _readable(line: Connection, seconds: float) -> bool:
    """Wait until something can be read from a line, or its other end is gone; ``False`` where neither was in time.

    The event loop waits, and no thread: handing a request to a thread and back costs more than most answers do.
    """
    if seconds <= 0:
        return False
    loop = asyncio.get_running_loop()
    ready: asyncio.Future[bool] = loop.create_future()

    def tell(told: bool) -> None:
        if not ready.done():
            ready.set_result(told)

    file = line.fileno()
    try:
        loop.add_reader(file, tell, True)
    except NotImplementedError:  # the loops of Windows
        return await loop.run_in_executor(None, line.poll, seconds)
    clock = loop.call_later(seconds, tell, False)
    try:
        return await ready
    finally:
        clock.cancel()
        loop.remove_reader(file)
        # libuv makes what it watches non-blocking, and a message longer than the line's buffer comes in several reads
        os.set_blocking(file, True)


class Pool:
    """Workers over one store. A store that was written to meanwhile gets new ones, which see it as it is then.

    Args:
        folder: the store's.
        limits: what a request may use.
        place: gives the folder of a copy of the store as it is now, for the workers to read instead.
    """

    def __init__(self, folder: Path, limits: Limits, place: Callable[[], Path] | None = None) -> None:
        self.folder, self.limits, self._place = folder, limits, place
        self._idle: list[Worker] = []
        self._busy: set[Worker] = set()
        # new workers are started in threads: that takes long enough to keep other requests waiting
        self._threads = ThreadPoolExecutor(limits.workers, thread_name_prefix="kg-serve")
        self._turn = asyncio.Semaphore(limits.workers)
        self._waiting = 0
        self._running: set[asyncio.Task[Answer]] = set()

    async def ask(self, task: str, *, seconds: float | None = None, **arguments: Any) -> Answer:
        """Have a task done by the next worker that is free.

        Args:
            task: a name of ``kg.serve.tasks.TASKS``.
            seconds: its own time limit; ``None`` for that of a query.

        Raises:
            Refused: too many are waiting, or the task failed, was too slow or too large.
        """
        if self._waiting >= self.limits.waiting:
            raise Busy("too many requests at once; try again in a moment")
        self._waiting += 1
        try:
            await asyncio.wait_for(self._turn.acquire(), self.limits.seconds)
        except TimeoutError:
            raise Busy("too many requests at once; try again in a moment") from None
        finally:
            self._waiting -= 1
        limit = self.limits.seconds if seconds is None else seconds
        # a task of its own: a client that hangs up must not leave a worker in the middle of an answer
        running = asyncio.create_task(self._ask(task, arguments, limit))
        self._running.add(running)
        running.add_done_callback(self._done)
        return await asyncio.shield(running)

    def _done(self, running: asyncio.Task[Answer]) -> None:
        self._running.discard(running)
        self._turn.release()
        if not running.cancelled():
            running.exception()  # seen, also where nobody waits for it any more

    async def _ask(self, task: str, arguments: dict[str, Any], seconds: float) -> Answer:
        try:
            return await self._ask_one(await self._take(), task, arguments, seconds)
        except Refused as error:
            if type(error) is not Refused:
                raise
            # files may have gone while it read: a store that is filled anew takes the place of the old one
            return await self._ask_one(await self._started(), task, arguments, seconds)

    async def _ask_one(self, one: Worker, task: str, arguments: dict[str, Any], seconds: float) -> Answer:
        self._busy.add(one)
        try:
            return await one.ask(task, arguments, seconds)
        except asyncio.CancelledError:
            one.kill()
            raise
        finally:
            self._busy.discard(one)
            if one.alive:
                self._idle.append(one)

    async def _take(self) -> Worker:
        now = mark(self.folder) if self._idle else ()
        while self._idle:
            one = self._idle.pop()
            if one.alive and one.mark == now:
                return one
            one.kill()
        return await self._started()

    async def _started(self) -> Worker:
        loop = asyncio.get_running_loop()
        return await loop.run_in_executor(self._threads, Worker, self.folder, self.limits, self._place)

    def warm(self) -> None:
        """Start a first worker meanwhile, so that the first request need not wait for it."""
        self._threads.submit(lambda: self._idle.append(Worker(self.folder, self.limits, self._place)))

    def close(self) -> None:
        """End all workers."""
        for one in (*self._idle, *self._busy):
            one.kill()
        self._threads.shutdown(wait=False, cancel_futures=True)
