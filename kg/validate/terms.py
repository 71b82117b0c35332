"""Terms in a graph that the vocabulary does not declare."""

from __future__ import annotations

import difflib
from collections.abc import Iterator

import pyoxigraph as po
from rdflib import RDF

from kg.model import Issue
from kg.ontology import KG, terms
from kg.validate.snapshot import Snapshot


def check_terms(snapshot: Snapshot) -> Iterator[Issue]:
    """Yield an error for each ``kg:`` term that is used as property, class or value and not declared."""
    known = terms()
    for graph, quads in snapshot.graphs.items():
        used = {quad.predicate.value for quad in quads}
        used |= {quad.object.value for quad in quads if isinstance(quad.object, po.NamedNode)}
        for name in sorted(iri.removeprefix(KG) for iri in used if iri.startswith(KG)):
            if name not in known:
                near = difflib.get_close_matches(name, known, n=1)
                hint = (
                    f"kg:{near[0]} is declared" if near else "see ontology/parley.ttl for the terms there are"
                )
                yield Issue(
                    "error", snapshot.place(graph), f"kg:{name} is not a term of the vocabulary", hint
                )
        classes = {quad.object for quad in quads if quad.predicate.value == str(RDF.type)}
        for node in classes:
            name = node.value.removeprefix(KG) if isinstance(node, po.NamedNode) else ""
            if name in known and known[name].kind != "class":
                yield Issue(
                    "error",
                    snapshot.place(graph),
                    f"kg:{name} is used as a class and is a {known[name].kind}",
                )
