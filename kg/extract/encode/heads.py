"""What learned heads make of the encoder's vectors: how likely a trigger is, who has which part, where terms are."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float32]

ROLES = ("meeting.participant", "proposal.by", "proposal.to", "response.by", "response.to")
"""Parts that a mention may have in an event, in the order of the head's outputs."""

ATTRIBUTES: Mapping[str, tuple[str | None, ...]] = {
    "meeting.status": ("Held", "Planned", "Proposed", "Cancelled"),
    "meeting.kind": ("Talks", "Summit", "Call", "Visit", "Media", "Meeting"),
    "response.status": ("Given", "Expected", "Refused"),
    "response.stance": ("Accepted", "Rejected", "Mixed", None),
    "response.form": ("Written", "Oral", None),
}
"""Values of an event that are read off its trigger, in the order of the head's outputs."""


def distance(sentences: int, *, before: bool) -> int:
    """Return the code of how far a mention is from a trigger, an index into the head's table.

    Args:
        sentences: number of the mention's sentence minus that of the trigger's.
        before: in the trigger's own sentence, it stands before the trigger.
    """
    if sentences == 0:
        return 0 if before else 1
    if sentences > 0:
        return 2
    return min(3 - sentences, 8) if sentences >= -5 else 9


@dataclass(frozen=True, slots=True)
class Heads:
    """Small layers over the encoder's vectors, as ``training/encoder.py`` learned them.

    Attributes:
        weights: arrays by name.
    """

    weights: Mapping[str, Floats]

    def triggers(self, vectors: Floats) -> Floats:
        """Return log odds that tokens tell of a meeting, a proposal, a response: an array of (tokens, 3)."""
        w = self.weights
        hidden = _gelu(vectors @ w["trig.0.weight"].T + w["trig.0.bias"])
        return _floats(hidden @ w["trig.3.weight"].T + w["trig.3.bias"])

    def attributes(self, vectors: Floats) -> dict[str, Floats]:
        """Return probabilities of the values of each attribute, arrays of (tokens, values)."""
        scores = vectors @ self.weights["att.weight"].T + self.weights["att.bias"]
        found: dict[str, Floats] = {}
        start = 0
        for name, values in ATTRIBUTES.items():
            found[name] = _softmax(_floats(scores[:, start : start + len(values)]))
            start += len(values)
        return found

    def roles(self, triggers: Floats, mentions: Floats, distances: Sequence[int]) -> Floats:
        """Return log odds that mentions have a part in the events of triggers: an array of (pairs, roles)."""
        w = self.weights
        a = triggers @ w["rt.weight"].T + w["rt.bias"]
        b = mentions @ w["rm.weight"].T + w["rm.bias"] + w["dist.weight"][list(distances)]
        hidden = _gelu(np.concatenate([a, b, a * b], axis=1))
        return _floats(hidden @ w["ro.weight"].T + w["ro.bias"])

    def terms(self, vectors: Floats) -> Floats:
        """Return probabilities that tokens are outside of a provision, begin one, go on with one: (tokens, 3)."""
        return _softmax(_floats(vectors @ self.weights["prov.weight"].T + self.weights["prov.bias"]))


def _floats(values: NDArray[np.floating]) -> Floats:
    return values.astype(np.float32, copy=False)


def _gelu(x: NDArray[np.floating]) -> Floats:
    """Gaussian error linear unit by Abramowitz and Stegun 7.1.26, within 2e-7 of the exact one."""
    z = x / np.sqrt(2.0)
    t = 1.0 / (1.0 + 0.3275911 * np.abs(z))
    series = ((((1.061405429 * t - 1.453152027) * t) + 1.421413741) * t - 0.284496736) * t + 0.254829592
    erf = np.sign(z) * (1.0 - series * t * np.exp(-z * z))
    return _floats(0.5 * x * (1.0 + erf))


def _softmax(scores: Floats) -> Floats:
    shifted = np.exp(scores - scores.max(axis=1, keepdims=True))
    return _floats(shifted / shifted.sum(axis=1, keepdims=True))
