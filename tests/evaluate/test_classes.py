"""Classes of mistakes, each case with the mistakes and the costs that it must give."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml

from kg.evaluate import error_classes, score
from kg.evaluate.annotations import Annotation, annotation

DATA = yaml.safe_load((Path(__file__).parent / "classes.yaml").read_text())
CASES: list[dict[str, Any]] = DATA["cases"]


def _annotation(case: dict[str, Any], side: str) -> Annotation:
    entries = [case[side]] if side in case else []
    actors = [*DATA["actors"], *entries] if case["kind"] == "actors" else DATA["actors"]
    return annotation({"actors": actors, case["kind"]: entries} | {"actors": actors})


def test_cases_collected() -> None:
    assert len(CASES) == 21


@pytest.mark.parametrize(
    "case", CASES, ids=lambda case: f"{case['kind']}: {', '.join(case['mistakes']) or 'none'}"
)
def test_mistakes(case: dict[str, Any]) -> None:
    gold, predicted = {"a": _annotation(case, "gold")}, {"a": _annotation(case, "predicted")}
    found = error_classes(gold, predicted)
    assert {one.kind for one in found} <= {case["kind"]}
    assert {one.name: one.cost for one in found} == pytest.approx(case["mistakes"], abs=1e-4)
    assert all(one.count == 1 for one in found)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["kind"])
def test_costs_are_what_the_score_lost(case: dict[str, Any]) -> None:
    """What the gold side could have earned, less the costs, is what was earned; but for limits within the margin."""
    gold, predicted = {"a": _annotation(case, "gold")}, {"a": _annotation(case, "predicted")}
    lost = sum(one.cost for one in error_classes(gold, predicted))
    earned = score(gold, predicted).score(case["kind"])
    assert earned.gold - earned.earned == pytest.approx(lost)


def test_counts_add_up_over_articles() -> None:
    case = next(c for c in CASES if "wrong speaker" in c["mistakes"])
    gold, predicted = _annotation(case, "gold"), _annotation(case, "predicted")
    found = error_classes({"a": gold, "b": gold}, {"a": predicted, "b": predicted})
    assert [(one.name, one.count, one.cost) for one in found] == [
        ("wrong mode", 2, 0.2),
        ("wrong speaker", 2, 1.0),
    ]


def test_article_without_prediction_is_all_missed() -> None:
    gold = {"a": annotation({"actors": DATA["actors"]})}
    (found,) = error_classes(gold, {})
    assert (found.kind, found.name, found.count) == ("actors", "missed, nothing like it found", 3)
