"""The process that asks the store: it reads and answers, and can do nothing else.

It opens the store read-only, may write no file, open no network connection (Linux, where the system lets it) and use
only so much memory. Oxigraph cannot stop a running query; the parent kills this process instead, and should the parent
be gone, an alarm clock of the system does.
"""

from __future__ import annotations

import signal
import sys
from contextlib import suppress
from functools import partial
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any, Literal, NamedTuple

from kg.errors import KGError
from kg.serve.limits import Limits
from kg.serve.sink import TooMuch

Kind = Literal["piece", "done", "error", "query", "much", "missing"]
_NEW_NETWORK, _NEW_USER = 0x40000000, 0x10000000
_GRACE = 2.0


class Message(NamedTuple):
    """What a worker tells: a ``piece`` of the answer, that it is ``done`` and with what value, or what went wrong.

    The last piece comes with the end, so that a small answer is one message.
    ``query``: the fault is in the request; ``much``: over a limit; ``missing``: no such thing; ``error``: any other.
    """

    kind: Kind
    value: Any = None
    piece: bytes = b""


class Missing(Exception):
    """The graph has nothing of that name; the argument is a list of what may have been meant."""


def main(connection: Connection, folder: Path, limits: Limits) -> None:
    """Answer requests ``(task, arguments, seconds)`` until the parent hangs up.

    Each is answered by any number of pieces and one last message.
    """
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    _shut_in(limits.memory)
    from kg.serve.tasks import TASKS, Reader

    try:
        reader = Reader(folder, limits)
    except (KGError, OSError) as error:
        _tell(connection, Message("error", str(error)))
        return
    _tell(connection, Message("done"))
    while True:
        try:
            task, arguments, seconds = connection.recv()
        except (EOFError, OSError):
            return
        _alarm(seconds + _GRACE)
        held: list[bytes] = []
        try:
            value = TASKS[task](reader, partial(_pass_on, connection, held), **arguments)
            last = Message("done", value, b"".join(held))
        except Missing as error:
            last = Message("missing", error.args[0])
        except TooMuch as error:
            last = Message("much", str(error))
        except (KGError, SyntaxError) as error:
            last = Message("query", str(error))
        except MemoryError:
            last = Message("much", "the answer needs too much memory")
        except Exception as error:
            # whatever it was, the service goes on; the parent logs it
            last = Message("error", f"{type(error).__name__}: {' '.join(str(error).split())}")
        _alarm(0)
        if not _tell(connection, last):
            return


def _pass_on(connection: Connection, held: list[bytes], data: bytes) -> None:
    """Send the piece that was held back, and hold back this one."""
    if held:
        connection.send(Message("piece", None, held.pop()))
    held.append(data)


def _tell(connection: Connection, message: Message) -> bool:
    try:
        connection.send(message)
    except OSError:
        return False
    return True


def _alarm(seconds: float) -> None:
    if sys.platform != "win32":
        signal.setitimer(signal.ITIMER_REAL, seconds)


def _shut_in(memory: int) -> None:
    """Give up what answering does not need: network, writing files, more memory than the limit."""
    if sys.platform == "win32":
        return
    import resource

    if sys.platform == "linux":
        import ctypes

        # a network name space of its own holds no way out; some systems do not allow it, and the guard stands anyway
        with suppress(OSError, AttributeError):
            ctypes.CDLL(None).unshare(_NEW_USER | _NEW_NETWORK)
        resource.setrlimit(resource.RLIMIT_DATA, (memory, resource.getrlimit(resource.RLIMIT_DATA)[1]))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
