"""Scores of a graph against gold: per article and type, and added up."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from rdflib import Dataset

from kg.evaluate.annotations import Annotation, Entry, from_dataset, read_gold
from kg.evaluate.claims import provision_worths
from kg.evaluate.reliability import Judged, Reliability, reliability
from kg.evaluate.similarity import Similarity, align
from kg.model import Table

Cell = str | int | float | None

TYPES = ("actors", "positions", "meetings", "proposals", "responses", "statements")
"""Types of entries that are scored."""

CLAIMS = ("actors", "positions", "meetings", "proposals", "provisions", "responses", "statements")
"""Types of claims that have a confidence; what a provision earns counts in the score of its proposal."""


@dataclass(frozen=True, slots=True)
class Score:
    """What was earned of what could be. Ratios of nothing to nothing: precision and recall 0, F1 1."""

    earned: float = 0.0
    gold: int = 0
    predicted: int = 0

    def __add__(self, other: Score) -> Score:
        return Score(self.earned + other.earned, self.gold + other.gold, self.predicted + other.predicted)

    @property
    def precision(self) -> float:
        """Earned per predicted entry."""
        return self.earned / self.predicted if self.predicted else 0.0

    @property
    def recall(self) -> float:
        """Earned per gold entry."""
        return self.earned / self.gold if self.gold else 0.0

    @property
    def f1(self) -> float:
        """The soft F1."""
        total = self.gold + self.predicted
        return 2 * self.earned / total if total else 1.0


@dataclass(frozen=True, slots=True)
class TypeResult:
    """One type of entry in one article: the score, and the entries that found no partner.

    Attributes:
        judged: of every predicted entry that has a confidence: the confidence, and what the entry is worth, 0 where it
            is spurious. An entry that is optional on its side and alone is not judged.
    """

    score: Score
    missed: tuple[Entry, ...] = ()
    spurious: tuple[Entry, ...] = ()
    judged: tuple[Judged, ...] = ()


@dataclass(frozen=True, slots=True)
class ArticleResult:
    """One article of the gold.

    Attributes:
        found: the graph speaks of the article at all.
        dated: its own date is right; ``None`` where the gold has none.
        provisions: of every predicted provision that has a confidence: the confidence, and what it is worth.
    """

    name: str
    types: Mapping[str, TypeResult]
    found: bool
    dated: bool | None
    provisions: tuple[Judged, ...] = ()

    def judged(self, kind: str) -> tuple[Judged, ...]:
        """Return the judged claims of a type out of ``CLAIMS``."""
        return self.provisions if kind == "provisions" else self.types[kind].judged


@dataclass(frozen=True, slots=True)
class Report:
    """The articles of the gold in order of their names."""

    articles: tuple[ArticleResult, ...]

    def score(self, kind: str) -> Score:
        """Add up one type of entry over all articles."""
        return sum((article.types[kind].score for article in self.articles), Score())

    @property
    def overall(self) -> float:
        """The mean of the F1 of the six types."""
        return sum(self.score(kind).f1 for kind in TYPES) / len(TYPES)

    @property
    def published(self) -> float | None:
        """The share of articles whose own date is right; ``None`` where the gold dates none."""
        known = [article.dated for article in self.articles if article.dated is not None]
        return sum(known) / len(known) if known else None

    @property
    def absent(self) -> tuple[str, ...]:
        """The articles that the graph does not speak of."""
        return tuple(article.name for article in self.articles if not article.found)

    def reliability(self, *kinds: str) -> Reliability:
        """Tell how well confidence foretells worth, over all of ``CLAIMS`` or those named."""
        return reliability(
            judged for article in self.articles for kind in kinds or CLAIMS for judged in article.judged(kind)
        )

    def table(self, *, reliability: bool = False) -> Table:
        """Return a row per type, and rows for article dates (accuracy, as F1) and the mean.

        Args:
            reliability: add the calibration error of each type and the number of claims that it is measured on, with a
                row for provisions, and those over all claims to the mean. No error where nothing was judged.
        """
        columns = ("type", "f1", "precision", "recall", "gold", "predicted")
        rows: list[tuple[Cell, ...]] = []
        for kind in CLAIMS if reliability else TYPES:
            judged = self._calibration(kind) if reliability else ()
            figures: tuple[Cell, ...] = (None,) * 5
            if kind in TYPES:
                s = self.score(kind)
                figures = (round(s.f1, 3), round(s.precision, 3), round(s.recall, 3), s.gold, s.predicted)
            rows.append((kind, *figures, *judged))
        blank = (None,) * 4
        if self.published is not None:
            rows.append(
                ("published", round(self.published, 3), *blank, *((None, None) if reliability else ()))
            )
        rows.append(
            ("overall", round(self.overall, 3), *blank, *(self._calibration() if reliability else ()))
        )
        return Table(
            "evaluation", (*columns, *(("calibration_error", "judged") if reliability else ())), tuple(rows)
        )

    def _calibration(self, *kinds: str) -> tuple[Cell, ...]:
        found = self.reliability(*kinds)
        return (round(found.error, 3) if found.count else None, found.count)


def evaluate(gold: Path, ds: Dataset) -> Report:
    """Score a graph against a folder of gold.

    Args:
        gold: folder of gold files; the file's stem is that of the article's ``schema:identifier``.
        ds: one named graph per article.

    Raises:
        InputError: the folder holds no gold, or a file in it is broken.
    """
    return score(read_gold(Path(gold)), from_dataset(ds))


def score(gold: Mapping[str, Annotation], predicted: Mapping[str, Annotation]) -> Report:
    """Score annotations against gold by name; what is predicted for other articles is not looked at."""
    return Report(
        tuple(
            _article(name, gold[name], predicted.get(name, Annotation()), name in predicted) for name in gold
        )
    )


def _article(name: str, gold: Annotation, predicted: Annotation, found: bool) -> ArticleResult:
    alike = Similarity(gold, predicted)
    return ArticleResult(
        name=name,
        types={
            "actors": _type(gold.actors, predicted.actors, alike.actors),
            "positions": _type(gold.positions, predicted.positions, alike.positions),
            "meetings": _type(gold.meetings, predicted.meetings, alike.meetings),
            "proposals": _type(gold.proposals, predicted.proposals, alike.proposals),
            "responses": _type(gold.responses, predicted.responses, alike.responses),
            "statements": _type(gold.statements, predicted.statements, alike.statements),
        },
        found=found,
        dated=gold.published == predicted.published if gold.published else None,
        provisions=_judged(zip(predicted.sureness(), provision_worths(gold, predicted), strict=True)),
    )


def _type(
    gold: Sequence[Any], predicted: Sequence[Any], similarity: Callable[[Any, Any], float]
) -> TypeResult:
    pairs = align(gold, predicted, similarity)
    judged = [(entry.confidence, worth) for worth, _, entry in pairs.pairs]
    judged += [(entry.confidence, 0.0) for entry in pairs.spurious]
    return TypeResult(
        Score(pairs.earned, pairs.gold, pairs.predicted), pairs.missed, pairs.spurious, _judged(judged)
    )


def _judged(claims: Iterable[tuple[float | None, float]]) -> tuple[Judged, ...]:
    """Pair confidence and worth; claims without a confidence are left out."""
    return tuple(Judged(sure, worth) for sure, worth in claims if sure is not None)
