"""Adding, changing and removing articles, in any order, leaves what a build of the same articles makes."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

import kg
from kg import pipeline, store
from kg.corpus import Corpus
from kg.errors import InputError
from tests.conftest import ARTICLES, ROOT
from tests.corpus import toy

POOL: list[dict[str, Any]] = yaml.safe_load((ROOT / "tests/corpus/articles.yaml").read_text(encoding="utf-8"))
FILES = ("one.txt", "two.txt", "three.txt", "deep/one.txt")


def _bytes(graph: kg.Graph, folder: Path) -> bytes:
    store.save(graph.dataset, folder / "graph.trig")
    return (folder / "graph.trig").read_bytes()


def _built(articles: Path) -> bytes:
    with tempfile.TemporaryDirectory() as folder:
        try:
            return _bytes(kg.build(articles), Path(folder))
        except InputError:
            return b""  # there is nothing to build


def _held(corpus: Path) -> bytes:
    with tempfile.TemporaryDirectory() as folder:
        return _bytes(Corpus(corpus).graph(), Path(folder))


def _put(path: Path, contents: list[int]) -> None:
    path.parent.mkdir(exist_ok=True)
    path.write_text(" ".join(POOL[n]["text"] for n in contents), encoding="utf-8")


@pytest.fixture
def without_model() -> Iterator[None]:
    """Not monkeypatch: its scope is no fixture's within a hypothesis test."""
    real = pipeline.extract_all
    pipeline.extract_all = toy.extract_all  # type: ignore[assignment]
    yield
    pipeline.extract_all = real


def test_pool_was_collected() -> None:
    assert len(POOL) == 8
    assert len({case["name"] for case in POOL}) == len(POOL)


_STEPS = st.lists(
    st.tuples(
        st.sampled_from(FILES),
        st.lists(st.integers(0, len(POOL) - 1), max_size=2, unique=True),  # nothing: the file is deleted
        st.sampled_from(["file", "folder", "all"]),
    ),
    min_size=1,
    max_size=7,
)


@pytest.mark.usefixtures("without_model")
@given(_STEPS)
@settings(max_examples=25, deadline=None)
def test_any_order_of_changes_equals_a_build(steps: list[tuple[str, list[int], str]]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        articles, place = Path(folder, "articles"), Path(folder, "corpus")
        articles.mkdir()
        for name, contents, how in steps:
            path = articles / name
            there = path.exists()
            if contents:
                _put(path, contents)
            elif there:
                path.unlink()
            else:
                continue
            corpus = Corpus(place)
            if contents and (how == "file" or not place.exists()):
                change = corpus.add(path)
            elif how == "file" or not any(articles.rglob("*.txt")):
                change = corpus.remove([str(path)])
            elif how == "folder" or (contents and not there):
                change = corpus.update(articles)
            else:
                change = corpus.update()
            held = _held(place)
            assert held == _built(articles)
            # two files of one name and one text are one article
            assert change.total == len({(f.name, f.read_text("utf-8")) for f in articles.rglob("*.txt")})
        if any(articles.rglob("*.txt")):
            assert Corpus(place).update(articles).written == 0
            assert Corpus(place).refresh().extracted == 0


@pytest.mark.usefixtures("without_model")
def test_a_neighbour_that_comes_and_goes_takes_the_date_along(tmp_path: Path) -> None:
    articles = tmp_path / "articles"
    articles.mkdir()
    number = {case["name"]: n for n, case in enumerate(POOL)}
    _put(articles / "undated.txt", [number["without a year"]])
    corpus = Corpus(tmp_path / "corpus")
    corpus.add(articles)
    before = _held(tmp_path / "corpus")
    assert b"2019-03-18" not in before
    _put(articles / "neighbour.txt", [number["neighbour that fixes the year"]])
    added = corpus.add(articles / "neighbour.txt")
    assert (added.extracted, added.written) == (2, 2)  # the neighbour, and the article that it dates
    assert b'"2019-03-18"' in _held(tmp_path / "corpus")
    removed = corpus.remove(["neighbour.txt"])
    assert removed.extracted == 1
    assert _held(tmp_path / "corpus") == before


def test_with_the_language_model(tmp_path: Path) -> None:
    articles, place = tmp_path / "articles", tmp_path / "corpus"
    shutil.copytree(ARTICLES, articles)
    assert Corpus(place).add(articles).extracted == 3
    assert _held(place) == _built(articles)
    changed = articles / "nairobi-talks.txt"
    text = changed.read_text(encoding="utf-8")
    changed.write_text(
        f"{text}\nThe minister said on Friday that the ports would open in June.\n", encoding="utf-8"
    )
    (articles / "wells-rejected.md").unlink()
    change = Corpus(place).update(articles)
    assert change.changed == ("nairobi-talks.txt",)
    assert change.removed == ("wells-rejected.md",)
    assert change.extracted == 1
    assert _held(place) == _built(articles)
