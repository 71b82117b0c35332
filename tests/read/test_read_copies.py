"""Copies of dispatches: found as papers print them, and told from other reports of the same events."""

from __future__ import annotations

import itertools
import json
import random
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

import kg
from kg.model import Issue
from kg.read import read_articles
from kg.read.copies import Copies
from kg.read.pieces import in_pieces, of_pieces
from kg.read.printings import Printings
from tests.conftest import Run

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


@given(
    st.text(st.sampled_from("ab .!?\n“é"), max_size=120), st.text(st.sampled_from("ab .!?\n“é"), max_size=120)
)
@settings(max_examples=150, deadline=None)
def test_pieces_are_the_text(text: str, original: str) -> None:
    pieces = in_pieces(text, original)
    assert pieces is not None
    assert of_pieces(json.loads(json.dumps(pieces)), original) == text


@pytest.mark.parametrize(
    "pieces", [[[0, 9]], [[2, 1]], [[-1, 1]], [7], [[0]], [[True, 2]], [["0", 1]], [None]]
)
def test_pieces_of_another_text_are_refused(pieces: list[Any]) -> None:
    with pytest.raises(ValueError, match="piece"):
        of_pieces(pieces, "A short")


def test_a_dispatch_in_ten_papers_is_one_text_with_ten_sources(
    tmp_path: Path, run_kg: Callable[..., Run]
) -> None:
    draw = random.Random(3)
    papers = tmp_path / "papers"
    papers.mkdir()
    texts = {
        f"paper-{n}-{d}.txt": f"Headline {n} of {d}\n\n{printed(dispatch, n, draw)}"
        for n in range(PAPERS)
        for d, dispatch in enumerate(DATA["dispatches"])
    }
    for name, text in texts.items():
        head = f"---\npublisher: Paper {name[6]}\ndate: 2023-05-1{name[6]}\n---\n"
        (papers / name).write_text(head + text, encoding="utf-8")
    out, again, apart = (tmp_path / name for name in ("out.jsonl", "again.jsonl", "apart.jsonl"))
    done = run_kg("read", str(papers), "-o", str(out))
    number = len(DATA["dispatches"])
    assert f"read {number * PAPERS}, copies {number * (PAPERS - 1)}" in done.err
    records = [json.loads(line) for line in out.read_text(encoding="utf-8").splitlines()]
    assert [len(record["copies"]) for record in records] == [PAPERS - 1] * number
    assert all({"id", "published", "publisher", "read_from"} <= set(c) for r in records for c in r["copies"])
    # the text is there once: what the copies add is little
    own = sum(len(p) for r in records for c in r["copies"] for p in c["text"] if isinstance(p, str))
    whole = sum(map(len, texts.values()))
    assert own < whole / 6
    found = {a.name: a for a in read_articles([out])}
    assert {name: a.text for name, a in found.items()} == {
        name: a.text for name, a in ((a.name, a) for a in read_articles([papers]))
    }
    assert {a.publisher for a in found.values()} == {f"Paper {n}" for n in range(PAPERS)}
    run_kg("read", str(out), "-o", str(again))
    first, second = (
        [
            {k: v for k, v in json.loads(line).items() if k not in ("copies", "read_from")}
            for line in path.read_text(encoding="utf-8").splitlines()
        ]
        for path in (out, again)
    )
    assert first == second
    run_kg("read", str(papers), "-o", str(apart), "--copies", "apart", "--no-zones")
    rows = [json.loads(line) for line in apart.read_text(encoding="utf-8").splitlines()]
    assert sum("copy_of" in row for row in rows) == number * (PAPERS - 1)
    assert [row["text"] for row in rows] == [texts[row["id"]] for row in rows]


def test_a_damaged_copy_costs_itself_alone(tmp_path: Path) -> None:
    record = {"id": "one", "text": "The talks go on.", "copies": [{"id": "two", "text": [[0, 99]]}, 7]}
    path = tmp_path / "a.jsonl"
    path.write_text(json.dumps({**record, "copies": [*record["copies"], {"id": "three", "text": [[0, 16]]}]}))
    issues: list[Issue] = []
    assert [(a.name, a.source) for a in read_articles([path], report=issues.append)] == [
        ("one", f"{path}:1"),
        ("three", f"{path}:1#3"),
    ]
    (issue,) = [i for i in issues if i.level == "error"]
    assert issue.where == f"{path}:1#1"


def test_printings_are_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("kg.read.printings._WINDOW", 2)
    monkeypatch.setattr("kg.read.printings._MOST", 1)
    printings = Printings()
    texts = [" ".join(f"word{n}x{k}." for k in range(40)) for n in range(4)]
    lines = [
        json.loads(line)
        for n, which in enumerate([0, 0, 0, 1, 2, 3, 0])
        for line in printings.add({"id": str(n), "text": texts[which]})
    ]
    lines += map(json.loads, printings.rest())
    assert [(r["id"], r.get("copy_of"), [c["id"] for c in r.get("copies", [])]) for r in lines] == [
        ("0", None, ["1"]),
        ("2", "0", []),
        ("3", None, []),
        ("4", None, []),
        ("5", None, []),
        ("6", "0", []),
    ]
    assert printings.copies == 3


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
