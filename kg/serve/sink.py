"""Where an answer goes while it is written: pieces for the parent process, counted on their way."""

from __future__ import annotations

import re
from collections.abc import Callable

_PIECE = 256 * 2**10
_ESCAPED = re.compile(rb"\\.", re.DOTALL)


class TooMuch(Exception):
    """The answer has more rows or bytes than one may have."""


class Sink:
    """A binary file for Oxigraph's serialisers that passes pieces on and stops at a size and a number of rows.

    Rows are counted in what the serialiser wrote, which costs a tenth of making them in Python one by one.
    """

    def __init__(self, send: Callable[[bytes], None], *, size: int, rows: int, form: str = "") -> None:
        """Args:
        send: takes each piece.
        size, rows: the most bytes and rows; one more raises ``TooMuch``.
        form: ``json``, ``xml``, ``csv`` or ``tsv``; otherwise rows are not counted here.
        """
        self._send, self._size, self._most = send, size, rows
        self._count = {"json": self._json, "xml": self._xml, "csv": self._csv, "tsv": self._tsv}.get(form)
        self._pieces: list[bytes] = []
        self._held = 0
        self._bytes = 0
        # the first line of these two is the heading
        self._rows = -1 if form in ("csv", "tsv") else 0
        self._rest = b""
        self._quoted = False

    def write(self, data: bytes) -> int:
        """Take a piece of the answer.

        Raises:
            TooMuch: the answer is over a limit with it.
        """
        data = bytes(data)
        self._bytes += len(data)
        if self._bytes > self._size:
            raise TooMuch(f"the answer is over {self._size // 2**20} MiB")
        if self._count:
            self._count(data)
            if self._rows > self._most:
                raise TooMuch(f"the answer has over {self._most:,} rows")
        self._pieces.append(data)
        self._held += len(data)
        if self._held >= _PIECE:
            self.flush()
        return len(data)

    def flush(self) -> None:
        """Pass on what was held back to make larger pieces."""
        if self._pieces:
            self._send(b"".join(self._pieces))
            self._pieces, self._held = [], 0

    def _json(self, data: bytes) -> None:
        """Between two rows, and nowhere else outside strings, an opening brace follows a comma at once."""
        data = self._rest + data
        cut = len(data) - len(data.rstrip(b"\\"))
        end = len(data) - (cut % 2 or data.endswith((b",", b"[")))
        data, self._rest = data[:end], data[end:]
        parts = _ESCAPED.sub(b"", data).split(b'"')
        for part in parts[self._quoted :: 2]:
            self._rows += part.count(b",{")
            self._rows += part.count(b"[{")
        self._quoted ^= len(parts) % 2 == 0

    def _xml(self, data: bytes) -> None:
        # markup in texts is escaped: the tag is a row's and nothing else
        data = self._rest + data
        self._rows += data.count(b"<result>")
        self._rest = data[-7:]

    def _csv(self, data: bytes) -> None:
        # a doubled quotation mark closes and opens
        parts = data.split(b'"')
        self._rows += sum(part.count(b"\n") for part in parts[self._quoted :: 2])
        self._quoted ^= len(parts) % 2 == 0

    def _tsv(self, data: bytes) -> None:
        self._rows += data.count(b"\n")
