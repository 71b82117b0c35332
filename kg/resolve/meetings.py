"""Meetings over articles: one day, the same sides, no person, place, kind or round against another."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from kg.gazetteer import gazetteer
from kg.ids import slug
from kg.model import Extraction, MeetingClaim
from kg.resolve.actors import Cast
from kg.resolve.cluster import Ref, blocks, cluster, unique_ids
from kg.resolve.spelling import body_key

_APART = frozenset({"Call", "Media"})
_MANY = 4


@dataclass(frozen=True, slots=True)
class Encounter:
    """A meeting claim with its participants resolved.

    Attributes:
        people: the persons of each side that names any.
    """

    ref: Ref
    claim: MeetingClaim
    sides: frozenset[str]
    people: dict[str, frozenset[str]]

    @property
    def block(self) -> tuple[str, str | None, frozenset[str]] | None:
        """What must be equal; ``None`` for what is never put together: no day, or fewer than two sides."""
        when = self.claim.when
        if when is None or when.precision != "day" or len(self.sides) < 2:
            return None
        return when.value, when.until, self.sides


def resolve_meetings(extractions: Sequence[Extraction], cast: Cast) -> dict[Ref, str]:
    """Return an id for every meeting claim; claims of different articles that denote one encounter share it."""
    found = [_encounter(e.article.id, claim, cast) for e in extractions for claim in e.meetings]
    groups = [[encounter] for encounter in found if encounter.block is None]
    for members in blocks(found, lambda e: e.block).values():
        groups += cluster(sorted(members, key=lambda e: (-_says(e), e.ref)), _may_be_one)
    members_of = {min(e.ref for e in group): group for group in groups}
    named = {ref: _name(group, cast) for ref, group in sorted(members_of.items())}
    ids = unique_ids(named, hashed=[ref for ref, group in members_of.items() if group[0].claim.when is None])
    return {encounter.ref: ids[ref] for ref, group in members_of.items() for encounter in group}


def _encounter(article: str, claim: MeetingClaim, cast: Cast) -> Encounter:
    participants = cast.of(article, claim.participants)
    people: dict[str, set[str]] = {}
    for entity in participants:
        if cast.is_person(entity):
            people.setdefault(cast.sides[entity], set()).add(entity)
    return Encounter(
        (article, claim.key),
        claim,
        cast.sides_of(participants),
        {side: frozenset(p) for side, p in people.items()},
    )


def _says(encounter: Encounter) -> int:
    claim = encounter.claim
    return sum(
        (claim.place is not None, claim.round is not None, claim.kind != "Meeting", len(encounter.people))
    )


def _may_be_one(a: Encounter, b: Encounter) -> bool:
    """Tell whether two claims of one day and the same sides may denote one encounter."""
    if a.ref[0] == b.ref[0]:
        return False  # one article tells its own meetings apart
    if a.claim.round is not None and b.claim.round is not None and a.claim.round != b.claim.round:
        return False
    return _kinds_go(a, b) and _places_go(a.claim.place, b.claim.place) and _people_go(a, b)


def _kinds_go(a: Encounter, b: Encounter) -> bool:
    return a.claim.kind == b.claim.kind or not {a.claim.kind, b.claim.kind} & _APART


def _places_go(a: str | None, b: str | None) -> bool:
    if a is None or b is None:
        return True
    x, y = body_key(a), body_key(b)
    # "Geneva" and "Geneva, Switzerland"; "Moscow" and "Russia"
    return f" {x} " in f" {y} " or f" {y} " in f" {x} " or bool(_countries(a) & _countries(b))


def _countries(place: str) -> frozenset[str]:
    """Return the states that a place is, or is the capital of, as far as it may stand for them."""
    return frozenset(
        entry.id
        for entry, kind in gazetteer().by_form(place)
        if entry.kind == "State" and kind in ("name", "metonym")
    )


def _people_go(a: Encounter, b: Encounter) -> bool:
    """Where both name persons of a side, one at least must be in both: the ministers' call is not the presidents'."""
    return all(a.people[side] & b.people[side] for side in a.people.keys() & b.people.keys())


def _name(group: Sequence[Encounter], cast: Cast) -> str:
    first = group[0]
    when = first.claim.when
    places = [slug(e.claim.place) for e in group if e.claim.place]
    kinds = [e.claim.kind.lower() for e in group if e.claim.kind in _APART]
    sides = sorted(first.sides)
    named = sides if len(sides) <= _MANY else [*sides[: _MANY - 1], f"{len(sides) - _MANY + 1} others"]
    parts = [when.value if when else "undated", *kinds[:1]]
    if places:
        parts.append(min(places, key=lambda place: (-places.count(place), len(place), place)))
    return " ".join([*parts, *named]) if named else " ".join([*parts, first.claim.kind])
