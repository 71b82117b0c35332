"""How alike two entries of one type are, 0 to 1, and how the entries of two annotations are paired.

Names are compared through the actors of the article: any form that the gold knows of an actor is that actor. Where a
person stands for a state or body by his position, the state or body is accepted for him and he for it.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import product
from typing import Generic, TypeVar

from kg.evaluate.annotations import (
    Actor,
    Annotation,
    Entry,
    Meeting,
    Position,
    Proposal,
    Response,
    Statement,
)

ALIKE = 0.4
"""Share of words from which two texts may be the same title, provision or statement."""

SAME_PARTIES = 0.5
"""Overlap of parties below which two meetings, proposals or responses are not the same."""

_MARKS = str.maketrans({"’": "'", "‘": "'", "“": '"', "”": '"', "–": "-", "—": "-", "…": " "})
_NOT_NAME = re.compile(r"[^\w\s&-]")
# Not a word list to be tuned: what is left out of names is part of what the figures mean.
_LEADING = re.compile(r"^(the|a|an|mr|mrs|ms|president|prime minister)\s+")

E = TypeVar("E", bound=Entry)


# ---------------------------------------------------------------------------------------------- plain values


def normal(name: str) -> str:
    """Return a name without case, possessive, punctuation, article and honorific."""
    bare = _NOT_NAME.sub("", name.translate(_MARKS).casefold().replace("'s ", " ")).strip()
    return " ".join(_LEADING.sub("", bare).split())


def words(text: str) -> list[str]:
    """Return the words of a text without case and marks."""
    return re.findall(r"\w+", text.translate(_MARKS).casefold())


def dice(left: Sequence[str], right: Sequence[str]) -> float:
    """Return Dice's coefficient of two multisets of words; 0 if either is empty."""
    if not left or not right:
        return 0.0
    return 2 * (Counter(left) & Counter(right)).total() / (len(left) + len(right))


def same_date(left: str | None, right: str | None) -> float:
    """Return 1 for equal dates or none on both sides, ½ where one is a coarser form of the other, else 0."""
    if not left or not right:
        return float(not left and not right)
    if left == right:
        return 1.0
    return 0.5 if left.startswith(right) or right.startswith(left) else 0.0


def same_value(left: str | None, right: str | None) -> float:
    """Return 1 for equal values or none on both sides, else 0."""
    return float((left or None) == (right or None))


def same_place(left: str | None, right: str | None) -> float:
    """Return 1 where one place's name is part of the other's, or there is none on both sides, else 0."""
    if not left or not right:
        return float(not left and not right)
    a, b = normal(left), normal(right)
    return float(a in b or b in a)


# ---------------------------------------------------------------------------------------------- entries


class Similarity:
    """Compares entries of one article's gold with entries predicted for it.

    Args:
        gold, predicted: the two annotations. Names that only the prediction knows are taken to mean the gold actor
            whose name comes first among the names given beside them. Two gold actors stay two, whatever is predicted.
    """

    def __init__(self, gold: Annotation, predicted: Annotation) -> None:
        self._actor_of: dict[str, str] = {}
        for actor in gold.actors:
            for name in actor.names:
                self._actor_of.setdefault(normal(name), normal(actor.names[0]))
        known = dict(self._actor_of)
        for actor in predicted.actors:
            forms = [normal(name) for name in actor.names]
            home = next((known[form] for form in forms if form in known), forms[0])
            for form in forms:
                self._actor_of.setdefault(form, home)
        self._stands_for: dict[str, list[str]] = defaultdict(list)
        for position in (*gold.positions, *predicted.positions):
            self._stands_for[normal(position.person)] += position.within

    def same(self, left: str, right: str) -> bool:
        """Tell whether two names denote one actor."""
        a, b = normal(left), normal(right)
        return self._actor_of.get(a, a) == self._actor_of.get(b, b)

    def same_party(self, left: str, right: str) -> bool:
        """Tell whether two names denote one actor, or one the body or state that the other stands for."""
        return (
            self.same(left, right)
            or any(self.same(body, right) for body in self._stands_for.get(normal(left), ()))
            or any(self.same(body, left) for body in self._stands_for.get(normal(right), ()))
        )

    def parties(self, gold: Sequence[str], predicted: Sequence[str]) -> float:
        """Return the F1 of two lists of parties; 1 if both are empty."""
        if not gold and not predicted:
            return 1.0
        left = list(predicted)
        for name in gold:
            partner = next((other for other in left if self.same_party(name, other)), None)
            if partner is not None:
                left.remove(partner)
        return 2 * (len(predicted) - len(left)) / (len(gold) + len(predicted))

    def actors(self, gold: Actor, predicted: Actor) -> float:
        """Compare by any common name, then by kind."""
        if {normal(n) for n in gold.names}.isdisjoint(normal(n) for n in predicted.names):
            return 0.0
        return 0.7 + 0.3 * same_value(gold.kind, predicted.kind)

    def positions(self, gold: Position, predicted: Position) -> float:
        """Compare by person, best wording of the title, and body."""
        wordings = product(map(words, gold.titles), map(words, predicted.titles))
        title = max((dice(*pair) for pair in wordings), default=0.0)
        if title < ALIKE or not self.same(gold.person, predicted.person):
            return 0.0
        bodies = product(gold.within, predicted.within)
        within = not gold.within or any(self.same(*pair) for pair in bodies)
        return 0.4 * title + 0.2 * within + 0.4

    def meetings(self, gold: Meeting, predicted: Meeting) -> float:
        """Compare by participants, date, place, status and kind; dates that exclude each other part them."""
        parties = self.parties(gold.participants, predicted.participants)
        date = same_date(gold.date, predicted.date)
        if parties < SAME_PARTIES or (gold.date and predicted.date and not date):
            return 0.0
        return (
            0.4 * parties
            + 0.25 * date
            + 0.15 * same_place(gold.place, predicted.place)
            + 0.15 * same_value(gold.status, predicted.status)
            + 0.05 * same_value(gold.kind, predicted.kind)
        )

    def proposals(self, gold: Proposal, predicted: Proposal) -> float:
        """Compare by proposers, addressees, dates and provisions."""
        by = self.parties(gold.by, predicted.by)
        if by < SAME_PARTIES:
            return 0.0
        dates = same_date(gold.submitted, predicted.submitted) + same_date(
            gold.published, predicted.published
        )
        return (
            0.3 * by
            + 0.25 * self.parties(gold.to, predicted.to)
            + 0.1 * dates
            + 0.25 * same_texts(gold.provisions, predicted.provisions)
        )

    def responses(self, gold: Response, predicted: Response) -> float:
        """Compare by respondents, recipients, date, link, form and stance; another status parts them."""
        by = self.parties(gold.by, predicted.by)
        if by < SAME_PARTIES or gold.status != predicted.status:
            return 0.0
        return (
            0.35 * by
            + 0.2 * self.parties(gold.to, predicted.to)
            + 0.2 * same_date(gold.date, predicted.date)
            + 0.1 * (gold.linked == predicted.linked)
            + 0.05 * same_value(gold.form, predicted.form)
            + 0.1 * same_value(gold.stance, predicted.stance)
        )

    def statements(self, gold: Statement, predicted: Statement) -> float:
        """Compare by words, speaker and mode."""
        overlap = dice(words(gold.text), words(predicted.text))
        if overlap < ALIKE:
            return 0.0
        return (
            0.4 * overlap
            + 0.5 * self.same(gold.speaker, predicted.speaker)
            + 0.1 * same_value(gold.mode, predicted.mode)
        )


