"""RSS and Atom, through feedparser."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from kg.read.extras import need
from kg.read.intake import Intake
from kg.read.record import Record, Unreadable
from kg.read.source import Source
from kg.read.values import line_of, text_of, uncut

_WORDS = 60


def read_feed(source: Source, intake: Intake) -> Iterator[Record | Unreadable]:
    """Yield the items of a feed: their whole text where they have it, else their beginning, which is said."""
    feedparser = need("feedparser", extra="feeds", source=source)
    raw = source.content()
    # no address is ever fetched: bytes are given, and entities of files are refused
    feed = feedparser.parse(raw, sanitize_html=False, resolve_relative_uris=False)
    if not feed.entries:
        if feed.bozo:
            told = " ".join(str(feed.bozo_exception).split())[:100]
            raise Unreadable(source.where, f"is a damaged feed: {told}", "get the file again")
        raise Unreadable(source.where, "is a feed without items", "leave it out", reason="without text")
    if feed.bozo:
        told = " ".join(str(feed.bozo_exception).split())[:100]
        asked = len(re.findall(rb"<(?:item|entry)[\s>]", raw))
        message = f"is a damaged feed ({told}): {len(feed.entries)} of {asked} items are read"
        if asked > len(feed.entries):
            yield Unreadable(source.where, message, "get the file again")
        else:
            intake.note(source.where, message, warning=True)
    publisher = feed.feed.get("title")
    cut = 0
    for number, entry in enumerate(feed.entries, 1):
        record = _item(entry, f"{source.where}#{number}", source, number, publisher)
        cut += isinstance(record, Record) and "cut" in record.details
        yield record
    if cut:
        what = "1 item is only a beginning" if cut == 1 else f"{cut} items are only beginnings"
        intake.note(
            source.where, f"{what}, as feeds give them", "save the pages for the full texts", warning=True
        )


def _item(entry: Any, where: str, source: Source, number: int, publisher: Any) -> Record | Unreadable:
    contents = [part.get("value", "") for part in entry.get("content", [])]
    full = max(contents, key=len, default="")
    brief = entry.get("summary", "")
    text, missing = uncut(str(text_of(full if len(full) >= len(brief) else brief)))
    title = line_of(entry.get("title"))
    if not text.strip():
        message = "has no text, only a headline and a link"
        return Unreadable(where, message, "save the page itself", reason="without text")
    details = {}
    if missing or (not full and len(text.split()) < _WORDS):
        details["cut"] = missing or "more"
    tags = [tag.get("term") for tag in entry.get("tags", []) if tag.get("term")]
    if tags:
        details["section"] = line_of(tags[0])
    origin = entry.get("source", {}).get("title")
    return Record(
        name=str(entry.get("id") or entry.get("link") or f"{source.name}#{number}"),
        where=where,
        text=f"{title}\n\n{text}" if title else text,
        title=title,
        published=entry.get("published") or entry.get("updated"),
        publisher=line_of(origin or publisher),
        url=entry.get("link"),
        author=line_of(entry.get("author")),
        details=details,
    )
