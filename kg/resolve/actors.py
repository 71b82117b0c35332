"""Who is who: actors with one label and one id, and the side that each stands for."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from kg.gazetteer import gazetteer
from kg.model import Entity
from kg.resolve.bodies import state_of
from kg.resolve.cluster import Ref
from kg.resolve.score import words_of
from kg.resolve.table import Tally, commonest


@dataclass(frozen=True, slots=True)
class Cast:
    """The actors of a corpus, or of some of its articles.

    Attributes:
        entities: by id.
        ids: the entity of every actor claim.
        sides: what an entity stands for in the end, its state or body; itself for a body that is nobody's organ and for
            a person whose posts are unknown. Of several it is the one that most articles give.
    """

    entities: dict[str, Entity]
    ids: dict[Ref, str]
    sides: dict[str, str]

    def of(self, article: str, keys: Iterable[str]) -> frozenset[str]:
        """Return the entities that actor keys of an article denote; keys without a claim are left out."""
        return frozenset(self.ids[article, key] for key in keys if (article, key) in self.ids)

    def sides_of(self, entities: Iterable[str]) -> frozenset[str]:
        """Return the sides that entities stand for."""
        return frozenset(self.sides[entity] for entity in entities)

    def is_person(self, entity: str) -> bool:
        """Tell whether an entity is a person."""
        return self.entities[entity].kind == "Person"


STATE = "= State"
"""Counted for a body that an article calls a state; no id has a blank."""


def _owner(counts: Mapping[str, int]) -> tuple[str | None, bool]:
    return commonest({value: n for value, n in counts.items() if value != STATE}), STATE in counts


OWNERS = Tally("owners", _owner)
"""By body: what it is an organ of; of several that articles give, the most frequent. And whether it is a state."""
SIDES = Tally("sides", commonest)
"""By person: what the bodies in which articles give him a post stand for; of several, the most frequent."""


def root(id_: str, owner_of: Callable[[str], str | None]) -> str:
    """Follow owners up; the gazetteer's are certain and come first. A circle has no top: its first id in order."""
    path: list[str] = []
    while id_ not in path:
        path.append(id_)
        id_ = state_of(id_) if state_of(id_) != id_ else owner_of(id_) or id_
        if id_ == path[-1]:
            return id_
    return min(path[path.index(id_) :])


def members_of(entity: Entity) -> str | None:
    """Return the body whose members a bloc is: "NATO members" stand for NATO."""
    if entity.kind != "Bloc":
        return None
    words = entity.label.split()
    for cut in range(1, len(words)):
        if " ".join(words[cut:]).casefold() in words_of("members"):
            found = {
                e.id for e, kind in gazetteer().by_form(" ".join(words[:cut])) if e.kind == "Organization"
            }
            return found.pop() if len(found) == 1 else None
    return None
