"""Simple marks of a claim that tell how sure it is, beside the rule that read it.

``confidence.yaml`` gives each mark its weight.

====================  =======================================================================================
mark                  the claim …
====================  =======================================================================================
described             has a party that its sentences know by a description alone ("the alliance")
adjective             … by an adjective alone ("Russian")
pronoun               … by a pronoun alone
implied               … not at all
headline              rests first on a headline or standfirst
quoted                rests first on words in quotation marks (statements: ``direct``)
repeated              rests on more than one sentence
dated                 says when
alone                 is an event with fewer than two parties
unaddressed           is a proposal or response to nobody
termless, unlinked    is a proposal without provisions, a response without a proposal
bodiless              is a position for no body or state
once                  is an actor mentioned once
====================  =======================================================================================

Kinds of actors, statuses of events that are not held or given, and stances are marks too, in lower case.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from kg.extract.cast import Cast
from kg.extract.trace import ClaimKind
from kg.model import Document, Evidence, Extraction, Mention, Span

_SURENESS = ("name", "metonym", "adjective", "description", "pronoun")
_MARK = {"adjective": "adjective", "description": "described", "pronoun": "pronoun"}


class Marks:
    """Reads the marks of one article's claims."""

    def __init__(self, doc: Document, cast: Cast) -> None:
        self.doc = doc
        self.cast = cast
        self._mentions: dict[int, list[Mention]] = {}
        for mention in cast.mentions:
            sentence = cast.tree.sentence_of[mention.head]
            self._mentions.setdefault(sentence, []).append(mention)
        self._times_mentioned: dict[str, int] = {}
        for mention in cast.mentions:
            for key in cast.at(mention.head):
                self._times_mentioned[key] = self._times_mentioned.get(key, 0) + 1

    def of(self, extraction: Extraction) -> Iterator[tuple[ClaimKind, int, tuple[str, ...]]]:
        """Yield kind, place and sorted marks of every claim that has evidence, in order."""
        for kind, index, evidence, marks in self._all(extraction):
            if evidence:
                yield kind, index, tuple(sorted({mark for mark in marks if mark}))

    def _all(
        self, extraction: Extraction
    ) -> Iterator[tuple[ClaimKind, int, Sequence[Evidence], Iterable[str]]]:
        for i, actor in enumerate(extraction.actors):
            seldom = self._times_mentioned.get(actor.key, 0) < 2
            yield "actors", i, actor.evidence, (actor.kind.lower(), "once" if seldom else "")
        for i, position in enumerate(extraction.positions):
            yield "positions", i, position.evidence, ("" if position.within else "bodiless",)
        for i, meeting in enumerate(extraction.meetings):
            status = "" if meeting.status == "Held" else meeting.status.lower()
            alone = "alone" if len(meeting.participants) < 2 else ""
            marks = (status, alone, "dated" if meeting.when else "")
            yield (
                "meetings",
                i,
                meeting.evidence,
                (*marks, *self._event(meeting.participants, meeting.evidence)),
            )
        provisions = 0
        for i, proposal in enumerate(extraction.proposals):
            marks = (
                "dated" if proposal.submitted or proposal.published else "",
                "" if proposal.addressees else "unaddressed",
                "" if proposal.provisions else "termless",
            )
            parties = (*proposal.proposers, *proposal.addressees)
            about = self._event(parties, proposal.evidence)
            yield "proposals", i, proposal.evidence, (*marks, *about)
            for provision in proposal.provisions:
                yield "provisions", provisions, provision.evidence, (self._quoted(provision.evidence),)
                provisions += 1
        for i, response in enumerate(extraction.responses):
            given = (
                "" if response.status == "Given" else response.status.lower(),
                (response.stance or "").lower(),
                "dated" if response.when else "",
                "" if response.recipients else "unaddressed",
            )
            linked = "" if response.proposal else "unlinked"
            parties = (*response.respondents, *response.recipients)
            yield (
                "responses",
                i,
                response.evidence,
                (*given, linked, *self._event(parties, response.evidence)),
            )
        for i, statement in enumerate(extraction.statements):
            pieces = [e.span for e in statement.evidence]
            who = self._party(statement.speaker, statement.evidence, besides=pieces)
            direct = "direct" if statement.mode == "Direct" else ""
            yield "statements", i, statement.evidence, (who, direct, self._headline(statement.evidence))

    def _event(self, parties: Sequence[str], evidence: Sequence[Evidence]) -> Iterator[str]:
        for party in parties:
            yield self._party(party, evidence)
        yield self._headline(evidence)
        yield self._quoted(evidence)
        yield "repeated" if len({e.sentence for e in evidence}) > 1 else ""

    def _party(self, key: str, evidence: Sequence[Evidence], *, besides: Sequence[Span] = ()) -> str:
        """Return the mark for the surest mention of an actor in the evidence's sentences, outside of ``besides``."""
        kinds = [
            _SURENESS.index(mention.kind)
            for sentence in self.doc.sentences
            if any(sentence.span.overlaps(e.sentence) for e in evidence)
            for mention in self._mentions.get(sentence.id, ())
            if key in self.cast.at(mention.head) and not any(span.covers(mention.span) for span in besides)
        ]
        return _MARK.get(_SURENESS[min(kinds)], "") if kinds else "implied"

    def _headline(self, evidence: Sequence[Evidence]) -> str:
        first = next((s for s in self.doc.sentences if evidence and s.span.overlaps(evidence[0].span)), None)
        return "headline" if first is not None and first.zone in ("headline", "standfirst") else ""

    def _quoted(self, evidence: Sequence[Evidence]) -> str:
        quoted = evidence and any(q.outer.covers(evidence[0].span) for q in self.doc.quotations)
        return "quoted" if quoted else ""
