#!/usr/bin/env python3
"""Measure the reading against gold, and keep docs/quality.md.

    benchmarks/quality.py GOLD ARTICLES... [--peers DIR] [--limit N] [--groups FILE]... [--no-time]
                          [--json FILE] [--write]
    benchmarks/quality.py --floors

Prints, as Markdown: the score per type and per article; the same per group of articles, for each file of groups that
is given, such as benchmarks/kinds.json; the two halves of the gold and how far the score depends on single articles;
how reliable confidence is; what classes of mistakes remain; the peers' figures, if their folder is given (peers.py is
looked for in it and beside it); and how the time of a build compares with that of the bare parse.
With --write, each of these replaces the block of its name in docs/quality.md; the text around the blocks stays.

--floors prints the figures of the samples and of the held-out articles as tests/floors.yaml wants them, rounded down.
"""

from __future__ import annotations

import argparse
import json
import math
import re
import shlex
import subprocess
import sys
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any

from calibrate import BEST, collect, collect_own, variants

import kg
from kg import pipeline
from kg.evaluate import (
    Grouping,
    Report,
    error_classes,
    from_dataset,
    group_rows,
    read_gold,
    read_groups,
    reliability,
    score,
)
from kg.evaluate.annotations import Annotation
from kg.evaluate.calibration import brier
from kg.evaluate.reliability import Reliability
from kg.evaluate.report import CLAIMS, TYPES
from kg.files import write_text

ROOT = Path(__file__).resolve().parent.parent
PAGE = ROOT / "docs" / "quality.md"
GOLD = ROOT / "tests" / "gold"
FLOOR_SETS = {"samples": ROOT / "samples", "held_out": GOLD / "articles"}
RUNS = 5
PEERS = {"acts": "plover-train.tsv", "quotes": "polnear", "dates": "timebank"}


