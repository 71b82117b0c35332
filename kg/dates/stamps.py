"""Days as headers and datelines of newsrooms stamp them, which nobody writes in running text."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from kg.dates.grammar import Match
from kg.dates.periods import full_year, make_day

_NUMERALS = re.compile(r"(?<![\w./])(?<!\d-)(\d{1,4})([./-])(\d{1,2})\2(\d{4}|\d\d)(?![\w/-]|\.\d)")
_COMPACT = re.compile(r"(?<![\w./:-])((?:19|20)\d\d)(\d\d)(\d\d)(?:T?\d{4,6}Z?)?(?![\w/:-]|\.\d)")
# 891026 and 891026-0101 name the day only where they are the whole line: figures beside words count things
_SHORT = re.compile(r"^[^\S\n]*(\d\d)(\d\d)(\d\d)(?:-\d{2,5})?[^\S\n]*$", re.MULTILINE)
_SHORT_REACH = 400


@dataclass(frozen=True, slots=True)
class Found:
    """A day of the calendar in a text.

    Attributes:
        start, end: where it stands.
        days: the days it can mean, with their year: none if it has no year, two if day and month cannot be told apart.
        month_day: the same without the year, if it is one.
        weekday: the weekday that it names, Monday being 0.
        numerals: it consists of figures alone.
    """

    start: int
    end: int
    days: tuple[date, ...]
    month_day: tuple[int, int] | None
    weekday: int | None = None
    numerals: bool = False

    @property
    def full(self) -> date | None:
        """The day, if it is given in full and beyond doubt."""
        return self.days[0] if len(self.days) == 1 else None


def find_days(text: str, matches: Sequence[Match]) -> list[Found]:
    """Return the days that a text names, stamps among them, in text order; of two that overlap the longer."""
    found = [*_of_matches(matches), *_stamps(text)]
    found.sort(key=lambda f: (f.start, -f.end))
    kept: list[Found] = []
    for one in found:
        if not kept or one.start >= kept[-1].end:
            kept.append(one)
        elif one.end - one.start > kept[-1].end - kept[-1].start:
            kept[-1] = one
    return kept


def month_day(match: Match, month_name: str = "m", day_name: str = "d") -> tuple[int, int] | None:
    """Return month and day of a match, or ``None`` where one is missing or no month has such a day."""
    month, day = match.value(month_name, "MONTH"), match.integer(day_name)
    return (month, day) if month and day and make_day(2000, month, day) else None


def _of_matches(matches: Sequence[Match]) -> Iterator[Found]:
    for match in matches:
        if match.means == "numeric":
            figures = re.findall(r"\d+", match.text("n"))[:3]
            days = _readings(figures, dots="." in match.text("n"))
            if days:
                alone = (days[0].month, days[0].day) if len(days) == 1 else None
                yield Found(match.start, match.end, days, alone, numerals=True)
        elif match.means == "day":
            named, year = month_day(match), match.year
            day = make_day(year, *named) if named and year else None
            if named and (day or not year):
                weekday = match.value("w", "WEEKDAY")
                weekday = match.value("w", "SHORTDAY") if weekday is None else weekday
                yield Found(match.start, match.end, (day,) if day else (), named, weekday)


def _stamps(text: str) -> Iterator[Found]:
    found = [(m, m.group(1, 3, 4), m[2] == ".") for m in _NUMERALS.finditer(text)]
    found += [(m, m.group(1, 2, 3), False) for m in _COMPACT.finditer(text)]
    found += [
        (m, (str(full_year(int(m[1]))), m[2], m[3]), False) for m in _SHORT.finditer(text, 0, _SHORT_REACH)
    ]
    for m, figures, dots in found:
        days = _readings(figures, dots=dots)
        if days:
            alone = (days[0].month, days[0].day) if len(days) == 1 else None
            yield Found(m.start(), m.end(), days, alone, numerals=True)


def _readings(figures: Sequence[str], *, dots: bool) -> tuple[date, ...]:
    """Return the days that three figures can mean: the year first, or day and month in either order before it."""
    one, two, three = map(int, figures)
    if len(figures[0]) == 3 or (len(figures[0]) == 4 and len(figures[2]) == 4):
        return ()
    if one > 31 or len(figures[0]) == 4:
        day = make_day(one if len(figures[0]) == 4 else full_year(one), two, three)
        return (day,) if day else ()
    year = three if len(figures[2]) == 4 else full_year(three)
    by_day, by_month = make_day(year, two, one), make_day(year, one, two)
    both = (by_day or by_month,) if dots else (by_day, by_month)
    return tuple(sorted({day for day in both if day}))
