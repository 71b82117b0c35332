"""Answers on standard output, row by row: no format but the table for people holds more than one row."""

from __future__ import annotations

import csv
import json
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import IO, TYPE_CHECKING

from kg.cli.output import harmless, inert, json_text, plain

if TYPE_CHECKING:
    from kg.query.answers import Row, Term
    from kg.query.evidence import Sentence

TABLES = ("table", "csv", "tsv", "json", "jsonl", "md", "sparql-json")
GRAPHS = ("ttl", "nt", "jsonld")

Told = tuple["Row", "tuple[Sentence, ...] | None"]
"""A row, and the sentences that it rests on where they were asked for."""


def write_rows(form: str, columns: Sequence[str], captions: Sequence[str], rows: Iterable[Told]) -> int:
    """Write rows in one of ``TABLES`` but ``table``; return how many there were.

    Unbound cells are empty, in JSON ``null``. Sentences come in a column ``evidence``: as text, one to a line; in JSON
    as objects with ``sentence``, ``article``, ``publisher`` and ``published``.
    """
    return _WRITERS[form](columns, captions, rows)


def write_truth(form: str, truth: bool) -> None:
    """Write what ASK answers: ``yes`` or ``no``, and in SPARQL's JSON a boolean."""
    word = "yes" if truth else "no"
    if form == "sparql-json":
        text = json.dumps({"head": {}, "boolean": truth})
    elif form in ("json", "jsonl"):
        text = json.dumps({"answer": truth})
    elif form in ("csv", "tsv"):
        text = f"answer\n{word}"
    else:
        text = word
    sys.stdout.write(f"{text}\n")


def _separated(delimiter: str, between: str) -> Callable[[Sequence[str], Sequence[str], Iterable[Told]], int]:
    def write(columns: Sequence[str], _captions: Sequence[str], rows: Iterable[Told]) -> int:
        writer = csv.writer(sys.stdout, delimiter=delimiter, lineterminator="\n")
        rows, explained = _peek(rows)
        writer.writerow([*columns, "evidence"] if explained else columns)
        count = 0
        for row, sentences in rows:
            cells = [harmless(c) if isinstance(c := inert(cell), str) else c for cell in row.cells]
            if sentences is not None:
                cells.append(harmless(inert(between.join(map(str, sentences)))))
            writer.writerow(cells)
            count += 1
        return count

    return write


def _records(columns: Sequence[str], rows: Iterable[Told]) -> Iterator[dict[str, object]]:
    for row, sentences in rows:
        record: dict[str, object] = dict(zip(columns, row.cells, strict=True))
        if sentences is not None:
            record["evidence"] = [
                {"sentence": one.text, "article": one.article, "publisher": one.publisher or None}
                | {"published": one.published or None}
                for one in sentences
            ]
        yield record


def _json(columns: Sequence[str], _captions: Sequence[str], rows: Iterable[Told]) -> int:
    out, count = sys.stdout, 0
    for record in _records(columns, rows):
        text = json_text(record, indent=2).replace("\n", "\n  ")
        out.write(f"{',' if count else '['}\n  {text}")
        count += 1
    out.write("\n]\n" if count else "[]\n")
    return count


def _lines(columns: Sequence[str], _captions: Sequence[str], rows: Iterable[Told]) -> int:
    count = 0
    for record in _records(columns, rows):
        sys.stdout.write(json_text(record) + "\n")
        count += 1
    return count


def _markdown(columns: Sequence[str], captions: Sequence[str], rows: Iterable[Told]) -> int:
    def line(cells: Iterable[str]) -> None:
        sys.stdout.write(f"| {' | '.join(cell.replace('|', chr(92) + '|') for cell in cells)} |\n")

    rows, explained = _peek(rows)
    heads = [*captions, "Evidence"] if explained else list(captions)
    line(heads)
    line("---" for _ in heads)
    count = 0
    for row, sentences in rows:
        line(
            [
                *map(plain, row.cells),
                *([] if sentences is None else [harmless("<br>".join(map(str, sentences)))]),
            ]
        )
        count += 1
    return count


def _sparql_json(columns: Sequence[str], _captions: Sequence[str], rows: Iterable[Told]) -> int:
    """Write SPARQL 1.1 Query Results JSON Format (W3C Recommendation, 21 March 2013)."""
    out: IO[str] = sys.stdout
    head = json.dumps({"vars": list(columns)}, ensure_ascii=False)
    out.write(f'{{"head": {head}, "results": {{"bindings": [')
    count = 0
    for row, _ in rows:
        bound = {
            name: _binding(term) for name, term in zip(columns, row.terms, strict=True) if term is not None
        }
        out.write((",\n" if count else "\n") + json_text(bound))
        count += 1
    out.write("\n]}}\n")
    return count


def _binding(term: Term) -> dict[str, str]:
    found = {"type": term.kind, "value": term.value}
    if term.language:
        found["xml:lang"] = term.language
    elif term.datatype:
        found["datatype"] = term.datatype
    return found


def _peek(rows: Iterable[Told]) -> tuple[Iterator[Told], bool]:
    """Return the rows again, and whether they come with sentences."""
    iterator = iter(rows)
    first = next(iterator, None)
    if first is None:
        return iter(()), False

    def again() -> Iterator[Told]:
        yield first
        yield from iterator

    return again(), first[1] is not None


_WRITERS: dict[str, Callable[[Sequence[str], Sequence[str], Iterable[Told]], int]] = {
    "csv": _separated(",", "\n"),
    "tsv": _separated("\t", " ¶ "),
    "json": _json,
    "jsonl": _lines,
    "md": _markdown,
    "sparql-json": _sparql_json,
}
