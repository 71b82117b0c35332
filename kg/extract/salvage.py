"""What can still be read of an article in which one sentence makes a reader fail."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import TypeVar

from kg.model import Document, Sentence

_MOST = 5
"""Sentences of one article that may fail before the whole of it is given up."""

T = TypeVar("T")


def salvage(doc: Document, work: Callable[[Document], T]) -> tuple[T, list[tuple[Sentence, Exception]]]:
    """Return what ``work`` makes of a document, without the sentences that make it fail, and those with their errors.

    The sentence at fault is the last of the shortest beginning of the document that fails; halving finds it, so that a
    failing article costs a few more readings and a sound one none.

    Args:
        doc: the annotated article.
        work: a pure function of a document.

    Raises:
        Exception: what ``work`` raises where leaving out a few sentences does not help.
    """
    lost: list[tuple[Sentence, Exception]] = []
    while True:
        try:
            return work(doc), lost
        except Exception as error:
            if len(lost) >= _MOST or len(doc.sentences) < 2:
                raise
            culprit = _culprit(doc, work)
            if culprit is None:
                raise
            lost.append((doc.sentences[culprit], error))
            doc = without(doc, culprit)


def _culprit(doc: Document, work: Callable[[Document], object]) -> int | None:
    """Return the place of the sentence at fault; ``None`` if no beginning short of the whole tells."""
    low, high = 0, len(doc.sentences)  # the first `low` sentences can be read, the first `high` cannot
    while high - low > 1:
        middle = (low + high) // 2
        try:
            work(_beginning(doc, middle))
        except Exception:
            high = middle
        else:
            low = middle
    return high - 1 if high else None


def _beginning(doc: Document, sentences: int) -> Document:
    kept = doc.sentences[:sentences]
    last = kept[-1].last if kept else 0
    return replace(doc, sentences=kept, tokens=doc.tokens[:last])


def without(doc: Document, place: int) -> Document:
    """Return a document without one of its sentences; tokens and sentences are numbered anew.

    Args:
        doc: the document; heads never leave their sentence.
        place: the sentence's place in ``doc.sentences``.
    """
    gone = doc.sentences[place]
    size = gone.last - gone.first

    def moved(i: int) -> int:
        return i - size if i >= gone.last else i

    tokens = tuple(
        replace(token, i=moved(token.i), head=moved(token.head))
        for token in doc.tokens
        if not gone.first <= token.i < gone.last
    )
    sentences = tuple(
        replace(sentence, id=n, first=moved(sentence.first), last=moved(sentence.last))
        for n, sentence in enumerate(s for s in doc.sentences if s is not gone)
    )
    return replace(doc, tokens=tokens, sentences=sentences)
