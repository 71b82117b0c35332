"""Publication dates as metadata gives them."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date, datetime

from dateutil import parser

_ISO = re.compile(r"(\d{4}-\d\d-\d\d)(?:[T ]+\d{1,2}[:.]\d\d.*)?", re.DOTALL)
_COMPACT = re.compile(r"(\d{8})(?:T?\d{4,6}Z?)?")
_YEAR = re.compile(r"(?<!\d)(?:1[6-9]|20|21)\d\d(?!\d)")
_NUMERIC = re.compile(r"(?<!\d)(\d{1,2})([./-])(\d{1,2})\2(\d{4})(?!\d)")
# Two calendars that share no part: what comes out alike was stated and not filled in.
_FILLERS = (datetime(2004, 2, 28), datetime(2011, 11, 13))


def is_ambiguous(value: object) -> bool:
    """Tell whether a date in figures can be read with the day or with the month first, and those two differ."""
    found = _NUMERIC.search(value) if isinstance(value, str) else None
    return bool(
        found and found[2] != "." and int(found[1]) <= 12 and int(found[3]) <= 12 and found[1] != found[3]
    )


def day_order(values: Iterable[object]) -> tuple[bool | None, str]:
    """Tell how the dates of one file are written, and the first that proves it.

    Returns:
        True for the day first, False for the month, None where neither is proved, or both are.
    """
    proofs: dict[bool, str] = {}
    for value in values:
        found = _NUMERIC.search(value) if isinstance(value, str) else None
        if found and found[2] != "." and (int(found[1]) > 12) != (int(found[3]) > 12):
            proofs.setdefault(int(found[1]) > 12, found[0])
    if len(proofs) != 1:
        return None, ""
    ((order, proof),) = proofs.items()
    return order, proof


def parse_published(value: object, *, day_first: bool | None = None) -> str:
    """Return the day as ``YYYY-MM-DD``.

    ISO dates and date-times, and written forms ("7 December 2021, 19:25", "Dec. 7, 2021", RFC 2822) are known. The day
    is the one written, whatever the time zone. Year, month and day must all be stated: nothing is filled in or guessed.

    Args:
        value: a string, or a date where the container has a type for it.
        day_first: how figures are read that can be read in two ways; None: they are refused.

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
    compact = _COMPACT.fullmatch(text)
    if compact:
        return date.fromisoformat(compact.group(1)).isoformat()
    numeric = _NUMERIC.search(text)
    if numeric:
        one, two = int(numeric.group(1)), int(numeric.group(3))
        # 25/12 or 12/25 can only be read one way; 7/12 is two days, except that dots put the day first
        unclear = one <= 12 and two <= 12 and one != two and numeric.group(2) != "."
        if unclear and day_first is None:
            raise ValueError("day and month cannot be told apart")
    if not _YEAR.search(text):
        raise ValueError("it has no year of four digits")
    try:
        # what cannot be the day is the month, whatever is asked for
        first = bool(numeric) if day_first is None else day_first
        read: set[str] = {
            parser.parse(text, default=filler, ignoretz=True, dayfirst=first).date().isoformat()
            for filler in _FILLERS
        }
    except (ValueError, OverflowError, TypeError) as error:
        raise ValueError("it is no date in a known form") from error
    if len(read) > 1:
        raise ValueError("it does not state year, month and day")
    (day,) = read
    return day
