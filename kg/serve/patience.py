"""uvicorn's protocol for HTTP, with an end to its patience: requests that never become whole hold nothing for ever."""

from __future__ import annotations

import asyncio
from typing import Any

HEAD = 128 * 2**10
"""How many bytes the first line and the headers of a request may have."""


def patient(protocol: type[asyncio.Protocol], *, seconds: float) -> type[asyncio.Protocol]:
    """Return a protocol of uvicorn's that hangs up on a client that does not send the rest of its request.

    uvicorn closes connections that idle after an answer, but waits for ever for a first request, for the rest of one,
    and (with httptools) takes headers without an end.

    Args:
        protocol: uvicorn's ``HttpToolsProtocol`` or ``H11Protocol``.
        seconds: how long a request may take to become whole, counted from the connection or from its first byte.
    """
    base: Any = protocol

    class Patient(base):  # type: ignore[misc]
        """See :func:`patient`."""

        _clock: asyncio.TimerHandle | None = None
        _head = 0

        def connection_made(self, transport: Any) -> None:
            """Begin to wait for a first request."""
            super().connection_made(transport)
            self._wind()

        def data_received(self, data: bytes) -> None:
            """Take a part of a request."""
            if self._in_head():
                self._head += len(data)
                if self._head > HEAD + len(data):
                    self.transport.close()
                    return
            super().data_received(data)
            if not self._in_head():
                self._head = 0
            if not self._waits():
                self._stop()
            elif self._clock is None:
                self._wind()

        def connection_lost(self, exc: Exception | None) -> None:
            """Stop waiting."""
            self._stop()
            super().connection_lost(exc)

        def _in_head(self) -> bool:
            return self.cycle is None or bool(self.cycle.response_complete)

        def _waits(self) -> bool:
            return self._in_head() or bool(self.cycle.more_body)

        def _wind(self) -> None:
            self._clock = asyncio.get_running_loop().call_later(seconds, self._late)

        def _stop(self) -> None:
            if self._clock is not None:
                self._clock.cancel()
                self._clock = None

        def _late(self) -> None:
            self._clock = None
            if self._waits():
                self.transport.close()

    return Patient
