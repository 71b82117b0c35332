"""Serving until told to stop."""

from __future__ import annotations

import errno
import os
import socket
from collections.abc import Callable
from pathlib import Path

from kg.errors import StoreError
from kg.serve.limits import Limits
from kg.serve.source import opened


class ServeError(StoreError):
    """The service cannot start: its address cannot be had, or an extra is missing."""


def run(
    graph: Path | None,
    *,
    store: Path | None = None,
    host: str = "127.0.0.1",
    port: int = 8000,
    limits: Limits | None = None,
    origins: tuple[str, ...] = (),
    ready: Callable[[str], None] = lambda address: None,
) -> None:
    """Serve a graph until the process is told to stop (Ctrl-C, SIGTERM).

    Args:
        graph: a graph file, a folder that ``kg build`` made, or a store; not looked at if ``store`` is given.
        store: a store on disk. It may be written to meanwhile; later answers show it as it is then.
        host: address to listen on; other than loopback, everybody who reaches it can read the graph.
        port: port to listen on; 0 for any that is free.
        limits: what a request may use.
        origins: origins of other sites whose scripts may read answers, ``*`` for all.
        ready: told the service's address when it takes requests.

    Raises:
        ServeError: the extra ``serve`` is missing, or the address cannot be had.
        StoreError: there is no such graph, or it cannot be read.
    """
    try:
        from kg.serve.app import application
        from kg.serve.server import serve
    except ModuleNotFoundError as error:
        missing = (error.name or "").partition(".")[0]
        if missing == "kg":
            raise
        raise ServeError(
            f"{missing} is not installed; install it with: pip install 'parley-kg[serve]'"
        ) from None
    listening = _listen(host, port)
    with listening, opened(graph, store) as folder:
        name = (store or graph or folder).name
        app = application(folder, name=name, host=host, limits=limits, origins=origins)
        bound = listening.getsockname()[1]
        shown = f"[{host}]" if ":" in host else host
        serve(app, listening, lambda: ready(f"http://{shown}:{bound}/"), idle=(limits or Limits()).idle)


def _listen(host: str, port: int) -> socket.socket:
    """Return a socket that listens, before anything slow is done for it.

    Raises:
        ServeError: the address is taken, not this machine's, or not allowed.
    """
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    # named TCP: asyncio turns delayed sends (Nagle) off only on sockets that say so; an answer waited 40 ms for nothing
    listening = socket.socket(family, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    if os.name == "posix":
        listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listening.bind((host.strip("[]"), port))
        listening.listen(128)
    except (OSError, OverflowError) as error:
        listening.close()
        if isinstance(error, OSError) and error.errno == errno.EADDRINUSE:
            raise ServeError(
                f"port {port} on {host} is taken; choose another with --port, or 0 for any"
            ) from None
        reason = error.strerror if isinstance(error, OSError) else str(error)
        raise ServeError(f"{host}, port {port}: cannot be listened on: {reason}; choose another") from None
    return listening
