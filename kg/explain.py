"""Why the graph says what it says of one thing: each triple about it, the sentence it rests on, and the article.

A triple stands in the graphs of the articles that support it, and its subject has evidence there (``kg:evidence``);
so the sentence of a triple is one of its subject's sentences in the same graph.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from rdflib import Literal, URIRef

from kg.errors import QueryError
from kg.model import Table
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

_BY_WORDS = """
SELECT DISTINCT ?s WHERE {
  ?s skos:prefLabel|skos:altLabel|rdfs:label|schema:identifier|schema:headline ?l
  FILTER(LCASE(STR(?l)) = LCASE(%(words)s))
} ORDER BY ?s
"""

_BY_TAIL = """
SELECT DISTINCT ?s WHERE { ?s a ?kind FILTER(STRENDS(STR(?s), %(tail)s)) } ORDER BY ?s
"""


def explain(ds: Dataset, thing: str) -> Table:
    """Tell every triple about ``thing``, as subject and as object, with its sentence and its article.

    Args:
        ds: the graph.
        thing: an IRI, the end of one (``actor/russia``), or words: a name, a file name, a headline.

    Returns:
        Columns ``subject``, ``property``, ``value``, ``sentence``, ``article``; what the thing says of itself first.

    Raises:
        QueryError: nothing, or more than one thing, goes by these words.
    """
    found = find(ds, thing)
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


def find(ds: Dataset, thing: str) -> URIRef:
    """Return the IRI of the thing that goes by ``thing``.

    Raises:
        QueryError: none does, or several do.
    """
    words = thing.strip().removeprefix("<").removesuffix(">")
    if "://" in words:
        iri = URIRef(words)
        if any(ch in words for ch in '<>"{}|^`\\ \t\n') or not select(
            ds, f"SELECT ?p {{ {iri.n3()} ?p ?o }} LIMIT 1"
        ):
            raise QueryError(
                f"{thing!r} is no thing of this graph; name it by its IRI, the end of one, or its name"
            )
        return iri
    candidates = _iris(ds, _BY_WORDS % {"words": Literal(words).n3()})
    if not candidates and words.strip("/"):
        candidates = _iris(ds, _BY_TAIL % {"tail": Literal("/" + words.lstrip("/")).n3()})
    if not candidates:
        from kg.query import resolve_actor

        candidates = [URIRef(str(resolve_actor(ds, words)))]
    if len(candidates) > 1:
        some = ", ".join(map(str, candidates[:5]))
        raise QueryError(f"{thing!r} may be any of {len(candidates)} things: {some}; name one by its IRI")
    return candidates[0]


def _iris(ds: Dataset, text: str) -> list[URIRef]:
    return [row[0] for row in select(ds, text) if isinstance(row[0], URIRef)]


def _sentence(entries: list[tuple[int, str, str]], value: Any) -> str:
    """Prefer the sentence whose quoted words hold the value; else the first one in the text."""
    if isinstance(value, Literal):
        for _, quote, sentence in entries:
            if str(value) in quote:
                return sentence
    return entries[0][2] if entries else ""


def _show(term: Any, label: dict[str, str]) -> str:
    return compact(term) if isinstance(term, Literal) else label.get(str(term)) or compact(term)
