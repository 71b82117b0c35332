"""The short report on a graph, in Markdown: what was read, who acts, what happened, what is open or disputed.

Its sections are queries of the catalogue, shortened; so the report never says what ``kg query`` would not.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from kg.model import Issue, Table
from kg.query import run
from kg.sparql import select

if TYPE_CHECKING:
    from rdflib import Dataset

ROWS = 15
"""How many rows a section shows before it names the query that gives all."""

WIDTH = 80
"""How many characters of a cell are shown."""

# title, query, the columns that a short report needs
SECTIONS: tuple[tuple[str, str, tuple[str, ...]], ...] = (
    ("Sources", "articles", ("published", "known", "name", "outlet", "statements")),
    ("Actors", "most-connected", ("actor", "kind", "others", "meetings", "statements")),
    ("Meetings", "timeline", ("date", "ends", "kind", "participants", "place", "status", "articles")),
    ("Proposals", "proposals", ("submitted", "proposers", "addressees", "topic", "provisions", "answers")),
    ("What is proposed", "provisions", ("proposers", "addressees", "provision")),
    ("Answers", "answers", ("date", "respondents", "recipients", "status", "form", "stances")),
    ("Answers still expected", "expected-answers", ("date", "respondents", "recipients", "topic")),
    ("Disagreements", "disagreements", ("meeting", "what", "one", "sources", "other", "others")),
)

# what is counted, and the classes that make it up
_KINDS = {
    "articles": ("Article",),
    "actors": ("Person", "State", "Organization", "Bloc"),
    "positions": ("Position",),
    "meetings": ("Meeting", "Talks", "Summit", "Call", "Visit", "Media"),
    "proposals": ("Proposal",),
    "provisions": ("Provision",),
    "responses": ("Response",),
    "statements": ("Statement",),
    "evidence": ("Evidence",),
}


def stats(ds: Dataset) -> Table:
    """Count what a graph holds.

    Returns:
        Columns ``what`` and ``count``: articles, actors, …, evidence, and triples over all graphs.
    """
    rows = [
        (
            what,
            _count(
                ds,
                f"DISTINCT ?s) AS ?n) WHERE {{ VALUES ?c {{ {_terms(classes)} }} GRAPH ?g {{ ?s a ?c }} }}",
            ),
        )
        for what, classes in _KINDS.items()
    ]
    rows.append(("triples", _count(ds, "*) AS ?n) WHERE { GRAPH ?g { ?s ?p ?o } }")))
    return Table(name="stats", columns=("what", "count"), rows=tuple(rows))


def markdown(ds: Dataset, *, issues: Iterable[Issue] = ()) -> str:
    """Return the short report on a graph.

    Args:
        ds: the graph.
        issues: what was skipped or doubtful while it was built.
    """
    lines = ["# What the articles say", "", _overview(ds), ""]
    for title, query, columns in SECTIONS:
        lines += _section(title, query, run(ds, query), columns)
    told = sorted({str(issue) for issue in issues})
    if told:
        more = [f"- … and {len(told) - ROWS} more"] if len(told) > ROWS else []
        lines += ["## Skipped or doubtful", "", *(f"- {issue}" for issue in told[:ROWS]), *more, ""]
    return "\n".join(lines).rstrip() + "\n"


def _overview(ds: Dataset) -> str:
    counts = ", ".join(
        f"{count} {what}" for what, count in stats(ds).rows if what not in ("evidence", "triples")
    )
    days = sorted(
        str(row[0])
        for row in select(ds, "SELECT DISTINCT ?day WHERE { ?a a kg:Article ; kg:published ?day }")
    )
    return counts + (f"; published {days[0]} to {days[-1]}." if days else ".")


def _section(title: str, query: str, table: Table, columns: Sequence[str]) -> list[str]:
    lines = [f"## {title}", ""]
    if not table.rows:
        return [*lines, "None.", ""]
    places = [table.columns.index(column) for column in columns]
    # a column that is empty throughout says nothing
    places = [place for place in places if any(row[place] is not None for row in table.rows)]
    shown = [[table.captions[place] for place in places]]
    shown += [[_cell(row[place]) for place in places] for row in table.rows[:ROWS]]
    widths = [max(3, *map(len, column)) for column in zip(*shown, strict=True)]
    shown.insert(1, ["-" * width for width in widths])
    lines += [_row(cells, widths) for cells in shown]
    if len(table.rows) > ROWS:
        lines += ["", f"… and {len(table.rows) - ROWS} more: `kg query {query}`"]
    return [*lines, ""]


def _row(cells: Sequence[str], widths: Sequence[int]) -> str:
    # padded, so that the report can be read as plain text too
    return f"| {' | '.join(cell.ljust(width) for cell, width in zip(cells, widths, strict=True))} |"


def _cell(value: str | int | float | None) -> str:
    text = "" if value is None else " ".join(str(value).split())
    text = text if len(text) <= WIDTH else text[: WIDTH - 1].rstrip() + "…"
    return text.replace("|", "\\|")


def _terms(classes: Iterable[str]) -> str:
    return " ".join(f"kg:{name}" for name in classes)


def _count(ds: Dataset, rest: str) -> int:
    ((count,),) = select(ds, f"SELECT (COUNT({rest}")
    return int(str(count))
