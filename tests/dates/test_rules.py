"""Every rule of the lexicon proves itself by its own examples and near misses."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from kg.dates import read_times
from kg.dates.grammar import grammar
from kg.lexicon import lexicon
from kg.model import PartialDate

ANCHOR = date(2019, 6, 12)
RULES: list[dict[str, Any]] = lexicon("times")["rules"]
EXAMPLES = [(rule["name"], example) for rule in RULES for example in rule["examples"]]
NEAR_MISSES = [(rule["name"], text) for rule in RULES for text in rule["near_misses"]]


def as_date(text: str | None) -> PartialDate | None:
    return PartialDate(*text.split("/")) if text else None


def test_collected() -> None:
    assert len(RULES) == 35
    assert len(EXAMPLES) >= 120
    assert len(NEAR_MISSES) >= 60
    assert all(rule["examples"] and rule["near_misses"] for rule in RULES)


@pytest.mark.parametrize(("name", "example"), EXAMPLES)
def test_example(name: str, example: dict[str, str | None]) -> None:
    text, wanted = str(example["in"]), str(example["found"])
    found = {t.span.of(text): t for t in read_times(text, anchor=ANCHOR)}
    assert wanted in found, f"found only {list(found)}"
    time = found[wanted]
    assert time.value == example["value"]
    assert time.kind == example.get("kind", "DATE")
    if "date" in example:
        assert time.date == as_date(example["date"])


@pytest.mark.parametrize(("name", "text"), NEAR_MISSES)
def test_near_miss(name: str, text: str) -> None:
    rules = grammar()
    assert name not in [m.rule for m in rules.scan(rules.split(text)) if _has_reading(text, m.start)]


def _has_reading(text: str, start: int) -> bool:
    return any(t.span.start <= start < t.span.end for t in read_times(text, anchor=ANCHOR))
