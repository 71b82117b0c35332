"""Things of a graph with their values, who says each, and the words that support them; read in a few queries."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import islice
from typing import TYPE_CHECKING

from rdflib import Literal, URIRef

from kg.query.lookup import base, short
from kg.query.terms import iri
from kg.sparql import NAMESPACES, compact, select
from kg.telling.texts import texts

if TYPE_CHECKING:
    from rdflib import Dataset

# how many things one query is asked about
_AT_ONCE = 400

_VALUES = """
SELECT ?s ?p ?o ?g WHERE {
  VALUES ?s { %s }
  GRAPH ?g { ?s ?p ?o }
  FILTER(?p NOT IN (kg:evidence, schema:articleBody))
}
"""
# the place of a quote in its sentence is counted from where the sentence stands in the text
_EVIDENCE = """
SELECT DISTINCT ?s ?g ?start ?quote ?sentence ?confidence ?before WHERE {
  VALUES ?s { %s }
  GRAPH ?g {
    ?s kg:evidence ?e .
    ?e kg:start ?start ; kg:quote ?quote ; kg:sentence ?sentence ; kg:confidence ?confidence
    OPTIONAL { ?g schema:articleBody ?body BIND(STRLEN(STRBEFORE(?body, ?sentence)) AS ?before) }
  }
}
"""
_NAMES = """
SELECT ?s (MIN(STR(?l)) AS ?name) WHERE {
  VALUES ?s { %s }
  ?s skos:prefLabel|rdfs:label|kg:text ?l
} GROUP BY ?s
"""
_SOURCES = """
SELECT DISTINCT ?g ?p ?o WHERE {
  VALUES ?g { %s }
  VALUES ?p { schema:identifier schema:headline schema:url kg:publisher kg:published kg:cites }
  ?g a kg:Article ; ?p ?o
}
"""
_ORDER = """
SELECT ?s (MIN(STR(?day)) AS ?first) (MAX(STR(COALESCE(?end, ?day))) AS ?last)
  (GROUP_CONCAT(DISTINCT STR(?mark); SEPARATOR=" ") AS ?marks) WHERE {
  VALUES ?s { %s }
  OPTIONAL { ?s kg:date|kg:submitted|kg:published|kg:from ?day }
  OPTIONAL { ?s kg:until ?end }
  OPTIONAL { ?s kg:status|kg:mode ?mark }
} GROUP BY ?s
"""
_REPORTED = """
SELECT ?s (MIN(STR(?day)) AS ?first) WHERE {
  VALUES ?s { %s }
  GRAPH ?g { ?s kg:evidence ?e . ?g kg:published ?day }
} GROUP BY ?s
"""
_SUPPORTED = """
SELECT DISTINCT ?s WHERE {{ VALUES ?kind {{ {kinds} }} GRAPH {article} {{ ?s a ?kind ; kg:evidence ?e }} }}
"""
_LINKED = "SELECT DISTINCT ?from ?to WHERE {{ VALUES ?from {{ {things} }} ?from {path} ?to }}"


@dataclass(frozen=True, slots=True, order=True)
class Evidence:
    """The words of one article that support a thing.

    Attributes:
        article: the article's IRI.
        start: where ``quote`` begins in the article's text.
        at: where ``quote`` begins in ``sentence``; -1 where that is not known.
        confidence: probability, 0 to 1.
    """

    article: str
    start: int
    quote: str
    sentence: str
    confidence: float
    at: int = -1


@dataclass(frozen=True, slots=True)
class Source:
    """An article as a reader is pointed to it.

    Attributes:
        title: its headline, or its file's name where it has none.
        origin: the agency or outlet that it draws on, in the end; articles of one origin are no independent sources.
    """

    iri: str
    name: str
    title: str
    publisher: str | None
    published: str | None
    url: str | None
    origin: str


@dataclass(frozen=True, slots=True)
class Brief:
    """When a thing was, and how firm it is.

    Attributes:
        first, last: its first date and the last that it may have; ``None`` where it has none.
        reported: the date of the first article that speaks of it.
        mark: its firmest status or mode, ``""`` for none.
    """

    first: str | None
    last: str | None
    reported: str | None
    mark: str


@dataclass(frozen=True, slots=True)
class Thing:
    """One thing of the graph.

    Attributes:
        values: property (as ``kg:date``) to each value, and the graphs that hold it; an IRI is in full.
        evidence: article to the words there that support the thing, in the order of the text.
    """

    iri: str
    values: dict[str, dict[str, frozenset[str]]] = field(default_factory=dict)
    evidence: dict[str, tuple[Evidence, ...]] = field(default_factory=dict)

    def all(self, name: str) -> tuple[str, ...]:
        """Return the values of a property, sorted."""
        return tuple(sorted(self.values.get(name, ())))

    def one(self, name: str) -> str | None:
        """Return the first value of a property, ``None`` where it has none."""
        return next(iter(self.all(name)), None)

    @property
    def kind(self) -> str:
        """What kind of thing it is, as ``kinds`` in the file of words has it; ``""`` for a kind not listed there."""
        kinds: dict[str, str] = texts()["kinds"]
        return next(
            (kinds[name] for name in kinds if NAMESPACES["kg"] + name in self.values.get("rdf:type", ())), ""
        )

    @property
    def classes(self) -> tuple[str, ...]:
        """The names of Parley's classes that it is of, the most specific first."""
        kinds: dict[str, str] = texts()["kinds"]
        return tuple(name for name in kinds if NAMESPACES["kg"] + name in self.values.get("rdf:type", ()))

    def dates(self, *names: str) -> tuple[str, ...]:
        """Return the dates under these properties without those that are only less precise than another."""
        found = {value for name in names for value in self.values.get(name, ())}
        return tuple(
            sorted(one for one in found if not any(o != one and o.startswith(f"{one}-") for o in found))
        )

    def best(
        self, *, graphs: Iterable[str] | None = None, words: str = "", names: Iterable[str] = ()
    ) -> tuple[Evidence, ...]:
        """Return the best evidence of each article, the surest article first.

        Args:
            graphs: only these articles; ``None`` for all.
            words: prefer sentences that have these words, then their last word.
            names: then those of an article's sentences that have most of these; what stands twice counts twice.
        """
        told = tuple(names)
        wanted = (
            self.evidence if graphs is None else {g: self.evidence[g] for g in graphs if g in self.evidence}
        )
        last = words.split()[-1] if words.split() else ""

        def rank(one: Evidence) -> tuple[bool, bool, bool, float, Evidence]:
            return (
                bool(words) and words not in one.quote,
                bool(words) and words not in one.sentence,
                bool(last) and last not in one.sentence,
                -one.confidence,
                one,
            )

        def telling(one: Evidence) -> tuple[bool, bool, bool, int, float, Evidence]:
            has = sum(name in one.sentence for name in told)
            return (*rank(one)[:3], -has, -one.confidence, one)

        found = [min(pieces, key=telling) for pieces in wanted.values() if pieces]
        return tuple(sorted(found, key=lambda one: (*rank(one)[:3], -one.confidence, one)))


