"""What reading one time expression needs to know of the article and of the expressions before it."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from typing import Literal

from kg.dates.periods import Period, make_day, months_between
from kg.model import PartialDate, Span

Direction = Literal["past", "future", ""]
DirectionOf = Callable[[int, int], Direction]

# A day of the month without a year is the nearest such day. Where the verb speaks for the other side, the other one may
# be this many days farther off; where no verb speaks, the past one may. Newsrooms give the year of what is farther.
_AGAINST_TENSE = 240
_AHEAD_UNSAID = 120
# The same for months, counted in months; without a verb the past is preferred by a little.
_MONTH_AGAINST_TENSE = 12
_MONTH_AHEAD_UNSAID = 1
# The same for quarters, which newsrooms name only while they are near.
_QUARTER_AGAINST_TENSE = 2
# How far, in code points, a quarter named before still lends "a year ago" its size.
_QUARTER_REACH = 1500


@dataclass(frozen=True, slots=True)
class Reading:
    """What one expression means.

    Attributes:
        value: TIMEX3 value or ``None``.
        date: as the graph has it.
        period: what later expressions may refer back to.
        clock: time of day that still lacks its day (``T22:00``).
        span: where the expression is, if not just where the rule matched.
    """

    value: str | None
    date: PartialDate | None = None
    kind: Literal["DATE", "TIME", "DURATION", "SET"] = "DATE"
    period: Period | None = None
    clock: str = ""
    span: Span | None = None


@dataclass(slots=True)
class Context:
    """The article's own date, the tense around an expression, and what was mentioned last.

    Attributes:
        anchor: the article's own date; ``None`` if unknown.
        direction: tells for a stretch of text whether the verb that governs it looks back or ahead.
        last: the period mentioned last; ``last_day`` the day.
        quarter: the quarter mentioned last, and where.
    """

    anchor: date | None
    direction: DirectionOf
    last: Period | None = None
    last_day: Period | None = None
    quarter: tuple[Period, int] | None = None

    def remember(self, period: Period, at: int) -> None:
        """Make a period the one that later expressions refer back to."""
        self.last = period
        if period.unit == "day":
            self.last_day = period
        if period.unit == "quarter":
            # figures are of the latest quarter: "after a flat second quarter" only compares
            recent = self.recent_quarter(at)
            self.quarter = (max(period, recent) if recent else period, at)

    def recent_quarter(self, at: int) -> Period | None:
        """Return the quarter that the text at ``at`` still speaks of."""
        return self.quarter[0] if self.quarter and at - self.quarter[1] <= _QUARTER_REACH else None

    def nearest_day(
        self, month: int, day: int, direction: Direction, *, weekday: int | None = None
    ) -> date | None:
        """Return the day with this month and day that the article most likely means; it needs ``anchor``."""
        assert self.anchor is not None
        anchor = self.anchor
        reach = 4 if (month, day) == (2, 29) else 1
        days = [make_day(y, month, day) for y in range(max(1, anchor.year - reach), anchor.year + reach + 1)]
        found = [d for d in days if d is not None]
        fitting = [d for d in found if weekday is None or d.weekday() == weekday] or found
        return min(
            fitting, key=lambda d: (abs((d - anchor).days) + _against(d, anchor, direction), d), default=None
        )

    def nearest_month(self, month: int, direction: Direction) -> Period:
        """Return the month of this name that the article most likely means; it needs ``anchor``."""
        assert self.anchor is not None
        anchor = self.anchor
        years = [y for y in (anchor.year - 1, anchor.year, anchor.year + 1) if 1 <= y <= 9999]

        def cost(period: Period) -> tuple[int, date]:
            n = months_between(anchor, period.start)
            wrong = (direction == "past" and n > 0) or (direction == "future" and n < 0)
            ahead = _MONTH_AHEAD_UNSAID if not direction and n > 0 else 0
            return abs(n) + ahead + _MONTH_AGAINST_TENSE * wrong, period.start

        return min((Period(date(y, month, 1), "month") for y in years), key=cost)

    def nearest_quarter(self, nth: int, direction: Direction) -> Period:
        """Return the quarter of this number that the article most likely means; it needs ``anchor``."""
        assert self.anchor is not None
        own = Period.of("quarter", self.anchor)
        first = own.shift(nth - (own.start.month + 2) // 3)

        def cost(period: Period) -> tuple[int, date]:
            n = months_between(own.start, period.start) // 3
            wrong = (
                (direction == "past" and n > 0)
                or (direction == "future" and n < 0)
                or (not direction and n > 0)
            )
            return abs(n) + _QUARTER_AGAINST_TENSE * wrong, period.start

        return min((first.shift(-4), first, first.shift(4)), key=cost)

    def nearest(self, periods: Iterable[Period], direction: Direction) -> Period | None:
        """Return the latest of ``periods`` that has begun, or for the future the first that has not ended."""
        assert self.anchor is not None
        ordered = sorted(periods)
        if direction == "future":
            return next((p for p in ordered if p.end >= self.anchor), None)
        return next((p for p in reversed(ordered) if p.start <= self.anchor), None)


def _against(day: date, anchor: date, direction: Direction) -> int:
    if not direction:
        return _AHEAD_UNSAID * (day > anchor)
    return _AGAINST_TENSE * (day > anchor if direction == "past" else day < anchor)


def reading(period: Period | None) -> Reading | None:
    """Return the plain reading of a period."""
    return Reading(period.value, period.date, period=period) if period else None


def span_reading(first: Period, last: Period) -> Reading | None:
    """Return the reading of a range from one period to another of the same unit; ``None`` if it runs backwards."""
    if last < first:
        return None
    if first == last:
        return reading(first)
    low, high = first.date, last.date
    both = PartialDate(low.value, high.until or high.value) if low and high else None
    return Reading(f"{first.value}/{last.value}", both, period=last)
