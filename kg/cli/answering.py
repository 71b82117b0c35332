"""An answer on standard output: how it is asked for by options, and how rows, a graph, or yes or no are shown."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from kg.cli.output import escaped, say, tell
from kg.cli.patience import OutOfPatience, leave, patiently
from kg.cli.rows import GRAPHS, TABLES, Told, write_rows, write_truth
from kg.errors import QueryError

if TYPE_CHECKING:
    from rdflib import Dataset

    from kg.model import Table
    from kg.query.answers import Answer, Row

SHOWN = 1000
"""How many rows the table for people has where no limit is given."""
SENTENCES = 3
"""How many sentences the table for people has under a row."""
_CHUNK = 100


@dataclass(frozen=True, slots=True)
class How:
    """How an answer is wanted.

    Attributes:
        form: one of ``TABLES`` or ``GRAPHS``; ``None`` for what suits the query and the place.
        limit: how many rows or triples, ``None`` for all.
        timeout: seconds, 0 for ever.
        explained: with the sentences that rows rest on.
    """

    form: str | None = None
    limit: int | None = None
    timeout: float = 0
    explained: bool = False


def answer_options() -> list[click.Option]:
    """Return the options whose values make a :class:`How`."""
    return [
        click.Option(
            ["--format", "form"],
            type=click.Choice((*TABLES, *GRAPHS)),
            help="table on a terminal, tsv elsewhere, if not given; ttl for a query that constructs.",
        ),
        click.Option(
            ["--explain", "explained"], is_flag=True, help="Add the sentences that each row rests on."
        ),
        click.Option(["--limit"], type=click.IntRange(1), metavar="N", help="No more rows than this."),
        click.Option(
            ["--timeout"],
            type=click.FloatRange(0, min_open=False),
            default=300,
            show_default=True,
            metavar="SECONDS",
            help="Give up after so long; 0 for never.",
        ),
    ]


def show_answer(ds: Dataset, name: str | Path, values: Mapping[str, object], how: How) -> None:
    """Put a query to a graph and print what it answers.

    A query that runs too long, or is interrupted, ends the process: the store cannot be told to stop. After an ASK that
    is not so, the process ends with 1.

    Raises:
        QueryError: as of :func:`kg.query.run`, or the format does not fit the query.
    """
    from kg.query.engine import ask

    answers: list[Answer] = []

    def produce() -> Iterator[object]:
        found = ask(ds, name, **values)
        # the reader must know what it reads before the first row, and where there is none; the rows stay here
        answers.append(replace(found, rows=iter(()), triples=iter(())))
        yield None
        limit = _limit(how, how.form or _form(found))
        items = found.rows if found.form == "select" else found.triples
        # one more, to know that there are more
        yield from items if limit is None else islice(items, limit + 1)

    try:
        items: Iterator[Any] = patiently(produce, how.timeout)
        next(items)
        answer = answers[0]
        form = how.form or _form(answer)
        _check(answer, form, how)
        if answer.truth is not None:
            write_truth(form, answer.truth)
            if not answer.truth:
                click.get_current_context().exit(1)
        elif answer.form == "select":
            _show_rows(ds, answer, form, how, items)
        else:
            _show_graph(form, items, how)
    except OutOfPatience as error:
        say(f"kg: {error}")
        leave(error.exit_code)
    except KeyboardInterrupt:
        say("kg: interrupted")
        leave(130)
    except BrokenPipeError:
        # the reader has enough, as head does
        leave(0)


def show_number(table: Table, how: How) -> None:
    """Print a table of one number: alone for people, as a column of its name in the other formats.

    Raises:
        QueryError: the format holds no table.
    """
    form = how.form or ("table" if sys.stdout.isatty() else "tsv")
    if form not in TABLES or form == "sparql-json" or how.explained:
        raise QueryError(
            "a number has no sentences and is no graph; choose --format from table, csv, tsv, json, jsonl, md"
        )
    from kg.query.answers import Row

    ((number,),) = table.rows
    if form == "table":
        tell(f"{number:,}")
        return
    write_rows(form, table.columns, table.captions, [(Row((number,), (None,)), None)])


def _form(answer: Answer) -> str:
    if answer.form in ("construct", "describe"):
        return "ttl"
    if answer.form == "ask":
        return "table"
    return "table" if sys.stdout.isatty() else "tsv"


def _check(answer: Answer, form: str, how: How) -> None:
    graph = answer.form in ("construct", "describe")
    if graph != (form in GRAPHS):
        fitting = ", ".join(GRAPHS if graph else TABLES)
        gives = "a graph" if graph else "a table"
        raise QueryError(f"{answer.query.path}: gives {gives}; choose --format from {fitting}")
    if how.explained and (answer.form != "select" or form == "sparql-json"):
        raise QueryError("--explain adds to the rows of a SELECT query, in any format but sparql-json")


def _limit(how: How, form: str) -> int | None:
    return how.limit or (SHOWN if form == "table" else None)


def _show_rows(ds: Dataset, answer: Answer, form: str, how: How, rows: Iterator[Row]) -> None:
    limit = _limit(how, form)
    more = False

    def limited() -> Iterator[Row]:
        nonlocal more
        for number, row in enumerate(rows):
            if number == limit:
                more = True
                return
            yield row

    told = _explained(ds, limited()) if how.explained else ((row, None) for row in limited())
    if form == "table":
        from kg.cli.grid import show_grid

        kept = list(told)
        show_grid(answer.captions, [row.cells for row, _ in kept], [_beneath(one) for _, one in kept])
        count = len(kept)
    else:
        count = write_rows(form, answer.columns, answer.captions, told)
    if more:
        remedy = "" if how.limit else "; allow more with --limit, or choose another --format for all"
        say(f"the first {_counted(count)}; there are more{remedy}")
    elif form == "table" or not count:
        # a program sees that there are none; who looks at the screen would think that something failed
        say(_counted(count))


def _counted(count: int) -> str:
    return "no rows" if not count else "1 row" if count == 1 else f"{count:,} rows"


def _explained(ds: Dataset, rows: Iterator[Row]) -> Iterator[Told]:
    """Add to each row the sentences of the last thing in it that has any."""
    from kg.query.evidence import ids, sentences

    while chunk := list(islice(rows, _CHUNK)):
        things = [ids(row.terms) for row in chunk]
        found = sentences(ds, {thing for named in things for thing in named})
        for row, named in zip(chunk, things, strict=True):
            yield row, next((found[thing] for thing in named if thing in found), ())


def _beneath(sentences: tuple[object, ...] | None) -> list[str]:
    lines = [str(sentence) for sentence in (sentences or ())[:SENTENCES]]
    rest = len(sentences or ()) - len(lines)
    return [*lines, f"… and {rest} more"] if rest > 0 else lines


def _show_graph(form: str, triples: Iterator[Any], how: How) -> None:
    import pyoxigraph as po

    from kg.sparql import NAMESPACES

    formats: dict[str, po.RdfFormat] = {
        "ttl": po.RdfFormat.TURTLE,
        "nt": po.RdfFormat.N_TRIPLES,
        "jsonld": po.RdfFormat.JSON_LD,
    }
    write: Callable[[str], object] = sys.stdout.write
    if form == "nt" and how.limit is None:
        # line by line: nothing is held
        for triple in triples:
            write(escaped(f"{triple} .\n"))
        return
    kept = list(triples)
    more = how.limit is not None and len(kept) > how.limit
    found = sorted(set(kept[: how.limit]), key=str)
    text = " ".join(map(str, found))
    prefixes = {prefix: start for prefix, start in NAMESPACES.items() if f"<{start}" in text}
    data = po.serialize(found, format=formats[form], prefixes=prefixes if form != "nt" else None)
    write(escaped((data or b"").decode("utf-8")))
    if more:
        say(f"the first {how.limit:,} triples; there are more")
