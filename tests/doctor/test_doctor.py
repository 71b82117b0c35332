"""What is broken is named with its remedy, and what can be mended is as it was."""

from __future__ import annotations

import json
import re
import shutil
from collections.abc import Callable
from pathlib import Path

import pyoxigraph as po
import pytest

from kg import doctor, pipeline, store
from kg.cli import main
from kg.corpus import Corpus
from kg.errors import StoreError
from kg.model import Issue
from kg.store.engine import inner
from kg.store.place import writable
from tests.corpus import toy
from tests.corpus.test_incremental import POOL
from tests.store.test_seal import harm


@pytest.fixture(autouse=True)
def _without_model(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pipeline, "extract_all", toy.extract_all)


@pytest.fixture
def place(tmp_path: Path) -> Path:
    articles = tmp_path / "articles"
    articles.mkdir()
    for n, case in enumerate(POOL[:4]):
        (articles / f"{n}.txt").write_text(case["text"], encoding="utf-8")
    Corpus(tmp_path / "corpus").add(articles)
    return tmp_path / "corpus"


def quads(place: Path) -> set[str]:
    return {str(quad) for quad in store.quads(Corpus(place).graph().dataset)}


def _errors(place: Path) -> list[Issue]:
    return [issue for issue in doctor.examine_corpus(place) if issue.level == "error"]


def test_a_sound_store_has_no_faults(place: Path) -> None:
    assert list(doctor.examine_corpus(place)) == []


@pytest.mark.parametrize("how", ["flip", "empty"])
def test_every_damaged_file_is_named_and_mended(place: Path, tmp_path: Path, how: str) -> None:
    before, seen = quads(place), 0
    sound = tmp_path / "sound"
    shutil.copytree(place, sound)
    for path in sorted(place.rglob("*")):
        name = path.relative_to(place)
        growing = re.fullmatch(r"LOG.*|LOCK|OPTIONS.*|IDENTITY|\d+\.log", path.name)
        if not path.is_file() or growing or not path.stat().st_size or not (sound / name).is_file():
            continue
        shutil.rmtree(place)
        shutil.copytree(sound, place)
        harm(place / name, how, at=0.6)
        found = _errors(place)
        assert found, name
        assert all(issue.hint and "kg doctor" in issue.hint for issue in found), name
        told: list[Issue] = []
        doctor.repair(place, report=told.append)
        assert _errors(place) == [], name
        assert quads(place) == before, name
        seen += 1
    assert seen > 15


@pytest.mark.parametrize("gone", ["graph", "extractions", "resolution.sqlite", "index.json", "corpus.json"])
def test_what_is_gone_is_made_again(place: Path, gone: str) -> None:
    before = quads(place)
    target = place / gone
    assert target.exists()
    shutil.rmtree(target) if target.is_dir() else target.unlink()
    assert _errors(place) or gone in ("resolution.sqlite", "extractions")
    doctor.repair(place, report=lambda _: None)
    assert _errors(place) == []
    assert quads(place) == before


def test_an_article_is_saved_from_its_extraction_or_told_as_lost(place: Path, tmp_path: Path) -> None:
    before = quads(place)
    shutil.rmtree(tmp_path / "articles")
    victim = sorted((place / "articles").iterdir())[1]
    harm(victim, "empty")
    doctor.repair(place, report=lambda _: None)
    assert quads(place) == before
    harm(victim, "empty")
    for path in (place / "extractions").glob(f"{victim.stem}.*"):
        harm(path, "flip", at=0.5)
    told: list[Issue] = []
    doctor.repair(place, report=told.append)
    assert [issue.level for issue in told] == ["error"]
    assert len(Corpus(place).names) == 3
    assert _errors(place) == []


def test_settings_come_back_as_they_were(place: Path, tmp_path: Path) -> None:
    other = tmp_path / "other"
    Corpus(other, base="https://archive.example/id/").add(tmp_path / "articles")
    harm(other / "corpus.json", "empty")
    doctor.repair(other, report=lambda _: None)
    assert json.loads((other / "corpus.json").read_bytes())["base"] == "https://archive.example/id/"


