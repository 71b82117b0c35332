"""Writing files whole or not at all."""

from __future__ import annotations

import contextlib
import errno
import os
import re
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import IO, TypeVar

from kg.errors import StoreError

FULL = "No space left on device; free some and do it again: what was there before is as it was"
"""What to tell where a disk or a quota is full, after the place."""

_SUFFIX = ".tmp"
_Cell = TypeVar("_Cell")


def is_full(error: BaseException) -> bool:
    """Tell whether an error, or one that it came of, says that a disk or a quota is full, whoever raised it."""
    told: BaseException | None = error
    while told is not None:
        if isinstance(told, OSError) and told.errno in (errno.ENOSPC, errno.EDQUOT):
            return True
        if re.search(r"No space left|disk is full|quota exceeded", str(told), re.IGNORECASE):
            return True
        told = told.__cause__ or told.__context__
    return False


def is_leftover(name: str) -> bool:
    """Tell whether a file of this name is what :func:`write_bytes` leaves if its process is killed, of no use."""
    return name.startswith(".") and name.endswith(_SUFFIX)


def guarded(cell: _Cell) -> _Cell | str:
    """Return a cell that no spreadsheet takes for a formula: with a leading apostrophe, as OWASP advises."""
    return f"'{cell}" if isinstance(cell, str) and cell[:1] in ("=", "+", "-", "@", "\t", "\r") else cell


def check_target(path: Path) -> None:
    """See that a file can be written at ``path``, in a folder that may have to be made; leave nothing there yet.

    Called before long work, so that an unwritable target is known at once and not after it.

    Raises:
        StoreError: the folder cannot be made or written to, or ``path`` is itself a folder.
    """
    if path.is_dir():
        raise StoreError(f"{path}: is a folder; name a file in it")
    folder = path.parent
    if not folder.exists():
        above = next(parent for parent in folder.parents if parent.exists())
        if not above.is_dir() or not os.access(above, os.W_OK | os.X_OK):
            raise StoreError(f"{folder}: cannot make this folder in {above}; choose another")
        _try(above, path)
        return
    if not folder.is_dir():
        raise StoreError(f"{folder}: is a file and no folder; choose another")
    if not os.access(folder, os.W_OK | os.X_OK) or (path.exists() and not os.access(path, os.W_OK)):
        raise StoreError(f"{path}: not writable; choose another place or change its permissions")
    _try(folder, path)


def _try(folder: Path, path: Path) -> None:
    # permissions say nothing to the superuser, nor of a file system that is read-only or no place for files
    try:
        tempfile.TemporaryFile(dir=folder).close()
    except OSError as error:
        if is_full(error):
            raise StoreError(f"{path}: {FULL}") from error
        raise StoreError(
            f"{path}: {folder} takes no new files: {error.strerror}; choose another place"
        ) from error


def write_text(path: Path, text: str) -> None:
    """Write ``text`` as UTF-8 to ``path`` in one step: a temporary file beside it, then a rename.

    Raises:
        StoreError: the target cannot be written; an older file at ``path`` is then untouched.
    """
    # half a surrogate pair, which some archives have in names, is no character that a file can hold
    write_bytes(path, text.encode("utf-8", "replace"))


def write_bytes(path: Path, content: bytes) -> None:
    """Write ``content`` to ``path`` in one step, as ``write_text`` does.

    Raises:
        StoreError: the target cannot be written; an older file at ``path`` is then untouched.
    """
    check_target(path)
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise StoreError(
            f"{path.parent}: cannot make this folder: {error.strerror}; choose another"
        ) from error
    try:
        with _beside(path) as temporary:
            temporary.write_bytes(content)
            temporary.replace(path)
    except OSError as error:
        if is_full(error):
            raise StoreError(f"{path}: {FULL}") from error
        raise StoreError(f"{path}: cannot be written: {error.strerror}; choose another place") from error


@contextlib.contextmanager
def writing(path: Path) -> Iterator[IO[str]]:
    """Open a file for text that comes piece by piece; it takes its place when all is written, or never.

    Raises:
        StoreError: the target cannot be written; an older file at ``path`` is then untouched.
    """
    check_target(path)
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with _beside(path) as temporary:
            with temporary.open("w", encoding="utf-8", newline="\n") as file:
                yield file
            temporary.replace(path)
    except OSError as error:
        if is_full(error):
            raise StoreError(f"{path}: {FULL}") from error
        raise StoreError(f"{path}: cannot be written: {error.strerror}; choose another place") from error


@contextlib.contextmanager
def _beside(path: Path) -> Iterator[Path]:
    handle, name = tempfile.mkstemp(prefix=f".{path.name}.", suffix=_SUFFIX, dir=path.parent)
    os.close(handle)
    temporary = Path(name)
    # mkstemp makes a private file; an artefact gets the permissions any new file would have
    mask = os.umask(0)
    os.umask(mask)
    temporary.chmod(0o666 & ~mask)
    try:
        yield temporary
    finally:
        temporary.unlink(missing_ok=True)
