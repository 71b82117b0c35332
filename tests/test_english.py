from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from kg.english import english_share, foreign_line

CASES: dict[str, Any] = yaml.safe_load(Path(__file__).with_name("english.yaml").read_text(encoding="utf-8"))


def test_all_are_collected() -> None:
    assert {key: len(texts) for key, texts in CASES.items()} == {
        "english": 6, "other": 14, "english_lines": 8, "other_lines": 7,
    }  # fmt: skip


@pytest.mark.parametrize("line", CASES["english_lines"])
def test_english_lines(line: str) -> None:
    assert not foreign_line(line)


@pytest.mark.parametrize("line", CASES["other_lines"])
def test_other_lines(line: str) -> None:
    assert foreign_line(line)


@given(st.text(max_size=50))
def test_any_text_has_an_answer(text: str) -> None:
    assert 0 <= english_share(text) <= 1
    assert not (foreign_line(text) and text.isascii())
