"""Commands that tell what a graph says, with its evidence: ``explain``."""

from __future__ import annotations

from pathlib import Path

import click

from kg.cli.opening import graph_options, open_graph
from kg.cli.output import FORMATS, say, show_table


@click.command(
    short_help="Tell why the graph says what it says of a thing.",
    epilog='Example: kg explain "Sergey Lavrov"    or    kg explain meeting/2022-01-10-geneva-russia-united-states',
)
@click.argument("thing", metavar="THING")
@graph_options
@click.option("--format", "form", type=click.Choice(FORMATS), default="table", show_default=True)
def explain(thing: str, graph: Path, store: Path | None, form: str) -> None:
    """Tell every triple about THING, with the sentence that it rests on and the article.

    THING is a name, an article's file name, an IRI, or its end (actor/russia).
    """
    table = open_graph(graph, store).explain(thing)
    say(f"{table.name}")
    show_table(table, form)
