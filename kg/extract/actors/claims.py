"""From the cast to claims: who is worth claiming, under which names, how surely; and what is left of other claims."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from kg.extract.actors.features import features
from kg.extract.actors.worth import model
from kg.extract.cast import Actor, Cast
from kg.extract.confidence import HIGHEST, LOWEST
from kg.extract.evidence import Witness
from kg.extract.trace import Trace
from kg.model import ActorClaim, Extraction, Span

_LABELLED = 0.7
"""How sure it is at least that whom a transcript lets speak is somebody."""


@dataclass(frozen=True, slots=True)
class Proposed:
    """Somebody proposed as an actor.

    Attributes:
        claim: what is claimed of him if he is one.
        features: what speaks for and against him (``kg.extract.actors.features``).
        probability: that he is one.
    """

    claim: ActorClaim
    features: Mapping[str, float]
    probability: float


def proposed(cast: Cast, witness: Witness, roles: Mapping[str, frozenset[str]]) -> list[Proposed]:
    """Return everybody whom the article names or describes, in the cast's order.

    Args:
        cast: the article's cast.
        witness: makes evidence.
        roles: in which roles other claims refer to an actor, by key.
    """
    spans: dict[str, list[Span]] = {}
    for mention in cast.sorted_mentions():
        if mention.kind != "pronoun":
            spans.setdefault(mention.actor, []).append(mention.span)
    told = features(cast.tree, cast, roles)
    return [
        Proposed(_claim(actor, witness, spans[key]), told[key], model().probability(told[key]))
        for key, actor in cast.actors.items()
        if key in spans
    ]


def claimed(everybody: list[Proposed], cast: Cast) -> dict[str, float]:
    """Return who is claimed, with probability: those whom the model believes in, and the owners of their organs."""
    sure = {one.claim.key: one.probability for one in everybody}
    sure |= {key: max(p, _LABELLED) for key, p in sure.items() if cast.actors[key].labelled}
    used = {one.claim.key for one in everybody if any(name.startswith("role.") for name in one.features)}
    kept = {key for key, p in sure.items() if p >= (model().least_used if key in used else model().least)}
    for key in sorted(kept):
        owner = cast.actors[key].organ_of
        while owner and owner in sure and owner not in kept:
            kept.add(owner)
            owner = cast.actors[owner].organ_of
    return {key: probability for key, probability in sure.items() if key in kept}


def among(found: Extraction, kept: frozenset[str]) -> Extraction:
    """Return what claims say of those who are claimed; a statement without speaker and an event without anybody go."""

    def only(keys: tuple[str, ...]) -> tuple[str, ...]:
        return tuple(key for key in keys if key in kept)

    def one(key: str | None) -> str | None:
        return key if key in kept else None

    meetings = [replace(m, participants=only(m.participants), host=one(m.host)) for m in found.meetings]
    proposals = [
        replace(p, proposers=only(p.proposers), addressees=only(p.addressees)) for p in found.proposals
    ]
    responses = [
        replace(r, respondents=only(r.respondents), recipients=only(r.recipients)) for r in found.responses
    ]
    return replace(
        found,
        actors=tuple(
            replace(a, organ_of=one(a.organ_of), member_of=only(a.member_of))
            for a in found.actors
            if a.key in kept
        ),
        positions=tuple(replace(p, within=one(p.within)) for p in found.positions if p.person in kept),
        meetings=tuple(
            m
            for m, old in zip(meetings, found.meetings, strict=True)
            if m.participants or not old.participants
        ),
        proposals=tuple(
            p for p, old in zip(proposals, found.proposals, strict=True) if p.proposers or not old.proposers
        ),
        responses=tuple(
            r
            for r, old in zip(responses, found.responses, strict=True)
            if r.respondents or not old.respondents
        ),
        statements=tuple(
            replace(s, on_behalf_of=one(s.on_behalf_of), mentions=only(s.mentions))
            for s in found.statements
            if s.speaker in kept
        ),
    )


def believed(found: Extraction, sure: Mapping[str, float], trace: Trace | None) -> Extraction:
    """Give the claims of actors the probability of the model for confidence, in the trace too."""
    sure = {key: round(min(HIGHEST, max(LOWEST, p)), 2) for key, p in sure.items()}
    actors = tuple(
        replace(a, evidence=tuple(replace(e, confidence=sure[a.key]) for e in a.evidence))
        for a in found.actors
    )
    if trace is not None:
        trace.weighed[:] = [
            replace(w, confidence=sure[actors[w.index].key]) if w.kind == "actors" else w
            for w in trace.weighed
        ]
    return replace(found, actors=actors)


def _claim(actor: Actor, witness: Witness, spans: list[Span]) -> ActorClaim:
    rule = "actor.known" if actor.gazetteer else "actor.collective" if actor.plural else "actor.name"
    aliases = tuple(dict.fromkeys(form for form in (*actor.names, *actor.descriptions) if form != actor.name))
    text = witness.doc.article.text
    forms = {span.of(text): span for span in reversed(spans)}  # where each form stands first
    return ActorClaim(
        key=actor.key,
        kind=actor.kind,
        name=actor.name,
        aliases=aliases,
        evidence=witness.of(*sorted(forms.values()), rule=rule),
        gazetteer=actor.gazetteer,
        organ_of=actor.organ_of,
        member_of=tuple(actor.member_of),
    )
