"""Which query words are about: BM25 over the queries' titles, descriptions, parameters and wordings."""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache

from kg.ask.phrases import phrases, term, terms
from kg.query.fold import words_of
from kg.query.header import Query

# Robertson and Zaragoza, "The Probabilistic Relevance Framework: BM25 and Beyond" (2009), section 3.4: usual values
_K1 = 1.2
_B = 0.5
_ALIKE = 5.0
"""What a wording just like the question adds; BM25 of a question of a few words is about as much."""


@dataclass(frozen=True, slots=True)
class Index:
    """The queries as bags of weighted stems.

    Attributes:
        bags: name of a query -> stem -> weight.
        wordings: name of a query -> the stems of its title and of each wording.
        rarity: stem -> its inverse document frequency.
        placing: name of a query -> the stems that it is asked in; a word of its description alone says too little.
        words: all words that queries are asked in, as they are written.
    """

    bags: Mapping[str, Mapping[str, float]]
    wordings: Mapping[str, tuple[frozenset[str], ...]]
    rarity: Mapping[str, float]
    placing: Mapping[str, frozenset[str]]
    words: frozenset[str]

    def known(self, words: Iterable[str]) -> list[str]:
        """Return the stems of words that say something, those of misspelt ones as if they were not."""
        return terms(self.corrected(word) for word in words)

    def corrected(self, word: str) -> str:
        """Return the word that queries are asked in of which this one is a slip of the pen, else the word itself.

        A slip is one letter too many, too few or wrong, or two exchanged (optimal string alignment); two of them in a
        word of nine letters or more. A short word is as good as it stands, but for an exchange: "fair" is no "pair".
        """
        known = phrases()
        if word in self.words or word in known.stop or len(word) < 4 or term(word) in self.rarity:
            return word
        from rapidfuzz import process
        from rapidfuzz.distance import OSA

        most = 2 if len(word) >= 9 else 1
        near = process.extract(word, sorted(self.words), scorer=OSA.distance, score_cutoff=most, limit=3)
        for other, _, _ in near:
            exchanged = sorted(other) == sorted(word)
            if exchanged or (len(word) > 4 and other[0] == word[0]):
                return other
        return word

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
                self.rarity[one] * bag[one] * (_K1 + 1) / (bag[one] + _K1 * length)
                for one in wanted
                if one in bag
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
        return (
            sum(self.rarity.get(stem, self._unknown) ** 2 for stem in one & other) / whole if whole else 0.0
        )

    @property
    def _unknown(self) -> float:
        """How rare a word counts that no query knows."""
        return sum(self.rarity.values()) / len(self.rarity) if self.rarity else 1.0

    def share(self, name: str, stems: Iterable[str]) -> float:
        """Return how much of the words a query knows, 0 to 1, rare words counting for more; 1 of none."""
        weights = {one: self.rarity.get(one, self._unknown) for one in stems}
        whole = sum(weights.values())
        return (
            sum(weight for one, weight in weights.items() if one in self.bags[name]) / whole if whole else 1.0
        )


@lru_cache(maxsize=2)
def index(queries: tuple[Query, ...]) -> Index:
    """Make the index of a catalogue."""
    said = phrases().queries
    bags: dict[str, dict[str, float]] = {}
    wordings: dict[str, tuple[frozenset[str], ...]] = {}
    placing: dict[str, frozenset[str]] = {}
    words: set[str] = {*phrases().exact, *phrases().weak, "which", "what"}
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
            for one in set(terms(words_of(text))):
                bag[one] += weight
        bags[name] = dict(bag)
        told = (query.title, *said.get(name, ()))
        words.update(word for text in (*told, name.replace("-", " ")) for word in words_of(text))
        asked = (*told, name.replace("-", " "), *(caption for _, caption in query.columns))
        placing[name] = frozenset(one for text in asked for one in terms(words_of(text)))
        wordings[name] = tuple(frozenset(terms(words_of(text))) for text in told)
    number = len(bags)
    holding = Counter(one for bag in bags.values() for one, weight in bag.items() if weight >= 1)
    rarity = {
        one: math.log(1 + (number - holding[one] + 0.5) / (holding[one] + 0.5))
        for bag in bags.values()
        for one in bag
    }
    return Index(bags, wordings, rarity, placing, frozenset(words))
