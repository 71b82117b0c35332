"""Dates and ranges of dates in the words of a question."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

from kg.errors import QueryError
from kg.query.days import read_date

Role = Literal["since", "until", "on"]

_MONTH = (
    r"(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?"
    r"|nov(?:ember)?|dec(?:ember)?)\b\.?"
)
_DAY = r"\d{1,2}(?:st|nd|rd|th)?"
_YEAR = r"(?:19|20)\d\d\b"
_RANGE = re.compile(
    rf"\b(?P<first>{_DAY})\s*(?:to|and|until|through|[-–])\s*(?P<rest>{_DAY}(?:\s+of)?\s+{_MONTH},?\s+{_YEAR})",
    re.I,
)
_MONTHS = re.compile(
    rf"\b(?P<first>{_MONTH})\s*(?:to|and|until|through|[-–])\s*(?P<rest>{_MONTH},?\s+{_YEAR})", re.I
)
_DATE = re.compile(
    rf"\b(?:\d{{4}}-\d\d(?:-\d\d)?\b|(?:the\s+)?{_DAY}(?:\s+of)?\s+{_MONTH},?\s+{_YEAR}|{_MONTH}\s*{_DAY},?\s+{_YEAR}"
    rf"|{_MONTH},?(?:\s+of)?\s+{_YEAR}|\d{{1,2}}[./]\d{{1,2}}[./]\d{{4}}\b|{_YEAR}"
    rf"|(?:the\s+)?{_DAY}(?:\s+of)?\s+{_MONTH}|{_MONTH}\s+{_DAY}\b|(?<=in\s){_MONTH}|(?<=since\s){_MONTH}|(?<=until\s){_MONTH}"
    rf"|(?<=before\s){_MONTH}|(?<=after\s){_MONTH})",
    re.I,
)
_SINCE = re.compile(r"\b(?:since|from|after|starting|beginning|as of|between)(?:\s+the)?\s*$", re.I)
_UNTIL = re.compile(
    r"\b(?:until|till|before|up to|through|by|no later than|to|prior to)(?:\s+the)?\s*$", re.I
)
_THEN = re.compile(r"^\s*(?:and|to|until|till|through|[-–])\s*(?:the\s+)?$", re.I)


@dataclass(frozen=True, slots=True)
class When:
    """A date found in a question: what it bounds, and the characters that it takes."""

    role: Role
    date: str
    start: int
    end: int


def find_dates(text: str, *, latest: str = "") -> list[When]:
    """Return the dates in a question, in their order.

    Args:
        text: the question.
        latest: the latest date of the graph; a day or month without a year is the last one that is not after it.
            Without it such a date is none.

    Raises:
        QueryError: a date may be one of two (``03/04/2022``).
    """
    for pattern in (_RANGE, _MONTHS):
        if match := pattern.search(text):
            until = read_date(match["rest"])
            year = match["rest"][-4:]
            month = (
                f"{until[:7]}-{int(re.sub(r'[^0-9]', '', match['first'])):02}" if pattern is _RANGE else ""
            )
            since = month or read_date(f"{match['first']} {year}")
            return [
                When("since", since, match.start(), match.end()),
                When("until", until, match.start(), match.end()),
            ]
    found: list[When] = []
    for match in _DATE.finditer(text):
        date = _read(match[0], latest)
        if date is None:
            continue
        before = text[: match.start()]
        role: Role = "since" if _SINCE.search(before) else "until" if _UNTIL.search(before) else "on"
        if found and found[-1].role in ("since", "on") and _THEN.match(text[found[-1].end : match.start()]):
            role = "until"
            last = found.pop()
            found.append(When("since", last.date, last.start, last.end))
        found.append(When(role, date, match.start(), match.end()))
    return found


def _read(words: str, latest: str) -> str | None:
    text = re.sub(r"\bof\b", " ", words, flags=re.I)
    if re.search(r"\d{4}", text):
        try:
            return read_date(text)
        except QueryError as error:
            if "may be" in str(error):
                raise
            return None
    if not latest:
        return None
    for year in (int(latest[:4]), int(latest[:4]) - 1):
        try:
            date = read_date(f"{text} {year}")
        except QueryError:
            return None
        if date <= latest[: len(date)]:
            return date
    return None
