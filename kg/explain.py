"""Why the graph says what it says of one thing: each triple about it, the sentence it rests on, and the article.

A triple stands in the graphs of the articles that support it, and its subject has evidence there (``kg:evidence``);
so the sentence of a triple is one of its subject's sentences in the same graph.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from rdflib import Literal

from kg.model import Table
from kg.query import resolve_thing
from kg.query.lookup import base, left_out, short
from kg.query.terms import iri
from kg.sparql import compact, select

if TYPE_CHECKING:
    from rdflib import Dataset
    from rdflib.term import Node

_ABOUT = """
SELECT ?s ?p ?o ?g WHERE {
  { GRAPH ?g { %(thing)s ?p ?o } BIND(%(thing)s AS ?s) }
  UNION
  { GRAPH ?g { ?s ?p %(thing)s } BIND(%(thing)s AS ?o) FILTER(?p != oa:hasSource) }
  FILTER(?p NOT IN (kg:evidence, schema:articleBody, kg:standsFor, kg:bySide, kg:toSide, kg:onRecord, kg:sources))
}
"""

_EVIDENCE = """
SELECT ?s ?g ?start ?quote ?sentence ?confidence WHERE {
  { GRAPH ?g { %(thing)s kg:evidence ?e } BIND(%(thing)s AS ?s) }
  UNION
  { GRAPH ?g { ?s ?p %(thing)s . ?s kg:evidence ?e } }
  GRAPH ?g { ?e kg:start ?start ; kg:quote ?quote ; kg:sentence ?sentence ; kg:confidence ?confidence }
}
"""

_LABELS = """
SELECT ?s (MIN(?l) AS ?label) WHERE {
  ?s skos:prefLabel|rdfs:label|schema:identifier|kg:text ?l
} GROUP BY ?s
"""

_ABOUT_ARTICLES = """
SELECT DISTINCT ?g ?o WHERE { ?g a kg:Article ; kg:%s ?o } ORDER BY DESC(STR(?o))
"""

# so many namesakes are named, then counted
_LEFT_OUT = 5

COLUMNS = {
    "subject": "Subject",
    "property": "Property",
    "value": "Value",
    "sentence": "Sentence",
    "confidence": "Confidence",
    "article": "Article",
    "publisher": "Publisher",
    "published": "Published",
}


@dataclass(frozen=True, slots=True, order=True)
class _Evidence:
    start: int
    quote: str
    sentence: str
    confidence: float


def explain(ds: Dataset, thing: str) -> Table:
    """Tell every triple about ``thing``, as subject and as object, with its sentence and its article.

    Left out are the links to evidence, which is shown in full, an article's own text, and what is only counted or
    looked up over all articles (``kg:sources``, ``kg:standsFor`` and the sides, ``kg:onRecord``).

    Args:
        ds: the graph.
        thing: an IRI, the end of one (``actor/russia``), an article's file name, an actor's name.

    Returns:
        ``COLUMNS``: what is said of the thing first, then what is said of others with it; one row for each article that
        supports the triple. Sentence and confidence are ``None`` where a node has no evidence of its own (an article,
        a place) and where the triple follows from several articles, publisher and date where they are not known.
        Things are shown by their labels, else by their ids.

    Raises:
        QueryError: nothing, or more than one thing, goes by these words.
    """
    found = resolve_thing(ds, thing)
    bound = {"thing": iri(found)}
    start = base(ds)
    label = {str(s): str(text) for s, text in select(ds, _LABELS)}
    publishers, dates = (
        {str(g): str(o) for g, o in select(ds, _ABOUT_ARTICLES % name)} for name in ("publisher", "published")
    )
    evidence: dict[tuple[str, str], set[_Evidence]] = defaultdict(set)
    for s, g, at, quote, sentence, sure in select(ds, _EVIDENCE % bound):
        evidence[str(s), str(g)].add(_Evidence(int(str(at)), str(quote), str(sentence), float(str(sure))))

    def show(term: Node | None) -> str:
        if isinstance(term, Literal):
            return str(term)
        known = label.get(str(term))
        return known or (short(str(term), start) if start and str(term).startswith(start) else compact(term))

    rows = []
    for s, p, o, g in select(ds, _ABOUT % bound):
        best = _best(evidence.get((str(s), str(g)), set()), o)
        rows.append(
            (
                (s != found, compact(p), show(o), show(s), str(s), str(o), dates.get(str(g), "~"), str(g)),
                (
                    show(s),
                    compact(p),
                    show(o),
                    best.sentence if best else None,
                    best.confidence if best else None,
                    show(g),
                    publishers.get(str(g)),
                    dates.get(str(g)),
                ),
            )
        )
    return Table(
        name=str(found),
        columns=tuple(COLUMNS),
        rows=tuple(row for _, row in sorted(rows, key=lambda pair: pair[0])),
        captions=tuple(COLUMNS.values()),
    )


def passed_over(ds: Dataset, thing: str) -> list[str]:
    """Tell whom else a name may mean than the actor that ``explain`` opens for it, and why they were left out.

    Args:
        ds: the graph.
        thing: what ``explain`` was asked for.

    Returns:
        A line for each; none where the whole of a name or an id was given.
    """
    told = left_out(ds, thing, str(resolve_thing(ds, thing)))
    lines = []
    for label, actor, number, stub in told[:_LEFT_OUT]:
        many = f"{number} article{'s' if number != 1 else ''}"
        why = "nothing there tells who it is" if stub else "another of the name, less spoken of"
        lines.append(f"left out: {label} ({short(actor, base(ds))}), {many}: {why}")
    if len(told) > _LEFT_OUT:
        lines.append(f"left out: {len(told) - _LEFT_OUT} more; list them with: kg query names")
    return lines


def _best(found: set[_Evidence], value: Node | None) -> _Evidence | None:
    """Prefer evidence whose quoted words hold the value, then the surest, then the first in the text."""
    words = str(value) if isinstance(value, Literal) else ""
    return min(
        found,
        key=lambda one: (not (words and words in one.quote), -one.confidence, one),
        default=None,
    )
