"""The paragraphs of a document as wholes: their text, their sentences, and what stands around them."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import groupby

from kg.model import Document, Span


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Sentences that stand together.

    Attributes:
        span: from the first sentence's beginning to the last one's end.
        sentence: index of its first sentence, ``until`` that after its last.
        first: index of its first token, ``last`` that after its last.
        zone: that of its first sentence.
    """

    span: Span
    sentence: int
    until: int
    first: int
    last: int
    zone: str


def paragraphs(doc: Document) -> tuple[Paragraph, ...]:
    """Return the paragraphs in order."""
    found = []
    for _, group in groupby(doc.sentences, key=lambda s: s.paragraph):
        mine = list(group)
        found.append(
            Paragraph(
                mine[0].span.cover(mine[-1].span),
                mine[0].id,
                mine[-1].id + 1,
                mine[0].first,
                mine[-1].last,
                mine[0].zone,
            )
        )
    return tuple(found)
