"""Where a graph lives, in memory or on disk, always as an rdflib ``Dataset``; and its files.

Oxigraph is the engine under rdflib. Bulk work (loading, writing) goes straight to it; everything else uses
rdflib's API. Queries run over the union of all graphs.
"""

from __future__ import annotations

from kg.store.engine import disk, fill, memory, quads
from kg.store.files import FORMATS, load, save

__all__ = ["FORMATS", "disk", "fill", "load", "memory", "quads", "save"]
