"""What the encoder says of one document's candidates and mentions."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from kg.extract.encode.heads import Floats, Heads, distance
from kg.extract.match import TYPES, Candidate
from kg.extract.view import View


@dataclass(frozen=True, slots=True)
class Signals:
    """The heads' outputs, asked for where they are needed.

    Attributes:
        vectors: the encoder's vector of every token, an array of (tokens, size).
        odds: log odds of each candidate that its trigger tells of an event of its type.
        terms: probabilities of every token to be outside of a provision, begin one, go on with one.
    """

    view: View
    heads: Heads
    vectors: Floats
    candidates: tuple[Candidate, ...]
    odds: tuple[float, ...]
    terms: Floats

    def attributes(self, tokens: Sequence[int]) -> dict[str, Floats]:
        """Return the probabilities of attribute values, arrays of (tokens, values)."""
        return self.heads.attributes(self.vectors[list(tokens)])

    def roles(self, candidate: Candidate, mentions: Sequence[int]) -> Floats:
        """Return the log odds that mentions have a part in a candidate's event: an array of (mentions, roles)."""
        heads = [self.view.mentions[m].head for m in mentions]
        codes = [
            distance(self.view.sentence_of[h] - candidate.sentence, before=h <= candidate.token)
            for h in heads
        ]
        trigger = np.repeat(self.vectors[candidate.token][None], len(heads), axis=0)
        return np.round(self.heads.roles(trigger, self.vectors[heads], codes), 3)

    def likeness(self, a: int, b: int) -> float:
        """Return the cosine of two tokens' vectors."""
        x, y = self.vectors[a].astype(np.float64), self.vectors[b].astype(np.float64)
        size = float(np.sqrt((x @ x) * (y @ y)))
        return round(float(x @ y) / size, 3) if size else 0.0


def signals(view: View, heads: Heads, vectors: Floats, candidates: tuple[Candidate, ...]) -> Signals:
    """Ask the heads that look at every token; the rest is asked for later, where a candidate is worth it.

    Numbers are rounded, so that the last bits of a sum, which differ between processors, tip no decision.
    """
    tokens = [c.token for c in candidates]
    columns = [TYPES.index(c.type) for c in candidates]
    scores = heads.triggers(vectors[tokens]) if tokens else np.zeros((0, len(TYPES)), np.float32)
    odds = tuple(round(float(scores[i, column]), 3) for i, column in enumerate(columns))
    return Signals(view, heads, vectors, candidates, odds, np.round(heads.terms(vectors), 3))
