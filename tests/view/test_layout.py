from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from kg.model import ActorNetwork, ActorNode, Tie
from kg.view.layout import positions


def network(size: int, pairs: list[tuple[int, int]]) -> ActorNetwork:
    actors = tuple(ActorNode(f"i:{n:03}", "k", f"Actor number {n}") for n in range(size))
    ties = tuple(Tie(actors[a].id, actors[b].id, "r", "met", "met", False, 1.0, ()) for a, b in pairs)
    return ActorNetwork(actors, ties)


def test_thirty_actors_have_room_for_their_names(strait: ActorNetwork) -> None:
    where = positions(strait)
    assert len(where) == 27
    points = sorted(where.values())
    for n, (x, y) in enumerate(points):
        for other_x, other_y in points[n + 1 :]:
            assert abs(x - other_x) >= 60 or abs(y - other_y) >= 45


def test_the_picture_fills_a_landscape(strait: ActorNetwork) -> None:
    xs, ys = zip(*positions(strait).values(), strict=True)
    width, height = max(xs) - min(xs), max(ys) - min(ys)
    assert 1.2 < width / height < 1.9


def test_tied_actors_stand_nearer_than_others() -> None:
    ring = network(12, [(n, n + 1) for n in range(5)] + [(n, n + 1) for n in range(6, 11)] + [(5, 6)])
    where = positions(ring)
    near = [abs(where["i:000"][0] - where["i:001"][0]) + abs(where["i:000"][1] - where["i:001"][1])]
    far = [abs(where["i:000"][0] - where["i:011"][0]) + abs(where["i:000"][1] - where["i:011"][1])]
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
    where = positions(made, top=10)
    assert sorted(where) == [actor.id for actor in made.actors]
    assert all(isinstance(value, int) for point in where.values() for value in point)
    assert positions(made, top=10) == where
    core = [where[actor.id] for actor in made.actors[:10]]
    assert len(set(core)) == len(core)
