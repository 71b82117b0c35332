"""A store that a language model reads: it grows, waits for answers, and what two readers differ in is asked."""

from __future__ import annotations

import io
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.conftest import Run
from tests.llm.conftest import FERRY, FERRY_ANSWER, STRIKE
from tests.llm.fake import Reply, service

Kg = Callable[..., Run]


def _reviewed(run_kg: Kg, monkeypatch: pytest.MonkeyPatch, answers: str, *options: str) -> Run:
    monkeypatch.setattr("sys.stdin", io.StringIO(answers))
    done = run_kg("review", "--store", "s", *options)
    assert done.code == 0, done.err
    return done


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    (tmp_path / "news").mkdir()
    (tmp_path / "news" / "ferry.txt").write_text(FERRY, encoding="utf-8")
    return tmp_path


STRIKE_ANSWER: dict[str, Any] = {
    **{part: [] for part in FERRY_ANSWER},
    "actors": [
        {"name": "Tram Workers' Union", "kind": "Organization", "aliases": ["the union"]},
        {"name": "Basil Oduro", "kind": "Person", "aliases": ["Basil Oduro"]},
    ],
    "statements": [
        {
            "speaker": "Basil Oduro",
            "mode": "Direct",
            "verb": "say",
            "evidence": [{"sentence": 2, "quote": "insults the night shift"}],
        }
    ],
}


def _good(body: dict[str, Any], _: int) -> str:
    return json.dumps(FERRY_ANSWER if "Kettle" in body["messages"][3]["content"] else STRIKE_ANSWER)


def _quads(run_kg: Kg, *place: str) -> list[str]:
    Path("of-store.nq").unlink(missing_ok=True)
    done = run_kg("export", *place, "of-store.nq")
    assert done.code == 0, done.err
    return sorted(Path("of-store.nq").read_text(encoding="utf-8").splitlines())


def test_a_store_grows_with_the_model_and_is_what_a_build_is(folder: Path, run_kg: Kg) -> None:
    with service(_good) as told:
        model = ("--llm-model", "m", "--llm-url", told.url)
        begun = run_kg("add", "news", "--store", "s", "--reader", "llm", *model)
        assert begun.code == 0, begun.err
        assert "m read 1 of 1 articles" in begun.err
        (folder / "news" / "strike.txt").write_text(STRIKE, encoding="utf-8")
        # model and way of reading are the store's
        grown = run_kg("add", "news", "--store", "s", "--llm-url", told.url)
        assert "m read 1 of 1 articles" in grown.err
        assert len(told.bodies) == 2
        assert run_kg("build", "news", "-o", "g.nq", "--reader", "llm", "--llm-model", "m").code == 0
        assert run_kg("update", "--store", "s").code == 0
        assert len(told.bodies) == 2
    assert sorted((folder / "g.nq").read_text().splitlines()) == _quads(run_kg, "--store", "s")
    assert any("parley-llm.response/" in quad for quad in _quads(run_kg, "--store", "s"))
    other = run_kg("add", "news", "--store", "s", "--reader", "both", "--llm-model", "m")
    assert other.code != 0
    assert "was made with reader llm" in other.err


def test_what_was_not_answered_waits(folder: Path, run_kg: Kg) -> None:
    with service(lambda *_: Reply(status=401, message="no key")) as told:
        model = ("--llm-model", "m", "--llm-url", told.url)
        shut = run_kg("build", "news", "--store", "s", "--reader", "llm", *model)
    assert shut.code == 8, shut.err
    assert "1 wait for the model" in run_kg("update", "--store", "s").err
    assert not any("parley-llm." in quad for quad in _quads(run_kg, "--store", "s"))
    with service(_good) as told:
        done = run_kg("update", "--store", "s", "--llm-url", told.url)
        assert done.code == 0, done.err
        assert len(told.bodies) == 1
    assert "wait for the model" not in done.err
    assert any("parley-llm." in quad for quad in _quads(run_kg, "--store", "s"))


