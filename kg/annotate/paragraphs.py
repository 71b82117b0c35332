"""Cut a zone into paragraphs, joining lines that were only wrapped."""

from __future__ import annotations

import re
from collections.abc import Iterator

from kg.model import Span

_LINE = re.compile(r"[^\n]*\S[^\n]*")
_ENDS = (".", "!", "?", ":", ";", '"', "”", "'", "’", ")", "…")
# A shorter line was ended by its author, not by a column width.
_WRAPPED_AT = 45


def paragraphs(text: str, span: Span) -> Iterator[Span]:
    """Yield the paragraphs of ``text`` inside ``span``, without surrounding white space.

    A line break inside a block ends a paragraph unless the line looks wrapped at a column: it is long, does not end
    a sentence, and the next line is neither indented nor preceded by a blank one.
    """
    start = end = -1
    previous = ""
    for found in _LINE.finditer(text, span.start, span.end):
        line = found.group()
        if start >= 0 and _wrapped(previous, line, text[end : found.start()]):
            end = found.end()
        else:
            if start >= 0:
                yield _strip(text, start, end)
            start, end = found.span()
        previous = line
    if start >= 0:
        yield _strip(text, start, end)


def _wrapped(line: str, following: str, gap: str) -> bool:
    if gap.count("\n") != 1 or len(line) < _WRAPPED_AT or line.rstrip().endswith(_ENDS):
        return False
    return not (following[:1].isspace() and not line[:1].isspace())


def _strip(text: str, start: int, end: int) -> Span:
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return Span(start, end)
