"""What the exports of archives have in common: labels, paragraphs, and the record made of them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from functools import cache
from typing import Any

from kg import lexicon
from kg.read.normalise import one_line
from kg.read.record import Record, Unreadable
from kg.read.source import Source
from kg.resources import ontology

_MONTH = r"(?:Jan|Feb|Mar|Apr|May|June?|July?|Aug|Sept?|Oct|Nov|Dec)[a-z]{0,6}\.?"
_DAY = re.compile(
    rf"(?:[A-Z][a-z]+day,? )?(?:{_MONTH} \d{{1,2}},? (?:19|20)\d\d|\d{{1,2}} {_MONTH},? (?:19|20)\d\d)(?!\d)"
)
_EMPTY: Mapping[str, Any] = {}


@cache
def data(archive: str) -> dict[str, Any]:
    """Return what the data file says of an archive."""
    found: dict[str, Any] = lexicon.read(ontology("inputs", "texts.yaml"))[archive]
    return found


@cache
def pattern(archive: str, key: str) -> re.Pattern[str]:
    """Return a pattern of an archive; of several in a list the one that any of them fits."""
    value = data(archive)[key]
    return re.compile("|".join(f"(?:{part})" for part in value) if isinstance(value, list) else value)


def day_in(line: str) -> str | None:
    """Return the day written at the head of a line ("March 14, 2022 Monday 10:00 GMT"), as it is written."""
    found = _DAY.match(line.strip())
    return found[0] if found else None


def blocks(lines: Iterable[str]) -> list[list[str]]:
    """Return runs of lines that blank lines part."""
    made: list[list[str]] = [[]]
    for line in lines:
        if line.strip():
            made[-1].append(line.strip())
        elif made[-1]:
            made.append([])
    return [block for block in made if block]


def paragraphs(lines: Iterable[str]) -> str:
    """Return lines as paragraphs: blank lines part them, other breaks are those of a column."""
    return "\n\n".join(" ".join(block) for block in blocks(lines))


def made(
    fields: Mapping[str, str],
    text: str,
    *,
    source: Source,
    number: int,
    alone: bool,
    details: Mapping[str, str] = _EMPTY,
) -> Record | Unreadable:
    """Make the record of an article out of an export; its headline stands above the text."""
    where = source.where if alone else f"{source.where}#{number}"
    title = one_line(fields.get("title", ""))
    if not text.strip():
        what = f"article {number} ({title[:60]})" if title else f"article {number}"
        message = f"{what} has no text in this export"
        return Unreadable(where, message, "export it with its full text", reason="without text")
    name = fields.get("id") or (source.name if alone else f"{source.name}#{number}")
    kept = {key: one_line(value) for key, value in details.items() if value and value.strip()}
    kept |= {key: one_line(fields[key]) for key in ("section", "language") if fields.get(key, "").strip()}
    return Record(
        name=name,
        where=where,
        text=f"{title}\n\n{text}" if title else text,
        title=title or None,
        published=fields.get("published"),
        publisher=fields.get("publisher"),
        url=fields.get("url"),
        author=fields.get("author"),
        details=kept,
    )
