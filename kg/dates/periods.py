"""Stretches of the calendar: one closed type with its algebra, and its forms in TIMEX3 and in the graph."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

from kg.model import PartialDate

Unit = Literal["day", "week", "weekend", "month", "quarter", "half", "season", "year", "decade", "century"]

_MONTHS = {"month": 1, "quarter": 3, "half": 6, "season": 3, "year": 12, "decade": 120, "century": 1200}
_DAYS = {"day": 1, "week": 7, "weekend": 7}
_SEASONS = ("SP", "SU", "FA", "WI")
_PIVOT = 50  # no clock is asked: '49 is 2049 and '50 is 1950, whenever it is read
SEASON_MONTH = {"SP": 3, "SU": 6, "FA": 9, "WI": 12}


@dataclass(frozen=True, slots=True, order=True)
class Period:
    """A day, week, weekend, month, quarter, half-year, season, year, decade or century.

    Attributes:
        start: its first day. A season starts with its first whole month and is named by the year of that month.
        unit: what it is.
    """

    start: date
    unit: Unit

    @classmethod
    def of(cls, unit: Unit, day: date) -> Period:
        """Return the period of that unit which holds ``day``; for a weekday, the weekend of its week."""
        if unit == "week":
            start = day - timedelta(days=day.weekday())
        elif unit == "weekend":
            start = day + timedelta(days=5 - day.weekday())
        elif unit == "day":
            start = day
        elif unit == "season":
            start = _plus_months(day.replace(day=1), -(day.month % 3))
        elif unit == "century":
            start = date((day.year - 1) // 100 * 100 + 1, 1, 1)
        elif unit == "decade":
            start = date(day.year // 10 * 10, 1, 1)
        else:
            size = _MONTHS[unit]
            start = date(day.year, (day.month - 1) // size * size + 1, 1)
        return cls(start, unit)

    @property
    def end(self) -> date:
        """Its last day."""
        if self.unit == "weekend":
            return self.start + timedelta(days=1)
        return self.shift(1).start - timedelta(days=1)

    def shift(self, n: int) -> Period:
        """Return the period ``n`` units on.

        Raises:
            ValueError, OverflowError: it is outside the years 1 to 9999.
        """
        if self.unit in _DAYS:
            return Period(self.start + timedelta(days=n * _DAYS[self.unit]), self.unit)
        return Period(_plus_months(self.start, n * _MONTHS[self.unit]), self.unit)

    def holds(self, day: date) -> bool:
        """Tell whether ``day`` lies in it."""
        return self.start <= day <= self.end

    @property
    def value(self) -> str:
        """The TIMEX3 value, a decade as ``199X`` and a century as ``19XX``."""
        year, month = self.start.year, self.start.month
        if self.unit == "day":
            return self.start.isoformat()
        if self.unit in ("week", "weekend"):
            iso = self.start.isocalendar()
            return f"{iso.year}-W{iso.week:02}" + ("-WE" if self.unit == "weekend" else "")
        tail = {
            "month": f"-{month:02}",
            "quarter": f"-Q{(month + 2) // 3}",
            "half": f"-H{(month + 5) // 6}",
            "season": f"-{_SEASONS[month // 3 - 1]}" if month % 3 == 0 else "",
        }.get(self.unit, "")
        text = f"{year:04}"
        return {"decade": text[:3] + "X", "century": text[:2] + "XX"}.get(self.unit, text + tail)

    @property
    def date(self) -> PartialDate | None:
        """The same as a date of the graph; ``None`` for a season, whose bounds nobody fixes."""
        if self.unit == "season":
            return None
        width = {"day": 10, "week": 10, "weekend": 10, "year": 4, "decade": 4, "century": 4}.get(self.unit, 7)
        first, last = self.start.isoformat()[:width], self.end.isoformat()[:width]
        return PartialDate(first, last if last != first else None)


def _plus_months(start: date, n: int) -> date:
    years, month = divmod(start.month - 1 + n, 12)
    return date(start.year + years, month + 1, 1)


def make_day(year: int, month: int, day: int) -> date | None:
    """Return the date, or ``None`` where the calendar has no such day."""
    try:
        return date(year, month, day)
    except ValueError:
        return None


def full_year(number: int) -> int:
    """Return the year that two figures stand for: 1950 to 2049. Four figures stand for themselves."""
    return number if number > 99 else number + (1900 if number >= _PIVOT else 2000)


def months_between(first: date, second: date) -> int:
    """Return how many months ``second`` lies after ``first``, days left aside."""
    return (second.year - first.year) * 12 + second.month - first.month
