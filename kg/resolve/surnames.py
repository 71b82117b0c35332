"""Whom a family name alone means: the fuller name that the articles around it make likely, or nobody.

Every full name of that family is a candidate, and "somebody else" is one more. What the mention and a candidate have
in common (``surnames`` in ``lexicon/identity.yaml``) adds to the candidate's log odds; the probabilities of all
candidates and of somebody else sum to one (multinomial logit; McFadden, Conditional logit analysis of qualitative
choice behavior, 1974). The weights are learned by ``training/surnames.py`` from names whose given names are hidden.
"""

from __future__ import annotations

import bisect
import math
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Protocol

from kg.gazetteer import gazetteer
from kg.lexicon import lexicon
from kg.resolve.score import Verdict

_NEAREST = 25
"""So many articles on either side of the mention's date are looked at: the cost does not grow with prominence."""
_STEPS = {"people": (1, 2, 4), "bodies": (1, 2, 4), "own": (1,)}
_DAYS = (("week", 7), ("months", 75), ("year", 400))
_FAR = 3000


@dataclass(frozen=True, slots=True)
class Scene:
    """What one article has around a person.

    Attributes:
        day: of publication, as a proleptic Gregorian ordinal; 0 where it is not known.
        bodies: ids of the states and bodies.
        people: keys of the other persons' family names.
    """

    day: int
    bodies: frozenset[str]
    people: frozenset[str]


def by_day(scene: Scene) -> tuple[int, list[str], list[str]]:
    """Sort scenes by day, and those of one day by something that is the same on every run."""
    return scene.day, sorted(scene.bodies), sorted(scene.people)


class Somebody(Protocol):
    """What is asked of a person, or of several claims that are one."""

    @property
    def posts(self) -> frozenset[str]:
        """Ids of what they hold posts in."""

    @property
    def states(self) -> frozenset[str]:
        """Those of them that are states in the end."""

    @property
    def context(self) -> frozenset[str]:
        """Ids of the bodies in the claims' articles."""

    @property
    def titles(self) -> frozenset[str]:
        """What they are called."""

    @property
    def scenes(self) -> tuple[Scene, ...]:
        """What each article has around them, by day."""


def choose(short: Somebody, candidates: Sequence[Somebody], *, rivals: int) -> tuple[int, Verdict] | None:
    """Return the likeliest candidate by its place, with its probability and the reasons; ``None`` without candidates.

    Args:
        short: whom the family name alone stands for.
        candidates: those whom nothing rules out.
        rivals: how many full names the family has in the corpus, those that are ruled out among them.
    """
    if not candidates:
        return None
    named = [tuple(features(short, other, rivals=rivals)) for other in candidates]
    odds = [math.exp(_log_odds(names)) for names in named]
    best = max(range(len(odds)), key=lambda n: (odds[n], -n))
    probability = odds[best] / (1 + math.fsum(odds))
    words = tuple(told for name in named[best] if (told := weights()[name][1]) and weights()[name][0] > 0)
    return best, Verdict(round(probability, 4), words)


def alike(a: Somebody, b: Somebody) -> Verdict:
    """Return how sure it is that one family name in two places, without a given name in either, is one person."""
    names = tuple(features(a, b, rivals=0))
    odds = math.exp(_log_odds((*names, "bare")))
    words = tuple(told for name in names if (told := weights()[name][1]) and weights()[name][0] > 0)
    return Verdict(round(odds / (1 + odds), 4), words)


def features(short: Somebody, other: Somebody, *, rivals: int) -> Iterator[str]:
    """Yield the names of what two have in common, and of what speaks against them."""
    yield "any"
    if any(_same_title(a, b) for a in short.titles for b in other.titles):
        yield "title"
    elif short.titles and other.titles:
        yield "titles"
    post = short.posts & other.posts or short.states & other.states
    state = other.states & short.context or short.states & other.context
    if post or state:
        yield "post" if post else "state"
    if rivals == 1:
        yield "only"
        if post or state:
            yield "only there"
    spoken = len(other.scenes)
    yield from (f"known {n}" for n in (3, 10) if spoken >= n)
    yield from _nearest(short.scenes, other.scenes)


def _same_title(a: str, b: str) -> bool:
    x, y = set(a.split()), set(b.split())
    return x <= y or y <= x


def _nearest(mine: Iterable[Scene], others: Sequence[Scene]) -> tuple[str, ...]:
    """Return the features of the two articles that have most in common."""
    best: tuple[float, tuple[str, ...]] = (-math.inf, ())
    for scene in mine:
        for other in _around(scene.day, others):
            names = tuple(_common(scene, other))
            best = max(best, (_log_odds(names), names))
    return best[1]


def _around(day: int, scenes: Sequence[Scene]) -> Sequence[Scene]:
    if len(scenes) <= 2 * _NEAREST or not day:
        return scenes[: 2 * _NEAREST]
    at = bisect.bisect_left(scenes, day, key=lambda scene: scene.day)
    return scenes[max(at - _NEAREST, 0) : at + _NEAREST]


def _common(a: Scene, b: Scene) -> Iterator[str]:
    people, bodies = len(a.people & b.people), a.bodies & b.bodies
    states = sum(_is_state(id_) for id_ in bodies)
    for kind, number in (("people", people), ("bodies", states), ("own", len(bodies) - states)):
        yield from (f"{kind} {n}" for n in _STEPS[kind] if number >= n)
    if a.day and b.day:
        gap = abs(a.day - b.day)
        yield from (name for name, days in _DAYS if gap <= days)
        if gap > _FAR:
            yield "far"


@cache
def _is_state(id_: str) -> bool:
    entry = gazetteer().by_id(id_)
    return entry is not None and entry.kind == "State"


def _log_odds(names: Iterable[str]) -> float:
    return math.fsum(weights()[name][0] for name in names)


@cache
def weights() -> Mapping[str, tuple[float, str | None]]:
    """Return log odds and words by feature."""
    data = lexicon("identity")["surnames"]
    return {name: (float(given["weight"]), given.get("words")) for name, given in data.items()}
