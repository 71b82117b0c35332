"""The second reader against a service that answers well, badly, late or not at all."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from kg.llm import SecondReader, Settings, Sheet
from kg.llm.schema import answer_schema
from kg.model import Extraction, Issue
from tests.llm.conftest import EMPTY, FERRY_ANSWER
from tests.llm.fake import Answerer, Reply, Service, service

GOOD = json.dumps(FERRY_ANSWER)
Make = Callable[..., Settings]


def _run(
    answer: Answerer, sheets: list[Sheet], settings: Settings
) -> tuple[list[Extraction], SecondReader, list[Issue], Service]:
    issues: list[Issue] = []
    with (
        service(answer) as told,
        SecondReader(replace(settings, url=told.url), report=issues.append) as reader,
    ):
        return list(reader.read(iter(sheets))), reader, issues, told


def _copies(sheet: Sheet, n: int) -> list[Sheet]:
    """Articles that differ in name and in what is asked about them."""
    found = []
    for k in range(n):
        article = replace(sheet.article, id=f"{sheet.article.id}-{k}", name=f"{k:02}.txt")
        article = replace(article, published=f"2031-03-{k + 1:02}")
        found.append(replace(sheet, article=article, rules=replace(sheet.rules, article=article)))
    return found


def _by_model(found: Extraction) -> bool:
    claims = (*found.meetings, *found.proposals, *found.responses, *found.statements)
    return bool(claims) and all(e.extractor.startswith("parley-llm.") for c in claims for e in c.evidence)


# ------------------------------------------------------------------------------------------- good answers


def test_good_answer_becomes_claims(ferry: Sheet, make_settings: Make) -> None:
    (found,), reader, issues, told = _run(lambda *_: GOOD, [ferry], make_settings())
    assert _by_model(found)
    assert not issues
    sizes = {part: len(getattr(found, part)) for part in FERRY_ANSWER}
    assert sizes == {part: len(entries) for part, entries in FERRY_ANSWER.items()}
    assert [str(m.when and m.when.value) for m in found.meetings] == ["2031-03-12", "2031-03-28"]
    assert found.responses[0].proposal == found.proposals[0].key
    assert reader.account.total == (1000, 100)
    (body,) = told.bodies
    assert body["response_format"]["json_schema"]["strict"] is True
    assert not {"tools", "tool_choice", "functions"} & body.keys()
    assert told.paths == ["/v1/chat/completions"]


def test_rerun_costs_nothing(ferry: Sheet, make_settings: Make) -> None:
    first, *_ = _run(lambda *_: GOOD, [ferry], make_settings())
    again, reader, _, told = _run(lambda *_: "unreachable", [ferry], make_settings())
    assert again == first
    assert not told.bodies
    assert reader.account.total == (0, 0)
    assert reader.account.saved == (1000, 100)
    assert reader.account.from_cache == 1


def test_another_model_or_date_is_another_question(ferry: Sheet, make_settings: Make) -> None:
    _run(lambda *_: GOOD, [ferry], make_settings())
    later = replace(ferry, article=replace(ferry.article, published="2031-03-15"))
    for sheets, settings in (([ferry], make_settings(model="fake-2")), ([later], make_settings())):
        *_, told = _run(lambda *_: GOOD, sheets, settings)
        assert len(told.bodies) == 1


def test_without_an_address_the_cache_alone_answers(ferry: Sheet, strike: Sheet, make_settings: Make) -> None:
    _run(lambda *_: GOOD, [ferry], make_settings())
    with SecondReader(make_settings()) as reader:
        found = list(reader.read(iter([ferry, strike])))
    assert _by_model(found[0])
    assert found[1] == strike.rules
    assert dict(reader.account.not_asked) == {"not in the cache, and no address is named": 1}


# ------------------------------------------------------------------------------------------- answers of no use

ONCE_BAD = {
    "prose": "The two states met.",
    "schema echoed": json.dumps(answer_schema()),
    "empty": "",
    "empty form": json.dumps(EMPTY),
    "no entry": '{"actors": [{"x": 1}]}',
}


@pytest.mark.parametrize("bad", ONCE_BAD.values(), ids=ONCE_BAD)
def test_asked_once_more_and_then_right(bad: str, ferry: Sheet, make_settings: Make) -> None:
    (found,), reader, issues, told = _run(lambda _, n: GOOD if n else bad, [ferry], make_settings())
    assert _by_model(found)
    assert not issues
    assert len(told.bodies) == 2
    roles = [m["role"] for m in told.bodies[1]["messages"]]
    assert roles[-2:] == ["assistant", "user"]
    assert reader.account.total == (2000, 200)


@pytest.mark.parametrize("bad", ONCE_BAD.values(), ids=ONCE_BAD)
def test_given_up_after_twice_and_named_and_not_paid_again(
    bad: str, ferry: Sheet, make_settings: Make
) -> None:
    (found,), reader, (issue,), told = _run(lambda *_: bad, [ferry], make_settings())
    assert found == ferry.rules
    assert list(reader.account.given_up) == ["ferry.txt"]
    assert issue.where == "ferry.txt"
    assert len(told.bodies) == 2
    (found,), _, (_,), told = _run(lambda *_: GOOD, [ferry], make_settings())
    assert found == ferry.rules
    assert not told.bodies
    with SecondReader(make_settings()) as reader:
        assert reader.forget_failures() == 1
    (found,), *_ = _run(lambda *_: GOOD, [ferry], make_settings())
    assert _by_model(found)


@pytest.mark.parametrize(
    "reply", [Reply(refusal="no"), Reply("x", finish="content_filter"), Reply("I cannot do that.")]
)
def test_refusal_is_not_asked_again(reply: Reply, ferry: Sheet, make_settings: Make) -> None:
    (found,), reader, _, told = _run(lambda *_: reply, [ferry], make_settings())
    assert found == ferry.rules
    assert reader.account.given_up == {"ferry.txt": "refusal"}
    assert len(told.bodies) == 1


def test_cut_off_answer_is_asked_for_with_more_room(ferry: Sheet, make_settings: Make) -> None:
    cut = Reply(GOOD[: len(GOOD) // 2], finish="length")
    (found,), _, _, told = _run(lambda _, n: GOOD if n else cut, [ferry], make_settings())
    assert len(found.meetings) == 2
    assert told.bodies[1]["max_tokens"] == 2 * told.bodies[0]["max_tokens"]


def test_twice_cut_off_keeps_what_is_whole(ferry: Sheet, make_settings: Make) -> None:
    cut = Reply(GOOD[: len(GOOD) // 2], finish="length")
    (found,), reader, _, _ = _run(lambda *_: cut, [ferry], make_settings())
    assert reader.account.read == ["ferry.txt"]
    assert found.meetings or found.positions
    assert len(found.meetings) + len(found.statements) < 4


def test_hallucinated_quotes_give_nothing(ferry: Sheet, make_settings: Make) -> None:
    text = GOOD.replace("Envoys", "Ministers").replace("rejected", "welcomed").replace("fourth", "tenth")
    (found,), reader, _, _ = _run(lambda *_: text, [ferry], make_settings())
    assert not found.meetings
    assert not found.responses
    assert reader.account.tally.quotes["nowhere"] == 3
    assert reader.account.tally.dropped["meetings: no evidence"] == 2


def test_all_quotes_hallucinated_is_a_failure(ferry: Sheet, make_settings: Make) -> None:
    made_up = json.loads(GOOD)
    for part in ("positions", "meetings", "proposals", "responses", "statements"):
        for entry in made_up[part]:
            entry["evidence"] = [{"sentence": 2, "quote": "the delegates left without a word"}]
            entry["title"] = entry.get("title") and "grand vizier"
    text = json.dumps(
        {
            k: [{f: v for f, v in e.items() if v != "" or f != "title"} for e in es]
            for k, es in made_up.items()
        }
    )
    (found,), reader, _, _ = _run(lambda *_: text, [ferry], make_settings())
    assert found == ferry.rules or not _by_model(found)
    assert reader.account.given_up


# ------------------------------------------------------------------------------------------- servers


def test_busy_server_is_waited_for(ferry: Sheet, make_settings: Make) -> None:
    replies = {
        0: Reply(status=429, message="slow down", headers=(("Retry-After", "0.01"),)),
        1: Reply(status=500),
    }
    (found,), reader, issues, told = _run(lambda _, n: replies.get(n, GOOD), [ferry], make_settings())
    assert _by_model(found)
    assert not issues
    assert len(told.bodies) == 3
    assert reader.account.total == (1000, 100)


@pytest.mark.parametrize(
    ("reply", "kind"),
    [
        (Reply(status=429, message="slow down"), "busy"),
        (Reply(status=503, message="down"), "server error"),
        (Reply(wait=3.0), "timeout"),
    ],
)
def test_server_that_does_not_recover(reply: Reply, kind: str, ferry: Sheet, make_settings: Make) -> None:
    settings = make_settings(timeout=0.15 if reply.wait else 5.0, tries=2)
    (found,), reader, (_issue,), told = _run(lambda *_: reply, [ferry], settings)
    assert found == ferry.rules
    assert reader.account.given_up == {"ferry.txt": kind}
    assert len(told.bodies) == 2
    # it was the server's fault: a later run asks
    (found,), *_ = _run(lambda *_: GOOD, [ferry], make_settings())
    assert _by_model(found)


@pytest.mark.parametrize(
    ("reply", "word"),
    [
        (Reply(status=401, message="missing key"), "KG_LLM_KEY"),
        (Reply(status=404, message="no such model"), "no such model"),
        (Reply(status=429, message="You exceeded your current quota"), "quota"),
        (Reply(raw=b"<html>welcome</html>"), "not as a chat service"),
        (Reply(raw=b'{"ok": true}'), "not as a chat service"),
    ],
)
def test_what_every_question_would_meet_stops_the_run(
    reply: Reply, word: str, ferry: Sheet, make_settings: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("KG_LLM_KEY", raising=False)
    sheets = _copies(ferry, 6)
    found, reader, issues, told = _run(lambda *_: reply, sheets, make_settings(concurrency=1))
    assert found == [sheet.rules for sheet in sheets]
    assert len(told.bodies) == 1
    assert word in reader.account.stopped
    assert [i.level for i in issues].count("error") == 1
    lines = list(reader.account.lines())
    assert "asked no more" in lines[0]
    assert "read 0 of 6" in lines[1]
    assert reader.account.failed


def test_nobody_there(ferry: Sheet, make_settings: Make) -> None:
    with service(lambda *_: GOOD) as gone:
        pass
    with SecondReader(make_settings(url=gone.url, tries=2, concurrency=1)) as reader:
        found = list(reader.read(iter(_copies(ferry, 3))))
    assert [f.meetings for f in found] == [ferry.rules.meetings] * 3
    assert "no connection" in reader.account.stopped


def test_run_in_which_most_fail_stops_early(ferry: Sheet, make_settings: Make) -> None:
    sheets = _copies(ferry, 20)
    found, reader, issues, told = _run(lambda *_: "Sorry.", sheets, make_settings(concurrency=1))
    assert len(found) == 20
    assert len(told.bodies) == 10  # five articles, twice each
    assert reader.account.stopped == "5 of the first 5 answers failed"
    assert any(i.level == "error" and "stopped" in i.message for i in issues)


def test_few_failures_do_not_stop_a_run(ferry: Sheet, make_settings: Make) -> None:
    sheets = _copies(ferry, 12)

    def answer(body: dict[str, Any], _: int) -> str:
        day = int(body["messages"][3]["content"].split("2031-03-")[1][:2])
        return "Sorry." if day % 2 == 0 else GOOD

    _, reader, *_ = _run(answer, sheets, make_settings(concurrency=1))
    assert not reader.account.stopped
    assert (len(reader.account.read), len(reader.account.given_up)) == (6, 6)


@pytest.mark.parametrize(("refused", "status"), [(0, 400), (1, 400), (2, 422), (3, 400), (1, 500)])
def test_server_without_structured_output(
    refused: int, status: int, ferry: Sheet, make_settings: Make
) -> None:
    """Each refused form of the request is given up for the next: schema, older schema, JSON mode, plain text."""

    def kind(body: dict[str, Any]) -> int:
        form = body.get("response_format") or {"type": "text"}
        return 1 if "schema" in form else ["json_schema", "", "json_object", "text"].index(form["type"])

    def answer(body: dict[str, Any], _: int) -> Any:
        return (
            Reply(status=status, message="response_format is not supported") if kind(body) < refused else GOOD
        )

    found, _, _issues, told = _run(answer, _copies(ferry, 2), make_settings(concurrency=1))
    assert all(map(_by_model, found))
    assert [kind(b) for b in told.bodies] == [*range(refused + 1), refused]


def test_server_with_other_names_for_limits(ferry: Sheet, make_settings: Make) -> None:
    def answer(body: dict[str, Any], _: int) -> Any:
        if "max_tokens" in body:
            return Reply(status=400, message="Unsupported parameter: use 'max_completion_tokens' instead.")
        if "temperature" in body:
            return Reply(status=400, message="'temperature' does not support 0 with this model.")
        return GOOD

    (found,), *_, told = _run(answer, [ferry], make_settings())
    assert _by_model(found)
    assert "max_completion_tokens" in told.bodies[-1]


def test_article_that_is_too_long_is_asked_in_parts(ferry: Sheet, make_settings: Make) -> None:
    """The server takes few sentences at once; the parts' claims are one reading, each told once."""

    def answer(body: dict[str, Any], _: int) -> Any:
        shown = body["messages"][3]["content"]
        numbers = {n for n in range(1, 7) if f"\n[{n}]" in shown}
        if len(numbers) > 4:
            return Reply(status=400, message="This model's maximum context length is 4096 tokens.")
        return json.dumps(
            {
                part: [e for e in entries if "evidence" not in e or e["evidence"][0]["sentence"] in numbers]
                for part, entries in FERRY_ANSWER.items()
            }
        )

    (found,), _reader, issues, told = _run(answer, [ferry], make_settings())
    assert not issues
    assert len(told.bodies) >= 3
    assert [len(getattr(found, p)) for p in FERRY_ANSWER] == [3, 1, 2, 1, 1, 2]


