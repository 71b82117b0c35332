"""What a board holds, before it is laid out."""

from __future__ import annotations

from dataclasses import dataclass, field

from kg.telling import Evidence, Line, Source


@dataclass(frozen=True, slots=True)
class Column:
    """A side, or all the others together.

    Attributes:
        id: the side's id as ``kg explain`` takes it; ``""`` for the others.
        people: names of those who act for it, or of the others themselves.
        mediator: whether it mediates.
    """

    name: str
    id: str = ""
    people: tuple[str, ...] = ()
    mediator: bool = False


@dataclass(frozen=True, slots=True)
class Term:
    """A provision, with the words that support it."""

    text: str
    id: str
    evidence: tuple[Evidence, ...]


@dataclass(frozen=True, slots=True)
class Card:
    """A proposal, an answer or a meeting.

    Attributes:
        kind: ``Proposal``, ``Response`` or ``Meeting``.
        columns: places of the columns that it belongs to, from left to right; one alone unless it is a meeting.
        mark: its status or stance, by local name (``Open``, ``Rejected``, ``Planned``); ``""`` for none.
        badge: the mark in words; ``""`` where it goes without saying.
        when: its date in words where that is another than its row's.
        evidence: the best words of each article, the surest first.
    """

    kind: str
    columns: tuple[int, ...]
    text: str
    id: str
    evidence: tuple[Evidence, ...]
    mark: str = ""
    badge: str = ""
    when: str = ""
    notes: tuple[str, ...] = ()
    terms: tuple[Term, ...] = ()


@dataclass(frozen=True, slots=True)
class Row:
    """What stands side by side: a meeting, or a proposal and all that answers it.

    ``again`` tells that the row above is of the same day.
    """

    when: str
    cards: tuple[Card, ...]
    again: bool = False


@dataclass(frozen=True, slots=True)
class Board:
    """A negotiation.

    Attributes:
        lead: what stands under the name, a piece each.
        open: open points, as the briefing tells them.
        articles: the articles that evidence is from, by IRI.
    """

    name: str
    id: str
    lead: tuple[str, ...]
    columns: tuple[Column, ...]
    rows: tuple[Row, ...]
    open: tuple[Line, ...]
    articles: dict[str, Source] = field(default_factory=dict)
