"""Stretches in quotation marks, paragraph by paragraph."""

from __future__ import annotations

from kg.model import Quotation, Span

_OPEN_DOUBLE, _CLOSE_DOUBLE = "“„«", "”»"
_PAIRS = {"‘": "’", "`": "'"}


def quotations(text: str, span: Span) -> list[Quotation]:
    """Return the quotations of one paragraph in order.

    Double marks, straight or curved, pair up. A paragraph that opens a quotation and does not close it gets one that runs to
    its end and ``continues``: newsrooms repeat the opening mark in the next paragraph and close only once. Single marks
    count only when curved or standing at a word's outer edges, so that apostrophes do not.
    """
    found: list[Quotation] = []
    opened = -1
    single = -1
    for i in range(span.start, span.end):
        char = text[i]
        if char == '"' or char in _OPEN_DOUBLE or char in _CLOSE_DOUBLE:
            if opened < 0 and char not in _CLOSE_DOUBLE:
                opened = i
            elif opened >= 0 and char in _OPEN_DOUBLE and text[opened] in _OPEN_DOUBLE:
                # a second opening mark without a closing one between: the first ran to here
                found.append(_make(text, opened, i, closed=False))
                opened = i
            elif opened >= 0:
                found.append(_make(text, opened, i + 1, closed=True))
                opened = -1
            single = -1
        elif opened < 0 and char in "'‘" and single < 0 and _opens(text, i, span):
            single = i
        elif opened < 0 and single >= 0 and char in "'’" and _closes(text, i, span):
            found.append(_make(text, single, i + 1, closed=True))
            single = -1
    if opened >= 0:
        found.append(_make(text, opened, span.end, closed=False))
    return found


def _make(text: str, start: int, end: int, *, closed: bool) -> Quotation:
    inner_end = end - 1 if closed else end
    return Quotation(Span(start, end), Span(start + 1, max(inner_end, start + 1)), continues=not closed)


def _opens(text: str, i: int, span: Span) -> bool:
    before = text[i - 1] if i > span.start else " "
    after = text[i + 1] if i + 1 < span.end else " "
    return (before.isspace() or before in "([—–-,:") and (after.isalnum() or after in "[…")


def _closes(text: str, i: int, span: Span) -> bool:
    before = text[i - 1] if i > span.start else " "
    after = text[i + 1] if i + 1 < span.end else " "
    return not before.isspace() and not after.isalnum()
