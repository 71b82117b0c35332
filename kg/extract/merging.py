"""Merge what several predicates say about encounters into events, within one article."""

from __future__ import annotations

from kg.extract.cast import Cast
from kg.extract.encounters import Encounter
from kg.model import PartialDate


def merge_encounters(found: list[Encounter], cast: Cast, salient: list[str]) -> list[Encounter]:
    """Return events in text order.

    An encounter joins an earlier event if nothing contradicts: parties, date, place, round, status. One that names no parties joins the
    latest event it can, or, with a date, place or round of its own, becomes another event between the parties named last.
    Encounters that in the end have too few parties are dropped.
    """
    events: list[Encounter] = []
    waiting: list[Encounter] = []
    for encounter in found:
        if encounter.kind == "Media":
            if encounter.parties:
                events.append(encounter)
            continue
        if not _enough(encounter, cast):
            home = _antecedent(encounter, events, cast)
            if home is not None:
                _absorb(home, encounter, cast)
            elif encounter.date is not None or encounter.place is not None or encounter.round is not None:
                parties = _last_parties(events, encounter, cast)
                if parties:
                    encounter.parties = parties
                    same = next((e for e in reversed(events) if e.kind != "Media" and _same_event(e, encounter, cast)), None)
                    if same is not None:
                        _absorb(same, encounter, cast)
                    else:
                        events.append(encounter)
                else:
                    waiting.append(encounter)
            else:
                waiting.append(encounter)
            continue
        home = next((e for e in reversed(events) if e.kind != "Media" and _same_event(e, encounter, cast)), None)
        if home is not None:
            _absorb(home, encounter, cast)
        else:
            events.append(encounter)
            _adopt(waiting, encounter, cast)
    _between_the_salient(waiting, events, cast, salient)
    return sorted((e for e in events if e.kind == "Media" or _enough(e, cast)), key=lambda e: e.head)


_NEGOTIATING = frozenset({"talks", "negotiation", "round", "dialogue", "consultation"})


def _between_the_salient(waiting: list[Encounter], events: list[Encounter], cast: Cast, salient: list[str]) -> None:
    """Talks whose parties an article takes for granted are between the two whom it is about."""
    if len(salient) < 2:
        return
    for encounter in waiting:
        if encounter.noun not in _NEGOTIATING or encounter.parties and not _overlap(encounter.parties, salient, cast):
            continue
        encounter.parties = list(salient[:2])
        home = next((e for e in events if e.kind != "Media" and _same_event(e, encounter, cast)), None)
        if home is not None:
            _absorb(home, encounter, cast)
        else:
            events.append(encounter)


def _adopt(waiting: list[Encounter], event: Encounter, cast: Cast) -> None:
    """Earlier mentions without parties ("the talks" of a lead) belong to the first event that fits."""
    for earlier in list(waiting):
        if _compatible(event, earlier) and (not earlier.parties or _overlap(earlier.parties, event.parties, cast)):
            _absorb(event, earlier, cast)
            waiting.remove(earlier)


def _enough(e: Encounter, cast: Cast) -> bool:
    sides = {cast.side(k) if cast.actors[k].kind != "Person" else k for k in e.parties}
    if len(sides) > 1:
        return True
    if len(e.parties) == 1:
        actor = cast.actors[e.parties[0]]
        return e.noun in ("session", "summit") and actor.kind == "Organization" or actor.kind == "Bloc" and e.noun in ("meet", "summit", "meeting", "gather", "convene")
    return False


def _antecedent(e: Encounter, events: list[Encounter], cast: Cast) -> Encounter | None:
    if not e.definite and not (e.noun in ("talks", "negotiation", "talk", "round") or e.parties):
        return None
    for event in reversed(events):
        if event.kind == "Media" or not _compatible(event, e):
            continue
        if e.parties and not _overlap(e.parties, event.parties, cast):
            continue
        return event
    return None


def _last_parties(events: list[Encounter], e: Encounter, cast: Cast) -> list[str]:
    for event in reversed(events):
        if event.kind != "Media" and len(event.parties) > 1 and (not e.parties or _overlap(e.parties, event.parties, cast)):
            return list(event.parties)
    return []


def _same_event(a: Encounter, b: Encounter, cast: Cast) -> bool:
    if not _compatible(a, b):
        return False
    return _same_parties(a.parties, b.parties, cast)


def _same_parties(a: list[str], b: list[str], cast: Cast) -> bool:
    """Every party of the smaller set has its side in the larger, and at least two do (or all, for one)."""
    if len(a) > len(b):
        a, b = b, a
    return all(any(_stands(x, y, cast) for y in b) for x in a) and len(b) - len(a) <= 2


def _stands(x: str, y: str, cast: Cast) -> bool:
    if x == y:
        return True
    kinds = cast.actors[x].kind, cast.actors[y].kind
    if kinds == ("Person", "Person"):
        return False
    return cast.same_side(x, y)


def _overlap(a: list[str], b: list[str], cast: Cast) -> bool:
    return any(_stands(x, y, cast) for x in a for y in b)


def _compatible(a: Encounter, b: Encounter) -> bool:
    """Nothing known of both contradicts: date, place, round, status, kind."""
    if a.date is not None and b.date is not None and not _dates(a.date, b.date):
        return False
    if a.place and b.place and not (a.place in b.place or b.place in a.place):
        return False
    if a.round is not None and b.round is not None and a.round != b.round:
        return False
    if b.round is not None and a.round is None and (a.date is not None or b.round == 0) and b.date is None:
        return False
    if {a.kind, b.kind} in ({"Call", "Summit"}, {"Call", "Visit"}):
        return False
    if a.kind == "Call" and b.kind == "Talks" and b.place or b.kind == "Call" and a.kind == "Talks" and a.place:
        return False
    if a.status is None or b.status is None or a.status == b.status:
        return True
    # a meeting reported as held is not the one hoped for; one planned and then told as held is, if dates agree
    pair = {a.status, b.status}
    if a.date is not None and b.date is not None:
        return True
    return pair in ({"Planned", "Proposed"}, {"Cancelled", "Planned"}, {"Cancelled", "Proposed"})


def _dates(a: object, b: object) -> bool:
    return isinstance(a, PartialDate) and isinstance(b, PartialDate) and a.compatible(b)


_RANK = {"Cancelled": 3, "Held": 2, "Planned": 1, "Proposed": 0, None: -1}


def _absorb(event: Encounter, other: Encounter, cast: Cast) -> None:
    """Enrich an event by a further mention of it."""
    for key in other.parties:
        replaced = [k for k in event.parties if _stands(k, key, cast)]
        if not replaced:
            if not event.parties or len(other.parties) > 1:
                event.parties.append(key)
        elif cast.actors[key].kind == "Person" and key not in event.parties:
            event.parties[event.parties.index(replaced[0])] = key
    if isinstance(other.date, PartialDate) and (
        event.date is None or isinstance(event.date, PartialDate) and len(other.date.value) > len(event.date.value)
    ):
        event.date = other.date
    if other.place and (event.place is None or len(other.place) > len(event.place)):
        event.place = other.place
    if _RANK[other.status] > _RANK[event.status]:
        event.status = other.status
    if event.kind == "Talks" and other.kind in ("Call", "Summit"):
        event.kind = other.kind
    if other.round and not event.round:
        event.round = other.round
    event.spans += other.spans
