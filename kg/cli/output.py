"""How commands speak: data on standard output, everything else on standard error."""

from __future__ import annotations

import csv
import io
import json
import re
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import click

from kg.files import guarded

if TYPE_CHECKING:
    from kg.model import Issue, Table

FORMATS = ("table", "csv", "tsv", "json", "md")

Progress = Callable[[str, int, int], None]

# control characters and escape sequences, and marks that turn the direction of writing
_STEERING = re.compile(r"[\x00-\x1f\x7f-\x9f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]")
_BETWEEN_LINES = re.compile(r"(?![\n\t])" + _STEERING.pattern)
_HALF = re.compile(r"[\ud800-\udfff]")
_REPLACED = "\N{REPLACEMENT CHARACTER}"
_MARKS = {"error": "red", "warning": "yellow", "info": "blue"}
_DOING = {"read": "Reading", "extract": "Extracting", "resolve": "Resolving", "send": "Sending"}


def counted(number: int, noun: str) -> str:
    """Return a number with its noun, which takes an -s but after one: "1 row", "2 rows"."""
    return f"{number} {noun}{'' if number == 1 else 's'}"


def harmless(text: str) -> str:
    """Return text that may go to a terminal, whoever wrote it: it cannot steer it, nor be read in another order.

    Articles, and the names of their files, are written by others. Everything that is printed passes through here; line
    ends and tabs stay.
    """
    return _HALF.sub(_REPLACED, _BETWEEN_LINES.sub(_REPLACED, text))


def tell(text: str = "", *, nl: bool = True, **style: Any) -> None:
    """Print text on standard output, made harmless.

    Args:
        text: what to print.
        nl: end the line.
        style: as for ``click.style``.
    """
    shown = harmless(text)
    click.echo(click.style(shown, **style) if style else shown, nl=nl)


def tell_json(value: object, *, indent: int | None = None) -> None:
    """Print a value as JSON on standard output, as :func:`json_text` has it."""
    click.echo(json_text(value, indent=indent))


def json_text(value: object, *, indent: int | None = None) -> str:
    """Return a value as JSON, in which all that would steer a terminal is written as an escape of JSON's own."""
    return escaped(json.dumps(value, ensure_ascii=False, indent=indent))


def escaped(text: str) -> str:
    """Return JSON, Turtle or N-Triples with what would steer a terminal as the escapes that all three have."""
    return _HALF.sub(_escaped, _BETWEEN_LINES.sub(_escaped, text))


def tell_styled(line: str) -> None:
    """Print a line whose parts were made harmless before they got their colours."""
    click.echo(line)


def say(message: str) -> None:
    """Tell the person something, on standard error, made harmless."""
    click.echo(harmless(message), err=True)


def show_issue(issue: Issue) -> None:
    """Tell an issue in one line, on standard error; its level is coloured on a terminal."""
    show_told(issue.level, str(issue))


def show_told(level: str, text: str) -> None:
    """Tell an issue by its level and text, as ``show_issue`` does."""
    click.echo(f"{click.style(level, fg=_MARKS[level])}: {harmless(' '.join(text.split()))}", err=True)


def inert(cell: Any) -> Any:
    """Return a cell of CSV that no spreadsheet takes for a formula; ``None`` is empty."""
    return "" if cell is None else guarded(cell)


def _escaped(match: re.Match[str]) -> str:
    return f"\\u{ord(match[0]):04x}"


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
        tell_json(records, indent=2)
    elif form in ("csv", "tsv"):
        tell(_separated(table, "," if form == "csv" else "\t"), nl=False)
    elif form == "md":
        tell(_markdown(table))
    else:
        _pretty(table)


def show_markdown(text: str) -> None:
    """Print Markdown on standard output: laid out on a terminal, as it is elsewhere."""
    if not sys.stdout.isatty():
        tell(text, nl=False)
        return
    from rich.console import Console
    from rich.markdown import Markdown

    Console().print(Markdown(harmless(text)))


def _separated(table: Table, delimiter: str) -> str:
    out = io.StringIO()
    writer = csv.writer(out, delimiter=delimiter, lineterminator="\n")
    writer.writerow(table.columns)
    writer.writerows([inert(cell) for cell in row] for row in table.rows)
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
    return "" if cell is None else _STEERING.sub(_REPLACED, " ".join(str(cell).split()))
