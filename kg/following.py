"""What is new in the affairs that one follows: of the changes between two graphs those that matter most."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from kg.diff import Change
from kg.diff.changes import changes
from kg.errors import QueryError
from kg.query import resolve_negotiation
from kg.query.lookup import base, short
from kg.sparql import select
from kg.telling import Line, Page, Section, listed, texts

if TYPE_CHECKING:
    from rdflib import Dataset

    from kg.diff import Snapshot

LINES = 10
"""How many changes are told."""

_AFFAIRS = """
SELECT DISTINCT ?thing ?affair WHERE {
  { ?thing kg:partOf ?affair } UNION { ?event kg:partOf ?affair . ?event kg:provision ?thing }
  UNION { ?event kg:partOf ?affair . ?thing kg:about|kg:madeAt ?event }
  UNION { ?event kg:partOf ?affair ;
    kg:participant|kg:proposedBy|kg:addressedTo|kg:respondent|kg:recipient ?thing }
}
"""
_TOLD = "SELECT DISTINCT ?article ?affair WHERE { ?event kg:partOf ?affair GRAPH ?article { ?event kg:evidence ?e } }"
_NAMES = "SELECT DISTINCT ?affair ?name WHERE { ?affair a kg:Negotiation ; rdfs:label ?name }"
_SURE = """
SELECT ?thing (MAX(?sure) AS ?confidence) (COUNT(DISTINCT ?g) AS ?articles) WHERE {
  GRAPH ?g { ?thing kg:evidence ?e . ?e kg:confidence ?sure }
} GROUP BY ?thing
"""


@dataclass(frozen=True, slots=True)
class News:
    """What is new.

    Attributes:
        told: the name of each affair and its changes, the affair of the weightiest change first; a change that is of no
            one affair stands under ``""``.
        left: how many changes of each section are not told.
        unknown: names that are followed, and that no affair has.
    """

    told: tuple[tuple[str, tuple[Change, ...]], ...]
    left: Mapping[str, int]
    unknown: tuple[str, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.told or self.left)


def news(
    old: Snapshot,
    new: Snapshot,
    ds: Dataset,
    *,
    follow: Sequence[str] = (),
    lines: int = LINES,
    everything: bool = False,
) -> News:
    """Choose what to tell of the changes between two graphs.

    Args:
        old, new: the graphs as they were and are.
        ds: the graph as it is.
        follow: names or ids of affairs; only these are told of. None: all are.
        lines: how many changes are told.
        everything: tell all of them, also what is doubtful.

    Returns:
        The weightiest changes: by what changed, as ``news`` in the file of words ranks it, then by how many articles
        tell of it, then by the surest evidence.
    """
    start = base(ds)
    nodes, unknown = _followed(ds, follow)
    wanted = {short(node, start) for node in nodes}
    affairs, names = _affairs(ds, start)
    sure = {
        short(str(s), start): (float(str(c)), int(str(n))) for s, c, n in select(ds, _SURE) if s is not None
    }
    words = texts()["news"]
    ranks: dict[str, int] = {name: n for n, name in enumerate(words["order"])}
    least = float(texts()["weight"]["least"])
    kept: list[tuple[tuple[float, ...], Change, str]] = []
    left: Counter[str] = Counter()
    for change in changes(old, new):
        own = affairs.get(change.thing, frozenset())
        if follow and not own & wanted:
            continue
        confidence, articles = sure.get(change.thing, (1.0, 1))
        rank = ranks.get(f"{change.section} {change.change}")
        if not everything and (rank is None or confidence < least):
            left[change.section] += 1
            continue
        here = sorted(own & wanted if follow else own)
        # who is a side of several affairs is told of under none
        affair = names.get(here[0], here[0]) if len(here) == 1 else ""
        kept.append(((len(ranks) if rank is None else rank, -articles, -confidence), change, affair))
    kept.sort(key=lambda one: (one[0], one[1].text, one[1].thing))
    told = kept if everything else kept[:lines]
    left.update(change.section for _, change, _ in kept[len(told) :])
    by: dict[str, list[Change]] = defaultdict(list)
    for _, change, affair in told:
        by[affair].append(change)
    return News(
        tuple((affair, tuple(them)) for affair, them in by.items()), dict(sorted(left.items())), unknown
    )


def page(found: News, *, title: str) -> Page:
    """Return what is new as a page: a section for each affair."""
    words = texts()["news"]
    sections = [
        Section(affair or words["elsewhere"], tuple(Line(change.text, id=change.thing) for change in them))
        for affair, them in found.told
    ]
    counts = [words["sections"][name].format(count=n) for name, n in found.left.items()]
    notes = [words["left"].format(parts=listed(counts))] if counts else []
    notes += [words["unknown"].format(name=name) for name in found.unknown]
    return Page(
        title=title,
        lead=() if found.told else (words["nothing"],),
        sections=tuple(sections),
        notes=tuple(notes),
    )


def _followed(ds: Dataset, follow: Iterable[str]) -> tuple[list[str], tuple[str, ...]]:
    found, unknown = [], []
    for name in follow:
        try:
            found.append(str(resolve_negotiation(ds, name)))
        except QueryError:
            unknown.append(name)
    return found, tuple(unknown)


def _affairs(ds: Dataset, start: str | None) -> tuple[dict[str, frozenset[str]], dict[str, str]]:
    found: dict[str, set[str]] = defaultdict(set)
    for query in (_AFFAIRS, _TOLD):
        for thing, affair in select(ds, query):
            found[short(str(thing), start)].add(short(str(affair), start))
    names = {short(str(affair), start): str(name) for affair, name in select(ds, _NAMES)}
    return {thing: frozenset(them) for thing, them in found.items()}, names
