"""Measure how often rules are right and how much marks matter: what ``ontology/lexicon/confidence.yaml`` holds.

Per family of rules (statement, meeting, …) a logistic regression on worth: an intercept for the family, an offset for
every dotted prefix of a rule's name, one for every mark. Offsets are drawn to 0 and intercepts to the overall rate by
normal priors, the counterpart on log-odds of a Beta prior's pseudo-counts: a rule seen twice says what its family says.
Rules and marks are estimated together, since they overlap: continuations, say, mostly have pronouns for speakers.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from kg.evaluate.reliability import Judged
from kg.extract.confidence import Weights

FAMILY_SPREAD, RULE_SPREAD, MARK_SPREAD = 1.5, 0.7, 0.5
"""Standard deviations of the priors in log-odds; a mark of one spread moves 0.80 to 0.71 or 0.87."""

SELDOM = 4
"""Claims below which a mark or a rule gets no offset of its own."""

SLIGHT = 0.05
"""Log-odds below which a mark is not worth a line."""

_ROUNDS = 30


@dataclass(frozen=True, slots=True)
class Sample:
    """One claim with what it is worth against gold, 0 to 1."""

    article: str
    rule: str
    marks: tuple[str, ...]
    worth: float


def fit(samples: Sequence[Sample], *, with_marks: bool = True) -> Weights:
    """Estimate rates of rules and factors of marks.

    Args:
        samples: judged claims; their order does not matter.
        with_marks: ``False`` for rates of rules alone.

    Returns:
        Weights with three decimals, names in order; ``default`` is the rate over all.
    """
    overall = (sum(s.worth for s in samples) + 8) / (len(samples) + 10)
    rules = {"default": round(overall, 3)}
    marks: dict[str, dict[str, float]] = {}
    for family in sorted({s.rule.partition(".")[0] for s in samples}):
        own = sorted(
            (s for s in samples if s.rule.partition(".")[0] == family),
            key=lambda s: (s.rule, s.marks, s.worth),
        )
        prefixes = _often(part for s in own for part in _prefixes(s.rule)[1:])
        known = _often(mark for s in own for mark in s.marks) if with_marks else []
        features = [
            [1.0, *(p in _prefixes(s.rule) for p in prefixes), *(m in s.marks for m in known)] for s in own
        ]
        spread = [FAMILY_SPREAD, *[RULE_SPREAD] * len(prefixes), *[MARK_SPREAD] * len(known)]
        start = [math.log(overall / (1 - overall)), *[0.0] * (len(spread) - 1)]
        offsets = _regress(
            np.array(features, dtype=float),
            np.array([s.worth for s in own]),
            np.array(start),
            np.array(spread),
        )
        at = dict(zip(prefixes, offsets[1:], strict=False))
        rules[family] = _rate(offsets[0])
        rules |= {p: _rate(offsets[0] + sum(at.get(q, 0.0) for q in _prefixes(p))) for p in prefixes}
        factors = {
            mark: round(math.exp(offset), 2)
            for mark, offset in zip(known, offsets[1 + len(prefixes) :], strict=True)
            if abs(offset) >= SLIGHT
        }
        marks |= {family: factors} if factors else {}
    return Weights(rules, marks)


def cross_validate(
    samples: Sequence[Sample],
    fitting: Callable[[Sequence[Sample]], Weights],
    *,
    beside: Sequence[Sample] = (),
) -> list[Judged]:
    """Judge every article's claims by weights that were fitted without that article.

    Args:
        samples: claims to judge.
        fitting: makes weights of the claims of all other articles.
        beside: claims that are fitted to every time and are not judged.
    """
    judged = []
    for article in sorted({s.article for s in samples}):
        weights = fitting([*beside, *(s for s in samples if s.article != article)])
        judged += [
            Judged(weights.confidence(s.rule, s.marks), s.worth) for s in samples if s.article == article
        ]
    return judged


def brier(judged: Sequence[Judged]) -> float:
    """Return the mean squared distance of confidence and worth; lower is better. 0 for nothing."""
    return sum((one.confidence - one.worth) ** 2 for one in judged) / max(1, len(judged))


def _regress(
    features: NDArray[np.float64],
    worth: NDArray[np.float64],
    centre: NDArray[np.float64],
    spread: NDArray[np.float64],
) -> list[float]:
    """Newton's method for logistic regression with normal priors; it converges from anywhere, as the loss is convex."""
    offsets = centre.copy()
    precision = 1 / spread**2
    for _ in range(_ROUNDS):
        rate = 1 / (1 + np.exp(-features @ offsets))
        slope = features.T @ (worth - rate) - precision * (offsets - centre)
        curve = features.T @ (features * (rate * (1 - rate))[:, None]) + np.diag(precision)
        step = np.linalg.solve(curve, slope)
        offsets = offsets + step
        if float(np.abs(step).max()) < 1e-9:
            break
    return [float(offset) for offset in offsets]


def _prefixes(rule: str) -> list[str]:
    parts = rule.split(".")
    return [".".join(parts[: n + 1]) for n in range(len(parts))]


def _often(names: Iterable[str]) -> list[str]:
    counts: dict[str, int] = {}
    for name in names:
        counts[name] = counts.get(name, 0) + 1
    return sorted(name for name, count in counts.items() if count >= SELDOM)


def _rate(log_odds: float) -> float:
    return round(min(0.98, max(0.02, 1 / (1 + math.exp(-log_odds)))), 3)
