"""Folders that hold an Oxigraph store; this module does without rdflib, which takes a third of a second to import."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pyoxigraph as po

from kg.errors import StoreError

# RocksDB writes this file into every database; a folder without it is no store
_MARK = "CURRENT"


def writable(folder: Path) -> po.Store:
    """Return the Oxigraph store in a folder, made if there is none; it is locked until its last reference goes.

    Raises:
        StoreError: the folder holds something else, or another process writes to it.
    """
    check_place(folder)
    return opened(folder, po.Store)


def opened(folder: Path, how: Callable[[str], po.Store]) -> po.Store:
    """Return the store that ``how`` opens in a folder.

    Raises:
        StoreError: it cannot be opened, or another process writes to it.
    """
    try:
        folder.parent.mkdir(parents=True, exist_ok=True)
        return how(str(folder))
    except OSError as error:
        if "lock" in str(error).lower():
            raise StoreError(
                f"{folder}: another process has this store open for writing; end it, or open the store read-only"
            ) from error
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
