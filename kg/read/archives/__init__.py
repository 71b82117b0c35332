"""Exports of news archives, as text out of any container: Nexis, Factiva, ProQuest."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from kg.read.archives import factiva, nexis, proquest
from kg.read.record import Record, Unreadable
from kg.read.source import Source

ARCHIVES: dict[str, Callable[[list[str], Source], Iterator[Record | Unreadable] | None]] = {
    "Nexis": nexis.articles,
    "Factiva": factiva.articles,
    "ProQuest": proquest.articles,
}
"""Each returns nothing where a text is no export of its archive."""


def articles_of(text: str, source: Source) -> Iterator[Record | Unreadable] | None:
    """Return the articles of an archive's export, ``None`` where a text is none."""
    lines = [line.rstrip().replace("\u00a0", " ") for line in text.splitlines()]
    for read in ARCHIVES.values():
        found = read(lines, source)
        if found is not None:
            return found
    return None
