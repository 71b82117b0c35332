from __future__ import annotations

import pickle
import re
import time
from typing import Any

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from kg.errors import QueryError
from kg.query import guard
from tests.conftest import ROOT

CASES: dict[str, list[dict[str, Any]]] = yaml.safe_load(
    (ROOT / "tests/query/guard_cases.yaml").read_text(encoding="utf-8")
)
PARTS = [
    "SERVICE",
    "FILTER(?a",
    "<",
    ">",
    "#",
    "\n",
    '"',
    "'",
    '"""',
    "\\",
    "\\u0022",
    "?b",
    ")",
    "{",
    "}",
    " ",
    "<x:>",
    "1",
    "a:b",
    "true",
]


def test_cases_were_collected() -> None:
    assert (len(CASES["passes"]), len(CASES["refused"])) == (25, 40)


@pytest.mark.parametrize("case", CASES["passes"], ids=lambda case: case["text"])
def test_passes(case: dict[str, Any]) -> None:
    assert guard.check(case["text"], datasets=case.get("datasets", False)) == case["form"]


@pytest.mark.parametrize("case", CASES["refused"], ids=lambda case: case["text"])
def test_refused(case: dict[str, Any]) -> None:
    with pytest.raises(guard.SparqlError, match=case["told"]) as caught:
        guard.check(case["text"], where="mine.rq", datasets=case.get("datasets", False))
    message = str(caught.value)
    assert "\n" not in message
    assert message.startswith(f"mine.rq:{case['at']}: " if "at" in case else "mine.rq:")
    if "at" in case:
        line = case["text"].split("\n")[int(case["at"].split(":")[0]) - 1]
        assert message.endswith(f"in: {line.strip()}")
        again = pickle.loads(pickle.dumps(caught.value))
        assert (str(again), again.source, again.column) == (message, line.rstrip("\r"), caught.value.column)


@settings(max_examples=300, deadline=None)
@given(st.lists(st.sampled_from(PARTS), max_size=14))
def test_no_spelling_reaches_another_service(parts: list[str]) -> None:
    """Oxigraph says of a SERVICE that it meets that its name is unbound; the guard must have refused it."""
    text = "ASK { VALUES ?a { 1 } " + "".join(parts) + " ?nowhere { } }"
    try:
        guard.check(text)
    except QueryError as error:
        assert "service name" not in str(error)


def test_long_lists_are_parsed_not_joined() -> None:
    values = " ".join(map(str, range(3000)))
    lists = " ".join(f"VALUES ?v{i} {{ {values} }}" for i in range(4))
    before = time.process_time()
    assert guard.check(f"ASK {{ {lists} FILTER(?v0 + ?v1 + ?v2 < 0) }}") == "ask"
    assert guard.check(f"SELECT * {{ {lists} }} ORDER BY ?v3 VALUES ?v0 {{ 1 }}") == "select"
    assert time.process_time() - before < 5


def test_long_text_is_read_once() -> None:
    text = f"ASK {{ ?s ?p {'<a#' * 1000} {'<urn:a#b> , ' * 20_000} ?service }}"
    before = time.process_time()
    with pytest.raises(QueryError, match=re.escape("query:1:")):
        guard.check(text)
    assert time.process_time() - before < 5
