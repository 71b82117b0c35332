"""What kinds of mistake stand between a graph and its gold, counted.

Every entry that was missed, every one that is spurious, and every slot that is wrong in a pair falls into one class.
Beside the count stands what a class costs: for a slot, its weight in the measure; for a missed entry, the 1 that it
could have earned; a spurious entry earns nothing and only stretches the denominator, its cost is 0.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from kg.evaluate.annotations import Annotation, Meeting, Position, Proposal, Response, Statement
from kg.evaluate.similarity import (
    ALIKE,
    SAME_PARTIES,
    Similarity,
    align,
    dice,
    same_date,
    same_place,
    same_texts,
    words,
)

_Wrong = Iterator[tuple[str, float]]

MARGIN = 0.9
"""Words in common from which two texts have the same limits but for a word."""


@dataclass(frozen=True, slots=True)
class ErrorClass:
    """One kind of mistake in one type of entry, with how often it happens and how much it costs in all."""

    kind: str
    name: str
    count: int
    cost: float


def error_classes(
    gold: Mapping[str, Annotation], predicted: Mapping[str, Annotation]
) -> tuple[ErrorClass, ...]:
    """Count the mistakes of every article in ``gold``; the most frequent first within a type, types in their order."""
    found: dict[tuple[str, str], tuple[int, float]] = {}
    for name, right in gold.items():
        for kind, mistake, cost in _article(right, predicted.get(name, Annotation())):
            count, total = found.get((kind, mistake), (0, 0.0))
            found[kind, mistake] = (count + 1, total + cost)
    order = list(_TYPES)
    return tuple(
        ErrorClass(kind, mistake, count, cost)
        for (kind, mistake), (count, cost) in sorted(
            found.items(), key=lambda item: (order.index(item[0][0]), -item[1][0], item[0][1])
        )
    )


def _article(gold: Annotation, predicted: Annotation) -> Iterator[tuple[str, str, float]]:
    alike = Similarity(gold, predicted)
    for kind, (slots, near) in _TYPES.items():
        entries, others = getattr(gold, kind), getattr(predicted, kind)
        aligned = align(entries, others, getattr(alike, kind))
        for _, entry, other in aligned.pairs:
            if not entry.optional:
                yield from ((kind, mistake, cost) for mistake, cost in slots(alike, entry, other))
        for entry in aligned.missed:
            close = any(near(alike, entry, other) for other in others)
            yield kind, f"missed, {_NEAR[kind]}" if close else "missed, nothing like it found", 1.0
        for other in aligned.spurious:
            close = any(near(alike, entry, other) for entry in entries)
            yield kind, f"spurious, {_NEAR[kind]}" if close else "spurious, nothing like it in gold", 0.0


# What an entry without a partner may still have in common with one on the other side.
_NEAR = {
    "actors": "same name as another's",
    "positions": "right person, other title",
    "meetings": "same parties, other day or pair taken",
    "proposals": "same proposer, pair taken",
    "responses": "same respondent, other status or pair taken",
    "statements": "a piece or double of another, or other limits",
}


# ---------------------------------------------------------------------------------------------- slots that are wrong


def _actor(_: Similarity, gold: Any, predicted: Any) -> _Wrong:
    if gold.kind != predicted.kind:
        yield "wrong type", 0.3


def _position(alike: Similarity, gold: Position, predicted: Position) -> _Wrong:
    title = max(dice(words(a), words(b)) for a in gold.titles for b in predicted.titles)
    if title < MARGIN:
        yield "other limits of the title", 0.4 * (1 - title)
    if gold.within and not any(alike.same(a, b) for a in gold.within for b in predicted.within):
        yield "wrong body" if predicted.within else "no body", 0.2


def _meeting(alike: Similarity, gold: Meeting, predicted: Meeting) -> _Wrong:
    yield from _parties("participants", 0.4, alike.parties(gold.participants, predicted.participants))
    yield from _date("date", 0.25, gold.date, predicted.date)
    if not same_place(gold.place, predicted.place):
        yield (
            "no place" if not predicted.place else "place too many" if not gold.place else "wrong place",
            0.15,
        )
    if gold.status != predicted.status:
        yield f"wrong status: {gold.status} read as {predicted.status}", 0.15
    if gold.kind != predicted.kind:
        yield "wrong kind", 0.05


def _proposal(alike: Similarity, gold: Proposal, predicted: Proposal) -> _Wrong:
    yield from _parties("proposers", 0.3, alike.parties(gold.by, predicted.by))
    yield from _parties("addressees", 0.25, alike.parties(gold.to, predicted.to))
    yield from _date("day of handing over", 0.1, gold.submitted, predicted.submitted)
    yield from _date("day of publication", 0.1, gold.published, predicted.published)
    texts = same_texts(gold.provisions, predicted.provisions)
    if texts < MARGIN:
        yield "provisions missing, spurious or of other limits", 0.25 * (1 - texts)


def _response(alike: Similarity, gold: Response, predicted: Response) -> _Wrong:
    yield from _parties("respondents", 0.35, alike.parties(gold.by, predicted.by))
    yield from _parties("recipients", 0.2, alike.parties(gold.to, predicted.to))
    yield from _date("date", 0.2, gold.date, predicted.date)
    if gold.linked != predicted.linked:
        yield "no proposal linked" if gold.linked else "a proposal linked where none is known", 0.1
    if gold.stance != predicted.stance:
        yield "wrong stance", 0.1
    if gold.form != predicted.form:
        yield "wrong form", 0.05


def _statement(alike: Similarity, gold: Statement, predicted: Statement) -> _Wrong:
    if not alike.same(gold.speaker, predicted.speaker):
        yield "wrong speaker", 0.5
    overlap = dice(words(gold.text), words(predicted.text))
    if overlap < MARGIN:
        yield "other limits of the words", 0.4 * (1 - overlap)
    if gold.mode != predicted.mode:
        yield "wrong mode", 0.1


def _parties(what: str, weight: float, overlap: float) -> _Wrong:
    if overlap < 1:
        yield f"wrong {what}", weight * (1 - overlap)


def _date(what: str, weight: float, gold: str | None, predicted: str | None) -> _Wrong:
    cost = weight * (1 - same_date(gold, predicted))
    if cost:
        wrong = f"no {what}" if not predicted else f"{what} too many" if not gold else f"wrong {what}"
        yield wrong, cost


# ---------------------------------------------------------------------------------------------- nearly the same


def _same_words(_: Similarity, gold: Statement, predicted: Statement) -> bool:
    a, b = words(gold.text), words(predicted.text)
    shorter = min(len(a), len(b))
    # dice of the shorter with as many words of the longer: how much of the shorter is in the longer
    return dice(a, b) >= ALIKE or (bool(shorter) and dice(a, b) * (len(a) + len(b)) / 2 >= MARGIN * shorter)


_TYPES: dict[str, tuple[Callable[[Any, Any, Any], _Wrong], Callable[[Any, Any, Any], bool]]] = {
    "actors": (_actor, lambda alike, g, p: alike.actors(g, p) > 0),
    "positions": (_position, lambda alike, g, p: alike.same(g.person, p.person)),
    "meetings": (
        _meeting,
        lambda alike, g, p: alike.parties(g.participants, p.participants) >= SAME_PARTIES,
    ),
    "proposals": (_proposal, lambda alike, g, p: alike.parties(g.by, p.by) >= SAME_PARTIES),
    "responses": (_response, lambda alike, g, p: alike.parties(g.by, p.by) >= SAME_PARTIES),
    "statements": (_statement, _same_words),
}
