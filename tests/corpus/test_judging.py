"""Judgements win over scores, are read on every build, can be undone, and leave a corpus equal to a build."""

from __future__ import annotations

import io
from collections.abc import Callable
from pathlib import Path

import pytest

from kg import judgements, pipeline, store
from kg.corpus import Corpus
from tests.conftest import Run
from tests.corpus import toy
from tests.corpus.test_incremental import POOL

RunKg = Callable[..., Run]
NAMES = {"day.txt": 0, "again.txt": 1, "short.txt": 5, "namesake.txt": 6}


@pytest.fixture(autouse=True)
def _news(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(pipeline, "extract_all", toy.extract_all)
    for name in ("KG_STORE", "KG_AUTHOR"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.chdir(tmp_path)
    Path("articles").mkdir()
    for name, number in NAMES.items():
        Path("articles", name).write_text(POOL[number]["text"], encoding="utf-8")
    Corpus("news").add("articles")


def _held() -> bytes:
    store.save(Corpus("news").graph().dataset, "held.trig")
    return Path("held.trig").read_bytes()


def _built(run_kg: RunKg, *options: str) -> bytes:
    assert run_kg("build", "articles", "-o", "built.trig", *options).code == 0
    return Path("built.trig").read_bytes()


def test_two_things_are_made_one_and_two_again(run_kg: RunKg) -> None:
    before = _held()
    done = run_kg(
        "merge",
        "Anna Lindqvist",
        "Erik Lindqvist",
        "--store",
        "news",
        "--author",
        "ann",
        "--reason",
        "one woman",
    )
    assert done.code == 0, done.err
    assert "1 judgement, 1 of them new" in done.err
    held = _held()
    assert held != before
    assert b"actor/erik-lindqvist" not in held and b'"Erik Lindqvist"' in held
    assert _built(run_kg, "--judgements", "news/judgements.yaml") == held
    assert _built(run_kg) == before
    # later changes go on from it
    Path("articles/again.txt").unlink()
    Corpus("news").update("articles")
    assert _built(run_kg, "--judgements", "news/judgements.yaml") == _held()
    Path("articles/again.txt").write_text(POOL[NAMES["again.txt"]]["text"], encoding="utf-8")
    Corpus("news").update("articles")
    assert _held() == held
    listed = run_kg("review", "--list", "--store", "news", "--format", "csv").out
    assert "ann,one woman" in listed
    assert run_kg("review", "--undo", "1", "--store", "news").code == 0
    assert _held() == before


def test_one_thing_is_made_two(run_kg: RunKg) -> None:
    assert run_kg("export", "news", "before.trig").code == 0
    assert b"actor:norland" in Path("before.trig").read_bytes()
    done = run_kg("split", "Norland", "--article", "again.txt", "--store", "news")
    assert done.code == 0, done.err
    assert _held().count(b"<actor/norland") == 0
    names = {
        str(quad.subject)
        for quad in store.quads(Corpus("news").graph().dataset)
        if "actor/norland" in str(quad.subject)
    }
    assert len(names) == 2
    assert _built(run_kg, "--judgements", "news/judgements.yaml") == _held()
    done = run_kg("merge", *sorted(name.strip("<>") for name in names), "--store", "news")
    assert done.code == 0, done.err
    assert "1 judgement, 0 of them new" in done.err  # the last word counts
    run_kg("export", "news", "after.trig")
    assert Path("after.trig").read_bytes() == Path("before.trig").read_bytes()


def test_a_file_in_the_working_folder_is_read(run_kg: RunKg) -> None:
    run_kg("build", "articles", "-o", "built.trig")
    before = Path("built.trig").read_bytes()
    done = run_kg("merge", "Anna Lindqvist", "Erik Lindqvist", "--graph", "built.trig")
    assert (done.code, Path("judgements.yaml").is_file()) == (0, True)
    assert "kg build" in done.err
    assert _built(run_kg) != before
    Path("judgements.yaml").unlink()
    assert _built(run_kg) == before


def test_a_judgement_without_effect_is_told(run_kg: RunKg) -> None:
    run_kg("merge", "Anna Lindqvist", "Erik Lindqvist", "--store", "news")
    done = run_kg("remove", "namesake.txt", "--store", "news")
    assert done.code == 0
    assert "it has no effect" in done.err


def test_review_asks_and_can_go_back(run_kg: RunKg, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.stdin", io.StringIO("s\nb\nd\nq\n"))
    done = run_kg("review", "--store", "news", "--sure", "1", "--author", "ann")
    assert done.code == 0, done.err
    first = done.out.split("\n1 of ")[1:3]
    assert len(first) == 2 and first[0].split("same, different")[0] == first[1].split("same, different")[0]
    assert "score" in first[0] and ".txt, 2019-" in first[0]
    (one,) = judgements.read(Path("news/judgements.yaml"))
    assert (one.verdict, one.author) == ("different", "ann")
    assert "1 judged" in done.err
    assert _built(run_kg, "--judgements", "news/judgements.yaml") == _held()
    monkeypatch.setattr("sys.stdin", io.StringIO(""))
    again = run_kg("review", "--store", "news", "--sure", "1")
    assert again.code == 0
    assert first[0].splitlines()[2:6] != again.out.split("\n1 of ")[1].splitlines()[2:6]


@pytest.mark.parametrize(
    ("words", "code", "said"),
    [
        (["merge", "Norland", "--store", "news"], 2, "at least two"),
        (["merge", "Norland", "Norland", "--store", "news"], 4, "one already"),
        (["merge", "Norland", "Atlantis", "--store", "news"], 4, "nothing in the graph is called"),
        (["split", "Erik Lindqvist", "--store", "news"], 4, "one article only"),
        (["split", "Norland", "--article", "none.txt", "--store", "news"], 4, "name some of these"),
        (["split", "day.txt", "--store", "news"], 4, "not an actor, meeting"),
        (["review", "--undo", "3", "--store", "news"], 2, "no number 3"),
        (["review", "--store", "nowhere"], 6, "holds no corpus"),
        (["build", "articles", "-o", "g.trig", "--judgements", "none.yaml"], 2, "no such file of judgements"),
    ],
    ids=str,
)
def test_wrong_use_is_told(words: list[str], code: int, said: str, run_kg: RunKg) -> None:
    before = _held()
    done = run_kg(*words)
    assert done.code == code, done.err
    assert said in done.err
    assert _held() == before
    assert not Path("news/judgements.yaml").exists()
