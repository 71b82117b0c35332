"""``ontology/shapes`` by pySHACL, one article's graph at a time."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import cache

import pyoxigraph as po
import pyshacl
from rdflib import RDF, RDFS, XSD, BNode, Graph, Literal, URIRef
from rdflib.namespace import SH
from rdflib.term import Node

from kg import ontology, resources
from kg.errors import DataFileError
from kg.model import Issue, Level
from kg.ontology import KG
from kg.validate.snapshot import Snapshot

_LEVELS: dict[Node | None, Level] = {SH.Violation: "error", SH.Warning: "warning", SH.Info: "info"}
_SHORT = 80
# What a derived graph says is about things that the articles' graphs describe: only these shapes look at it.
_DERIVED = "derived.ttl"


@cache
def shapes(*, derived: bool) -> Graph:
    """Return the shapes for articles' graphs, or those for the derived graph. Shared: do not change it.

    Raises:
        DataFileError: a shape file is missing or malformed.
    """
    # pySHACL reads shapes again for every node; the store without contexts answers it faster
    merged = Graph(store="SimpleMemory", bind_namespaces="none")
    for path in sorted(resources.ontology("shapes").glob("*.ttl")):
        if (path.name == _DERIVED) == derived:
            merged += ontology.parse(path)
    return merged


def check_shapes(snapshot: Snapshot) -> Iterator[Issue]:
    """Yield an issue for each result of validation; the message names the node and says what is wrong with it.

    Raises:
        DataFileError: the shapes themselves are not valid SHACL.
    """
    articles = {name for name in snapshot.graphs if name in snapshot.articles}
    for name, quads in snapshot.graphs.items():
        # a union of many articles' graphs, as Turtle holds it, may well have two dates for one meeting
        merged = name == "" and len(snapshot.articles) > 1
        derived = name != "" and name not in articles
        yield from _results(_graph(quads), snapshot, name, derived=derived, counts=not merged)


def _results(data: Graph, snapshot: Snapshot, graph: str, *, derived: bool, counts: bool) -> Iterator[Issue]:
    try:
        conforms, report, _ = pyshacl.validate(data, shacl_graph=shapes(derived=derived), inplace=True)
    except (pyshacl.errors.ReportableRuntimeError, pyshacl.errors.ShapeLoadError) as error:
        raise DataFileError(resources.ontology("shapes"), f"not valid SHACL: {error}") from error
    if conforms:
        return
    if not isinstance(report, Graph):
        raise DataFileError(resources.ontology("shapes"), f"not valid SHACL: {report}")
    for result in report.subjects(RDF.type, SH.ValidationResult):
        if (
            not counts
            and report.value(result, SH.sourceConstraintComponent) == SH.MaxCountConstraintComponent
        ):
            continue
        node, value = report.value(result, SH.focusNode), report.value(result, SH.value)
        name = snapshot.name(str(node)) if isinstance(node, URIRef) else f"“{node}”"
        found = f"found {_show(value, snapshot)}" if value is not None and value != node else ""
        level = _LEVELS[report.value(result, SH.resultSeverity)]
        yield Issue(level, snapshot.place(graph), f"{name}: {report.value(result, SH.resultMessage)}", found)


def _show(value: Node, snapshot: Snapshot) -> str:
    if isinstance(value, URIRef):
        return snapshot.name(str(value))
    text = " ".join(str(value).split())
    return f"“{text if len(text) <= _SHORT else text[: _SHORT - 1] + '…'}”"


def _graph(quads: Iterable[po.Quad]) -> Graph:
    """Return the quads as an rdflib graph in memory, with the class tree that ``sh:class`` and targets need."""
    graph = Graph(bind_namespaces="none")
    for quad in quads:
        graph.add((_term(quad.subject), _term(quad.predicate), _term(quad.object)))
    for top in ("Actor", "Meeting"):
        for name in ontology.kinds(top)[1:]:
            graph.add((KG[name], RDFS.subClassOf, KG[top]))
    return graph


def _term(term: object) -> URIRef | BNode | Literal:
    if isinstance(term, po.NamedNode):
        return URIRef(term.value)
    if isinstance(term, po.Literal):
        if term.language:
            return Literal(term.value, lang=term.language)
        # rdflib tells "a" from "a"^^xsd:string; shapes are read with the former
        plain = term.datatype.value == str(XSD.string)
        return Literal(term.value, datatype=None if plain else URIRef(term.datatype.value))
    if isinstance(term, po.BlankNode):
        return BNode(term.value)
    raise TypeError(f"not a term of RDF 1.1: {term!r}")
