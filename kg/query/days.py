"""Dates as people write them: ``10 January 2022``, ``Jan 10, 2022``, ``January 2022``, ``2022``, ``10.01.2022``."""

from __future__ import annotations

import datetime
import re

from kg.errors import QueryError

_ISO = re.compile(r"[0-9]{4}(-[0-9]{2}(-[0-9]{2})?)?")
# one of two readings, where the first two numbers may both be a month
_NUMBERS = re.compile(r"(?P<first>[0-9]{1,2})(?P<mark>[./-])(?P<second>[0-9]{1,2})(?P=mark)[0-9]{4}")
_YEAR = re.compile(r"(?<![0-9])[0-9]{4}(?![0-9])")
# what dateutil would take for a time of day, a time zone or an age
_TOO_MUCH = re.compile(r"[:+]|\b(?:am|pm|utc|gmt|z)\b", re.IGNORECASE)
_WEEKDAY = re.compile(r"\b(?:mon|tue|wed|thu|fri|sat|sun)", re.IGNORECASE)
_REMEDY = "write YYYY, YYYY-MM or YYYY-MM-DD"


def read_date(words: str) -> str:
    """Return the date that ``words`` name as ``YYYY``, ``YYYY-MM`` or ``YYYY-MM-DD``: as precise as they are, no more.

    Raises:
        QueryError: they are no date, none of the calendar's, or one of two (``03/04/2022``).
    """
    text = " ".join(words.split()).strip(" ,.")
    if _ISO.fullmatch(text):
        return _checked(text, words)
    match = _NUMBERS.fullmatch(text)
    # dots are written where the day comes first
    if match and match["mark"] != "." and match["first"] != match["second"]:
        year, first, second = text[-4:], int(match["first"]), int(match["second"])
        if max(first, second) <= 12:
            one, other = f"{year}-{second:02}-{first:02}", f"{year}-{first:02}-{second:02}"
            raise QueryError(f"{words!r} may be {one} or {other}; write the one that you mean")
    return _checked(_parsed(text, words), words)


def check_order(since: str | None, until: str | None) -> None:
    """Check that a time does not end before it begins; a month or a year is compared as a whole.

    Args:
        since, until: as :func:`read_date` gives them; ``None`` for no bound.

    Raises:
        QueryError: it does, so that nothing could be found.
    """
    if since and until and since[: len(until)] > until[: len(since)]:
        raise QueryError(f"since {since} is after until {until}; exchange them")


def _parsed(text: str, words: str) -> str:
    """Read with dateutil, twice: what differs between two defaults is what the text does not say."""
    from dateutil import parser

    wrong = QueryError(f"{_shown(words)} is no date; {_REMEDY}")
    if not _YEAR.search(text) or _TOO_MUCH.search(text) or len(text) > 40:
        raise wrong
    plain = re.sub(r"\b(?:the|of)\b", " ", text, flags=re.IGNORECASE)
    match = _NUMBERS.match(text)
    day_first = match is not None and (match["mark"] == "." or int(match["first"]) > 12)
    try:
        one = parser.parse(plain, default=datetime.datetime(2001, 1, 1), dayfirst=day_first)
        other = parser.parse(plain, default=datetime.datetime(2004, 2, 2), dayfirst=day_first)
    except (ValueError, OverflowError, TypeError):
        raise wrong from None
    if one.time() != datetime.time() or one.year != other.year:
        raise wrong
    if one.month != other.month:
        # a day without a month, or a weekday, is nothing
        if (one.day, other.day) != (1, 2):
            raise wrong
        return f"{one.year:04}"
    if one.day != other.day:
        return f"{one:%Y-%m}"
    named = _WEEKDAY.search(text)
    if named and not f"{one:%A}".lower().startswith(named[0].lower()):
        raise QueryError(f"{_shown(words)} is no date of the calendar: that day was a {one:%A}; {_REMEDY}")
    return f"{one:%Y-%m-%d}"


def _shown(words: str) -> str:
    return repr(words if len(words) <= 60 else f"{words[:60]}…")


def _checked(text: str, words: str) -> str:
    try:
        year, *rest = map(int, text.split("-"))
        datetime.date(year, *rest, *[1] * (2 - len(rest)))
    except ValueError:
        raise QueryError(f"{_shown(words)} is no date of the calendar; {_REMEDY}") from None
    return text
