"""The words that the slot readers look for (``ontology/lexicon/slots.yaml``) as a typed table."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from kg import lexicon


@dataclass(frozen=True, slots=True)
class Words:
    """What ``slots.yaml`` holds.

    Attributes:
        ordinals: word → number in a series; 0 for another one without a number.
        series: nouns that have the event noun below them, as in "round of talks".
        words: further lists by name.
    """

    ordinals: Mapping[str, int]
    series: frozenset[str]
    words: Mapping[str, frozenset[str]]

    def has(self, name: str, word: str) -> bool:
        """Tell whether a list holds a word."""
        return word in self.words[name]


@cache
def slot_words() -> Words:
    """Return the words, read once."""
    data = lexicon.lexicon("slots")
    return Words(
        ordinals={str(word): int(n) for word, n in data["ordinals"].items()},
        series=frozenset(data["series"]),
        words={name: frozenset(map(str, words)) for name, words in data["words"].items()},
    )
