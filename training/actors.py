#!/usr/bin/env python3
"""Learn who is worth claiming as an actor.

    training/actors.py GOLD ARTICLES [GOLD ARTICLES …] [--folds FILE] [--again] [--write]

Reads the articles, takes everybody whom the reader proposes as an actor, and learns from gold of the same names who is
one. FILE gives each article's fold (JSON, name → number); articles of one negotiation share it. Prints what each fold
scores when the others teach. With --again, weights are held to what the model has, so that further articles and new
features change what they speak of and no more. With --write, what all of them teach goes into
ontology/models/actors.json.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import sys
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from kg import pipeline
from kg.annotate import annotate
from kg.clauses import find_clauses
from kg.dates import find_times
from kg.evaluate import read_gold
from kg.extract import extract
from kg.extract.trace import Trace
from kg.files import write_text
from kg.gazetteer import normalise
from kg.resources import ontology

# a feature of fewer actors teaches nothing; strength of the prior that a weight is 0; weight of an optional actor
_SELDOM, _PRIOR, _OPTIONAL = 6, 10.0, 0.5
LEAST, LEAST_USED = 0.5, 0.2


@dataclass(frozen=True, slots=True)
class Row:
    """One proposed actor: fold, features, whether gold has it (``None``: optionally), whether its kind is right."""

    fold: int
    features: frozenset[str]
    right: bool | None
    kind_right: bool


def main() -> int:
    """Run the command line."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("folders", type=Path, nargs="+", metavar="GOLD ARTICLES")
    parser.add_argument("--folds", type=Path)
    parser.add_argument("--again", action="store_true", help="hold weights to those of the model")
    parser.add_argument("--write", action="store_true", help="write the model")
    args = parser.parse_args()
    if len(args.folders) % 2:
        parser.error("name a folder of articles after every folder of gold")
    folds = json.loads(args.folds.read_text(encoding="utf-8")) if args.folds else {}
    rows: list[Row] = []
    wanted: Counter[int] = Counter()
    digest = hashlib.sha256()
    for gold, articles in zip(args.folders[::2], args.folders[1::2], strict=True):
        found, asked = collect(gold, articles, folds, digest)
        rows += found
        wanted += asked
    before = present() if args.again else {}
    card = evaluate(rows, wanted, before)
    names, weights, intercept = fit(rows, before)
    model = {
        "card": {
            "task": "probability that somebody proposed as an actor is one",
            "model": f"logistic regression over named features, prior {_PRIOR}, no random step",
            "data": f"{len(rows)} proposed actors, sha256 {digest.hexdigest()[:16]}",
            "command": f"training/actors.py GOLD ARTICLES --folds FILE{' --again' * args.again} --write",
            **card,
        },
        "intercept": round(float(intercept), 3),
        "least": LEAST,
        "least_used": LEAST_USED,
        "weights": {n: round(float(w), 3) for n, w in zip(names, weights, strict=True) if abs(w) >= 0.005},
    }
    if args.write:
        path = ontology("models", "actors.json")
        write_text(path, json.dumps(model, indent=1, ensure_ascii=False) + "\n")
    return 0


def collect(gold: Path, articles: Path, folds: dict[str, int], digest: Any) -> tuple[list[Row], Counter[int]]:
    """Return the proposed actors of all articles that have gold, and how many actors gold asks for in each fold."""
    rows: list[Row] = []
    wanted: Counter[int] = Counter()
    annotations = read_gold(gold)
    known = [a for a in pipeline.collect(articles) if Path(a.name).stem in annotations]
    for article, doc in zip(known, annotate(known), strict=True):
        name = Path(article.name).stem
        digest.update(article.text.encode())
        fold = folds.get(name, -1)
        actors = annotations[name].actors
        wanted[fold] += sum(not a.optional for a in actors)
        trace = Trace()
        dated = find_times(doc)
        extract(dated, find_clauses(dated), trace=trace)
        rows += aligned(actors, trace.proposed, fold)
    return rows, wanted


def aligned(gold: Sequence[Any], proposed: Sequence[Any], fold: int) -> list[Row]:
    """Return a row per proposed actor; of several that name one gold actor only the best is right."""
    pairs = []
    for i, actor in enumerate(gold):
        names = {normalise(n) for n in actor.names}
        for j, one in enumerate(proposed):
            if names & {normalise(n) for n in (one.claim.name, *one.claim.aliases)}:
                pairs.append((actor.kind == one.claim.kind, -i, -j))
    taken_i: set[int] = set()
    partner: dict[int, tuple[int, bool]] = {}
    for kind, i, j in sorted(pairs, reverse=True):
        if -i not in taken_i and -j not in partner:
            taken_i.add(-i)
            partner[-j] = (-i, kind)
    return [
        Row(
            fold,
            frozenset(one.features),
            False if j not in partner else None if gold[partner[j][0]].optional else True,
            j in partner and partner[j][1],
        )
        for j, one in enumerate(proposed)
    ]


