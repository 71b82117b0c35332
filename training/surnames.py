#!/usr/bin/env python3
"""Learn whom a family name alone means.

    training/surnames.py ARTICLES [ARTICLES …] [--folds FILE] [--write]

Reads the articles, hides the given names of every person in turn, and learns by what the right one of the fuller names
in the other articles is told from the wrong ones and from somebody else. FILE gives each article's fold (JSON, name →
number); articles of one negotiation share it. Prints what each fold finds when the others teach. With --write, what all
of them teach goes into ontology/lexicon/identity.yaml.
"""

from __future__ import annotations

import argparse
import json
import re
import sys
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np

from kg import pipeline
from kg.files import write_text
from kg.model import Extraction
from kg.resolve.flow import Flow, ledgers
from kg.resolve.people import PEOPLE, Person, candidates, ruled_out
from kg.resolve.score import number
from kg.resolve.spelling import PersonName
from kg.resolve.surnames import features, weights
from kg.resolve.table import Memory
from kg.resources import ontology

# how strongly a weight is held to what it was before: few articles must not turn a weight round
_PRIOR = 4.0


@dataclass(frozen=True, slots=True)
class Row:
    """One hidden name: its fold, the features of each candidate, and the place of the right one, if there is one."""

    fold: int
    name: str
    features: tuple[tuple[str, ...], ...]
    right: int | None


class _Kept(Memory):
    """Remembers the persons that resolution compares."""

    def __init__(self) -> None:
        super().__init__()
        self.people: list[Person] = []

    def put(self, stage, article, items) -> None:  # type: ignore[no-untyped-def]
        """See ``Tables``."""
        if stage is PEOPLE:
            self.people += [m.item for m in items.values() if isinstance(m.item, Person)]
        super().put(stage, article, items)


def main() -> int:
    """Run the command line."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("articles", type=Path, nargs="+")
    parser.add_argument("--folds", type=Path)
    parser.add_argument("--write", action="store_true", help="write the weights")
    args = parser.parse_args()
    folds = json.loads(args.folds.read_text(encoding="utf-8")) if args.folds else {}
    found = [one for folder in args.articles for one in pipeline.extract_all(pipeline.collect(folder))]
    teach(found, folds, write=args.write)
    return 0


def teach(extractions: Sequence[Extraction], folds: Mapping[str, int], *, write: bool) -> None:
    """Learn from extractions; see the top of this file."""
    rows = hidden(extractions, folds)
    names = [name for name in weights() if name != "bare"]
    print(f"{len(rows)} hidden names with {sum(len(row.features) for row in rows)} candidates")
    judged: list[tuple[float, bool, Row]] = []
    for fold in sorted({row.fold for row in rows}):
        beta = fit([row for row in rows if row.fold != fold], names)
        here = [outcome(row, names, beta) for row in rows if row.fold == fold]
        judged += here
        tell(f"fold {fold}", here)
    tell("all", judged)
    beta = fit(rows, names)
    for name, weight in zip(names, beta, strict=True):
        print(f"{name:<12} {weights()[name][0]:6.2f} -> {weight:6.2f}")
    for probability, right, row in sorted(judged, key=lambda one: -one[0]):
        if probability >= number("short") and not right:
            print(f"wrong: {row.name} {probability:.3f}")
    if write:
        rewrite(dict(zip(names, beta, strict=True)))


def hidden(extractions: Sequence[Extraction], folds: Mapping[str, int]) -> list[Row]:
    """Return a row for every person with a given name whose family name others have in other articles."""
    first = {e.article.id: e for e in extractions}
    tables = _Kept()
    flow = Flow(tables, first.get, ledgers(()))
    flow.run(sorted(first))
    denoted = {(article, key): id_ for article, e in first.items() for key, id_ in flow.ids(e).actors.items()}
    fold = {article: folds.get(Path(e.article.name).stem, 0) for article, e in first.items()}
    families: dict[str, list[Person]] = defaultdict(list)
    for person in tables.people:
        if person.name.full:
            families[person.name.family].append(person)
    rows: list[Row] = []
    for family in sorted(families):
        for number_, person in enumerate(families[family]):
            others = candidates([other for other in families[family] if other is not person])
            # half of the short forms come without a title
            short = replace(
                person,
                name=PersonName(family, (), (), family),
                titles=person.titles if number_ % 2 else frozenset(),
            )
            fitting = [other for other in others if not ruled_out(short, other)]
            if fitting:
                mine = denoted[person.refs[0]]
                right = [n for n, other in enumerate(fitting) if mine in {denoted[ref] for ref in other.refs}]
                listed = tuple(tuple(features(short, other, rivals=len(others))) for other in fitting)
                rows.append(Row(fold[person.refs[0][0]], person.written, listed, right[0] if right else None))
    return rows


def matrix(row: Row, names: Sequence[str]) -> np.ndarray:
    """Return the candidates' features as 0 and 1."""
    return np.array([[name in listed for name in names] for listed in row.features], dtype=float)


def fit(rows: Iterable[Row], names: Sequence[str]) -> np.ndarray:
    """Return the weights by gradient ascent on the log likelihood, held to what they were before."""
    before = np.array([weights()[name][0] for name in names])
    known = [(matrix(row, names), row.right) for row in rows]
    beta = before.copy()
    for _ in range(400):
        gradient = -_PRIOR * (beta - before)
        for x, right in known:
            odds = np.exp(np.clip(x @ beta, -30, 30))
            share = odds / (1 + odds.sum())
            gradient -= x.T @ share
            if right is not None:
                gradient += x[right]
        beta += 0.3 * gradient / max(len(known), 1)
    return beta


def outcome(row: Row, names: Sequence[str], beta: np.ndarray) -> tuple[float, bool, Row]:
    """Return the probability of the likeliest candidate, and whether it is the right one."""
    odds = np.exp(matrix(row, names) @ beta)
    best = int(odds.argmax())
    return float(odds[best] / (1 + odds.sum())), best == row.right, row


def tell(what: str, judged: Sequence[tuple[float, bool, Row]]) -> None:
    """Print how many hidden names were found, and how many of those that were found are wrong."""
    joined = [right for probability, right, _ in judged if probability >= number("short")]
    wanted = sum(row.right is not None for *_, row in judged)
    print(f"{what}: {sum(joined)} of {wanted} found, {len(joined) - sum(joined)} wrong")


def rewrite(found: Mapping[str, float]) -> None:
    """Put weights into the lexicon in place of those that stand there; words and comments stay."""
    path = ontology("lexicon", "identity.yaml")
    head, mark, tail = path.read_text(encoding="utf-8").partition("\nsurnames:\n")
    for name, weight in found.items():
        tail = re.sub(
            rf"(?m)^(  {re.escape(name)}: {{weight: )-?[\d.]+", rf"\g<1>{weight:.2f}", tail, count=1
        )
    write_text(path, head + mark + tail)


if __name__ == "__main__":
    sys.exit(main())
