#!/usr/bin/env python3
"""Measure what the derived graph costs, rule by rule, and how that grows with the articles.

    benchmarks/derive.py [N...] [--write]

For each N (100, 400, 1600 and 6400 by default) a graph of N articles of an invented press (press.py) is made. Prints a
table in Markdown: seconds of processor time for each rule, how many triples it adds at the largest N, and how it grows
there: the power of N that the last two sizes suggest, 1 for linear. With --write the table goes into docs/scaling.md.
"""

from __future__ import annotations

import argparse
import json
import math
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))

import pyoxigraph as po
from press import Press

from kg import derive, emit, pipeline, store
from kg.resolve import resolve
from kg.store.engine import inner

PAGE = Path(__file__).resolve().parent.parent / "docs" / "scaling.md"
START, END = "<!-- derive -->\n", "<!-- /derive -->\n"
LITTLE = 0.05
"""Seconds below which growth would be noise, and is not told."""


def graph(press: Press, n: int) -> po.Store:
    """Return the graph of ``n`` articles."""
    with tempfile.TemporaryDirectory() as folder:
        everything = Path(folder) / "all.jsonl"
        everything.write_text("\n".join(json.dumps(press.record(k)) for k in range(n)), encoding="utf-8")
        claims = list(press.extract_all(pipeline.collect(everything)))
    return inner(store.memory(emit.quads(resolve(claims))))


def measure(graph: po.Store) -> dict[str, tuple[float, int]]:
    """Return for each rule, and for ``all`` together, the seconds it takes and how many triples it adds."""
    found: dict[str, tuple[float, int]] = {}
    begun = start = time.process_time()
    for rule, added in derive.steps(graph, base=emit.DEFAULT_BASE):
        now = time.process_time()
        found[rule.name] = now - start, len(added)
        start = now
    return found | {"all": (start - begun, sum(triples for _, triples in found.values()))}


def table(sizes: list[int], found: list[dict[str, tuple[float, int]]]) -> Iterator[str]:
    """Yield the lines of the table, the costliest rule first."""
    yield f"| rule | {' | '.join(f'{n:,} articles' for n in sizes)} | triples | growth |"
    yield f"|---|{'---:|' * (len(sizes) + 2)}"
    for name in sorted(found[-1], key=lambda name: (name == "all", -found[-1][name][0], name)):
        seconds = [times[name][0] for times in found]
        growth = "–"
        if len(sizes) > 1 and seconds[-2] >= LITTLE:
            growth = f"{math.log(seconds[-1] / seconds[-2]) / math.log(sizes[-1] / sizes[-2]):.1f}"
        cells = [*(f"{value:.2f} s" for value in seconds), f"{found[-1][name][1]:,}", growth]
        yield f"| {name} | {' | '.join(cells)} |"


def main() -> None:
    """Print the table, and put it into the page if asked."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("sizes", nargs="*", type=int, default=[100, 400, 1600, 6400], metavar="N")
    parser.add_argument("--write", action="store_true", help="put the table into docs/scaling.md")
    given = parser.parse_args()
    press = Press()
    found = [measure(graph(press, n)) for n in given.sizes]
    lines = "".join(f"{line}\n" for line in table(given.sizes, found))
    print(lines, end="")
    if given.write:
        before, rest = PAGE.read_text(encoding="utf-8").split(START)
        PAGE.write_text(before + START + lines + END + rest.split(END)[1], encoding="utf-8")


if __name__ == "__main__":
    main()
