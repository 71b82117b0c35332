"""What is removed is in no file any more."""

from __future__ import annotations

from pathlib import Path

import pytest

from kg import pipeline
from kg.cache import Cache, Extractions
from kg.corpus import Corpus
from kg.corpus.making import with_date
from kg.serialise import dumps
from tests.corpus import toy
from tests.corpus.test_incremental import POOL

WORD = b"quaverdine"


def _holding(*folders: Path) -> list[Path]:
    files = [path for folder in folders for path in sorted(folder.rglob("*")) if path.is_file()]
    return [path for path in files if WORD in path.read_bytes()]


def test_removed_words_are_in_no_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pipeline, "extract_all", toy.extract_all)
    articles, place, kept = tmp_path / "articles", tmp_path / "corpus", tmp_path / "cache"
    articles.mkdir()
    for n, case in enumerate(POOL[:3]):
        (articles / f"{n}.txt").write_text(case["text"], encoding="utf-8")
    (articles / "secret.txt").write_text(
        "VARNA, 16 March 2019 - Norland and Sudland met. Anna Lindqvist said that the quaverdine quota was dead.\n",
        encoding="utf-8",
    )
    cache = Cache(kept)
    corpus = Corpus(place, cache=cache)
    corpus.add(articles)
    (entry,) = (entry for entry in corpus.folder.read_index() if entry.name == "secret.txt")
    article = with_date(corpus.folder.read_article(entry.id), entry.date)
    Extractions(cache, model=corpus.settings["model"]).put([(article, (toy.extract(article), ()))])
    assert dumps(toy.extract(article)).count(WORD)
    assert Extractions(cache, model=corpus.settings["model"]).have([article])
    assert len(_holding(place)) >= 3
    corpus.remove(["secret.txt"])
    assert not Extractions(cache, model=corpus.settings["model"]).have([article])
    cache.close()
    assert _holding(place, kept) == []
    (articles / "secret.txt").unlink()
    assert str(Corpus(place).refresh()).startswith("nothing changed")
