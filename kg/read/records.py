"""Files of many articles: JSON, JSON Lines and CSV."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from kg.model import Issue
from kg.read.files import decode, read_bytes, unopened
from kg.read.record import FIELDS, Record, Unreadable

_SHAPE = 'a file holds one record, a list of records, or {"articles": [records]}'
csv.field_size_limit(2**31 - 1)  # an article may be longer than the module's 128 KiB


def read_json(path: Path) -> Iterator[Record | Issue]:
    """Yield the record or records of a JSON file."""
    where = str(path)
    data = _parse(decode(read_bytes(path), where), where)
    if isinstance(data, dict) and isinstance(data.get("articles"), list):
        data = data["articles"]
    if isinstance(data, dict):
        yield _record(data, path, None, where)
    elif isinstance(data, list):
        if not data:
            raise Unreadable(where, "holds no records", _SHAPE)
        seen: dict[str, str] = {}
        for number, fields in enumerate(data, 1):
            yield _checked(fields, path, number, f"{where}#{number}", seen)
    else:
        raise Unreadable(where, "is no record of an article", _SHAPE)


def read_json_lines(path: Path) -> Iterator[Record | Issue]:
    """Yield the records of a JSON Lines file, one line at a time; a broken line does not spoil the others."""
    seen: dict[str, str] = {}
    empty = True
    try:
        with path.open("rb") as file:
            for number, raw in enumerate(file, 1):
                if not raw.strip():
                    continue
                empty = False
                where = f"{path}:{number}"
                try:
                    fields = _parse(decode(raw, where), str(path), line=number)
                except Unreadable as error:
                    yield error.issue
                else:
                    yield _checked(fields, path, number, where, seen)
    except OSError as error:
        raise unopened(path, error) from error
    if empty:
        raise Unreadable(str(path), "is empty", "put one JSON record on each line")


def read_csv(path: Path) -> Iterator[Record | Issue]:
    """Yield the rows of a CSV file with a header; columns parted by commas, semicolons or tabs."""
    where = str(path)
    text = decode(read_bytes(path), where)
    header = text.partition("\n")[0]
    delimiter = max(",;\t", key=header.count)
    rows = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    columns: list[str] | None = None
    seen: dict[str, str] = {}
    number = 0
    while True:
        line = rows.line_num + 1
        try:
            cells = next(rows, None)
        except csv.Error as error:
            raise Unreadable(
                f"{where}:{line}", f"broken CSV: {error}", "quote cells, and double the quotes inside"
            ) from error
        if cells is None:
            break
        if not any(cell.strip() for cell in cells):
            continue
        if columns is None:
            columns = [cell.strip().lower() for cell in cells]
            if "text" not in columns:
                raise Unreadable(
                    f"{where}:1",
                    "has no column 'text'",
                    f"the first row names the columns: {', '.join(FIELDS)}",
                )
            continue
        number += 1
        if len(cells) > len(columns):
            yield Issue(
                "error",
                f"{where}:{line}",
                "row has more cells than the header",
                "quote cells that hold commas",
            )
        else:
            yield _checked(dict(zip(columns, cells, strict=False)), path, number, f"{where}:{line}", seen)
    if not number:
        raise Unreadable(where, "holds no rows", f"the first row names the columns: {', '.join(FIELDS)}")


def _parse(text: str, where: str, *, line: int | None = None) -> Any:
    try:
        return json.loads(text)
    except json.JSONDecodeError as error:
        at = f"{where}:{line or error.lineno}:{error.colno}"
        hint = "correct it there"
        if error.msg == "Extra data" and line is None:
            hint = "if it holds one record on each line, name it .jsonl"
        raise Unreadable(at, f"broken JSON: {error.msg}", hint) from error
    except RecursionError as error:
        raise Unreadable(where, "broken JSON: nested too deeply", _SHAPE) from error


def _checked(fields: Any, path: Path, number: int, where: str, seen: dict[str, str]) -> Record | Issue:
    if not isinstance(fields, dict):
        return Issue(
            "error",
            where,
            "is no record of an article",
            "give an object with the fields " + ", ".join(FIELDS),
        )
    record = _record(fields, path, number, where)
    if record.name in seen:
        message = f"record id {record.name!r} stands already at {seen[record.name]}"
        return Issue("error", where, message, "give each record its own id; the first is kept")
    seen[record.name] = where
    return record


def _record(fields: dict[str, Any], path: Path, number: int | None, where: str) -> Record:
    name = path.name if number is None else f"{path.name}#{number}"
    given = fields.get("id")
    if isinstance(given, str | int) and not isinstance(given, bool) and str(given).strip():
        name = " ".join(str(given).split())
    return Record(
        name=name,
        where=where,
        text=fields.get("text"),
        title=fields.get("title"),
        published=fields.get("published"),
        publisher=fields.get("publisher"),
        url=fields.get("url"),
        author=fields.get("author"),
    )
