"""uvicorn's server, telling when it takes requests and ending as a command should."""

from __future__ import annotations

import signal
import socket
import threading
from collections.abc import Callable
from types import FrameType

import uvicorn
from starlette.types import ASGIApp
from uvicorn.protocols.http.auto import AutoHTTPProtocol

from kg.serve.patience import patient


class Server(uvicorn.Server):
    """A server that calls back when it is up."""

    def __init__(self, config: uvicorn.Config, ready: Callable[[], None]) -> None:
        super().__init__(config)
        self._ready = ready

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        """Start, and tell."""
        await super().startup(sockets)
        if self.started:
            self._ready()


def serve(app: ASGIApp, listening: socket.socket, ready: Callable[[], None], *, idle: float) -> None:
    """Serve on a socket until a signal says to stop; then return, so that what was opened for it is put away.

    Args:
        app: the application.
        listening: the socket.
        ready: called when requests are taken.
        idle: seconds that a client may take to send a request.
    """
    config = uvicorn.Config(
        app,
        http=patient(AutoHTTPProtocol, seconds=idle),
        ws="none",
        log_level="warning",
        access_log=False,
        server_header=False,
        proxy_headers=False,
        lifespan="on",
        timeout_graceful_shutdown=3,
        h11_max_incomplete_event_size=128 * 1024,
    )
    if threading.current_thread() is threading.main_thread():
        # uvicorn stops in order and then sends itself the signal again; by default SIGTERM would end the process there
        signal.signal(signal.SIGTERM, _stop)
    try:
        Server(config, ready).run(sockets=[listening])
    except KeyboardInterrupt:
        return


def _stop(number: int, frame: FrameType | None) -> None:
    raise KeyboardInterrupt
