"""Find every temporal expression of a document and work out its value."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date

from kg.dates import absolute, quarters, relative, tense
from kg.dates.context import Context, DirectionOf, Reading
from kg.dates.grammar import Match, grammar
from kg.model import Document, Span, TimeExpression

Meaning = Callable[[Match, Context], Reading | list[Reading] | None]

# What the rules of ontology/lexicon/times.yaml mean: `means` → the code that reads them.
MEANINGS: dict[str, Meaning] = {
    "numeric": absolute.numeric,
    "day": absolute.day,
    "days": absolute.days,
    "holiday": absolute.holiday,
    "month": absolute.month,
    "months": absolute.months,
    "year": absolute.year,
    "years": absolute.years,
    "decade": absolute.decade,
    "century": absolute.century,
    "quarter": quarters.quarter,
    "quarter_ended": quarters.quarter_ended,
    "year_end": quarters.year_end,
    "half": quarters.half,
    "season": absolute.season,
    "fiscal": quarters.fiscal,
    "weekday": relative.weekday,
    "weekday_shift": relative.weekday_shift,
    "weekdays": relative.weekdays,
    "day_shift": relative.day_shift,
    "part": relative.part,
    "month_shift": relative.month_shift,
    "shift": relative.shift,
    "weekend": relative.weekend,
    "ago": relative.ago,
    "hence": relative.hence,
    "offset": relative.offset,
    "anaphor": relative.anaphor,
    "clock": relative.clock,
    "duration": relative.duration,
    "repeated": relative.repeated,
    "vague": relative.vague,
}

# What may stand between a clock time and its day: "10 a.m. (0700 GMT) on Monday", "May 3 at noon".
_BETWEEN = re.compile(r"[\s,]*(?:\([^()\n]{1,20}\)[\s,]*)?(?:(?:on|at)\s+)?(?:about\s+|around\s+)?")
_NOT_NARRATED = frozenset({"headline", "standfirst", "byline", "dateline", "caption"})


def read_times(
    text: str, *, anchor: date | None, direction: DirectionOf | None = None, silent: tuple[Span, ...] = ()
) -> list[TimeExpression]:
    """Find the temporal expressions of a text.

    Args:
        text: any text.
        anchor: the day on which it was written; without it, expressions that count from it have no value.
        direction: tells for a stretch ``(start, end)`` whether its verb looks back or ahead; by default by cue words.
        silent: stretches whose dates later expressions do not refer back to, such as datelines.

    Returns:
        Expressions in text order that do not overlap; values by TimeML 1.2.1, ranges as ``first/last``.
    """
    ctx = Context(anchor, direction or tense.from_text(text))
    rules = grammar()
    found: list[tuple[Span, Reading]] = []
    for match in rules.scan(rules.split(text)):
        for reading in _read(match, ctx):
            where = reading.span or Span(match.start, match.end)
            found.append((where, reading))
            if reading.period and not any(s.covers(where) for s in silent):
                ctx.remember(reading.period, where.end)
    return [TimeExpression(span, r.value, r.date, r.kind) for span, r in _with_days(text, found, ctx.anchor)]


def find_times(doc: Document) -> Document:
    """Fill ``doc.times`` from the article's text, its own date, and the tenses of its parse.

    Args:
        doc: an annotated document; one without tokens is read by cue words instead of tenses.

    Returns:
        The same document with ``times`` sorted and free of overlaps. Expressions in furniture are left out.
        Where ``article.published`` is unknown, expressions that count from it have neither value nor date.
    """
    article = doc.article
    anchor = date.fromisoformat(article.published) if article.published else None
    direction = tense.from_tokens(doc) if doc.tokens else tense.from_text(article.text)
    silent = tuple(zone.span for zone in doc.zones if zone.kind in _NOT_NARRATED)
    times = read_times(article.text, anchor=anchor, direction=direction, silent=silent)
    furniture = [zone.span for zone in doc.zones if zone.kind == "furniture"]
    kept = tuple(t for t in times if not any(f.overlaps(t.span) for f in furniture))
    return Document(doc.article, doc.zones, doc.sentences, doc.tokens, doc.entities, kept, doc.quotations)


def _read(match: Match, ctx: Context) -> list[Reading]:
    try:
        reading = MEANINGS[match.means](match, ctx)
    except (ValueError, OverflowError):  # beyond the calendar: "5,000 years ago"
        return []
    if reading is None:
        return []
    return reading if isinstance(reading, list) else [reading]


def _with_days(
    text: str, found: list[tuple[Span, Reading]], anchor: date | None
) -> list[tuple[Span, Reading]]:
    """Give clock times their day: the one beside them, which they then include, else the article's own."""
    merged: list[tuple[Span, Reading]] = []
    for span, reading in found:
        if merged:
            before, earlier = merged[-1]
            pair = (earlier, reading) if earlier.clock else (reading, earlier)
            if pair[0].clock and _is_day(pair[1]) and _BETWEEN.fullmatch(text, before.end, span.start):
                assert pair[1].period
                value = pair[1].period.value + pair[0].clock
                merged[-1] = before.cover(span), Reading(value, pair[1].date, "TIME", pair[1].period)
                continue
        merged.append((span, reading))
    own = anchor.isoformat() if anchor else None
    return [(s, Reading(own + r.clock, None, "TIME") if r.clock and own else r) for s, r in merged]


def _is_day(reading: Reading) -> bool:
    return reading.kind == "DATE" and reading.period is not None and reading.period.unit == "day"
