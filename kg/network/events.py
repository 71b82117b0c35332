"""What happens and is said, as cards of the page: meetings, proposals, answers, statements, offices."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from rdflib import RDF

from kg.model import TieEvent, TieEvidence
from kg.network.facts import Facts
from kg.network.text import clipped
from kg.ontology import KG

# rdflib makes a term of a namespace anew each time it is asked
_TYPE, _UNTIL, _STATUS, _STANCE = str(RDF.type), str(KG.until), str(KG.status), str(KG.stance)


class Events:
    """The events of a graph, each made once for each way to head it."""

    def __init__(self, facts: Facts) -> None:
        self.facts = facts
        self._made: dict[tuple[str, tuple[str, ...]], TieEvent] = {}

    def of(self, thing: str, headline: Sequence[str]) -> TieEvent:
        """Return the event that ``thing`` is, headed with the values of these properties."""
        key = thing, tuple(headline)
        if key not in self._made:
            self._made[key] = self._event(thing, key[1])
        return self._made[key]

    def _event(self, thing: str, headline: tuple[str, ...]) -> TieEvent:
        facts = self.facts
        has = facts.values.get(thing, {})
        details = [detail for detail in facts.display.details if detail.path in has]
        classes = set(facts.raw(thing, _TYPE))
        return TieEvent(
            id=thing,
            caption=clipped(facts.headline(thing, headline)),
            date=facts.date(thing),
            details=tuple((d.label, value) for d in details for value in facts.shown(thing, d.path)),
            evidence=facts.pieces(thing),
            kind=next((style.iri for style in facts.display.events if style.classes & classes), ""),
            until=max(facts.raw(thing, _UNTIL), default=""),
            status=local(facts.raw(thing, _STATUS)),
            stance=local(facts.raw(thing, _STANCE)),
            disputes=facts.disputes.get(thing, ()),
        )


def relation(source: str, prop: str, target: str, evidence: tuple[TieEvidence, ...]) -> TieEvent:
    """Return the event that a plain relation between two nodes is."""
    return TieEvent(f"{source} {prop} {target}", "", "", (), evidence)


def ordered(events: Iterable[TieEvent]) -> tuple[TieEvent, ...]:
    """Return events by date, those without one last."""
    some = tuple(events)
    if len(some) < 2:
        return some
    return tuple(sorted(some, key=lambda event: (event.date or "9999", event.id)))


def local(iris: Sequence[str]) -> str:
    """Return the first of some IRIs without its namespace, or ``""``."""
    return re.split("[#/]", iris[0])[-1] if iris else ""
