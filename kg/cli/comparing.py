"""The command that tells two graphs apart: ``diff``."""

from __future__ import annotations

from pathlib import Path

import click

from kg.cli.opening import open_graph
from kg.cli.output import FORMATS, show_table, tell

_place = click.Path(path_type=Path)


@click.command(
    short_help="Tell in words what changed between two graphs.",
    epilog="Example: kg diff monday.trig tuesday.trig    or    kg diff monday.trig news --format json",
)
@click.argument("old", type=_place, metavar="OLD")
@click.argument("new", type=_place, metavar="NEW")
@click.option("--format", "form", type=click.Choice(["text", *FORMATS]), default="text", show_default=True)
def diff(old: Path, new: Path, form: str) -> None:
    """Tell in words what changed from OLD to NEW, each a graph's file, or the folder of a build or a store.

    New actors and meetings, other statuses, dates and places, answers that arrived, proposals that were published,
    things that were put together or told apart, and what articles now disagree about, or no longer do.
    """
    from kg.diff import diff as compare
    from kg.diff import table, text

    found = compare(open_graph(old).dataset, open_graph(new).dataset)
    if form == "text":
        tell(text(found), nl=False)
    else:
        show_table(table(found), form)
