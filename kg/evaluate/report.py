"""Scores of a graph against gold: per article and type, added up, and as text."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from rdflib import Dataset

from kg.evaluate.annotations import Annotation, Entry, from_dataset, read_gold
from kg.evaluate.reliability import Judged, Reliability, reliability
from kg.evaluate.similarity import Similarity, align
from kg.model import Table

TYPES = ("actors", "positions", "meetings", "proposals", "responses", "statements")


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
    """

    name: str
    types: Mapping[str, TypeResult]
    found: bool
    dated: bool | None


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
        """Tell how well confidence foretells worth, over all types or those named."""
        return reliability(
            judged
            for article in self.articles
            for kind in kinds or TYPES
            for judged in article.types[kind].judged
        )

    def table(self) -> Table:
        """Return a row per type, and rows for article dates (accuracy, as F1) and the mean."""
        rows: list[tuple[str | int | float | None, ...]] = []
        for kind in TYPES:
            s = self.score(kind)
            rows.append(
                (kind, round(s.f1, 3), round(s.precision, 3), round(s.recall, 3), s.gold, s.predicted)
            )
        if self.published is not None:
            rows.append(("published", round(self.published, 3), None, None, None, None))
        rows.append(("overall", round(self.overall, 3), None, None, None, None))
        return Table("evaluation", ("type", "f1", "precision", "recall", "gold", "predicted"), tuple(rows))


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
    )


def _type(
    gold: Sequence[Any], predicted: Sequence[Any], similarity: Callable[[Any, Any], float]
) -> TypeResult:
    pairs = align(gold, predicted, similarity)
    judged = [(entry.confidence, worth) for worth, _, entry in pairs.pairs]
    judged += [(entry.confidence, 0.0) for entry in pairs.spurious]
    return TypeResult(
        Score(pairs.earned, pairs.gold, pairs.predicted),
        pairs.missed,
        pairs.spurious,
        tuple(Judged(sure, worth) for sure, worth in judged if sure is not None),
    )


# ---------------------------------------------------------------------------------------------- as text


def render(report: Report, by_article: bool = False, misses: bool = False, reliability: bool = False) -> str:
    """Return the report as text in columns, ending in a line break.

    Args:
        by_article: add a row of F1 per article.
        misses: begin with a line for each entry that was missed or is spurious, as JSON.
        reliability: add how often the claims of each band of confidence are right.
    """
    lines = [f"no prediction for: {', '.join(report.absent)}"] if report.absent else []
    lines += _misses(report) if misses else []
    lines += _summary(report)
    lines += _by_article(report) if by_article else []
    lines += ["", *report.reliability().lines()] if reliability else []
    return "\n".join(lines) + "\n"


def _summary(report: Report) -> Iterator[str]:
    yield f"{'type':<12} {'F1':>6} {'precision':>9} {'recall':>6} {'gold':>5} {'found':>5}"
    for kind in TYPES:
        s = report.score(kind)
        yield f"{kind:<12} {s.f1:>6.3f} {s.precision:>9.3f} {s.recall:>6.3f} {s.gold:>5} {s.predicted:>5}"
    if report.published is not None:
        yield f"{'published':<12} {report.published:>6.3f} of the articles' own dates are right"
    yield f"{'overall':<12} {report.overall:>6.3f} mean of the six types, {len(report.articles)} articles"


def _by_article(report: Report) -> Iterator[str]:
    width = max(len(article.name) for article in report.articles) + 2
    yield ""
    yield f"{'article':<{width}}" + "".join(f"{kind:>12}" for kind in TYPES)
    for article in report.articles:
        yield f"{article.name:<{width}}" + "".join(f"{article.types[k].score.f1:>12.2f}" for k in TYPES)


def _misses(report: Report) -> Iterator[str]:
    for article in report.articles:
        for kind, result in article.types.items():
            for side, entries in (("missed", result.missed), ("spurious", result.spurious)):
                for entry in entries:
                    fields = asdict(entry)
                    if fields["confidence"] is None:
                        del fields["confidence"]
                    yield f"{article.name} {kind} {side}: {json.dumps(fields, ensure_ascii=False)}"
