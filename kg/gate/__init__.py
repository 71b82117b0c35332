"""The gate: whether an article is about negotiations at all, by its common words, before anything is parsed.

A linear model over words in small letters (names have capitals, so none counts), learned by ``training/gate.py`` from
articles about negotiations and news of every kind. What it passes over costs a thousandth of what reading it would.
"""

from __future__ import annotations

import json
import math
import re
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from kg.errors import DataFileError
from kg.model import Article
from kg.resources import ontology

WORD = re.compile(r"\b[a-z][a-z'’-]*[a-z]\b")
"""A word in small letters."""
SHORT = 80
"""With fewer words than that, an article is read: too little to tell by."""


@dataclass(frozen=True, slots=True)
class Gate:
    """A linear model.

    Attributes:
        threshold: score from which on an article is read.
        constant: what is added to the weights of its words.
        words: what each word weighs.
    """

    threshold: float
    constant: float
    words: Mapping[str, float]

    def score(self, text: str) -> float:
        """Return how much a text is like news of negotiations: log odds, of no meaning for a few words."""
        return self.constant + sum(
            value * self.words[word] for word, value in weight_of(text).items() if word in self.words
        )

    def reads(self, article: Article) -> bool:
        """Tell whether an article is to be read."""
        text = f"{article.title}\n\n{article.text}" if article.title else article.text
        return len(WORD.findall(text)) < SHORT or self.score(text) >= self.threshold


def weight_of(text: str) -> dict[str, float]:
    """Return what each word in small letters weighs in a text: 1 and the logarithm of its number, to length 1."""
    counts = {word: 1 + math.log(n) for word, n in Counter(WORD.findall(text)).items()}
    length = math.sqrt(sum(value * value for value in counts.values())) or 1.0
    return {word: value / length for word, value in counts.items()}


@cache
def gate() -> Gate:
    """Return the gate that was learned.

    Raises:
        DataFileError: its file is malformed.
    """
    path = ontology("gate", "words.json")
    try:
        found = json.loads(path.read_text(encoding="utf-8"))
        words = {str(word): float(value) for word, value in found["words"].items()}
        return Gate(float(found["threshold"]), float(found["constant"]), words)
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        raise DataFileError(path, f"is no gate: {error}; make it with training/gate.py") from error