# ------------------------------------------------------------------------------------------- money, interruptions


def test_budget_stops_cleanly_and_a_later_run_goes_on(ferry: Sheet, make_settings: Make) -> None:
    sheets = _copies(ferry, 5)
    settings = make_settings(concurrency=1, budget_tokens=6000)
    _, reader, _, first = _run(lambda *_: GOOD, sheets, settings)
    assert 0 < len(first.bodies) < 5
    assert sum(reader.account.total) <= 6000
    assert reader.account.not_asked["the budget is used up; run again to go on"] == 5 - len(first.bodies)
    assert not reader.account.failed
    _, reader, _, second = _run(lambda *_: GOOD, sheets, replace(settings, budget_tokens=None))
    assert len(first.bodies) + len(second.bodies) == 5
    assert len(reader.account.read) == 5


def test_costs_are_told_by_article_and_in_all(ferry: Sheet, make_settings: Make) -> None:
    sheets = _copies(ferry, 3)
    _, reader, *_ = _run(lambda *_: GOOD, sheets, make_settings(price=(2.0, 10.0)))
    assert reader.account.spent == {s.article.id: (1000, 100) for s in sheets}
    assert "tokens: 3,000 read, 300 written; cost 0.0090" in list(reader.account.lines())


def test_interrupted_run_goes_on_without_repeating_a_request(ferry: Sheet, make_settings: Make) -> None:
    sheets = _copies(ferry, 6)
    settings = make_settings(concurrency=1)
    with service(lambda *_: GOOD) as told:
        with SecondReader(replace(settings, url=told.url)) as reader:
            run = reader.read(iter(sheets))
            next(run)
            run.close()  # as when the user interrupts: the generator ends where it stands
        asked = len(told.bodies)
        assert 1 <= asked < 6
        with SecondReader(replace(settings, url=told.url)) as reader:
            assert len(list(reader.read(iter(sheets)))) == 6
        assert len(told.bodies) == 6
        questions = [b["messages"][3]["content"] for b in told.bodies]
        assert len(set(questions)) == 6


