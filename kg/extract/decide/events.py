"""Events out of triggers: what their members together say, and whether it is so."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np

from kg.extract.decide import guard
from kg.extract.encode.heads import ATTRIBUTES, Floats
from kg.extract.encode.signals import Signals
from kg.extract.learned.models import Models
from kg.extract.link.pairs import clusters, pairs
from kg.extract.match import EventType
from kg.extract.slots.parties import ROLES
from kg.extract.slots.terms import Term, Terms, rows
from kg.extract.slots.told import Told
from kg.extract.view import View
from kg.model import PartialDate

FEATURES = (
    "odds",  # of the likeliest trigger
    "core",  # how often triggers of its frame tell such an event at all
    "best_core",  # … the highest of all its triggers
    "second_odds",
    "sum",  # of the triggers' chances
    "members",
    "sentences",
    "first_party",  # chance of the likeliest actor in the first part
    "second_party",  # … of the second likeliest of another side
    "other_party",  # … of the likeliest in the event's other part
    "parties",  # actors taken for the first part
    "others",  # … for the other part
    "position",  # number of the first sentence that tells it
    "headline",  # a member stands in a headline or standfirst
    "only_headline",
    "quoted",  # all members stand in quotation marks
    "dated",
    "terms",  # provisions
    "best_term",
    "noun",
    "negated",
    "unreal",  # the clause layer takes it out of the asserted world
    "conditional",
    "passive",
    "future",
    "events",  # other events of the type that are at least as likely
    "same_side",  # its parties are all of one side
    "person",  # the likeliest party is a person
    "described",  # … is a collective
)
_ATTRIBUTE_FEATURES = tuple(f"{name}={value}" for name, values in ATTRIBUTES.items() for value in values)


def feature_names(kind: EventType) -> tuple[str, ...]:
    """Return the names of the features that decide on one type of event, in the order of a row."""
    return (*FEATURES, *(name for name in _ATTRIBUTE_FEATURES if name.startswith(kind)))


@dataclass(frozen=True, slots=True)
class Event:
    """What an article tells of one event.

    Attributes:
        members: triggers in text order; ``best`` is the likeliest of them.
        parts: role → actors taken to have it, the likeliest first, with their chances.
        attributes: the likeliest value of each attribute.
        spread: probabilities of all values, averaged over the members.
        terms: provisions with their chances, in text order.
        chance: probability that it is so as stated; 0 before it is decided.
    """

    type: EventType
    members: tuple[Told, ...]
    parts: Mapping[str, tuple[tuple[str, float], ...]]
    attributes: Mapping[str, str | None]
    spread: Mapping[str, tuple[float, ...]]
    when: PartialDate | None
    terms: tuple[tuple[Term, float], ...] = ()
    chance: float = 0.0

    @property
    def best(self) -> Told:
        """The likeliest member, the first of equals."""
        return max(self.members, key=lambda t: (t.odds, -t.candidate.token))

    def keys(self, role: str) -> tuple[str, ...]:
        """Return the actors of a part."""
        return tuple(key for key, _ in self.parts.get(role, ()))


def gather(signals: Signals, told: Sequence[Told], models: Models, kind: EventType) -> list[Event]:
    """Return the events of one type that triggers tell, in text order, before it is decided which of them are so."""
    mine = [t for t in told if t.candidate.type == kind and not guard.barred(signals.view, t)]
    index, table = pairs(signals, mine)
    groups = clusters(
        len(mine), index, models.link[kind].chances(table).tolist(), models.thresholds[f"link.{kind}"]
    )
    found = [event(signals.view, kind, [mine[i] for i in group], models.thresholds) for group in groups]
    if kind == "proposal":
        found = _with_terms(signals, found, models)
    return sorted(found, key=lambda e: e.members[0].candidate.token)


def event(view: View, kind: EventType, members: Sequence[Told], thresholds: Mapping[str, float]) -> Event:
    """Return what some triggers say together."""
    roles = [role for role in ROLES if role.startswith(kind)]
    weights = [t.chance for t in members]
    top = max(weights)
    # what a doubtful member alone says of the parties counts for little
    sure = [t for t, w in zip(members, weights, strict=True) if w >= top / 2]
    parts: dict[str, tuple[tuple[str, float], ...]] = {}
    taken: list[str] = []
    for role in roles:
        chances: dict[str, float] = {}
        for key in sorted({key for t in sure for key, _ in t.parts.get(role, ())}):
            chances[key] = _pooled([(t.chance * t.core, dict(t.parts.get(role, ())).get(key)) for t in sure])
        ranked = sorted(chances.items(), key=lambda k: (-k[1], k[0]))
        parts[role] = _choose(view, ranked, thresholds[f"role.{kind}"], besides=taken)
        taken += [key for key, _ in parts[role]]
    names = [name for name in ATTRIBUTES if name.startswith(kind)]
    spread = {name: _mean([t.attributes[name] for t in members], weights) for name in names}
    attributes = {name.partition(".")[2]: ATTRIBUTES[name][int(np.argmax(spread[name]))] for name in names}
    by_odds = sorted(members, key=lambda t: (-t.odds, t.candidate.token))
    if "stance" in attributes:
        attributes["stance"] = guard.stance(view, by_odds[0], attributes["stance"])
    when = next((t.when for t in by_odds if t.when is not None and t.chance >= top / 2), None)
    return Event(
        kind, tuple(sorted(members, key=lambda t: t.candidate.token)), parts, attributes, spread, when
    )


def _pooled(told: Sequence[tuple[float, float | None]]) -> float:
    """Return the chance of an actor to have a part, from what the triggers of an event say, each with its weight.

    The mean of the weighted mean over all that could know him and of the highest chance that one gives.
    """
    known = [(weight, chance) for weight, chance in told if chance is not None]
    total = sum(weight for weight, _ in known)
    mean = sum(weight * chance for weight, chance in known) / total if total else 0.0
    return round((mean + max(chance for _, chance in known)) / 2, 4)


def _choose(
    view: View, ranked: Sequence[tuple[str, float]], threshold: float, *, besides: Sequence[str]
) -> tuple[tuple[str, float], ...]:
    """Take the likely actors; of those that stand for one another the likeliest alone, and none from ``besides``."""
    chosen: list[tuple[str, float]] = []
    for key, chance in ranked:
        if chosen and chance < threshold:
            break
        if key in besides or any(_stand(view, key, k) for k, _ in chosen):
            continue
        if chance >= threshold or (not chosen and not besides and chance >= threshold / 2):
            chosen.append((key, chance))
    return tuple(chosen)


def _stand(view: View, a: str, b: str) -> bool:
    """Tell whether one of two actors stands for the other, so that naming both would count him twice."""
    actors = view.cast.actors
    return (
        a in actors[b].stands_for
        or b in actors[a].stands_for
        or actors[a].organ_of == b
        or actors[b].organ_of == a
    )


def _mean(rows_: Sequence[Sequence[float]], weights: Sequence[float]) -> tuple[float, ...]:
    total = sum(weights) or 1.0
    return tuple(
        round(sum(w * row[i] for w, row in zip(weights, rows_, strict=True)) / total, 3)
        for i in range(len(rows_[0]))
    )


def _with_terms(signals: Signals, found: Sequence[Event], models: Models) -> list[Event]:
    """Give every proposal the provisions that its triggers offer; a stretch of text goes to the likeliest one."""
    terms = Terms(signals.view, signals.terms)
    offered: list[tuple[float, int, Term]] = []
    for n, e in enumerate(found):
        for t in e.members:
            mine = list(terms.of(t.candidate, t.odds))
            for chance, term in zip(models.term.chances(rows(mine)).tolist(), mine, strict=True):
                if chance < models.thresholds["term"]:
                    continue
                kept = guard.whole(signals.view, term, t.candidate.token)
                if kept is not None:
                    offered.append((chance, n, kept))
    taken: list[Term] = []
    given: dict[int, list[tuple[Term, float]]] = {}
    for chance, n, term in sorted(offered, key=lambda o: (-o[0], o[1], o[2].first, o[2].last)):
        if all(term.last < t.first or term.first > t.last for t in taken):
            taken.append(term)
            given.setdefault(n, []).append((term, chance))
    return [
        replace(e, terms=tuple(sorted(given.get(n, ()), key=lambda t: t[0].first)))
        for n, e in enumerate(found)
    ]


def features(view: View, e: Event, others: Sequence[Event]) -> tuple[float, ...]:
    """Return what speaks for and against an event, in the order of ``feature_names``."""
    best = e.best
    p = best.candidate.predicate
    odds = sorted((t.odds for t in e.members), reverse=True)
    roles = [role for role in ROLES if role.startswith(e.type)]
    first = _ranked(e, roles[0])
    other = _ranked(e, roles[-1]) if len(roles) > 1 else []
    zones = [view.zone(t.candidate.token) in ("headline", "standfirst") for t in e.members]
    lead = first[0][0] if first else ""
    chosen = [key for role in roles for key in e.keys(role)]
    return (
        odds[0],
        best.core,
        max(t.core for t in e.members),
        odds[1] if len(odds) > 1 else -6.0,
        sum(t.chance for t in e.members),
        float(len(e.members)),
        float(len({t.candidate.sentence for t in e.members})),
        first[0][1] if first else 0.0,
        next((c for k, c in first[1:] if not view.cast.same_side(k, lead)), 0.0),
        other[0][1] if other else 0.0,
        float(len(e.keys(roles[0]))),
        float(len(e.keys(roles[-1])) if len(roles) > 1 else 0),
        float(min(40, min(t.candidate.sentence for t in e.members))),
        float(any(zones)),
        float(all(zones)),
        float(all(view.quoted(t.candidate.token) for t in e.members)),
        float(e.when is not None),
        float(len(e.terms)),
        max((chance for _, chance in e.terms), default=0.0),
        float(view.tokens[best.candidate.token].pos in ("NOUN", "PROPN")),
        float(p is not None and p.negated),
        float(p is not None and bool(p.modality)),
        float(p is not None and p.conditional),
        float(p is not None and p.passive),
        float(p is not None and p.tense == "future"),
        float(sum(1 for o in others if o is not e and o.best.odds >= best.odds)),
        float(len({view.cast.side(k) for k in chosen}) < 2),
        float(bool(lead) and view.cast.actors[lead].kind == "Person"),
        float(bool(lead) and view.cast.actors[lead].kind == "Bloc"),
        *(x for name in ATTRIBUTES if name.startswith(e.type) for x in e.spread[name]),
    )


def _ranked(e: Event, role: str) -> list[tuple[str, float]]:
    chances: dict[str, float] = {}
    for t in e.members:
        for key, chance in t.parts.get(role, ()):
            chances[key] = max(chances.get(key, 0.0), chance)
    return sorted(chances.items(), key=lambda k: (-k[1], k[0]))


def table(view: View, found: Sequence[Event], kind: EventType) -> Floats:
    """Return the features of all events of one type, (events, features)."""
    return np.array([features(view, e, found) for e in found], dtype=np.float32).reshape(
        -1, len(feature_names(kind))
    )


LEAST = 0.08
"""Chance below which an event is not even proposed."""


def proposed(signals: Signals, told: Sequence[Told], models: Models, kind: EventType) -> list[Event]:
    """Return the events of one type that the learned reader proposes, in text order, with their chances."""
    found = [e for e in gather(signals, told, models, kind) if stands(e)]
    chances = models.event[kind].chances(table(signals.view, found, kind))
    return [replace(e, chance=float(c)) for e, c in zip(found, chances, strict=True) if c >= LEAST]


def stands(e: Event) -> bool:
    """Tell whether an event has what a claim of its type cannot do without."""
    first = next(role for role in ROLES if role.startswith(e.type))
    return bool(e.keys(first))
