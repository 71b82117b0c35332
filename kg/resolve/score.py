"""How sure it is that two claims denote one thing, and why (``lexicon/identity.yaml``).

Reasons are taken as independent pieces of evidence: each takes away a part of the doubt that is left (noisy-or; Pearl,
Probabilistic Reasoning in Intelligent Systems, 1988, 4.3.2). What speaks against is no reason but a veto, and is for
the callers to see first.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Any

from kg.lexicon import lexicon, strings
from kg.resources import ontology


@dataclass(frozen=True, slots=True)
class Verdict:
    """That two claims may be one.

    Attributes:
        score: probability, 0 to 1.
        reasons: in words.
    """

    score: float
    reasons: tuple[str, ...]


def weigh(kind: str, names: Iterable[str]) -> Verdict:
    """Return the verdict for the reasons of a kind of thing, by their names in the lexicon."""
    return _weighed(kind, tuple(names))


@lru_cache(maxsize=10_000)
def _weighed(kind: str, names: tuple[str, ...]) -> Verdict:
    known = lexicon("identity")["reasons"][kind]
    doubt, words = 1.0, []
    for name in names:
        doubt *= 1 - known[name]["weight"]
        words.append(known[name]["words"])
    return Verdict(round(1 - doubt, 4), tuple(words))


@cache
def number(name: str) -> float:
    """Return a number of the lexicon."""
    return float(lexicon("identity")[name])


@cache
def words_of(name: str) -> frozenset[str]:
    """Return a word list of the lexicon."""
    return frozenset(strings(ontology("lexicon", "identity.yaml"), name))


@cache
def window(kind: str, status: str) -> tuple[int, int]:
    """Return the days before and after an article's date in which an undated meeting lies."""
    data: dict[str, Any] = lexicon("identity")
    low, high = data["windows"][status]
    tight = data["window_of_kind"].get(kind)
    return (max(low, tight[0]), min(high, tight[1])) if tight else (low, high)
