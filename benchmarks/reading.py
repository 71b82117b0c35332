"""How much memory reading takes as a packed file of JSON Lines grows (``python benchmarks/reading.py``).

The file is made of drawn words (``random`` with a fixed seed), about ten kilobytes an article, and read as ``kg read``
reads it. Printed at every twentieth part: megabytes of JSON read, articles, memory of the process now and at its most.
"""

from __future__ import annotations

import argparse
import gzip
import json
import random
import tempfile
import time
from pathlib import Path

_WORDS = [
    "the",
    "a",
    "of",
    "to",
    "and",
    "in",
    "that",
    "said",
    "would",
    "with",
    "for",
    "on",
    "by",
    "from",
    "envoy",
]
_WORDS += [
    "minister",
    "treaty",
    "border",
    "talks",
    "offer",
    "reply",
    "draft",
    "text",
    "quota",
    "river",
    "crossing",
]
_SENTENCES = 110


def make(path: Path, megabytes: int) -> int:
    """Write a packed file of so many megabytes of JSON Lines; return its number of articles."""
    draw = random.Random(7)
    parts = [" ".join(draw.choices(_WORDS, k=15)).capitalize() + "." for _ in range(4_000)]
    size = number = 0
    with gzip.open(path, "wt", encoding="utf-8", compresslevel=1) as file:
        while size < megabytes * 2**20:
            record = {"id": number, "date": "2023-05-12", "text": " ".join(draw.choices(parts, k=_SENTENCES))}
            size += file.write(json.dumps(record) + "\n")
            number += 1
    return number


def memory(name: str) -> int:
    """Return a figure of this process in megabytes: ``VmRSS`` now, ``VmHWM`` at its most."""
    for line in Path("/proc/self/status").read_text().splitlines():
        if line.startswith(f"{name}:"):
            return int(line.split()[1]) // 1024
    return 0


def main() -> None:
    """Make the file, read it, print the table."""
    from kg.read import Intake, read_items
    from kg.read.printings import Printings

    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--megabytes", type=int, default=1024)
    parser.add_argument("--file", type=Path, help="read this file, and make none")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        path = given.file or Path(folder, "corpus.jsonl.gz")
        total = 100_000 if given.file else make(path, given.megabytes)
        print(
            f"{total} articles, {given.megabytes} MB of JSON, {path.stat().st_size >> 20} MB packed",
            flush=True,
        )
        intake, printings, size, written, began = Intake(), Printings(), 0, 0, time.process_time()
        for number, (article, _) in enumerate(read_items([path], intake=intake), 1):
            written += sum(map(len, printings.add({"id": article.name, "text": article.text})))
            size += len(article.text)
            if number % (total // 20) == 0:
                spent = time.process_time() - began
                held = f"{memory('VmRSS')} MB now, {memory('VmHWM')} MB most"
                print(f"{size >> 20} MB, {number} articles, {held}, {spent:.0f} s", flush=True)
        written += sum(map(len, printings.rest()))
        intake.copies = printings.copies
        print(f"{intake.summary()}; {written >> 20} MB written")


if __name__ == "__main__":
    main()
