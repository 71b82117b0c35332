"""What is about negotiations comes through the gate; sport, culture and weather do not; too little is always read."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import yaml

from kg import gate as module
from kg import pipeline
from kg.errors import DataFileError
from kg.gate import SHORT, WORD, Gate, gate, weight_of
from kg.model import Issue
from tests.conftest import ROOT, Run
from tests.corpus import toy

CASES: dict[str, list[str]] = yaml.safe_load((ROOT / "tests/data/gate.yaml").read_text(encoding="utf-8"))


def _articles(folder: Path, texts: list[str]) -> list[Any]:
    for n, text in enumerate(texts):
        (folder / f"{n:02}.txt").write_text(text, encoding="utf-8")
    return pipeline.read_all(folder)


@pytest.mark.parametrize("what", sorted(CASES))
def test_articles_are_told_apart(what: str, tmp_path: Path) -> None:
    articles = _articles(tmp_path, CASES[what])
    assert len(articles) >= 2
    assert all(len(WORD.findall(article.text)) >= SHORT for article in articles)
    found = [article.name for article in articles if gate().reads(article) == (what == "over")]
    assert found == []


def test_what_is_about_negotiations_scores_highest() -> None:
    least = min(map(gate().score, CASES["through"]))
    assert max(map(gate().score, [*CASES["doubtful"], *CASES["over"]])) < least


def test_the_samples_come_through() -> None:
    issues: list[Issue] = []
    articles = pipeline.collect(ROOT / "samples")
    assert pipeline.through_gate(articles, report=issues.append) == articles
    assert issues == []


def test_too_little_is_always_read(tmp_path: Path) -> None:
    texts = [" ".join(text.split()[:40]) for text in CASES["over"]]
    assert all(map(gate().reads, _articles(tmp_path, texts)))


def test_names_do_not_count() -> None:
    assert weight_of("Norland's envoy met the Harbour League in Tarn") == pytest.approx(
        dict.fromkeys(("envoy", "met", "the", "in"), 0.5)
    )
    assert not [word for word in gate().words if word != word.lower()]


def test_a_score_is_the_sum_of_what_words_weigh() -> None:
    made = Gate(0.0, 0.5, {"talks": 2.0, "goal": -1.0})
    assert made.score("") == 0.5
    assert made.score("talks goal") == pytest.approx(0.5 + (2.0 - 1.0) / 2**0.5)


def test_a_build_counts_what_it_passes_over(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, run_kg: Callable[..., Run]
) -> None:
    def group(some: Any, *, model: str | None, patience: float | None) -> list[Any]:
        return [pipeline.Outcome(toy.extract(article)) for article in some]

    monkeypatch.setattr(pipeline, "_extract_group", group)
    news = tmp_path / "news"
    news.mkdir()
    _articles(news, [CASES["over"][0], CASES["through"][0], CASES["through"][1]])
    done = run_kg("build", news, "-o", tmp_path / "gated", "--gate")
    assert done.code == 0
    assert "1 of 3 articles were passed over" in done.err
    assert "1 of 3 articles were passed over" in (tmp_path / "gated" / "report.md").read_text(
        encoding="utf-8"
    )
    assert "passed over" not in run_kg("build", news, "-o", tmp_path / "whole").err
    (news / "00.txt").unlink()
    assert run_kg("build", news, "-o", tmp_path / "two").code == 0
    same = [(tmp_path / name / "graph.trig").read_bytes() for name in ("gated", "whole", "two")]
    assert same[0] == same[2] != same[1]


def test_what_is_passed_over_can_be_listed(tmp_path: Path, run_kg: Callable[..., Run]) -> None:
    _articles(tmp_path, [CASES["over"][0], CASES["through"][0]])
    lines = run_kg("read", tmp_path, "--gate").out.splitlines()
    assert [json.loads(line).get("passed_over", False) for line in lines] == [True, False]
    assert '"passed_over"' not in run_kg("read", tmp_path).out


def test_a_store_that_grows_keeps_all(tmp_path: Path, run_kg: Callable[..., Run]) -> None:
    done = run_kg("build", ROOT / "samples", "--store", tmp_path / "store", "--gate")
    assert done.code == 2
    assert "--gate needs -o OUT" in done.err


@pytest.mark.parametrize("content", [None, "{", "[]", '{"threshold": 0, "constant": "x", "words": {}}'])
def test_a_broken_file_is_named(content: str | None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "words.json"
    if content is not None:
        path.write_text(content, encoding="utf-8")
    monkeypatch.setattr(module, "ontology", lambda *_: path)
    with pytest.raises(DataFileError, match="is no gate"):
        gate.__wrapped__()
