"""A table of the catalogue in the formats of the service."""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from kg.files import guarded
from kg.model import Table

if TYPE_CHECKING:
    from kg.serve.explaining import Answered

EXPLAINED = ("sentence", "article")
_ID = re.compile(r"[a-z]+/\S+")
_SPECIAL = re.compile(r"([\\`*_\[\]<>|#~])")


def id_columns(table: Table) -> list[int]:
    """Return the places of the columns that hold ids of things."""
    return [at for at, caption in enumerate(table.captions) if caption.startswith("Id")]


def is_id(cell: object) -> bool:
    """Tell whether a cell can be the id of a thing."""
    return isinstance(cell, str) and _ID.fullmatch(cell) is not None


def as_json(answered: Answered) -> str:
    """Return a table as an object with its columns and its rows, each an object by the columns' names."""
    table = answered.table
    rows: list[dict[str, Any]] = [dict(zip(table.columns, row, strict=True)) for row in table.rows]
    for row, words in zip(rows, answered.words, strict=False):
        row["evidence"] = [
            {
                "sentence": one.sentence,
                "quote": one.quote,
                "confidence": one.confidence,
                "article": one.article,
                "title": source.title if source else None,
                "publisher": source.publisher if source else None,
                "published": source.published if source else None,
            }
            for one, source in words
        ]
    columns = [
        {"name": name, "caption": caption}
        for name, caption in zip(table.columns, table.captions, strict=True)
    ]
    return (
        json.dumps({"query": table.name, "columns": columns, "rows": rows}, ensure_ascii=False, indent=1)
        + "\n"
    )


def separated(answered: Answered, delimiter: str) -> str:
    """Return a table as CSV (RFC 4180, lines end in a line feed) or with tabs; unbound cells are empty."""
    out = io.StringIO()
    writer = csv.writer(out, delimiter=delimiter, lineterminator="\n")
    heading, rows = _flat(answered, answered.table.columns)
    writer.writerow(heading)
    writer.writerows(["" if cell is None else guarded(cell) for cell in row] for row in rows)
    return out.getvalue()


def markdown(answered: Answered) -> str:
    """Return a table as Markdown; nothing in a cell is read as markup."""
    heading, rows = _flat(answered, answered.table.captions or answered.table.columns)
    lines = [heading, ["---"] * len(heading), *([_plain(cell) for cell in row] for row in rows)]
    return "".join(f"| {' | '.join(map(str, line))} |\n" for line in lines)


def _flat(answered: Answered, heading: Iterable[str]) -> tuple[list[str], list[list[Any]]]:
    """With evidence there are two more columns: the best sentence, and the article's title."""
    names, rows = list(heading), [list(row) for row in answered.table.rows]
    if answered.words:
        names += EXPLAINED
        for row, words in zip(rows, answered.words, strict=True):
            one, source = words[0] if words else (None, None)
            row += [one.sentence if one else None, source.title if source else None]
    return names, rows


def _plain(cell: object) -> str:
    return "" if cell is None else _SPECIAL.sub(r"\\\1", " ".join(str(cell).split()))
