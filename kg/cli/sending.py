"""Sending a graph to a store elsewhere."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING

from kg.cli.output import Progress

if TYPE_CHECKING:
    from rdflib import Dataset

    from kg.store.remote import Sent

_URL = re.compile(r"https?:/+", re.IGNORECASE)


def is_remote(place: str | Path) -> bool:
    """Tell whether a place is a URL; one that was taken for a path has lost a slash."""
    return _URL.match(str(place)) is not None


def address(place: str | Path) -> str:
    """Return the URL that a place is, with both slashes."""
    return _URL.sub(lambda match: match[0].rstrip("/") + "//", str(place))


def sent(ds: Dataset, url: str | Path, *, progress: Progress | None) -> Sent:
    """Send a dataset to the graph store at ``url``, and return what was done.

    Where the cache has a folder, it is noted there what arrived, so that an interrupted sending goes on.

    Raises:
        StoreError: the store cannot be reached, or refuses.
    """
    from kg.cache import place
    from kg.ids import slug
    from kg.store.remote import send

    target = address(url)
    folder = place()

    def tell(done: int, total: int) -> None:
        if progress is not None:
            progress("send", done, total)

    return send(ds, target, ledger=folder / "sent" / f"{slug(target)}.txt" if folder else None, progress=tell)
