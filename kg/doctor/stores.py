"""The files of an Oxigraph store, every byte of them."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from kg.errors import StoreError
from kg.model import Issue
from kg.store.place import is_store
from kg.store.seal import NAME, damages, remedy


def examine_store(folder: Path) -> Iterator[Issue]:
    """Yield an error for each damaged file of a store, with the remedy; the store is not opened.

    Args:
        folder: the store's own folder.
    """
    if not is_store(folder):
        yield Issue("error", str(folder), "holds no store", remedy(folder))
        return
    try:
        for name, what in damages(folder, most=None):
            yield Issue("error", str(folder / name), f"damaged: {what}", remedy(folder))
    except StoreError as error:
        yield Issue("error", str(folder / NAME), f"damaged: {error}", remedy(folder))
        return
    if not (folder / NAME).is_file():
        yield Issue(
            "info", str(folder), "has no checksums, so damage of its files cannot be seen", remedy(folder)
        )
