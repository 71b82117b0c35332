"""Puts claims together that denote one thing: the same for every order of the input."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Hashable, Iterable, Sequence
from functools import lru_cache
from typing import TypeVar

from kg.ids import slug

T = TypeVar("T")
slug_of = lru_cache(maxsize=100_000)(slug)
"""``kg.ids.slug``, which is asked again and again for the same names."""
Ref = tuple[str, str]
"""``(article id, claim key)``: one claim of the corpus."""


def blocks(items: Iterable[T], key: Callable[[T], Hashable | None]) -> dict[Hashable, list[T]]:
    """Return the items by block; only items of one block are ever compared. ``None`` leaves an item out."""
    found: dict[Hashable, list[T]] = defaultdict(list)
    for item in items:
        name = key(item)
        if name is not None:
            found[name].append(item)
    return found


def cluster(items: Sequence[T], compatible: Callable[[T, T], bool]) -> list[list[T]]:
    """Group items so that all in a group go with one another.

    Takes the items in the given order, so sort them by how much they say, and break ties by something that does not
    depend on the input's order. An item joins the one group with all of whose members it goes; where that is true of
    several groups it is doubtful and stays alone.
    """
    groups: list[list[T]] = []
    for item in items:
        fitting = [group for group in groups if all(compatible(item, member) for member in group)]
        if len(fitting) == 1:
            fitting[0].append(item)
        else:
            groups.append([item])
    return groups


class Union:
    """Disjoint sets of hashable things (union by smallest representative, so that order does not matter)."""

    __slots__ = ("_apart", "_members", "_parent")

    def __init__(self, apart: Iterable[tuple[Ref, Ref]] = ()) -> None:
        """Args: apart: pairs that never come into one set."""
        self._parent: dict[Ref, Ref] = {}
        self._apart: dict[Ref, set[Ref]] = defaultdict(set)
        self._members: dict[Ref, set[Ref]] = {}
        for one, other in apart:
            self._apart[one].add(other)
            self._apart[other].add(one)

    def find(self, item: Ref) -> Ref:
        """Return the representative of an item's set."""
        root = item
        while (above := self._parent.get(root, root)) != root:
            root = above
        while (above := self._parent.get(item, item)) != root:
            self._parent[item], item = root, above
        return root

    def join(self, items: Iterable[Ref]) -> None:
        """Put all items into one set."""
        roots = sorted({self.find(item) for item in items})
        for root in roots[1:]:
            if not (self._apart and self._forbidden(roots[0], root)):
                self._parent[root] = roots[0]

    def _forbidden(self, a: Ref, b: Ref) -> bool:
        """Tell whether a pair that is to stay apart would come together; else count the sets as one."""
        one, other = self._members.get(a, {a}), self._members.get(b, {b})
        if any(self._apart[ref] & other for ref in one if ref in self._apart):
            return True
        self._members[a] = one | other
        return False

    def sets(self, items: Iterable[Ref]) -> list[list[Ref]]:
        """Return the sets of the given items, sorted."""
        found: dict[Ref, list[Ref]] = defaultdict(list)
        for item in sorted(set(items)):
            found[self.find(item)].append(item)
        return [found[root] for root in sorted(found)]


def most_frequent(values: Iterable[str]) -> str:
    """Return the most frequent value; the longest, then the first in order, of several."""
    return min(Counter(values).items(), key=lambda pair: (-pair[1], -len(pair[0]), pair[0]))[0]
