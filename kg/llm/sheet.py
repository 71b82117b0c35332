"""What of an annotated article the second reader needs: small, frozen, and fit to travel between processes."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Any

from kg.extract import Reading, Trace
from kg.model import ActorClaim, Article, Document, Extraction, Sentence, Span, TimeExpression, ZoneKind

_SHOWN: frozenset[ZoneKind] = frozenset({"headline", "standfirst", "byline", "dateline", "body", "caption"})
_UNSURE = (0.35, 0.75)
"""Confidence between which the rules' decision about an event is unsure."""
_TRIGGER = 0.3
"""Chance of a word to tell an event from which on a sentence without a claim is doubtful."""


@dataclass(frozen=True, slots=True)
class Sheet:
    """One article as the second reader sees it.

    Attributes:
        sentences: of the story, in order; a model knows them by ``number``.
        times: its temporal expressions with their dates.
        actors: everybody whom the rules considered, claimed or not, with the keys that ``rules`` uses.
        rules: what the first reader read.
        doubtful: ids of the sentences in which the rules' decision is unsure, or words that may tell an event gave no
            claim.
    """

    article: Article
    sentences: tuple[Sentence, ...]
    times: tuple[TimeExpression, ...]
    actors: tuple[ActorClaim, ...]
    rules: Extraction
    doubtful: frozenset[int] = frozenset()

    @property
    def text(self) -> str:
        """The article's text, into which all spans point."""
        return self.article.text

    def at(self, number: int) -> Sentence | None:
        """Return the sentence that a model knows by this number."""
        return next((s for s in self.sentences if s.id + 1 == number), None)

    def sentence(self, span: Span) -> Span:
        """Return the span from the first to the last sentence that ``span`` touches; itself outside of any."""
        touched = [s.span for s in self.sentences if s.span.overlaps(span)]
        return touched[0].cover(touched[-1]).cover(span) if touched else span


def sheet(reading: Reading) -> Sheet:
    """Return what the second reader needs of an article that the first has read."""
    doc, extraction, trace = reading.doc, reading.extraction, reading.trace
    return Sheet(
        article=extraction.article,
        sentences=tuple(s for s in doc.sentences if s.zone in _SHOWN and s.span.of(doc.article.text).strip()),
        times=doc.times,
        actors=tuple(one.claim for one in trace.proposed) or extraction.actors,
        rules=extraction,
        doubtful=frozenset(_doubtful(doc, extraction, trace)),
    )


def without_rules(one: Sheet) -> Sheet:
    """Return a sheet whose first reader has read nothing."""
    return replace(one, rules=Extraction(one.article))


def _doubtful(doc: Document, extraction: Extraction, trace: Trace) -> Iterable[int]:
    low, high = _UNSURE
    events: tuple[Any, ...] = (*extraction.meetings, *extraction.proposals, *extraction.responses)
    told: set[int] = set()
    for claim in events:
        for piece in claim.evidence:
            here = [s.id for s in doc.sentences if s.span.overlaps(piece.span)]
            told.update(here)
            if low <= piece.confidence < high:
                yield from here
    for note in trace.notes:
        if note.made or note.rule.startswith("statement"):
            continue
        place = next((s.id for s in doc.sentences if s.first <= note.token < s.last), None)
        if place is not None and place not in told and _chance(note.reason) >= _TRIGGER:
            yield place


def _chance(reason: str) -> float:
    """ "not likely enough (the trigger alone 0.41)": the chance that a note tells; 0 where it tells none."""
    number = reason.rpartition(" ")[2].rstrip(")")
    try:
        return float(number)
    except ValueError:
        return 0.0
