"""What was made once is found again under the same conditions, and under no others."""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path

import pytest

from kg import pipeline, versions
from kg.cache import Cache, Extractions, Files, opened, place
from kg.cache import extractions as module
from kg.errors import StoreError
from kg.model import Article, Issue
from tests.conftest import Run
from tests.corpus import toy

TEXTS = (
    "HARBOUR, March 4, 2019. The envoy Anna Lindqvist said that the ferries sail again. Norland and Sudland met.",
    "HARBOUR, March 5, 2019. Erik Lindqvist of the Harbour League said that the quays are closed to Norland.",
    "HARBOUR, March 6, 2019. Norland and Sudland met in Tarn on Tuesday about the lamps of the harbour.",
)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder with an article of each text."""
    made = tmp_path / "articles"
    made.mkdir()
    for n, text in enumerate(TEXTS):
        (made / f"{n}.txt").write_text(text, encoding="utf-8")
    return made


@pytest.fixture
def articles(folder: Path) -> list[Article]:
    """The articles of the folder."""
    return pipeline.collect(folder)


@pytest.fixture
def extracted(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The names of the articles that the toy reader has read since the test began; it stands in for the real one."""
    names: list[str] = []

    def group(
        some: Sequence[Article], *, model: str | None, patience: float | None
    ) -> list[pipeline.Outcome[object]]:
        names.extend(article.name for article in some)
        return [pipeline.Outcome(toy.extract(article)) for article in some]

    monkeypatch.setattr(pipeline, "_extract_group", group)
    return names


