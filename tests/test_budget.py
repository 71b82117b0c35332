"""An article may cost so much and no more; who set the limit is told where it bites."""

from __future__ import annotations

import contextlib
import signal
from pathlib import Path

import pytest

from kg import pipeline
from kg.model import Article, Issue
from kg.read import Intake


def test_a_longer_article_is_named_and_left_out(tmp_path: Path) -> None:
    short, long = "Norway met Sweden in Oslo on Monday.", "Norway met Sweden in Málaga on Monday.\n\n" * 40
    (tmp_path / "a.txt").write_text(short, encoding="utf-8")
    (tmp_path / "b.txt").write_text(long, encoding="utf-8")
    told: list[Issue] = []
    intake = Intake(longest=len(long.encode()) - 1)
    found = pipeline.collect(tmp_path, report=told.append, intake=intake)
    assert [article.name for article in found] == ["a.txt"]
    assert intake.skipped["too long"] == 1
    assert any("--article-bytes" in issue.hint for issue in told)
    assert len(pipeline.collect(tmp_path, intake=Intake(longest=len(long.encode())))) == 2


@pytest.mark.skipif(not hasattr(signal, "setitimer"), reason="the system has no such timer")
def test_an_article_that_takes_too_long_is_named_and_left_out(monkeypatch: pytest.MonkeyPatch) -> None:
    sound = pipeline._extract_one

    def slow(doc: pipeline.Document) -> pipeline.Extraction:
        if doc.article.id == "slow":
            with contextlib.suppress(Exception):  # a stage that holds everything back
                signal.raise_signal(signal.SIGALRM)  # as the timer does, when the time is up
        return sound(doc)

    monkeypatch.setattr(pipeline, "_extract_one", slow)
    articles = [Article(name, f"{name}.txt", "Norway met Sweden in Oslo.") for name in ("slow", "sound")]
    told: list[Issue] = []
    hopeless: set[str] = set()
    found = list(pipeline.extract_all(articles, report=told.append, patience=600.0, hopeless=hopeless))
    assert [extraction.article.id for extraction in found] == ["sound"]
    assert [(issue.where, "--article-seconds" in issue.hint) for issue in told] == [("slow.txt", True)]
    assert hopeless == set()
    assert signal.getitimer(signal.ITIMER_REAL) == (0.0, 0.0)


def test_runs_of_marks_are_tokenised_in_parts() -> None:
    text = "He said so. " + '"' * 1300 + " The envoy left. " + "x" * 800 + "\n"
    (doc,) = pipeline.documents([Article("a", "a.txt", text)])
    assert "".join(token.text for token in doc.tokens) == "".join(text.split())
    assert all(text[token.start : token.end] == token.text for token in doc.tokens)
