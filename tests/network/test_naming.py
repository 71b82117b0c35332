"""Which actors have no name of their own."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml

from kg.network.naming import nameless

CASES: list[dict[str, Any]] = yaml.safe_load(
    (Path(__file__).parent.parent / "view" / "data" / "nameless.yaml").read_text(encoding="utf-8")
)


def test_all_cases_are_here() -> None:
    assert len(CASES) == 16
    assert {case["nameless"] for case in CASES} == {True, False}


@pytest.mark.parametrize("case", CASES, ids=lambda case: str(case["name"]))
def test_an_actor_has_a_name_or_none(case: dict[str, Any]) -> None:
    found = nameless(
        {"a": [case["name"]]},
        collectives={"a"} if case["collective"] else set(),
        known={"a"} if case.get("known") else set(),
        sentences=[case.get("sentence", "")],
    )
    assert (found == {"a"}) == case["nameless"]
