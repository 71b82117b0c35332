"""Who is who in an article: ``cases/actors.yaml``."""

from __future__ import annotations

from typing import Any

import pytest
from casting import cases, extraction

CASES = cases("actors.yaml")


def test_enough_cases() -> None:
    assert len(CASES) >= 40
    assert sum(case["rule"].startswith("near-miss") for case in CASES) >= 10


@pytest.mark.parametrize("case", CASES, ids=[case["rule"] for case in CASES])
def test_actors(case: dict[str, Any]) -> None:
    found = extraction(case["text"])
    assert {a.name: a.kind for a in found.actors} == case["actors"]
    by_name = {a.name: a for a in found.actors}
    for name, forms in case.get("names", {}).items():
        assert set(forms) <= set(by_name[name].aliases)
    key = {a.key: a.name for a in found.actors}
    for name, owner in case.get("organ_of", {}).items():
        assert key[by_name[name].organ_of or ""] == owner
    if "member_of" in case:
        members = {a.name: key[a.member_of[0]] for a in found.actors if a.member_of}
        assert members == case["member_of"]


@pytest.mark.parametrize("case", CASES, ids=[case["rule"] for case in CASES])
def test_evidence_is_exact_and_shows_each_form_once(case: dict[str, Any]) -> None:
    for actor in extraction(case["text"]).actors:
        quotes = [piece.span.of(case["text"]) for piece in actor.evidence]
        assert quotes
        assert len(set(quotes)) == len(quotes)
        assert all(piece.sentence.covers(piece.span) for piece in actor.evidence)
