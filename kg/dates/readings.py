"""Which day the lines of head and foot state, where figures can be read as two."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from kg.dates.periods import make_day
from kg.dates.stamps import Found
from kg.dates.stated import Statements

_NEAR_OPTION = 12  # days between the right one of two readings of a stamp and the days that the text names


def stated_days(statements: Statements, days: Sequence[Found], weekday: int | None) -> list[date]:
    """Return the days that lines state, the surest first; one that can be two days only where the text decides."""
    chosen: list[date] = []
    for line in sorted(statements.lines, key=lambda s: s.rank):
        day = line.day.full or _of_two(line.day, statements, days, weekday)
        if day:
            chosen.append(day)
    return chosen


def _of_two(stamp: Found, statements: Statements, days: Sequence[Found], weekday: int | None) -> date | None:
    """Decide whether 03/04/1998 is of April or of March: by the dateline, the news' weekday, or the days near-by."""
    written = [line.month_day for line in statements.datelines[:1]]
    for test in (
        lambda day: (day.month, day.day) in written,
        lambda day: day.weekday() == weekday,
        lambda day: any(_near(day, found) for found in days),
    ):
        fitting = [day for day in stamp.days if test(day)]
        if len(fitting) == 1:
            return fitting[0]
    return None


def _near(day: date, found: Found) -> bool:
    if found.numerals or not found.month_day:
        return False
    years = [found.full.year] if found.full else [day.year - 1, day.year, day.year + 1]
    others = filter(None, (make_day(year, *found.month_day) for year in years))
    return any(abs((day - other).days) <= _NEAR_OPTION for other in others)
