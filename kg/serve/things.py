"""What a worker tells of things: finding one by its address, its dossier, its RDF, and lists of a kind."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import pyoxigraph as po

from kg.dossier import dossier
from kg.ontology import kinds
from kg.serve.worker import Missing
from kg.sparql import NAMESPACES, select
from kg.telling import Page, phrase

if TYPE_CHECKING:
    from kg.serve.tasks import Reader

KINDS = {
    "article": "Article",
    "actor": "Actor",
    "meeting": "Meeting",
    "proposal": "Proposal",
    "provision": "Provision",
    "response": "Response",
    "statement": "Statement",
    "negotiation": "Negotiation",
    "contradiction": "Contradiction",
    "position": "Position",
    "place": "Place",
}
"""First part of a thing's address to its class, in the order in which lists are offered."""

_KG = NAMESPACES["kg"]
_EVIDENCE = po.NamedNode(_KG + "evidence")
_SOURCE = po.NamedNode(NAMESPACES["oa"] + "hasSource")
_COUNT = "SELECT (COUNT(DISTINCT ?s) AS ?n) WHERE {{ VALUES ?kind {{ {} }} ?s a ?kind }}"
_ALL = """
SELECT ?s (COUNT(DISTINCT ?g) AS ?n) (MIN(STR(?l)) AS ?name) WHERE {{
  {{ SELECT DISTINCT ?s ?g WHERE {{ VALUES ?kind {{ {} }} GRAPH ?g {{ ?s a ?kind }} }} }}
  OPTIONAL {{ GRAPH ?g {{ ?s skos:prefLabel|rdfs:label|schema:headline ?l }} }}
}} GROUP BY ?s
"""
_BY_NAME = ("Actor", "Place", "Article")
_BY_DATE_MOST = 5000


@dataclass(frozen=True, slots=True)
class Found:
    """A thing as its page shows it. ``id`` is its address without the first slash."""

    iri: str
    id: str
    kind: str
    page: Page


@dataclass(frozen=True, slots=True)
class Entry:
    """A line of a list: id, title, in how many articles it is."""

    id: str
    title: str
    articles: int


@dataclass(frozen=True, slots=True)
class About:
    """What the graph holds: the base of its IRIs, how many things of each kind, from which day to which."""

    base: str
    counts: dict[str, int] = field(default_factory=dict)
    first: str = ""
    last: str = ""
    publishers: int = 0


def locate(reader: Reader, names: Iterable[str]) -> str:
    """Return the first of several IRIs or ids that the graph says something of.

    Raises:
        Missing: it says nothing of any; with what may have been meant.
    """
    wanted = list(names)
    for name in wanted:
        iri = name if ":" in name.partition("/")[0] else reader.base + name
        try:
            node = po.NamedNode(iri)
        except ValueError:
            continue
        for pattern in ((node, None, None), (None, None, node)):
            if next(reader.store.quads_for_pattern(*pattern), None) is not None:
                return iri
    words = wanted[0].rstrip("/").rpartition("/")[2].replace("-", " ") if wanted else ""
    raise Missing(
        tuple((f"{hit.id}", hit.title) for hit in reader.index.find(words, limit=8, all_words=False))
    )


def thing(reader: Reader, names: Iterable[str], *, limit: int) -> Found:
    """Return the dossier of a thing.

    Raises:
        Missing: there is no such thing.
    """
    iri = locate(reader, names)
    page = dossier(reader.ds, iri, limit=limit)
    types = reader.store.quads_for_pattern(po.NamedNode(iri), po.NamedNode(NAMESPACES["rdf"] + "type"), None)
    found = sorted(
        {quad.object.value.removeprefix(_KG) for quad in types if isinstance(quad.object, po.NamedNode)}
    )
    return Found(iri, reader.id(iri), found[0] if found else "", page)


def quads(reader: Reader, iri: str, *, most: int) -> list[po.Quad]:
    """Return what the graph says of a thing, of its evidence, and what points to it, without telling articles apart.

    Args:
        reader: the store.
        iri: the thing.
        most: how many links to it at most.
    """
    node = po.NamedNode(iri)
    about = list(reader.store.quads_for_pattern(node, None, None))
    evidence = {
        quad.object for quad in about if quad.predicate == _EVIDENCE and isinstance(quad.object, po.NamedNode)
    }
    for one in evidence:
        about += reader.store.quads_for_pattern(one, None, None)
    about += _pointing(reader.store, node, most)
    return [po.Quad(quad.subject, quad.predicate, quad.object) for quad in about]


def _pointing(store: po.Store, node: po.NamedNode, most: int) -> Iterator[po.Quad]:
    for quad in store.quads_for_pattern(None, None, node):
        if quad.predicate != _SOURCE:
            if most <= 0:
                return
            most -= 1
            yield quad


def listing(reader: Reader, kind: str, *, offset: int, limit: int) -> tuple[int, list[Entry]]:
    """Return how many things of a kind there are, and some of them: by name, else by date."""
    text = _ALL.format(_classes(kind))
    rows = [(str(s), int(str(n)), str(name or "")) for s, n, name in select(reader.ds, text)]
    if KINDS[kind] in _BY_NAME:
        rows.sort(key=lambda row: (row[2].casefold() or row[0], row[0]))
    elif len(rows) <= _BY_DATE_MOST:
        order = {iri: at for at, (iri, _) in enumerate(reader.telling.in_order(row[0] for row in rows))}
        rows.sort(key=lambda row: order[row[0]])
    else:
        rows.sort()
    shown = rows[offset : offset + limit]
    titles = {row[0]: row[2] for row in shown if row[2]}
    if KINDS[kind] not in _BY_NAME:
        titles |= {
            one.iri: phrase(reader.telling, one) for one in reader.telling.things(row[0] for row in shown)
        }
    entries = [Entry(reader.id(iri), titles.get(iri) or reader.id(iri), n) for iri, n, _ in shown]
    return len(rows), entries


def about(reader: Reader) -> About:
    """Return what the graph holds."""
    counts = {}
    for kind in KINDS:
        ((count,),) = select(reader.ds, _COUNT.format(_classes(kind)))
        counts[kind] = int(str(count))
    ((first, last),) = select(
        reader.ds,
        "SELECT (MIN(STR(?d)) AS ?a) (MAX(STR(?d)) AS ?b) WHERE { ?s a kg:Article ; kg:published ?d }",
    )
    ((publishers,),) = select(
        reader.ds, "SELECT (COUNT(DISTINCT ?p) AS ?n) WHERE { ?s a kg:Article ; kg:publisher ?p }"
    )
    return About(reader.base, counts, str(first or ""), str(last or ""), int(str(publishers)))


def _classes(kind: str) -> str:
    return " ".join(f"kg:{name}" for name in kinds(KINDS[kind]))
