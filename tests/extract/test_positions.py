"""Who holds which title, and for whom: ``cases/positions.yaml``."""

from __future__ import annotations

from typing import Any

import pytest
from casting import cases, extraction

from kg.extract.actors.offices import one_post

CASES = cases("positions.yaml")


def test_enough_cases() -> None:
    assert len(CASES) >= 38
    assert sum(case["rule"].startswith("near-miss") for case in CASES) >= 8


@pytest.mark.parametrize("case", CASES, ids=[case["rule"] for case in CASES])
def test_positions(case: dict[str, Any]) -> None:
    found = extraction(case["text"])
    name = {a.key: a.name for a in found.actors}
    posts = [[name[p.person], p.title, name[p.within] if p.within else None] for p in found.positions]
    assert sorted(posts, key=str) == sorted(case["positions"], key=str)
    for person, wording in case.get("titles", {}).items():
        assert any(wording in p.other_titles for p in found.positions if name[p.person] == person)


@pytest.mark.parametrize(
    ("known", "text", "same"),
    [
        (["foreign minister"], "prime minister", False),
        (["spokesman"], "press secretary", True),
        (["spokesman"], "government spokesman", True),
        (["secretary of state"], "secretary of defense", False),
        (["adviser on trade"], "adviser", True),
        (["president"], "former president", False),
        (["president"], "leader", True),
        (["representative"], "mission chief", False),
        (["army chief"], "General", True),
        (["deputy minister", "official"], "envoy", False),
    ],
)
def test_wordings_of_one_post(known: list[str], text: str, same: bool) -> None:
    assert one_post(known, text) is same
