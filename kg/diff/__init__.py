"""What changed between two graphs, in words: who and what is new, what happened, what was answered, what is disputed.

Things are followed by their evidence, not by their names: a meeting that got a date, and with it another IRI, is the
same meeting; two things that became one are told as such.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from kg.diff.changes import SECTIONS, Change, changes
from kg.diff.kept import load, save
from kg.diff.snapshot import Snapshot, snapshot
from kg.model import Table

if TYPE_CHECKING:
    from rdflib import Dataset

__all__ = ["SECTIONS", "Change", "Snapshot", "diff", "load", "save", "snapshot", "table", "text"]

_COLUMNS = {
    "section": "About",
    "change": "Change",
    "text": "In words",
    "was": "Was",
    "now": "Now",
    "thing": "Id",
}


def diff(old: Dataset, new: Dataset) -> tuple[Change, ...]:
    """Return what changed from one graph to the other, by section and in the order of the words.

    The two may have different bases; swapping them gives the changes the other way.
    """
    return changes(snapshot(old), snapshot(new))


def table(found: Iterable[Change]) -> Table:
    """Return changes as a table with the columns section, change, text, was, now, thing."""
    rows = tuple((c.section, c.change, c.text, c.was, c.now, c.thing) for c in found)
    return Table(name="diff", columns=tuple(_COLUMNS), rows=rows, captions=tuple(_COLUMNS.values()))


def text(found: Iterable[Change]) -> str:
    """Return changes as text: a heading for each section that has any, a line for each change."""
    listed = list(found)
    if not listed:
        return "Nothing changed.\n"
    lines: list[str] = []
    for section in SECTIONS:
        told = [f"- {change.text}" for change in listed if change.section == section]
        if told:
            lines += [section, *told, ""]
    return "\n".join(lines)