def test_requests_run_side_by_side_and_come_in_order(ferry: Sheet, make_settings: Make) -> None:
    sheets = _copies(ferry, 8)
    waits = {k: Reply(GOOD, wait=0.05 * (k % 3)) for k in range(8)}
    found, *_ = _run(lambda _, n: waits[n], sheets, make_settings(concurrency=4))
    assert [f.article.id for f in found] == [s.article.id for s in sheets]


# ------------------------------------------------------------------------------------------- both, doubtful


def test_both_is_a_union_and_agreement_is_surer(ferry: Sheet, make_settings: Make) -> None:
    (found,), reader, _, _ = _run(lambda *_: GOOD, [ferry], make_settings(reader="both"))
    assert reader.account.agreed > 0
    texts = [s.text for s in found.statements]
    assert len(texts) == len(set(texts))
    assert len(found.meetings) >= 2
    both = [c for c in found.actors if {e.extractor[:10] for e in c.evidence} > {"parley-llm"}]
    assert both
    alone = max(e.confidence for a in ferry.rules.actors for e in a.evidence)
    assert max(e.confidence for a in both for e in a.evidence) >= min(alone, 0.98)


def test_disagreement_is_told_with_both_values(ferry: Sheet, make_settings: Make) -> None:
    rule = replace(ferry.rules.statements[0], key="s9")
    other = json.loads(GOOD)
    assert "Marchetti" in next(a.name for a in ferry.rules.actors if a.key == rule.speaker)
    for statement in other["statements"]:
        statement["speaker"] = "Belmora"
    (_found,), reader, issues, _ = _run(lambda *_: json.dumps(other), [ferry], make_settings(reader="both"))
    told = [i for i in issues if i.level == "info"]
    assert told
    assert reader.account.disagreed == len(told)
    assert "Belmora" in told[0].message
    assert "Marchetti" in told[0].message


