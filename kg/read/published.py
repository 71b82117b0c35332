"""Publication dates as metadata gives them."""

from __future__ import annotations

import re
from datetime import date, datetime

from dateutil import parser

_ISO = re.compile(r"(\d{4}-\d\d-\d\d)(?:[T ]+\d{1,2}[:.]\d\d.*)?", re.DOTALL)
_YEAR = re.compile(r"(?<!\d)(?:1[6-9]|20|21)\d\d(?!\d)")
_NUMERIC = re.compile(r"(?<!\d)(\d{1,2})([./-])(\d{1,2})\2(\d{4})(?!\d)")
# Two calendars that share no part: what comes out alike was stated and not filled in.
_FILLERS = (datetime(2004, 2, 28), datetime(2011, 11, 13))


def parse_published(value: object) -> str:
    """Return the day as ``YYYY-MM-DD``.

    ISO dates and date-times, and written forms ("7 December 2021, 19:25", "Dec. 7, 2021", RFC 2822) are known. The day
    is the one written, whatever the time zone. Year, month and day must all be stated: nothing is filled in or guessed.

    Args:
        value: a string, or a date where the container has a type for it.

    Raises:
        ValueError: it states no one day; the message says why.
    """
    if isinstance(value, datetime):
        return value.date().isoformat()
    if isinstance(value, date):
        return value.isoformat()
    if not isinstance(value, str):
        raise ValueError(f"a date must be a string, not {type(value).__name__}")
    text = " ".join(value.split())
    iso = _ISO.fullmatch(text)
    if iso:
        return date.fromisoformat(iso.group(1)).isoformat()
    if re.fullmatch(r"\d{8}", text):
        return date.fromisoformat(text).isoformat()
    numeric = _NUMERIC.search(text)
    if numeric:
        first, second = int(numeric.group(1)), int(numeric.group(3))
        # 25/12 or 12/25 can only be read one way; 7/12 is two days, except that dots put the day first
        if first <= 12 and second <= 12 and first != second and numeric.group(2) != ".":
            raise ValueError("day and month cannot be told apart")
    if not _YEAR.search(text):
        raise ValueError("it has no year of four digits")
    try:
        day_first = bool(numeric)
        read: set[str] = {
            parser.parse(text, default=filler, ignoretz=True, dayfirst=day_first).date().isoformat()
            for filler in _FILLERS
        }
    except (ValueError, OverflowError, TypeError) as error:
        raise ValueError("it is no date in a known form") from error
    if len(read) > 1:
        raise ValueError("it does not state year, month and day")
    (day,) = read
    return day
