"""Readings of the periods for which companies report: quarters, half-years, fiscal years, and the year's end."""

from __future__ import annotations

from datetime import date, timedelta

from kg.dates import absolute
from kg.dates.absolute import YEAR_SHIFT, at
from kg.dates.context import Context, Reading, reading
from kg.dates.grammar import Match
from kg.dates.periods import Period
from kg.model import Span

_HALF_A_QUARTER = timedelta(
    days=45
)  # the middle of a company's quarter lies in the calendar's that it is nearest to


def quarter(m: Match, ctx: Context) -> Reading | None:
    """The third quarter of 1984; a third-quarter loss; the year-earlier third quarter; Q3 2005."""
    nth = m.value("q", "QUARTERNAME") or m.integer("q")
    if nth is None or not 1 <= nth <= 4:
        return None
    number = m.integer("y")
    if number is None and ctx.anchor is None:
        return Reading(f"XXXX-Q{nth}")
    if number is None and "k" in m and ctx.anchor:
        number = ctx.anchor.year + YEAR_SHIFT.get(m.text("k"), 0)
    if number is not None and "a" not in m:
        found = Period(date(number, nth * 3 - 2, 1), "quarter")
    else:
        assert ctx.anchor is not None
        found = ctx.nearest_quarter(nth, ctx.direction(m.start, m.end))
        if "a" in m:  # not remembered: the text goes on about this year's
            return Reading(found.shift(-4).value, found.shift(-4).date)
    return Reading(found.value, None if "f" in m else found.date, period=found)


def quarter_ended(m: Match, ctx: Context) -> list[Reading] | None:
    """The quarter ended Sept. 29: three months that end about then, and the day."""
    last = absolute.day(m, ctx)
    if last is None:
        return None
    ended = m.groups["e"]
    found = Period.of("quarter", last.period.start - _HALF_A_QUARTER) if last.period else None
    named = ctx.recent_quarter(m.start)  # companies count quarters their own way: "the fiscal first quarter"
    value = named.value if named else found.value if found else None
    the_quarter = Reading(value, found.date if found else None, period=named or found)
    return [
        at(the_quarter, m.start, m.words[ended[0] - 1].end),
        at(last, m.words[ended[1]].start, m.end),
    ]


def year_end(m: Match, ctx: Context) -> Reading | None:
    """Year-end, the year's end: the nearest December; after "since" the last."""
    since = m.groups.get("s")
    where = Span(m.words[since[1]].start if since else m.start, m.end)
    if ctx.anchor is None:
        return Reading(None, span=where)
    direction = "past" if since else ctx.direction(m.start, m.end)
    found = reading(ctx.nearest_month(12, direction))
    return at(found, where.start, where.end) if found else None


def half(m: Match, ctx: Context) -> Reading | None:
    """The first half of 2005, of last year."""
    nth = m.value("q", "HALFNAME") or m.integer("q")
    number = m.integer("y")
    if number is None and ctx.anchor:
        number = ctx.anchor.year + YEAR_SHIFT.get(m.text("k"), 0)
    if nth not in (1, 2):
        return None
    return reading(Period(date(number, nth * 6 - 5, 1), "half")) if number else Reading(None)


def fiscal(m: Match, ctx: Context) -> Reading | None:
    """Fiscal 1989; the current fiscal year. Its days are the company's own: no date."""
    number = m.integer("y")
    if number is None:
        if ctx.anchor is None:
            return Reading(None)
        number = ctx.anchor.year + YEAR_SHIFT.get(m.text("k"), 0)
    return Reading(f"{number:04}")
