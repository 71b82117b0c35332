#!/usr/bin/env python3
"""Measure what a graph costs as a file, in every format, beside what Oxigraph needs to write it in no order.

    benchmarks/export.py GRAPH [--copies N] [--times N]

GRAPH is a file that kg build wrote. Its articles, with what is theirs alone, are copied N times (10) under other names,
so that a small graph gives a large one. Prints a table in Markdown: the median of the seconds of processor time of N
(5) times, and their ratio to Oxigraph's own dump in the same run.
"""

from __future__ import annotations

import argparse
import re
import statistics
import time
from collections.abc import Callable
from pathlib import Path

import pyoxigraph as po

from kg.store import FORMATS, load
from kg.store.engine import inner
from kg.store.files import serialize_store

OWN = re.compile(rb"(?<=/)(article|evidence|meeting|statement)/")


def grown(path: Path, copies: int) -> po.Store:
    """Return the graph of a file with copies of its articles."""
    store = po.Store()
    quads = inner(load(path)).dump(format=po.RdfFormat.N_QUADS) or b""
    for n in range(copies):
        store.bulk_load(OWN.sub(rb"\1/copy-%d-" % n, quads), format=po.RdfFormat.N_QUADS)
    return store


def median(act: Callable[[], object], times: int) -> float:
    """Return the median of the seconds that something takes."""
    seconds = []
    for _ in range(times):
        start = time.process_time()
        act()
        seconds.append(time.process_time() - start)
    return statistics.median(seconds)


def plain(store: po.Store, form: po.RdfFormat) -> object:
    """Let Oxigraph write a store as it comes: the triples of all graphs for a format without graphs."""
    if form.supports_datasets:
        return store.dump(format=form)
    return po.serialize((quad.triple for quad in store), format=form)


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("graph", type=Path, metavar="GRAPH")
    parser.add_argument("--copies", type=int, default=10)
    parser.add_argument("--times", type=int, default=5)
    given = parser.parse_args()
    store = grown(given.graph, given.copies)
    print(f"{len(store):,} triples in {sum(1 for _ in store.named_graphs()):,} graphs\n")
    print("| format | Oxigraph, unsorted | sorted | ratio |\n|---|---:|---:|---:|")
    for ending, form in FORMATS.items():
        one = median(lambda form=form: plain(store, form), given.times)  # type: ignore[misc]
        other = median(lambda form=form: serialize_store(store, form), given.times)  # type: ignore[misc]
        print(f"| `{ending}` | {one:.2f} s | {other:.2f} s | {other / one:.1f} |", flush=True)


if __name__ == "__main__":
    main()
