"""Threads of events, with their names, sides and days, as triples."""

from __future__ import annotations

import math
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache

import pyoxigraph as po
from rdflib import RDF, RDFS, SKOS, XSD

from kg.lexicon import lexicon
from kg.ontology import DEFAULT_BASE, KG
from kg.threads.edits import Edit, events_at, regrouped
from kg.threads.facts import Event, Facts, Source, facts
from kg.threads.group import Unit, grouped, units
from kg.threads.names import Namer, spelling

_OWN = 5  # words that may tell a thread from others of its name
_TYPES = {10: XSD.date, 7: XSD.gYearMonth, 4: XSD.gYear}


@dataclass(frozen=True, slots=True)
class Thread:
    """A negotiation.

    Attributes:
        id: the id of the proposal that most of its articles tell of, or else of such an event.
        name: what people call it; ``aliases`` what else.
        parts: IRIs of its events.
        sides: IRIs of its sides, the busiest first; ``mediators`` are not among them.
        first, last: the days on which its first and last event are on record, ``""`` if none is dated.
        told: when the last article that tells of it appeared, or else ``last``.
    """

    id: str
    name: str
    aliases: tuple[str, ...]
    parts: tuple[str, ...]
    sides: tuple[str, ...]
    mediators: tuple[str, ...]
    first: str
    last: str
    told: str


def threads(store: po.Store, *, base: str = DEFAULT_BASE, edits: Sequence[Edit] = ()) -> list[Thread]:
    """Find the negotiations of a graph whose rules ``sides``, ``on-record`` and ``answers-to`` have been run.

    A thread is two events or more that hold together, of two sides or more.

    Args:
        base: what data IRIs begin with.
        edits: what persons decided about them; one whose words are no longer there has no effect.
    """
    found = facts(store)
    every = units(found)
    namer = Namer(found)
    made: list[Thread] = []
    words: dict[str, list[str]] = {}
    meant = [
        (edit, [events_at(store, base, one) for one in edit.events], events_at(store, base, edit.rest))
        for edit in edits
    ]
    holders = [(unit.article.rsplit("/", 1)[-1], frozenset(unit.events)) for unit in every]
    groups = grouped(found, every)
    if meant:
        groups = regrouped(groups, holders, meant)
        every = _owned(every, groups)
    for group in groups:
        parts = [every[n] for n in group]
        thread = _thread(found, namer, parts)
        if thread is not None:
            sources = _sources(found, parts)
            words[thread.id] = [
                spelling(word, sources) for word in namer.telling(sources, thread.sides)[:_OWN]
            ]
            made.append(thread)
    told = _told_apart(sorted(made, key=lambda one: one.id), words)
    for edit, events, _ in meant:
        if edit.verdict == "called":
            told = [_called(one, edit.name) if events[0] & set(one.parts) else one for one in told]
    return told


def _owned(every: Sequence[Unit], groups: Sequence[Sequence[int]]) -> list[Unit]:
    """Leave an event that articles of several affairs tell of to the affair in which most of them do."""
    told: dict[str, Counter[int]] = defaultdict(Counter)
    of = {n: number for number, group in enumerate(groups) for n in group}
    for n, unit in enumerate(every):
        for event in unit.events:
            told[event][of[n]] += 1
    owner = {event: max(counts, key=lambda g: (counts[g], -g)) for event, counts in told.items()}
    return [
        replace(unit, events=tuple(event for event in unit.events if owner[event] == of[n]))
        for n, unit in enumerate(every)
    ]


def _called(thread: Thread, name: str) -> Thread:
    others = {*thread.aliases, thread.name} - {name}
    return replace(thread, name=name, aliases=tuple(sorted(others, key=lambda one: (one.casefold(), one))))


def triples(store: po.Store, base: str, edits: Sequence[Edit] = ()) -> set[po.Triple]:
    """Return what the derived graph says of the negotiations of a graph; see :func:`threads`.

    Args:
        base: what data IRIs begin with.
        edits: what persons decided.
    """
    made: set[po.Triple] = set()
    for thread in threads(store, base=base, edits=edits):
        node = po.NamedNode(f"{base}negotiation/{thread.id}")

        def say(predicate: str, value: po.NamedNode | po.Literal, node: po.NamedNode = node) -> None:
            made.add(po.Triple(node, po.NamedNode(str(predicate)), value))

        say(RDF.type, po.NamedNode(str(KG.Negotiation)))
        say(RDFS.label, po.Literal(thread.name))
        for alias in thread.aliases:
            say(SKOS.altLabel, po.Literal(alias))
        for side in thread.sides:
            say(KG.between, po.NamedNode(side))
        for side in thread.mediators:
            say(KG.mediator, po.NamedNode(side))
        for predicate, day in (
            (KG.firstDay, thread.first),
            (KG.lastDay, thread.last),
            (KG.lastTold, thread.told),
        ):
            if day:
                say(predicate, po.Literal(day, datatype=po.NamedNode(str(_TYPES[len(day)]))))
        for part in thread.parts:
            made.add(po.Triple(po.NamedNode(part), po.NamedNode(str(KG.partOf)), node))
    return made