def main() -> int:
    """Run the command line."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("gold", type=Path, nargs="?")
    parser.add_argument("articles", type=Path, nargs="*")
    parser.add_argument("--peers", type=Path, metavar="DIR", help="folder of the peers' sets")
    parser.add_argument("--limit", type=int, help="the peers' first N cases only")
    parser.add_argument(
        "--groups",
        type=Path,
        action="append",
        default=[],
        metavar="FILE",
        help="groups of articles, as kg evaluate takes them; may be given again",
    )
    parser.add_argument("--no-time", action="store_true", help="do not measure the time")
    parser.add_argument("--json", type=Path, metavar="FILE", help="write the main figures here too")
    parser.add_argument("--floors", action="store_true", help="print figures for tests/floors.yaml")
    parser.add_argument("--write", action="store_true", help="put the figures into docs/quality.md")
    args = parser.parse_args()
    if args.floors:
        print("\n".join(floors()))
        return 0
    if args.gold is None or not args.articles:
        parser.error("name a folder of gold and the articles that it is about")
    gold = read_gold(args.gold)
    groupings = [read_groups(path) for path in args.groups]
    built = kg.build(args.articles)
    predicted = from_dataset(built.dataset)
    report = score(gold, predicted)
    blocks: dict[str, list[str]] = {
        "score": list(by_type(report)),
        "articles": list(by_article(report)),
        "halves": list(halves(report)),
        "reliability": list(confidence(report, gold, args.articles)),
        "mistakes": list(mistakes(gold, predicted)),
        "own": list(table(("articles", "overall", "published", *TYPES), own())),
    }
    if groupings:
        blocks["groups"] = list(by_group(report, groupings))
    if args.peers:
        blocks["peers"] = list(peers(args.peers, args.limit))
    if not args.no_time:
        blocks["time"] = list(timing(args.articles))
    for name, lines in blocks.items():
        print(f"## {name}\n", *lines, "", sep="\n")
    if args.json:
        write_text(args.json, json.dumps(figures(report), indent=1) + "\n")
    if args.write:
        write_text(PAGE, fill(PAGE.read_text(encoding="utf-8"), blocks))
        print(f"wrote {PAGE.relative_to(ROOT)}", file=sys.stderr)
    return 0


def figures(report: Report) -> dict[str, float]:
    """Return overall, dates and F1 per type, as tests/floors.yaml names them."""
    found = {"overall": report.overall, "published": report.published or 0.0}
    return found | {kind: report.score(kind).f1 for kind in TYPES}


def fill(page: str, blocks: dict[str, list[str]]) -> str:
    """Replace what stands between ``<!-- NAME -->`` and ``<!-- /NAME -->`` by the block of that name."""
    for name, lines in blocks.items():
        pattern = re.compile(rf"(<!-- {name} -->\n).*?(<!-- /{name} -->)", re.DOTALL)
        body = "".join(f"{line}\n" for line in lines)
        head, *rest = pattern.split(page)
        page = "".join([head, rest[0], body, *rest[1:]]) if len(rest) == 3 else ""
        if not page:
            raise SystemExit(f"docs/quality.md: needs one block <!-- {name} --> … <!-- /{name} -->")
    return page


def table(columns: Sequence[str], rows: Iterable[Sequence[object]]) -> Iterator[str]:
    """Yield a Markdown table; all columns but the first are numbers."""
    yield f"| {' | '.join(columns)} |"
    yield f"|---|{'---:|' * (len(columns) - 1)}"
    for row in rows:
        yield f"| {' | '.join(f'{cell:.3f}' if isinstance(cell, float) else str(cell) for cell in row)} |"


# ---------------------------------------------------------------------------------------------- scores


def by_type(report: Report) -> Iterator[str]:
    """Yield the table per type, and the summary."""
    rows = [(kind, report.score(kind)) for kind in TYPES]
    cells = ((kind, s.f1, s.precision, s.recall, s.gold, s.predicted) for kind, s in rows)
    yield from table(("type", "F1", "precision", "recall", "gold", "found"), cells)
    yield ""
    dated = (
        f"; {report.published:.1%} of the articles' own dates are right"
        if report.published is not None
        else ""
    )
    yield f"Overall {report.overall:.3f}, the mean of the six, over {len(report.articles)} articles{dated}."
    if report.absent:
        yield f"Not in the graph: {', '.join(report.absent)}."


def by_article(report: Report) -> Iterator[str]:
    """Yield F1 per article and type; a dash where neither side has anything. The mean is over the types that have."""
    rows: list[list[object]] = []
    for article in report.articles:
        scores = [article.types[kind].score for kind in TYPES]
        there = [s.f1 if s.gold + s.predicted else None for s in scores]
        known = [f1 for f1 in there if f1 is not None]
        mean = sum(known) / len(known) if known else 1.0
        date = "–" if article.dated is None else "right" if article.dated else "wrong"
        rows.append(
            [article.name, *(f"{f1:.2f}" if f1 is not None else "–" for f1 in there), f"{mean:.2f}", date]
        )
    yield from table(("article", *TYPES, "mean", "own date"), rows)


def by_group(report: Report, groupings: Sequence[Grouping]) -> Iterator[str]:
    """Yield a table for each grouping, with a row per group; in it F1 and precision/recall of each type."""
    for grouping in groupings:
        yield from table((grouping.name, "articles", "overall", *TYPES), group_rows(report, grouping))
        yield ""
    yield f"Of each type: F1 precision/recall, over {len(report.articles)} articles."


def halves(report: Report) -> Iterator[str]:
    """Yield the score of every other article and of the rest, and the jackknife's standard error of the whole."""
    parts = {"all": report.articles, "odd": report.articles[::2], "even": report.articles[1::2]}
    rows = []
    for name, articles in parts.items():
        part = Report(articles)
        rows.append((name, len(articles), part.overall, *(part.score(kind).f1 for kind in TYPES)))
    yield from table(("half", "articles", "overall", *TYPES), rows)
    yield ""
    without = [
        Report(report.articles[:i] + report.articles[i + 1 :]).overall for i in range(len(report.articles))
    ]
    n = len(without)
    mean = sum(without) / n
    error = math.sqrt((n - 1) / n * sum((value - mean) ** 2 for value in without))
    yield f"Standard error of the overall score over articles (jackknife): {error:.3f}."


# ---------------------------------------------------------------------------------------------- confidence


def confidence(report: Report, gold: dict[str, Annotation], articles: Sequence[Path]) -> Iterator[str]:
    """Yield the reliability of confidence, across articles, and how it compares with simpler measures."""
    judged = variants(collect(gold, articles), collect_own())
    yield "Every article judged by weights measured on all others, the project's own among them:"
    yield ""
    yield from bands(reliability(judged[BEST]))
    yield ""
    yield from by_claim(report)
    yield ""
    rows: list[tuple[object, ...]] = [
        (
            "surest evidence in the graph, as `kg evaluate --reliability` shows it",
            report.reliability().error,
            "",
        )
    ]
    for title, found in judged.items():
        rows.append((title, reliability(found).error, f"{brier(found):.4f}"))
    yield from table(("confidence", "calibration error", "Brier score"), rows)


