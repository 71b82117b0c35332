"""Commands that tell what a graph says, with its evidence: ``explain``, ``timeline``, ``report`` and ``board``."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from kg.cli.opening import graph_argument, graph_options, open_graph
from kg.cli.output import say, show_table, tell

if TYPE_CHECKING:
    from kg.chronicle.entries import Undated, Which
    from kg.telling import Page

WIDTH = 100
"""How many columns a page has where there is no terminal."""

_everything = click.option(
    "--all", "everything", is_flag=True, help="Also what is doubtful, nobody's by name, or of less weight."
)
_output = click.option(
    "-o", "--output", type=click.Path(path_type=Path), help="Write to this file instead of standard output."
)


@click.command(
    short_help="Tell what the graph says of a thing, and why.",
    epilog='Example: kg explain "Sergey Lavrov"    or    kg explain meeting/2022-01-10-geneva-russia-united-states '
    "--format html -o geneva.html",
)
@click.argument("thing", metavar="THING")
@graph_argument
@click.option(
    "--format",
    "form",
    type=click.Choice(("text", "md", "html", "table", "csv", "tsv", "json")),
    default="text",
    show_default=True,
    help="A dossier (text, md, html), or every triple with its sentence (table, csv, tsv, json).",
)
@click.option(
    "--limit",
    type=click.IntRange(1),
    default=20,
    show_default=True,
    help="How many lines a section has at most, by weight of evidence.",
)
@click.option("--all", "everything", is_flag=True, help="Also what is doubtful or nobody's by name.")
@_output
def explain(
    thing: str,
    graph: Path,
    store: Path | None,
    form: str,
    limit: int,
    everything: bool,
    output: Path | None,
) -> None:
    """Tell what GRAPH says of THING, each line with its sentences and articles; disagreements side by side.

    Of much, a section tells what has most weight: independent sources, then confidence, then the latest.

    THING is a name, an article's file name, an IRI, or its end (actor/russia).
    """
    from kg.explain import passed_over

    opened = open_graph(graph, store)
    for line in passed_over(opened.dataset, thing):
        say(line)
    if form in ("text", "md", "html"):
        from kg.dossier import dossier

        show_page(dossier(opened.dataset, thing, limit=limit, everything=everything), form, output)
        return
    table = opened.explain(thing)
    say(f"{table.name}")
    show_table(table, form)


@click.command(
    short_help="Tell what happened, day by day.",
    epilog="Example: kg timeline --actor Russia --since 2022-01 --until 2022-01-15",
)
@graph_argument
@click.option(
    "--actor", metavar="NAME", help="Only what this actor, or who stands for it, does or is party to."
)
@click.option("--negotiation", metavar="NAME", help="Only this negotiation: see kg query negotiations.")
@click.option("--since", metavar="DATE", help="Nothing that ended before this date.")
@click.option("--until", metavar="DATE", help="Nothing that began after this date.")
@click.option(
    "--statements",
    type=click.Choice(("note", "all", "none")),
    default="note",
    show_default=True,
    help="Of note: about a thing of the graph, made at a meeting, of several sources, or a side's own words.",
)
@click.option(
    "--undated",
    type=click.Choice(("by", "end", "out")),
    default="by",
    show_default=True,
    help="What has no date: told by the day of the first article, at the end, or left out and counted.",
)
@click.option(
    "--limit",
    type=click.IntRange(1),
    default=60,
    show_default=True,
    help="How many things are told at most, by weight of evidence.",
)
@_everything
@click.option(
    "--format",
    "form",
    type=click.Choice(("text", "md", "html", "csv", "tsv", "json")),
    default="text",
    show_default=True,
)
@_output
def timeline(
    graph: Path,
    store: Path | None,
    actor: str | None,
    negotiation: str | None,
    since: str | None,
    until: str | None,
    statements: Which,
    undated: Undated,
    limit: int,
    everything: bool,
    form: str,
    output: Path | None,
) -> None:
    """Tell the meetings, proposals, answers and statements of note of GRAPH in the order of their dates.

    Of many, those of most weight are told: independent sources, then confidence, then the latest; what was left out
    is counted at the end. CSV and TSV hold everything.

    Each line refers to the sentences it rests on, which are listed at the end with article, publisher and date.
    """
    from kg.chronicle import chronicle, page, table

    told = chronicle(
        open_graph(graph, store).dataset,
        actor=actor,
        negotiation=negotiation,
        since=since,
        until=until,
        statements=statements,
        undated=undated,
        limit=None if everything or form in ("csv", "tsv") else limit,
        everything=everything or form in ("csv", "tsv"),
    )
    if form in ("csv", "tsv"):
        show_table(table(told), form)
    else:
        show_page(page(told), form, output)


@click.command(
    short_help="Write the briefing on a negotiation.",
    epilog="Example: kg report --negotiation negotiation/2021-12-15-russia-to-nato-united-states "
    "--format html -o briefing.html",
)
@graph_argument
@click.option(
    "--negotiation", metavar="NAME", help="Which negotiation; may be left out where there is but one."
)
@click.option("--actor", metavar="NAME", help="Only what this actor, or who stands for it, takes part in.")
@click.option(
    "--all",
    "whole",
    is_flag=True,
    help="Everything, also what is doubtful or nobody's by name; of the whole graph where nothing is named.",
)
@click.option(
    "--format", "form", type=click.Choice(("text", "md", "html", "json")), default="text", show_default=True
)
@_output
def report(
    graph: Path,
    store: Path | None,
    negotiation: str | None,
    actor: str | None,
    whole: bool,
    form: str,
    output: Path | None,
) -> None:
    """Write a briefing on GRAPH: who, what is on the table, answers, meetings, open points, contradictions, sources.

    Each section tells what has most weight: independent sources, then confidence, then the latest; what it left out is
    counted at its end.

    Each line refers to the sentences it rests on, which are listed at the end with article, publisher and date.
    """
    from kg.briefing import briefing

    opened = open_graph(graph, store)
    show_page(
        briefing(opened.dataset, negotiation=negotiation, actor=actor, whole=whole, everything=whole),
        form,
        output,
    )


@click.command(
    short_help="Lay a negotiation out: sides in columns, proposals and answers in the order of time.",
    epilog="Example: kg board Kosovo -o board.html    or    kg board out/graph.trig Kosovo -o board.html",
)
@click.argument("named", nargs=-1, metavar="[GRAPH] NEGOTIATION")
@graph_options
@_output
def board(named: tuple[str, ...], graph: Path, store: Path | None, output: Path | None) -> None:
    """Lay a negotiation out on one page: what is on the table, and what is open.

    A column for each side; in the order of time proposals with their provisions and the answers to them, and meetings
    between sides; open points at the end. Each cell opens the sentences that it rests on. The page is one HTML file
    without a script. NEGOTIATION is a name, an alias or an id (see kg query negotiations); it may be left out where
    the graph has but one.
    """
    from kg.board import board as lay_out
    from kg.board import html
    from kg.files import check_target, write_text

    if len(named) > 2:
        raise click.UsageError(f"one negotiation at a time, in quotation marks: {' '.join(named)!r}")
    if len(named) == 2 or (named and Path(named[0]).is_file()):
        graph, named = Path(named[0]), named[1:]
    text = html(lay_out(open_graph(graph, store).dataset, named[0] if named else None))
    if output is None:
        tell(text, nl=False)
        return
    check_target(output)
    write_text(output, text)
    say(f"wrote {output}")


def show_page(page: Page, form: str, output: Path | None) -> None:
    """Print a page, or write it to a file, as ``text``, ``md``, ``html`` or ``json``.

    Raises:
        StoreError: the file cannot be written.
    """
    from kg.files import check_target, write_text

    if output is None and form == "text":
        from rich.console import Console

        from kg.telling import show

        # a pipe has no width of its own
        show(page, Console(width=None if sys.stdout.isatty() else _width(), highlight=False))
        return
    text = _text(page, form)
    if output is None:
        tell(text, nl=False)
        return
    check_target(output)
    write_text(output, text)
    say(f"wrote {output}")


def _text(page: Page, form: str) -> str:
    import io

    from rich.console import Console

    from kg import telling

    if form == "json":
        return json.dumps(telling.as_data(page), ensure_ascii=False, indent=2) + "\n"
    if form != "text":
        return telling.markdown(page) if form == "md" else telling.html(page)
    file = io.StringIO()
    telling.show(page, Console(file=file, width=_width(), highlight=False))
    return file.getvalue()


def _width() -> int:
    import os

    told = os.environ.get("COLUMNS", "")
    return int(told) if told.isdigit() and int(told) >= 40 else WIDTH
