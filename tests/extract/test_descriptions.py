"""Whom common nouns denote: the descriptions of ``cases/coreference.yaml``."""

from __future__ import annotations

import pytest
from casting import MARK, cases, denoted

CASES = [case for case in cases("coreference.yaml") if any(" " in words for words, _ in MARK.findall(case))]


def test_enough_cases() -> None:
    assert len(CASES) >= 22


@pytest.mark.parametrize("case", CASES)
def test_descriptions(case: str) -> None:
    for words, expected, found in denoted(case):
        assert found == expected, words
