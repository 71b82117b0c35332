"""Stretches in quotation marks, paragraph by paragraph."""

from __future__ import annotations

import re
from collections.abc import Iterator

from kg.model import Quotation, Span

# Straight, curved, low, angled marks; two accents or apostrophes in a row, as wires without curved marks write them.
_DOUBLE = re.compile(r"\"|“|”|„|«|»|``|''|‘‘|’’")
_OPENING = frozenset({"“", "„", "«", "``", "‘‘"})
_CLOSING = frozenset({"”", "»", "’’"})
_CLOSES = {"„": "“”", "«": "»"}  # German and French marks close with what opens elsewhere
_SINGLE = re.compile(r"['‘’]")


def quotations(text: str, span: Span) -> list[Quotation]:
    """Return the quotations of one paragraph in order.

    Double marks, straight or curved, pair up. A paragraph that opens a quotation and does not close it gets one that
    runs to its end and ``continues``: newsrooms repeat the opening mark in the next paragraph and close only once.
    Single marks count only where no double ones stand around them, when curved or at the outer edges of words, so that
    apostrophes do not.

    Args:
        text: the article.
        span: the paragraph.
    """
    double = list(_double(text, span))
    outside, last = [], span.start
    for quotation in double:
        outside.append(Span(last, quotation.outer.start))
        last = quotation.outer.end
    outside.append(Span(last, span.end))
    single = [q for gap in outside for q in _single(text, gap, span.end)]
    return sorted([*double, *single], key=lambda q: q.outer)


def _double(text: str, span: Span) -> Iterator[Quotation]:
    opened: re.Match[str] | None = None
    for mark in _DOUBLE.finditer(text, span.start, span.end):
        if opened is None:
            if _may_open(text, mark, span):
                opened = mark
        elif _reopens(text, opened, mark, span):
            yield _make(opened, None, mark.start())
            opened = mark
        else:
            yield _make(opened, mark, mark.end())
            opened = None
    if opened is not None:
        yield _make(opened, None, span.end)


def _may_open(text: str, mark: re.Match[str], span: Span) -> bool:
    """A closing mark without an opening one, an inch sign and a mark at the paragraph's end open nothing."""
    if mark.group() in _CLOSING:
        return False
    if mark.group() in _OPENING:
        return True
    before = text[mark.start() - 1] if mark.start() > span.start else " "
    after = text[mark.end()] if mark.end() < span.end else " "
    ends_sentence = before in ".,!?" and after.isspace()
    return before.isspace() or after.isalnum() or not (before.isalnum() or ends_sentence)


def _reopens(text: str, opened: re.Match[str], mark: re.Match[str], span: Span) -> bool:
    """A second opening mark without a closing one between: the first quotation ran to here."""
    if mark.group() in _CLOSES.get(opened.group(), ""):
        return False
    if mark.group() in _OPENING:
        return opened.group() in _OPENING
    before = text[mark.start() - 1] if mark.start() > span.start else " "
    after = text[mark.end()] if mark.end() < span.end else " "
    ended = text[opened.end() : mark.start()].rstrip()[-1:] in (".", "!", "?")
    return mark.group() == '"' and before.isspace() and after.isalnum() and ended


def _single(text: str, span: Span, gap_end: int) -> Iterator[Quotation]:
    opened: re.Match[str] | None = None
    for mark in _SINGLE.finditer(text, span.start, span.end):
        i = mark.start()
        before = text[i - 1] if i > span.start else " "
        after = text[i + 1] if i + 1 < span.end else " "
        if opened is None:
            starts = (before.isspace() or before in '([—–-,:"“') and (after.isalnum() or after in "[…")
            if starts and mark.group() != "’":
                opened = mark
        elif not before.isspace() and not after.isalnum() and mark.group() != "‘":
            yield _make(opened, mark, mark.end())
            opened = None
    if opened is not None and span.end == gap_end and _goes_on_below(text, opened, span):
        yield _make(opened, None, span.end)


def _goes_on_below(text: str, opened: re.Match[str], span: Span) -> bool:
    """A single mark after a colon or at the paragraph's start, never closed; the next paragraph opens with another."""
    before = text[span.start : opened.start()].rstrip()
    following = text[span.end :].lstrip()[:2]
    return (not before or before[-1] in ":,") and following[:1] == opened.group() and following[1:].isalnum()


def _make(opening: re.Match[str], closing: re.Match[str] | None, end: int) -> Quotation:
    inner_end = closing.start() if closing is not None else end
    return Quotation(
        Span(opening.start(), end),
        Span(opening.end(), max(inner_end, opening.end())),
        continues=closing is None,
    )
