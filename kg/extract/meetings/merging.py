"""Merge what several predicates say about encounters into events, within one article."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import combinations

from kg.extract.cast import Cast
from kg.extract.meetings.encounters import Encounter, encounters

_RANK = {"Cancelled": 3, "Held": 2, "Planned": 1, "Proposed": 0, None: -1}
_NOT_ONE = ({"Call", "Summit"}, {"Call", "Visit"})
_MORE = 2  # an event may have that many parties that another mention of it leaves out


def merge_encounters(found: Sequence[Encounter], cast: Cast, salient: Sequence[str]) -> list[Encounter]:
    """Return events in text order.

    An encounter joins an earlier event if nothing contradicts: parties, date, place, round, status. One that names no
    parties joins the latest event it can, or, with a date, place or round of its own, becomes another event between the
    parties named last. Encounters that in the end have too few parties are dropped.

    Args:
        found: what single predicates say, in text order; they are changed.
        cast: who is who, and who stands for whom.
        salient: the two sides that the article is about, for negotiations whose parties it takes for granted.
    """
    merger = _Merger(cast)
    for encounter in found:
        merger.enter(encounter)
    merger.take_for_granted(salient)
    return sorted((e for e in merger.events if merger.complete(e)), key=lambda e: e.head)


class _Merger:
    def __init__(self, cast: Cast) -> None:
        self.cast = cast
        self.events: list[Encounter] = []
        self.waiting: list[Encounter] = []

    def enter(self, e: Encounter) -> None:
        """Give one encounter its place: an event that is there, a new one, or the list of those without parties."""
        if e.kind == "Media":
            self._media(e)
        elif self.complete(e):
            home = self._same(e)
            if home is not None:
                self.absorb(home, e)
            else:
                self.events.append(e)
                self._adopt(e)
        elif len(e.parties) < 2:
            self._join_series(e)
            if self.complete(e):
                self.enter(e)
            else:
                self._without_parties(e)

    def complete(self, e: Encounter) -> bool:
        """Tell whether an encounter has parties enough: two sides, or one body of several members."""
        if e.kind == "Media":
            return bool(e.parties)
        actors = self.cast.actors
        if len(e.parties) == 1:
            actor = actors[e.parties[0]]
            if actor.kind == "Bloc":
                return e.frame.body or e.noun in encounters().words["assembling"]
            abroad = (
                actors[self.cast.side(actor.key)].kind != "State"
            )  # a parliament's session is no negotiation
            return e.frame.body and abroad and actor.kind == "Organization" and self._collegial(actor.name)
        return any(not self._stands(a, b) for a, b in combinations(e.parties, 2))

    def take_for_granted(self, salient: Sequence[str]) -> None:
        """Enter negotiations whose parties an article takes for granted: they are between the two whom it is about."""
        if len(salient) < 2:
            return
        for e in self.waiting:
            if not e.frame.known or (e.parties and not self._overlap(e.parties, salient)):
                continue
            e.parties = list(salient[:2])
            home = self._same(e, latest=False)
            if home is not None:
                self.absorb(home, e)
            else:
                self.events.append(e)

    # ------------------------------------------------------------------ where an encounter belongs

    def _collegial(self, name: str) -> bool:
        return any(word in encounters().words["collegial_bodies"] for word in name.split())

    def _join_series(self, e: Encounter) -> None:
        """ "A third round will follow with X": the other party is the one that all rounds so far have in common."""
        rounds = [x for x in self.events if x.round and len(x.parties) > 1] if e.round and e.parties else []
        common = (
            [k for k in rounds[-1].parties if all(self._overlap([k], x.parties) for x in rounds)]
            if rounds
            else []
        )
        if len(common) == 1 and not self._overlap(common, e.parties):
            e.parties = [*common, *e.parties]

    def _media(self, e: Encounter) -> None:
        """News conferences of one speaker are one event where nothing tells them apart."""
        if not e.parties:
            return
        for event in self.events:
            if (
                event.kind == "Media"
                and event.parties[0] == e.parties[0]
                and event.noun == e.noun
                and compatible(event, e)
            ):
                self.absorb(event, e)
                return
        self.events.append(e)

    def _without_parties(self, e: Encounter) -> None:
        home = self._antecedent(e)
        if home is not None:
            self.absorb(home, e)
            return
        parties = self._last_parties(e) if e.date is not None or e.place is not None or e.round else []
        if not parties:
            self.waiting.append(e)
            return
        e.parties = parties
        home = self._same(e)
        if home is not None:
            self.absorb(home, e)
        else:
            self.events.append(e)

    def _same(self, e: Encounter, *, latest: bool = True) -> Encounter | None:
        events = reversed(self.events) if latest else iter(self.events)
        fitting = (x for x in events if x.kind != "Media" and compatible(x, e))
        return next((x for x in fitting if self._same_parties(x.parties, e.parties)), None)

    def _antecedent(self, e: Encounter) -> Encounter | None:
        if e.definite is False or not (e.definite or e.parties or e.frame.known):
            return None
        for event in reversed(self.events):
            if (
                event.kind != "Media"
                and compatible(event, e)
                and (not e.parties or self._overlap(e.parties, event.parties))
            ):
                return event
        return None

    def _last_parties(self, e: Encounter) -> list[str]:
        for event in reversed(self.events):
            fits = not e.parties or self._overlap(e.parties, event.parties)
            fits = fits and len({self.cast.side(k) for k in event.parties}) > 1
            if event.kind != "Media" and len(event.parties) > 1 and fits:
                return list(event.parties)
        return []

    def _adopt(self, event: Encounter) -> None:
        """Earlier mentions without parties ("the talks" of a lead) belong to the first event that fits."""
        for earlier in list(self.waiting):
            if compatible(event, earlier) and (
                not earlier.parties or self._overlap(earlier.parties, event.parties)
            ):
                self.absorb(event, earlier)
                self.waiting.remove(earlier)

    # ------------------------------------------------------------------ parties

    def _same_parties(self, a: Sequence[str], b: Sequence[str]) -> bool:
        """Every party of the smaller set has its side in the larger, which has not many more."""
        if len(a) > len(b):
            a, b = b, a
        return all(any(self._stands(x, y) for y in b) for x in a) and len(b) - len(a) <= _MORE

    def _stands(self, x: str, y: str) -> bool:
        if x == y:
            return True
        if self.cast.actors[x].kind == self.cast.actors[y].kind == "Person":
            return False
        return self.cast.same_side(x, y)

    def _overlap(self, a: Sequence[str], b: Sequence[str]) -> bool:
        return any(self._stands(x, y) for x in a for y in b)

    # ------------------------------------------------------------------ two mentions of one event

    def absorb(self, event: Encounter, other: Encounter) -> None:
        """Enrich an event by a further mention of it: the more precise party, date and place, the stronger status."""
        for key in other.parties:
            known = [k for k in event.parties if self._stands(k, key)]
            if not known:
                if not event.parties or len(other.parties) > 1:
                    event.parties.append(key)
            elif self.cast.actors[key].kind == "Person" and key not in event.parties:
                event.parties[event.parties.index(known[0])] = key
        if other.date is not None and (event.date is None or len(other.date.value) > len(event.date.value)):
            event.date = other.date
        if other.place and (event.place is None or len(other.place) > len(event.place)):
            event.place = other.place
        if _RANK[other.status] > _RANK[event.status]:
            event.status = other.status
        if event.kind == "Talks" and other.kind in ("Call", "Summit"):
            event.kind = other.kind
        event.round = event.round or other.round
        event.host = event.host or other.host
        event.topic = event.topic or other.topic
        event.outcome = event.outcome or other.outcome
        event.spans += other.spans
        event.occasions += other.occasions


def compatible(a: Encounter, b: Encounter) -> bool:
    """Tell whether nothing known of both contradicts: date, place, round, kind, status; ``a`` is told first."""
    return (
        (a.date is None or b.date is None or a.date.compatible(b.date))
        and (not a.place or not b.place or a.place in b.place or b.place in a.place)
        and _rounds(a, b)
        and _kinds(a, b)
        and _statuses(a, b)
    )


def _rounds(a: Encounter, b: Encounter) -> bool:
    if a.round is not None and b.round is not None:
        return a.round == b.round
    # "a further round" after an event that is known by its day is another one
    return not (b.round is not None and (a.date is not None or b.round == 0) and b.date is None)


def _kinds(a: Encounter, b: Encounter) -> bool:
    if {a.kind, b.kind} in _NOT_ONE:
        return False
    place = b.place if a.kind == "Call" else a.place
    return {a.kind, b.kind} != {"Call", "Talks"} or not place


def _statuses(a: Encounter, b: Encounter) -> bool:
    """What is reported as held is not what is hoped for; what was planned and then held is, if the dates agree."""
    if (
        a.status is None
        or b.status is None
        or a.status == b.status
        or (a.date is not None and b.date is not None)
    ):
        return True
    return "Held" not in (a.status, b.status)
