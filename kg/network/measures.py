"""How nodes stand in their network: degree and betweenness, and the order that follows."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace

from kg.model import ActorNode, Tie
from kg.network.between import betweenness

_PIVOTS = 300


def measured(actors: Sequence[ActorNode], ties: Sequence[Tie]) -> tuple[ActorNode, ...]:
    """Fill in degree and betweenness, and put the best connected first.

    Betweenness is Brandes' (2001), without weights; over a seeded sample of pivots where there are many actors.
    """
    weights: dict[str, float] = defaultdict(float)
    partners: dict[str, set[str]] = defaultdict(set)
    for tie in ties:
        partners[tie.source].add(tie.target)
        partners[tie.target].add(tie.source)
        weights[tie.source] += tie.weight
        weights[tie.target] += tie.weight
    pairs = sorted((a, b) for a, others in partners.items() for b in others if a <= b)
    pivots = min(len(actors), _PIVOTS, max(24, 200_000 // max(1, len(pairs))))
    between = betweenness([actor.id for actor in actors], pairs, pivots=pivots)
    nodes = [
        replace(actor, degree=len(partners[actor.id]), betweenness=round(between[actor.id], 6))
        for actor in actors
    ]
    return tuple(sorted(nodes, key=lambda node: (-node.degree, -weights[node.id], node.label, node.id)))
