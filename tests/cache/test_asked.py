"""What was done in the very same words over the very same files is seen at once; whatever differs is not."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import pytest

from kg import pipeline
from kg.cache import Asked, Cache
from kg.cache.asked import Said
from tests.conftest import Run
from tests.corpus import toy

TEXTS = (
    "QUAYSIDE, June 4, 2018. The envoy Maria Holm said that the lighters sail again. Westmark and Ostland met.",
    "QUAYSIDE, June 5, 2018. Jens Holm of the Dockers' Union said that the cranes are closed to Westmark.",
)
SAID = Said([("warning", "a.txt: no date")], {"counts": "2 articles", "read": "read 2"})


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder with an article of each text, and one hidden file."""
    made = tmp_path / "news"
    (made / "deep").mkdir(parents=True)
    (made / "a.txt").write_text(TEXTS[0], encoding="utf-8")
    (made / "deep" / "b.txt").write_text(TEXTS[1], encoding="utf-8")
    (made / ".hidden").write_text("x", encoding="utf-8")
    return made


def _digest(folder: Path, *options: str, files: tuple[Path, ...] = ()) -> str | None:
    return Asked([str(folder)], options=options, files=files).digest


def test_the_same_is_the_same(folder: Path) -> None:
    before = _digest(folder, "x")
    os.utime(folder / "a.txt", (1, 1))  # times of what is read say nothing
    (folder / ".hidden").write_text("y", encoding="utf-8")
    assert before is not None
    assert _digest(folder, "x") == before


def _reworded(folder: Path) -> None:
    (folder / "a.txt").write_text(TEXTS[0].replace("4, 2018", "9, 2018"), encoding="utf-8")


def _renamed(folder: Path) -> None:
    (folder / "a.txt").rename(folder / "c.txt")


def _more(folder: Path) -> None:
    (folder / "deep" / "c.txt").write_text(TEXTS[1], encoding="utf-8")


def _less(folder: Path) -> None:
    (folder / "deep" / "b.txt").unlink()


def _swapped(folder: Path) -> None:
    one, other = folder / "a.txt", folder / "deep" / "b.txt"
    first = one.read_bytes()
    one.write_bytes(other.read_bytes())
    other.write_bytes(first)


@pytest.mark.parametrize("change", [_reworded, _renamed, _more, _less, _swapped])
def test_another_file_is_another_request(folder: Path, change: Callable[[Path], None]) -> None:
    before = _digest(folder)
    change(folder)
    assert _digest(folder) not in (before, None)


def test_so_are_other_words_settings_and_versions(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings = tmp_path / "settings"
    digests = [_digest(folder, files=(settings,)), _digest(folder, "x", files=(settings,))]
    settings.write_text("one", encoding="utf-8")
    digests.append(_digest(folder, files=(settings,)))
    settings.write_text("two", encoding="utf-8")
    digests.append(_digest(folder, files=(settings,)))
    home = tmp_path / "home"
    for name in ("ontology", "queries"):
        (home / name).mkdir(parents=True)
    monkeypatch.setenv("KG_HOME", str(home))
    digests.append(_digest(folder, files=(settings,)))
    (home / "ontology" / "words.yaml").write_text("a: b\n", encoding="utf-8")
    digests.append(_digest(folder, files=(settings,)))
    assert None not in digests
    assert len(set(digests)) == len(digests)


def test_what_is_not_there_cannot_be_asked(folder: Path, tmp_path: Path) -> None:
    assert Asked([str(folder / "none.txt")]).digest is None
    cache = Cache(tmp_path / "cache")
    nothing = Asked([str(folder), ""], files=[])
    nothing.note(cache, {}, SAID)
    assert Asked([str(folder / "none.txt")]).before(cache, {}) is None


def test_what_was_written_is_put_in_place_again(folder: Path, tmp_path: Path) -> None:
    cache = Cache(tmp_path / "cache")
    out = tmp_path / "out.nq"
    targets = {".nq": out}
    request = Asked([str(folder)])
    assert request.before(cache, targets) is None
    out.write_bytes(b"graph\n")
    request.note(cache, targets, SAID)
    stamp = out.stat().st_mtime_ns
    found = Asked([str(folder)]).before(cache, targets)
    assert found is not None
    assert (list(found.issues), dict(found.lines)) == (list(SAID.issues), dict(SAID.lines))
    assert out.stat().st_mtime_ns == stamp  # it was as it should be
    out.write_bytes(b"something else\n")
    # its content is not kept here: so it has to be made
    assert request.before(cache, targets) is None
    assert out.read_bytes() == b"something else\n"
    assert request.before(cache, {".ttl": tmp_path / "out.ttl"}) is None


@pytest.fixture
def read(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The names of what has been read since the test began, by a reader that stands in for the real one."""
    names: list[str] = []

    def each(*args: object, **options: object) -> object:
        names.append("read")
        return real(*args, **options)  # type: ignore[arg-type]

    def group(some: object, *, model: str | None, patience: float | None) -> list[object]:
        return [pipeline.Outcome(toy.extract(article)) for article in some]  # type: ignore[attr-defined]

    real = pipeline.read_each
    monkeypatch.setattr(pipeline, "read_each", each)
    monkeypatch.setattr(pipeline, "_extract_group", group)
    return names


def test_a_build_of_the_same_reads_nothing(
    folder: Path, tmp_path: Path, read: list[str], run_kg: Callable[..., Run]
) -> None:
    words = ("build", folder, "-o", tmp_path / "out", "--cache", tmp_path / "cache")
    (folder / "broken.txt").write_bytes(b"\xff\x00\xff")
    first = run_kg(*words)
    assert read == ["read"]
    files = {path.name: path.read_bytes() for path in sorted((tmp_path / "out").iterdir())}
    assert run_kg(*words) == first
    assert "broken.txt" in first.err
    # one file was lost, one was written over
    (tmp_path / "out" / "graph.ttl").unlink()
    (tmp_path / "out" / "report.md").write_text("mine", encoding="utf-8")
    assert run_kg(*words) == first
    assert {path.name: path.read_bytes() for path in sorted((tmp_path / "out").iterdir())} == files
    assert read == ["read"]
    run_kg(*words, "--published", "2018-07-01")
    assert read == ["read"] * 2
    run_kg(*words[:4], "--no-cache")
    assert read == ["read"] * 3


def test_an_update_with_nothing_changed_reads_nothing(
    folder: Path, tmp_path: Path, read: list[str], run_kg: Callable[..., Run]
) -> None:
    store = tmp_path / "store"
    assert run_kg("add", folder, "--store", store).code == 0
    first = run_kg("update", "--store", store)
    done = len(read)
    assert run_kg("update", "--store", store) == first
    assert "nothing changed" in first.err
    assert len(read) == done
    _reworded(folder)
    changed = run_kg("update", "--store", store)
    assert changed.out == "changed\ta.txt\n"
    assert len(read) > done
    # what the store holds is another now, also where the files are again what they were
    (folder / "a.txt").write_text(TEXTS[0], encoding="utf-8")
    assert run_kg("update", "--store", store).out == "changed\ta.txt\n"
    assert run_kg("remove", "b.txt", "--store", store).code == 0
    assert "1 added" in run_kg("update", folder, "--store", store).err
    assert "nothing changed" in run_kg("update", folder, "--store", store).err
    (store / "resolution.sqlite").unlink()
    done = len(read)
    run_kg("update", folder, "--store", store)
    assert len(read) > done
