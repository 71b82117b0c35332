"""How commands speak: data on standard output, everything else on standard error."""

from __future__ import annotations

import csv
import io
import json
import re
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from kg.model import Issue, Table

FORMATS = ("table", "csv", "tsv", "json", "md")

Progress = Callable[[str, int, int], None]

_STEERING = re.compile(r"[\x00-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069]")
_MARKS = {"error": "red", "warning": "yellow", "info": "blue"}
_DOING = {"read": "Reading", "extract": "Extracting", "resolve": "Resolving", "send": "Sending"}


def counted(number: int, noun: str) -> str:
    """Return a number with its noun, which takes an -s but after one: "1 row", "2 rows"."""
    return f"{number} {noun}{'' if number == 1 else 's'}"


def say(message: str) -> None:
    """Tell the person something, on standard error."""
    click.echo(message, err=True)


def show_issue(issue: Issue) -> None:
    """Tell an issue in one line, on standard error; its level is coloured on a terminal."""
    show_told(issue.level, str(issue))


def show_told(level: str, text: str) -> None:
    """Tell an issue by its level and text, as ``show_issue`` does."""
    say(f"{click.style(level, fg=_MARKS[level])}: {' '.join(text.split())}")


@contextmanager
def progress() -> Iterator[Progress | None]:
    """Show how far a build is, on standard error, if that is a terminal; yield what is to be told of it."""
    if not sys.stderr.isatty():
        yield None
        return
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task("Reading", total=None)

        def tell(stage: str, done: int, total: int) -> None:
            bar.update(task, description=_DOING.get(stage, stage), completed=done, total=total or None)

        yield tell


def show_table(table: Table, form: str) -> None:
    """Print a table on standard output in one of ``FORMATS``; unbound cells are empty, in JSON ``null``."""
    if form == "json":
        records = [dict(zip(table.columns, row, strict=True)) for row in table.rows]
        click.echo(json.dumps(records, ensure_ascii=False, indent=2))
    elif form in ("csv", "tsv"):
        click.echo(_separated(table, "," if form == "csv" else "\t"), nl=False)
    elif form == "md":
        click.echo(_markdown(table))
    else:
        _pretty(table)


def show_markdown(text: str) -> None:
    """Print Markdown on standard output: laid out on a terminal, as it is elsewhere."""
    if not sys.stdout.isatty():
        click.echo(text, nl=False)
        return
    from rich.console import Console
    from rich.markdown import Markdown

    Console().print(Markdown(text))


def _separated(table: Table, delimiter: str) -> str:
    out = io.StringIO()
    writer = csv.writer(out, delimiter=delimiter, lineterminator="\n")
    writer.writerow(table.columns)
    writer.writerows(["" if cell is None else cell for cell in row] for row in table.rows)
    return out.getvalue()


def _markdown(table: Table) -> str:
    def line(cells: Iterator[str]) -> str:
        return f"| {' | '.join(cell.replace('|', chr(92) + '|') for cell in cells)} |"

    rows = [line(plain(cell) for cell in row) for row in table.rows]
    return "\n".join([line(iter(_headings(table))), line("---" for _ in table.columns), *rows])


def _pretty(table: Table) -> None:
    from kg.cli.grid import show_grid

    show_grid(_headings(table), table.rows)
    say(counted(len(table.rows), "row"))


def _headings(table: Table) -> tuple[str, ...]:
    return table.captions or table.columns


def plain(cell: str | int | float | None) -> str:
    """Return a cell on one line, without characters that would steer a terminal."""
    return "" if cell is None else _STEERING.sub("\N{REPLACEMENT CHARACTER}", " ".join(str(cell).split()))
