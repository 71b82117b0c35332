"""The negotiations of a graph as the first page offers them: the weightiest first."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from kg.network import affairs
from kg.telling import date_in_words, word

if TYPE_CHECKING:
    from kg.serve.tasks import Reader

_SIDES = 4


@dataclass(frozen=True, slots=True)
class Choice:
    """A negotiation to choose.

    Attributes:
        sides: names of its busiest sides; ``more`` counts the others.
        when: its days in words; ``""`` where none is known.
        articles, open: how many articles tell of it, and how many of its proposals wait for an answer.
    """

    id: str
    name: str
    sides: tuple[str, ...]
    more: int
    when: str
    articles: int
    open: int


def choices(reader: Reader) -> list[Choice]:
    """Return all negotiations of a graph in the order of ``kg.network.affairs``."""
    found = affairs(reader.ds)
    teller = reader.telling
    teller.load_names({side for one in found for side in one.sides[:_SIDES]})
    chosen = []
    for one in found:
        days = [day for day in (one.first, one.last) if day]
        when = date_in_words(days[0], days[-1]) if days else ""
        if not days and one.told:
            when = word("first_reported", date=date_in_words(one.told))
        chosen.append(
            Choice(
                id=reader.id(one.id),
                name=one.name,
                sides=tuple(teller.name(side) for side in one.sides[:_SIDES]),
                more=max(0, len(one.sides) - _SIDES),
                when=when,
                articles=len(one.articles),
                open=one.open,
            )
        )
    return chosen
