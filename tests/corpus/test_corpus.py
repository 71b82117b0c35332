"""A corpus refuses what it cannot do, and survives what goes wrong."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from kg import emit, pipeline, store, versions
from kg.corpus import Corpus
from kg.corpus.folder import Folder
from kg.errors import InputError, StoreError
from kg.model import Article, Extraction, Issue
from kg.store.engine import writable
from tests.corpus import toy
from tests.corpus.test_incremental import POOL


@pytest.fixture(autouse=True)
def _without_model(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pipeline, "extract_all", toy.extract_all)


@pytest.fixture
def articles(tmp_path: Path) -> Path:
    """A folder with the first four articles of the pool."""
    folder = tmp_path / "articles"
    folder.mkdir()
    for n, case in enumerate(POOL[:4]):
        (folder / f"{n}.txt").write_text(case["text"], encoding="utf-8")
    return folder


@pytest.fixture
def place(tmp_path: Path, articles: Path) -> Path:
    """A corpus of these articles."""
    Corpus(tmp_path / "corpus").add(articles)
    return tmp_path / "corpus"


def _quads(place: Path) -> set[str]:
    return {str(quad) for quad in store.quads(Corpus(place).graph().dataset)}


def test_what_it_did_is_told(place: Path, articles: Path) -> None:
    (articles / "0.txt").unlink()
    (articles / "1.txt").write_text(POOL[5]["text"], encoding="utf-8")
    (articles / "new.txt").write_text(POOL[6]["text"], encoding="utf-8")
    change = Corpus(place).update(articles)
    assert (change.added, change.changed, change.removed) == (("new.txt",), ("1.txt",), ("0.txt",))
    assert str(change).startswith("1 added, 1 changed, 1 removed; ")
    assert str(Corpus(place).refresh()) == "nothing changed; 0 extracted, 0 graphs written, 4 articles in all"
    assert Corpus(place).names == ("1.txt", "2.txt", "3.txt", "new.txt")


def test_one_article_of_two_places_goes_with_the_last(place: Path, articles: Path, tmp_path: Path) -> None:
    other = tmp_path / "other"
    other.mkdir()
    (other / "0.txt").write_text(POOL[0]["text"], encoding="utf-8")
    before = _quads(place)
    assert Corpus(place).add(other).added == ()
    (articles / "0.txt").unlink()
    assert Corpus(place).update(articles).removed == ()
    assert _quads(place) == before
    (other / "0.txt").unlink()
    assert Corpus(place).update(other).removed == ("0.txt",)
    assert _quads(place) != before


def test_records_of_a_file_are_replaced_together(tmp_path: Path) -> None:
    file = tmp_path / "desk.jsonl"

    def write(*numbers: int) -> None:
        lines = [json.dumps({"id": f"r{n}", "text": POOL[n]["text"]}) for n in numbers]
        file.write_text("\n".join(lines), encoding="utf-8")

    write(0, 1, 2)
    corpus = Corpus(tmp_path / "corpus")
    corpus.add(file)
    write(2, 1)
    assert corpus.update(file).removed == ("r0",)
    assert corpus.names == ("r1", "r2")
    file.unlink()
    with pytest.raises(InputError, match="all would go; if that is meant: kg remove"):
        corpus.update()
    assert corpus.remove([str(file)]).removed == ("r1", "r2")
    assert _quads(tmp_path / "corpus") == set()


@pytest.mark.parametrize("word", ["1.txt", "articles/1.txt", "{id}", "article/{id}"])
def test_an_article_is_removed_by_name_path_or_id(
    word: str, place: Path, articles: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(articles.parent)
    (id,) = (entry.id for entry in Corpus(place).folder.read_index() if entry.name == "1.txt")
    assert Corpus(place).remove([word.format(id=id)]).removed == ("1.txt",)
    assert not any(id in quad for quad in _quads(place))
    assert not [path for path in place.rglob("*.json") if id in path.name]


def test_what_is_not_there_cannot_be_removed(place: Path) -> None:
    with pytest.raises(InputError, match=r"2\.tx: no article .*did you mean 2\.txt"):
        Corpus(place).remove(["1.txt", "2.tx"])
    assert len(Corpus(place).names) == 4


def test_nothing_readable_makes_no_corpus(tmp_path: Path) -> None:
    (tmp_path / "empty.txt").write_text("", encoding="utf-8")
    with pytest.raises(InputError, match="nothing was added"):
        Corpus(tmp_path / "corpus").add(tmp_path / "empty.txt")
    assert not (tmp_path / "corpus").exists()


@pytest.mark.parametrize("act", [lambda c: c.update(), lambda c: c.remove(["a"]), lambda c: c.graph()])
def test_a_corpus_must_be_there(act: Callable[[Corpus], object], tmp_path: Path) -> None:
    with pytest.raises(StoreError, match="holds no corpus; make one with: kg add"):
        act(Corpus(tmp_path / "corpus"))


def test_a_folder_of_other_things_is_left_alone(articles: Path) -> None:
    with pytest.raises(StoreError, match="holds other files"):
        Corpus(articles)


def test_base_is_fixed(place: Path, tmp_path: Path, articles: Path) -> None:
    with pytest.raises(StoreError, match="was made with base"):
        Corpus(place, base="https://example.org/id/")
    with pytest.raises(InputError, match="cannot begin an IRI"):
        Corpus(tmp_path / "other", base="no base")
    Corpus(tmp_path / "other", base="https://example.org/id/").add(articles)
    assert all(
        "https://example.org/id/article/" in quad or "https://example.org/id/graph/derived" in quad
        for quad in _quads(tmp_path / "other")
    )


def test_a_new_extractor_extracts_all_again(place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    before = _quads(place)
    monkeypatch.setattr(versions, "extractor_version", lambda _model: "another")
    assert Corpus(place).refresh().extracted == 4
    assert Corpus(place).refresh().extracted == 0
    assert _quads(place) == before
    assert len(list((place / "extractions").iterdir())) == 4


def test_a_damaged_extraction_is_made_again(place: Path) -> None:
    before = _quads(place)
    victim = sorted((place / "extractions").iterdir())[1]
    good = victim.read_bytes()
    victim.write_bytes(good[:40])
    assert Corpus(place).refresh().extracted == 0  # nothing asks for it
    (place / "resolution.sqlite").unlink()
    assert Corpus(place).refresh().extracted == 1
    assert victim.read_bytes() == good
    assert _quads(place) == before


@pytest.mark.parametrize("file", ["index.json", "corpus.json"])
@pytest.mark.parametrize("content", ["{", "[]", "{}"])
def test_a_damaged_index_is_named(file: str, content: str, place: Path) -> None:
    (place / file).write_text(content, encoding="utf-8")
    with pytest.raises(StoreError, match=rf"{file}: damaged|format None"):
        Corpus(place).refresh()


def test_an_interrupted_extraction_keeps_what_is_done(
    place: Path, articles: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = _quads(place)
    for n in (5, 6):
        (articles / f"{n}.txt").write_text(POOL[n]["text"], encoding="utf-8")

    def breaks(given: list[Article], **_options: Any) -> Iterator[Extraction]:
        yield toy.extract(given[0])
        raise KeyboardInterrupt

    monkeypatch.setattr(pipeline, "extract_all", breaks)
    with pytest.raises(KeyboardInterrupt):
        Corpus(place).update(articles)
    assert _quads(place) == before
    monkeypatch.setattr(pipeline, "extract_all", toy.extract_all)
    change = Corpus(place).update(articles)
    assert (change.extracted, len(change.added)) == (1, 2)


def test_an_interrupted_writing_is_made_good(
    place: Path, articles: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (articles / "0.txt").unlink()
    (articles / "5.txt").write_text(POOL[5]["text"], encoding="utf-8")

    def breaks(*_args: object, **_options: object) -> Iterator[object]:
        raise KeyboardInterrupt
        yield

    # by then the old graphs are deleted
    with monkeypatch.context() as patch:
        patch.setattr(emit, "quads", breaks)
        with pytest.raises(KeyboardInterrupt):
            Corpus(place).update(articles)
    assert (place / "unfinished").exists()
    assert Corpus(place).update(articles).written == 4
    assert not (place / "unfinished").exists()
    Corpus(tmp_path / "fresh").add(articles)
    assert _quads(place) == _quads(tmp_path / "fresh")


def test_an_article_that_cannot_be_extracted_is_not_tried_again(
    place: Path, articles: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (articles / "5.txt").write_text(POOL[5]["text"], encoding="utf-8")
    tried: list[str] = []

    def fails(given: list[Article], *, hopeless: set[str], **_options: Any) -> Iterator[Extraction]:
        tried.extend(article.name for article in given)
        hopeless |= {article.id for article in given}
        return iter(())

    monkeypatch.setattr(pipeline, "extract_all", fails)
    change = Corpus(place).add(articles / "5.txt")
    assert (change.written, change.failed, tried) == (0, 1, ["5.txt"])
    assert Corpus(place).update().failed == 1
    assert str(Corpus(place).refresh()).endswith("5 articles in all, 1 of them could not be extracted")
    assert tried == ["5.txt"]
    Corpus(place, strict=True).update()
    assert tried == ["5.txt"] * 2
    # another text under the name is another article
    (articles / "5.txt").write_text(POOL[6]["text"], encoding="utf-8")
    monkeypatch.setattr(pipeline, "extract_all", toy.extract_all)
    change = Corpus(place).update()
    assert (change.extracted, change.failed) == (1, 0)


def test_an_undated_article_makes_no_other_be_read_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    place = tmp_path / "corpus"
    (tmp_path / "dated.txt").write_text("TARN, May 4, 2019 (Wire) - Norland met Sudland.", encoding="utf-8")
    (tmp_path / "undated.txt").write_text("Norland and Sudland met in the old mill.", encoding="utf-8")
    Corpus(place).add([tmp_path / "dated.txt", tmp_path / "undated.txt"])
    (tmp_path / "new.txt").write_text("Norland and Sudland met on a bridge.", encoding="utf-8")
    real, read = Folder.read_article, set()

    def counted(folder: Folder, id: str) -> Article:
        read.add(id)
        return real(folder, id)

    monkeypatch.setattr(Folder, "read_article", counted)
    change = Corpus(place).update()
    assert (change.extracted, change.written, change.total) == (0, 0, 2)
    assert not read
    assert Corpus(place).add(tmp_path / "new.txt").extracted == 1
    assert len(read) == 1


def test_an_article_that_fails_is_left_out_and_tried_again(
    place: Path, articles: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (articles / "5.txt").write_text(POOL[5]["text"], encoding="utf-8")

    def fails(
        given: list[Article], *, report: Callable[[Issue], None], **_options: Any
    ) -> Iterator[Extraction]:
        report(Issue("error", given[0].name, "no luck"))
        yield from ()

    issues: list[Issue] = []
    monkeypatch.setattr(pipeline, "extract_all", fails)
    assert Corpus(place, report=issues.append).add(articles / "5.txt").written == 0
    assert [issue.message for issue in issues] == ["no luck"]
    monkeypatch.setattr(pipeline, "extract_all", toy.extract_all)
    assert Corpus(place).refresh().written == 1


def test_two_writers_do_not_meet(place: Path, articles: Path) -> None:
    held = writable(place / "graph")
    (articles / "0.txt").unlink()
    with pytest.raises(StoreError, match="open for writing"):
        Corpus(place).update(articles)
    del held
    assert Corpus(place).update(articles).total == 3
