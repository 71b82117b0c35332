"""Which query words are about: BM25 over the queries' titles, descriptions, parameters and wordings."""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache

from kg.ask.phrases import phrases, terms
from kg.query.fold import words_of
from kg.query.header import Query

# Robertson and Zaragoza, "The Probabilistic Relevance Framework: BM25 and Beyond" (2009), section 3.4: usual values
_K1 = 1.2
_B = 0.5
_ALIKE = 5.0
"""What a wording just like the question adds; BM25 of a question of a few words is about as much."""
_NEAR = 80
"""How alike a misspelt word must be, in rapidfuzz's per cent."""


@dataclass(frozen=True, slots=True)
class Index:
    """The queries as bags of weighted stems.

    Attributes:
        bags: name of a query -> stem -> weight.
        wordings: name of a query -> the stems of its title and of each wording.
        rarity: stem -> its inverse document frequency.
    """

    bags: Mapping[str, Mapping[str, float]]
    wordings: Mapping[str, tuple[frozenset[str], ...]]
    rarity: Mapping[str, float]

    def known(self, words: Iterable[str]) -> list[str]:
        """Return the stems of words, those that no query knows replaced by the nearest that one does."""
        return [self._nearest(term) for term in terms(words)]

    def scores(self, stems: Iterable[str]) -> dict[str, float]:
        """Return how well each query fits the stems; those with none of them are left out.

        BM25 over all that a query says of itself, and the cosine with the wording that is most like the question.
        """
        wanted = Counter(stems)
        mean = sum(sum(bag.values()) for bag in self.bags.values()) / max(len(self.bags), 1)
        found: dict[str, float] = {}
        for name, bag in self.bags.items():
            length = 1 - _B + _B * sum(bag.values()) / mean
            score = sum(
                self.rarity[term] * bag[term] * (_K1 + 1) / (bag[term] + _K1 * length)
                for term in wanted
                if term in bag
            )
            if score:
                alike = max(
                    (self._cosine(frozenset(wanted), said) for said in self.wordings[name]), default=0.0
                )
                found[name] = score + _ALIKE * alike
        return found

    def _cosine(self, one: frozenset[str], other: frozenset[str]) -> float:
        def size(stems: frozenset[str]) -> float:
            return math.sqrt(sum(self.rarity.get(stem, self._unknown) ** 2 for stem in stems))

        whole = size(one) * size(other)
        return sum(self.rarity[stem] ** 2 for stem in one & other) / whole if whole else 0.0

    @property
    def _unknown(self) -> float:
        """How rare a word counts that no query knows."""
        return sum(self.rarity.values()) / len(self.rarity) if self.rarity else 1.0

    def share(self, name: str, stems: Iterable[str]) -> float:
        """Return how much of the words a query knows, 0 to 1, rare words counting for more; 1 of none."""
        weights = {term: self.rarity.get(term, self._unknown) for term in stems}
        whole = sum(weights.values())
        return (
            sum(weight for term, weight in weights.items() if term in self.bags[name]) / whole
            if whole
            else 1.0
        )

    def _nearest(self, term: str) -> str:
        if term in self.rarity or len(term) < 4:
            return term
        from rapidfuzz import fuzz, process

        same = phrases().same
        near = process.extractOne(term, sorted({*self.rarity, *same}), scorer=fuzz.ratio, score_cutoff=_NEAR)
        return same.get(near[0], near[0]) if near else term


@lru_cache(maxsize=2)
def index(queries: tuple[Query, ...]) -> Index:
    """Make the index of a catalogue."""
    said = phrases().queries
    bags: dict[str, dict[str, float]] = {}
    wordings: dict[str, tuple[frozenset[str], ...]] = {}
    for query in queries:
        name = query.name
        bag: dict[str, float] = defaultdict(float)
        parts = [
            (3.0, name.replace("-", " ")),
            (3.0, query.title),
            (1.0, query.description),
            (0.5, " ".join(f"{param.name} {param.text}" for param in query.params)),
            (0.5, " ".join(caption for _, caption in query.columns)),
            *((2.0, wording) for wording in said.get(name, ())),
        ]
        for weight, text in parts:
            for term in set(terms(words_of(text))):
                bag[term] += weight
        bags[name] = dict(bag)
        told = (query.title, *said.get(name, ()))
        wordings[name] = tuple(frozenset(terms(words_of(text))) for text in told)
    number = len(bags)
    holding = Counter(term for bag in bags.values() for term, weight in bag.items() if weight >= 1)
    rarity = {
        term: math.log(1 + (number - holding[term] + 0.5) / (holding[term] + 0.5))
        for bag in bags.values()
        for term in bag
    }
    return Index(bags, wordings, rarity)
