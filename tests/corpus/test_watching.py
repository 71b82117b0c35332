"""``kg watch`` from the outside: what is told once, what is kept, and what is silent."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from kg import pipeline
from tests.conftest import Run
from tests.corpus import toy

RunKg = Callable[..., Run]
NEWS = {
    "1.txt": "VARNA, 14 March 2019 - Delegations of Norland and Sudland met in Varna on Thursday, officials said.",
    "2.txt": "SKAGEN, 3 June 2019 - Envoys of Norland and Sudland met in Skagen on Monday to speak about the ferries.",
    "3.txt": "OSLO, 4 June 2019 - The Harbour League was silent on the matter of the ferries, as it was all year.",
}


@pytest.fixture(autouse=True)
def _news(monkeypatch: pytest.MonkeyPatch, tmp_path: Path, run_kg: RunKg) -> None:
    monkeypatch.setattr(pipeline, "extract_all", toy.extract_all)
    monkeypatch.delenv("KG_STORE", raising=False)
    monkeypatch.chdir(tmp_path)
    Path("in").mkdir()
    _put("1.txt")
    assert run_kg("add", "in", "--store", "news").code == 0


def _put(name: str) -> None:
    Path("in", name).write_text(NEWS[name], encoding="utf-8")


def test_what_is_new_is_told_once(run_kg: RunKg) -> None:
    first = run_kg("watch", "news", "in")
    assert (first.code, first.out) == (0, "")
    assert "nothing is new" in first.err
    _put("2.txt")
    # the folder was named before
    told = run_kg("watch", "news", "--all", "--format", "md")
    assert told.code == 0
    assert "- New: talks of Norland and Sudland in Skagen" in told.out
    assert "Varna" not in told.out
    assert run_kg("watch", "news").out == ""


def test_what_others_read_in_is_told_too(run_kg: RunKg) -> None:
    run_kg("watch", "news", "in")
    _put("2.txt")
    run_kg("add", "in/2.txt", "--store", "news")
    assert "Skagen" in run_kg("watch", "news", "--all").out


def test_what_is_of_little_weight_is_counted(run_kg: RunKg) -> None:
    _put("3.txt")
    told = run_kg("watch", "news", "in")
    assert "Nothing of weight changed." in told.out
    assert "articles (1)" in told.out
    assert "Harbour League" not in told.out


def test_a_mail_is_written_only_if_there_is_news(run_kg: RunKg) -> None:
    assert run_kg("watch", "news", "in", "--format", "html", "-o", "mail.html").code == 0
    assert not Path("mail.html").exists()
    _put("2.txt")
    assert run_kg("watch", "news", "--all", "--format", "html", "-o", "mail.html").code == 0
    assert "<html" in Path("mail.html").read_text(encoding="utf-8")


def test_an_affair_that_is_not_there_is_named_and_hides_the_rest(run_kg: RunKg) -> None:
    _put("2.txt")
    told = run_kg("watch", "news", "in", "--all", "--follow", "Atlantis")
    assert "no affair is called 'Atlantis'" in told.err
    assert told.out == ""
    _put("3.txt")
    # whom one follows is kept
    assert "no affair is called 'Atlantis'" in run_kg("watch", "news").err


@pytest.mark.parametrize(
    ("file", "content", "said"),
    [
        ("watched.json.gz", b"no gzip", "delete it"),
        ("watching.json", b"{}", "name again what to watch"),
    ],
)
def test_a_damaged_file_is_named(file: str, content: bytes, said: str, run_kg: RunKg) -> None:
    run_kg("watch", "news", "in")
    Path("news", file).write_bytes(content)
    done = run_kg("watch", "news")
    assert done.code != 0
    assert file in done.err and said in done.err


def test_a_corpus_must_be_there(run_kg: RunKg) -> None:
    done = run_kg("watch", "elsewhere")
    assert (done.code, done.out) == (6, "")
    assert "kg add" in done.err
    assert not Path("elsewhere").exists()
