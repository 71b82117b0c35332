"""Groups claims by how sure it is that they denote one thing, keeping account of every merge.

Claims that cannot be told apart are compared once, however many articles make them, so that the cost follows the
variety of the claims and not their number.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable, Sequence
from typing import Generic, TypeVar

from kg.model import Judgement, Match, ThingKind
from kg.resolve.cluster import Ref, Union
from kg.resolve.score import Verdict, number

T = TypeVar("T")
Judge = Callable[[T, T], Verdict | None]
"""Tells how sure it is that two are one; ``None`` where something speaks against it."""

# Two sets of articles may overlap so far and still denote one thing: what overlaps stays out.
_OVERLAP = 3


class Group(Generic[T]):
    """Claims that denote one thing.

    Attributes:
        items: one of each sort, the first one says most.
        refs: the claims by article, for an article has one at most.
    """

    __slots__ = ("items", "refs")

    def __init__(self, items: list[T], refs: dict[str, Ref]) -> None:
        self.items = items
        self.refs = refs

    @property
    def first(self) -> Ref:
        """The claim that names the group."""
        return min(self.refs.values())


class Ledger:
    """What persons judged about the claims of a kind, and all matches that were found."""

    def __init__(self, kind: ThingKind, judgements: Iterable[Judgement] = ()) -> None:
        self.kind = kind
        self.matches: dict[tuple[Ref, Ref], Match] = {}
        self._apart: dict[Ref, set[Ref]] = defaultdict(set)
        self.same, different = closed(kind, judgements)
        for one, other in different:
            self._apart[one].add(other)
            self._apart[other].add(one)

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
            group.refs[claim[0]] = claim
    return list(groups.values()), alone


def settle(
    groups: Sequence[Group[T]],
    judge: Judge[T],
    *,
    ref: Callable[[T], Ref],
    ledger: Ledger,
    fixed: Sequence[Group[T]] = (),
    strict: bool = False,
) -> tuple[list[Group[T]], list[Group[T]]]:
    """Let every group, in the order given, join the one that it fits.

    Args:
        groups: those that say most first.
        judge: see ``Judge``.
        fixed: groups to choose from; they do not join one another. Without them, those before in ``groups``.
        strict: join only where a single one fits, however much better than the others the best is.

    Returns:
        The groups that joined none, and claims that fell out because their article has another one in the group.
    """
    merge, doubt, margin = number("merge"), number("doubt"), number("margin")
    left: list[Group[T]] = []
    out: list[Group[T]] = []
    joins: list[tuple[Group[T], Group[T]]] = []
    for group in groups:
        fits: list[tuple[float, Group[T], Verdict]] = []
        for other in fixed or left:
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
        else:
            for _, other, verdict in fits[:3]:
                ledger.note(ref(other.items[0]), ref(group.items[0]), verdict, merged=False)
            left.append(group)
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
    common = len(a.refs.keys() & b.refs.keys())
    if common * _OVERLAP > min(len(a.refs), len(b.refs)) or ledger.apart(a.refs.values(), b.refs.values()):
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
            group.refs[article] = claim
    return out
