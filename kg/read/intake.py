"""What a person says about the files to be read, and the count of what became of them."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date
from pathlib import PurePosixPath

from kg.errors import InputError
from kg.model import Issue
from kg.read.fields import Names
from kg.read.published import parse_published
from kg.read.record import Record, Unreadable

LONGEST = 10_000_000
"""Bytes of the longest article, where nobody says otherwise; a novel has one million."""
_DAY = r"((?:19|20)\d\d)([-_.]?)(\d\d)\2(\d\d)"
_FIRST = re.compile(rf"{_DAY}(?!\d)")
_LAST = re.compile(rf"(?<!\d){_DAY}$")


class Intake:
    """The options of reading and its counts; one for each time that sources are read.

    Args:
        fields: field of an article → the name that it has in tables and JSON.
        published: the date of articles that state none, in any form that metadata may have.
        publisher: the publisher of articles that name none.
        longest: bytes of UTF-8 that the text of an article may have; a longer one is left out.

    Attributes:
        read: number of articles that came.
        skipped: number of files and records that gave none, by reason.
        duplicates: number of articles that came before: the same name and content.
        copies: number of articles with the text of another, or nearly so; counted by ``kg read``.
        cut: number of articles of which only the beginning is there.

    Raises:
        InputError: ``published`` is no date, or ``fields`` names a field that articles do not have.
    """

    def __init__(
        self,
        *,
        fields: Mapping[str, str] | None = None,
        published: str | None = None,
        publisher: str | None = None,
        longest: int = LONGEST,
    ) -> None:
        self.names = Names.of(fields or {})
        self.publisher = publisher
        self.longest = longest
        self.published = published
        if published is not None:
            try:
                self.published = parse_published(published)
            except ValueError as error:
                raise InputError(f"--published {published}: {error}; write it as YYYY-MM-DD") from error
        self.read = self.duplicates = self.copies = self.cut = 0
        self.skipped: Counter[str] = Counter()
        self.report: Callable[[Issue], None] = lambda _issue: None

    def note(self, where: str, message: str, hint: str = "", *, warning: bool = False) -> None:
        """Tell something about a file that costs no article."""
        self.report(Issue("warning" if warning else "info", where, message, hint))

    def skip(self, item: Unreadable) -> Issue:
        """Count what gave no article, and return what to tell of it."""
        self.skipped[item.reason] += 1
        return item.issue

    def check(self, record: Record) -> None:
        """See that the text of a record is not longer than articles may be.

        Raises:
            Unreadable: it is.
        """
        # no character has more than four bytes: most texts need not be encoded to be told short
        if isinstance(record.text, str) and len(record.text) * 4 > self.longest:
            size = len(record.text.encode("utf-8", "surrogatepass"))
            if size > self.longest:
                raise Unreadable(
                    record.where,
                    f"has {size:,} bytes of text, and an article may have {self.longest:,}",
                    "part it, or raise --article-bytes",
                    reason="too long",
                )

    def fill(self, record: Record, *, file: str, alone: bool) -> Record:
        """Give a record what its container does not say of it.

        Args:
            file: the name of its file, which may hold its date.
            alone: the file holds this article and no other.
        """
        published, publisher = record.published, record.publisher
        if alone and not published:
            published = date_in_name(file)
        return replace(record, published=published or self.published, publisher=publisher or self.publisher)

    def summary(self) -> str:
        """Return the counts in one line: "read 74, skipped 3 (1 PDF without text, 2 not English), duplicates 5"."""
        parts = [f"read {self.read}"]
        if self.skipped:
            reasons = ", ".join(f"{self.skipped[why]} {why}" for why in sorted(self.skipped))
            parts.append(f"skipped {self.skipped.total()} ({reasons})")
        for what, number in (
            ("duplicates", self.duplicates),
            ("copies", self.copies),
            ("cut short", self.cut),
        ):
            if number:
                parts.append(f"{what} {number}")
        return ", ".join(parts)


def date_in_name(name: str) -> str | None:
    """Return the day that a file's name begins or ends with ("2014-08-10-talks.txt"), as ``YYYY-MM-DD``."""
    stem = PurePosixPath(name).stem
    for found in (_FIRST.match(stem), _LAST.search(stem)):
        if found:
            year, _, month, day = found.groups()
            try:
                return date(int(year), int(month), int(day)).isoformat()
            except ValueError:
                continue
    return None
