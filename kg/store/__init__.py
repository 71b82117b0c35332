"""Where a graph lives, in memory or on disk, always as an rdflib ``Dataset``; and its files.

Oxigraph is the engine under rdflib. Bulk work (loading, writing) goes straight to it; everything else uses
rdflib's API. Queries run over the union of all graphs.

What needs rdflib is loaded when it is first asked for: importing it takes longer than many a command.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

from kg.store.formats import FORMATS

if TYPE_CHECKING:
    from kg.store.engine import disk, fill, memory, quads
    from kg.store.files import load, save

__all__ = ["FORMATS", "disk", "fill", "load", "memory", "quads", "save"]

_LAZY = {
    "disk": "kg.store.engine",
    "fill": "kg.store.engine",
    "memory": "kg.store.engine",
    "quads": "kg.store.engine",
    "load": "kg.store.files",
    "save": "kg.store.files",
}


def __getattr__(name: str) -> Any:
    if name in _LAZY:
        return getattr(import_module(_LAZY[name]), name)
    raise AttributeError(f"module 'kg.store' has no attribute {name!r}")
