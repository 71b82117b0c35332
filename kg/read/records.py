"""Files of many articles in JSON and JSON Lines."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any

from kg.read.decode import decode
from kg.read.fields import Names, find, has_text, lead, list_keys
from kg.read.intake import Intake
from kg.read.objects import Sheet
from kg.read.record import Record, Unreadable
from kg.read.source import Source

_SHAPE = 'a file holds one record, a list of records, or {"articles": [records]}'
_DEPTH = 4
_DIGITS = 18


def read_json(source: Source, intake: Intake) -> Iterator[Record | Unreadable]:
    """Yield the record or records of a JSON file, whatever it keeps them under; JSON Lines are known too."""
    where = source.where
    text, _ = decode(source.content(), where)
    try:
        data = _parse(text, where)
    except Unreadable:
        if not _is_lines(text):
            raise
        yield from read_lines(source, intake)
        return
    records, alone = _records(data, intake)
    if records is None:
        raise Unreadable(where, "is no record of an article", _SHAPE, reason="no record")
    if not records:
        raise Unreadable(where, "holds no records", _SHAPE, reason="no record")
    sheet = Sheet(source, intake, dates=lambda name: _values(records, intake))
    if alone:
        yield from sheet.records(records[0], None, where)
    else:
        for number, fields in enumerate(records, 1):
            yield from sheet.records(fields, number, f"{where}#{number}")
    sheet.tell()


def read_lines(source: Source, intake: Intake) -> Iterator[Record | Unreadable]:
    """Yield the records of a JSON Lines file, one line at a time; a broken line does not spoil the others."""

    def values(name: str) -> Iterator[object]:
        for _, raw in source.lines():
            try:
                yield from _values([_parse(decode(raw, "")[0], "")], intake)
            except Unreadable:
                continue

    sheet = Sheet(source, intake, dates=values)
    empty = True
    try:
        for number, raw in source.lines():
            where = f"{source.where}:{number}"
            if not raw:
                empty = False
                yield Unreadable(where, "is a line of over 64 MiB", "split the record", reason="too large")
            elif raw.strip():
                if empty and raw.strip() in (b"[", b"{"):
                    yield from read_json(source, intake)
                    return
                empty = False
                try:
                    text, encoding = decode(raw, where)
                    if encoding == "windows-1252":
                        intake.note(where, "is not UTF-8, and is read as Windows-1252", warning=True)
                    fields = _parse(text, source.where, line=number)
                except Unreadable as error:
                    yield error
                else:
                    yield from sheet.records(_unwrapped(fields), number, where)
    finally:
        sheet.tell()
    if empty:
        raise Unreadable(source.where, "is empty", "put one JSON record on each line", reason="without text")


def _values(records: list[Any], intake: Intake) -> Iterator[object]:
    for fields in records:
        if isinstance(fields, Mapping):
            yield find(fields, intake.names).values.get("published")


def _unwrapped(fields: Any) -> Any:
    # a search engine's dump has each record under "_source"
    inner = fields.get("_source") if isinstance(fields, Mapping) else None
    return inner if isinstance(inner, Mapping) else fields


def _records(data: Any, intake: Intake) -> tuple[list[Any] | None, bool]:
    """Return the records of a JSON value, and whether it is one record alone."""
    if isinstance(data, list):
        return [_unwrapped(fields) for fields in data], False
    if not isinstance(data, Mapping):
        return None, False
    found = _listed(data, _DEPTH, intake.names)
    if found is not None and not (has_text(data, intake.names) and lead(data)):
        return [_unwrapped(fields) for fields in found], False
    return [data], True


def _listed(data: Mapping[str, Any], depth: int, names: Names) -> list[Any] | None:
    """Find the list of records in an answer of a service: under a name for it, else the first list of objects."""
    by_name = {str(key).casefold(): value for key, value in data.items()}
    keys = [key for key in list_keys() if key in by_name]
    for key in keys:
        if isinstance(by_name[key], list):
            value: list[Any] = by_name[key]
            if not value or any(isinstance(item, Mapping) for item in value):
                return value
    if depth > 1:
        for key in [*keys, *(key for key in by_name if key not in keys)]:
            if isinstance(by_name[key], Mapping):
                found = _listed(by_name[key], depth - 1, names)
                if found is not None:
                    return found
    for value in data.values():
        items = value if isinstance(value, list) and value else [None]
        if all(isinstance(item, Mapping) and has_text(item, names) for item in items):
            return list(items)
    return None


def _is_lines(text: str) -> bool:
    first = next((line for line in text.splitlines() if line.strip()), "")
    try:
        return isinstance(json.loads(first, parse_int=_integer), Mapping)
    except (ValueError, RecursionError):
        return False


def _parse(text: str, where: str, *, line: int | None = None) -> Any:
    try:
        return json.loads(text, parse_int=_integer)
    except json.JSONDecodeError as error:
        at = f"{where}:{line or error.lineno}:{error.colno}"
        raise Unreadable(at, f"broken JSON: {error.msg}", "correct it there", reason="broken") from error
    except (ValueError, RecursionError) as error:
        at = where if line is None else f"{where}:{line}"
        raise Unreadable(at, "broken JSON: nested too deeply", _SHAPE, reason="broken") from error


def _integer(digits: str) -> int | str:
    # thousands of digits take the time of their square to be made a number, and are none of ours
    return int(digits) if len(digits) <= _DIGITS else digits
