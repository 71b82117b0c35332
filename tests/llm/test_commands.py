"""``kg build --reader`` and ``kg llm`` as a person uses them."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from kg.errors import LLMError
from kg.llm.settings import api_key, settings
from tests.conftest import Run
from tests.llm.conftest import FERRY, FERRY_ANSWER, STRIKE
from tests.llm.fake import Reply, service

Kg = Callable[..., Run]


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A working folder with two articles and a cache folder of its own."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    for name in ("KG_LLM_KEY", "OPENAI_API_KEY"):
        monkeypatch.delenv(name, raising=False)
    (tmp_path / "news").mkdir()
    (tmp_path / "news" / "ferry.txt").write_text(FERRY, encoding="utf-8")
    (tmp_path / "news" / "strike.txt").write_text(STRIKE, encoding="utf-8")
    return tmp_path


def _ferry_or_sorry(body: dict[str, Any], _: int) -> str:
    return json.dumps(FERRY_ANSWER) if "Kettle" in body["messages"][3]["content"] else "I am sorry, no."


def test_build_names_what_the_model_did_not_read(
    folder: Path, run_kg: Kg, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("KG_LLM_KEY", "k-123")
    with service(_ferry_or_sorry) as told:
        done = run_kg(
            "build", "news", "-o", "g.trig", "--reader", "llm", "--llm-model", "m", "--llm-url", told.url
        )
    assert done.code == 0, done.err
    assert "texts stay on this machine" in done.err
    assert "warning: strike.txt: m could not read it: refusal (the rules read it instead)" in done.err
    assert "m read 1 of 2 articles" in done.err
    assert {h["Authorization"] for h in told.headers} == {"Bearer k-123"}
    graph = (folder / "g.trig").read_text(encoding="utf-8")
    assert "parley-llm.response/" in graph
    assert "insults the night shift" in graph
    assert "k-123" not in graph


def test_build_fails_aloud_where_nobody_answers(folder: Path, run_kg: Kg) -> None:
    with service(lambda *_: Reply(status=401, message="no key")) as told:
        done = run_kg(
            "build", "news", "-o", "g.trig", "--reader", "both", "--llm-model", "m", "--llm-url", told.url
        )
    assert done.code == LLMError.exit_code
    assert "KG_LLM_KEY" in done.err
    assert "did not read most articles" in done.err
    assert "parley-statement" in (folder / "g.trig").read_text(encoding="utf-8")


def test_dry_run_asks_nobody_and_writes_nothing(folder: Path, run_kg: Kg) -> None:
    done = run_kg(
        "build", "news", "--reader", "llm", "--llm-model", "m", "--llm-price", "1/4", "--llm-dry-run"
    )
    rows = dict(line.split("\t") for line in done.out.splitlines())
    assert (done.code, rows["articles"], rows["requests"], rows["answered in the cache"]) == (
        0,
        "2",
        "2",
        "0",
    )
    assert int(rows["tokens to read, about"]) > 3000
    assert float(rows["cost, about"]) > 0.003
    assert not (folder / "g.trig").exists()


def test_batch_there_and_back(folder: Path, run_kg: Kg) -> None:
    done = run_kg("llm", "requests", "news", "--llm-model", "m", "-o", "requests.jsonl")
    assert done.code == 0, done.err
    asked = [
        json.loads(line) for line in (folder / "requests.jsonl").read_text(encoding="utf-8").splitlines()
    ]
    assert [(a["method"], a["url"], a["body"]["model"]) for a in asked] == [
        ("POST", "/v1/chat/completions", "m")
    ] * 2
    results = []
    for a in asked:
        content = _ferry_or_sorry(a["body"], 0)
        body = {
            "choices": [{"message": {"content": content}}],
            "usage": {"prompt_tokens": 9, "completion_tokens": 3},
        }
        results.append(
            {"custom_id": a["custom_id"], "response": {"status_code": 200, "body": body}, "error": None}
        )
    results.append({"custom_id": "another", "response": results[0]["response"]})
    (folder / "results.jsonl").write_text("\n".join(map(json.dumps, results)), encoding="utf-8")
    done = run_kg("llm", "answers", "requests.jsonl", "results.jsonl")
    assert dict(line.split("\t") for line in done.out.splitlines()) == {
        "taken": "1",
        "unusable": "1",
        "unknown": "1",
    }
    done = run_kg("build", "news", "-o", "g.trig", "--reader", "llm", "--llm-model", "m")
    assert (done.code, "m read 1 of 2 articles (1 of them from the cache" in done.err) == (0, True), done.err
    done = run_kg("llm", "requests", "news", "--llm-model", "m")
    assert (done.code, done.out) == (0, "")


@pytest.mark.parametrize(
    ("line", "words"),
    [("{", "is no JSON"), ('{"x": 1}', "custom_id"), ("[]", "no line of a batch")],
)
def test_broken_batches_are_named(line: str, words: str, folder: Path, run_kg: Kg) -> None:
    (folder / "requests.jsonl").write_text(line, encoding="utf-8")
    (folder / "results.jsonl").write_text("", encoding="utf-8")
    done = run_kg("llm", "answers", "requests.jsonl", "results.jsonl")
    assert done.code == LLMError.exit_code
    assert "requests.jsonl:1:" in done.err
    assert words in done.err


def test_failed_results_are_named_and_can_be_asked_again(folder: Path, run_kg: Kg) -> None:
    run_kg("llm", "requests", "news", "--llm-model", "m", "-o", "requests.jsonl")
    first = json.loads((folder / "requests.jsonl").read_text(encoding="utf-8").splitlines()[0])
    bad = {"custom_id": first["custom_id"], "response": None, "error": {"message": "expired"}}
    (folder / "results.jsonl").write_text(json.dumps(bad), encoding="utf-8")
    done = run_kg("llm", "answers", "requests.jsonl", "results.jsonl")
    assert "expired" in done.err
    assert dict(line.split("\t") for line in done.out.splitlines()) == {
        "taken": "0",
        "failed": "1",
        "missing": "1",
    }
    assert len(run_kg("llm", "requests", "news", "--llm-model", "m").out.splitlines()) == 2


@pytest.mark.parametrize(
    ("args", "words"),
    [
        (("--reader", "llm"), "no model is named"),
        (("--llm-model", "m"), "needs --reader"),
        (("--llm-dry-run",), "needs --reader"),
        (("--reader", "llm", "--llm-model", "m", "--llm-url", "localhost:11434"), "no address of a service"),
        (("--reader", "llm", "--llm-model", "m", "--llm-price", "cheap"), "no price"),
        (("--reader", "llm", "--llm-model", "m", "--llm-budget", "2.50"), "needs a price"),
        (("--reader", "llm", "--llm-model", "m", "--llm-budget", "much"), "no budget"),
    ],
)
def test_wrong_options_are_one_clear_line(
    args: tuple[str, ...], words: str, folder: Path, run_kg: Kg
) -> None:
    done = run_kg("build", "news", "-o", "g.trig", *args)
    assert done.code in (2, LLMError.exit_code)
    assert words in done.err
    assert "Traceback" not in done.err
    assert not (folder / "g.trig").exists()


def test_settings_come_from_the_file_and_options_win(folder: Path) -> None:
    (folder / "parley.toml").write_text(
        '[llm]\nurl = "http://localhost:8000/v1"\nmodel = "a"\nprice = [0.1, 0.4]\ncontext = 9000\n',
        encoding="utf-8",
    )
    found = settings({"model": None, "budget": "2.5"})
    assert (found.model, found.price, found.context, found.budget, found.local) == (
        "a",
        (0.1, 0.4),
        9000,
        2.5,
        True,
    )
    assert settings({"model": "b", "url": "https://api.openai.com/v1"}).host == "api.openai.com"
    (folder / "parley.toml").write_text('[llm]\nmodel = "a"\napi_key = "k"\n', encoding="utf-8")
    with pytest.raises(LLMError, match="keys do not belong into files"):
        settings({})
    (folder / "parley.toml").write_text('[llm]\nmodle = "a"\n', encoding="utf-8")
    with pytest.raises(LLMError, match="has no 'modle'"):
        settings({})


def test_key_goes_to_its_own_host_alone(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OPENAI_API_KEY", "k-openai")
    assert api_key("https://api.openai.com/v1") == "k-openai"
    assert api_key("https://api.openai.com.example.org/v1") is None
    assert api_key("http://localhost:11434/v1") is None
    monkeypatch.setenv("KG_LLM_KEY", "k-own")
    assert api_key("https://api.openai.com/v1") == "k-own"


def test_doctor_says_where_texts_would_go(folder: Path, run_kg: Kg, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OPENAI_API_KEY", "k-secret")
    done = run_kg("llm", "doctor", "--llm-model", "m", "--llm-url", "https://api.openai.com/v1")
    rows = dict(line.split("\t") for line in done.out.splitlines())
    assert (done.code, rows["key"], rows["libraries"]) == (0, "from $OPENAI_API_KEY", "installed")
    assert rows["texts go"].startswith("to api.openai.com, another machine")
    assert "k-secret" not in done.out + done.err
    assert "none yet" in rows["answers kept"]
    done = run_kg("llm", "doctor", "--llm-model", "m", "--llm-url", "http://127.0.0.1:8080/v1")
    assert "to 127.0.0.1:8080, which is this machine" in done.out
    assert "$KG_LLM_KEY is not set" in done.out
    with service(_ferry_or_sorry) as told:
        run_kg("build", "news", "-o", "g.trig", "--reader", "llm", "--llm-model", "m", "--llm-url", told.url)
    assert "answers kept\t1 usable and 1 not" in run_kg("llm", "doctor", "--llm-model", "m").out
