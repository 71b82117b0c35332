"""The order in which claims are resolved: bodies, persons, and then what they did.

Each step takes the articles for which anything may be another than before, lets a stage or a tally have what they say
now, and adds those for which that makes a difference.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, TypeVar

from kg.gazetteer import gazetteer
from kg.model import Entity, Extraction, Judgement, ThingKind
from kg.resolve.actors import OWNERS, SIDES, STATE, Cast, members_of, root
from kg.resolve.bodies import BODIES, OWNED, Body, owned, read_bodies
from kg.resolve.cluster import Ref
from kg.resolve.encounters import encounter
from kg.resolve.gather import Denoted, Ledger
from kg.resolve.kinds import KINDS, retyped, votes
from kg.resolve.known import Known
from kg.resolve.meetings import MEETINGS, OF_PARTIES, Reported
from kg.resolve.packages import package
from kg.resolve.people import PEOPLE, Adopted, Person, read_people
from kg.resolve.proposals import PROPOSALS
from kg.resolve.responses import RESPONSES, answer
from kg.resolve.statements import STATEMENTS, saying
from kg.resolve.table import Marked, Stage, Tables, Tally

T = TypeVar("T")

_KINDS: tuple[ThingKind, ...] = ("actor", "meeting", "proposal", "response", "statement")


def _some(counts: Mapping[str, int]) -> int:
    """Return 0, 1, or 2 for more: how many things have a slug."""
    return min(len(counts), 2)


BODY_NAMES = Tally("names of bodies", _some)
PERSON_NAMES = Tally("names of persons", _some)
_NAMES: dict[ThingKind, Tally] = {
    kind: Tally(f"names of {kind}s", _some) for kind in ("meeting", "proposal", "response")
}
ENTRIES = Tally("entries", _some)
"""Which articles speak of an entry of the gazetteer."""
_EVENTS: dict[ThingKind, Stage[Any, Denoted]] = {
    "meeting": MEETINGS,
    "proposal": PROPOSALS,
    "response": RESPONSES,
}


@dataclass(frozen=True, slots=True)
class Ids:
    """What the claims of one article denote, by claim key.

    Attributes:
        entities: its actors by id.
    """

    actors: dict[str, str]
    meetings: dict[str, str]
    proposals: dict[str, str]
    responses: dict[str, str]
    statements: dict[str, str]
    entities: dict[str, Entity]


@dataclass
class Flow:
    """One run of resolution over tables.

    Attributes:
        read: returns the compact claims of an article; ``None`` for one that is not there (now).
        ledgers: what persons judged, and what was compared, by kind.
    """

    tables: Tables
    read: Callable[[str], Extraction | None]
    ledgers: Mapping[ThingKind, Ledger]
    _owners: dict[str, Any] = field(default_factory=dict)
    _bodies: dict[str, dict[str, str]] = field(default_factory=dict)
    _casts: dict[str, Cast] = field(default_factory=dict)
    _typed: dict[str, Extraction] = field(default_factory=dict)

    def run(self, changed: Iterable[str], judged: frozenset[str] = frozenset()) -> set[str]:
        """Resolve claims.

        Args:
            changed: articles that came, went, or say something else, and those of claims that are judged otherwise.
            judged: ids of entries of the gazetteer of which claims are judged.

        Returns:
            The articles whose claims may denote something else than before.
        """
        touched = set(changed)
        self._find_kinds(touched)
        self._find_bodies(touched, judged)
        self._find_owners(touched)
        self._find_people(touched)
        self._find_sides(touched)
        self._find_events(touched)
        return touched

    # ------------------------------------------------------------------------------------------ actors

    def _find_kinds(self, touched: set[str]) -> None:
        for article in sorted(touched):
            said = self.read(article)
            self.tables.count(KINDS, article, votes(said) if said else [])
        touched |= self.tables.speakers(KINDS, self.tables.changed(KINDS))

    def _find_bodies(self, touched: set[str], judged: frozenset[str]) -> None:
        tables = self.tables
        read: dict[str, list[Body]] = {}
        for article, said in self._said(touched):
            read[article] = found = read_bodies(said, judged) if said else []
            tables.count(ENTRIES, article, [(body.entry, "") for body in found if body.entry])
            tables.count(OWNED, article, [(body.key, body.owner or "") for body in found if body.telling])
        tables.changed(ENTRIES)
        touched |= tables.speakers(OWNED, tables.changed(OWNED))
        for article, said in self._said(touched):
            known = read.get(article)
            found = known if known is not None else read_bodies(said, judged) if said else []
            items = {body.ref: owned(body, tables.fact(OWNED, body.key)) for body in found}
            tables.put(BODIES, article, self._marked("actor", items))
        touched |= tables.solve(BODIES, self.ledgers["actor"])
        for article, said in self._said(touched):
            sets = [known for _, known in self._known(BODIES, said) if not known.entry and not known.adopted]
            tables.count(BODY_NAMES, article, _names(sets))
        keys = tables.changed(BODY_NAMES)
        touched |= tables.speakers(BODY_NAMES, keys) | tables.speakers(PERSON_NAMES, keys)

    def _find_owners(self, touched: set[str]) -> None:
        tables = self.tables
        for article, said in self._said(touched):
            pairs: list[tuple[str, str]] = []
            ids = self._body_ids(article, said)
            for claim in said.actors if said else ():
                id_, owner = ids.get(claim.key), ids.get(claim.organ_of or "")
                if id_ is not None:
                    pairs.append((id_, owner if owner is not None and owner != id_ else ""))
                    pairs += [(id_, STATE)] if claim.kind == "State" else []
            tables.count(OWNERS, article, pairs)
        keys = frontier = tables.changed(OWNERS)
        while frontier:
            # what stands below them has another root too
            frontier = tables.keys_with(OWNERS, frontier) - keys
            keys = keys | frontier
        touched |= tables.speakers(OWNERS, keys)

    def _find_people(self, touched: set[str]) -> None:
        tables = self.tables
        for article, said in self._said(touched):
            found: dict[Ref, Person | Adopted] = {}
            if said:
                written = self.read(article) or said
                kinds = {claim.key: claim.kind for claim in written.actors}
                people = read_people(said, self._body_ids(article, said), self._state_of, kinds)
                found = {(article, key): person for key, person in people}
                adopts = [(key, known) for key, known in self._known(BODIES, said) if known.adopted]
                bodies = {body.ref: body for body in read_bodies(said)} if adopts else {}
                for key, known in adopts:
                    ref = article, key
                    found[ref] = Adopted(ref, bodies[ref].named, known.first, known.entry)
            tables.put(PEOPLE, article, self._marked("actor", found))
        touched |= tables.solve(PEOPLE, self.ledgers["actor"])
        for article, said in self._said(touched):
            sets = [known for _, known in self._known(PEOPLE, said) if not known.entry]
            tables.count(PERSON_NAMES, article, _names(sets))
        touched |= tables.speakers(PERSON_NAMES, tables.changed(PERSON_NAMES))

    def _find_sides(self, touched: set[str]) -> None:
        tables = self.tables
        for article, said in self._said(touched):
            people = {key: self._id(known) for key, known in self._known(PEOPLE, said)}
            ids = {**self._body_ids(article, said), **people}
            pairs = [(id_, "") for id_ in people.values()]
            for position in said.positions if said else ():
                person, within = people.get(position.person), ids.get(position.within or "")
                if person is not None and within is not None and person != within:
                    pairs.append((person, self._root(within)))
            tables.count(SIDES, article, pairs)
        touched |= tables.speakers(SIDES, tables.changed(SIDES))

    # ------------------------------------------------------------------------------------------ events

    def _find_events(self, touched: set[str]) -> None:
        self._find(
            OF_PARTIES,
            touched,
            lambda said, cast: {c.key: encounter(said.article, c, cast) for c in said.meetings},
        )
        for article, said in self._said(touched):
            told = self.tables.found(OF_PARTIES, article)
            first = {c.key: told[c.key] for c in said.meetings} if said else {}
            items = {key: Marked(item) for key, item in first.items() if isinstance(item, Reported)}
            self.tables.put(MEETINGS, article, items)
        touched |= self.tables.solve(MEETINGS, self.ledgers["meeting"])
        self._name("meeting", touched)
        self._find(
            PROPOSALS,
            touched,
            lambda said, cast: {c.key: package(said.article, c, cast) for c in said.proposals},
        )
        self._name("proposal", touched)
        self._find(
            RESPONSES,
            touched,
            lambda said, cast: {
                c.key: answer(said.article, c, cast, self._event_ids("proposal", said))
                for c in said.responses
            },
        )
        self._name("response", touched)
        self._find(
            STATEMENTS,
            touched,
            lambda said, cast: {c.key: saying(said.article, c, cast) for c in said.statements},
        )

    def _find(
        self, stage: Stage[T, Any], touched: set[str], items: Callable[[Extraction, Cast], dict[str, T]]
    ) -> None:
        for article, said in self._said(touched):
            found = items(said, self.cast(said)) if said else {}
            refs = {(article, key): item for key, item in found.items()}
            self.tables.put(stage, article, self._marked(stage.kind, refs))
        touched |= self.tables.solve(stage, self.ledgers[stage.kind])

    def _name(self, kind: ThingKind, touched: set[str]) -> None:
        stage, tally = _EVENTS[kind], _NAMES[kind]
        for article, said in self._said(touched):
            found = self.tables.found(stage, article)
            sets = [found[claim.key] for claim in _events(said, kind)] if said else []
            self.tables.count(tally, article, _names(sets))
        touched |= self.tables.speakers(tally, self.tables.changed(tally))

    # ------------------------------------------------------------------------------------------ ids

    def ids(self, said: Extraction) -> Ids:
        """Return what the claims of an article denote, after a run."""
        cast = self.cast(said)
        statements = self.tables.found(STATEMENTS, said.article.id)
        return Ids(
            {key: id_ for (_, key), id_ in cast.ids.items()},
            self._event_ids("meeting", said),
            self._event_ids("proposal", said),
            self._event_ids("response", said),
            {claim.key: statements[claim.key] for claim in said.statements},
            cast.entities,
        )

    def cast(self, said: Extraction) -> Cast:
        """Return the actors of an article."""
        article = said.article.id
        known = self._casts.get(article)
        if known is None:
            said = self._as_typed(said)
            ids: dict[Ref, str] = {}
            entities: dict[str, Entity] = {}
            for stage in (BODIES, PEOPLE):
                for key, found in self._known(stage, said):
                    if stage is PEOPLE or not found.adopted:
                        id_ = self._id(found) if stage is PEOPLE else self._body_id(found)
                        ids[article, key] = id_
                        entities[id_] = found.entity(id_)
            sides = {id_: self._side(entity) for id_, entity in entities.items()}
            known = self._casts[article] = Cast(entities, ids, sides)
        return known

    def _event_ids(self, kind: ThingKind, said: Extraction) -> dict[str, str]:
        found = self.tables.found(_EVENTS[kind], said.article.id)
        tally = _NAMES[kind]
        return {
            claim.key: denoted.id(alone=self.tables.fact(tally, denoted.slug) == 1)
            for claim in _events(said, kind)
            for denoted in [found[claim.key]]
        }

    def _body_ids(self, article: str, said: Extraction | None) -> dict[str, str]:
        known = self._bodies.get(article)
        if known is None:
            known = {key: self._body_id(found) for key, found in self._known(BODIES, said)}
            self._bodies[article] = known
        return known

    def _body_id(self, known: Known) -> str:
        return known.id(alone=not known.adopted and self.tables.fact(BODY_NAMES, known.slug) == 1)

    def _id(self, known: Known) -> str:
        alone = self.tables.fact(PERSON_NAMES, known.slug) == 1 and not self.tables.fact(
            BODY_NAMES, known.slug
        )
        return known.id(alone=alone)

    def _side(self, entity: Entity) -> str:
        of_posts: str | None = self.tables.fact(SIDES, entity.id)
        return of_posts or members_of(entity) or self._root(entity.id)

    def _root(self, id_: str) -> str:
        return root(id_, lambda body: self.tables.fact(OWNERS, body)[0])

    def _state_of(self, id_: str) -> str | None:
        top = self._root(id_)
        entry = gazetteer().by_id(top)
        is_state = (entry is not None and entry.kind == "State") or self.tables.fact(OWNERS, top)[1]
        return top if is_state else None

    # ------------------------------------------------------------------------------------------ claims

    def _said(self, articles: Iterable[str]) -> Iterator[tuple[str, Extraction | None]]:
        for article in sorted(articles):
            said = self.read(article)
            yield article, self._as_typed(said) if said else None

    def _as_typed(self, said: Extraction) -> Extraction:
        """Return the claims of an article, each name of the kind that the corpus gives it."""
        known = self._typed.get(said.article.id)
        if known is None:
            known = retyped(said, lambda key: self.tables.fact(KINDS, key))
            self._typed[said.article.id] = known
        return known

    def _known(self, stage: Stage[Any, Known], said: Extraction | None) -> Iterator[tuple[str, Known]]:
        """Yield what a stage of actors found for the claims of an article that are its matter."""
        if said is not None:
            found = self.tables.found(stage, said.article.id)
            bodies = self.tables.found(BODIES, said.article.id)
            for claim in said.actors:
                is_person = claim.kind == "Person"
                if is_person is (stage is PEOPLE) or (not is_person and bodies[claim.key].adopted):
                    yield claim.key, found[claim.key]

    def _marked(self, kind: ThingKind, items: Mapping[Ref, T]) -> dict[str, Marked[T]]:
        ledger = self.ledgers[kind]
        return {ref[1]: Marked(item, ledger.links(ref), ledger.others(ref)) for ref, item in items.items()}


def ledgers(judgements: Iterable[Judgement]) -> dict[ThingKind, Ledger]:
    """Return an account for each kind of thing, with what persons judged."""
    listed = tuple(judgements)
    return {kind: Ledger(kind, listed) for kind in _KINDS}


def judged_entries(read: Callable[[str], Extraction | None], about: Iterable[Ref]) -> frozenset[str]:
    """Return the ids of the entries of the gazetteer of which claims are judged.

    Args:
        about: the claims of actors that persons judged.
    """
    refs = set(about)
    said = [found for article in sorted({ref[0] for ref in refs}) if (found := read(article)) is not None]
    return frozenset(
        body.entry for found in said for body in read_bodies(found) if body.entry and body.ref in refs
    )


def _events(said: Extraction | None, kind: ThingKind) -> Iterable[Any]:
    if said is None:
        return ()
    return {"meeting": said.meetings, "proposal": said.proposals, "response": said.responses}[kind]


def _names(sets: Iterable[Known | Denoted]) -> list[tuple[str, str]]:
    return [(found.slug, "/".join(found.first)) for found in sets]
