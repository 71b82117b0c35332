"""Readings of expressions that name a stretch of the calendar: days, months, years, seasons, and ranges of them."""

from __future__ import annotations

import re
from datetime import date

from kg.dates.context import Context, Reading, reading, span_reading
from kg.dates.grammar import Match
from kg.dates.periods import SEASON_MONTH, Period, make_day
from kg.model import Span

YEAR_SHIFT = {"last": -1, "previous": -1, "this": 0, "next": 1, "following": 1}
_FIGURES = re.compile(r"\d+")
_ISO_TIME = re.compile(r"T\d\d:\d\d(?::\d\d)?")


def numeric(m: Match, ctx: Context) -> Reading | None:
    """2006-11-09, 14.02.2022, 5/23/2018; where day and month could be either, only the year is sure."""
    text = m.text("n").upper()
    figures = [int(f) for f in _FIGURES.findall(text)[:3]]
    if figures[0] > 31:
        day = make_day(*figures)
    else:
        first, second, year = figures
        if first != second and first <= 12 and second <= 12 and "." not in text and "-" not in text:
            return reading(Period(date(year, 1, 1), "year"))
        day = make_day(year, second, first) if second <= 12 else make_day(year, first, second)
    if day is None:
        return None
    found = Period(day, "day")
    time = _ISO_TIME.search(text)
    return Reading(found.value + (time[0] if time else ""), found.date, "TIME" if time else "DATE", found)


def day(m: Match, ctx: Context) -> Reading | None:
    """A day and month, with or without weekday and year."""
    number, month = m.integer("d"), m.value("m", "MONTH")
    weekday = m.value("w", "WEEKDAY")
    weekday = m.value("w", "SHORTDAY") if weekday is None else weekday
    if number is None or not 1 <= number <= 31:
        return None
    if month is None:  # Monday the 3rd
        return _weekday_and_number(ctx, weekday, number)
    return _day(m, ctx, number, month, m.year, weekday)


def _day(
    m: Match, ctx: Context, number: int, month: int, year: int | None, weekday: int | None = None
) -> Reading | None:
    if make_day(year or 2000, month, number) is None:
        return None
    if year is None and ctx.anchor is None:
        return Reading(f"XXXX-{month:02}-{number:02}")
    found = (
        make_day(year, month, number)
        if year is not None
        else ctx.nearest_day(month, number, ctx.direction(m.start, m.end), weekday=weekday)
    )
    return reading(Period(found, "day")) if found else None


def _weekday_and_number(ctx: Context, weekday: int, number: int) -> Reading | None:
    if ctx.anchor is None:
        return None
    months = [Period.of("month", ctx.anchor).shift(n) for n in (0, -1, 1)]
    days = [make_day(p.start.year, p.start.month, number) for p in months]
    return next((reading(Period(d, "day")) for d in days if d and d.weekday() == weekday), None)


def days(m: Match, ctx: Context) -> list[Reading] | Reading | None:
    """October 29 and 30; Jan. 10-12; between 3 and 5 May; 28 December to 3 January 2018."""
    first_month = m.value("m", "MONTH")
    last_month = m.value("n", "MONTH") or first_month
    first_day, last_day, year = m.integer("d"), m.integer("e"), m.integer("y")
    if first_day is None or last_day is None or max(first_day, last_day) > 31:
        return None
    crosses = "n" in m
    two = m.text("j") == "and" and m.text("b") != "between" and (crosses or last_day != first_day + 1)
    first_year = m.integer("z") or (year - (first_month > last_month) if year else None)
    low = _day(m, ctx, first_day, first_month, first_year)
    if low is None:
        return None
    if low.period and not year:
        year = low.period.start.year + (crosses and first_month > last_month)
    high = _day(m, ctx, last_day, last_month, year)
    if high is None:
        return None
    where = Span(m.words[m.first + 1].start if "b" in m else m.start, m.end)
    if two:
        cut = m.words[m.groups["j"][0]]
        return [
            at(low, where.start, m.words[m.groups["j"][0] - 1].end),
            at(high, _after(m, cut.end), where.end),
        ]
    if low.period is None or high.period is None:
        return at(Reading(f"{low.value}/{high.value}"), where.start, where.end)
    both = span_reading(low.period, high.period)
    return at(both, where.start, where.end) if both else None


def _after(m: Match, at: int) -> int:
    return next(word.start for word in m.words[m.first : m.last] if word.start >= at)


