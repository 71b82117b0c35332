"""Who is who in the whole corpus: entities with one label and one id, and the side that each stands for."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from kg.gazetteer import gazetteer
from kg.model import ActorClaim, ActorKind, Entity, Extraction, Judgement
from kg.resolve.bodies import state_of, unite_bodies
from kg.resolve.cluster import Ref, most_frequent, unique_ids
from kg.resolve.gather import closed
from kg.resolve.people import unite_people
from kg.resolve.score import words_of
from kg.resolve.spelling import body_key, is_acronym, is_generic, person_name

_KINDS: Sequence[ActorKind] = ("State", "Organization", "Bloc", "Person")


@dataclass(frozen=True, slots=True)
class Cast:
    """The actors of a corpus.

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


def resolve_actors(extractions: Sequence[Extraction], judgements: Iterable[Judgement] = ()) -> Cast:
    """Return the cast of a corpus; every actor claim of every extraction has an id in it."""
    claims = {(e.article.id, claim.key): claim for e in extractions for claim in e.actors}
    same, apart = closed("actor", judgements)
    same = [pair for pair in same if claims.keys() >= set(pair)]
    union, entries = unite_bodies(extractions, apart)
    for pair in same:
        if "Person" not in {claims[ref].kind for ref in pair}:
            union.join(pair)
    known = {union.find(ref): entry for ref, entry in sorted(entries.items())}
    bodies = [ref for ref, claim in claims.items() if claim.kind != "Person"]
    # bodies first: what persons hold posts in tells namesakes apart
    ids = _ids(union.sets(bodies), claims, known)
    owners = _owners(extractions, ids)
    roots = {id_: _root(id_, owners) for id_ in set(ids.values())}
    states = {ids[ref] for ref in bodies if claims[ref].kind == "State"} | {
        entry.id for entry in gazetteer() if entry.kind == "State"
    }
    unite_people(
        extractions, union, ids=ids, state_of=lambda id_: root if (root := roots[id_]) in states else None
    )
    for pair in same:
        union.join(pair)
    sets = union.sets(claims)
    ids = _ids(sets, claims, known)
    entities = {
        ids[refs[0]]: _entity(ids[refs[0]], refs, claims, known.get(union.find(refs[0]))) for refs in sets
    }
    owners = _owners(extractions, ids)
    posts: dict[str, list[str]] = defaultdict(list)
    for extraction in extractions:
        article = extraction.article.id
        for position in extraction.positions:
            person, within = ids.get((article, position.person)), ids.get((article, position.within or ""))
            if person is not None and within is not None and person != within:
                posts[person].append(_root(within, owners))
    sides = {
        id_: most_frequent(posts[id_]) if id_ in posts else _members_of(entity) or _root(id_, owners)
        for id_, entity in entities.items()
    }
    return Cast(dict(sorted(entities.items())), ids, sides)


def _ids(sets: list[list[Ref]], claims: Mapping[Ref, ActorClaim], known: Mapping[Ref, str]) -> dict[Ref, str]:
    """Give every claim the id of its set: the gazetteer's, else one made of its label."""
    labels = {refs[0]: _label(refs, claims) for refs in sets}
    found: dict[Ref, str | None] = {}
    taken: set[str] = set()
    for refs in sets:
        entry = next((known[ref] for ref in refs if ref in known), None)
        # a person judged claims of one entry different: the first keeps its id
        found[refs[0]] = entry if entry not in taken else None
        taken |= {entry} if entry else set()
    # "the government" of an article is nobody that another article could mean
    vague = [
        first
        for first, label in labels.items()
        if claims[first].kind != "Person" and is_generic(body_key(label))
    ]
    made = unique_ids(
        {first: label for first, label in labels.items() if found[first] is None},
        reserved={entry.id for entry in gazetteer()},
        hashed=vague,
    )
    return {ref: found[refs[0]] or made[refs[0]] for refs in sets for ref in refs}


def _entity(id_: str, refs: Sequence[Ref], claims: Mapping[Ref, ActorClaim], entry_id: str | None) -> Entity:
    entry = gazetteer().by_id(entry_id) if entry_id else None
    if entry is not None:
        return Entity(id_, entry.kind, entry.name, entry.wikidata)
    count = Counter(claims[ref].kind for ref in refs)
    kind = min(count, key=lambda k: (-count[k], _KINDS.index(k)))
    return Entity(id_, kind, _label(refs, claims))


def _label(refs: Sequence[Ref], claims: Mapping[Ref, ActorClaim]) -> str:
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
    adjectives = [a for ref in refs if (a := _adjective(ref, claims))]
    return " ".join([*([most_frequent(adjectives)] if adjectives else []), most_frequent(full)])


def _adjective(ref: Ref, claims: Mapping[Ref, ActorClaim]) -> str | None:
    owner = claims.get((ref[0], claims[ref].organ_of or ""))
    entry = gazetteer().by_id(owner.gazetteer) if owner is not None and owner.gazetteer else None
    return next(iter(entry.adjectives), None) if entry is not None else None


def _members_of(entity: Entity) -> str | None:
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


def _owners(extractions: Iterable[Extraction], ids: Mapping[Ref, str]) -> dict[str, str]:
    """Return what each entity is an organ of; of several that articles give, the most frequent."""
    given: dict[str, list[str]] = defaultdict(list)
    for extraction in extractions:
        for claim in extraction.actors:
            organ = ids.get((extraction.article.id, claim.key))
            owner = ids.get((extraction.article.id, claim.organ_of or ""))
            if organ is not None and owner is not None and organ != owner:
                given[organ].append(owner)
    return {organ: most_frequent(owners) for organ, owners in given.items()}


def _root(id_: str, owners: Mapping[str, str]) -> str:
    """Follow owners up; the gazetteer's are certain and come first. A circle has no top: its first id in order."""
    path: list[str] = []
    while id_ not in path:
        path.append(id_)
        id_ = state_of(id_) if state_of(id_) != id_ else owners.get(id_, id_)
        if id_ == path[-1]:
            return id_
    return min(path[path.index(id_) :])