def test_a_store_that_somebody_writes_to_is_left_alone(place: Path) -> None:
    busy = writable(place / "graph")
    before = sorted(path.name for path in (place / "graph").iterdir())
    lock = place / "graph" / "LOCK"
    assert lock.is_file()
    import subprocess
    import sys

    code = (
        f"from kg.doctor import repair; from pathlib import Path; repair(Path({str(place)!r}), report=print)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert "another process has this store open" in done.stderr
    assert sorted(path.name for path in (place / "graph").iterdir()) == before
    del busy


def test_orphans_and_leftovers_are_told_and_go(place: Path) -> None:
    orphan = place / "articles" / "nobody-12345678.json"
    orphan.write_text("{}", encoding="utf-8")
    left = place / ".index.json.zz.tmp"
    left.write_text("{", encoding="utf-8")
    found = list(doctor.examine_corpus(place))
    assert {Path(issue.where) for issue in found} == {orphan, left}
    doctor.repair(place, report=lambda _: None)
    assert list(doctor.examine_corpus(place)) == []


# ---------------------------------------------------------------------------------------------- what a graph says


def _broken(change: Callable[[po.Store], None], place: Path) -> list[str]:
    ds = store.memory(store.quads(Corpus(place).graph().dataset))
    change(inner(ds))
    return [issue.message for issue in doctor.examine_graph(ds) if issue.level == "error"]


def test_a_graph_that_is_whole(place: Path) -> None:
    assert _broken(lambda _: None, place) == []


def test_impossible_dates_are_told(place: Path) -> None:
    def change(inner: po.Store) -> None:
        day = po.Literal("2031-02-30", datatype=po.NamedNode("http://www.w3.org/2001/XMLSchema#date"))
        quad = sorted(
            inner.quads_for_pattern(None, po.NamedNode("https://w3id.org/parley/ns#date"), None), key=str
        )[0]
        inner.add(po.Quad(quad.subject, quad.predicate, day, quad.graph_name))

    assert any("2031-02-30" in message and "no date" in message for message in _broken(change, place))


def test_what_does_not_follow_is_told(place: Path) -> None:
    def change(inner: po.Store) -> None:
        graph = next(name for name in inner.named_graphs() if name.value.endswith("/graph/derived"))
        first, second = sorted(inner.quads_for_pattern(None, None, None, graph), key=str)[:2]
        inner.remove(first)
        inner.add(
            po.Quad(second.subject, po.NamedNode("https://w3id.org/parley/ns#about"), second.subject, graph)
        )

    told = _broken(change, place)
    assert any("does not follow" in message for message in told)
    assert any("is not there" in message for message in told)


def test_the_command(place: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["doctor", str(place)]) == 0
    assert "whole" in capsys.readouterr().err
    table = sorted((place / "graph").glob("*.sst"))[0]
    harm(table, "flip")
    assert main(["doctor", str(place)]) == 6
    said = capsys.readouterr().err
    assert table.name in said
    assert f"kg doctor {place} --repair" in said
    assert main(["stats", str(place)]) == 6
    assert f"kg doctor {place} --repair" in capsys.readouterr().err
    assert main(["doctor", str(place), "--repair"]) == 0
    assert main(["stats", str(place)]) == 0
    alone = tmp_path / "alone"
    store.fill(alone, Corpus(place).graph().dataset)
    assert main(["doctor", str(alone)]) == 0
    harm(sorted(alone.glob("*.sst"))[0], "flip")
    capsys.readouterr()
    assert main(["doctor", "--store", str(alone), "--repair"]) == 6
    assert "kg build" in capsys.readouterr().err


def test_nothing_to_save_is_told(tmp_path: Path) -> None:
    (tmp_path / "articles").mkdir()
    with pytest.raises(StoreError, match="no article that can be read"):
        doctor.repair(tmp_path, report=lambda _: None)
