"""Persons over articles: one family name, given names that go together, no state against another."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from kg.model import Extraction
from kg.resolve.cluster import Ref, Union, cluster
from kg.resolve.gather import Ledger
from kg.resolve.known import Known, Named, know
from kg.resolve.spelling import PersonName, compatible, person_name
from kg.resolve.table import Stage


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
    """

    refs: tuple[Ref, ...]
    written: str
    name: PersonName
    posts: frozenset[str]
    states: frozenset[str]
    context: frozenset[str]
    titles: frozenset[str]


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
    extraction: Extraction, ids: Mapping[str, str], state_of: Callable[[str], str | None]
) -> Iterable[tuple[str, Person]]:
    """Yield the claims of persons of an article, by key.

    Args:
        ids: of the bodies, by claim key.
        state_of: the state that a body's id belongs to in the end, ``None`` if it belongs to none.
    """
    article = extraction.article.id
    posts: dict[str, set[str]] = defaultdict(set)
    titles: dict[str, set[str]] = defaultdict(set)
    for position in extraction.positions:
        titles[position.person].add(position.title.casefold())
        if position.within is not None and position.within in ids:
            posts[position.person].add(ids[position.within])
    context = frozenset(ids.values())
    for claim in extraction.actors:
        if claim.kind == "Person":
            held = frozenset(posts[claim.key])
            states = frozenset(state for post in held if (state := state_of(post)) is not None)
            called = frozenset(titles[claim.key])
            name = person_name(claim.name, claim.aliases)
            yield claim.key, Person(((article, claim.key),), claim.name, name, held, states, context, called)


def _keys(item: Person | Adopted) -> Iterable[str]:
    if isinstance(item, Adopted):
        return [f"body {item.body}"]
    whole = [f"whole {item.name.whole}"] if item.name.full else []
    return [f"family {item.name.family}", *whole]


def _unite(items: Mapping[Ref, Person | Adopted], ledger: Ledger) -> dict[Ref, Known]:
    """Put the claims of persons together.

    Full names first; then a family name alone joins the one full name that it can mean, and only where both are in the
    same affairs: a common post, or the post's body or two other bodies in common around them.
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
    groups: dict[str, list[list[Person]]] = {}
    for family in sorted(by_family):
        full = [person for person in by_family[family] if person.name.full]
        nodes = sorted(_same_name(full), key=lambda n: (-n.name.specific, n.name.whole, n.refs))
        groups[family] = cluster(nodes, _may_be_one)
        for group in groups[family]:
            union.join(ref for node in group for ref in node.refs)
    # one name whose parts two articles order differently ("Kim Il Nam")
    for whole in sorted(by_whole):
        if len({person.name.family for person in by_whole[whole]}) > 1:
            for group in cluster(_same_name(by_whole[whole]), _may_be_one):
                union.join(ref for node in group for ref in node.refs)
    for family in sorted(by_family):
        _bare(
            [person for person in by_family[family] if not person.name.full],
            [_merge(group) for group in groups[family]],
            union,
        )
    for pair in ledger.same:
        if items.keys() >= set(pair):
            union.join(pair)
    return _known(items, union)


PEOPLE: Stage[Person | Adopted, Known] = Stage("people", "actor", _keys, _unite)


def _known(items: Mapping[Ref, Person | Adopted], union: Union) -> dict[Ref, Known]:
    claims: dict[Ref, Named] = {}
    entries: dict[Ref, str] = {}
    for ref, item in items.items():
        if isinstance(item, Person):
            claims[ref] = Named("Person", item.written)
        else:
            claims[ref] = item.named
            if item.entry:
                entries[union.find(ref)] = item.entry
    return {
        ref: known
        for refs in union.sets(items)
        for known in [know(refs, claims, entries.get(union.find(refs[0])))]
        for ref in refs
    }


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


def _bare(bare: list[Person], full: list[Person], union: Union) -> None:
    if len(full) == 1:
        [known] = full
        articles = {article for article, _ in known.refs}
        for person in bare:
            # one article tells its own persons apart: never against that
            own = any(article in articles for article, _ in person.refs)
            if not own and not _clash(person, known) and _same_affairs(person, known):
                union.join([*person.refs, known.refs[0]])
    holders: dict[str, list[Person]] = defaultdict(list)
    if not full:
        for person in bare:
            for post in sorted(person.posts):
                holders[post].append(person)
    for same in holders.values():
        _one_per_article(same, union)


def _one_per_article(people: list[Person], union: Union) -> None:
    """Join bare names with a post in common, unless an article has two of them."""
    if len({ref[0] for person in people for ref in person.refs}) == len(people):
        union.join(ref for person in people for ref in person.refs)


def _same_affairs(a: Person, b: Person) -> bool:
    return bool(a.posts & b.posts or a.states & b.states or b.posts & a.context or b.states & a.context) or (
        len(a.context & b.context) > 1
    )
