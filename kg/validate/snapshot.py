"""The quads of a store grouped by graph, and names for what they speak of."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass

import pyoxigraph as po
from rdflib import RDF, RDFS, SKOS

from kg.ontology import KG, PREFIXES, SCHEMA

WHOLE = "the graph"
"""Where an issue is that belongs to no one article."""

_SHORT = 60


@dataclass(frozen=True, slots=True)
class Snapshot:
    """What a store holds at one moment.

    Attributes:
        graphs: the quads of each graph by the graph's IRI; ``""`` is the default graph.
        articles: identifier by article IRI.
        labels: a name for people by IRI, for whatever has one.
    """

    graphs: Mapping[str, tuple[po.Quad, ...]]
    articles: Mapping[str, str]
    labels: Mapping[str, str]

    @classmethod
    def of(cls, store: po.Store) -> Snapshot:
        """Take all quads of a store."""
        graphs: dict[str, list[po.Quad]] = defaultdict(list)
        articles: dict[str, str] = {}
        labels: dict[str, tuple[int, str]] = {}
        ranks = {
            str(prop): rank
            for rank, prop in enumerate(
                (SKOS.prefLabel, RDFS.label, KG.text, SCHEMA.identifier, KG.quote, KG.title)
            )
        }
        article = po.NamedNode(KG.Article)
        for quad in store:
            graphs["" if isinstance(quad.graph_name, po.DefaultGraph) else quad.graph_name.value].append(quad)
            if not isinstance(quad.subject, po.NamedNode):
                continue
            node = quad.subject.value
            if quad.predicate.value == str(RDF.type) and quad.object == article:
                articles.setdefault(node, node.rsplit("/", 1)[-1])
            rank = ranks.get(quad.predicate.value)
            if rank is not None and isinstance(quad.object, po.Literal):
                labels[node] = min((rank, quad.object.value), labels.get(node, (99, "")))
        for node in articles:
            articles[node] = labels[node][1] if node in labels else articles[node]
        return cls(
            graphs={name: tuple(graphs[name]) for name in sorted(graphs)},
            articles=articles,
            labels={node: label for node, (_, label) in labels.items()},
        )

    def name(self, iri: str) -> str:
        """Return how a message names a node: its id with its label, or a term with its prefix."""
        for prefix, namespace in PREFIXES.items():
            if iri.startswith(namespace):
                return f"{prefix}:{iri.removeprefix(namespace)}"
        label = self.labels.get(iri)
        id = "/".join(iri.rsplit("/", 2)[-2:])
        if label is None:
            return id
        label = " ".join(label.split())
        return f"{id} “{label if len(label) <= _SHORT else label[: _SHORT - 1].rstrip() + '…'}”"

    def place(self, graph: str | None) -> str:
        """Return where an issue is: the identifier of the article whose graph it was found in."""
        return self.articles.get(graph or "", WHOLE if not graph else self.name(graph))
