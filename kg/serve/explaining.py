"""The words that each row of a table rests on."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from kg.model import Table
from kg.serve.tables import id_columns
from kg.telling import Evidence, Source

if TYPE_CHECKING:
    from kg.serve.tasks import Reader

Words = tuple[Evidence, Source | None]


@dataclass(frozen=True, slots=True)
class Answered:
    """A table, and for each row the best words of each article about the thing that the row is about."""

    table: Table
    words: tuple[tuple[Words, ...], ...] = ()


def explained(reader: Reader, table: Table) -> tuple[tuple[Words, ...], ...]:
    """Return for each row the best sentence of each article, the surest first; none where a row names no thing."""
    columns = id_columns(table)
    ids = [[str(row[at]) for at in columns if row[at]] for row in table.rows]
    teller = reader.telling
    known = {one.iri: one for one in teller.things(reader.base + id for row in ids for id in row)}
    found = []
    for row in ids:
        words = {one: None for id in row for one in known[reader.base + id].best()}
        found.append(tuple((one, teller.source(one.article)) for one in words))
    return tuple(found)
