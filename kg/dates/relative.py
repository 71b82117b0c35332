"""Readings of expressions that count from the article's own date or from what was mentioned before."""

from __future__ import annotations

from datetime import date, timedelta
from typing import cast

from kg.dates.context import Context, Reading, reading, span_reading
from kg.dates.grammar import Match
from kg.dates.periods import Period, Unit
from kg.model import Span

_DAY = {
    "today": 0,
    "tonight": 0,
    "tonite": 0,
    "yesterday": -1,
    "tomorrow": 1,
    "before": -2,
    "after": 2,
    "overnight": 0,
}
_STEP = {
    "last": -1,
    "previous": -1,
    "preceding": -1,
    "prior": -1,
    "this": 0,
    "the": 0,
    "current": 0,
    "latest": 0,
}
_STEP |= {"next": 1, "coming": 1, "upcoming": 1, "following": 1}
_SIZE = {
    "day": "D",
    "week": "W",
    "fortnight": "W",
    "month": "M",
    "quarter": "Q",
    "year": "Y",
    "decade": "E",
    "century": "C",
}
_CLOCK_SIZE = {"hour": "H", "minute": "M", "second": "S"}
_ORDER = ("day", "week", "month", "quarter", "year", "decade", "century")


def weekday(m: Match, ctx: Context) -> Reading | None:
    """Thursday: the one in the direction of the verb, the article's own day included."""
    if ctx.anchor is None:
        return Reading(None)
    return reading(Period(_weekday(ctx, m, m.value("w", "WEEKDAY")), "day"))


def _weekday(ctx: Context, m: Match, number: int) -> date:
    assert ctx.anchor is not None
    back = (ctx.anchor.weekday() - number) % 7
    if ctx.direction(m.start, m.end) == "future":
        return ctx.anchor + timedelta(days=-back % 7)
    return ctx.anchor - timedelta(days=back)


def weekday_shift(m: Match, ctx: Context) -> Reading | None:
    """Last Monday; next Friday; the following Sunday; Tuesday of last week."""
    number, step = m.value("w", "WEEKDAY"), m.text("k")
    told = step in ("following", "previous", "preceding", "prior")
    base = ctx.last_day.start if told and ctx.last_day else ctx.anchor
    if base is None:
        return Reading(None)
    if "l" in m:
        week = Period.of("week", base).shift(_STEP[m.text("l")])
        return reading(Period(week.start + timedelta(days=number), "day"))
    if _STEP[step] < 0:
        return reading(Period(base - timedelta(days=(base.weekday() - number - 1) % 7 + 1), "day"))
    return reading(Period(base + timedelta(days=(number - base.weekday() - 1) % 7 + 1), "day"))


def weekdays(m: Match, ctx: Context) -> Reading | None:
    """From Monday to Wednesday."""
    if ctx.anchor is None:
        return Reading(None)
    first, last = m.value("v", "WEEKDAY"), m.value("w", "WEEKDAY")
    start = _weekday(ctx, m, first)
    both = span_reading(Period(start, "day"), Period(start + timedelta(days=(last - first) % 7), "day"))
    where = Span(m.words[m.first + 1].start if "b" in m else m.start, m.end)
    return Reading(both.value, both.date, period=both.period, span=where) if both else None


def day_shift(m: Match, ctx: Context) -> Reading | None:
    """Today, yesterday, tomorrow, the day after tomorrow."""
    if ctx.anchor is None:
        return Reading(None)
    return reading(Period(ctx.anchor + timedelta(days=_DAY[m.text("k").split()[0]]), "day"))


def part(m: Match, ctx: Context) -> Reading | None:
    """Last night, tonight, Thursday afternoon, noon Monday."""
    name = m.text("k").split()[0] if "k" in m else ""
    part_of_day = m.value("p", "PART") or "NI"
    if ctx.anchor is None:
        return Reading(None, kind="TIME")
    found: date | None
    if "w" in m:
        found = _weekday(ctx, m, m.value("w", "WEEKDAY"))
    elif "m" in m:
        found = ctx.nearest_day(m.value("m", "MONTH"), m.integer("d") or 1, ctx.direction(m.start, m.end))
    else:
        found = ctx.anchor + timedelta(days=-1 if name == "last" else _DAY.get(name, 0))
    if found is None:
        return None
    day = Period(found, "day")
    # "overnight" is no day that "the previous Friday" counts from
    return Reading(f"{day.value}T{part_of_day}", day.date, "TIME", None if name == "overnight" else day)