def test_the_place_follows_option_and_environment(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    assert place() is None  # the tests' own environment says "off"
    assert place(tmp_path) == tmp_path
    assert place("off") is None
    monkeypatch.setenv("KG_CACHE", str(tmp_path / "mine"))
    assert place() == tmp_path / "mine"
    monkeypatch.delenv("KG_CACHE")
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    assert place() == tmp_path / "parley"


def test_what_was_extracted_is_not_extracted_again(
    articles: list[Article], tmp_path: Path, extracted: list[str]
) -> None:
    with opened(tmp_path) as cache:
        first = list(pipeline.extract_all(articles, cache=cache))
    assert extracted == ["0.txt", "1.txt", "2.txt"]
    with opened(tmp_path) as cache:
        assert list(pipeline.extract_all(articles, cache=cache)) == first
    assert len(extracted) == 3
    assert list(pipeline.extract_all(articles)) == first
    assert len(extracted) == 6


def test_only_what_is_new_is_extracted(articles: list[Article], tmp_path: Path, extracted: list[str]) -> None:
    with opened(tmp_path) as cache:
        list(pipeline.extract_all(articles[:2], cache=cache))
        del extracted[:]
        found = list(pipeline.extract_all(articles, cache=cache))
    assert extracted == ["2.txt"]
    assert [extraction.article.name for extraction in found] == ["0.txt", "1.txt", "2.txt"]


def test_a_copy_under_another_name_says_the_same(
    articles: list[Article], tmp_path: Path, extracted: list[str]
) -> None:
    moved = replace(articles[0], id="moved-1", name="moved.txt", source="elsewhere/moved.txt")
    with opened(tmp_path) as cache:
        (first,) = pipeline.extract_all(articles[:1], cache=cache)
        (found,) = pipeline.extract_all([moved], cache=cache)
    assert extracted == ["0.txt"]
    assert found.article == moved
    assert found.statements == first.statements


def test_another_date_is_another_extraction(
    articles: list[Article], tmp_path: Path, extracted: list[str]
) -> None:
    later = replace(articles[0], published="2020-07-01")
    with opened(tmp_path) as cache:
        list(pipeline.extract_all(articles[:1], cache=cache))
        (found,) = pipeline.extract_all([later], cache=cache)
    assert len(extracted) == 2
    assert found.statements[0].when is not None
    assert found.statements[0].when.value == "2020-07-01"


def test_a_changed_word_list_is_named(
    articles: list[Article], tmp_path: Path, extracted: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    with opened(tmp_path) as cache:
        list(pipeline.extract_all(articles[:2], cache=cache))
    parts = dict(versions.extractor_parts(versions.DEFAULT_MODEL))
    name = next(name for name in sorted(parts) if name.startswith("ontology/lexicon/"))
    monkeypatch.setattr(module, "extractor_parts", lambda _model: {**parts, name: "otherwise"})
    monkeypatch.setattr(module, "extractor_version", lambda _model: "0123abcd")
    issues: list[Issue] = []
    with opened(tmp_path) as cache:
        list(pipeline.extract_all(articles, cache=cache, report=issues.append))
    assert len(extracted) == 5
    assert [(issue.level, issue.where) for issue in issues] == [("info", name)]
    assert issues[0].message.startswith("changed since 2 of the articles were extracted")


def test_a_failure_is_remembered_with_what_was_said(
    articles: list[Article], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    calls: list[int] = []

    def group(
        some: Sequence[Article], *, model: str | None, patience: float | None
    ) -> list[pipeline.Outcome[object]]:
        calls.append(len(some))
        errors = (ValueError("no way"), MemoryError("too long"))
        return [pipeline._failed(one, "extraction", error) for one, error in zip(some, errors, strict=True)]

    monkeypatch.setattr(pipeline, "_extract_group", group)
    told: list[Issue] = []
    hopeless: set[str] = set()
    with opened(tmp_path) as cache:
        found = pipeline.extract_all(articles[:2], cache=cache, report=told.append, hopeless=hopeless)
        assert list(found) == []
        first, hopeless_first = list(told), set(hopeless)
        assert [issue.level for issue in first] == ["error", "error"]
        assert hopeless_first == {articles[0].id}
        told.clear()
        moved = replace(articles[0], source="elsewhere/0.txt")
        assert list(pipeline.extract_all([moved], cache=cache, report=told.append)) == []
        assert calls == [2]
        assert told == [replace(first[0], where="elsewhere/0.txt")]
        # memory may be there the next time
        assert Extractions(cache, model=versions.DEFAULT_MODEL).have(articles[:2]) == {articles[0].id}


def test_what_was_done_before_an_interruption_stays_done(
    articles: list[Article], tmp_path: Path, extracted: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pipeline, "GROUP", 1)
    with opened(tmp_path) as cache:
        going = pipeline.extract_all(articles, cache=cache)
        next(going)
        next(going)
        del going
    with opened(tmp_path) as cache:
        assert len(list(pipeline.extract_all(articles, cache=cache))) == 3
    assert extracted == ["0.txt", "1.txt", "2.txt"]


def test_a_value_that_cannot_be_read_is_made_again(
    articles: list[Article], tmp_path: Path, extracted: list[str]
) -> None:
    with opened(tmp_path) as cache:
        first = list(pipeline.extract_all(articles, cache=cache))
        cache._db.execute("UPDATE entry SET value = x'00' WHERE key LIKE 'extraction%'")
        assert list(pipeline.extract_all(articles, cache=cache)) == first
        assert list(pipeline.extract_all(articles, cache=cache)) == first
    assert len(extracted) == 6


def test_the_longest_unused_goes_first(tmp_path: Path) -> None:
    def value(n: int) -> bytes:
        return random.Random(n).randbytes(1000)

    with opened(tmp_path, limit=20_000) as cache:
        cache.put((f"k{n:02}", "s", value(n)) for n in range(19))
        assert len(cache.have(f"k{n:02}" for n in range(19))) == 19
    with opened(tmp_path, limit=20_000) as cache:
        assert cache.get("k00") == value(0)
    with opened(tmp_path, limit=20_000) as cache:
        cache.put((f"n{n:02}", "s", value(100 + n)) for n in range(10))
        left = cache.have([f"k{n:02}" for n in range(19)])
        assert len(cache.have([f"n{n:02}" for n in range(10)])) == 10
        ((taken, told),) = cache._db.execute(
            "SELECT (SELECT sum(length(value)) FROM entry), bytes FROM total"
        ).fetchall()
        # what alone would take much of the room is not kept
        cache.put([("large", "s", random.Random(1).randbytes(5000))])
        assert cache.get("large") is None
    assert "k00" in left
    assert "k01" not in left
    assert 3 < len(left) < 10
    assert taken == told <= 20_000


def test_a_damaged_file_is_made_anew(tmp_path: Path) -> None:
    with opened(tmp_path) as cache:
        cache.put([("a", "s", b"1")])
    (tmp_path / "cache.sqlite").write_bytes(b"no database at all, but long enough to be taken for one" * 40)
    for name in ("cache.sqlite-wal", "cache.sqlite-shm"):
        (tmp_path / name).unlink(missing_ok=True)
    with opened(tmp_path) as cache:
        assert cache.get("a") is None
        cache.put([("a", "s", b"2")])
        assert cache.get("a") == b"2"


def test_two_may_use_it_at_a_time(tmp_path: Path) -> None:
    one, other = Cache(tmp_path), Cache(tmp_path)
    one.put([("a", "s", b"1")])
    other.put([("b", "s", b"2"), ("a", "s", b"3")])
    assert (one.get("a"), one.get("b")) == (b"3", b"2")
    one.close()
    other.close()
    with opened(tmp_path) as cache:
        assert cache.have(["a", "b", "c"]) == {"a", "b"}
        assert cache.told(["s", "t"]) == {"s": ["a", "b"]}


def test_a_place_that_cannot_be_used_is_named(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x", encoding="utf-8")
    with pytest.raises(StoreError, match="--no-cache"):
        Cache(tmp_path / "file")


def test_files_are_those_of_the_same_articles_and_options(articles: list[Article], tmp_path: Path) -> None:
    issue = Issue("warning", "0.txt", "odd", "look")

    def of(some: list[Article], *options: object) -> Files:
        return Files(cache, model=versions.DEFAULT_MODEL, articles=some, options=options)

    with opened(tmp_path) as cache:
        assert of(articles, "a").get() is None
        of(articles, "a").put({"x.ttl": b"one", "y.md": b"", "z": b"three"}, [issue])
        assert of(articles, "a").get() == ({"x.ttl": b"one", "y.md": b"", "z": b"three"}, (issue,))
        assert of(articles, "b").get() is None
        assert of(articles[:2], "a").get() is None
        assert of([*articles[:2], replace(articles[2], source="elsewhere")], "a").get() is None


def test_a_second_build_writes_the_same_files(
    folder: Path, tmp_path: Path, extracted: list[str], run_kg: Callable[..., Run]
) -> None:
    where = tmp_path / "cache"

    def build(name: str, *options: str | Path) -> tuple[Run, dict[str, bytes]]:
        out = tmp_path / name
        done = run_kg("build", folder, "-o", out, *options)
        assert done.code == 0, done.err
        return done, {path.name: path.read_bytes() for path in sorted(out.iterdir())}

    first, files = build("one", "--cache", where)
    assert len(extracted) == 3
    second, again = build("two", "--cache", where)
    assert again == files
    assert len(files) == 4
    assert (second.out, second.err) == (
        first.out,
        first.err.replace(str(tmp_path / "one"), str(tmp_path / "two")),
    )
    assert len(extracted) == 3
    # one article more: the others are known, the files are others
    (folder / "3.txt").write_text(TEXTS[0].replace("4, 2019", "9, 2019"), encoding="utf-8")
    _, more = build("two", "--cache", where)
    assert extracted[3:] == ["3.txt"]
    assert more != files
    _, without = build("four", "--no-cache")
    assert without == more
    assert len(extracted) == 8


def test_a_store_uses_what_a_build_kept(
    folder: Path, tmp_path: Path, extracted: list[str], run_kg: Callable[..., Run]
) -> None:
    where = tmp_path / "cache"
    assert run_kg("build", folder, "-o", tmp_path / "g.nq", "--cache", where).code == 0
    assert run_kg("add", folder, "--store", tmp_path / "store", "--cache", where).code == 0
    assert len(extracted) == 3
    assert run_kg("export", "--store", tmp_path / "store", tmp_path / "h.nq").code == 0
    assert (tmp_path / "h.nq").read_bytes() == (tmp_path / "g.nq").read_bytes()


def test_a_cache_that_nobody_named_is_not_missed(
    folder: Path,
    tmp_path: Path,
    extracted: list[str],
    run_kg: Callable[..., Run],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    (tmp_path / "file").write_text("x", encoding="utf-8")
    monkeypatch.setenv("KG_CACHE", str(tmp_path / "file"))
    done = run_kg("build", folder, "-o", tmp_path / "g.nq")
    assert done.code == 0
    assert "cannot be used as a cache" in done.err
    assert run_kg("build", folder, "-o", tmp_path / "g.nq", "--cache", tmp_path / "file").code == 6
