"""What threads are made of: the events of a graph with their sides and days, and the articles."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

import pyoxigraph as po
from rdflib import RDF, SKOS

from kg.ontology import KG, SCHEMA

# briefings and interviews are no part of a negotiation
_KINDS = {
    "Proposal": "proposal",
    "Response": "response",
    **dict.fromkeys(("Meeting", "Talks", "Summit", "Call", "Visit"), "meeting"),
}
_DAY = 10
RDF_TYPE = po.NamedNode(str(RDF.type))
# characters of an article that say what it is about
_LEAD = 1500
_TICKER = re.compile(r"<[A-Z.]+>")


@dataclass(frozen=True, slots=True)
class Event:
    """A meeting, proposal or answer.

    Attributes:
        kind: ``meeting``, ``proposal``, ``response``.
        sides: IRIs of those who take part, by whom they stand for.
        day: since when it is on record, as precise as known; ``""`` if nothing dates it.
        linked: IRIs of the proposals that it answers or is about.
        articles: IRIs of those that tell of it.
    """

    iri: str
    kind: str
    sides: frozenset[str]
    day: str
    linked: frozenset[str]
    articles: frozenset[str]


@dataclass(frozen=True, slots=True)
class Source:
    """An article: when it appeared (``""`` if not known), its headline and text."""

    iri: str
    published: str
    headline: str
    text: str

    @property
    def lead(self) -> str:
        """How it begins: news tells first what matters most."""
        return self.text[:_LEAD]


@dataclass(frozen=True, slots=True)
class Facts:
    """All events and articles of a graph, by IRI, and what actors are called.

    Attributes:
        names: preferred label of an actor.
        aliases: its other forms.
        classes: local names of its classes.
    """

    events: Mapping[str, Event]
    sources: Mapping[str, Source]
    names: Mapping[str, str]
    aliases: Mapping[str, frozenset[str]]
    classes: Mapping[str, frozenset[str]]


def facts(store: po.Store) -> Facts:
    """Read a graph whose rules ``sides``, ``on-record`` and ``answers-to`` have been run."""
    kinds: dict[str, str] = {}
    told: dict[str, set[str]] = defaultdict(set)
    for name, kind in _KINDS.items():
        for quad in store.quads_for_pattern(None, RDF_TYPE, _node(KG[name])):
            kinds[quad.subject.value] = kind  # type: ignore[union-attr]
            told[quad.subject.value].add(quad.graph_name.value)  # type: ignore[union-attr]
    sides: dict[str, set[str]] = defaultdict(set)
    for name in ("bySide", "toSide"):
        for thing, side in _pairs(store, KG[name]):
            sides[thing].add(side)
    linked: dict[str, set[str]] = defaultdict(set)
    for name in ("answerTo", "about"):
        for thing, other in _pairs(store, KG[name]):
            if kinds.get(other) == "proposal":
                linked[thing].add(other)
    days = dict(sorted(_pairs(store, KG.onRecord)))
    events = {
        iri: Event(
            iri,
            kinds[iri],
            frozenset(sides[iri]),
            days.get(iri, ""),
            frozenset(linked[iri] - {iri}),
            frozenset(told[iri]),
        )
        for iri in sorted(kinds)
    }
    return Facts(events, _sources(store), *_actors(store))


def _sources(store: po.Store) -> dict[str, Source]:
    found = store.quads_for_pattern(None, RDF_TYPE, _node(KG.Article))
    articles = {quad.subject.value for quad in found}  # type: ignore[union-attr]
    published, headline, body = (
        {one: value for one, value in sorted(_pairs(store, name), reverse=True) if one in articles}
        for name in (KG.published, SCHEMA.headline, SCHEMA.articleBody)
    )
    return {
        iri: Source(
            iri, published.get(iri, "")[:_DAY], _TICKER.sub(" ", headline.get(iri, "")), body.get(iri, "")
        )
        for iri in sorted(articles)
    }


def _actors(
    store: po.Store,
) -> tuple[dict[str, str], dict[str, frozenset[str]], dict[str, frozenset[str]]]:
    names = dict(sorted(_pairs(store, SKOS.prefLabel), reverse=True))
    aliases, classes = (defaultdict[str, set[str]](set) for _ in range(2))
    for one, label in _pairs(store, SKOS.altLabel):
        aliases[one].add(label)
    for name in ("Person", "State", "Organization", "Bloc"):
        for quad in store.quads_for_pattern(None, RDF_TYPE, _node(KG[name])):
            classes[quad.subject.value].add(name)  # type: ignore[union-attr]
    return names, _frozen(aliases), _frozen(classes)


def _frozen(sets: Mapping[str, Iterable[str]]) -> dict[str, frozenset[str]]:
    return {one: frozenset(sets[one]) for one in sorted(sets)}


def _pairs(store: po.Store, predicate: str) -> Iterator[tuple[str, str]]:
    for quad in store.quads_for_pattern(None, _node(predicate), None):
        yield quad.subject.value, quad.object.value  # type: ignore[union-attr]


def _node(iri: str) -> po.NamedNode:
    return po.NamedNode(str(iri))