def bands(found: Reliability) -> Iterator[str]:
    """Yield a reliability table."""
    rows = ((f"{b.low:.1f} to {b.high:.1f}", b.count, b.confidence, b.right, b.mostly) for b in found.bands)
    yield from table(("confidence", "claims", "mean confidence", "right", "more than half right"), rows)


def by_claim(report: Report) -> Iterator[str]:
    """Yield the calibration of the confidence in the graph by type of claim."""
    named = [(kind, report.reliability(kind)) for kind in CLAIMS]
    rows = [(kind, f.count, f.confidence, f.right, f.error) for kind, f in named if f.count]
    yield from table(("type", "claims", "mean confidence", "right", "calibration error"), rows)


def mistakes(gold: dict[str, Annotation], predicted: dict[str, Annotation]) -> Iterator[str]:
    """Yield the classes of mistakes with their counts."""
    rows = ((one.kind, one.name, one.count, f"{one.cost:.1f}") for one in error_classes(gold, predicted))
    yield from table(("type", "mistake", "count", "cost"), rows)


# ---------------------------------------------------------------------------------------------- peers


def peers(folder: Path, limit: int | None) -> Iterator[str]:
    """Yield the figures of peers.py on the sets that others annotated."""
    script = next((p for p in (folder / "peers.py", folder.parent / "peers.py") if p.is_file()), None)
    if script is None:
        yield f"No peers.py in {folder.name} or beside it."
        return
    program = shlex.join([sys.executable, "-m", "kg"])
    yield from table(("set", "figure", "value"), _peers(script, folder, program, limit))


def _peers(script: Path, folder: Path, program: str, limit: int | None) -> Iterator[tuple[str, str, str]]:
    for what, name in PEERS.items():
        if not (folder / name).exists():
            continue
        command = [
            sys.executable,
            str(script),
            what,
            str((folder / name).resolve()),
            "--kg",
            program,
            "--json",
        ]
        if limit:
            command += ["--limit", str(limit)]
        done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True)
        if done.returncode:
            last = (done.stderr.strip().splitlines() or ["no message"])[-1]
            yield what, "failed", last
            continue
        found: dict[str, Any] = json.loads(done.stdout)
        for key, value in found.items():
            if isinstance(value, dict):
                parts = ", ".join(f"{k} {value[k]:.3f}" for k in ("precision", "recall") if k in value)
                yield what, key, f"F1 {value['f1']:.3f} ({parts})"
            else:
                yield what, key, f"{value:.3f}" if isinstance(value, float) else str(value)


# ---------------------------------------------------------------------------------------------- time


def timing(articles: Sequence[Path]) -> Iterator[str]:
    """Yield how long a build takes, in bare parses of the same texts by the same model, both of them warm."""
    import spacy

    from kg.annotate.parse import DEFAULT_MODEL

    texts = [article.text for article in pipeline.collect(list(articles))]
    nlp = spacy.load(DEFAULT_MODEL)

    def parse() -> None:
        for _ in nlp.pipe(texts):
            pass

    bare, whole = _seconds(parse, lambda: kg.build(list(articles)))
    words = sum(len(text.split()) for text in texts)
    yield f"A whole build takes {whole / bare:.2f} times as long as the bare parse of the same {len(texts)} texts"
    yield f"({whole:.1f} s and {bare:.1f} s of processor time for {words} words, the best of {RUNS} runs in turn)."


def _seconds(*works: Callable[[], object]) -> list[float]:
    """Return the least processor time of each work; taken in turn, so that a busy machine is busy for all."""
    best = [math.inf] * len(works)
    for _ in range(RUNS):
        for i, work in enumerate(works):
            start = time.process_time()
            work()
            best[i] = min(best[i], time.process_time() - start)
    return best


# ---------------------------------------------------------------------------------------------- floors


def floors() -> Iterator[str]:
    """Yield tests/floors.yaml's figures, rounded down to two decimals."""
    for name, report in _own_reports():
        yield f"{name}:"
        for what, figure in figures(report).items():
            yield f"  {what}: {math.floor(figure * 100 + 1e-9) / 100}"


def own() -> Iterator[tuple[object, ...]]:
    """Yield the scores on the project's own articles."""
    for name, report in _own_reports():
        yield name.replace("_", "-"), *figures(report).values()


def _own_reports() -> Iterator[tuple[str, Report]]:
    gold = read_gold(GOLD)
    for name, folder in FLOOR_SETS.items():
        predicted = from_dataset(kg.build(folder).dataset)
        yield name, score({key: gold[key] for key in sorted(predicted)}, predicted)


if __name__ == "__main__":
    sys.exit(main())
