"""Whether who is proposed as an actor is one: a logistic model over features, learned by ``training/actors.py``."""

from __future__ import annotations

import json
import math
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from kg.errors import DataFileError
from kg.resources import ontology


@dataclass(frozen=True, slots=True)
class Model:
    """A learned decision.

    Attributes:
        weights: log odds by feature; a feature without weight says nothing.
        intercept: log odds of nothing known.
        least: who is less probable than this is not claimed,
        least_used: nor is anyone to whom other claims refer and who is less probable than this.
    """

    weights: Mapping[str, float]
    intercept: float
    least: float
    least_used: float

    def probability(self, named: Mapping[str, float]) -> float:
        """Return how probable it is, to three decimals, that an actor with these features is one."""
        odds = self.intercept + math.fsum(
            self.weights.get(name, 0.0) * value for name, value in named.items()
        )
        return round(1 / (1 + math.exp(-max(-30.0, min(30.0, odds)))), 3)


@cache
def model() -> Model:
    """Return the model of ``ontology/models/actors.json``, read once.

    Raises:
        DataFileError: the file is missing or malformed.
    """
    path = ontology("models", "actors.json")
    try:
        data = json.loads(path.read_text(encoding="utf-8"))
        weights = {str(name): float(weight) for name, weight in data["weights"].items()}
        return Model(weights, float(data["intercept"]), float(data["least"]), float(data["least_used"]))
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        raise DataFileError(path, f"is no model of actors: {error}") from error
