"""Asking a dataset in SPARQL from Python: the prefixes, and rows as plain tuples.

Terms go into query text by their own ``n3()``, never raw and never through ``initBindings``, which leaves the
Oxigraph engine for rdflib's.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from rdflib import Dataset
    from rdflib.term import Node

NAMESPACES = {
    "dcterms": "http://purl.org/dc/terms/",
    "kg": "https://w3id.org/parley/ns#",
    "oa": "http://www.w3.org/ns/oa#",
    "owl": "http://www.w3.org/2002/07/owl#",
    "prov": "http://www.w3.org/ns/prov#",
    "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
    "rdfs": "http://www.w3.org/2000/01/rdf-schema#",
    "schema": "https://schema.org/",
    "skos": "http://www.w3.org/2004/02/skos/core#",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
}
_PREFIXES = "".join(f"PREFIX {prefix}: <{iri}>\n" for prefix, iri in NAMESPACES.items())


def select(ds: Dataset, text: str) -> list[tuple[Node | None, ...]]:
    """Return the rows of a SELECT query; the usual prefixes are there already.

    It is for queries of Parley's own, which allow for a triple that stands in several graphs: over a store of
    :mod:`kg.store` no merge of the graphs is made for them.
    """
    union = getattr(ds.store, "union", None)
    rows = ds.query(_PREFIXES + text) if union is None else union(_PREFIXES + text)
    return [tuple(row) for row in rows]  # type: ignore[arg-type]


def compact(term: Node | None) -> str:
    """Return a term for people: a literal's text, ``prefix:name`` for a known namespace, else the IRI."""
    text = "" if term is None else str(term)
    for prefix, namespace in NAMESPACES.items():
        if text.startswith(namespace):
            return f"{prefix}:{text[len(namespace) :]}"
    return text
