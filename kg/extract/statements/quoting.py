"""The quotation marks of a document as an index: what is quoted, and how a stretch of content is trimmed."""

from __future__ import annotations

from bisect import bisect_left, bisect_right

from kg.model import Document, Mode, Quotation, Span

_LEADING = ",;:-–— …"
_TRAILING = ",;-–— "


class Quotes:
    """Look-ups over ``doc.quotations``, which do not overlap and are in order."""

    def __init__(self, doc: Document) -> None:
        self.text = doc.article.text
        self.all = tuple(sorted(doc.quotations, key=lambda q: q.outer))
        self._starts = [q.outer.start for q in self.all]
        self.ends = {q.outer.end: q for q in self.all}

    def around(self, offset: int) -> Quotation | None:
        """Return the quotation that ``offset`` lies inside of, past its opening mark."""
        at = bisect_left(self._starts, offset) - 1
        return self.all[at] if at >= 0 and offset < self.all[at].outer.end else None

    def starting(self, offset: int) -> Quotation | None:
        """Return the quotation whose opening mark stands at ``offset``."""
        at = bisect_left(self._starts, offset)
        return self.all[at] if at < len(self.all) and self._starts[at] == offset else None

    def ending(self, offset: int) -> Quotation | None:
        """Return the quotation whose closing mark stands right before ``offset``."""
        return self.ends.get(offset)

    def within(self, span: Span) -> tuple[Quotation, ...]:
        """Return the quotations that share a code point with ``span``."""
        first = max(bisect_right(self._starts, span.start) - 1, 0)
        last = bisect_left(self._starts, span.end)
        return tuple(q for q in self.all[first:last] if q.outer.overlaps(span))

    def last_piece(self, piece: Span) -> Quotation | None:
        """Return the quotation that ``piece`` ends in, if it ends with it."""
        return next((q for q in self.within(piece) if q.inner.end >= piece.end - 1), None)

    def mode(self, pieces: list[Span]) -> Mode:
        """Tell whether most of the content stands in quotation marks."""
        total = sum(len(piece) for piece in pieces)
        quoted = sum(shared(piece, q.outer) for piece in pieces for q in self.within(piece))
        return "Direct" if quoted > total / 2 else "Indirect"

    def trim(self, span: Span) -> Span:
        """Cut blanks at both ends and a comma at the end."""
        start, end = span.start, span.end
        while start < end and self.text[start].isspace():
            start += 1
        while end > start and (self.text[end - 1].isspace() or self.text[end - 1] == ","):
            end -= 1
        return Span(start, end)

    def tidy(self, span: Span) -> Span:
        """Cut what frames content: blanks, dashes, commas, the last full stop, the marks of what is wholly quoted."""
        held = self.around(span.start)
        if held is not None and held.inner == span:
            return self.trim(span)
        start, end = span.start, span.end
        text = self.text
        while start < end and (text[start].isspace() or text[start] in _LEADING):
            start += 1
        while end > start and (text[end - 1].isspace() or text[end - 1] in _TRAILING):
            end -= 1
        whole = self.starting(start)
        if whole is not None and whole.outer.end >= end - 1:
            return self.trim(Span(whole.inner.start, max(whole.inner.start, min(whole.inner.end, end))))
        closed = self.ending(end)
        if end > start and text[end - 1] == "." and not closed:
            end -= 1
        return Span(start, end)


def shared(a: Span, b: Span) -> int:
    """Return how many code points two spans share."""
    return max(0, min(a.end, b.end) - max(a.start, b.start))