def month_shift(m: Match, ctx: Context) -> Reading | None:
    """Last June, next March, this October, the following May."""
    if ctx.anchor is None:
        return Reading(None)
    number, step = m.value("m", "MONTH"), m.text("k")
    told = step in ("following", "previous")
    base = Period.of("month", ctx.last.start if told and ctx.last else ctx.anchor)
    around = [Period(date(base.start.year + n, number, 1), "month") for n in (-1, 0, 1)]
    if step == "this":
        return reading(around[1])
    if _STEP[step] < 0:
        return reading(next(p for p in reversed(around) if p < base))
    return reading(next(p for p in around if p > base))


def shift(m: Match, ctx: Context) -> Reading | None:
    """Last week, earlier this month, the end of the year, next quarter, the year-earlier period."""
    if ctx.anchor is None:
        return Reading(None)
    unit, step = _unit(m), m.text("k")
    if "a" in m:
        return _year_before(m, ctx)
    if unit == "fortnight":
        return Reading("P2W", kind="DURATION")
    if unit == "day" and step in ("last", "the"):
        return None  # "on the last day of the talks"
    return reading(Period.of(cast(Unit, unit or "weekend"), ctx.anchor).shift(_STEP.get(step, 0)))


def _unit(m: Match) -> str:
    named = (
        m.value("u", "UNIT")
        or m.value("u", "UNITS")
        or m.value("u", "SHORTUNIT")
        or m.value("u", "SHORTUNITS")
    )
    return cast(str, named or "")


def _year_before(m: Match, ctx: Context) -> Reading | None:
    """A year ago: beside a quarter's figures it is the same quarter of the year before."""
    assert ctx.anchor is not None
    named = ctx.recent_quarter(m.start)
    found = named.shift(-4) if named else Period.of("year", ctx.anchor).shift(-1)
    return Reading(found.value, found.date)  # not remembered: the text goes on about this year


def weekend(m: Match, ctx: Context) -> Reading | None:
    """The weekend: the past one, or with a verb that looks ahead the coming one."""
    if ctx.anchor is None:
        return Reading(None)
    own = Period.of("weekend", ctx.anchor)
    ahead = ctx.direction(m.start, m.end) == "future" or own.start <= ctx.anchor
    return reading(own if ahead else own.shift(-1))


def ago(m: Match, ctx: Context) -> Reading | None:
    """Two days ago, a year ago, a week from now; several years ago has no value."""
    if "v" in m:
        return Reading("PAST_REF")
    if ctx.anchor is None:
        return Reading(None)
    unit, count = _unit(m), _count(m)
    if not unit or (unit == "year" and count == 1 and "f" not in m and ctx.recent_quarter(m.start)):
        return _year_before(m, ctx)
    return (
        _counted(ctx.anchor, unit, count if "f" in m else -count)
        if count is not None
        else Reading("PAST_REF")
    )


def hence(m: Match, ctx: Context) -> Reading | None:
    """In two days: a date if the verb looks ahead, a duration otherwise."""
    count = _count(m)
    if ctx.direction(m.start, m.end) != "future" or m.text("n") == "a":  # "ended in a day"
        return duration(m, ctx)
    if ctx.anchor is None:
        return Reading(None)
    return _counted(ctx.anchor, _unit(m), count) if count is not None else duration(m, ctx)


def offset(m: Match, ctx: Context) -> Reading | None:
    """Two days later, a week earlier, the day before: from the date mentioned last."""
    unit, count = _unit(m), 1 if "n" not in m and "h" not in m else _count(m)
    if count is None or unit in _CLOCK_SIZE:
        return duration(m, ctx)
    back = m.text("k") in ("before", "earlier", "previously")
    if back and unit == "year" and count == 1 and ctx.anchor and ctx.recent_quarter(m.start):
        return _year_before(m, ctx)
    base = (ctx.last_day or ctx.last) if unit == "day" else ctx.last
    if base is None:
        return _counted(ctx.anchor, unit, -count) if back and ctx.anchor else Reading(None)
    if not back and ctx.anchor and base.start > ctx.anchor and ctx.direction(m.start, m.end) == "past":
        return Reading(None)  # what has happened did not happen after a day that is still to come
    if base.unit != "weekend" and _coarser(base.unit, unit):
        return Reading(None)
    return _counted(base.start, unit, -count if back else count)


def _count(m: Match) -> int | None:
    return m.integer("n" if "n" in m else "h")


