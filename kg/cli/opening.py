"""Finding the graph that a command is about."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

if TYPE_CHECKING:
    from kg.graph import Graph

_Command = TypeVar("_Command", bound=Callable[..., Any])

DEFAULT = Path("out/graph.trig")


store_option = click.option(
    "--store", type=click.Path(path_type=Path), help="An Oxigraph store on disk instead."
)
"""The option ``--store`` of a command that reads a graph."""


def graph_argument(command: _Command) -> _Command:
    """Give a command the argument GRAPH, which may be left out, and ``--store``, for :func:`open_graph`."""
    graph = click.argument("graph", type=click.Path(path_type=Path), envvar="KG_GRAPH", default=DEFAULT)
    return graph(store_option(command))


def graph_options(command: _Command) -> _Command:
    """Give a command the options ``--graph`` and ``--store``; it passes them to :func:`open_graph`."""
    graph = click.option(
        "--graph",
        type=click.Path(path_type=Path),
        envvar="KG_GRAPH",
        default=DEFAULT,
        show_default=True,
        show_envvar=True,
        help="The graph: a file, or the folder that kg build made.",
    )
    return graph(store_option(command))


def named_graph() -> Path:
    """Return the graph that is meant where none is named: that of ``$KG_GRAPH``, or the default."""
    return Path(os.environ.get("KG_GRAPH") or DEFAULT)


def open_graph(path: Path, store: Path | None = None) -> Graph:
    """Open a graph file, a folder made by ``kg build`` or a store.

    Raises:
        StoreError: there is none, or it cannot be read.
    """
    from kg.graph import Graph

    if store is not None:
        from kg.store import disk

        return Graph(disk(store, read_only=True))
    return Graph.load(path)
