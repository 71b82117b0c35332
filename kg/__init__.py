"""Parley: reads news about negotiations into a knowledge graph in which every fact opens its evidence.

    import kg
    g = kg.build("articles/")
    g.query("timeline")
    g.save("out.ttl")
    g.network().save("network.html")

``build`` and ``Graph`` are loaded when they are first asked for, so that ``import kg`` costs nothing.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from kg.graph import Graph
    from kg.pipeline import build

__version__ = "0.1.0"
__all__ = ["Graph", "__version__", "build"]

_LAZY = {"build": "kg.pipeline", "Graph": "kg.graph"}


def __getattr__(name: str) -> Any:
    if name in _LAZY:
        return getattr(import_module(_LAZY[name]), name)
    raise AttributeError(f"module 'kg' has no attribute {name!r}")


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
