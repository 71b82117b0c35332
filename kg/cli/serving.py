"""The command that serves a graph over HTTP."""

from __future__ import annotations

from pathlib import Path

import click

from kg.cli.opening import graph_argument
from kg.cli.output import say


@click.command(
    short_help="Serve a graph over HTTP, read-only.",
    epilog="Example: kg serve out --port 8000    (then open http://127.0.0.1:8000/ in a browser)",
)
@graph_argument
@click.option(
    "--host",
    default="127.0.0.1",
    show_default=True,
    help="Address to listen on; the default is reached from this machine only.",
)
@click.option(
    "--port",
    type=click.IntRange(0, 65535),
    default=8000,
    show_default=True,
    help="Port to listen on; 0 for any.",
)
@click.option(
    "--timeout",
    type=click.FloatRange(0.1, 86_400),
    default=30.0,
    show_default=True,
    metavar="S",
    help="Seconds that one query may take.",
)
@click.option(
    "--max-rows",
    type=click.IntRange(1),
    default=1_000_000,
    show_default=True,
    metavar="N",
    help="Rows or triples that one answer may have.",
)
@click.option(
    "--workers", type=click.IntRange(1, 64), default=2, show_default=True, help="Queries that run at once."
)
@click.option(
    "--cors",
    "origins",
    multiple=True,
    metavar="ORIGIN",
    help="Let scripts of this site read answers; * for any. Repeat it for several.",
)
def serve(
    graph: Path,
    store: Path | None,
    host: str,
    port: int,
    timeout: float,
    max_rows: int,
    workers: int,
    origins: tuple[str, ...],
) -> None:
    """Serve GRAPH to browsers and programs of this machine: pages, SPARQL at /sparql, the catalogue at /api.

    GRAPH is a file, the folder that kg build made, or a store on disk. Nothing can be changed through the service.
    """
    from kg.serve import Limits, run

    limits = Limits(seconds=timeout, rows=max_rows, workers=workers)
    run(
        graph,
        store=store,
        host=host,
        port=port,
        limits=limits,
        origins=origins,
        ready=lambda address: say(f"serving {store or graph} at {address} (Ctrl-C ends it)"),
    )