def at(found: Reading, start: int, end: int) -> Reading:
    """Return the same reading as being of that stretch of the text."""
    return Reading(found.value, found.date, found.kind, found.period, found.clock, Span(start, end))


def holiday(m: Match, ctx: Context) -> Reading | None:
    """A day that the calendar fixes by name."""
    fixed = "01-01" if m.text("n") else "05-01" if m.text("m") else m.value("h", "HOLIDAY")
    month, number = map(int, fixed.split("-"))
    eve = "e" in m
    if eve:
        month, number = (12, 31) if number == 1 else (month, number - 1)
    return _day(m, ctx, number, month, m.integer("y"))


def month(m: Match, ctx: Context) -> Reading | None:
    """A month, with or without its year; "November of last year"."""
    number: int = m.value("m", "MONTH")
    year = m.integer("y") or m.integer("s")
    if year is None and "k" in m:
        if ctx.anchor is None:
            return Reading(None)
        year = ctx.anchor.year + YEAR_SHIFT[m.text("k")]
    if year is not None:
        return reading(Period(date(year, number, 1), "month"))
    if ctx.anchor is None:
        return Reading(f"XXXX-{number:02}")
    return reading(ctx.nearest_month(number, ctx.direction(m.start, m.end)))


def months(m: Match, ctx: Context) -> Reading | None:
    """March to May 2016; between November and January 2016."""
    low, high, year = m.value("m", "MONTH"), m.value("n", "MONTH"), m.integer("y")
    first_year = m.integer("z")
    if year is None and first_year is None:
        if ctx.anchor is None:
            return None
        end = ctx.nearest_month(high, ctx.direction(m.start, m.end))
        year = end.start.year
    if year is None:
        assert first_year is not None
        year = first_year + (low > high)
    first = Period(date(first_year or year - (low > high), low, 1), "month")
    both = span_reading(first, Period(date(year, high, 1), "month"))
    return at(both, m.words[m.first + 1].start if "b" in m else m.start, m.end) if both else None


def year(m: Match, ctx: Context) -> Reading | None:
    """1988; the year two thousand."""
    number = m.integer("y") or m.integer("s")
    return reading(Period(date(number, 1, 1), "year")) if number and number <= 9999 else None


def years(m: Match, ctx: Context) -> Reading | None:
    """1990-95; 2014-2020."""
    first, last, short = m.integer("z"), m.integer("y"), m.integer("x")
    assert first is not None
    if last is None:
        assert short is not None
        last = first // 100 * 100 + short + (100 if short <= first % 100 else 0)
    return span_reading(Period(date(first, 1, 1), "year"), Period(date(last, 1, 1), "year"))


def decade(m: Match, ctx: Context) -> Reading | None:
    """The 1980s; the early '90s; the nineties."""
    figures = _FIGURES.search(m.text("e"))
    number = int(figures[0]) if figures else m.value("e", "ERAWORD")
    return reading(Period(date(number if number > 99 else 1900 + number, 1, 1), "decade"))


def century(m: Match, ctx: Context) -> Reading | None:
    """The 19th century."""
    nth = m.integer("c")
    return reading(Period(date((nth - 1) * 100 + 1, 1, 1), "century")) if nth and nth <= 30 else None


def season(m: Match, ctx: Context) -> Reading | None:
    """The summer of 1998; last winter; next spring; in the autumn."""
    number, shift = m.integer("y"), m.text("k")
    first_month = SEASON_MONTH[m.value("s", "SEASON")]
    if number is not None:
        return reading(Period(date(number, first_month, 1), "season"))
    if ctx.anchor is None:
        return Reading(None)
    anchor = ctx.anchor
    if m.text("r"):  # the summer of last year
        return reading(Period(date(anchor.year + YEAR_SHIFT[m.text("r")], first_month, 1), "season"))
    around = [Period(date(anchor.year + n, first_month, 1), "season") for n in (-2, -1, 0, 1)]
    if shift in ("last", "previous"):
        return reading(next(p for p in reversed(around) if p.end < anchor))
    if shift in ("next", "coming", "upcoming", "following"):
        return reading(next((p for p in around if p.start > anchor), None))
    if shift == "this":
        return reading(min(around, key=lambda p: (not p.holds(anchor), abs((p.start - anchor).days))))
    return reading(ctx.nearest(around, ctx.direction(m.start, m.end)))
