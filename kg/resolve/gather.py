"""Groups claims by how sure it is that they denote one thing, keeping account of every merge.

Claims that cannot be told apart are compared once, however many articles make them, so that the cost follows the
variety of the claims and not their number.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

from kg.ids import short_hash
from kg.model import Judgement, Match, ThingKind
from kg.resolve.cluster import Ref, Union, slug_of
from kg.resolve.score import Verdict, number

T = TypeVar("T")
Judge = Callable[[T, T], Verdict | None]
"""Tells how sure it is that two are one; ``None`` where something speaks against it."""

# Two sets of articles may overlap so far and still denote one thing: what overlaps stays out.
_OVERLAP = 3


@dataclass(frozen=True, slots=True)
class Denoted:
    """The thing that a claim denotes.

    Attributes:
        first: the first claim of all that denote it, which tells it from others.
        name: readable.
        hashed: the name says too little to be an id alone.
    """

    first: Ref
    name: str
    hashed: bool

    @property
    def slug(self) -> str:
        """The id that it has if nothing else may have it too."""
        return slug_of(self.name)

    def id(self, *, alone: bool) -> str:
        """Return its id; ``alone`` if nothing else has the slug."""
        name = self.slug
        return name if alone and not self.hashed else f"{name}-{short_hash(name, *self.first)}"


class Group(Generic[T]):
    """Claims that denote one thing.

    Attributes:
        items: one of each sort, the first one says most.
        refs: the claims by article, for an article has one at most.
    """

    __slots__ = ("first", "items", "refs")

    def __init__(self, items: list[T], refs: dict[str, Ref]) -> None:
        self.items = items
        self.refs = refs
        self.first = min(refs.values())
        """The claim that names the group."""

    def add(self, claim: Ref) -> None:
        """Take in the claim of one more article."""
        self.refs[claim[0]] = claim
        self.first = min(self.first, claim)


class Index(Generic[T]):
    """Groups by the keys of their items, so that only those are compared which may be one.

    Args:
        keys: what two items have at least one of in common wherever a judge finds for them; ``None`` for an item that
            may go with every other. Without it all are compared with all.
    """

    def __init__(
        self, groups: Iterable[Group[T]] = (), keys: Callable[[T], Iterable[Hashable] | None] | None = None
    ) -> None:
        self._keys: Callable[[T], Iterable[Hashable] | None] = keys or (lambda _item: None)
        self._groups: list[Group[T]] = []
        self._by_key: dict[Hashable, list[int]] = defaultdict(list)
        self._open: list[int] = []
        self._number: dict[int, int] = {}
        for group in groups:
            self.add(group)

    def add(self, group: Group[T]) -> None:
        """Put in a group."""
        self._number[id(group)] = len(self._groups)
        self._groups.append(group)
        self.extend(group, group.items)

    def extend(self, group: Group[T], items: Iterable[T]) -> None:
        """Let a group be found by the keys of further items too."""
        number = self._number[id(group)]
        for item in items:
            keys = self._keys(item)
            if keys is None:
                self._open.append(number)
            else:
                for key in keys:
                    self._by_key[key].append(number)

    def near(self, group: Group[T]) -> list[Group[T]]:
        """Return the groups that the judge may find for, in the order in which they were put in."""
        found = set(self._open)
        for item in group.items:
            keys = self._keys(item)
            if keys is None:
                return self._groups
            for key in keys:
                found.update(self._by_key.get(key, ()))
        return [self._groups[number] for number in sorted(found)]


class Ledger:
    """What persons judged about the claims of a kind, and all matches that were found."""

    def __init__(self, kind: ThingKind, judgements: Iterable[Judgement] = ()) -> None:
        self.kind = kind
        self.matches: dict[tuple[Ref, Ref], Match] = {}
        self._apart: dict[Ref, set[Ref]] = defaultdict(set)
        self._second: set[Ref] = set()
        self.same, self.different = closed(kind, judgements)
        for one, other in self.different:
            self._apart[one].add(other)
            self._apart[other].add(one)
        links = Union()
        for pair in self.same:
            links.join(pair)
        self._linked = {ref: links.find(ref) for pair in self.same for ref in pair}

    @property
    def about(self) -> frozenset[Ref]:
        """The claims that persons judged the same as others, or different."""
        return frozenset(self._linked) | frozenset(self._apart)

    @property
    def merged(self) -> frozenset[Ref]:
        """The claims that are the second of a merge in the account."""
        return frozenset(self._second)

    def links(self, ref: Ref) -> tuple[str, ...]:
        """Return a key that a claim has in common with all that persons linked it to; none if they did not."""
        return (f"judged {'/'.join(self._linked[ref])}",) if ref in self._linked else ()

    def others(self, ref: Ref) -> tuple[str, ...]:
        """Return the claims that persons judged different from this one, in words."""
        return tuple(sorted("/".join(other) for other in self._apart.get(ref, ())))

    def apart(self, a: Iterable[Ref], b: Iterable[Ref]) -> bool:
        """Tell whether a person judged any two of both different."""
        if not self._apart:
            return False
        others = set(b)
        return any(self._apart[ref] & others for ref in a if ref in self._apart)

    def judged(self, ref: Ref) -> bool:
        """Tell whether a person judged the claim different from any other."""
        return ref in self._apart

    def note(self, one: Ref, other: Ref, verdict: Verdict, *, merged: bool) -> None:
        """Keep a match; a merge replaces a doubt."""
        pair = (min(one, other), max(one, other))
        known = self.matches.get(pair)
        if pair[0] != pair[1] and (known is None or (merged, verdict.score) > (known.merged, known.score)):
            self.matches[pair] = Match(self.kind, *pair, verdict.score, verdict.reasons, merged)
        if merged:
            self._second.add(other)


def closed(
    kind: ThingKind, judgements: Iterable[Judgement]
) -> tuple[list[tuple[Ref, Ref]], list[tuple[Ref, Ref]]]:
    """Return the pairs of claims that persons judged the same, and all those that follow to be different.

    What is different from a claim is different from all that are linked to it as the same.
    """
    found = sorted(judgement for judgement in judgements if judgement.kind == kind)
    same = [(given.one, given.other) for given in found if given.verdict == "same"]
    links = Union()
    for pair in same:
        links.join(pair)
    linked: dict[Ref, list[Ref]] = defaultdict(list)
    for refs in links.sets(ref for pair in same for ref in pair):
        linked[links.find(refs[0])] = refs
    apart = {
        (one, other)
        for given in found
        if given.verdict == "different"
        for one in linked.get(links.find(given.one), [given.one])
        for other in linked.get(links.find(given.other), [given.other])
    }
    return same, sorted(apart)


def collapse(
    items: Iterable[T],
    *,
    ref: Callable[[T], Ref],
    sort: Callable[[T], Hashable],
    same: Verdict,
    ledger: Ledger,
) -> tuple[list[Group[T]], list[Group[T]]]:
    """Put claims of one sort together, one of each article.

    Args:
        items: in an order that does not depend on the input's.
        ref: the claim that an item is.
        sort: what two claims must have in common so that nothing can tell them apart.
        same: what is noted for two claims of one sort.

    Returns:
        The groups, and what must stay alone: an article's further claims of the same sort.
    """
    groups: dict[Hashable, Group[T]] = {}
    alone: list[Group[T]] = []
    for item in items:
        claim = ref(item)
        key = (sort(item), claim if ledger.judged(claim) else None)
        group = groups.get(key)
        if group is None:
            groups[key] = Group([item], {claim[0]: claim})
        elif claim[0] in group.refs:
            alone.append(Group([item], {claim[0]: claim}))
        else:
            ledger.note(next(iter(group.refs.values())), claim, same, merged=True)
            group.add(claim)
    return list(groups.values()), alone


def settle(
    groups: Sequence[Group[T]],
    judge: Judge[T],
    *,
    ref: Callable[[T], Ref],
    ledger: Ledger,
    fixed: Sequence[Group[T]] = (),
    strict: bool = False,
    keys: Callable[[T], Iterable[Hashable] | None] | None = None,
) -> tuple[list[Group[T]], list[Group[T]]]:
    """Let every group, in the order given, join the one that it fits.

    Args:
        groups: those that say most first.
        judge: see ``Judge``.
        fixed: groups to choose from; they do not join one another. Without them, those before in ``groups``.
        strict: join only where a single one fits, however much better than the others the best is.
        keys: see ``Index``.

    Returns:
        The groups that joined none, and claims that fell out because their article has another one in the group.
    """
    merge, doubt, margin = number("merge"), number("doubt"), number("margin")
    left: list[Group[T]] = []
    out: list[Group[T]] = []
    joins: list[tuple[Group[T], Group[T]]] = []
    index = Index(fixed, keys)
    for group in groups:
        fits: list[tuple[float, Group[T], Verdict]] = []
        for other in index.near(group):
            verdict = _between(group, other, judge, ledger)
            if verdict is not None and verdict.score >= doubt:
                fits.append((verdict.score, other, verdict))
        fits.sort(key=lambda fit: (-fit[0], fit[1].first))
        sure = [fit for fit in fits if fit[0] >= merge]
        clear = (
            len(fits) == 1
            if strict
            else len(sure) == 1 or (len(sure) > 1 and sure[0][0] - sure[1][0] >= margin)
        )
        if sure and clear:
            _, other, verdict = sure[0]
            ledger.note(ref(other.items[0]), ref(group.items[0]), verdict, merged=True)
            if fixed:
                joins.append((group, other))
            else:
                out += _absorb(other, group, ref)
                index.extend(other, group.items)
        else:
            for _, other, verdict in fits[:3]:
                ledger.note(ref(other.items[0]), ref(group.items[0]), verdict, merged=False)
            left.append(group)
            if not fixed:
                index.add(group)
    for group, other in joins:
        # what a vague claim may mean is measured by the fixed ones alone
        out += _absorb(other, group, ref, items=False)
    return left, out


def obey(groups: Iterable[Group[T]], ledger: Ledger) -> list[list[Ref]]:
    """Return the claims by group, those put together that a person judged the same."""
    union = Union()
    found = list(groups)
    for group in found:
        union.join(group.refs.values())
    refs = [ref for group in found for ref in group.refs.values()]
    known = set(refs)
    for one, other in ledger.same:
        if one in known and other in known:
            union.join([one, other])
            ledger.note(one, other, Verdict(1.0, ("a person said so",)), merged=True)
    return union.sets(refs)


def _between(a: Group[T], b: Group[T], judge: Judge[T], ledger: Ledger) -> Verdict | None:
    few, many = (a.refs, b.refs) if len(a.refs) < len(b.refs) else (b.refs, a.refs)
    common = sum(article in many for article in few)
    if common * _OVERLAP > len(few) or ledger.apart(a.refs.values(), b.refs.values()):
        return None
    best: Verdict | None = None
    for x in a.items:
        for y in b.items:
            verdict = judge(x, y)
            if verdict is None:
                return None
            if best is None or verdict.score > best.score:
                best = verdict
    return best


def _absorb(
    group: Group[T], other: Group[T], ref: Callable[[T], Ref], *, items: bool = True
) -> list[Group[T]]:
    """Put ``other`` into ``group``; return the claims whose article has one there already."""
    out: list[Group[T]] = []
    if items:
        group.items += other.items
    for article, claim in other.refs.items():
        if article in group.refs:
            out.append(
                Group([next((i for i in other.items if ref(i) == claim), other.items[0])], {article: claim})
            )
        else:
            group.add(claim)
    return out
