"""The part of a network that is asked for: around one node, in a span of days, of one negotiation, strong ties."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from rdflib import RDFS

from kg.errors import QueryError
from kg.model import ActorNetwork, ActorNode, Tie, TieEvent
from kg.network.measures import measured
from kg.ontology import KG
from kg.sparql import select

if TYPE_CHECKING:
    from rdflib import Dataset


def narrowed(
    network: ActorNetwork,
    *,
    focus: str = "",
    depth: int = 1,
    since: str = "",
    until: str = "",
    weight: float = 0.0,
    events: Collection[str] | None = None,
) -> ActorNetwork:
    """Return the part of a network that meets every condition given, measured anew.

    Args:
        network: one view, as ``project`` gives it.
        focus: name, alias or IRI of a node; ``""`` for the whole network.
        depth: how many ties away from the focus a node may be, at least 0.
        since, until: first and last day, ISO dates as precise as wished. An event of a month or year counts where any
            of its days does; one without a date does not count.
        weight: least weight of a tie.
        events: ids of the only events that count, such as ``members`` gives; plain relations count always.

    Returns:
        Ties without an event left and nodes that no longer have a tie are gone, except the focus itself. Where no
        condition is given the network is returned as it is.

    Raises:
        QueryError: the focus names no node or several, the depth is negative, or ``since`` is after ``until``.
    """
    if depth < 0:
        raise QueryError(f"{depth}: a depth is 0 or more ties away from the focus")
    if since and until and since > f"{until}~":
        raise QueryError(f"{since} is after {until}: nothing can lie between them")
    if not (focus or since or until or weight or events is not None):
        return network

    def counts(event: TieEvent) -> bool:
        if events is not None and event.kind and event.id not in events:
            return False
        return _in_span(event, since, until)

    ties = [tie for tie in (_kept(tie, counts) for tie in network.ties) if tie and tie.weight >= weight]
    actors: Sequence[ActorNode] = network.actors
    centre = _named(actors, focus) if focus else None
    if centre:
        near = _around(centre.id, ties, depth)
        ties = [tie for tie in ties if tie.source in near and tie.target in near]
    tied = {end for tie in ties for end in (tie.source, tie.target)} | ({centre.id} if centre else set())
    kept = [
        replace(actor, events=tuple(filter(counts, actor.events))) for actor in actors if actor.id in tied
    ]
    return ActorNetwork(measured(kept, ties), tuple(ties), network.view)


def members(ds: Dataset, negotiation: str) -> frozenset[str]:
    """Return the IRIs of the meetings, proposals and answers of one negotiation.

    Args:
        ds: a dataset with its derived graph.
        negotiation: its IRI, the end of its IRI, or a part of its label that only one has.

    Raises:
        QueryError: there is no such negotiation, or several.
    """
    query = f"""SELECT DISTINCT ?n ?label ?part WHERE {{
        ?n a {KG.Negotiation.n3()} . ?part {KG.partOf.n3()} ?n OPTIONAL {{ ?n {RDFS.label.n3()} ?label }} }}"""
    parts: dict[str, set[str]] = defaultdict(set)
    labels: dict[str, str] = {}
    for iri, label, part in select(ds, query):
        parts[str(iri)].add(str(part))
        labels[str(iri)] = str(label or iri)
    wanted = negotiation.casefold()
    found = [n for n in sorted(parts) if n == negotiation or n.rsplit("/", 1)[-1] == negotiation]
    found = found or [n for n in sorted(parts) if wanted in labels[n].casefold()]
    if len(found) != 1:
        raise QueryError(
            _unclear(negotiation, "negotiation", (labels[n] for n in found or sorted(parts)), bool(found))
        )
    return frozenset(parts[found[0]])


def _in_span(event: TieEvent, since: str, until: str) -> bool:
    if not (since or until):
        return True
    first, last = event.date, event.until or event.date
    # "2022-01" ends after every day of January, and begins before the first
    return bool(first) and f"{last}~" >= since and (not until or first <= f"{until}~")


def _kept(tie: Tie, counts: Callable[[TieEvent], bool]) -> Tie | None:
    events = tuple(filter(counts, tie.events))
    if len(events) == len(tie.events):
        return tie
    weight = round(tie.weight / len(tie.events) * len(events), 3)
    return replace(tie, events=events, weight=weight) if events else None


def _named(actors: Sequence[ActorNode], focus: str) -> ActorNode:
    name = focus.casefold()
    found = [a for a in actors if focus in (a.id, a.id.rsplit("/", 1)[-1]) or name == a.label.casefold()]
    found = found or [a for a in actors if name in (alias.casefold() for alias in a.aliases)]
    near = [] if found else [a for a in actors if name in a.label.casefold()]
    if len(found or near) != 1:
        some = found or near or list(actors)
        raise QueryError(_unclear(focus, "node", (a.label for a in some), bool(found or near)))
    return (found or near)[0]


def _around(centre: str, ties: Iterable[Tie], depth: int) -> set[str]:
    near: dict[str, set[str]] = defaultdict(set)
    for tie in ties:
        near[tie.source].add(tie.target)
        near[tie.target].add(tie.source)
    reached, edge = {centre}, {centre}
    for _ in range(depth):
        edge = {other for node in edge for other in near[node]} - reached
        reached |= edge
    return reached


def _unclear(asked: str, what: str, names: Iterable[str], several: bool) -> str:
    first = [name for _, name in zip(range(5), names, strict=False)]
    some = "; ".join(first) if first else "none at all"
    return (
        f"{asked}: {f'more than one {what} of that name' if several else f'no such {what}'}; there is: {some}"
    )
