"""The article's own date from its text alone: stated, in the dateline, or worked out from weekdays and days."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

from kg.dates import tense
from kg.dates.context import DirectionOf
from kg.dates.grammar import Match, grammar
from kg.dates.periods import make_day
from kg.dates.readings import stated_days
from kg.dates.stamps import Found, find_days, month_day
from kg.dates.stated import WORDS, find_statements, own_words

_LEAD = 700  # code points in which the news itself is told
_SAME_NEWS = 4  # days between a dateline and the publication that republishes it
_SHIFTS = {"today": 0, "tonight": 0, "yesterday": -1, "tomorrow": 1}
# between the two in "tomorrow, 14 March 2005", "yesterday (March 14)"
_APPOSED = re.compile(r"[\s,(–—-]{1,4}(?:that is,? |i\.e\.,? |on |the )?")

# a picture's credit: "(AP Photo/…", "[Photo: …]", "REUTERS/…", "Photograph by …"
_CREDIT = re.compile(r"\b(?:[Pp]hoto(?:graph)?s?|PHOTO|[Ii]mages?|[Pp]icture|REUTERS|AFP|EPA|Getty)\b")
_OLD_PICTURE = re.compile(r"\b(?:[Ff]ile|FILE|[Aa]rchive)\b")
_CAPTION = 500  # code points; a longer line is no caption

How = Literal["dateline", "weekday"]


@dataclass(frozen=True, slots=True)
class Clue:
    """Days or a month of the text with its explicit year, and whether the text looks back or ahead to it."""

    first: date
    last: date
    direction: str


@dataclass(frozen=True, slots=True)
class Evidence:
    """What a text says of its own date.

    Attributes:
        stated: the own date in full, if a line states it.
        month_day: the own day without its year (dateline or lead).
        weekday: the weekday of the news, and so of the own day.
        after: a day without its year, named in the lead as past: the news is of the first such weekday from then on.
        pairs: days named with their weekday but without a year; each must fit.
        clues: explicit days and months.
        how: ``dateline`` or ``weekday``.
    """

    stated: date | None = None
    month_day: tuple[int, int] | None = None
    weekday: int | None = None
    after: tuple[int, int] | None = None
    pairs: tuple[tuple[int, int, int], ...] = ()
    clues: tuple[Clue, ...] = ()
    how: How = "weekday"

    def candidate(self, year: int) -> date | None:
        """Return the only day that this year leaves possible, if the calendar bears it out; else ``None``."""
        if self.month_day:
            day = make_day(year, *self.month_day)
            if day and self.weekday not in (None, day.weekday()):
                day = None
        elif self.after and self.weekday is not None:
            start = make_day(year, *self.after)
            day = start + timedelta(days=(self.weekday - start.weekday()) % 7) if start else None
        else:
            return None
        return day if day and all(_fits(day, pair) for pair in self.pairs) else None

    def contradicts(self, own: date) -> bool:
        """Tell whether the text looks back to a day after ``own``, or ahead to one before it."""
        return any(
            (c.first > own and c.direction == "past") or (c.last < own and c.direction == "future")
            for c in self.clues
        )


def _fits(own: date, pair: tuple[int, int, int]) -> bool:
    weekday, month, day = pair
    days = [d for d in (make_day(own.year + n, month, day) for n in (-1, 0, 1)) if d]
    return not days or min(days, key=lambda d: abs((d - own).days)).weekday() == weekday


def read_evidence(text: str) -> Evidence:
    """Collect what a text says of its own date. It never asks what day it is today."""
    rules = grammar()
    matches = rules.scan(rules.split(text))
    days = find_days(text, matches)
    statements = find_statements(text, days, matches)
    direction = tense.from_text(text)
    line = statements.datelines[0] if statements.datelines else None
    weekday = _news_weekday(text, matches, direction, line.end if line else 0)
    stated = stated_days(statements, days, weekday)
    if line is None and stated:
        return Evidence(stated=stated[0], how="dateline")
    for day in stated:
        own = line.full or make_day(day.year, *line.month_day) if line and line.month_day else None
        if own and abs((day - own).days) <= _SAME_NEWS:
            return Evidence(stated=day, how="dateline")
    if line and line.full:
        return Evidence(stated=line.full, how="dateline")
    clues = tuple(dict.fromkeys(_clues(days, matches, direction)))
    pairs = tuple(dict.fromkeys(_pairs(days)))
    if line:
        return Evidence(None, line.month_day, weekday, None, pairs, clues, "dateline")
    shifted = _named_today(text, matches, days)
    if shifted is not None:
        return Evidence(
            shifted if isinstance(shifted, date) else None,
            None if isinstance(shifted, date) else shifted,
            None,
            None,
            pairs,
            clues,
        )
    pictured = _pictured(text, days, weekday)
    if pictured is not None:
        return Evidence(stated=pictured)
    lead = _lead_day(text, days)
    if lead is not None:
        return Evidence(lead.full, None if lead.full else lead.month_day, None, None, pairs, clues)
    return Evidence(None, None, weekday, _latest_past(text, matches, direction), pairs, clues)


def _news_weekday(text: str, matches: Sequence[Match], direction: DirectionOf, after: int) -> int | None:
    """Return the first weekday of the lead on which somebody did or said something."""
    for match in matches:
        if match.start >= after + _LEAD:
            break
        if match.means == "weekday" and after <= match.start and direction(match.start, match.end) == "past":
            number: int = match.value("w", "WEEKDAY")
            return number
    return None


def _named_today(text: str, matches: Sequence[Match], days: Sequence[Found]) -> date | tuple[int, int] | None:
    """Return the own day, or its month and day, where the text names it: "tomorrow, 14 March 2005"."""
    starting = {day.start: day for day in days}
    for match in matches:
        if match.means != "day_shift" or match.text("k") not in _SHIFTS:
            continue
        gap = _APPOSED.match(text, match.end)
        day = starting.get(gap.end()) if gap else None
        if day is None:
            continue
        back = timedelta(days=-_SHIFTS[match.text("k")])
        if day.full:
            return day.full + back
        if day.month_day and not day.days:
            own = make_day(2001, *day.month_day)  # any common year: the end of February needs its own
            return (own + back).timetuple()[1:3] if own else None
    return None


def _pictured(text: str, days: Sequence[Found], weekday: int | None) -> date | None:
    """Return the day on which the news was photographed: the latest day of a caption, if it is the news' weekday."""
    shown = [day.full for day in days if day.full and _in_caption(text, day)]
    latest = max(shown, default=None)
    later = any(day.full > latest for day in days if day.full) if latest else False
    return latest if latest and latest.weekday() == weekday and not later else None


