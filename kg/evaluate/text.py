"""A report as text in columns."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import asdict

from kg.evaluate.groups import Grouping, group_rows
from kg.evaluate.report import CLAIMS, TYPES, Report


def render(
    report: Report,
    *,
    by_article: bool = False,
    misses: bool = False,
    reliability: bool = False,
    groupings: Sequence[Grouping] = (),
) -> str:
    """Return the report as text in columns, ending in a line break.

    Args:
        by_article: add a row of F1 per article.
        misses: begin with a line for each entry that was missed or is spurious, as JSON.
        reliability: add how often the claims of each band of confidence are right, and how well each type of claim is
            calibrated.
        groupings: add for each a table with a row per group.
    """
    lines = [f"no prediction for: {', '.join(report.absent)}"] if report.absent else []
    lines += _misses(report) if misses else []
    lines += _summary(report)
    lines += _by_article(report) if by_article else []
    lines += (line for grouping in groupings for line in _by_group(report, grouping))
    lines += ["", *report.reliability().lines(), "", *_by_claim(report)] if reliability else []
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


def _by_group(report: Report, grouping: Grouping) -> Iterator[str]:
    rows = list(group_rows(report, grouping))
    width = max(len(grouping.name), *(len(name) for name, *_ in rows)) + 2
    yield ""
    yield (
        f"{grouping.name:<{width}}{'articles':>8} {'overall':>7}"
        + "".join(f"  {kind:<14}" for kind in TYPES).rstrip()
    )
    for name, articles, overall, *cells in rows:
        yield (
            f"{name:<{width}}{articles:>8} {overall:>7.3f}"
            + "".join(f"  {cell:<14}" for cell in cells).rstrip()
        )
    yield "of each type: F1 precision/recall"


def _by_claim(report: Report) -> Iterator[str]:
    yield f"{'type':<12} {'claims':>6} {'mean':>6} {'right':>6} {'error':>6}"
    for kind in CLAIMS:
        found = report.reliability(kind)
        if found.count:
            yield f"{kind:<12} {found.count:>6} {found.confidence:>6.3f} {found.right:>6.3f} {found.error:>6.3f}"


def _misses(report: Report) -> Iterator[str]:
    for article in report.articles:
        for kind, result in article.types.items():
            for side, entries in (("missed", result.missed), ("spurious", result.spurious)):
                for entry in entries:
                    fields = asdict(entry)
                    fields.pop("sureness", None)
                    if fields["confidence"] is None:
                        del fields["confidence"]
                    yield f"{article.name} {kind} {side}: {json.dumps(fields, ensure_ascii=False)}"
