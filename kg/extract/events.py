"""Meetings, proposals and responses of one article: propose widely, decide once.

match → encode → slots → link → decide, beside what the rules propose; see ``docs/decisions/0018-the-reader.md``.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Any

from kg.extract.claims import Claims
from kg.extract.decide.answers import answered
from kg.extract.decide.choice import PARTIES, Account, accounts, choose, sure, table
from kg.extract.decide.events import Event, proposed
from kg.extract.decide.guard import barred, called_off, whole_provisions
from kg.extract.decide.scope import scope
from kg.extract.encode.encoder import encoder
from kg.extract.encode.signals import signals
from kg.extract.learned.models import models
from kg.extract.match import EventType, match
from kg.extract.rules import propose
from kg.extract.slots.told import Told, read
from kg.extract.view import View
from kg.model import MeetingClaim, ProposalClaim, ResponseClaim, Span, StatementClaim

_SURE = 0.45
"""Chance from which on an answer is asserted that names neither whom nor what it answers."""
_LIKELY = 1.5
"""Log odds by which a trigger may be less likely than the best of its event and still speak for it."""


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
    if not (candidates := match(view)):
        return Events((), (), (), {})
    network, learned = encoder(), models()
    heard = signals(view, network.heads, network.vectors(view.doc), candidates)
    told = read(heard, learned)
    claims = Claims(view)
    rules = propose(view)
    offers: dict[EventType, tuple[Sequence[Any], Callable[[list[Event]], Sequence[Any]]]] = {
        "meeting": (rules.meetings, claims.meetings),
        "proposal": (rules.proposals, claims.proposals),
        "response": (rules.responses, claims.responses),
    }
    found: dict[EventType, list[tuple[Account, float]]] = {}
    for kind, (by_rule, make) in offers.items():
        events = proposed(heard, told, learned, kind)
        both = accounts(view, by_rule, list(zip(make(events), (e.chance for e in events), strict=True)))
        chances = learned.choice[kind].chances(table(view, kind, told, both, learned))
        kept = choose(view, kind, both, chances.tolist(), learned.thresholds[f"choice.{kind}"])
        found[kind] = [
            (asserted, c) for a, c in kept if (asserted := _asserted(view, kind, a, told)) is not None
        ]
    return _events(view, claims, told, found)


def _asserted(view: View, kind: EventType, account: Account, told: Sequence[Told]) -> Account | None:
    """Return an account as the words around its triggers let it stand; ``None`` where they deny it."""
    mine = [t for t in told if t.candidate.type == kind and t.candidate.sentence in account.sentences]
    inside = [t for t in mine if any(_covers(e.span, view, t) for e in account.claim.evidence)]
    if not mine:
        return account
    # the likely triggers speak for the account: what one of them denies is denied
    best = max(t.odds for t in inside or mine)
    # "its envoy left rather than meet her": who is named beside the denied word did not meet either
    parties = getattr(account.claim, PARTIES[kind][0])
    if kind != "response" and any(
        t.odds > best and barred(view, t) and _tells_of(view, t, parties) for t in mine
    ):
        return None
    likely = [t.candidate for t in inside or mine if t.odds >= best - _LIKELY]
    verdicts = {scope(view, candidate) for candidate in likely}
    said = next((v for v in ("denied", "open") if v in verdicts), "")
    if said == "denied" or (said == "open" and kind == "proposal"):
        return None
    if said == "open" and kind == "meeting" and account.claim.status == "Held":
        return replace(account, claim=replace(account.claim, status="Proposed"))
    if kind == "meeting" and any(called_off(view, candidate) for candidate in likely):
        return replace(account, claim=replace(account.claim, status="Cancelled"))
    if said == "open" and kind == "response":
        return replace(account, claim=replace(account.claim, status="Expected", stance=None))
    return account


def _tells_of(view: View, told: Told, keys: Sequence[str]) -> bool:
    """Tell whether one of some actors is an argument of a trigger."""
    p = told.candidate.predicate
    return p is not None and any(key in keys for a in p.arguments for key in view.cast.of(a))


def _covers(span: Span, view: View, told: Told) -> bool:
    token = view.tokens[told.candidate.token]
    return span.start <= token.start < span.end


def _events(
    view: View,
    claims: Claims,
    told: Sequence[Told],
    found: dict[EventType, list[tuple[Account, float]]],
) -> Events:
    meetings = tuple(
        replace(sure(a.claim, chance), key=f"m{n}") for n, (a, chance) in enumerate(found["meeting"], 1)
    )
    numbered = [(a, f"p{n}") for n, (a, _) in enumerate(found["proposal"], 1)]
    triggers = {t.candidate.token for t in told if t.candidate.type == "proposal"}
    proposals = tuple(
        whole_provisions(view, replace(sure(a.claim, chance), key=key), triggers)
        for (a, key), (_, chance) in zip(numbered, found["proposal"], strict=True)
    )
    keys = {a.claim.key: key for a, key in numbered if a.by_rule}
    linked = [
        answered(view, sure(a.claim, chance), proposals, keys if a.by_rule else {})
        for a, chance in found["response"]
    ]
    _left_out(view, (r for r in linked if not _says_to_whom(r)))
    responses = tuple(
        replace(r, key=f"r{n}") for n, r in enumerate((r for r in linked if _says_to_whom(r)), 1)
    )
    _note(view, told, {n for kept in found.values() for a, _ in kept for n in a.sentences})
    return Events(
        meetings=_about(meetings, proposals),
        proposals=proposals,
        responses=responses,
        occasions=_occasions(view, claims, told, [a for a, _ in found["meeting"]]),
    )


def _says_to_whom(answer: ResponseClaim) -> bool:
    """Tell whether an answer is one to somebody or something; else only a sure one stands: "accepted the prize"."""
    return answer.proposal is not None or bool(answer.recipients) or answer.evidence[0].confidence >= _SURE


def _left_out(view: View, answers: Iterable[ResponseClaim]) -> None:
    """Tell those who listen which answers are left out, at the first predicate of their words."""
    for span in (answer.evidence[0].span for answer in answers):
        inside = [t.i for t in view.tokens if span.start <= t.start < span.end]
        verb = next((i for i in inside if view.predicate(i) is not None), inside[0])
        view.witness.note(verb, "response", "answers nothing that was put forward, and nobody")


def _note(view: View, told: Iterable[Told], sentences: set[int]) -> None:
    """Tell those who listen why likely triggers gave no claim."""
    for t in told:
        if t.candidate.sentence not in sentences:
            reason = f"not likely enough (the trigger alone {t.chance:.2f})"
            view.witness.note(t.candidate.token, t.candidate.frame.id, reason)


def _occasions(
    view: View, claims: Claims, told: Sequence[Told], meetings: Sequence[Account]
) -> dict[tuple[int, str], str]:
    """ "said at the talks", "told a news conference": who takes part and speaks in that sentence speaks there."""
    found: dict[tuple[int, str], str] = {}
    for n, account in enumerate(meetings, 1):
        for t in told:
            if t.candidate.type != "meeting" or t.candidate.sentence not in account.sentences:
                continue
            p = t.candidate.predicate
            at = claims.details.occasion(p) if p is not None else None
            if at is not None:
                for key in account.claim.participants:
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


def _about(meetings: Sequence[MeetingClaim], proposals: Sequence[ProposalClaim]) -> tuple[MeetingClaim, ...]:
    """Return the meetings, those whose topic names one proposal of the article, by its word, with its key."""
    words = [(p.key, {name.split()[-1].lower() for name in p.names}) for p in proposals]
    linked = []
    for meeting in meetings:
        topic = {word.strip(",.").lower() for word in (meeting.topic or "").split()}
        named = [key for key, nouns in words if nouns & topic]
        linked.append(replace(meeting, about=tuple(named)) if len(named) == 1 and "the" in topic else meeting)
    return tuple(linked)
