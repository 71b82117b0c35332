"""The formats in which a graph is written, by the ending of its file."""

from __future__ import annotations

from collections.abc import Mapping

import pyoxigraph as po

FORMATS: Mapping[str, po.RdfFormat] = {
    ".jsonld": po.RdfFormat.JSON_LD,
    ".nq": po.RdfFormat.N_QUADS,
    ".nt": po.RdfFormat.N_TRIPLES,
    ".rdf": po.RdfFormat.RDF_XML,
    ".trig": po.RdfFormat.TRIG,
    ".ttl": po.RdfFormat.TURTLE,
}
"""Ending to format. Turtle, N-Triples and RDF/XML hold the union of all graphs with what tells them apart again."""
