"""Everyone in an article: names, titles, descriptions and pronouns, each reading on what those before it found."""

from __future__ import annotations

from kg.clauses.tree import Tree
from kg.extract.actors.appointments import find_appointments
from kg.extract.actors.descriptions import find_descriptions
from kg.extract.actors.memberships import find_memberships
from kg.extract.actors.named import find_named_actors
from kg.extract.actors.offices import Position, find_positions
from kg.extract.actors.pairs import resolve_pairs
from kg.extract.actors.pronouns import resolve_pronouns
from kg.extract.cast import Cast
from kg.extract.reporting import reporting


def read_cast(tree: Tree) -> tuple[Cast, list[Position]]:
    """Return the cast with all its mentions, and the posts of its persons."""
    cast, names = find_named_actors(tree)
    positions = find_positions(tree, cast, names)
    resolve_pairs(tree, cast)
    find_descriptions(tree, cast, positions)
    resolve_pronouns(tree, cast, frozenset(reporting().verbs))
    find_appointments(tree, cast, positions)
    find_memberships(tree, cast)
    return cast, positions
