"""``queries/checks``: each is a SPARQL query with a comment header, and must return no rows."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import cast, get_args

import pyoxigraph as po

from kg import resources
from kg.errors import DataFileError
from kg.model import Issue, Level
from kg.validate.snapshot import Snapshot

_LINE = re.compile(r"#\s?([a-z]+):\s*(.*)")
_FIELDS = ("title", "description", "level", "message", "hint")


@dataclass(frozen=True, slots=True)
class Check:
    """A query that returns a row for each thing that is wrong.

    Attributes:
        message: what is wrong with ``?node``; ``{name}`` stands for the variable of that name.
        text: the query; selects ``?node``, and ``?article`` where the row belongs to one article's graph.
    """

    name: str
    title: str
    description: str
    level: Level
    message: str
    hint: str
    text: str
    path: Path


@cache
def checks() -> tuple[Check, ...]:
    """Return all checks, sorted by name.

    Raises:
        DataFileError: a header lacks a field or has one that is unknown.
    """
    return tuple(map(_parse, sorted(resources.queries("checks").glob("*.rq"))))


def run_checks(store: po.Store, snapshot: Snapshot) -> Iterator[Issue]:
    """Yield an issue for each row of each check.

    Raises:
        DataFileError: a check is not valid SPARQL.
    """
    for check in checks():
        try:
            rows = cast(po.QuerySolutions, store.query(check.text, use_default_graph_as_union=True))
        except SyntaxError as error:
            raise DataFileError(check.path, f"not SPARQL: {error}") from error
        names = [variable.value for variable in rows.variables]
        for row in rows:
            cells = {name: row[name] for name in names}
            shown = {name: _show(cell, snapshot) for name, cell in cells.items()}
            article = cells.get("article")
            where = snapshot.place(article.value if isinstance(article, po.NamedNode) else None)
            yield Issue(check.level, where, f"{shown['node']} {check.message.format_map(shown)}", check.hint)


def _show(term: object, snapshot: Snapshot) -> str:
    if isinstance(term, po.NamedNode):
        return snapshot.name(term.value)
    return term.value if isinstance(term, po.Literal) else "a node"


def _parse(path: Path) -> Check:
    text = path.read_text(encoding="utf-8")
    fields: dict[str, str] = {}
    for number, line in enumerate(text.splitlines(), 1):
        if not line.startswith("#"):
            break
        match = _LINE.fullmatch(line.rstrip())
        if match is None or match[1] not in _FIELDS:
            raise DataFileError(
                path, f"a header line is one of {', '.join(_FIELDS)}, with a colon", line=number
            )
        fields[match[1]] = match[2]
    missing = [name for name in _FIELDS if not fields.get(name)]
    if missing:
        raise DataFileError(path, f"the header lacks {', '.join(missing)}", line=1)
    level = fields["level"]
    if level not in get_args(Level):
        raise DataFileError(path, f"level is one of {', '.join(get_args(Level))}, not {level!r}")
    unknown = {name for name in re.findall(r"\{(\w+)\}", fields["message"]) if f"?{name}" not in text}
    if unknown or "?node" not in text:
        raise DataFileError(path, f"the query does not select ?{min(unknown or {'node'})}")
    return Check(
        name=path.stem,
        title=fields["title"],
        description=fields["description"],
        level=cast(Level, level),
        message=fields["message"],
        hint=fields["hint"],
        text=text,
        path=path,
    )