def same_texts(gold: Sequence[str], predicted: Sequence[str]) -> float:
    """Return the soft F1 of two lists of texts over their best pairing; 1 if both are empty."""
    if not gold and not predicted:
        return 1.0
    left, right = [words(t) for t in gold], [words(t) for t in predicted]
    pairs = best_pairs(left, right, lambda a, b: d if (d := dice(a, b)) >= ALIKE else 0.0)
    return 2 * sum(value for value, _, _ in pairs) / (len(gold) + len(predicted))


# ---------------------------------------------------------------------------------------------- alignment


@dataclass(frozen=True, slots=True)
class Alignment(Generic[E]):
    """How the entries of one type pair up.

    Attributes:
        earned: sum of the similarities of pairs whose gold entry is not optional.
        gold, predicted: how many entries count on either side: optional gold entries count not at all, a predicted
            entry does not count where it is optional and alone, or pairs with an optional gold entry.
        missed, spurious: the entries without a partner that count.
        pairs: worth, gold entry and predicted entry of every pair, optional ones too, the most alike first.
    """

    earned: float
    gold: int
    predicted: int
    missed: tuple[E, ...]
    spurious: tuple[E, ...]
    pairs: tuple[tuple[float, E, E], ...]


def align(gold: Sequence[E], predicted: Sequence[E], similarity: Callable[[E, E], float]) -> Alignment[E]:
    """Pair the entries one to one, the most alike first."""
    pairs = best_pairs(gold, predicted, similarity)
    with_gold = {i for _, i, _ in pairs}
    partner_of = {j: i for _, i, j in pairs}
    counted = [j for j, entry in enumerate(predicted) if j in partner_of or not entry.optional]
    return Alignment(
        earned=sum(value for value, i, _ in pairs if not gold[i].optional),
        gold=sum(not entry.optional for entry in gold),
        predicted=sum(j not in partner_of or not gold[partner_of[j]].optional for j in counted),
        missed=tuple(e for i, e in enumerate(gold) if i not in with_gold and not e.optional),
        spurious=tuple(predicted[j] for j in counted if j not in partner_of),
        pairs=tuple((value, gold[i], predicted[j]) for value, i, j in pairs),
    )


X = TypeVar("X")


def best_pairs(
    left: Sequence[X], right: Sequence[X], similarity: Callable[[X, X], float]
) -> list[tuple[float, int, int]]:
    """Return one-to-one pairs ``(similarity, i, j)`` above 0, the most alike first, ties in order of the lists."""
    ranked = sorted(
        (-value, i, j)
        for i, a in enumerate(left)
        for j, b in enumerate(right)
        if (value := similarity(a, b)) > 0
    )
    used_left: set[int] = set()
    used_right: set[int] = set()
    pairs = []
    for value, i, j in ranked:
        if i not in used_left and j not in used_right:
            used_left.add(i)
            used_right.add(j)
            pairs.append((-value, i, j))
    return pairs
