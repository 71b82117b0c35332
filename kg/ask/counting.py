"""Questions after a number: "how many meetings", "how often did they meet", "number of articles"."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from kg.ask.phrases import phrases

_NOUN = (
    ("how", "many"),
    ("number", "of"),
    ("count", "of"),
    ("count", "the"),
    ("count", "all"),
    ("total", "of"),
)
_VERB = (("how", "often"), ("how", "many", "times"), ("how", "frequently"), ("number", "of", "times"))
_TABLE = frozenset(("each", "every", "per", "most", "whom", "least"))
"""Words by which a table of numbers is asked for, and not one number."""
_AWAY = 4
"""How many words behind "how many" what is counted may stand: "how many of the planned meetings"."""
_PAST = frozenset(("did", "have", "has", "had", "were", "was", "met"))


@dataclass(frozen=True, slots=True)
class Count:
    """A number that is asked for.

    Attributes:
        queries: names of the queries that can count it.
        words: places of the words that ask so, counted from 0; the noun is none of them.
        past: whether only what has come about is counted.
    """

    queries: frozenset[str]
    words: frozenset[int]
    past: bool


def find_count(words: Sequence[str]) -> Count | None:
    """Return the number that folded words ask for, if some query can count it."""
    if _TABLE & set(words):
        return None
    counted = phrases().counted
    for said, by_verb in (*((said, True) for said in _VERB), *((said, False) for said in _NOUN)):
        for first in range(len(words) - len(said) + 1):
            if tuple(words[first : first + len(said)]) != said:
                continue
            end = first + len(said)
            near = set(words) if by_verb else set(words[end : end + _AWAY])
            names = frozenset(
                name for name, one in counted.items() if near & (one.verbs if by_verb else one.nouns)
            )
            if names:
                return Count(names, frozenset(range(first, end)), bool(_PAST & set(words)))
    return None
