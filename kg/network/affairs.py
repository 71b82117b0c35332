"""The negotiation threads of a graph, as one chooses among them: the weightiest first."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

import pyoxigraph as po
from rdflib import RDF, RDFS, SKOS

from kg.model import Affair
from kg.network.text import plain
from kg.ontology import KG
from kg.store.engine import inner

if TYPE_CHECKING:
    from rdflib import Dataset

_OPEN = frozenset({str(KG.Open), str(KG.Overdue)})
_PROPOSAL, _RESPONSE = str(KG.Proposal), str(KG.Response)
# an answer that is still waited for is none
_EXPECTED = str(KG.Expected)


def affairs(ds: Dataset) -> tuple[Affair, ...]:
    """Return the negotiations of a graph: those with most articles first, of these the ones told of last.

    Args:
        ds: a dataset with its derived graph.
    """
    store = inner(ds)
    threads = sorted(_subjects(store, RDF.type, po.NamedNode(str(KG.Negotiation))))
    found = [_affair(store, thread) for thread in threads]
    ranked = sorted((one for one in found if one.parts), key=lambda one: (one.name, one.id))
    ranked.sort(key=lambda one: (len(one.articles), one.told, len(one.parts)), reverse=True)
    return tuple(ranked)


def _affair(store: po.Store, thread: str) -> Affair:
    node = po.NamedNode(thread)
    parts = sorted(_subjects(store, KG.partOf, node))
    articles: set[str] = set()
    counts: dict[str, int] = defaultdict(int)
    acts: dict[str, int] = defaultdict(int)
    for part in parts:
        one = po.NamedNode(part)
        for quad in store.quads_for_pattern(one, po.NamedNode(str(KG.evidence)), None):
            articles.add(quad.graph_name.value)  # type: ignore[union-attr]
        for side in {*_values(store, one, KG.bySide), *_values(store, one, KG.toSide)}:
            acts[side] += 1
        classes, statuses = set(_values(store, one, RDF.type)), set(_values(store, one, KG.status))
        if _PROPOSAL in classes:
            counts["proposals"] += 1
            counts["open"] += bool(statuses & _OPEN)
        elif _RESPONSE in classes:
            counts["answers"] += statuses != {_EXPECTED}
        else:
            counts["meetings"] += 1
    names = _values(store, node, RDFS.label)
    days = {
        name: next(iter(_values(store, node, KG[name])), "") for name in ("firstDay", "lastDay", "lastTold")
    }
    return Affair(
        id=thread,
        name=plain(names[0]) if names else thread.rsplit("/", 1)[-1],
        aliases=tuple(plain(name) for name in _values(store, node, SKOS.altLabel)),
        sides=tuple(sorted(_values(store, node, KG.between), key=lambda side: (-acts[side], side))),
        mediators=tuple(_values(store, node, KG.mediator)),
        parts=tuple(parts),
        articles=tuple(sorted(articles)),
        first=days["firstDay"],
        last=days["lastDay"],
        told=days["lastTold"],
        **counts,
    )


def _subjects(store: po.Store, predicate: str, value: po.NamedNode) -> set[str]:
    found = store.quads_for_pattern(None, po.NamedNode(str(predicate)), value)
    return {quad.subject.value for quad in found}  # type: ignore[union-attr]


def _values(store: po.Store, node: po.NamedNode, predicate: str) -> list[str]:
    found = store.quads_for_pattern(node, po.NamedNode(str(predicate)), None)
    return sorted({quad.object.value for quad in found})  # type: ignore[union-attr]
