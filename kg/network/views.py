"""Views of one graph: actors and their ties, meetings, proposals, discourse, as ``ontology/display.ttl`` has them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from typing import TYPE_CHECKING

from kg.display import Display, ViewStyle, read_display
from kg.errors import QueryError
from kg.garbage import uncollected
from kg.model import ActorNetwork, ActorNode, Tie, TieEvent, TieEvidence
from kg.network.events import Events, ordered
from kg.network.facts import Facts
from kg.network.measures import measured
from kg.network.ties import ties_of
from kg.ontology import KG

if TYPE_CHECKING:
    from rdflib import Dataset

_NAMED_PLACES = 12


def project(ds: Dataset, *, view: str = "actors", display: Display | None = None) -> ActorNetwork:
    """Project a graph onto one view.

    Args:
        ds: a dataset as ``graph.md`` describes it, its default graph the union of all named graphs.
        view: name of a view in the display file: ``actors``, ``meetings``, ``proposals``, ``discourse``.
        display: what is a tie; ``None`` for ``ontology/display.ttl``.

    Returns:
        Nodes with their measures, and for each pair and relation one tie with all its events and evidence. The same
        dataset always gives the same network.

    Raises:
        DataFileError: the display file is malformed.
        QueryError: there is no such view.
    """
    display = display or read_display()
    facts = Facts(ds, display)
    return _network(facts, Events(facts), _style(display, view))


def views(ds: Dataset, *, display: Display | None = None) -> tuple[ActorNetwork, ...]:
    """Project a graph onto every view in which it has a tie; the first view is always there.

    Raises:
        DataFileError: the display file is malformed.
    """
    display = display or read_display()
    with uncollected():
        facts = Facts(ds, display)
        events = Events(facts)
        first, *others = (_network(facts, events, view) for view in display.views)
    return (first, *(network for network in others if network.ties))


def _style(display: Display, name: str) -> ViewStyle:
    found = display.view(name)
    if found is None:
        raise QueryError(f"{name}: no such view; there are {', '.join(view.name for view in display.views)}")
    return found


def _network(facts: Facts, events: Events, view: ViewStyle) -> ActorNetwork:
    ties = ties_of(facts, events, view)
    return ActorNetwork(actors=measured(_nodes(facts, events, view, ties), ties), ties=ties, view=view.name)


def _nodes(facts: Facts, events: Events, view: ViewStyle, ties: Sequence[Tie]) -> list[ActorNode]:
    kinds = {kind.iri: kind for kind in view.kinds}
    tied: dict[str, set[str]] = defaultdict(set)  # to every node the ids of the events that tie it
    for tie in ties:
        ids = {event.id for event in tie.events}
        tied[tie.source] |= ids
        tied[tie.target] |= ids
    loose = _loose(facts, events, tied)
    statements = _statements(facts)
    unnamed = facts.nameless()
    nodes = []
    for node, kind in sorted(facts.kinds.items()):
        evidence = facts.pieces(node)
        known = node in tied or (view.alone and bool(evidence or loose[node]))
        if kind not in kinds or not known:
            continue
        label, *aliases = facts.names[node]
        thing = bool(kinds[kind].headline)
        event = events.of(node, kinds[kind].headline) if thing else None
        nodes.append(
            ActorNode(
                id=node,
                kind=kind,
                label=label,
                aliases=tuple(aliases),
                statements=statements[node],
                events=(event,) if event else ordered(loose[node]),
                evidence=() if event else _spread(evidence),
                date=event.date if event else "",
                status=event.status if event else "",
                named=thing or node not in unnamed,
            )
        )
    return nodes


def _loose(facts: Facts, events: Events, tied: dict[str, set[str]]) -> dict[str, list[TieEvent]]:
    """Return what is told of each actor and ties it to nobody."""
    found: dict[str, list[TieEvent]] = defaultdict(list)
    for style in facts.display.loose:
        for thing, actors in facts.ends(f"<{style.source}>").items():
            for actor in actors:
                if thing not in tied.get(actor, ()):
                    event = events.of(thing, style.headline)
                    if event.evidence:
                        found[actor].append(event)
    return found


def _statements(facts: Facts) -> dict[str, int]:
    """Count the statements that each actor made, and those about each other thing."""
    found: dict[str, int] = defaultdict(int)
    for prop in (KG.speaker, KG.about):
        for _, node in facts.along(prop.n3()):
            found[node] += prop == KG.speaker or not facts.is_actor(node)
    return found


def _spread(evidence: Sequence[TieEvidence]) -> tuple[TieEvidence, ...]:
    """Keep the first naming in each article and few in all: they show that the name occurs, no more."""
    first = {piece.article: piece for piece in reversed(evidence)}
    return tuple(sorted(first.values())[:_NAMED_PLACES])
