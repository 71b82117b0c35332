"""A graph as plain values: things by kind with their properties over all articles, their evidence, what is disputed."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from kg.ontology import terms
from kg.query import run
from kg.query.lookup import base, short
from kg.sparql import compact, select

if TYPE_CHECKING:
    from rdflib import Dataset

Trace = tuple[str, str, str]
"""Where a thing stands: article id, start and end of a piece of its evidence."""

KINDS: Mapping[str, tuple[str, ...]] = {
    "article": ("Article",),
    "actor": ("Person", "State", "Organization", "Bloc"),
    "position": ("Position",),
    "meeting": ("Meeting", "Talks", "Summit", "Call", "Visit", "Media"),
    "proposal": ("Proposal",),
    "response": ("Response",),
    "statement": ("Statement",),
}

_PROPERTIES = (
    "schema:identifier skos:prefLabel rdfs:label kg:heldBy kg:title kg:within kg:participant kg:place kg:date kg:until "
    "kg:status kg:proposedBy kg:addressedTo kg:submitted kg:published kg:form kg:topic kg:provision kg:text "
    "kg:respondent kg:recipient kg:respondsTo kg:stance kg:fulfils kg:speaker kg:outcome kg:round kg:answeredOn "
    "kg:daysLate"
)
_FACTS = "SELECT DISTINCT ?s ?p ?o WHERE {{ VALUES ?p {{ {0} }} ?s ?p ?o }}"
_TYPES = "SELECT DISTINCT ?s ?class WHERE {{ VALUES ?class {{ {0} }} ?s a ?class }}"
# what else than the facts of a meeting is disputed
_DENIED = """
SELECT ?thing ?aspect (MIN(STR(?claim)) AS ?one) (MAX(STR(?claim)) AS ?other) WHERE {
  VALUES ?aspect { "stance" "denial" "own words" }
  ?node a kg:Contradiction ; kg:concerns ?thing ; kg:aspect ?aspect ; kg:claim ?claim
} GROUP BY ?node ?thing ?aspect
"""
_DRIFTS = """
SELECT DISTINCT ?thing ?side ?before ?after ?from ?to WHERE {
  ?node a kg:Drift ; kg:concerns ?thing ; kg:side ?side ; kg:stanceBefore ?before ; kg:stanceAfter ?after ;
    kg:dateBefore ?from ; kg:dateAfter ?to
}
"""
_EVIDENCE = """
SELECT DISTINCT ?s ?article ?start ?end WHERE {
  GRAPH ?article { ?s kg:evidence ?e . ?e kg:start ?start ; kg:end ?end }
}
"""


@dataclass(frozen=True, slots=True)
class Thing:
    """One thing with what all articles say of it.

    Attributes:
        id: without the data's base, ``meeting/…``.
        classes: local names of its classes.
        facts: property → values, in order; things by their ids, terms of the vocabulary by their local names.
    """

    id: str
    kind: str
    classes: tuple[str, ...] = ()
    facts: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    traces: frozenset[Trace] = frozenset()

    def all(self, prop: str) -> tuple[str, ...]:
        """Return the values of a property, sorted."""
        return self.facts.get(prop, ())

    def one(self, prop: str) -> str:
        """Return the first value of a property, ``""`` for none."""
        return next(iter(self.all(prop)), "")


@dataclass(frozen=True, slots=True)
class Snapshot:
    """A graph as plain values.

    Attributes:
        things: by kind, then by id.
        names: labels of actors and places, texts of provisions, by id.
        disputes: rows of the query ``disagreements``, by their words.
        denied: thing, aspect and both claims of other contradictions.
        drifts: thing, side, stance before and after, and the dates of both.
    """

    things: Mapping[str, Mapping[str, Thing]]
    names: Mapping[str, str]
    disputes: tuple[Mapping[str, str], ...]
    denied: tuple[tuple[str, ...], ...] = ()
    drifts: tuple[tuple[str, ...], ...] = ()

    def name(self, id: str) -> str:
        """Return what a thing is called."""
        return self.names.get(id, id)

    def listed(self, ids: Iterable[str]) -> str:
        """Return names as "A, B and C", in order."""
        return listed(self.name(id) for id in ids)


def snapshot(ds: Dataset) -> Snapshot:
    """Read a graph."""
    start = base(ds)
    classes: dict[str, set[str]] = defaultdict(set)
    known = " ".join(f"kg:{name}" for names in KINDS.values() for name in names)
    for s, name in select(ds, _TYPES.format(known)):
        classes[short(str(s), start)].add(short(str(name), start))
    facts: dict[str, dict[str, set[str]]] = defaultdict(lambda: defaultdict(set))
    for s, p, o in select(ds, _FACTS.format(_PROPERTIES)):
        facts[short(str(s), start)][compact(p).partition(":")[2]].add(short(str(o), start))
    traces: dict[str, set[Trace]] = defaultdict(set)
    for s, article, first, last in select(ds, _EVIDENCE):
        traces[short(str(s), start)].add((short(str(article), start), str(first), str(last)))
    kind_of = {name: kind for kind, names in KINDS.items() for name in names}
    things: dict[str, dict[str, Thing]] = {kind: {} for kind in KINDS}
    for id, named in classes.items():
        kind = kind_of[min(named)]
        own = {prop: tuple(sorted(values)) for prop, values in facts[id].items()}
        things[kind][id] = Thing(id, kind, tuple(sorted(named)), own, frozenset(traces[id]))
    labels = ("prefLabel", "label", "identifier", "text")
    names = {
        id: min(found[next(label for label in labels if label in found)])
        for id, found in facts.items()
        if any(label in found for label in labels)
    }
    disputed = run(ds, "disagreements")
    rows = [
        {name: str(cell or "") for name, cell in zip(disputed.columns, row, strict=True)}
        for row in disputed.rows
    ]
    denied, drifts = (
        tuple(sorted(tuple(short(str(cell), start) for cell in row) for row in select(ds, query)))
        for query in (_DENIED, _DRIFTS)
    )
    return Snapshot(things, names, tuple(rows), denied, drifts)


def listed(words: Iterable[str]) -> str:
    """Return words as "A, B and C", in order, each once."""
    names = sorted(set(words))
    return " and ".join([", ".join(names[:-1]), names[-1]]) if len(names) > 1 else "".join(names)


def word(name: str) -> str:
    """Return the label of a term of the vocabulary, in small letters."""
    known = terms().get(name)
    return known.label.lower() if known is not None else name.lower()
