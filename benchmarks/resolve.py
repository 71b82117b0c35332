#!/usr/bin/env python3
"""Measure how the cost of resolution grows with the number of articles.

    benchmarks/resolve.py [N...] [--plot FILE]

For each N (1000 10000 by default) the claims of N articles of an invented press (press.py) are resolved at once, as a
build does. Prints a table in Markdown, with processor time of one process; with --plot draws it, as an SVG whose bytes
depend on nothing but the figures.
"""

from __future__ import annotations

import argparse
import resource
import sys
import time
from collections.abc import Sequence
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))

from press import Press

from kg.ids import article_id, content_hash
from kg.model import Article, Extraction, Resolution
from kg.resolve import resolve

HEADS = ("articles", "claims", "actors", "events, statements", "seconds", "per 1,000 articles", "memory")
_KINDS = ("actor_ids", "meeting_ids", "proposal_ids", "response_ids", "statement_ids")


def claims_of(press: Press, n: int) -> list[Extraction]:
    """Return what the first ``n`` articles say, without texts and evidence, as a build knows it while it resolves."""
    found = []
    for k in range(n):
        record = press.record(k)
        name, day = record["id"], record["published"]
        digest = content_hash(text=name, published=day)
        article = Article(article_id(name, digest), name, "", published=day, content_hash=digest)
        found.append(press.extract(article, evidence=False))
    return found


def measure(press: Press, n: int) -> tuple[float, Resolution]:
    """Return the seconds of processor time that resolving ``n`` articles takes, and the result."""
    said = claims_of(press, n)
    start = time.process_time()
    found = resolve(said)
    return time.process_time() - start, found


def row(n: int, seconds: float, found: Resolution) -> list[str]:
    """Return the cells of one line of the table."""
    claims = sum(len(getattr(found, kind)) for kind in _KINDS)
    events = sum(len(set(getattr(found, kind).values())) for kind in _KINDS[1:])
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 2**20
    return [
        f"{n:,}",
        f"{claims:,}",
        f"{len(found.entities):,}",
        f"{events:,}",
        f"{seconds:.1f} s",
        f"{1000 * seconds / n:.2f} s",
        f"{peak:.1f} GB",
    ]


def plot(sizes: Sequence[int], seconds: Sequence[float], target: Path) -> None:
    """Draw seconds over articles, both logarithmic, beside what grows in proportion."""
    import matplotlib

    matplotlib.use("svg")
    matplotlib.rcParams["svg.hashsalt"] = "parley"
    from matplotlib import pyplot

    figure, axes = pyplot.subplots(figsize=(6, 4))
    even = [seconds[0] * size / sizes[0] for size in sizes]
    axes.loglog(sizes, seconds, marker="o", color="#1f5a8a", label="measured")
    axes.loglog(sizes, even, linestyle="--", color="#888888", label="in proportion to the first")
    for size, value in zip(sizes, seconds, strict=True):
        axes.annotate(f"{value:.0f} s", (size, value), textcoords="offset points", xytext=(6, -12))
    axes.set_xlabel("articles")
    axes.set_ylabel("seconds of processor time")
    axes.set_title("Resolving all articles at once")
    axes.set_xticks(list(sizes), [f"{size:,}" for size in sizes])
    axes.grid(visible=True, which="major", color="#dddddd")
    axes.legend(frameon=False)
    figure.tight_layout()
    figure.savefig(target, metadata={"Date": None, "Creator": None})


def main() -> None:
    """Print the table, and draw it if asked to."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("sizes", nargs="*", type=int, default=[1000, 10000], metavar="N")
    parser.add_argument("--plot", type=Path, metavar="FILE", help="an SVG file to draw into")
    given = parser.parse_args()
    press = Press()
    measure(press, 100)  # the lexicons are read
    print(f"| {' | '.join(HEADS)} |")
    print("|---:" * len(HEADS) + "|")
    times = []
    for n in given.sizes:
        seconds, found = measure(press, n)
        times.append(seconds)
        print(f"| {' | '.join(row(n, seconds, found))} |", flush=True)
        del found
    if given.plot:
        plot(given.sizes, times, given.plot)


if __name__ == "__main__":
    main()
