"""The same figures for groups of articles: folds, kinds of negotiation, decades, newsrooms."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from kg.errors import InputError
from kg.evaluate.report import TYPES, Report
from kg.model import Table

REST = "(no group)"
"""The group of the articles that a grouping does not name."""

WHOLE = "(all)"


@dataclass(frozen=True, slots=True)
class Grouping:
    """One way to sort articles into groups.

    Attributes:
        name: what the groups are, for headings.
        group: the group of each article, by the article's name.
    """

    name: str
    group: Mapping[str, str]

    def parts(self, report: Report) -> dict[str, Report]:
        """Return the report of each group that has articles in it: numbers in order, then words, then the rest."""
        names = {article.name: self.group.get(article.name, REST) for article in report.articles}
        return {
            name: Report(tuple(article for article in report.articles if names[article.name] == name))
            for name in sorted(set(names.values()), key=_order)
        }


def read_groups(path: Path) -> Grouping:
    """Read a mapping from articles to groups: JSON if the file is called ``.json``, YAML otherwise.

    Returns:
        A grouping called like the file's stem; numbers have become words.

    Raises:
        InputError: the file cannot be read, or is no mapping from names to words or numbers.
    """
    try:
        text = path.read_text(encoding="utf-8")
        data: Any = json.loads(text) if path.suffix.lower() == ".json" else yaml.safe_load(text)
    except (OSError, ValueError, yaml.YAMLError) as error:
        told = " ".join(str(error).split())
        raise InputError(f"{path}: cannot be read as JSON or YAML: {told}; mend or remove it") from error
    if not isinstance(data, dict) or not data:
        raise InputError(
            f"{path}: holds no groups; it is a mapping from the names of articles to their groups"
        )
    for name, group in data.items():
        if isinstance(group, bool) or not isinstance(group, str | int) or group == "":
            raise InputError(
                f"{path}: the group of {name} is neither a word nor a whole number; write it as one"
            )
    return Grouping(path.stem, {str(name): str(group) for name, group in data.items()})


def group_rows(report: Report, grouping: Grouping) -> Iterator[tuple[str, int, float, *tuple[str, ...]]]:
    """Yield group, number of articles, overall score, and for each type ``F1 precision/recall``, to be read.

    The last row is the whole. A type that neither side has anything of is a dash, though it counts as 1 in the overall
    score.
    """
    for name, part in (*grouping.parts(report).items(), (WHOLE, report)):
        scores = [part.score(kind) for kind in TYPES]
        cells = (
            f"{s.f1:.2f} {s.precision:.2f}/{s.recall:.2f}" if s.gold + s.predicted else "–" for s in scores
        )
        yield name, len(part.articles), part.overall, *cells


def grouped_table(report: Report, groupings: Sequence[Grouping], *, reliability: bool = False) -> Table:
    """Return ``Report.table`` of the whole and of every group, to be computed with.

    Three columns come first: the grouping, the group, both ``None`` for the whole, and the number of articles.
    """
    parts: list[tuple[str | None, str | None, Report]] = [(None, None, report)]
    parts += [(one.name, name, part) for one in groupings for name, part in one.parts(report).items()]
    tables = [
        (grouping, group, len(part.articles), part.table(reliability=reliability))
        for grouping, group, part in parts
    ]
    return Table(
        "evaluation",
        ("grouping", "group", "articles", *tables[0][3].columns),
        tuple((*head, *row) for *head, table in tables for row in table.rows),
    )


def _order(name: str) -> tuple[int, int, str]:
    if name == REST:
        return 2, 0, name
    return (0, int(name), name) if name.isdecimal() else (1, 0, name)