def _counted(base: date, unit: str, count: int) -> Reading | None:
    if unit in _CLOCK_SIZE:
        return Reading("PRESENT_REF") if abs(count) < 24 else None
    if unit == "fortnight":
        unit, count = "week", 2 * count
    if unit in ("decade", "century"):
        unit, count = "year", count * (10 if unit == "decade" else 100)
    return reading(Period.of(cast(Unit, unit), base).shift(count))


def _coarser(unit: str, than: str) -> bool:
    plain = {"season": "quarter", "half": "year", "weekend": "week"}
    than = "week" if than == "fortnight" else than
    return _ORDER.index(plain.get(unit, unit)) > _ORDER.index(plain.get(than, than))


def anaphor(m: Match, ctx: Context) -> Reading | None:
    """That day, the following week, the same month, the latest quarter, the 1988 period."""
    unit, step, at = _unit(m), m.text("k"), m.start
    named = ctx.recent_quarter(at)
    if "y" in m:
        number = m.integer("y")
        assert number is not None
        if named is None:
            return reading(Period(date(number, 1, 1), "year"))
        then = Period(named.start.replace(year=number), "quarter")
        return Reading(then.value, then.date)
    if step == "latest":
        done = Period.of("quarter", ctx.anchor).shift(-1) if ctx.anchor and unit == "quarter" else None
        return reading(named or done)
    if unit == "quarter" and not step:
        return reading(named)
    if unit == "fortnight":
        return Reading("P2W", kind="DURATION")
    if step == "next" and unit != "day":  # "the next year": how long, not when
        return duration(m, ctx)
    base = (ctx.last_day or ctx.last) if unit == "day" else ctx.last
    if base is None or _coarser(base.unit, unit):
        told = _STEP.get(step, 0) < 0 and ctx.anchor
        return (
            reading(Period.of(cast(Unit, unit), ctx.anchor).shift(-1))
            if told and ctx.anchor
            else Reading(None)
        )
    return reading(Period.of(cast(Unit, unit), base.start).shift(_STEP.get(step, 0)))


def clock(m: Match, ctx: Context) -> Reading | None:
    """10 p.m., 10:30, 0930 GMT, noon; the day comes from beside it."""
    given = m.value("c", "PART") or m.text("c") or m.text("h")
    if given.isdigit() and len(given) == 4:
        given = f"{given[:2]}:{given[2:]}"
    hour, _, minute = given.replace(".", ":").partition(":")
    hours, half = int(hour), m.text("x")
    if half and not 1 <= hours <= 12:
        return None
    if half:
        hours = hours % 12 + (12 if half.startswith("p") else 0)
    return Reading(None, kind="TIME", clock=f"T{hours:02}:{(minute or '00')[:5]}")


def duration(m: Match, ctx: Context) -> Reading | None:
    """Two months, a 10-hour session, several weeks: how long, never when."""
    unit = _unit(m) or cast(str, m.value("v", "UNITS") or "")
    count = 1 if not {"n", "h", "v"} & m.groups.keys() else (m.number("n") or m.number("h"))
    if not unit:
        return None
    size = _CLOCK_SIZE.get(unit) or _SIZE[unit]
    factor = 2 if unit == "fortnight" else 1
    amount = "X" if count is None else f"{count * factor:g}"
    return Reading(f"P{'T' if unit in _CLOCK_SIZE else ''}{amount}{size}", kind="DURATION")


def repeated(m: Match, ctx: Context) -> Reading | None:
    """Every month, each July, daily, Mondays."""
    weekday = m.value("w", "WEEKDAY")
    weekday = m.value("w", "WEEKDAYS") if weekday is None else weekday
    month = m.value("m", "MONTH")
    if weekday is not None:
        value = f"XXXX-WXX-{weekday + 1}"
    elif month is not None:
        value = f"XXXX-{month:02}"
    elif "s" in m:
        value = f"XXXX-{m.value('s', 'SEASON')}"
    elif "a" in m:
        value = m.value("a", "ADVERBIAL")
    else:
        value = f"P{m.number('n') or 1:g}{_SIZE[_unit(m)]}"
    return Reading(value, kind="SET")


def vague(m: Match, ctx: Context) -> Reading | None:
    """Now, recently, soon, in the past, the coming days."""
    if "o" in m:
        return Reading(None, kind="DURATION")
    for name, cls in (("r", "NOW"), ("r", "ONCE"), ("r", "SOON")):
        value = m.value(name, cls)
        if value:
            return Reading(value)
    return Reading("PAST_REF" if "p" in m else "FUTURE_REF" if "f" in m else "PRESENT_REF")
