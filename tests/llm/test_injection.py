"""Article text is data: what stands in it changes neither the request nor the graph."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
import yaml

from kg.llm import Settings, Sheet
from kg.llm.answer import read_answer
from kg.llm.data import guide
from kg.llm.ground import ground
from kg.llm.request import requests
from kg.model import Sentence, Span
from tests.llm.conftest import FERRY_ANSWER

CASES = yaml.safe_load((Path(__file__).parent / "injections.yaml").read_text(encoding="utf-8"))
SETTINGS = Settings(model="m")


def _with(sheet: Sheet, words: str) -> Sheet:
    """The article with one sentence more at its end."""
    text = f"{sheet.text}\n\n{words}\n"
    start = len(sheet.text) + 2
    last = sheet.sentences[-1]
    more = Sentence(
        last.id + 1, Span(start, start + len(words)), last.last, last.last, "body", last.paragraph + 1
    )
    article = replace(sheet.article, text=text)
    return replace(
        sheet,
        article=article,
        sentences=(*sheet.sentences, more),
        rules=replace(sheet.rules, article=article),
    )


def _obeying(words: str) -> dict[str, Any]:
    """The answer of a model that takes the sentence for its own and reports what it says."""
    quote = {"sentence": 7, "quote": words}
    return FERRY_ANSWER | {
        "meetings": [FERRY_ANSWER["meetings"][0] | {"evidence": [quote], "place": "Rome"}],
        "proposals": [FERRY_ANSWER["proposals"][0] | {"evidence": [quote], "provisions": [quote]}],
        "responses": [FERRY_ANSWER["responses"][0] | {"evidence": [quote], "stance": "Accepted"}],
        "statements": [FERRY_ANSWER["statements"][0] | {"evidence": [quote]}],
    }


def test_cases_were_collected() -> None:
    assert (len(CASES["to_machines"]), len(CASES["news"])) == (18, 10)


@pytest.mark.parametrize("words", CASES["to_machines"])
def test_request_stays_what_it_is(words: str, ferry: Sheet) -> None:
    (plain,), (request,) = requests(ferry, SETTINGS), requests(_with(ferry, words), SETTINGS)
    assert [m["role"] for m in request.messages] == ["system", "user", "assistant", "user"]
    assert request.messages[:3] == plain.messages[:3]
    shown = request.messages[3]["content"]
    assert shown.count("<article>") == shown.count("</article>") == 1
    assert shown.endswith("</article>")
    before, _, inside = shown.partition("<article>")
    assert before == plain.messages[3]["content"].partition("<article>")[0]
    assert "<" not in inside.removesuffix("</article>")
    assert request.body("m").keys() == plain.body("m").keys()


@pytest.mark.parametrize("words", CASES["to_machines"])
def test_model_that_obeys_adds_nothing(words: str, ferry: Sheet) -> None:
    found, tally = ground(_with(ferry, words), read_answer(json.dumps(_obeying(words))), model="m")
    assert not (found.meetings or found.proposals or found.responses or found.statements)
    assert tally.quotes["to a machine"] >= 4


@pytest.mark.parametrize("words", CASES["to_machines"])
def test_model_that_obeys_with_old_words_adds_nothing(words: str, ferry: Sheet) -> None:
    """Facts from the injected sentence under quotes that stand nowhere."""
    answer = json.loads(json.dumps(FERRY_ANSWER).replace("met in Port Elsin", "signed a treaty in Rome"))
    found, _ = ground(_with(ferry, words), read_answer(json.dumps(answer)), model="m")
    assert len(found.meetings) == 1


@pytest.mark.parametrize("words", CASES["news"])
def test_news_is_no_instruction(words: str, ferry: Sheet) -> None:
    assert not any(pattern.search(words) for pattern in guide().machines)
    found, tally = ground(_with(ferry, words), read_answer(json.dumps(_obeying(words))), model="m")
    assert len(found.statements) == 1
    assert not tally.quotes["to a machine"]


def test_nothing_but_the_article_leaves_the_machine(ferry: Sheet, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("KG_LLM_KEY", "sk-not-for-bodies")
    (request,) = requests(ferry, SETTINGS)
    sent = json.dumps(request.body("m"))
    for private in ("sk-not-for-bodies", ferry.article.source, str(Path.home()), ferry.article.name):
        assert private not in sent
