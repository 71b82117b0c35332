"""Folders that hold an Oxigraph store; this module does without rdflib, which takes a third of a second to import."""

from __future__ import annotations

import contextlib
import errno
import re
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pyoxigraph as po

from kg.errors import StoreError
from kg.files import FULL, is_full
from kg.store.seal import check, remedy, seal

# RocksDB writes this file into every database; a folder without it is no store
_MARK = "CURRENT"
# how often, and after how many seconds, a store is opened again that a writer changes meanwhile
_LOOKS, _PAUSE = 4, 0.1


def writable(folder: Path) -> po.Store:
    """Return the Oxigraph store in a folder, made if there is none; it is locked until its last reference goes.

    Raises:
        StoreError: the folder holds something else, or another process writes to it.
    """
    check_place(folder)
    return opened(folder, po.Store)


def opened(folder: Path, how: Callable[[str], po.Store]) -> po.Store:
    """Return the store that ``how`` opens in a folder, after a look at the checksums of its files.

    Raises:
        StoreError: it is damaged, cannot be opened, or another process writes to it.
    """
    if is_store(folder):
        check(folder)
    try:
        folder.parent.mkdir(parents=True, exist_ok=True)
        return _steadily(folder, how)
    except RuntimeError as error:
        # what RocksDB calls corruption; an OSError says what the system did not let it do
        raise damaged(folder, error) from error
    except OSError as error:
        if "lock" in str(error).lower():
            raise StoreError(
                f"{folder}: another process has this store open for writing; end it, or open the store read-only"
            ) from error
        if is_full(error):
            raise StoreError(f"{folder}: {FULL}") from error
        if is_store(folder) and error.errno == errno.ENOENT:
            raise damaged(folder, error) from error
        raise StoreError(f"{folder}: cannot be opened as a store: {error}; name another folder") from error


def is_store(folder: Path) -> bool:
    """Tell whether ``folder`` holds an Oxigraph store."""
    return (folder / _MARK).is_file()


def check_place(folder: Path) -> None:
    """See that a folder is a store or can become one.

    Raises:
        StoreError: it is a file, or holds something else.
    """
    if folder.is_file():
        raise StoreError(f"{folder}: is a file; a store is a folder, name another")
    if folder.is_dir() and not is_store(folder) and any(folder.iterdir()):
        raise StoreError(f"{folder}: holds other files and no store; name a new or empty folder")


def _steadily(folder: Path, how: Callable[[str], po.Store]) -> po.Store:
    """Open a store; where a file goes that its list just named, a writer has merged it into another: look again."""
    for _ in range(_LOOKS):
        try:
            return how(str(folder))
        except (RuntimeError, FileNotFoundError) as error:
            if "No such file" not in str(error):
                raise
            time.sleep(_PAUSE)
    return how(str(folder))


def damaged(folder: Path, error: Exception) -> StoreError:
    """Return what to tell of a store that the engine finds damaged: the file, where it says which, and the remedy."""
    named = re.search(r"[^/\\\s]+\.sst|MANIFEST-\d+|CURRENT|\d+\.log", str(error))
    place = folder / named[0] if named else folder
    return StoreError(f"{place}: damaged: {' '.join(str(error).split())[:200]}; {remedy(folder)}")


def close(store: po.Store, folder: Path) -> None:
    """Write out what a store holds in memory, and seal its files; the lock goes with the store's last reference.

    Raises:
        StoreError: there is no room for it, or it cannot be written.
    """
    with written(folder):
        store.flush()
    seal(folder)


@contextlib.contextmanager
def written(folder: Path) -> Iterator[None]:
    """Tell what goes wrong while a store is written to, in one line with the remedy.

    Raises:
        StoreError: the disk is full, the store is damaged, or it cannot be written.
    """
    try:
        yield
    except (OSError, RuntimeError) as error:
        text = " ".join(str(error).split())
        if is_full(error):
            raise StoreError(f"{folder}: {FULL}") from error
        if isinstance(error, OSError):
            raise StoreError(
                f"{folder}: cannot be written: {text}; see that the place can be written to"
            ) from error
        if "orruption" in text or "IO error" in text:
            raise damaged(folder, error) from error
        raise
