"""One decision over what rules and the learned reader propose: which claims are so, which of two that tell the same.

Where a rule and the learned reader tell one event, the likelier account of it stands. What the model looks at is the
same for both, so that a rule's claim is held against the encoder's view of its sentences and parties.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, TypeVar

import numpy as np

from kg.extract.confidence import rule_of, weights
from kg.extract.encode.heads import Floats
from kg.extract.learned.models import Models
from kg.extract.match import EventType
from kg.extract.slots.parties import ROLES
from kg.extract.slots.told import Told
from kg.extract.view import View
from kg.model import MeetingClaim, ProposalClaim, ResponseClaim

FEATURES = (
    "by_rule",
    "chance",  # of the learned account of it; -1 if there is none
    "odds",  # of the likeliest trigger of its type in its sentences
    "first_parties",  # mean learned chance of its parties to have the first part, by those triggers; -1 unknown
    "weakest_party",
    "other_parties",  # … the other part
    "parties",
    "others",
    "pieces",  # of evidence
    "status",
    "stance",
    "kind",
    "dated",
    "headline",
    "quoted",
    "terms",
    "rules_here",  # other claims of rules, of the type, in its sentences
    "learned_here",
    "prior",  # how often claims of its rule, or triggers of its frame, are right
    "same_side",
    "persons",
    "states",  # share of its parties that are states or stand for one
    "states_here",  # share of the article's actors that are
)

PARTIES: Mapping[EventType, tuple[str, str]] = {
    "meeting": ("participants", ""),
    "proposal": ("proposers", "addressees"),
    "response": ("respondents", "recipients"),
}
_VALUES = ("Held", "Planned", "Proposed", "Cancelled", "Given", "Expected", "Refused")
_STANCES = ("Accepted", "Rejected", "Mixed")
_KINDS = ("Talks", "Summit", "Call", "Visit", "Media", "Meeting", "Draft", "Demand", "Offer", "Plan")

Claim = TypeVar("Claim", MeetingClaim, ProposalClaim, ResponseClaim)


@dataclass(frozen=True, slots=True)
class Account:
    """One claim with where it stands.

    Attributes:
        sentences: numbers of those that tell it.
        chance: the learned reader's own chance; -1 for a rule's claim.
    """

    claim: Any
    by_rule: bool
    sentences: frozenset[int]
    chance: float


def accounts(view: View, rules: Sequence[Claim], learned: Sequence[tuple[Claim, float]]) -> list[Account]:
    """Return all accounts of one type: those of rules first, each in text order."""
    return [
        *(Account(claim, True, _sentences(view, claim), -1.0) for claim in rules),
        *(Account(claim, False, _sentences(view, claim), chance) for claim, chance in learned),
    ]


def table(
    view: View, kind: EventType, told: Sequence[Told], found: Sequence[Account], models: Models
) -> Floats:
    """Return the features of all accounts, an array of (accounts, features)."""
    mine = [t for t in told if t.candidate.type == kind]
    rows = [_features(view, kind, mine, found, a, models) for a in found]
    return np.array(rows, dtype=np.float32).reshape(-1, len(FEATURES))


def choose(
    view: View, kind: EventType, found: Sequence[Account], chances: Sequence[float], threshold: float
) -> list[tuple[Account, float]]:
    """Return the accounts that are taken to be so, in text order, with their chances.

    The likeliest come first; one that tells what a likelier one tells already is left out: of a rule and the learned
    reader each event, of one of them what it tells twice of the same parties.
    """
    kept: list[tuple[Account, float]] = []
    order = sorted(range(len(found)), key=lambda i: (-chances[i], not found[i].by_rule, i))
    for i in order:
        if chances[i] < threshold:
            break
        if not any(_again(view, kind, a, found[i]) for a, _ in kept):
            kept.append((found[i], float(chances[i])))
    return sorted(kept, key=lambda k: (_first(k[0]), not k[0].by_rule))


def _again(view: View, kind: EventType, a: Account, b: Account) -> bool:
    first, other = PARTIES[kind]
    if kind == "proposal" and _turned(a, b):
        return True
    alike = set(getattr(a.claim, first)) == set(getattr(b.claim, first))
    if alike and other:
        mine, theirs = set(getattr(a.claim, other)), set(getattr(b.claim, other))
        alike = not mine or not theirs or mine == theirs
    return (a.by_rule != b.by_rule or alike) and one(view, kind, a, b)


def _turned(a: Account, b: Account) -> bool:
    """Tell whether two accounts of one sentence have the same terms go opposite ways: only one can be so."""
    if not a.sentences & b.sentences:
        return False
    mine, theirs = a.claim, b.claim
    opposite = set(mine.proposers) & set(theirs.addressees) and set(mine.addressees) & set(theirs.proposers)
    terms = [{" ".join(p.text.lower().split()) for p in claim.provisions} for claim in (mine, theirs)]
    return bool(opposite) and (bool(terms[0] & terms[1]) or not terms[0] or not terms[1])


def one(view: View, kind: EventType, a: Account, b: Account) -> bool:
    """Tell whether two accounts tell one event: they share a sentence and a side of the first part."""
    if not a.sentences & b.sentences:
        return False
    field = PARTIES[kind][0]
    return any(view.cast.same_side(x, y) for x in getattr(a.claim, field) for y in getattr(b.claim, field))


def sure(claim: Claim, confidence: float) -> Claim:
    """Return a claim whose evidence has a confidence."""
    return replace(claim, evidence=tuple(replace(e, confidence=confidence) for e in claim.evidence))


def _first(a: Account) -> tuple[int, int]:
    return (min(a.sentences, default=0), min(e.span.start for e in a.claim.evidence))


def _sentences(view: View, claim: Any) -> frozenset[int]:
    return frozenset(s.id for s in view.doc.sentences if any(s.span.overlaps(e.span) for e in claim.evidence))


def _features(
    view: View, kind: EventType, told: Sequence[Told], found: Sequence[Account], a: Account, models: Models
) -> tuple[float, ...]:
    first, other = PARTIES[kind]
    parties = getattr(a.claim, first)
    others = getattr(a.claim, other) if other else ()
    here = [t for t in told if t.candidate.sentence in a.sentences]
    partners = [b for b in found if b.by_rule != a.by_rule and one(view, kind, a, b)]
    chance = a.chance if not a.by_rule else max((b.chance for b in partners), default=-1.0)
    roles = [role for role in ROLES if role.startswith(kind)]
    known = _known(here, roles[0], parties)
    rule = rule_of(a.claim.evidence[0])
    starts = [e.span.start for e in a.claim.evidence]
    zones = {view.doc.sentences[n].zone for n in a.sentences}
    quoted = all(any(q.inner.start <= start < q.inner.end for q in view.doc.quotations) for start in starts)
    status = getattr(a.claim, "status", None)
    stance = getattr(a.claim, "stance", None)
    sort = getattr(a.claim, "kind", None) or getattr(a.claim, "form", None)
    when = getattr(a.claim, "when", None) or getattr(a.claim, "submitted", None)
    actors = view.cast.actors
    return (
        float(a.by_rule),
        chance,
        max((t.odds for t in here), default=-6.0),
        sum(known) / len(known) if known else -1.0,
        min(known, default=-1.0),
        float(np.mean(seen)) if (seen := _known(here, roles[-1], others)) and other else -1.0,
        float(len(parties)),
        float(len(others)),
        float(len(a.claim.evidence)),
        float(_VALUES.index(status) if status in _VALUES else -1),
        float(_STANCES.index(stance) if stance in _STANCES else -1),
        float(_KINDS.index(sort) if sort in _KINDS else -1),
        float(when is not None),
        float(bool(zones) and zones <= {"headline", "standfirst"}),
        float(quoted),
        float(len(getattr(a.claim, "provisions", ()))),
        float(sum(1 for b in found if b is not a and b.by_rule and b.sentences & a.sentences)),
        float(sum(1 for b in found if b is not a and not b.by_rule and b.sentences & a.sentences)),
        weights().base(rule) if a.by_rule else models.cores.get(rule, models.cores[kind]),
        float(len({view.cast.side(k) for k in (*parties, *others)}) < 2),
        float(sum(1 for k in parties if actors[k].kind == "Person")),
        _states(view, (*parties, *others)),
        _states(view, actors),
    )


def _states(view: View, keys: Iterable[str]) -> float:
    sides = [view.cast.actors[view.cast.side(key)].kind for key in keys]
    return round(sides.count("State") / len(sides), 2) if sides else 0.0


def _known(told: Sequence[Told], role: str, keys: Sequence[str]) -> list[float]:
    """Return for each actor the highest learned chance that a trigger gives him a part."""
    if not told:
        return []
    tables = [dict(t.parts.get(role, ())) for t in told]
    return [round(max(table.get(key, 0.0) for table in tables), 4) for key in keys]