class Reader:
    """Reads things, their names and their articles from a graph, each once.

    Args:
        ds: the graph; asked as the union of its named graphs.
    """

    def __init__(self, ds: Dataset) -> None:
        self.ds = ds
        self.base = base(ds)
        self._things: dict[str, Thing] = {}
        self._names: dict[str, str] = {}
        self._sources: dict[str, Source] = {}

    def things(self, iris: Iterable[str]) -> list[Thing]:
        """Return things in the order given, with the names of all they link to and their articles at hand."""
        wanted = list(dict.fromkeys(iris))
        new = [one for one in wanted if one not in self._things]
        for chunk in _chunks(new):
            terms = " ".join(iri(URIRef(one)) for one in chunk)
            values: dict[str, dict[str, dict[str, set[str]]]] = {one: {} for one in chunk}
            linked: set[str] = set(chunk)
            for s, p, o, g in select(self.ds, _VALUES % terms):
                values[str(s)].setdefault(compact(p), {}).setdefault(str(o), set()).add(str(g))
                if not isinstance(o, Literal):
                    linked.add(str(o))
            evidence: dict[str, dict[str, set[Evidence]]] = {one: defaultdict(set) for one in chunk}
            for s, g, start, quote, sentence, sure, before in select(self.ds, _EVIDENCE % terms):
                at = _place(str(quote), str(sentence), int(str(start)) - int(str(before or 0)))
                words = (str(quote), str(sentence), float(str(sure)), at)
                evidence[str(s)][str(g)].add(Evidence(str(g), int(str(start)), *words))
            self.load_names(linked)
            self.load_sources(
                {g for by in evidence.values() for g in by}
                | {g for props in values.values() for by in props.values() for gs in by.values() for g in gs}
            )
            for one in chunk:
                self._things[one] = Thing(
                    iri=one,
                    values={
                        name: {value: frozenset(graphs) for value, graphs in sorted(by.items())}
                        for name, by in sorted(values[one].items())
                    },
                    evidence={g: tuple(sorted(found)) for g, found in sorted(evidence[one].items())},
                )
        return [self._things[one] for one in wanted]

    def linked(self, iris: Iterable[str], path: str) -> list[str]:
        """Return what ``path``, a SPARQL property path of the code's own, leads to from any of ``iris``, sorted."""
        return sorted({to for _, to in self.pairs(iris, path)})

    def pairs(self, iris: Iterable[str], path: str) -> list[tuple[str, str]]:
        """Return what ``path`` leads to from each of ``iris``, as pairs, sorted."""
        found: set[tuple[str, str]] = set()
        for chunk in _chunks(list(iris)):
            terms = " ".join(iri(URIRef(one)) for one in chunk)
            rows = select(self.ds, _LINKED.format(things=terms, path=path))
            found |= {(str(start), str(to)) for start, to in rows}
        return sorted(found)

    def supported(self, article: str, classes: Iterable[str]) -> list[str]:
        """Return the things of these classes of Parley's that an article supports, sorted."""
        kinds = " ".join(f"kg:{name}" for name in classes)
        text = _SUPPORTED.format(kinds=kinds, article=iri(URIRef(article)))
        return sorted(str(row[0]) for row in select(self.ds, text))

    def brief(self, iris: Iterable[str]) -> dict[str, Brief]:
        """Return when each thing was and its firmest status or mode, and nothing else: to choose among many."""
        wanted = list(dict.fromkeys(iris))
        firm = list(dict.fromkeys(value for told in texts()["variants"].values() for value in told["values"]))
        found: dict[str, Brief] = {}
        for chunk in _chunks(wanted):
            terms = " ".join(iri(URIRef(one)) for one in chunk)
            reported = {str(s): str(first) for s, first in select(self.ds, _REPORTED % terms) if first}
            for s, first, last, marks in select(self.ds, _ORDER % terms):
                names = {name.rpartition("#")[2] for name in str(marks or "").split()}
                found[str(s)] = Brief(
                    first=str(first) if first else None,
                    last=str(last) if last else None,
                    reported=reported.get(str(s)),
                    mark=next((value for value in firm if value in names), ""),
                )
        return found

    def in_order(self, iris: Iterable[str]) -> list[tuple[str, str]]:
        """Return things in the order of their dates, else of the first article that speaks of them.

        Each comes with its firmest status or mode, ``""`` for none.
        """
        found = self.brief(iris)

        def order(one: str) -> tuple[str, bool, str]:
            brief = found[one]
            return brief.first or brief.reported or "~", brief.first is None, one

        return [(one, found[one].mark) for one in sorted(found, key=order)]

    def load_names(self, iris: Iterable[str]) -> None:
        """Have the names of these things at hand."""
        new = [one for one in sorted(iris) if one not in self._names and one.startswith(self.base or "\0")]
        for chunk in _chunks(new):
            terms = " ".join(iri(URIRef(one)) for one in chunk)
            self._names |= {one: self.id(one) for one in chunk}
            self._names |= {str(s): str(name) for s, name in select(self.ds, _NAMES % terms)}

    def load_sources(self, iris: Iterable[str]) -> None:
        """Have these articles at hand; graphs that are no article are passed over."""
        new = [one for one in sorted(iris) if one not in self._sources]
        for chunk in _chunks(new):
            found: dict[str, dict[str, set[str]]] = defaultdict(lambda: defaultdict(set))
            for g, p, o in select(self.ds, _SOURCES % " ".join(iri(URIRef(one)) for one in chunk)):
                found[str(g)][compact(p)].add(str(o))
            for one, values in found.items():
                self._sources[one] = _source(one, values)

    def name(self, value: str) -> str:
        """Return what people call a thing: its name, else its id."""
        return self._names.get(value) or self.id(value)

    def id(self, value: str) -> str:
        """Return the id of a thing that ``kg explain`` takes."""
        return short(value, self.base)

    def is_thing(self, value: str) -> bool:
        """Tell whether a value is a thing of the data."""
        return bool(self.base) and value.startswith(self.base or "") and value != self.base

    def source(self, article: str) -> Source | None:
        """Return an article at hand, ``None`` for a graph that is no article."""
        return self._sources.get(article)

    def independent(self, articles: Iterable[str]) -> int:
        """Count the articles that do not draw on one another: those of one agency or outlet count once."""
        return len({found.origin for one in set(articles) if (found := self._sources.get(one))})

    def first_reported(self, thing: Thing) -> str | None:
        """Return the date of the first article that speaks of a thing."""
        days = [found.published for g in thing.evidence if (found := self.source(g)) and found.published]
        return min(days, default=None)


def _source(article: str, values: dict[str, set[str]]) -> Source:
    def one(name: str) -> str | None:
        return min(values.get(name, ()), default=None)

    name = one("schema:identifier") or article
    publisher = one("kg:publisher")
    return Source(
        iri=article,
        name=name,
        title=one("schema:headline") or name,
        publisher=publisher,
        published=one("kg:published"),
        url=one("schema:url"),
        # as queries/rules/sources.rq counts
        origin=min(
            (cited.lower() for cited in values.get("kg:cites", ())), default=(publisher or article).lower()
        ),
    )


def _place(quote: str, sentence: str, at: int) -> int:
    return at if at >= 0 and sentence[at : at + len(quote)] == quote else sentence.find(quote)


def _chunks(items: Sequence[str]) -> Iterator[list[str]]:
    rest = iter(items)
    while chunk := list(islice(rest, _AT_ONCE)):
        yield chunk
