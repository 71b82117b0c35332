"""Whether confidence means what it says: claims at 0.8 should be right about 80 times in a hundred.

A claim counts as right to the degree of its worth, 0 to 1, as the alignment with gold gives it: a statement with the
right words and the wrong speaker is half right. Beside that stands the share of claims that are more than half right,
for those who want a yes or a no.

The expected calibration error (Naeini, Cooper and Hauskrecht 2015) is the mean distance of confidence and rightness
over the bands, weighted by their size.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

BANDS = 10
"""Bands of equal width from 0 to 1."""


@dataclass(frozen=True, slots=True)
class Judged:
    """A claim's confidence, and what it is worth against gold; both 0 to 1."""

    confidence: float
    worth: float


@dataclass(frozen=True, slots=True)
class Band:
    """The claims whose confidence lies in ``[low, high)``; the last band holds 1 too.

    Attributes:
        count: how many there are, at least one.
        confidence: their mean confidence.
        right: their mean worth.
        mostly: the share of them that is more than half right.
    """

    low: float
    high: float
    count: int
    confidence: float
    right: float
    mostly: float


@dataclass(frozen=True, slots=True)
class Reliability:
    """The bands that hold claims, in ascending order."""

    bands: tuple[Band, ...]

    @property
    def count(self) -> int:
        """How many claims were judged."""
        return sum(band.count for band in self.bands)

    @property
    def error(self) -> float:
        """The expected calibration error; 0 where nothing was judged."""
        return sum(band.count * abs(band.confidence - band.right) for band in self.bands) / max(1, self.count)

    @property
    def confidence(self) -> float:
        """The mean confidence; 0 where nothing was judged."""
        return sum(band.count * band.confidence for band in self.bands) / max(1, self.count)

    @property
    def right(self) -> float:
        """The mean worth; 0 where nothing was judged. Below ``confidence``, too much was believed."""
        return sum(band.count * band.right for band in self.bands) / max(1, self.count)

    def lines(self) -> Iterator[str]:
        """Yield the table as text."""
        yield f"{'confidence':<12} {'claims':>6} {'mean':>6} {'right':>6} {'mostly right':>12}"
        for band in self.bands:
            span = f"{band.low:.1f} to {band.high:.1f}"
            yield f"{span:<12} {band.count:>6} {band.confidence:>6.3f} {band.right:>6.3f} {band.mostly:>12.3f}"
        yield f"expected calibration error {self.error:.3f} over {self.count} claims"


def reliability(judged: Iterable[Judged]) -> Reliability:
    """Put judged claims into bands of confidence."""
    bands: list[list[Judged]] = [[] for _ in range(BANDS)]
    for one in judged:
        # confidence has two decimals: a hair below a tenth is that tenth
        bands[min(BANDS - 1, int(one.confidence * BANDS + 1e-9))].append(one)
    return Reliability(
        tuple(
            Band(
                low=i / BANDS,
                high=(i + 1) / BANDS,
                count=len(band),
                confidence=sum(one.confidence for one in band) / len(band),
                right=sum(one.worth for one in band) / len(band),
                mostly=sum(one.worth > 0.5 for one in band) / len(band),
            )
            for i, band in enumerate(bands)
            if band
        )
    )
