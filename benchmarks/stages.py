#!/usr/bin/env python3
"""Measure what each stage of a build takes, and draw where the time goes.

    benchmarks/stages.py PATH... [--flame FILE.svg] [--write]

PATH is what kg build takes. The articles are built in this process, stage by stage, after the language model and the
reader have been loaded with one article that does not count. Prints a table in Markdown: seconds of processor time, the
share of the whole, and milliseconds an article. --write puts it into docs/scaling.md. --flame builds once more under
cProfile and draws which function spends what on whose behalf, with the package flameprof; times in it are longer.
"""

from __future__ import annotations

import argparse
import cProfile
import subprocess
import sys
import tempfile
import time
from collections import defaultdict
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TypeVar

from kg import emit, pipeline, store
from kg.annotate import annotate
from kg.clauses import find_clauses
from kg.dates import date_articles, find_times
from kg.derive import derive
from kg.extract import extract
from kg.graph import Graph
from kg.model import Article
from kg.resolve import resolve

PAGE = Path(__file__).resolve().parent.parent / "docs" / "scaling.md"
START, END = "<!-- stages -->\n", "<!-- /stages -->\n"

T = TypeVar("T")


class Watch:
    """Adds up the processor time of stages, by name, in the order in which they were first met."""

    def __init__(self) -> None:
        self.seconds: dict[str, float] = defaultdict(float)

    @contextmanager
    def on(self, stage: str) -> Iterator[None]:
        """Count the body as a stage."""
        start = time.process_time()
        yield
        self.seconds[stage] += time.process_time() - start

    def time(self, stage: str, act: Callable[[], T]) -> T:
        """Count an act as a stage, and return what it returns."""
        with self.on(stage):
            return act()


def staged(articles: list[Article], watch: Watch, folder: Path) -> None:
    """Build articles that were read, and write all files, counting each stage."""
    dated = watch.time("date articles", lambda: date_articles(articles))
    extractions = []
    for article in dated:
        (doc,) = watch.time("annotate", lambda article=article: list(annotate([article])))  # type: ignore[misc]
        doc = watch.time("find times", lambda doc=doc: find_times(doc))  # type: ignore[misc]
        clauses = watch.time("find clauses", lambda doc=doc: find_clauses(doc))  # type: ignore[misc]
        with watch.on("extract"):
            extractions.append(extract(doc, clauses))
    resolution = watch.time("resolve", lambda: resolve(extractions))
    dataset = watch.time("emit, load", lambda: store.memory(emit.quads(resolution)))
    watch.time("derive", lambda: derive(dataset))
    graph = Graph(dataset)
    for name in ("graph.trig", "graph.ttl"):
        watch.time("write RDF", lambda name=name: graph.save(folder / name))  # type: ignore[misc]
    network = watch.time("find views", graph.network)
    watch.time("write page", lambda: network.save(folder / "network.html"))
    watch.time("report", graph.report)


def flame(articles: list[Article], folder: Path, target: Path) -> None:
    """Draw a build of articles."""
    profile = cProfile.Profile()
    profile.runcall(staged, articles, Watch(), folder)
    raw = folder / "profile"
    profile.dump_stats(raw)
    with target.open("w", encoding="utf-8", newline="\n") as file:
        subprocess.run([sys.executable, "-m", "flameprof", str(raw)], stdout=file, check=True)


def main() -> None:
    """Print the table, put it into the page and draw the picture if asked."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("paths", nargs="+", metavar="PATH")
    parser.add_argument("--flame", type=Path, metavar="FILE.svg", help="draw where the time goes")
    parser.add_argument("--write", action="store_true", help="put the table into docs/scaling.md")
    given = parser.parse_args()
    watch = Watch()
    articles = watch.time("read", lambda: pipeline.read_all(given.paths))
    list(pipeline.extract_all(date_articles(articles[:1])))
    with tempfile.TemporaryDirectory() as folder:
        staged(articles, watch, Path(folder))
        whole = sum(watch.seconds.values())
        lines = ["| stage | seconds | share | ms an article |", "|---|---:|---:|---:|"]
        for stage, seconds in [*watch.seconds.items(), ("all", whole)]:
            each = 1000 * seconds / len(articles)
            lines.append(f"| {stage} | {seconds:.2f} s | {seconds / whole:.0%} | {each:.1f} |")
        text = "".join(f"{line}\n" for line in lines)
        print(text, end="")
        if given.write:
            before, rest = PAGE.read_text(encoding="utf-8").split(START)
            PAGE.write_text(before + START + text + END + rest.split(END)[1], encoding="utf-8")
        if given.flame:
            flame(articles, Path(folder), given.flame)


if __name__ == "__main__":
    main()
