"""Copies of dispatches: found as papers print them, and told from other reports of the same events."""

from __future__ import annotations

import itertools
import json
import random
from pathlib import Path
from typing import Any

import pytest
import yaml

import kg
from kg.read.copies import Copies

DATA: dict[str, Any] = yaml.safe_load(Path(__file__).with_name("copies.yaml").read_text(encoding="utf-8"))
PAPERS = 10


def printed(dispatch: str, n: int, draw: random.Random) -> str:
    """Return a dispatch as one of ten papers prints it: with words around it, some of its own, or cut from the end."""
    sentences = dispatch.split(". ")
    kept = sentences[: len(sentences) - n % 3 % 2] if len(sentences) > 4 else sentences
    text = ". ".join(kept)
    if n % 2:
        words = draw.sample(sorted(DATA["swaps"]), k=2)
        for word in words:
            text = text.replace(word, DATA["swaps"][word], 1)
    return DATA["heads"][n % 5] + text + DATA["feet"][n * 2 % 5]


def articles() -> list[tuple[str, str]]:
    """Return (the dispatch's number or a name of its own, text), mixed."""
    draw = random.Random(11)
    found = [
        (str(d), printed(dispatch, n, draw))
        for d, dispatch in enumerate(DATA["dispatches"])
        for n in range(PAPERS)
    ]
    found += [(f"other {n}", text) for n, text in enumerate(DATA["others"])]
    draw.shuffle(found)
    return found


def test_precision_and_recall() -> None:
    """Over pairs of articles: 180 are copies of one dispatch, 766 are not."""
    copies = Copies()
    made = [(truth, copies.original(str(n), text) or str(n)) for n, (truth, text) in enumerate(articles())]
    pairs = [(a[0] == b[0], a[1] == b[1]) for a, b in itertools.combinations(made, 2)]
    right = sum(same and found for same, found in pairs)
    assert (len(pairs), sum(same for same, _ in pairs)) == (946, 180)
    precision = right / sum(found for _, found in pairs)
    recall = right / sum(same for same, _ in pairs)
    assert precision == 1.0
    assert recall >= 0.9


def test_short_texts_are_no_copies() -> None:
    copies = Copies()
    assert copies.original("a", "The talks go on.") is None
    assert copies.original("b", "The talks go on.") is None
    assert copies.original("c", "") is None


def test_memory_is_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("kg.read.copies._WINDOW", 3)
    copies = Copies()
    texts = [" ".join(f"word{n}x{k}" for k in range(40)) for n in range(6)]
    for n, text in enumerate(texts):
        assert copies.original(str(n), text) is None
    assert copies.original("again", texts[5]) == "5"
    assert copies.original("late", texts[0]) is None
    assert len(copies._held) == 3


def test_a_statement_counts_once_and_each_copy_as_a_source(tmp_path: Path) -> None:
    said = "“The quota is fair and we shall defend it in every port,” Icelandic Prime Minister Katrin Helgadottir said."
    texts = [f"{said} The talks in Oslo go on{', it is said' * (n % 3)}." for n in range(PAPERS)]
    path = tmp_path / "papers.jsonl"
    path.write_text(
        "".join(
            json.dumps({"text": text, "published": "2023-05-12", "publisher": f"Paper {n}"}) + "\n"
            for n, text in enumerate(texts)
        )
    )
    graph = kg.build(path)
    rows = graph.dataset.query(
        "SELECT ?s (COUNT(DISTINCT ?g) AS ?n) { GRAPH ?g { ?s a kg:Statement ; kg:evidence ?e } } GROUP BY ?s",
        initNs={"kg": "https://w3id.org/parley/ns#"},
    )
    assert [int(row[1]) for row in rows] == [PAPERS]
