#!/usr/bin/env python3
"""Time every query of the catalogue on a graph of a million triples, in memory and on disk.

    benchmarks/queries.py [NAME...] [--articles N] [--folder DIR] [--write]

The graph is made of samples/ as by benchmarks/press.py: the claims of each sample are extracted once and told again
by copies on other days, with other persons; the first copy keeps its names and days, so that the examples of the
queries find something. Each query runs as it stands (with what it requires) and with the parameters of its example,
three times each; the median counts, of processor time until the last row is in Python. Prints a table in Markdown, the
slowest first; ``--write`` puts it into docs/queries-timing.md, of some NAMEs beside the rows of the others that stand
there. ``--folder`` keeps the graph for the next run.
"""

from __future__ import annotations

import argparse
import json
import platform
import re
import shlex
import statistics
import tempfile
import time
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import press
from rdflib import Dataset

from kg import derive, emit, pipeline, store
from kg.model import Article, Extraction
from kg.query import Query, catalogue, run
from kg.resolve import resolve

PAGE = press.ROOT / "docs" / "queries-timing.md"
HEAD = """\
# How long the questions take

Made by `benchmarks/queries.py --write`; change nothing here.

A graph of {triples:,} triples ({articles:,} articles that are copies of the samples on other days, with other persons)
is asked every question of the [catalogue](queries.md) twice: for all it has (*all*, with no more than the query
requires) and with the parameters of its example. Seconds of processor time until the last row is in Python, median of
{repeats}, one core ({machine}); *memory* is a graph read from a file, *disk* a store in a folder, opened read-only.
Rows are those that come back. Processor time hardly depends on what else the machine does, but the one this was made
on was shared, and a quiet one is faster. The slowest takes {slowest:.2f} s.

"""
TABLE = (
    "| query | rows of all | memory | disk | rows of example | memory | disk |",
    "|---|---:|---:|---:|---:|---:|---:|",
)
REPEATS = 3
PATIENCE = 4.0
"""Seconds after which a query is timed once only."""


class Press(press.Press):
    """Prints copies of the samples; the first of each is the sample itself, the rest stand around its days."""

    def record(self, n: int) -> dict[str, str]:
        """Return article number ``n`` as a record to be read."""
        sample = self.articles[n % len(self.articles)]
        published = (date(2016, 1, 1) + timedelta(n * 37 % press.DAYS)).isoformat()
        own = self.said[n % len(self.said)].article.published or published
        first = n < len(self.articles)
        return {"id": f"copy-{n:06}", "text": sample.text, "published": own if first else published}

    def claims(self, articles: Sequence[Article]) -> Iterator[Extraction]:
        """Yield what each article says; ``articles`` are in the order of their numbers."""
        for said, article in zip(self.said, articles, strict=False):
            yield replace(said, article=article)
        yield from self.extract_all(articles[len(self.said) :])


def make(folder: Path, articles: int) -> None:
    """Make the graph in the store ``folder/graph``."""
    printer = Press()
    everything = folder / "all.jsonl"
    everything.write_text("\n".join(json.dumps(printer.record(n)) for n in range(articles)), encoding="utf-8")
    found = sorted(pipeline.collect(everything), key=lambda article: article.name)
    ds = store.memory(emit.quads(resolve(list(printer.claims(found)))))
    derive.derive(ds, base=emit.DEFAULT_BASE)
    store.fill(folder / "graph", ds)


def parameters(query: Query) -> tuple[dict[str, str], dict[str, str]]:
    """Return what a query requires, and the parameters of its example."""
    words = shlex.split(query.example)[3:]
    example = {
        option.removeprefix("--"): value for option, value in zip(words[::2], words[1::2], strict=True)
    }
    required = {param.name for param in query.params if param.required}
    return {name: value for name, value in example.items() if name.replace("-", "_") in required}, example


def timed(ds: Dataset, name: str, params: dict[str, str]) -> tuple[float, int]:
    """Return the median time of a query in seconds, and how many rows it has."""
    times: list[float] = []
    while len(times) < REPEATS and (not times or times[0] < PATIENCE):
        start = time.process_time()
        rows = len(run(ds, name, **params).rows)
        times.append(time.process_time() - start)
    return statistics.median(times), rows


def measure(folder: Path, names: Sequence[str]) -> tuple[dict[str, str], int]:
    """Return the row of the table for each query, and how many triples the graph has."""
    on_disk = store.disk(folder / "graph", read_only=True)
    in_memory = store.memory(store.quads(on_disk))
    triples = sum(1 for _ in store.quads(in_memory))
    found = {}
    for name, query in catalogue().items():
        if names and name not in names:
            continue
        every, example = parameters(query)
        sets = [every] if every == example else [every, example]
        times = [(*timed(in_memory, name, given), timed(on_disk, name, given)[0]) for given in sets]
        cells = [f"{rows:,} | {memory:.2f} | {disk:.2f}" for memory, rows, disk in times]
        cells += ["| |"] * (2 - len(cells))
        found[name] = f"| [{name}](queries.md#{name}) | {' | '.join(cells)} |"
        print(f"{slowest(found[name]):8.2f}  {name}", flush=True)
    return found, triples


def slowest(row: str) -> float:
    """Return the longest time in a row of the table."""
    return max(map(float, re.findall(r" (\d+\.\d\d) ", row)))


def written() -> dict[str, str]:
    """Return the rows that the page has now, of queries that there still are."""
    text = PAGE.read_text(encoding="utf-8") if PAGE.is_file() else ""
    rows = {match[1]: match[0] for match in re.finditer(r"(?m)^\| \[([\w-]+)\]\(.*$", text)}
    return {name: row for name, row in rows.items() if name in catalogue()}


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("names", nargs="*", metavar="NAME", help="only these queries")
    parser.add_argument("--articles", type=int, default=1800, metavar="N")
    parser.add_argument("--folder", type=Path, help="keep the graph here, or take it from here")
    parser.add_argument("--write", action="store_true", help="write docs/queries-timing.md")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as temporary:
        folder = given.folder or Path(temporary)
        if not (folder / "graph").is_dir():
            folder.mkdir(parents=True, exist_ok=True)
            make(folder, given.articles)
        found, triples = measure(folder, given.names)
    if given.write:
        found = written() | found
    rows = sorted(found.values(), key=lambda row: (-slowest(row), row))
    table = "\n".join([*TABLE, *rows])
    print(table)
    if given.write:
        head = HEAD.format(
            triples=triples,
            articles=given.articles,
            repeats=REPEATS,
            machine=platform.machine(),
            slowest=slowest(rows[0]),
        )
        PAGE.write_text(f"{head}{table}\n", encoding="utf-8")


if __name__ == "__main__":
    main()
