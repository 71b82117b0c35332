"""The short report on a graph, in Markdown: what was read, who acts, what happened, what is open or disputed.

SPARQL's GROUP_CONCAT and SAMPLE promise no order, and a report must be the same on every build: so the queries here
fetch plain facts, and grouping and sorting are done in Python.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from kg.model import Issue, Table
from kg.sparql import compact, select

if TYPE_CHECKING:
    from rdflib import Dataset

ROWS = 20
"""How many rows a section shows before it says how many more there are."""

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

# what one thing has once, so that two values from two articles cannot both hold
_SINGLE = ("date", "place", "status", "stance", "submitted", "round")

_IN_GRAPHS = """
SELECT DISTINCT ?thing ?class ?a WHERE { VALUES ?class { %s } GRAPH ?a { ?thing a ?class } }
"""

_VALUES = """
SELECT DISTINCT ?thing ?p ?shown ?a WHERE {
  VALUES ?class { %s }
  GRAPH ?a { ?thing a ?class ; ?p ?value }
  FILTER(?p NOT IN (rdf:type, kg:evidence))
  OPTIONAL { ?value skos:prefLabel|rdfs:label|kg:text ?label }
  BIND(COALESCE(?label, ?value) AS ?shown)
}
"""

_COUNTS = """
SELECT ?class (COUNT(DISTINCT ?thing) AS ?count) WHERE { GRAPH ?a { ?thing a ?class } } GROUP BY ?class
"""


@dataclass(slots=True)
class _Thing:
    """One thing with all that all articles say of it; nodes are shown by their labels."""

    iri: str
    kinds: set[str] = field(default_factory=set)
    graphs: set[str] = field(default_factory=set)
    values: dict[str, dict[str, set[str]]] = field(default_factory=dict)  # property → value → graphs

    def show(self, prop: str, between: str = ", ") -> str:
        return between.join(sorted(self.values.get(prop, ())))

    def size(self, prop: str) -> int:
        return len(self.values.get(prop, ()))


def stats(ds: Dataset) -> Table:
    """Count what a graph holds.

    Returns:
        Columns ``what`` and ``count``: articles, actors, …, evidence, and triples over all graphs.
    """
    counts = {compact(cls): int(str(count)) for cls, count in select(ds, _COUNTS)}
    rows = [(what, sum(counts.get(f"kg:{name}", 0) for name in names)) for what, names in _KINDS.items()]
    ((triples,),) = select(ds, "SELECT (COUNT(*) AS ?n) WHERE { GRAPH ?g { ?s ?p ?o } }")
    return Table(name="stats", columns=("what", "count"), rows=(*rows, ("triples", int(str(triples)))))


def markdown(ds: Dataset, *, issues: Iterable[Issue] = ()) -> str:
    """Return the short report on a graph.

    Args:
        ds: the graph.
        issues: what was skipped or doubtful while it was built.
    """
    articles = _things(ds, "articles")
    statements, meetings = _things(ds, "statements"), _things(ds, "meetings")
    proposals, responses = _things(ds, "proposals"), _things(ds, "responses")
    names = {article.iri: article.show("schema:identifier") for article in articles}
    parts = ["# What the articles say", "", _overview(stats(ds), articles), ""]
    parts += _section(
        "Sources",
        ("article", "published", "known from", "publisher", "statements"),
        (
            (
                names[a.iri],
                a.show("published"),
                a.show("publishedFrom"),
                a.show("publisher"),
                sum(a.iri in s.graphs for s in statements),
            )
            for a in sorted(articles, key=lambda a: (a.show("published"), names[a.iri], a.iri))
        ),
    )
    parts += _section(
        "Actors",
        ("actor", "kind", "articles"),
        (
            (a.show("skos:prefLabel"), ", ".join(sorted(a.kinds)), len(a.graphs))
            for a in sorted(_things(ds, "actors"), key=lambda a: (-len(a.graphs), a.iri))
        ),
    )
    parts += _section(
        "Meetings",
        ("date", "place", "who", "kind", "status", "articles"),
        (
            (
                _when(m),
                m.show("place", " / "),
                m.show("participant"),
                ", ".join(sorted(m.kinds)),
                m.show("status", " / "),
                len(m.graphs),
            )
            for m in _by_date(m for m in meetings if "Media" not in m.kinds)
        ),
    )
    answered = {p.iri: sum(p.iri in r.values.get("respondsTo", ()) for r in responses) for p in proposals}
    parts += _section(
        "Proposals",
        ("submitted", "by", "to", "provisions", "answers", "about"),
        (
            (
                p.show("submitted", " / "),
                p.show("proposedBy"),
                p.show("addressedTo"),
                p.size("provision"),
                answered[p.iri],
                p.show("topic", "; ") or p.show("provision", "; "),
            )
            for p in _by_date(proposals, "submitted")
        ),
    )
    parts += _section(
        "Answers",
        ("date", "by", "to", "status", "stance", "articles"),
        (
            (
                _when(r),
                r.show("respondent"),
                r.show("recipient"),
                r.show("status", " / "),
                r.show("stance", " / "),
                len(r.graphs),
            )
            for r in _by_date(responses)
        ),
    )
    parts += _section("Disagreements", ("thing", "what", "accounts"), _disputes(meetings + proposals + responses, names))
    parts += _issues(list(issues))
    return "\n".join(parts).rstrip() + "\n"


def _things(ds: Dataset, what: str) -> list[_Thing]:
    classes = " ".join(f"kg:{name}" for name in _KINDS[what])
    things: dict[str, _Thing] = {}
    for iri, cls, graph in select(ds, _IN_GRAPHS % classes):
        thing = things.setdefault(str(iri), _Thing(str(iri)))
        thing.kinds.add(_name(compact(cls)))
        thing.graphs.add(str(graph))
    for iri, prop, value, graph in select(ds, _VALUES % classes):
        by_value = things[str(iri)].values.setdefault(_name(compact(prop)), {})
        by_value.setdefault(_name(compact(value)), set()).add(str(graph))
    return [things[iri] for iri in sorted(things)]


def _name(compacted: str) -> str:
    return compacted.removeprefix("kg:")


def _when(thing: _Thing) -> str:
    return thing.show("date", " / ") + (f" – {thing.show('until', ' / ')}" if thing.values.get("until") else "")


def _by_date(things: Iterable[_Thing], prop: str = "date") -> list[_Thing]:
    return sorted(things, key=lambda thing: (not thing.show(prop), thing.show(prop), thing.iri))


def _disputes(things: Iterable[_Thing], names: dict[str, str]) -> list[tuple[str, str, str]]:
    """Find single-valued properties to which different articles give values that cannot both hold."""
    return [
        (
            thing.iri.rsplit("/", 1)[-1],
            prop,
            "; ".join(
                f"{value} ({', '.join(sorted(names.get(graph, graph) for graph in graphs))})"
                for value, graphs in sorted(thing.values[prop].items())
            ),
        )
        for thing in things
        for prop in _SINGLE
        if _differ(sorted(thing.values.get(prop, ())))
    ]


def _differ(values: Sequence[str]) -> bool:
    # 2022-01 and 2022-01-10 can both hold: one only says less
    return any(not (a.startswith(b) or b.startswith(a)) for a in values for b in values)


def _overview(counts: Table, articles: Iterable[_Thing]) -> str:
    shown = [f"{count} {what}" for what, count in counts.rows if what not in ("evidence", "triples")]
    days = sorted(day for article in articles for day in article.values.get("published", ()))
    return ", ".join(shown) + (f", published {days[0]} to {days[-1]}." if days else ".")


def _section(title: str, columns: Sequence[str], rows: Iterable[Sequence[str | int]]) -> list[str]:
    body = [_row([_cell(value) for value in row]) for row in rows]
    if not body:
        return [f"## {title}", "", "None.", ""]
    lines = [f"## {title}", "", _row(columns), _row(["---"] * len(columns)), *body[:ROWS]]
    return [*lines, "", *([f"… and {len(body) - ROWS} more.", ""] if len(body) > ROWS else [])]


def _row(cells: Sequence[str]) -> str:
    return f"| {' | '.join(cells)} |"


def _cell(value: str | int) -> str:
    text = " ".join(str(value).split()).replace("|", "\\|")
    return text if len(text) <= 100 else text[:99].rstrip() + "…"


def _issues(issues: Sequence[Issue]) -> list[str]:
    if not issues:
        return []
    lines = [f"- {issue}" for issue in sorted(issues, key=str)]
    more = [f"- … and {len(lines) - ROWS} more."] if len(lines) > ROWS else []
    return ["## Skipped or doubtful", "", *lines[:ROWS], *more, ""]
