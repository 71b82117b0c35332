"""Whom pronouns denote: ``cases/coreference.yaml``."""

from __future__ import annotations

import pytest
from casting import MARK, cases, denoted

PRONOUNS = frozenset(["he", "she", "it", "they", "him", "her", "them", "his", "its", "their"])
CASES = [case for case in cases("coreference.yaml") if PRONOUNS & {m[0].lower() for m in MARK.findall(case)}]


def test_enough_cases() -> None:
    assert len(CASES) >= 9


@pytest.mark.parametrize("case", CASES)
def test_pronouns(case: str) -> None:
    for words, expected, found in denoted(case):
        assert found == expected, words
