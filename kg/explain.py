"""Why the graph says what it says of one thing: each triple about it, the sentence it rests on, and the article.

A triple stands in the graphs of the articles that support it, and its subject has evidence there (``kg:evidence``);
so the sentence of a triple is one of its subject's sentences in the same graph.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from rdflib import Literal

from kg.model import Table
from kg.query import resolve_thing
from kg.sparql import compact, select

if TYPE_CHECKING:
    from rdflib import Dataset

_ABOUT = """
SELECT ?s ?p ?o ?g WHERE {
  { GRAPH ?g { %(thing)s ?p ?o } BIND(%(thing)s AS ?s) }
  UNION
  { GRAPH ?g { ?s ?p %(thing)s } BIND(%(thing)s AS ?o) FILTER(?p != oa:hasSource) }
  FILTER(?p != kg:evidence)
}
"""

_SENTENCES = """
SELECT ?s ?g ?start ?quote ?sentence WHERE {
  { GRAPH ?g { %(thing)s kg:evidence ?e } BIND(%(thing)s AS ?s) }
  UNION
  { GRAPH ?g { ?s ?p %(thing)s . ?s kg:evidence ?e } }
  GRAPH ?g { ?e kg:start ?start ; kg:quote ?quote ; kg:sentence ?sentence }
}
"""

_LABELS = """
SELECT ?s (MIN(?l) AS ?label) WHERE {
  ?s skos:prefLabel|rdfs:label|schema:identifier|kg:text ?l
} GROUP BY ?s
"""


def explain(ds: Dataset, thing: str) -> Table:
    """Tell every triple about ``thing``, as subject and as object, with its sentence and its article.

    Args:
        ds: the graph.
        thing: an IRI, the end of one (``actor/russia``), an article's file name, an actor's name.

    Returns:
        Columns ``subject``, ``property``, ``value``, ``sentence``, ``article``; what the thing says of itself first.

    Raises:
        QueryError: nothing, or more than one thing, goes by these words.
    """
    found = resolve_thing(ds, thing)
    bound = {"thing": found.n3()}
    label = {str(s): str(text) for s, text in select(ds, _LABELS)}
    evidence: dict[tuple[str, str], list[tuple[int, str, str]]] = {}
    for s, g, start, quote, sentence in select(ds, _SENTENCES % bound):
        evidence.setdefault((str(s), str(g)), []).append((int(str(start)), str(quote), str(sentence)))
    for entries in evidence.values():
        entries.sort()
    rows = sorted(
        (
            s != found,
            compact(p),
            _show(o, label),
            _show(s, label),
            _show(g, label),
            _sentence(evidence.get((str(s), str(g)), []), o),
        )
        for s, p, o, g in select(ds, _ABOUT % bound)
    )
    return Table(
        name=str(found),
        columns=("subject", "property", "value", "sentence", "article"),
        rows=tuple((s, p, o, sentence, article) for _, p, o, s, article, sentence in rows),
    )


def _sentence(entries: list[tuple[int, str, str]], value: Any) -> str:
    """Prefer the sentence whose quoted words hold the value; else the first one in the text."""
    if isinstance(value, Literal):
        for _, quote, sentence in entries:
            if str(value) in quote:
                return sentence
    return entries[0][2] if entries else ""


def _show(term: Any, label: dict[str, str]) -> str:
    return str(term) if isinstance(term, Literal) else label.get(str(term)) or compact(term)
