"""What the steps of resolution keep: claims as each step sees them, what it found, and counts of names.

A step is a pure function of claims that have a key in common, directly or over others: ``Stage``. A tally counts what
articles give as somebody's owner, side or name, and a fact follows from the counts of one key. Resolution runs over
any ``Tables``: ``Memory`` holds a whole corpus and does everything once; a store (kg.corpus) keeps them on disk and
does again only what the keys of changed claims touch. As both run the same steps, both find the same.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Generic, Protocol, TypeVar

from kg.model import ThingKind
from kg.resolve.cluster import Ref, most_frequent
from kg.resolve.gather import Ledger

T = TypeVar("T")
U = TypeVar("U")


@dataclass(frozen=True, slots=True)
class Marked(Generic[T]):
    """An item with what persons judged about it: keys that it shares with what it was linked to, and the rest."""

    item: T
    linked: tuple[str, ...] = ()
    apart: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Stage(Generic[T, U]):
    """A step that compares claims.

    Attributes:
        kind: of what; judgements of that kind count.
        keys: of an item. What the step finds for an item depends on no other item but those with a key in common with
            it, or with one of these, and so on.
        solve: returns what is found for each claim, from the items that were put in, sorted by claim. Of all items it
            finds the same as of any part that is closed under keys.
    """

    name: str
    kind: ThingKind
    keys: Callable[[T], Iterable[str]]
    solve: Callable[[Mapping[Ref, T], Ledger], dict[Ref, U]]

    def keys_of(self, marked: Marked[T]) -> set[str]:
        """Return the keys of an item, those by which persons linked it to others among them."""
        return {*self.keys(marked.item), *marked.linked}


@dataclass(frozen=True, slots=True)
class Tally:
    """A count of values by key, and what follows from it. The value ``""`` says that the key is spoken of, no more."""

    name: str
    fact: Callable[[Mapping[str, int]], Any]


class Tables(Protocol):
    """Where items, findings and counts are kept, by article."""

    def put(self, stage: Stage[T, Any], article: str, items: Mapping[str, Marked[T]]) -> None:
        """Let a stage have these items of an article, by claim key, in place of what it had."""

    def solve(self, stage: Stage[Any, Any], ledger: Ledger) -> set[str]:
        """Let a stage find what may be another than before; return the articles where it is."""

    def found(self, stage: Stage[Any, U], article: str) -> Mapping[str, U]:
        """Return what a stage found for the claims of an article, by claim key; more than was asked may be there."""

    def count(self, tally: Tally, article: str, pairs: Sequence[tuple[str, str]]) -> None:
        """Let an article count for these keys and values, in place of what it counted for."""

    def changed(self, tally: Tally) -> set[str]:
        """Return the keys whose fact may be another than when this was last asked."""

    def fact(self, tally: Tally, key: str) -> Any:
        """Return what follows from the counts of a key."""

    def speakers(self, tally: Tally, keys: Iterable[str]) -> set[str]:
        """Return the articles that count for any of the keys."""

    def keys_with(self, tally: Tally, values: Collection[str]) -> set[str]:
        """Return the keys that have any of the values."""


class Memory:
    """All of a corpus at once; made for one run."""

    def __init__(self) -> None:
        self._items: dict[str, dict[Ref, Any]] = defaultdict(dict)
        self._found: dict[str, dict[str, dict[str, Any]]] = {}
        self._counts: dict[str, dict[str, Counter[str]]] = defaultdict(lambda: defaultdict(Counter))
        self._facts: dict[tuple[str, str], Any] = {}

    def put(self, stage: Stage[T, Any], article: str, items: Mapping[str, Marked[T]]) -> None:
        """See ``Tables``."""
        for key, marked in items.items():
            self._items[stage.name][article, key] = marked.item

    def solve(self, stage: Stage[Any, Any], ledger: Ledger) -> set[str]:
        """See ``Tables``; everything is new already."""
        items = self._items.pop(stage.name, {})
        of_article: dict[str, dict[str, Any]] = defaultdict(dict)
        for (article, key), value in stage.solve(dict(sorted(items.items())), ledger).items():
            of_article[article][key] = value
        self._found[stage.name] = of_article
        return set()

    def found(self, stage: Stage[Any, U], article: str) -> Mapping[str, U]:
        """See ``Tables``."""
        return self._found[stage.name].get(article, {})

    def count(self, tally: Tally, article: str, pairs: Sequence[tuple[str, str]]) -> None:
        """See ``Tables``."""
        counts = self._counts[tally.name]
        for key, value in pairs:
            counts[key][value] += 1

    def changed(self, tally: Tally) -> set[str]:
        """See ``Tables``; everything is new already."""
        return set()

    def fact(self, tally: Tally, key: str) -> Any:
        """See ``Tables``."""
        found = self._facts.get((tally.name, key))
        if found is None:
            found = self._facts[tally.name, key] = tally.fact(self._counts[tally.name].get(key, {}))
        return found

    def speakers(self, tally: Tally, keys: Iterable[str]) -> set[str]:
        """See ``Tables``."""
        return set()

    def keys_with(self, tally: Tally, values: Collection[str]) -> set[str]:
        """See ``Tables``."""
        return set()


def commonest(counts: Mapping[str, int]) -> str | None:
    """Return the most frequent value but ``""``; ``None`` for none."""
    told = {value: count for value, count in counts.items() if value}
    return most_frequent(Counter(told).elements()) if told else None