GRAZING = """OSLO, March 14, 2031 (Coast Wire) - Envoys of Norway and Sweden met in Oslo on Wednesday
for talks on grazing.

Neither side gave details.
"""


def _differing(body: dict[str, Any], _: int) -> str:
    entry = next(m for m in FERRY_ANSWER["meetings"] if m["status"] == "Held")
    quote = "Envoys of Norway and Sweden met in Oslo on Wednesday"
    meeting = {
        **entry,
        "participants": ["Norway", "Sweden"],
        "status": "Cancelled",
        "when": {"sentence": 1, "quote": "Wednesday"},
        "place": "Oslo",
        "round": None,
        "topic": None,
        "evidence": [{"sentence": 1, "quote": quote}],
    }
    actors = [{"name": name, "kind": "State", "aliases": [name]} for name in ("Norway", "Sweden")]
    return json.dumps({**{part: [] for part in FERRY_ANSWER}, "actors": actors, "meetings": [meeting]})


def test_what_two_readers_differ_in_is_asked_and_stays_chosen(
    folder: Path, run_kg: Kg, monkeypatch: pytest.MonkeyPatch
) -> None:
    (folder / "news" / "ferry.txt").write_text(GRAZING, encoding="utf-8")
    with service(_differing) as told:
        model = ("--llm-model", "m", "--llm-url", told.url)
        begun = run_kg("add", "news", "--store", "s", "--reader", "both", *model)
        assert begun.code == 0, begun.err
    statuses = [quad.split()[2] for quad in _quads(run_kg, "--store", "s") if "#status>" in quad]
    asked = _reviewed(run_kg, monkeypatch, "q\n", "--choices")
    assert "meeting, status: two readers differ" in asked.out
    assert "the rules read: Held" in asked.out
    assert "the model read: Cancelled" in asked.out
    ends = {}
    for letter, value in (("m", "Cancelled"), ("r", "Held")):
        _reviewed(run_kg, monkeypatch, f"{letter}\n", "--choices")
        now = [quad.split()[2] for quad in _quads(run_kg, "--store", "s") if "#status>" in quad]
        ends[letter] = sum(status.endswith(f"#{value}>") for status in now)
        listed = run_kg("review", "--store", "s", "--choices", "--list", "--format", "json")
        assert [row["value"] for row in json.loads(listed.out)] == [value]
        # it is asked no more, and kg build heeds the same file
        assert "two readers differ" not in _reviewed(run_kg, monkeypatch, "q\n").out
        built = ("build", "news", "-o", "g.nq", "--reader", "both", "--llm-model", "m")
        (folder / "choices.yaml").write_text((folder / "s" / "choices.yaml").read_text())
        assert run_kg(*built).code == 0
        assert sorted((folder / "g.nq").read_text().splitlines()) == _quads(run_kg, "--store", "s")
        assert run_kg("review", "--store", "s", "--choices", "--undo", "1").code == 0
    assert ends["m"] >= 1
    assert ends["r"] >= 1
    assert [quad.split()[2] for quad in _quads(run_kg, "--store", "s") if "#status>" in quad] == statuses


def test_a_choice_about_nothing_is_told(folder: Path, run_kg: Kg) -> None:
    with service(_good) as told:
        model = ("--llm-model", "m", "--llm-url", told.url)
        assert run_kg("add", "news", "--store", "s", "--reader", "both", *model).code == 0
    (article,) = (path.stem for path in (folder / "s" / "articles").iterdir())
    line = f'- {{claim: "meeting/{article}@1-2", slot: "status", value: "Held"}}\n'
    (folder / "s" / "choices.yaml").write_text(line)
    done = run_kg("update", "--store", "s")
    assert "is about what no two readers differ in now" in done.err
    (folder / "s" / "choices.yaml").write_text("- {claim: x}\n")
    assert "choices.yaml:1: no choice" in run_kg("update", "--store", "s").err
