"""Events as claims: each with the words that tell it, when, where and about what, and how sure it is."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import cast

from kg.extract.decide.events import Event
from kg.extract.match import Candidate
from kg.extract.slots.details import Details
from kg.extract.slots.where import Places
from kg.extract.view import View
from kg.model import (
    Evidence,
    MeetingClaim,
    MeetingKind,
    MeetingStatus,
    PartialDate,
    Predicate,
    ProposalClaim,
    ProposalForm,
    ProvisionClaim,
    ResponseClaim,
    ResponseForm,
    ResponseStatus,
    Span,
    Stance,
)

_MOST = 4
"""Pieces of evidence of one claim; who wants all mentions reads the article."""
_NAME = 6
"""Words that a name of a proposal has at most; more are a clause."""


class Claims:
    """Turns one document's events into claims."""

    def __init__(self, view: View) -> None:
        self.view = view
        self.places = Places(view)
        self.details = Details(view)

    # ------------------------------------------------------------------ meetings

    def meetings(self, found: Iterable[Event]) -> tuple[MeetingClaim, ...]:
        """Return the claims of meetings, numbered in text order."""
        return tuple(self._meeting(n, e) for n, e in enumerate(found, 1))

    def _meeting(self, n: int, e: Event) -> MeetingClaim:
        told = [p for p in self._predicates(e) if p is not None]
        topic = next((span for p in told if (span := self.details.topic(p)) is not None), None)
        outcome = next((span for p in told if (span := self.details.outcome(p)) is not None), None)
        number = next((r for p in told if (r := self.details.round(p))), None)
        return MeetingClaim(
            key=f"m{n}",
            kind=cast("MeetingKind", e.attributes["kind"] or "Meeting"),
            participants=e.keys("meeting.participant"),
            status=cast("MeetingStatus", e.attributes["status"] or "Held"),
            evidence=self.evidence(e),
            when=e.when,
            place=next((place for p in told if (place := self.places.of(p))), None),
            host=next((host for p in told if (host := self.details.host(p)) is not None), None),
            round=number,
            topic=self._words(topic),
            outcome=self._words(outcome),
        )

    # ------------------------------------------------------------------ proposals

    def proposals(self, found: Iterable[Event]) -> tuple[ProposalClaim, ...]:
        """Return the claims of proposals, numbered in text order."""
        return tuple(self._proposal(n, e) for n, e in enumerate(found, 1))

    def _proposal(self, n: int, e: Event) -> ProposalClaim:
        evidence = self.evidence(e)
        names = (" ".join(item.span.of(self.view.text).split()) for item in evidence)
        told = self._predicates(e)
        return ProposalClaim(
            key=f"p{n}",
            proposers=e.keys("proposal.by"),
            addressees=e.keys("proposal.to"),
            evidence=evidence,
            form=_form(e),
            submitted=self._dated(told, "handing_verbs"),
            published=self._dated(told, "publishing_verbs"),
            provisions=tuple(
                ProvisionClaim(self._words(span) or "", self._of(span, "provision", round(chance, 2)))
                for term, chance in e.terms
                if (span := term.span(self.view)) is not None
            ),
            names=tuple(dict.fromkeys(name for name in names if len(name.split()) <= _NAME)),
        )

    def _dated(self, told: Sequence[Predicate | None], words: str) -> PartialDate | None:
        for p in (p for p in told if p is not None):
            for verb in (p, *(v for v, _ in self.view.carriers(p.head))):
                if self.details.lex.has(words, verb.light or verb.lemma):
                    found = self.view.date_of(verb, "time", "time:by") or self.view.witness.when(verb.head)
                    if found is not None:
                        return found
        return None

    # ------------------------------------------------------------------ responses

    def responses(self, found: Iterable[Event]) -> tuple[ResponseClaim, ...]:
        """Return the claims of responses, numbered in text order; which proposals they answer is told later."""
        return tuple(
            ResponseClaim(
                key=f"r{n}",
                respondents=e.keys("response.by"),
                recipients=e.keys("response.to"),
                status=cast("ResponseStatus", e.attributes["status"] or "Given"),
                evidence=self.evidence(e),
                when=e.when,
                form=cast("ResponseForm | None", e.attributes["form"]),
                stance=cast("Stance | None", e.attributes["stance"]),
            )
            for n, e in enumerate(found, 1)
        )

    # ------------------------------------------------------------------ evidence

    def evidence(self, e: Event) -> tuple[Evidence, ...]:
        """Return the words of the likeliest members, those first, each with the frame that matched."""
        members = sorted(e.members, key=lambda t: (-t.odds, t.candidate.token))[:_MOST]
        found: dict[Span, Evidence] = {}
        for t in members:
            span = self.span(t.candidate)
            for item in self._of(span, t.candidate.frame.id, round(e.chance, 2)):
                found.setdefault(span, item)
        return tuple(found.values())

    def span(self, candidate: Candidate) -> Span:
        """Return the words from the first to the last argument of a trigger in its own sentence."""
        sentence = self.view.doc.sentences[candidate.sentence]
        heads = [candidate.token]
        if candidate.predicate is not None:
            heads += [
                a.head for a in candidate.predicate.arguments if a.role not in ("clause", "advcl", "content")
            ]
        inside = [i for i in heads if sentence.first <= i < sentence.last]
        return self.view.span(min(inside), max(inside))

    def _of(self, span: Span, rule: str, confidence: float) -> tuple[Evidence, ...]:
        return self.view.witness.sure(span, rule=rule, confidence=confidence)

    def _predicates(self, e: Event) -> list[Predicate | None]:
        members = sorted(e.members, key=lambda t: (-t.odds, t.candidate.token))
        return [t.candidate.predicate for t in members]

    def _words(self, span: Span | None) -> str | None:
        return None if span is None else " ".join(span.of(self.view.text).split())


def _form(e: Event) -> ProposalForm | None:
    """Return the form that the likeliest trigger's word says."""
    members = sorted(e.members, key=lambda t: (-t.odds, t.candidate.token))
    forms = (t.candidate.frame.attributes.get("form") for t in members)
    return cast("ProposalForm | None", next((form for form in forms if form is not None), None))
