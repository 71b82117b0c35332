"""How nodes stand in their network: degree and betweenness, and the order that follows."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace

from kg.model import ActorNode, Tie

_PIVOTS = 300


def measured(actors: Sequence[ActorNode], ties: Sequence[Tie]) -> tuple[ActorNode, ...]:
    """Fill in degree and betweenness, and put the best connected first.

    Betweenness is Brandes' (2001), without weights; over a seeded sample of pivots where there are many actors.
    """
    import networkx

    graph: networkx.Graph[str] = networkx.Graph()
    graph.add_nodes_from(actor.id for actor in actors)
    weights: dict[str, float] = defaultdict(float)
    for tie in ties:
        graph.add_edge(tie.source, tie.target)
        weights[tie.source] += tie.weight
        weights[tie.target] += tie.weight
    pivots = min(len(actors), _PIVOTS, max(24, 400_000 // max(1, graph.number_of_edges())))
    between = networkx.betweenness_centrality(graph, k=None if pivots == len(actors) else pivots, seed=1)
    nodes = [
        replace(actor, degree=graph.degree[actor.id], betweenness=round(between[actor.id], 6))
        for actor in actors
    ]
    return tuple(sorted(nodes, key=lambda node: (-node.degree, -weights[node.id], node.label, node.id)))
