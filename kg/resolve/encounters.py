"""One meeting claim with its parties and its time, and whether two of them may be one meeting."""

from __future__ import annotations

import calendar
import datetime
from collections.abc import Hashable
from dataclasses import dataclass
from functools import lru_cache

from rapidfuzz import fuzz

from kg.gazetteer import gazetteer
from kg.model import Article, MeetingClaim, PartialDate
from kg.resolve.actors import Cast
from kg.resolve.cluster import Ref
from kg.resolve.score import Verdict, number, weigh, window, words_of
from kg.resolve.spelling import body_key

APART = frozenset({"Call", "Media"})
"""Kinds of meeting that are never another kind."""

_WEEK = 7
_TOPIC = 85.0


@dataclass(frozen=True, slots=True)
class Encounter:
    """A meeting claim with its participants resolved.

    Attributes:
        sides: what the participants stand for.
        people: the persons of each side that names any.
        start, end: first and last day in which it must lie, as ordinals; 0 where nothing is known.
        exact: it is dated to the day.
        parties: what two claims must have in common; ``None`` for what is never put together.
        sort: all that can tell it from others.
    """

    ref: Ref
    claim: MeetingClaim
    sides: frozenset[str]
    people: dict[str, frozenset[str]]
    start: int
    end: int
    exact: bool

    @property
    def parties(self) -> frozenset[str] | None:
        """Two sides or more; within one side, the persons who met, or who spoke to the press."""
        if len(self.sides) > 1:
            return self.sides
        persons = frozenset(p for side in self.people.values() for p in side)
        few = 1 if self.claim.kind == "Media" else 2
        return persons | {"within"} if len(persons) >= few else None

    @property
    def sort(self) -> Hashable:
        """Claims with the same are one meeting if they are of different articles."""
        claim = self.claim
        dated = claim.when is not None and claim.when.precision == "day"
        # an undated claim is told apart by the article's date too; which one it means is not known
        which = None if dated else (claim.status, self.start, self.end, None if self.exact else self.ref)
        people = tuple(sorted((side, tuple(sorted(p))) for side, p in self.people.items()))
        place = body_key(claim.place) if claim.place else None
        return claim.when, claim.kind, claim.round, place, people, which


def encounter(article: Article, claim: MeetingClaim, cast: Cast) -> Encounter:
    """Resolve the participants and the time of a claim."""
    participants = cast.of(article.id, claim.participants)
    people: dict[str, set[str]] = {}
    for entity in participants:
        if cast.is_person(entity):
            people.setdefault(cast.sides[entity], set()).add(entity)
    start, end = _days(claim, article.published)
    return Encounter(
        (article.id, claim.key),
        claim,
        cast.sides_of(participants),
        {side: frozenset(p) for side, p in sorted(people.items())},
        start,
        end,
        claim.when is not None and claim.when.precision == "day" and end - start < 4,
    )


def one_meeting(a: Encounter, b: Encounter) -> Verdict | None:
    """Tell how sure it is that two claims are one encounter; ``None`` if it cannot be.

    Their parties must be the same, or those of the one with another one besides.
    """
    x, y = a.claim, b.claim
    same_round = x.round is not None and x.round == y.round
    if (x.round is not None and y.round is not None and not same_round) or not _kinds_go(a, b):
        return None
    both = a.people.keys() & b.people.keys()
    if not all(a.people[side] & b.people[side] for side in both):
        return None
    reasons = ["parties" if a.sides == b.sides else "some"]
    if (time := _time(a, b, same_round)) is None:
        return None
    reasons += time
    sure = same_round or (len(both) > 1 and a.exact and b.exact)
    if (place := _place(x.place, y.place)) is None and not sure:
        return None
    if place:
        reasons.append("place")
    if same_round:
        reasons.append("round")
    if both:
        reasons.append("persons" if len(both) > 1 else "person")
    if x.kind == y.kind and x.kind not in ("Meeting", "Talks"):
        reasons.append("kind")
    if x.topic and y.topic and fuzz.token_set_ratio(x.topic.casefold(), y.topic.casefold()) >= _TOPIC:
        reasons.append("topic")
    return weigh("meetings", reasons)


def _time(a: Encounter, b: Encounter, same_round: bool) -> list[str] | None:
    """Return the reasons that lie in the dates; ``None`` if the dates speak against it."""
    if a.exact and b.exact and (a.start, a.end) == (b.start, b.end):
        return ["day"]
    if not (a.start and b.start):
        return []
    if a.start > b.end or b.start > a.end:
        gap = max(a.start - b.end, b.start - a.end)
        return ["near"] if same_round and a.exact and b.exact and gap <= number("near_days") else None
    vague = a if (a.end - a.start, a.ref) > (b.end - b.start, b.ref) else b
    when = vague.claim.when
    if when is None:
        return [{"Planned": "planned", "Proposed": "proposed"}.get(vague.claim.status, "recalled")]
    if when.precision == "year":
        return ["year"]
    if when.precision == "month":
        return ["month"]
    if (a.start, a.end) == (b.start, b.end):
        return ["range"]
    return ["week" if vague.end - vague.start < _WEEK else "within"]


def _kinds_go(a: Encounter, b: Encounter) -> bool:
    return a.claim.kind == b.claim.kind or not {a.claim.kind, b.claim.kind} & APART


@lru_cache(maxsize=100_000)
def _place(a: str | None, b: str | None) -> bool | None:
    """Tell whether two places are one (true), may be (false), or cannot be (``None``)."""
    if a is None or b is None:
        return False
    x, y = body_key(a), body_key(b)
    # "Geneva" and "Geneva, Switzerland"; "Moscow" and "Russia"
    if f" {x} " in f" {y} " or f" {y} " in f" {x} " or _countries(a) & _countries(b):
        return True
    return False if is_house(a) != is_house(b) else None


def is_house(place: str) -> bool:
    """Tell whether a place is a house, which may stand in any town."""
    return not words_of("houses").isdisjoint(body_key(place).split())


def _countries(place: str) -> frozenset[str]:
    """Return the states that a place is, or is the capital of, as far as it may stand for them."""
    return frozenset(
        entry.id
        for entry, kind in gazetteer().by_form(place)
        if entry.kind == "State" and kind in ("name", "metonym")
    )


def _days(claim: MeetingClaim, published: str | None) -> tuple[int, int]:
    if claim.when is not None:
        return span(claim.when)
    if published is None:
        return 0, 0
    day = datetime.date.fromisoformat(published).toordinal()
    before, after = window(claim.kind, claim.status)
    return day + before, day + after


@lru_cache(maxsize=100_000)
def span(when: PartialDate) -> tuple[int, int]:
    """Return the first and the last day of a date, as ordinals; days that the calendar lacks are moved into it."""
    return _edge(when.value, last=False), _edge(when.until or when.value, last=True)


def _edge(value: str, *, last: bool) -> int:
    year, month, day = (*map(int, value.split("-")), 0, 0)[:3]
    year = max(year, 1)
    month = month or (12 if last else 1)
    size = calendar.monthrange(year, month)[1]
    return datetime.date(year, month, min(day, size) or (size if last else 1)).toordinal()
