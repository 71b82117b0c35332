"""Checksums of files, kept beside them: damage is seen before an engine trips over it, and the file is named.

RocksDB has checksums of its own, but looks at them when it comes to a block, which may be in the middle of an answer,
and takes a shortened list of its files for an empty store. CRC-32 finds every flipped bit and every burst of up to 32
bits; it is no proof against somebody who wants to deceive.
"""

from __future__ import annotations

import json
import re
import zlib
from collections.abc import Iterable, Iterator
from pathlib import Path

from kg.errors import StoreError
from kg.files import write_bytes

NAME = "checksums.json"
"""The file with the checksums, in the folder of a store."""

CHEAP = 512 * 2**20
"""How many bytes of a store are read when it is opened, at most; of the rest only the sizes are compared."""

_PIECE = 2**20
_WHOLE = bytes.fromhex("f7cff485b741e288")
"""Last bytes of a finished table: RocksDB's ``kBlockBasedTableMagicNumber``, 0x88e241b785f4cff7, little-endian."""
# what RocksDB writes to tell people or to configure itself, not data
_TALK = ("LOG", "LOCK", "OPTIONS", "IDENTITY", NAME)
# tables are never written to again; a list of them grows at its end, under the same name
_GROWING = re.compile(r"MANIFEST-\d+")
_CURRENT = re.compile(rb"MANIFEST-\d+\n")

Sum = tuple[int, int]
"""Size in bytes, and CRC-32."""


def sum_of(path: Path, *, size: int | None = None) -> Sum:
    """Return size and CRC-32 of a file, or of its first ``size`` bytes.

    Raises:
        OSError: it cannot be read.
    """
    crc, read = 0, 0
    with path.open("rb") as file:
        while piece := file.read(_PIECE if size is None else min(_PIECE, size - read)):
            crc = zlib.crc32(piece, crc)
            read += len(piece)
    return read, crc


def seal(folder: Path) -> None:
    """Keep the checksums of a store's files; its writer does so after a flush, while it still has the lock.

    A table that the engine is just writing, by merging others in the background, is left out: it holds nothing yet that
    those do not.

    Raises:
        StoreError: they cannot be written.
    """
    sums: dict[str, Sum] = {}
    for path in _files(folder):
        try:
            if path.suffix != ".sst" or _finished(path):
                sums[path.name] = sum_of(path)
        except FileNotFoundError:  # merged into another meanwhile
            continue
    write_bytes(folder / NAME, (json.dumps({"files": sums}, indent=1, sort_keys=True) + "\n").encode())


def _finished(table: Path) -> bool:
    with table.open("rb") as file:
        size = file.seek(0, 2)
        file.seek(max(0, size - len(_WHOLE)))
        return file.read() == _WHOLE


def check(folder: Path, *, most: int | None = CHEAP) -> None:
    """See that the files of a store are as they were when it was sealed, as far as they are still the same ones.

    A store that has no checksums, or was changed by a writer that did not end well, is not found fault with for that.

    Args:
        folder: the store's.
        most: how many bytes to read; ``None`` for all.

    Raises:
        StoreError: a file is damaged; it is named.
    """
    for name, what in damages(folder, most=most):
        raise StoreError(f"{folder / name}: damaged: {what}; {remedy(folder)}")


def damages(folder: Path, *, most: int | None = CHEAP) -> Iterator[tuple[str, str]]:
    """Yield the damaged files of a store, each with what is wrong; see :func:`check`."""
    current = folder / "CURRENT"
    try:
        named = current.read_bytes()
    except OSError:
        named = b""
    if not _CURRENT.fullmatch(named):
        yield "CURRENT", "it does not name the list of the store's files"
        return
    if not (folder / named.decode().strip()).is_file():
        yield named.decode().strip(), "it is gone"
        return
    left = most
    for name, (size, crc) in sorted(_sums(folder).items(), key=lambda item: item[1]):
        path = folder / name
        try:
            now = path.stat().st_size
            if now < size or (now > size and not _GROWING.fullmatch(name) and name != "CURRENT"):
                yield name, f"it has {now:,} bytes and had {size:,}"
            elif name != "CURRENT" and (left is None or size <= left):
                left = None if left is None else left - size
                if sum_of(path, size=size) != (size, crc):
                    yield name, "its content is not what was written"
        except FileNotFoundError:  # a writer has replaced it; whether one did is the engine's to tell
            continue


def remedy(folder: Path) -> str:
    """Return what to do about a damaged store, as the end of a message."""
    if (folder.parent / "articles").is_dir():
        return f"mend it with: kg doctor {folder.parent} --repair"
    return "make it again with: kg build ARTICLES --store DIR"


def _sums(folder: Path) -> dict[str, Sum]:
    try:
        found = json.loads((folder / NAME).read_bytes())["files"]
        return {str(name): (int(size), int(crc)) for name, (size, crc) in found.items()}
    except FileNotFoundError:
        return {}
    except (OSError, ValueError, TypeError, KeyError, AttributeError) as error:
        raise StoreError(
            f"{folder / NAME}: damaged, so nobody can tell whether the store is: {error}; {remedy(folder)}"
        ) from error


def _files(folder: Path) -> Iterable[Path]:
    # journals are used again for something else, and hold nothing after a flush
    return sorted(
        path
        for path in folder.iterdir()
        if path.is_file() and not path.name.startswith((*_TALK, ".")) and path.suffix != ".log"
    )
