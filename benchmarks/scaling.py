#!/usr/bin/env python3
"""Measure what one more article costs in a store of many, against a build of all of them.

    benchmarks/scaling.py [N...] [--folder DIR] [--no-derive]

For each N (1000 10000 by default) a store of N articles of an invented press (press.py) is built, and then articles
are added, changed and removed one by one, each in a store that was opened anew. What is extracted is not paid for: what
that costs is measured on the samples, told apart, and added to a build and to what is added or changed. The derived
graph is made of the whole graph after every change, and is in all figures; "derive" tells how much of the build it is.
With --no-derive it is left out of all.
Prints a table in Markdown; times are processor time of one process.
"""

from __future__ import annotations

import argparse
import json
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parent))

from press import AFFAIR, DAYS, ROOT, Press

from kg import derive, pipeline
from kg.corpus import Change, Corpus

__all__ = ["DAYS", "ROOT", "Press", "measure"]

HEADS = (
    "articles",
    "extract",
    "resolve, write, derive",
    "build",
    "add",
    "graphs",
    "change",
    "remove",
    "nothing",
    "derive",
)
TIMES = 5
"""How many articles are added, changed and removed; the median counts."""


def timed(act: Callable[[], Change]) -> tuple[float, Change]:
    """Return how many seconds of processor time something takes, and what it did."""
    start = time.process_time()
    change = act()
    return time.process_time() - start, change


def measure(press: Press, n: int, folder: Path, derived: Callable[[], float]) -> list[str]:
    """Return the cells of the line for ``n`` articles.

    Args:
        derived: returns the seconds that the derived graph has taken since it was asked last.
    """
    everything, place, rest = folder / "all.jsonl", folder / "corpus", folder / "rest"
    # the last article of every affair is still to come
    first = [k for k in range(n * AFFAIR // (AFFAIR - 1) + 1) if k % AFFAIR != AFFAIR - 1][:n]
    everything.write_text("\n".join(json.dumps(press.record(k)) for k in first), encoding="utf-8")
    rest.mkdir()
    filling, _ = timed(lambda: Corpus(place).build(everything))
    deriving = derived()
    found: dict[str, list[float]] = {what: [] for what in ("add", "graphs", "change", "remove", "nothing")}
    for k in range(TIMES):
        affair = k * (n // AFFAIR) // TIMES
        number = affair * AFFAIR + AFFAIR - 1
        one = rest / f"{k}.json"
        record = press.record(number)
        one.write_text(json.dumps(record), encoding="utf-8")
        seconds, change = timed(lambda one=one: Corpus(place).add(one))  # type: ignore[misc]
        assert len(change.added) == 1
        found["add"].append(seconds + press.per_article)
        found["graphs"].append(change.written)
        one.write_text(json.dumps(record | {"published": "2011-11-11"}), encoding="utf-8")
        seconds, change = timed(lambda one=one: Corpus(place).update(one))  # type: ignore[misc]
        assert len(change.changed) == 1
        found["change"].append(seconds + press.per_article)
        victim = press.record(first[k * n // TIMES])["id"]
        seconds, change = timed(lambda victim=victim: Corpus(place).remove([victim]))  # type: ignore[misc]
        assert len(change.removed) == 1
        found["remove"].append(seconds)
        seconds, change = timed(lambda: Corpus(place).refresh())
        assert change.written == 0
        found["nothing"].append(seconds)
    middle = {what: statistics.median(values) for what, values in found.items()}
    extracting = n * press.per_article
    return [
        f"{n:,}",
        f"{extracting:,.0f} s",
        f"{filling:,.0f} s",
        f"{extracting + filling:,.0f} s",
        f"{middle['add']:.1f} s",
        f"{middle['graphs']:.0f}",
        f"{middle['change']:.1f} s",
        f"{middle['remove']:.1f} s",
        f"{middle['nothing']:.1f} s",
        f"{deriving:,.1f} s" if deriving >= 0.1 else "",
    ]


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("sizes", nargs="*", type=int, default=[1000, 10000], metavar="N")
    parser.add_argument("--folder", type=Path, help="where the stores are made; they are deleted afterwards")
    parser.add_argument("--no-derive", action="store_true", help="leave the derived graph out")
    given = parser.parse_args()
    spent = [0.0]
    real = derive.derive

    def deriving(*args: Any, **options: Any) -> int:
        start = time.process_time()
        count = 0 if given.no_derive else real(*args, **options)
        spent[0] += time.process_time() - start
        return count

    def derived() -> float:
        seconds, spent[0] = spent[0], 0.0
        return seconds

    derive.derive = deriving
    press = Press()
    pipeline.extract_all = press.extract_all  # type: ignore[assignment]
    print(f"| {' | '.join(HEADS)} |")
    print("|---:" * len(HEADS) + "|")
    for n in given.sizes:
        with tempfile.TemporaryDirectory(dir=given.folder) as folder:
            cells = measure(press, n, Path(folder), derived)
        print(f"| {' | '.join(cells)} |", flush=True)


if __name__ == "__main__":
    main()
