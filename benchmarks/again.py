#!/usr/bin/env python3
"""Measure what the second time costs: a build of articles that were built before, and an update that changes nothing.

    benchmarks/again.py PATH... [--times N] [--write]

PATH is what kg build takes. In processes of their own, with a cache of their own: a build, the same again, a build with
other IRIs, a store, and updates of that store with nothing changed. Prints a table in Markdown of seconds of
processor time, the start of Python included; of what can be repeated the median of N (5) and how far it spreads. With
--write the table goes into docs/scaling.md.
"""

from __future__ import annotations

import argparse
import os
import resource
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
PAGE = ROOT / "docs" / "scaling.md"
START, END = "<!-- again -->\n", "<!-- /again -->\n"


def kg(*words: str | Path, cache: Path) -> float:
    """Run a command and return its seconds of processor time."""
    env = {**os.environ, "KG_CACHE": str(cache), "PYTHONPATH": str(ROOT)}
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    done = subprocess.run([sys.executable, "-m", "kg", *words], env=env, capture_output=True, text=True)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    if done.returncode:
        raise SystemExit(f"kg {words[0]}: {done.stderr}")
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def measure(paths: list[Path], folder: Path, times: int) -> Iterator[tuple[str, list[float]]]:
    """Yield what was done and the seconds that it took each time."""
    cache = folder / "cache"
    yield "`kg build -o`, the first time", [kg("build", *paths, "-o", folder / "out", cache=cache)]
    yield (
        "the same again",
        [kg("build", *paths, "-o", folder / f"out{n}", cache=cache) for n in range(times)],
    )
    (one,) = {(folder / f"out{n}" / "graph.trig").read_bytes() for n in range(times)}
    if one != (folder / "out" / "graph.trig").read_bytes():
        raise SystemExit("the second build wrote another graph")
    # another base: nothing of the files can be used, and all of the extractions
    other = [
        kg("build", *paths, "-o", folder / "other", "--base", f"https://example.org/{n}/", cache=cache)
        for n in range(times)
    ]
    yield "again, but with other IRIs: extractions are known, files are not", other
    yield "`kg build --store` of the same", [kg("build", *paths, "--store", folder / "store", cache=cache)]
    yield (
        "`kg update` of it, nothing changed",
        [kg("update", "--store", folder / "store", cache=cache) for _ in range(times)],
    )


def main() -> None:
    """Print the table, and put it into the page if asked."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("paths", nargs="+", type=Path, metavar="PATH")
    parser.add_argument("--times", type=int, default=5, help="how often what can be repeated is")
    parser.add_argument("--write", action="store_true", help="put the table into docs/scaling.md")
    given = parser.parse_args()
    lines = ["| what | seconds | spread |", "|---|---:|---:|"]
    with tempfile.TemporaryDirectory() as folder:
        for what, seconds in measure(given.paths, Path(folder), given.times):
            spread = f"{min(seconds):.2f}–{max(seconds):.2f}" if len(seconds) > 1 else ""
            lines.append(f"| {what} | {statistics.median(seconds):.2f} s | {spread} |")
            print(lines[-1], file=sys.stderr, flush=True)
    text = "".join(f"{line}\n" for line in lines)
    print(text, end="")
    if given.write:
        before, rest = PAGE.read_text(encoding="utf-8").split(START)
        PAGE.write_text(before + START + text + END + rest.split(END)[1], encoding="utf-8")


if __name__ == "__main__":
    main()
