"""Saved web pages, one article each, through trafilatura."""

from __future__ import annotations

import logging
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from kg.read.files import decode, read_bytes
from kg.read.normalise import one_line
from kg.read.plain import with_headline
from kg.read.record import Record, Unreadable

_CHARSET = re.compile(rb"""<meta[^>]+charset\s*=\s*["']?\s*([\w.:-]+)""", re.IGNORECASE)
_STOP = re.compile(r"[.!?…][\"”’)]*(?:\s|$)")
# No clock: a date is read where the page states it, and the day it is read on must not matter.
_DATES = {
    "extensive_search": False,
    "original_date": True,
    "min_date": "1700-01-01",
    "max_date": "2199-12-31",
}


def read_html(path: Path) -> Iterator[Record]:
    """Yield the one article of a page: its headline, a blank line, and the paragraphs of its body.

    Title, date, site name, author and address come from what the page says about itself.

    Raises:
        Unreadable: no article can be found in it.
    """
    import trafilatura  # here, because it takes a third of a second

    logging.getLogger("trafilatura").addHandler(logging.NullHandler())  # what fails is said below, once
    where = str(path)
    page = _decode(read_bytes(path), where)
    found: Any = trafilatura.bare_extraction(
        page, with_metadata=True, include_comments=False, date_extraction_params=_DATES
    )
    paragraphs = [one_line(line) for line in (found.text or "").splitlines()] if found else []
    if not any(_STOP.search(line) for line in paragraphs):  # without a sentence it is a menu
        raise Unreadable(where, "holds no article text", "save the page that shows the whole article")
    text = "\n\n".join(line for line in paragraphs if line)
    title = one_line(found.title or "")
    yield Record(
        name=path.name,
        where=where,
        text=with_headline(title, text) if title else text,
        title=title,
        published=found.date,
        publisher=found.sitename,
        url=found.url,
        author=found.author,
    )


def _decode(raw: bytes, where: str) -> str:
    declared = _CHARSET.search(raw[:4096])
    charset = declared.group(1).decode("ascii", "replace").lower() if declared else "utf-8"
    if charset not in ("utf-8", "utf8"):
        try:
            return raw.decode(charset)
        except (LookupError, UnicodeDecodeError):
            pass  # the declaration is wrong; a page that is UTF-8 all the same can be read
    return decode(raw, where)
