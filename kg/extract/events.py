"""Meetings, proposals and responses of one article: propose widely, decide once.

match → encode → slots → link → decide → claims; see ``docs/reader.md``.
"""

from __future__ import annotations

from collections.abc import Container, Iterable, Sequence
from dataclasses import dataclass, replace

from kg.extract.claims import Claims
from kg.extract.decide.answers import answered
from kg.extract.decide.events import Event, decide
from kg.extract.encode.encoder import encoder
from kg.extract.encode.signals import signals
from kg.extract.learned.models import models
from kg.extract.match import match
from kg.extract.slots.told import Told, read
from kg.extract.view import View
from kg.model import MeetingClaim, ProposalClaim, ResponseClaim, StatementClaim


@dataclass(frozen=True, slots=True)
class Events:
    """The events of one article as claims, and who speaks at which meeting.

    Attributes:
        occasions: (sentence, actor) → key of the meeting at which he says what that sentence reports.
    """

    meetings: tuple[MeetingClaim, ...]
    proposals: tuple[ProposalClaim, ...]
    responses: tuple[ResponseClaim, ...]
    occasions: dict[tuple[int, str], str]


def find_events(view: View) -> Events:
    """Return the events that a document tells of, each part of them in text order.

    Raises:
        DataFileError: the encoder or the models cannot be loaded.
    """
    candidates = match(view)
    if not candidates:
        return Events((), (), (), {})
    network, learned = encoder(), models()
    heard = signals(view, network.heads, network.vectors(view.doc), candidates)
    told = read(heard, learned)
    meetings = decide(heard, told, learned, "meeting")
    proposals = decide(heard, told, learned, "proposal")
    answers, links = answered(view, decide(heard, told, learned, "response"), proposals)
    _note(view, told, {t.candidate.token for e in (*meetings, *proposals, *answers) for t in e.members})
    claims = Claims(view)
    put = claims.proposals(proposals)
    return Events(
        meetings=_about(view, claims.meetings(meetings), put, proposals),
        proposals=put,
        responses=claims.responses(answers, [None if n is None else put[n].key for n in links]),
        occasions=_occasions(view, claims, meetings),
    )


def _note(view: View, told: Iterable[Told], made: Container[int]) -> None:
    """Tell those who listen why likely triggers gave no claim."""
    for t in told:
        if t.candidate.token not in made:
            reason = f"not likely enough (the trigger alone {t.chance:.2f})"
            view.witness.note(t.candidate.token, t.candidate.frame.id, reason)


def _occasions(view: View, claims: Claims, meetings: Iterable[Event]) -> dict[tuple[int, str], str]:
    """ "said at the talks", "told a news conference": who takes part and speaks in that sentence speaks there."""
    found: dict[tuple[int, str], str] = {}
    for n, e in enumerate(meetings, 1):
        for t in e.members:
            p = t.candidate.predicate
            at = claims.details.occasion(p) if p is not None else None
            if at is not None:
                for key in e.keys("meeting.participant"):
                    found.setdefault((view.sentence_of[at], key), f"m{n}")
    return found


def made_at(
    statements: Iterable[StatementClaim], occasions: dict[tuple[int, str], str], view: View
) -> tuple[StatementClaim, ...]:
    """Return the statements, those made at a meeting with its key."""
    spans = [s.span for s in view.doc.sentences]
    linked = []
    for statement in statements:
        sentence = statement.evidence[0].sentence
        numbers = [n for n, span in enumerate(spans) if span.overlaps(sentence)] if occasions else []
        at = next(
            (occasions[n, statement.speaker] for n in numbers if (n, statement.speaker) in occasions), None
        )
        linked.append(replace(statement, made_at=at) if at is not None else statement)
    return tuple(linked)


def _about(
    view: View, meetings: Sequence[MeetingClaim], proposals: Sequence[ProposalClaim], events: Sequence[Event]
) -> tuple[MeetingClaim, ...]:
    """Return the meetings, those whose topic names a proposal of the article, by its word, with its key."""
    words = [
        (
            claim.key,
            {
                view.tokens[t.candidate.token].lemma.lower()
                for t in e.members
                if view.tokens[t.candidate.token].pos == "NOUN"
            },
        )
        for claim, e in zip(proposals, events, strict=True)
    ]
    linked = []
    for meeting in meetings:
        topic = {word.strip(",.").lower() for word in (meeting.topic or "").split()}
        named = [key for key, nouns in words if nouns & topic]
        linked.append(replace(meeting, about=tuple(named)) if len(named) == 1 and "the" in topic else meeting)
    return tuple(linked)
