"""Persons over articles: one family name, given names that go together, no state against another."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date

from kg.gazetteer import titles as known_titles
from kg.holders import Office, holders
from kg.model import ActorKind, Extraction
from kg.resolve.cluster import Ref, Union, cluster
from kg.resolve.gather import Ledger
from kg.resolve.known import Known, Named, know
from kg.resolve.score import number
from kg.resolve.spelling import PersonName, compatible, is_crown, person_name
from kg.resolve.surnames import Scene, alike, by_day, choose
from kg.resolve.table import Stage

_OFFICES: Mapping[str, Office] = {"head of state": "state", "head of government": "government"}


@dataclass(frozen=True, slots=True)
class Person:
    """What is known of one claim, or of several with one name, before they are put together.

    Attributes:
        refs: the claims, sorted.
        written: the name as the first of them has it.
        posts: ids of what they hold posts in.
        states: those of them that are states in the end; empty if the articles name none.
        context: ids of the bodies in the claims' articles.
        titles: what they are called there, lower case.
        scenes: what each of the claims' articles has around them, by day.
        kind: what the article takes them for; of others than persons only the names make them one, and only together
            with one who is.
    """

    refs: tuple[Ref, ...]
    written: str
    name: PersonName
    posts: frozenset[str]
    states: frozenset[str]
    context: frozenset[str]
    titles: frozenset[str]
    scenes: tuple[Scene, ...]
    kind: ActorKind = "Person"


@dataclass(frozen=True, slots=True)
class Adopted:
    """A claim of a body that a person judged one with a claim of a person.

    Attributes:
        body: the first claim of all that are that body.
    """

    ref: Ref
    named: Named
    body: Ref
    entry: str | None


def read_people(
    extraction: Extraction,
    ids: Mapping[str, str],
    state_of: Callable[[str], str | None],
    kinds: Mapping[str, ActorKind],
) -> Iterable[tuple[str, Person]]:
    """Yield the claims of persons of an article, by key.

    Args:
        ids: of the bodies, by claim key.
        state_of: the state that a body's id belongs to in the end, ``None`` if it belongs to none.
        kinds: what the article itself takes each claim for.
    """
    article = extraction.article.id
    posts: dict[str, set[str]] = defaultdict(set)
    titles: dict[str, set[str]] = defaultdict(set)
    for position in extraction.positions:
        titles[position.person].add(position.title.casefold())
        if position.within is not None and position.within in ids:
            posts[position.person].add(ids[position.within])
    context = frozenset(ids.values())
    names = {c.key: person_name(c.name, c.aliases) for c in extraction.actors if c.kind == "Person"}
    families = Counter(name.family for name in names.values())
    published = extraction.article.published
    day = date.fromisoformat(published).toordinal() if published else 0
    for claim in extraction.actors:
        if claim.kind == "Person":
            name, written = _in_office(names[claim.key], claim.name, titles[claim.key], published, context)
            others = frozenset(f for f, n in families.items() if f != name.family or n > 1)
            scene = Scene(day, context, others)
            held = frozenset(posts[claim.key])
            states = frozenset(state for post in held if (state := state_of(post)) is not None)
            called = frozenset(titles[claim.key])
            yield (
                claim.key,
                Person(
                    ((article, claim.key),),
                    written,
                    name,
                    held,
                    states,
                    context,
                    called,
                    (scene,),
                    kinds[claim.key],
                ),
            )


def _in_office(
    name: PersonName, written: str, titles: Iterable[str], day: str | None, context: frozenset[str]
) -> tuple[PersonName, str]:
    """Return the whole name of whoever held the office then: "President Hadley" of 1991 is Owen Hadley, not his son."""
    offices = {
        _OFFICES.get(known_titles().kind(title) or "")
        for title in titles
        if not known_titles().is_past(title)
    }
    if not offices & set(_OFFICES.values()):
        return name, written
    found = {
        (term.name, term.state)
        for term in holders().of(written, day)
        if term.state in context and term.office in offices
    }
    if len(found) != 1:
        return name, written
    whole, state = found.pop()
    own = person_name(whole)
    if not own.full:  # he has one name only, and is no stub by it
        own = PersonName(own.family, (state,), (state[0],), own.whole)
    fits = own.family == name.family and (not name.full or compatible(own, name))
    return (own, whole) if fits and own.specific > name.specific else (name, written)


def _keys(item: Person | Adopted) -> Iterable[str]:
    if isinstance(item, Adopted):
        return [f"body {item.body}"]
    whole = [f"whole {item.name.whole}"] if item.name.full else []
    return [f"family {item.name.family}", *whole]


def _unite(items: Mapping[Ref, Person | Adopted], ledger: Ledger) -> dict[Ref, Known]:
    """Put the claims of persons together.

    Full names first; then a family name alone joins the full name that it most likely means (``kg.resolve.surnames``).
    """
    union = Union(ledger.different)
    by_family: dict[str, list[Person]] = defaultdict(list)
    by_whole: dict[str, list[Person]] = defaultdict(list)
    for item in items.values():
        if isinstance(item, Adopted):
            union.join([item.ref, item.body])
            continue
        by_family[item.name.family].append(item)
        if item.name.full:
            by_whole[item.name.whole].append(item)
    groups: dict[str, list[Person]] = {}
    for family in sorted(by_family):
        groups[family] = candidates(person for person in by_family[family] if person.name.full)
        for group in groups[family]:
            union.join(group.refs)
    # one name whose parts two articles order differently ("Kim Il Nam")
    for whole in sorted(by_whole):
        if len({person.name.family for person in by_whole[whole]}) > 1:
            for same in cluster(_same_name(by_whole[whole]), _may_be_one):
                union.join(ref for node in same for ref in node.refs)
    for family in sorted(by_family):
        _bare(
            [person for person in by_family[family] if not person.name.full],
            groups[family],
            union,
            ledger,
        )
    for pair in ledger.same:
        if items.keys() >= set(pair):
            union.join(pair)
    return _known(items, union)


PEOPLE: Stage[Person | Adopted, Known] = Stage("people", "actor", _keys, _unite)


def _known(items: Mapping[Ref, Person | Adopted], union: Union) -> dict[Ref, Known]:
    claims: dict[Ref, Named] = {}
    entries: dict[Ref, str] = {}
    adopted = {ref for ref, item in items.items() if isinstance(item, Adopted)}
    for ref, item in items.items():
        if isinstance(item, Person):
            claims[ref] = Named(item.kind, item.written)
        else:
            claims[ref] = item.named
            if item.entry:
                entries[union.find(ref)] = item.entry
    persons = {union.find(ref) for ref, named in claims.items() if named.kind == "Person"}
    claims = {
        ref: replace(named, kind="Person") if union.find(ref) in persons and ref not in adopted else named
        for ref, named in claims.items()
    }
    return {
        ref: known
        for refs in union.sets(items)
        for known in [know(refs, claims, entries.get(union.find(refs[0])))]
        for ref in refs
    }


def candidates(full: Iterable[Person]) -> list[Person]:
    """Return the persons whom a family name may mean: the full names of one family, those put together that are one."""
    nodes = sorted(_same_name(full), key=lambda n: (-n.name.specific, n.name.whole, n.refs))
    return [_merge(group) for group in cluster(nodes, _may_be_one)]


def _same_name(people: Iterable[Person]) -> list[Person]:
    """Put together claims with the same full name and no state against another.

    Those that name a state fall into groups that share one or do not clash; those that name none join the group if
    there is just one.
    """
    named: dict[tuple[str, tuple[str, ...]], list[Person]] = defaultdict(list)
    for person in people:
        named[person.name.family, person.name.given].append(person)
    result: list[Person] = []
    for name in sorted(named):
        group = sorted(named[name], key=lambda p: p.refs)
        union = Union()
        holders: dict[str, Ref] = {}
        for person in group:
            for state in person.states:
                union.join([person.refs[0], holders.setdefault(state, person.refs[0])])
        placed = {person.refs[0]: person for person in group if person.states}
        merged = [_merge(placed[ref] for ref in refs) for refs in union.sets(placed)]
        sets = cluster(sorted(merged, key=lambda p: (-len(p.refs), p.refs)), lambda a, b: not _clash(a, b))
        stateless = [person for person in group if not person.states]
        if len(sets) == 1:
            sets[0] += stateless
        elif stateless:
            sets.append(stateless)
        result += (_merge(members) for members in sets)
    return result


def _merge(people: Iterable[Person]) -> Person:
    found = sorted(people, key=lambda p: (-p.name.specific, p.name.whole, p.refs))
    return Person(
        tuple(sorted(ref for person in found for ref in person.refs)),
        found[0].written,
        found[0].name,
        frozenset().union(*(person.posts for person in found)),
        frozenset().union(*(person.states for person in found)),
        frozenset().union(*(person.context for person in found)),
        frozenset().union(*(person.titles for person in found)),
        tuple(sorted({scene for person in found for scene in person.scenes}, key=by_day)),
        "Person" if any(person.kind == "Person" for person in found) else found[0].kind,
    )


def _may_be_one(a: Person, b: Person) -> bool:
    return compatible(a.name, b.name) and not _clash(a, b)


def _clash(a: Person, b: Person) -> bool:
    """Tell whether two hold posts in different states, so that they can hardly be one person.

    An article that ties a president to the wrong state does name his own as well: where each one's state is among the
    other's surroundings it may be that, and is no clash; with one name and one title, one of the two is enough.
    """
    if not (a.states and b.states) or a.states & b.states:
        return False
    known = (bool(a.states & b.context), bool(b.states & a.context))
    alike = a.name.full and a.name.whole == b.name.whole and a.titles & b.titles
    return not (any(known) if alike else all(known))


def _bare(bare: list[Person], full: list[Person], union: Union, ledger: Ledger) -> None:
    """Let each family name alone join the fuller one that is likely; those that join none join one another."""
    left: list[Person] = []
    for person in bare:
        fitting = [known for known in full if not ruled_out(person, known)]
        found = choose(person, fitting, rivals=len(full))
        if found is None or found[1].score < number("doubt"):
            left.append(person)
            continue
        best, verdict = found
        sure = verdict.score >= number("short")
        ledger.note(fitting[best].refs[0], person.refs[0], verdict, merged=sure)
        if sure:
            union.join([*person.refs, fitting[best].refs[0]])
        else:
            left.append(person)
    groups: list[Person] = []
    for person in sorted(left, key=lambda p: (p.scenes[0].day, p.refs)):
        fits = [
            (verdict.score, n)
            for n, group in enumerate(groups)
            if not ruled_out(person, group)
            for verdict in [alike(person, group)]
            if verdict.score >= number("short")
        ]
        if fits:
            n = max(fits, key=lambda fit: (fit[0], -fit[1]))[1]
            union.join([*person.refs, groups[n].refs[0]])
            groups[n] = _merge([groups[n], person])
        else:
            groups.append(person)


def ruled_out(a: Person, b: Person) -> bool:
    """Tell whether two cannot be one: an article has both, they hold posts in different states, or one is crowned."""
    articles = {article for article, _ in a.refs}
    if any(article in articles for article, _ in b.refs) or _clash(a, b):
        return True
    (one, crowned), (other, crowned_too) = _called(a), _called(b)
    return bool(one and other) and crowned != crowned_too


def _called(person: Person) -> tuple[bool, bool]:
    """Tell whether a person has a title at all, and whether it is a crown's."""
    words = {word for title in person.titles for word in title.split()} | set(person.name.given[:1])
    crowned = any(is_crown(word) for word in words)
    return bool(person.titles) or crowned, crowned
