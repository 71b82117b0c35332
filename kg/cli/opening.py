"""Finding the graph that a command is about."""

from __future__ import annotations

import os
from collections.abc import Callable
from functools import wraps
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar, cast

import click

if TYPE_CHECKING:
    from kg.graph import Graph

_Command = TypeVar("_Command", bound=Callable[..., Any])

DEFAULT = Path("out/graph.trig")


store_option = click.option(
    "--store", type=click.Path(path_type=Path), help="An Oxigraph store on disk instead."
)
"""The option ``--store`` of a command that reads a graph."""


_graph_option = click.option(
    "--graph",
    type=click.Path(path_type=Path),
    envvar="KG_GRAPH",
    default=DEFAULT,
    show_default=True,
    show_envvar=True,
    help="The graph: a file, or the folder that kg build made.",
)


def graph_argument(command: _Command) -> _Command:
    """Give a command the argument GRAPH, which may be left out, ``--graph``, which says the same, and ``--store``.

    It gets one ``graph`` and passes it to :func:`open_graph`. The argument comes after those that are given below this.
    """

    @wraps(command)
    def named(*arguments: Any, place: Path | None, graph: Path, **options: Any) -> Any:
        if place is None:
            return command(*arguments, graph=graph, **options)
        source = click.get_current_context().get_parameter_source("graph")
        if source is click.core.ParameterSource.COMMANDLINE and place != graph:
            raise click.UsageError(f"two graphs are named, {place} and {graph}; name one")
        return command(*arguments, graph=place, **options)

    argument = click.argument("place", metavar="[GRAPH]", type=click.Path(path_type=Path), required=False)
    return cast("_Command", argument(_graph_option(store_option(named))))


def graph_options(command: _Command) -> _Command:
    """Give a command the options ``--graph`` and ``--store``; it passes them to :func:`open_graph`."""
    return _graph_option(store_option(command))


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