def _thread(facts: Facts, namer: Namer, group: Sequence[Unit]) -> Thread | None:
    parts = sorted({event for unit in group for event in unit.events})
    events = [facts.events[iri] for iri in parts]
    counts = Counter(side for event in events for side in event.sides for _ in range(_weight(event)))
    if len(events) < 2 or len(counts) < 2:
        return None
    sources = _sources(facts, group)
    # a person seldom is a side of his own; where one is, nothing is known of whom he acts for
    said = {
        side: math.log2(2 + namer.salience(sources, side))
        / (2 if "Person" in facts.classes.get(side, ()) else 1)
        for side in counts
    }
    sides = sorted(counts, key=lambda side: (-counts[side] * said[side], facts.names.get(side, ""), side))
    mediators = _mediators(facts, sources, sides)
    if len(sides) - len(mediators) < 2:
        mediators = []
    rest = [side for side in sides if side not in mediators]
    name, aliases = namer.named(sources, rest, counts)
    days = sorted(event.day for event in events if event.day)
    published = sorted(source.published for source in sources if source.published)
    return Thread(
        id=_central(events).iri.rsplit("/", 1)[-1],
        name=name,
        aliases=aliases,
        parts=tuple(parts),
        sides=tuple(rest),
        mediators=tuple(mediators),
        first=days[0] if days else "",
        last=max(days, key=lambda day: (f"{day}~", day)) if days else "",
        told=published[-1] if published else (days[-1] if days else ""),
    )


def _sources(facts: Facts, group: Iterable[Unit]) -> list[Source]:
    return [facts.sources[one] for one in sorted({unit.article for unit in group}) if one in facts.sources]


def _weight(event: Event) -> int:
    return 1 if event.kind == "meeting" else 2


def _central(events: Iterable[Event]) -> Event:
    """Return the proposal that most articles tell of, or else such an event; of several the first on record."""
    return min(
        events,
        key=lambda one: (one.kind != "proposal", -len(one.articles), one.day or "~", one.iri),
    )


def _mediators(facts: Facts, sources: Iterable[Source], sides: Sequence[str]) -> list[str]:
    """Return the sides of which an article says, next to their names, that they mediate."""
    text = " ".join(source.text for source in sources)
    if not _mediating().search(text):
        return []
    found = []
    for side in sides:
        forms = sorted({facts.names.get(side, ""), *facts.aliases.get(side, ())} - {""})
        names = "|".join(re.escape(form) for form in forms if form[:1].isupper() and len(form) > 1)
        if not names:
            continue
        for pattern in lexicon("threads")["mediating"]:
            if re.search(str(pattern).replace("{name}", f"(?:{names})"), text):
                found.append(side)
                break
    return found


@cache
def _mediating() -> re.Pattern[str]:
    return re.compile(str(lexicon("threads")["mediation"]), re.IGNORECASE)


def _told_apart(made: list[Thread], words: Mapping[str, Sequence[str]]) -> list[Thread]:
    """Give threads of one name what tells them apart: a word, the year in which each began, or a number."""
    names = {one.id: one.name for one in made}
    for same in _alike(made):
        own = {one.id: words[one.id] for one in same}
        years = Counter(one.first[:4] for one in same)
        for number, one in enumerate(same, 1):
            others = {word for id, found in own.items() if id != one.id for word in found}
            word = next((word for word in own[one.id] if word not in others), "")
            year = one.first[:4] if years[one.first[:4]] == 1 else ""
            mark = year or word or str(number)
            names[one.id] = f"{one.name} ({mark})"
    return [replace(one, name=names[one.id]) for one in made]


def _alike(made: Iterable[Thread]) -> list[list[Thread]]:
    by: dict[str, list[Thread]] = defaultdict(list)
    for one in made:
        by[one.name].append(one)
    return [same for same in by.values() if len(same) > 1]
