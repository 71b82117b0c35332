"""Tables: CSV in all its ways."""

from __future__ import annotations

import codecs
import csv
import io
import re
from collections.abc import Iterator

from kg.read.decode import decode
from kg.read.fields import find, has_text
from kg.read.intake import Intake
from kg.read.objects import Sheet
from kg.read.record import FIELDS, Record, Unreadable
from kg.read.source import Source

csv.field_size_limit(2**27)  # an article may be longer than the module's 128 KiB
_HEAD = 2**18
_GKG = re.compile(r"\d{14}-T?\d+\t\d{14}\t")
_COLUMNS = f"the first row names the columns: {', '.join(FIELDS)}"


def _as_windows(error: UnicodeError) -> tuple[str, int]:
    if not isinstance(error, UnicodeDecodeError):
        raise error
    return error.object[error.start : error.end].decode("cp1252", "replace"), error.end


codecs.register_error("parley-windows", _as_windows)


def read_table(source: Source, intake: Intake) -> Iterator[Record | Unreadable]:
    """Yield the rows of a table with a header; comma, semicolon, tab or bar between its columns."""
    where = source.where
    head = source.head(_HEAD)
    encoding = _encoding(head, source, intake)
    first = head.decode(encoding, "replace").removeprefix("\ufeff")
    if _GKG.match(first):
        message = "is a file of GDELT's knowledge graph: links without texts"
        raise Unreadable(where, message, "save the pages that it names", reason="without text")
    delimiter = "\t" if source.ending in (".tsv", ".tab") else _delimiter(first)

    def dates(name: str) -> Iterator[object]:
        for _, cells in _rows(source, encoding, delimiter):
            if isinstance(cells, dict):
                yield find(cells, intake.names).values.get("published")

    columns = [cell.strip() for cell in next(csv.reader([_header(first)], delimiter=delimiter), [])]
    if columns and not has_text(dict.fromkeys(columns, ""), intake.names):
        wanted = intake.names.shown.get("text")
        message = f"has no column {wanted!r}" if wanted else "has no column for the text"
        hint = f"its columns are {', '.join(columns)}; say which it is: --field text=NAME"
        raise Unreadable(f"{where}:1", message, hint, reason="without text")
    sheet = Sheet(source, intake, dates=dates)
    number = 0
    try:
        for line, cells in _rows(source, encoding, delimiter):
            if isinstance(cells, Unreadable):
                yield cells
                continue
            number += 1
            yield sheet.record(cells, number, f"{where}:{line}")
    finally:
        sheet.tell()
    if not number:
        raise Unreadable(where, "holds no rows", _COLUMNS, reason="without text")


def _rows(source: Source, encoding: str, delimiter: str) -> Iterator[tuple[int, dict[str, str] | Unreadable]]:
    """Yield each row as a record, with the line that it begins on; of a broken table what comes before the break."""
    where = source.where
    with source.opened() as raw:
        text = io.TextIOWrapper(raw, encoding, errors="parley-windows", newline="")
        rows = csv.reader((row.replace("\0", "") for row in text), delimiter=delimiter, strict=True)
        columns: list[str] | None = None
        while True:
            line = rows.line_num + 1
            try:
                cells: list[str] | None = source.guard(lambda: next(rows, None))
            except csv.Error as error:
                hint = "quote cells, and double the quotes inside"
                raise Unreadable(f"{where}:{line}", f"broken CSV: {error}", hint) from error
            if cells is None:
                return
            if not any(cell.strip() for cell in cells):
                continue
            if columns is None:
                columns = [cell.strip().removeprefix("\ufeff") for cell in cells]
                continue
            if len(cells) > len(columns):
                hint = "quote cells that hold commas"
                yield line, Unreadable(f"{where}:{line}", "row has more cells than the header", hint)
            else:
                yield line, dict(zip(columns, cells, strict=False))


def _encoding(head: bytes, source: Source, intake: Intake) -> str:
    if not head:
        return "utf-8"
    # the last character of a part may be cut in the middle
    sample = head if len(head) < _HEAD else head[: head.rfind(b"\n") + 1] or head[:-4]
    name = decode(sample, source.where)[1]
    if name == "windows-1252":
        intake.note(
            source.where, "is not UTF-8, and is read as Windows-1252", "save it as UTF-8", warning=True
        )
        return "cp1252"
    return "utf-8-sig" if name == "utf-8" else name


def _delimiter(text: str) -> str:
    """Return what parts the columns: the mark that parts the header and gives the rows below as many cells."""
    lines, header = text.split("\n"), _header(text)
    best, most = ",", (0, 0)
    for mark in ",;\t|":
        width = _width(header, mark)
        if width < 2:
            continue
        try:
            rows = list(csv.reader(io.StringIO("\n".join(lines[:50]), newline=""), delimiter=mark))[1:20]
        except csv.Error:
            rows = []
        fits = sum(len(row) == width for row in rows if row)
        if (fits, width) > most:
            best, most = mark, (fits, width)
    return best


def _header(text: str) -> str:
    return next((line for line in text.splitlines() if line.strip()), "")


def _width(header: str, mark: str) -> int:
    try:
        return len(next(csv.reader([header], delimiter=mark), []))
    except csv.Error:
        return 0
