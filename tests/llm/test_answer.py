from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
import yaml

from kg.llm.answer import read_answer
from kg.llm.schema import answer_schema
from tests.llm.conftest import EMPTY, FERRY_ANSWER

CASES = yaml.safe_load((Path(__file__).parent / "answers.yaml").read_text(encoding="utf-8"))["cases"]


def _renamed(value: Any) -> Any:
    names = {"kind": "type", "aliases": "mentions", "participants": "parties", "proposers": "by", "addressees": "to",
             "key": "id", "when": "date", "place": "location", "provisions": "terms", "quote": "text"}  # fmt: skip
    if isinstance(value, dict):
        return {names.get(k, k): _renamed(v) for k, v in value.items()}
    return [_renamed(v) for v in value] if isinstance(value, list) else value


def _bare(value: Any) -> Any:
    """Quotes as mere words."""
    if isinstance(value, dict):
        return (
            value["quote"]
            if value.keys() == {"sentence", "quote"}
            else {k: _bare(v) for k, v in value.items()}
        )
    return [_bare(v) for v in value] if isinstance(value, list) else value


def _written(text: str) -> str:
    form = json.dumps(FERRY_ANSWER)
    texts = {
        "FORM": form,
        "CUT": form[: len(form) * 2 // 3],
        "COMMA": form.replace('"positions"', ', "positions"', 1),
        "RENAMED": json.dumps(
            {k.upper() if k == "actors" else k: v for k, v in _renamed(FERRY_ANSWER).items()}
        ),
        "VALUES": form.replace('"State"', '"country"')
        .replace('"Held"', '"completed"')
        .replace('"Rejected"', '"reject"'),
        "BARE": json.dumps(_bare(FERRY_ANSWER)),
        "SCHEMA": json.dumps(answer_schema()),
        "EMPTY": json.dumps(EMPTY),
    }
    for word, meant in texts.items():
        text = text.replace(word, meant)
    return text


def test_cases_were_collected() -> None:
    assert len(CASES) == 27


@pytest.mark.parametrize("case", CASES, ids=lambda c: c["name"])
def test_answer(case: dict[str, Any]) -> None:
    form = read_answer(_written(case["text"]))
    assert form.failure == case.get("failure")
    if form.failure is None:
        assert form.size >= case["least"]
        assert not case.get("mended") or form.mended[case["mended"]] > 0, form.mended


def test_mended_answers_say_the_same() -> None:
    whole = read_answer(json.dumps(FERRY_ANSWER)).entries
    for text in ("```json\nFORM\n```", "[FORM]", "RENAMED", "VALUES", "<think>x</think>FORM"):
        assert read_answer(_written(text)).entries == whole


def test_one_bad_entry_costs_only_itself() -> None:
    spoilt = json.loads(json.dumps(FERRY_ANSWER))
    spoilt["meetings"][0]["status"] = "Imagined"
    spoilt["statements"].append({"speaker": 7})
    form = read_answer(json.dumps(spoilt))
    assert dict(form.dropped) == {"meetings": 1, "statements": 1}
    assert (len(form.entries["meetings"]), len(form.entries["statements"])) == (1, 2)


@pytest.mark.parametrize(
    "text", ["[" * 5000, "{" * 5000, '{"actors":' * 2000, "null", "42", '"{}"', "{}", "[]", "[[]]"]
)
def test_strange_json_is_a_failure_and_no_crash(text: str) -> None:
    assert read_answer(text).failure is not None


def test_limits_and_refusals_that_the_server_reports() -> None:
    assert read_answer("", cut_off=True).failure == "cut off"
    assert read_answer("{", cut_off=True).failure == "cut off"
    assert read_answer(json.dumps(FERRY_ANSWER), refused=True).failure == "refusal"
