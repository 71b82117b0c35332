from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml

from kg.llm.align import align, pieces
from kg.llm.sheet import Sheet

CASES = yaml.safe_load((Path(__file__).parent / "quotes.yaml").read_text(encoding="utf-8"))


def test_cases_were_collected() -> None:
    assert (len(CASES["stands"]), len(CASES["stands_nowhere"])) == (16, 19)


@pytest.mark.parametrize("case", CASES["stands"], ids=lambda c: f"{c['quote'][:30]}@{c['sentence']}")
def test_quote_stands(case: dict[str, Any], ferry: Sheet) -> None:
    found = align(ferry, case["quote"], case["sentence"])
    assert found is not None
    assert (found.how, found.span.of(ferry.text)) == (case["how"], case["text"])
    assert (found.twice, found.elsewhere) == (case.get("twice", False), case.get("elsewhere", False))
    assert found.span.start == case.get("at", found.span.start)


@pytest.mark.parametrize("case", CASES["stands_nowhere"], ids=lambda c: c["quote"][:40])
def test_altered_quote_stands_nowhere(case: dict[str, Any], ferry: Sheet) -> None:
    assert align(ferry, case["quote"], case["sentence"]) is None


def test_quotes_with_dots_are_pieces() -> None:
    assert pieces("We cannot wait … until summer") == ["We cannot wait", "until summer"]
    assert pieces("We cannot [...] wait") == ["We cannot", "wait"]
    assert pieces("... until summer...") == ["until summer"]
