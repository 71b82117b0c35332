#!/usr/bin/env python3
"""Measure what one more article costs in a store of many, against a build of all of them.

    benchmarks/scaling.py [N...] [--folder DIR] [--no-derive]

For each N (1000 10000 by default) a store of N articles is made, and then one article is added, changed and removed.
The articles are made of samples/, whose claims are extracted once: each further article repeats one of them under
another name, on another day, its persons by other names, so that claims and their variety grow as in a real corpus.
Their extraction is thus not paid for; what it costs is measured on the samples and told apart. Prints a table in
Markdown; times are processor time of one process.
"""

from __future__ import annotations

import argparse
import json
import tempfile
import time
from collections.abc import Iterator, Sequence
from dataclasses import fields, is_dataclass, replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from kg import derive, emit, pipeline, store
from kg.corpus import Corpus
from kg.model import Article, Extraction, PartialDate
from kg.resolve import resolve

ROOT = Path(__file__).resolve().parent.parent
DAYS = 4000
"""Over how many days the articles are spread; 2.5 a day at 10,000."""
FIRST = ("Ada", "Bruno", "Clara", "David", "Elsa", "Felix", "Greta", "Hugo", "Ida", "Jonas", "Karla", "Leo")
LAST = (
    "Berg",
    "Costa",
    "Dahl",
    "Ekman",
    "Falk",
    "Grau",
    "Holm",
    "Iversen",
    "Jansen",
    "Kofler",
    "Lund",
    "Moser",
)


def person(name: str, n: int) -> str:
    """Return another name for a person of a sample; a given one is the same for some dozens of articles."""
    turn = (n // 40 + sum(map(ord, name))) % (len(FIRST) * len(LAST))
    return f"{FIRST[turn % len(FIRST)]} {LAST[turn // len(FIRST)]}{'a' * (n // 40 // 144 % 7)}"


def moved(value: Any, days: int) -> Any:
    """Return a claim with all its days so many days later."""
    if isinstance(value, PartialDate):
        ends = [value.value] + ([value.until] if value.until else [])
        if any(len(end) != 10 for end in ends):
            return value
        return PartialDate(*((date.fromisoformat(end) + timedelta(days)).isoformat() for end in ends))
    if isinstance(value, tuple):
        return tuple(moved(part, days) for part in value)
    if is_dataclass(value) and not isinstance(value, type):
        return replace(
            value, **{field.name: moved(getattr(value, field.name), days) for field in fields(value)}
        )
    return value


class Press:
    """Prints articles, and knows what each says."""

    def __init__(self) -> None:
        self.articles = pipeline.collect(ROOT / "samples")
        next(pipeline.extract_all(self.articles[:1]))  # the model is loaded
        start = time.process_time()
        self.said = list(pipeline.extract_all(self.articles))
        self.per_article = (time.process_time() - start) / len(self.articles)

    def record(self, n: int) -> dict[str, str]:
        """Return article number ``n`` as a record to be read."""
        sample = self.articles[n % len(self.articles)]
        published = date(2010, 1, 1) + timedelta(n * 37 % DAYS)
        return {"id": f"copy-{n:06}", "text": sample.text, "published": published.isoformat()}

    def extract_all(self, articles: Sequence[Article], **_options: Any) -> Iterator[Extraction]:
        """Take the place of ``kg.pipeline.extract_all``."""
        for article in articles:
            n = int(article.name.removeprefix("copy-"))
            said = self.said[n % len(self.said)]
            own = date.fromisoformat(said.article.published or "2022-01-01")
            days = (date.fromisoformat(article.published or "") - own).days
            actors = tuple(
                replace(claim, name=person(claim.name, n), aliases=()) if claim.kind == "Person" else claim
                for claim in said.actors
            )
            yield moved(replace(said, article=article, actors=actors), days)


def timed(act: Any) -> tuple[float, Any]:
    """Return how many seconds of processor time something takes, and what it returns."""
    start = time.process_time()
    result = act()
    return time.process_time() - start, result


def whole(press: Press, everything: Path) -> dict[str, float]:
    """Return the times of a build without its extraction, and how many quads it gives."""
    claims = list(press.extract_all(pipeline.collect(everything)))
    resolving, resolution = timed(lambda: resolve(claims))
    emitting, ds = timed(lambda: store.memory(emit.quads(resolution)))
    deriving, _ = timed(lambda: derive.derive(ds, base=emit.DEFAULT_BASE))
    quads = sum(1 for _ in store.quads(ds))
    return {"resolve": resolving, "emit": emitting, "derive": deriving, "quads": quads}


def measure(press: Press, n: int, folder: Path) -> dict[str, float]:
    """Return the times for a corpus of ``n`` articles."""
    everything, one = folder / "all.jsonl", folder / "one.jsonl"
    everything.write_text("\n".join(json.dumps(press.record(k)) for k in range(n)), encoding="utf-8")
    found: dict[str, float] = {}
    found |= whole(press, everything)
    place = folder / "corpus"
    found["fill"], _ = timed(lambda: Corpus(place).add(everything))
    one.write_text(json.dumps(press.record(n)), encoding="utf-8")
    # a new object each time: nothing is kept in memory from the last operation
    found["add"], change = timed(lambda: Corpus(place).add(one))
    assert len(change.added) == 1
    found["graphs"] = change.written
    later = press.record(n) | {"published": "2011-11-11"}
    one.write_text(json.dumps(later), encoding="utf-8")
    found["change"], change = timed(lambda: Corpus(place).update(one))
    assert len(change.changed) == 1
    found["remove"], change = timed(lambda: Corpus(place).remove([later["id"]]))
    assert len(change.removed) == 1
    found["nothing"], change = timed(lambda: Corpus(place).refresh())
    assert change.written == 0
    return found


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("sizes", nargs="*", type=int, default=[1000, 10000], metavar="N")
    parser.add_argument("--folder", type=Path, help="where the stores are made; they are deleted afterwards")
    parser.add_argument("--no-derive", action="store_true", help="leave the derived graph out")
    given = parser.parse_args()
    if given.no_derive:
        derive.derive = lambda *_args, **_options: 0
    press = Press()
    pipeline.extract_all = press.extract_all  # type: ignore[assignment]
    heads = (
        "articles",
        "quads",
        "extract",
        "resolve",
        "emit, load",
        "derive",
        "build",
        "add",
        "graphs",
        "change",
        "remove",
        "none",
    )
    print(f"| {' | '.join(heads)} |")
    print("|---:|---:|---:|---:|---:|---:|---:|---:|---:|---:|---:|---:|")
    for n in given.sizes:
        with tempfile.TemporaryDirectory(dir=given.folder) as folder:
            f = measure(press, n, Path(folder))
        extract = n * press.per_article
        cells = [
            f"{n:,}",
            f"{f['quads']:,.0f}",
            f"{extract:,.0f} s",
            f"{f['resolve']:.1f} s",
            f"{f['emit']:.1f} s",
            f"{f['derive']:.1f} s",
            f"{extract + f['resolve'] + f['emit'] + f['derive']:,.0f} s",
            f"{f['add'] + press.per_article:.1f} s",
            f"{f['graphs']:.0f}",
            f"{f['change'] + press.per_article:.1f} s",
            f"{f['remove']:.1f} s",
            f"{f['nothing']:.1f} s",
        ]
        print(f"| {' | '.join(cells)} |", flush=True)


if __name__ == "__main__":
    main()
