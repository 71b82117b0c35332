"""The date of words that a model quotes, by the same code that dates all else."""

from __future__ import annotations

from datetime import date

from kg.dates import read_times
from kg.llm.sheet import Sheet
from kg.model import PartialDate, Span


def date_of(sheet: Sheet, span: Span) -> PartialDate | None:
    """Return the date that a stretch of the article gives: of the expression of time in it or around it.

    Words between two expressions ("Jan. 10 and 12") give the first. ``None`` where nothing there fixes a date.
    """
    inside = [t for t in sheet.times if t.date is not None and t.span.overlaps(span)]
    if inside:
        # the whole expression before a part of one, the longest before a shorter
        best = min(
            inside, key=lambda t: (not span.covers(t.span), not t.span.covers(span), -len(t.span), t.span)
        )
        return best.date
    if any(t.span.overlaps(span) for t in sheet.times):
        return None  # read already, and no date: "every year"
    published = sheet.article.published
    anchor = date.fromisoformat(published) if published else None
    alone = read_times(span.of(sheet.text), anchor=anchor)
    return next((t.date for t in alone if t.date is not None), None)
