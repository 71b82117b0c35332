"""A file, or a file within an archive: its name, its place for messages, and its bytes within bounds."""

from __future__ import annotations

import bz2
import gzip
import io
import zipfile
import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import IO, Any

from kg.read.record import Unreadable

WHOLE = 512 * 2**20
"""Bytes of a file that must be held whole; what is read record by record has no such limit."""
_RATIO = 200
_FREE = 64 * 2**20  # bytes that may come out of any archive, whatever the ratio
_MEMBERS = 200_000
_DEPTH = 2
_BROKEN = (OSError, EOFError, zipfile.BadZipFile, zlib.error, NotImplementedError, RuntimeError)


@dataclass(frozen=True, slots=True)
class Source:
    """Something that holds articles.

    Attributes:
        name: the last part of its path, after which its articles are named; without the ``.gz`` of a packed file.
        where: its path, and for a part of an archive ``archive!/path in it``.
        stream: opens its bytes.
        depth: number of archives around it.
    """

    name: str
    where: str
    stream: Callable[[], IO[bytes]]
    depth: int = 0

    @property
    def ending(self) -> str:
        """The last ending of its name, in lower case with the dot."""
        return PurePosixPath(self.name).suffix.lower()

    def head(self, size: int = 4096) -> bytes:
        """Return its first bytes.

        Raises:
            Unreadable: it cannot be opened or unpacked.
        """
        with self.opened() as file:
            raw: bytes = self.guard(lambda: file.read(size))
            return raw

    def content(self) -> bytes:
        """Return all its bytes.

        Raises:
            Unreadable: it cannot be opened or unpacked, or has more than ``WHOLE``.
        """
        with self.opened() as file:
            raw: bytes = self.guard(lambda: file.read(WHOLE + 1))
        if len(raw) > WHOLE:
            message = f"has more than {WHOLE >> 20} MiB, and must be held whole to be read"
            raise Unreadable(self.where, message, "split it, or give JSON Lines or CSV", reason="too large")
        return raw

    def opened(self) -> IO[bytes]:
        """Open it.

        Raises:
            Unreadable: it cannot be opened.
        """
        file: IO[bytes] = self.guard(self.stream)
        return file

    def guard(self, act: Callable[[], Any]) -> Any:
        """Do something with its bytes; what the system or an archive says against it becomes a complaint."""
        try:
            return act()
        except _BROKEN as error:
            raise unopened(self.where, error) from error

    def lines(self, *, limit: int = 64 * 2**20) -> Iterator[tuple[int, bytes]]:
        """Yield numbered lines as they stand; of one that is longer than ``limit`` nothing but ``b""``.

        Raises:
            Unreadable: the rest cannot be read; the lines before it have come.
        """
        with self.opened() as file:
            number = 0
            while True:
                raw = self.guard(lambda: file.readline(limit))
                if not raw:
                    return
                number += 1
                whole = len(raw) < limit or raw.endswith(b"\n")
                part = raw
                while not whole:
                    part = self.guard(lambda: file.readline(2**20))
                    whole = not part or part.endswith(b"\n")
                yield number, raw if part is raw else b""


def of_path(path: Path) -> Source:
    """Return the source that a file is."""
    return Source(path.name, str(path), lambda: path.open("rb"))


def unopened(where: str, error: BaseException) -> Unreadable:
    """Make the complaint about a file that the system would not open, or an archive that is damaged."""
    if isinstance(error, _Bomb):
        return Unreadable(
            where, f"unpacks to over {_RATIO} times its size", "leave it out", reason="too large"
        )
    if isinstance(error, RuntimeError) and "password" in str(error):
        return Unreadable(where, "is encrypted", "unpack it with its password first", reason="encrypted")
    if isinstance(error, OSError) and error.strerror:
        return Unreadable(
            where,
            f"cannot be read: {error.strerror}",
            "check that it is a file you may read",
            reason="unopened",
        )
    what = " ".join(str(error).split()) or type(error).__name__
    return Unreadable(where, f"is damaged: {what}", "get the file again; what came before is kept")


# ---------------------------------------------------------------------------------------------- archives


def unpacked(source: Source, kind: str) -> Iterator[Source | Unreadable]:
    """Yield what an archive holds, hidden files and folders apart.

    Args:
        source: the archive.
        kind: ``gz``, ``bz2`` or ``zip``.
    """
    if source.depth >= _DEPTH:
        hint = "unpack it first"
        yield Unreadable(source.where, f"is packed more than {_DEPTH} times", hint, reason="too large")
    elif kind == "zip":
        yield from _zip(source)
    else:
        yield _single(source, kind)


def _single(source: Source, kind: str) -> Source:
    name = source.name
    if source.ending in (".gz", ".bz2"):
        name = name[: -len(source.ending)]

    def stream() -> IO[bytes]:
        raw = source.stream()
        packed: Any = gzip.GzipFile(fileobj=raw, mode="rb") if kind == "gz" else bz2.BZ2File(raw)
        return io.BufferedReader(_Bounded(packed, raw), 2**16)

    # its place is that of the file: a person looks for no path within it
    return Source(name or source.name, source.where, stream, source.depth + 1)


def _zip(source: Source) -> Iterator[Source | Unreadable]:
    raw = source.opened()
    if not raw.seekable():
        raw = io.BytesIO(source.content())
    try:
        archive = zipfile.ZipFile(raw)
        members = sorted(archive.infolist(), key=lambda info: info.filename)
    except _BROKEN as error:
        yield unopened(source.where, error)
        return
    with archive:
        if len(members) > _MEMBERS:
            message = f"holds more than {_MEMBERS:,} files"
            yield Unreadable(source.where, message, "unpack it first", reason="too large")
            return
        for info in members:
            path = PurePosixPath(info.filename)
            if info.is_dir() or any(p.startswith((".", "__MACOSX")) for p in path.parts if p != ".."):
                continue
            yield _member(source, archive, info)


def _member(source: Source, archive: zipfile.ZipFile, info: zipfile.ZipInfo) -> Source | Unreadable:
    where = f"{source.where}!/{info.filename}"
    if info.file_size > _FREE and info.file_size > _RATIO * max(info.compress_size, 1):
        return unopened(where, _Bomb())
    if info.flag_bits & 1:
        return unopened(where, RuntimeError("password"))
    return Source(
        PurePosixPath(info.filename).name, where, lambda: archive.open(info), depth=source.depth + 1
    )


class _Bomb(OSError):
    """Far more comes out of an archive than any text can be packed to."""


class _Bounded(io.RawIOBase):
    """Unpacked bytes, as long as there are not far more of them than of packed ones."""

    def __init__(self, packed: Any, raw: IO[bytes]) -> None:
        self._packed, self._raw = packed, raw
        self._out = 0

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        # what a torn archive still gives comes before the complaint
        data: bytes = self._packed.read1(len(buffer))
        buffer[: len(data)] = data
        self._out += len(data)
        if self._out > _FREE and self._out > _RATIO * max(self._raw.tell(), 1):
            raise _Bomb
        return len(data)

    def close(self) -> None:
        self._packed.close()
        self._raw.close()
        super().close()
