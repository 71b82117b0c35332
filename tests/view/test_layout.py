from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from kg.model import ActorNetwork, ActorNode, Tie
from kg.view.layout import layout


def network(size: int, pairs: list[tuple[int, int]]) -> ActorNetwork:
    actors = tuple(ActorNode(f"i:{n:04}", "k", f"Actor number {n}") for n in range(size))
    ties = tuple(Tie(actors[a].id, actors[b].id, "r", "met", "met", False, 1.0, ()) for a, b in pairs)
    return ActorNetwork(actors, ties)


def test_thirty_actors_have_room_for_their_names(strait: ActorNetwork) -> None:
    where = layout(strait).points
    assert len(where) == 27
    points = sorted(where.values())
    for n, (x, y) in enumerate(points):
        for other_x, other_y in points[n + 1 :]:
            assert abs(x - other_x) >= 60 or abs(y - other_y) >= 45


def test_the_picture_fills_a_landscape(strait: ActorNetwork) -> None:
    xs, ys = zip(*layout(strait).points.values(), strict=True)
    width, height = max(xs) - min(xs), max(ys) - min(ys)
    assert 1.2 < width / height < 1.9


def test_tied_actors_stand_nearer_than_others() -> None:
    ring = network(12, [(n, n + 1) for n in range(5)] + [(n, n + 1) for n in range(6, 11)] + [(5, 6)])
    where = layout(ring).points
    near = [abs(where["i:0000"][0] - where["i:0001"][0]) + abs(where["i:0000"][1] - where["i:0001"][1])]
    far = [abs(where["i:0000"][0] - where["i:0011"][0]) + abs(where["i:0000"][1] - where["i:0011"][1])]
    assert near < far


@settings(max_examples=20, deadline=None)
@given(
    st.integers(0, 24).flatmap(
        lambda n: st.tuples(
            st.just(n),
            st.lists(
                st.tuples(st.integers(0, max(0, n - 1)), st.integers(0, max(0, n - 1))).filter(
                    lambda p: p[0] != p[1]
                ),
                max_size=30,
            )
            if n > 1
            else st.just([]),
        )
    )
)
def test_everybody_has_a_place_of_their_own_and_always_the_same(
    drawn: tuple[int, list[tuple[int, int]]],
) -> None:
    size, pairs = drawn
    made = network(size, pairs)
    found = layout(made, top=10)
    where = found.points
    assert sorted(where) == [actor.id for actor in made.actors]
    assert all(isinstance(value, int) for point in where.values() for value in point)
    assert layout(made, top=10) == found
    assert set(found.communities) <= set(where)
    assert found.spread >= 1 and (size > 10 or found.spread == 1)
    core = [where[actor.id] for actor in made.actors[:10]]
    assert len(set(core)) == len(core)


def test_a_community_stands_together() -> None:
    """Three cliques of five, joined by single ties: each member is nearer to its own than to the others."""
    cliques = [range(n, n + 5) for n in (0, 5, 10)]
    pairs = [(a, b) for clique in cliques for a in clique for b in clique if a < b]
    found = layout(network(15, [*pairs, (4, 5), (9, 10), (14, 0)]))
    groups = [{found.communities[f"i:{n:04}"] for n in clique} for clique in cliques]
    assert sorted(map(len, groups)) == [1, 1, 1] and len(set.union(*groups)) == 3
    centres = [
        tuple(sum(found.points[f"i:{n:04}"][axis] for n in clique) / 5 for axis in (0, 1))
        for clique in cliques
    ]
    for place, clique in enumerate(cliques):
        for n in clique:
            x, y = found.points[f"i:{n:04}"]
            distances = [(x - cx) ** 2 + (y - cy) ** 2 for cx, cy in centres]
            assert distances.index(min(distances)) == place


def test_a_crowd_stands_around_whom_it_is_tied_to() -> None:
    """Two hubs with a thousand partners each: the two that are laid out part until their crowds have room."""
    made = network(2002, [(0, 1), *((n % 2, n) for n in range(2, 2002))])
    found = layout(made, top=2)
    assert found.spread > 1
    for n in range(2, 2002):
        x, y = found.points[f"i:{n:04}"]
        far = [
            ((x - hx * found.spread) ** 2 + (y - hy * found.spread) ** 2) ** 0.5
            for hx, hy in (found.points["i:0000"], found.points["i:0001"])
        ]
        assert far[n % 2] <= 22 * 1012**0.5 + 1
        assert far[n % 2] < far[1 - n % 2]
    assert len(set(found.communities.values())) == 1  # the two are tied


def test_who_stands_alone_among_the_first_leads_the_crowd_around_it() -> None:
    found = layout(network(1006, [(0, 1), (2, 1003), (3, 1004), (3, 1005)]), top=4)
    groups = [{f"i:{n:04}" for n in group} for group in ((0, 1), (2, 1003), (3, 1004, 1005))]
    assert [{node for node, c in found.communities.items() if c == k} for k in range(3)] == groups
    assert len(found.points) == 1006
