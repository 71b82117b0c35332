"""Which query words are about: BM25 over the queries' titles, descriptions, parameters and wordings."""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from kg.ask.phrases import phrases, terms
from kg.query.fold import words_of
from kg.query.header import Query

# Robertson and Zaragoza, "The Probabilistic Relevance Framework: BM25 and Beyond" (2009), section 3.4: usual values
_K1 = 1.2
_B = 0.5
_NEAR = 80
"""How alike a misspelt word must be, in rapidfuzz's per cent."""


@dataclass(frozen=True, slots=True)
class Index:
    """The queries as bags of weighted stems.

    Attributes:
        bags: name of a query -> stem -> weight.
        rarity: stem -> its inverse document frequency.
    """

    bags: Mapping[str, Mapping[str, float]]
    rarity: Mapping[str, float]

    def known(self, words: Iterable[str]) -> list[str]:
        """Return the stems of words, those that no query knows replaced by the nearest that one does."""
        return [self._nearest(term) for term in terms(words)]

    def scores(self, stems: Iterable[str]) -> dict[str, float]:
        """Return BM25 of each query for the stems; those with none of them are left out."""
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
                found[name] = score
        return found

    def share(self, name: str, stems: Iterable[str]) -> float:
        """Return how much of the words a query knows, 0 to 1, rare words counting for more; 1 of none."""
        most = max(self.rarity.values(), default=1.0)
        weights = {term: self.rarity.get(term, most) for term in stems}
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

        near = process.extractOne(term, sorted(self.rarity), scorer=fuzz.ratio, score_cutoff=_NEAR)
        return near[0] if near else term


def index(queries: Mapping[str, Query]) -> Index:
    """Make the index of a catalogue."""
    said = phrases().queries
    bags: dict[str, dict[str, float]] = {}
    for name, query in queries.items():
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
    number = len(bags)
    holding = Counter(term for bag in bags.values() for term, weight in bag.items() if weight >= 1)
    rarity = {
        term: math.log(1 + (number - holding[term] + 0.5) / (holding[term] + 0.5))
        for bag in bags.values()
        for term in bag
    }
    return Index(bags, rarity)
