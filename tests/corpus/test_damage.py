"""A corpus sees damage of any of its files, says which, and does not block its folder when its making is cut short."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import pytest

from kg import pipeline, store
from kg.corpus import Corpus, folder
from kg.errors import StoreError
from kg.model import Article, Extraction, Issue
from tests.corpus import toy
from tests.corpus.test_incremental import POOL
from tests.store.test_seal import harm


@pytest.fixture(autouse=True)
def _without_model(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pipeline, "extract_all", toy.extract_all)


@pytest.fixture
def articles(tmp_path: Path) -> Path:
    place = tmp_path / "articles"
    place.mkdir()
    for n, case in enumerate(POOL[:4]):
        (place / f"{n}.txt").write_text(case["text"], encoding="utf-8")
    return place


@pytest.fixture
def place(tmp_path: Path, articles: Path) -> Path:
    Corpus(tmp_path / "corpus").add(articles)
    return tmp_path / "corpus"


def _quads(place: Path) -> set[str]:
    return {str(quad) for quad in store.quads(Corpus(place).graph().dataset)}


def test_a_making_that_was_killed_blocks_nothing(tmp_path: Path, articles: Path) -> None:
    place = tmp_path / "corpus"
    place.mkdir()
    # what a process leaves that is killed while it first writes corpus.json
    (place / ".corpus.json.x1y2z3.tmp").write_bytes(b'{"for')
    Corpus(place).add(articles)
    assert len(Corpus(place).names) == 4


def test_what_killed_processes_left_goes(place: Path) -> None:
    left = [
        place / ".index.json.abc.tmp",
        place / "articles" / ".x.json.q.tmp",
        place / "extractions" / ".y.json.q.tmp",
    ]
    for path in left:
        path.write_bytes(b"half")
    Corpus(place).refresh()
    assert not [path for path in left if path.exists()]


@pytest.mark.parametrize("how", ["flip", "shorten", "blank"])
def test_damage_of_an_extraction_is_mended_on_the_way(place: Path, how: str) -> None:
    before = _quads(place)
    for victim in sorted((place / "extractions").iterdir()):
        good = victim.read_bytes()
        harm(victim, how, at=0.7)
        (place / "resolution.sqlite").unlink()
        assert Corpus(place).refresh().extracted == 1
        assert victim.read_bytes() == good
    assert _quads(place) == before


@pytest.mark.parametrize("how", ["flip", "shorten", "empty"])
@pytest.mark.parametrize("at", [0.001, 0.6])
def test_damaged_tables_are_made_again(
    place: Path, articles: Path, how: str, at: float, tmp_path: Path
) -> None:
    harm(place / "resolution.sqlite", how, at=at)
    (articles / "new.txt").write_text(POOL[5]["text"], encoding="utf-8")
    Corpus(place).update(articles)
    Corpus(tmp_path / "fresh").add(articles)
    assert _quads(place) == _quads(tmp_path / "fresh")


@pytest.mark.parametrize("file", ["index.json", "corpus.json"])
@pytest.mark.parametrize("at", [0.3, 0.8])
def test_one_flipped_bit_of_an_index_is_seen(place: Path, file: str, at: float) -> None:
    harm(place / file, "flip", at=at)
    with pytest.raises(StoreError, match=rf"{file}: damaged: .*kg doctor .* --repair"):
        Corpus(place).refresh()


def test_a_damaged_article_is_named(place: Path) -> None:
    victim = sorted((place / "articles").iterdir())[0]
    harm(victim, "flip", at=0.8)
    with pytest.raises(StoreError, match=rf"{victim.name}: .*kg doctor"):
        folder.Folder(place).read_article(victim.stem)


def test_files_from_before_there_were_checksums_are_read(place: Path) -> None:
    for name in ("index.json", "corpus.json"):
        content = json.loads((place / name).read_bytes())
        del content["crc"]
        (place / name).write_text(json.dumps(content), encoding="utf-8")
    (place / "checksums.json").unlink()
    assert str(Corpus(place).refresh()).startswith("nothing changed; 0 extracted")


def test_a_full_disk_is_told_as_that(place: Path, articles: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    before = _quads(place)
    (articles / "new.txt").write_text(POOL[5]["text"], encoding="utf-8")

    def full(*_args: object) -> None:
        raise sqlite3.OperationalError("database or disk is full")

    with monkeypatch.context() as patched:
        patched.setattr("kg.corpus.tables.Disk.keep", full)
        with pytest.raises(StoreError, match=r"No space left on device; free some and do it again") as caught:
            Corpus(place).update(articles)
    assert "delete" not in str(caught.value)
    del caught  # with its frames, which hold the store
    assert _quads(place) == before
    Corpus(place).update(articles)
    assert len(Corpus(place).names) == 5


def test_a_failed_article_is_not_tried_again_until_it_changes(
    tmp_path: Path, articles: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    tried: list[str] = []

    def fails(
        given: Sequence[Article], *, report: Any = None, hopeless: set[str] | None = None, **_options: Any
    ) -> Iterator[Extraction]:
        for article in given:
            tried.append(article.name)
            if article.name == "2.txt" and "once more" not in article.text:
                report(Issue("error", article.name, "extraction failed: KeyError: 'x'"))
                if hopeless is not None:
                    hopeless.add(article.id)
            else:
                yield toy.extract(article)

    monkeypatch.setattr(pipeline, "extract_all", fails)
    told: list[Issue] = []
    place = tmp_path / "corpus"
    Corpus(place, report=told.append).add(articles)
    assert len(told) == 1
    tried.clear()
    for _ in range(2):
        Corpus(place, report=told.append).update()
    assert tried == []
    (articles / "2.txt").write_text(POOL[2]["text"] + "\n\nThey will meet once more.\n", encoding="utf-8")
    Corpus(place).update()
    assert tried == ["2.txt"]
    assert len(Corpus(place).names) == 4


def test_dating_that_fails_costs_one_date(
    tmp_path: Path, articles: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    import kg.dates

    sound = kg.dates.date_articles

    def breaks(given: Sequence[Article]) -> list[Article]:
        if any(article.name == "1.txt" for article in given):
            raise RecursionError("too deep")
        return sound(given)

    monkeypatch.setattr("kg.dates.date_articles", breaks)
    told: list[Issue] = []
    found = pipeline.collect(articles, report=told.append)
    assert [article.name for article in found if article.name == "1.txt"]
    assert len(found) == 4
    assert [(issue.level, "dating failed: RecursionError" in issue.message) for issue in told] == [
        ("warning", True)
    ]


def test_resolution_that_fails_costs_one_article(articles: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    import kg.resolve

    sound = kg.resolve.resolve

    def breaks(given: Sequence[Extraction], judged: Any = ()) -> Any:
        if any(one.article.name == "3.txt" for one in given):
            raise KeyError("a9")
        return sound(given, judged)

    monkeypatch.setattr("kg.resolve.resolve", breaks)
    told: list[Issue] = []
    graph = pipeline.build(articles, report=told.append)
    assert graph.stats().rows
    assert ["resolution failed: KeyError" in issue.message for issue in told if issue.level == "error"] == [
        True
    ]


def test_writing_leaves_half_a_character_out(tmp_path: Path) -> None:
    from kg.files import write_text

    write_text(tmp_path / "a.md", "half \ud800 of one")
    assert (tmp_path / "a.md").read_text(encoding="utf-8") == "half ? of one"