def test_doubtful_asks_about_doubtful_sentences_only(ferry: Sheet, make_settings: Make) -> None:
    doubtful = replace(ferry, doubtful=frozenset({4}))
    settings = make_settings(on="doubtful", reader="llm")
    only = {
        p: [e for e in es if "evidence" not in e or e["evidence"][0]["sentence"] == 5]
        for p, es in FERRY_ANSWER.items()
    }
    (found,), _, _, told = _run(lambda *_: json.dumps(only), [doubtful], settings)
    shown = told.bodies[0]["messages"][3]["content"]
    assert "[5]" in shown
    assert "[6]" not in shown
    assert any(e.extractor.startswith("parley-llm.response") for r in found.responses for e in r.evidence)
    assert len(found.statements) == len(ferry.rules.statements)
    sure = replace(ferry, doubtful=frozenset())
    (found,), reader, _, told = _run(lambda *_: GOOD, [sure], settings)
    assert found == ferry.rules
    assert not told.bodies
    assert dict(reader.account.not_asked) == {"nothing doubtful": 1}


def test_cache_of_something_else_is_refused(tmp_path: Path, make_settings: Make) -> None:
    from kg.errors import LLMError

    (tmp_path / "llm.sqlite").write_text("not a database, only words" * 50)
    with pytest.raises(LLMError, match=r"llm\.sqlite.*--llm-cache"):
        SecondReader(make_settings())
