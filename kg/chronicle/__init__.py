"""The chronicle of a graph: what happened day by day, every line with references to the sentences it rests on.

``chronicle(ds, actor="Ada Roe", since="2022-01")`` gives the entries, ``page`` makes a :class:`kg.telling.Page` of
them, ``table`` rows for a spreadsheet.
"""

from __future__ import annotations

from kg.chronicle.entries import STATEMENTS, UNDATED, Chronicle, Entry, chronicle
from kg.chronicle.pages import COLUMNS, page, table

__all__ = ["COLUMNS", "STATEMENTS", "UNDATED", "Chronicle", "Entry", "chronicle", "page", "table"]
