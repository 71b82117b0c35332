"""The commands that change a store, from the outside."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from kg import pipeline, store
from tests.conftest import Run
from tests.corpus import toy
from tests.corpus.test_incremental import POOL

RunKg = Callable[..., Run]


@pytest.fixture(autouse=True)
def _without_model(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(pipeline, "extract_all", toy.extract_all)
    monkeypatch.delenv("KG_STORE", raising=False)
    monkeypatch.chdir(tmp_path)
    Path("articles").mkdir()
    for n, case in enumerate(POOL[:3]):
        Path("articles", f"{n}.txt").write_text(case["text"], encoding="utf-8")


def test_a_store_grows_and_shrinks(run_kg: RunKg) -> None:
    done = run_kg("add", "articles", "--store", "news")
    assert (done.code, done.out) == (0, "added\t0.txt\nadded\t1.txt\nadded\t2.txt\n")
    assert "news: 3 added; 3 extracted, 3 graphs written, 3 articles in all" in done.err
    Path("articles/1.txt").write_text(POOL[5]["text"], encoding="utf-8")
    Path("articles/2.txt").unlink()
    done = run_kg("update", "--store", "news")
    assert (done.code, done.out) == (0, "changed\t1.txt\nremoved\t2.txt\n")
    done = run_kg("remove", "1.txt", "--store", "news")
    assert (done.code, done.out) == (0, "removed\t1.txt\n")


def test_a_store_is_asked_and_exported_like_any_graph(run_kg: RunKg, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("KG_STORE", "news")
    assert run_kg("add", "articles").code == 0
    assert "Varna" in run_kg("query", "timeline", "--store", "news", "--format", "csv").out
    assert run_kg("stats", "news", "--format", "csv").out.startswith("what,count\narticles,3\n")
    assert run_kg("export", "news", "held.trig").code == 0
    assert run_kg("build", "articles", "-o", "built.trig").code == 0
    assert Path("held.trig").read_bytes() == Path("built.trig").read_bytes()


def test_what_is_left_out_is_told(run_kg: RunKg) -> None:
    Path("articles/empty.txt").write_text("", encoding="utf-8")
    done = run_kg("add", "articles", "--store", "news")
    assert done.code == 0
    assert "empty.txt" in done.err and "empty.txt" not in done.out
    assert run_kg("add", "articles", "--store", "other", "--strict").code == 2
    assert not Path("other").exists()


def test_a_store_that_is_a_graph_alone_cannot_grow(run_kg: RunKg) -> None:
    store.fill("plain", store.memory())
    done = run_kg("add", "articles", "--store", "plain")
    assert done.code == 6
    assert "holds a graph alone" in done.err


@pytest.mark.parametrize(
    ("words", "code", "message"),
    [
        (
            ["update", "--store", "news"],
            6,
            "news: holds no corpus; make one with: kg add ARTICLES --store news",
        ),
        (["remove", "a.txt", "--store", "news"], 6, "news: holds no corpus"),
        (["add", "articles", "--store", "articles"], 6, "articles: holds other files"),
        (["add", "nowhere", "--store", "news"], 2, "nowhere"),
        (["add", "articles", "--store", "news", "--base", "x"], 2, "cannot begin an IRI"),
        (["add", "--store", "news"], 2, "Missing argument"),
    ],
    ids=str,
)
def test_wrong_use_is_told_and_makes_nothing(
    words: list[str], code: int, message: str, run_kg: RunKg, tmp_path: Path
) -> None:
    done = run_kg(*words)
    assert done.code == code
    assert message in done.err
    assert [path.name for path in tmp_path.iterdir()] == ["articles"]


def test_what_was_built_grows(run_kg: RunKg, tmp_path: Path) -> None:
    Path("later").mkdir()
    Path("articles/1.txt").rename("later/1.txt")
    built = run_kg("build", "articles", "--store", "built", "-o", "first.trig")
    assert built.code == 0, built.err
    assert run_kg("build", "articles", "-o", "plain.trig").code == 0
    assert Path("first.trig").read_bytes() == Path("plain.trig").read_bytes()
    done = run_kg("add", "later", "--store", "built")
    assert done.code == 0, done.err
    assert "1 added; 1 extracted" in done.err
    assert run_kg("export", "built", "grown.trig").code == 0
    assert run_kg("build", "articles", "later", "-o", "all.trig").code == 0
    assert Path("grown.trig").read_bytes() == Path("all.trig").read_bytes()
    # built again, it holds what it is built of and no more
    assert run_kg("build", "articles", "--store", "built").code == 0
    assert run_kg("export", "built", "again.trig").code == 0
    assert Path("again.trig").read_bytes() == Path("plain.trig").read_bytes()
