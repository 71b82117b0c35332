"""Betweenness over blocks of sources, beside networkx's."""

from __future__ import annotations

import random

import networkx
import pytest

from kg.network.between import betweenness


@pytest.mark.parametrize(("nodes", "ties"), [(0, 0), (2, 1), (5, 0), (8, 9), (70, 80), (90, 400)])
def test_it_is_what_networkx_finds(nodes: int, ties: int) -> None:
    rng = random.Random(nodes)
    names = [f"n{n}" for n in range(nodes)]
    pairs = [(rng.choice(names), rng.choice(names)) for _ in range(ties)]
    graph: networkx.Graph[str] = networkx.Graph()
    graph.add_nodes_from(names)
    graph.add_edges_from(pair for pair in pairs if pair[0] != pair[1])
    expected = networkx.betweenness_centrality(graph)
    found = betweenness(names, pairs, pivots=nodes)
    assert found == pytest.approx(expected, abs=1e-12)


def test_a_sample_of_sources_is_the_same_each_time_and_close() -> None:
    names = [f"n{n}" for n in range(200)]
    rng = random.Random(3)
    pairs = [("n0", name) for name in names[1:120]] + [
        (rng.choice(names), rng.choice(names)) for _ in range(150)
    ]
    few, again, all_of = (betweenness(names, pairs, pivots=n) for n in (60, 60, 200))
    assert few == again
    assert max(few, key=lambda name: few[name]) == max(all_of, key=lambda name: all_of[name]) == "n0"
    assert few["n0"] == pytest.approx(all_of["n0"], rel=0.2)