def _in_caption(text: str, day: Found) -> bool:
    first, last = max(0, day.start - _CAPTION), min(len(text), day.end + _CAPTION)
    start, end = text.rfind("\n", first, day.start) + 1, text.find("\n", day.end, last)
    line = text[max(start, first) : last if end < 0 else end]
    return bool(_CREDIT.search(line)) and not _OLD_PICTURE.search(line)


def _lead_day(text: str, days: Sequence[Found]) -> Found | None:
    """Return the day in the lead on which somebody "said", "told reporters" or "announced" the news."""
    for day in days:
        if day.start >= _LEAD:
            break
        if day.numerals or not day.month_day:
            continue
        clause = re.split(r"[.;:\"“”]\s", text[max(0, day.start - 80) : day.start])[-1]
        words = [w.lower() for w in WORDS.findall(clause)][::-1]
        verb = next((w for w in words if w in own_words("said") or tense.is_cue(w)), "")
        if verb in own_words("said") and words[:1] == ["on"]:
            return day
    return None


def _latest_past(text: str, matches: Sequence[Match], direction: DirectionOf) -> tuple[int, int] | None:
    """Return the latest past day without a year, if the lead names one; the widest gap in the year tells it."""
    lead = False
    days: set[tuple[int, int]] = set()
    for match in matches:
        if match.means not in ("day", "days") or match.year:  # a year is given to what is no news
            continue
        ends = {month_day(match), month_day(match, "n" if "n" in match else "m", "e")} - {None}
        if ends and direction(match.start, match.end) != "future":
            days.update(day for day in ends if day)
            lead = lead or match.start < _LEAD
    if not lead:
        return None
    places = sorted((date(2000, *d).timetuple().tm_yday, d) for d in days)
    gaps = [(places[(n + 1) % len(places)][0] - place[0]) % 366 or 366 for n, place in enumerate(places)]
    return places[gaps.index(max(gaps))][1]


def _pairs(days: Sequence[Found]) -> Iterator[tuple[int, int, int]]:
    for day in days:
        if not day.days and day.month_day and day.weekday is not None:
            yield day.weekday, *day.month_day


def _clues(days: Sequence[Found], matches: Sequence[Match], direction: DirectionOf) -> Iterator[Clue]:
    for day in days:
        if day.full:
            yield Clue(day.full, day.full, direction(day.start, day.end))
    for match in matches:
        first = last = None
        if match.means == "days" and match.year:
            ends = month_day(match), month_day(match, "n" if "n" in match else "m", "e")
            first, last = (make_day(match.year, *end) if end else None for end in ends)
        elif match.means == "month" and "y" in match:
            first = make_day(match.year or 0, match.value("m", "MONTH"), 1)
            last = (first + timedelta(days=31)).replace(day=1) - timedelta(days=1) if first else None
        if first and last and first <= last:
            yield Clue(first, last, direction(match.start, match.end))
