"""What is known of a set of claims that are one actor: its label, its kind, and who it is in the gazetteer."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from kg.gazetteer import gazetteer
from kg.ids import short_hash
from kg.model import ActorKind, Entity
from kg.resolve.cluster import Ref, most_frequent, slug_of
from kg.resolve.spelling import body_key, is_acronym, is_generic, person_name

_KINDS: Sequence[ActorKind] = ("State", "Organization", "Bloc", "Person")


@dataclass(frozen=True, slots=True)
class Named:
    """What an actor's claim says of its name.

    Attributes:
        adjective: of the state that it is an organ of.
    """

    kind: ActorKind
    name: str
    adjective: str | None = None


@dataclass(frozen=True, slots=True)
class Known:
    """A set of claims.

    Attributes:
        first: the first of them, which tells the set from others.
        entry: id in the gazetteer.
        vague: the label says nothing outside the article.
        taken: the entry's id belongs to another set, because a person judged both different.
        adopted: a person judged it one with a claim of a person, so its id is found among those.
    """

    first: Ref
    kind: ActorKind
    label: str
    entry: str | None = None
    vague: bool = False
    taken: bool = False
    adopted: bool = False

    @property
    def slug(self) -> str:
        """The id that it has if nobody else may have it too."""
        return slug_of(self.label)

    def id(self, *, alone: bool) -> str:
        """Return its id; ``alone`` if no other set has the slug."""
        if self.entry is not None and not self.taken:
            return self.entry
        name = self.slug
        free = alone and not self.vague and gazetteer().by_id(name) is None
        return name if free else f"{name}-{short_hash(name, *self.first)}"

    def entity(self, id_: str) -> Entity:
        """Return the actor under an id."""
        entry = gazetteer().by_id(self.entry) if self.entry else None
        if entry is not None:
            return Entity(id_, entry.kind, entry.name, entry.wikidata)
        return Entity(id_, self.kind, self.label)


def know(
    refs: Sequence[Ref],
    claims: Mapping[Ref, Named],
    entry: str | None = None,
    *,
    taken: bool = False,
    adopted: bool = False,
) -> Known:
    """Return what is known of a set of claims, given sorted."""
    count = Counter(claims[ref].kind for ref in refs)
    kind = min(count, key=lambda k: (-count[k], _KINDS.index(k)))
    label = _label(refs, claims)
    vague = claims[refs[0]].kind != "Person" and is_generic(body_key(label))
    return Known(refs[0], kind, label, entry, vague, taken, adopted)


def _label(refs: Sequence[Ref], claims: Mapping[Ref, Named]) -> str:
    """Return the most frequent of the fullest names: of a person with given names, of a body not an acronym.

    A body that has only a generic name gets the adjective of the state that it belongs to: "Nepali parliament".
    """
    names = [claims[ref].name for ref in refs]
    if claims[refs[0]].kind == "Person":
        full = [name for name in names if person_name(name).specific > 1]
        return most_frequent(full or names)
    full = [name for name in names if not is_acronym(name)] or names
    telling = [name for name in full if not is_generic(body_key(name))]
    if telling:
        return most_frequent(telling)
    adjectives = [adjective for ref in refs if (adjective := claims[ref].adjective)]
    return " ".join([*([most_frequent(adjectives)] if adjectives else []), most_frequent(full)])