def present() -> dict[str, float]:
    """Return the weights of the model there is, the intercept's under an empty name."""
    data = json.loads(ontology("models", "actors.json").read_text(encoding="utf-8"))
    return {**data["weights"], "": data["intercept"]}


def fit(rows: Sequence[Row], before: Mapping[str, float]) -> tuple[list[str], np.ndarray, float]:
    """Return feature names, their weights and the intercept by Newton's method, which needs no random start.

    Args:
        rows: what teaches.
        before: what weights are held to; 0 for a feature that is not in it.
    """
    counts = Counter(f for row in rows for f in row.features)
    names = sorted({f for f, n in counts.items() if n >= _SELDOM} | (before.keys() - {""}))
    x = matrix(rows, names)
    y = np.array([row.right is not False for row in rows], dtype=float)
    w = np.array([_OPTIONAL if row.right is None else 1.0 for row in rows])
    prior = np.full(x.shape[1], _PRIOR)
    prior[-1] = _PRIOR if before else 1e-6
    held = np.array([before.get(name, 0.0) for name in (*names, "")])
    beta = held.copy()
    for _ in range(25):
        p = 1 / (1 + np.exp(-np.clip(x @ beta, -30, 30)))
        gradient = x.T @ (w * (y - p)) - prior * (beta - held)
        hessian = (x.T * (w * p * (1 - p) + 1e-9)) @ x + np.diag(prior)
        step = np.linalg.solve(hessian, gradient)
        beta += step
        if float(np.abs(step).max()) < 1e-6:
            break
    return names, beta[:-1], float(beta[-1])


def matrix(rows: Sequence[Row], names: Sequence[str]) -> np.ndarray:
    """Return the rows as 0 and 1, the intercept's column last."""
    place = {name: k for k, name in enumerate(names)}
    x = np.zeros((len(rows), len(names) + 1))
    x[:, -1] = 1
    for r, row in enumerate(rows):
        for feature in row.features:
            if feature in place:
                x[r, place[feature]] = 1
    return x


def evaluate(rows: Sequence[Row], wanted: Counter[int], before: Mapping[str, float]) -> dict[str, Any]:
    """Print and return what every fold scores by what the others teach, and by what was known before."""
    judged: list[tuple[float, Row]] = []
    table = {}
    for fold in sorted({row.fold for row in rows if row.fold >= 0}):
        names, weights, intercept = fit([row for row in rows if row.fold != fold], before)
        here = [row for row in rows if row.fold == fold]
        odds = matrix(here, names) @ np.append(weights, intercept)
        mine = list(zip((1 / (1 + np.exp(-odds))).tolist(), here, strict=True))
        judged += mine
        table[str(fold)] = f1(mine, wanted[fold])
        print(f"fold {fold}: F1 {table[str(fold)]}")
    if not judged:
        return {}
    total = f1(judged, sum(n for fold, n in wanted.items() if fold >= 0))
    error = calibration_error([(p, row) for p, row in judged if kept(p, row)])
    print(f"all: F1 {total}, expected calibration error {error}")
    return {"folds": table, "f1": total, "expected_calibration_error": error}


def kept(p: float, row: Row) -> bool:
    """Tell whether an actor is claimed."""
    return p >= (LEAST_USED if any(f.startswith("role.") for f in row.features) else LEAST)


def f1(judged: Sequence[tuple[float, Row]], wanted: int) -> float:
    """Return the actors' soft F1; optional ones count on neither side, a wrong kind counts 0.7."""
    claimed = [row for p, row in judged if kept(p, row) and row.right is not None]
    worth = sum(1.0 if row.kind_right else 0.7 for row in claimed if row.right)
    return round(2 * worth / max(len(claimed) + wanted, 1), 3)


def calibration_error(judged: Sequence[tuple[float, Row]], bins: int = 10) -> float:
    """Return by how much probability and share of right ones differ on average over bins."""
    error = 0.0
    for k in range(bins):
        inside = [(p, row) for p, row in judged if k <= p * bins < k + 1 or (k == bins - 1 and p == 1)]
        if inside:
            right = sum(row.right is not False for _, row in inside) / len(inside)
            error += abs(sum(p for p, _ in inside) / len(inside) - right) * len(inside)
    return round(error / max(len(judged), 1), 3)


if __name__ == "__main__":
    sys.exit(main())
