"""The weights as they stand, how they combine, and what is said when the file is broken."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import kg
from kg.errors import DataFileError
from kg.extract import confidence
from kg.extract.confidence import HIGHEST, LOWEST, Weights, weights
from kg.ontology import KG

FAMILIES = ("actor", "position", "meeting", "proposal", "provision", "response", "statement")


def test_every_family_has_a_rate_of_its_own() -> None:
    assert set(FAMILIES) <= set(weights().rules)
    assert {rule.partition(".")[0] for rule in weights().rules} <= {*FAMILIES, "default"}
    assert set(weights().marks) <= set(FAMILIES)


def test_longest_prefix_counts() -> None:
    table = Weights({"default": 0.5, "a": 0.6, "a.b": 0.7}, {})
    assert [table.base(rule) for rule in ("a.b", "a.b.c", "a.x", "b", "")] == [0.7, 0.7, 0.6, 0.5, 0.5]


def test_marks_multiply_odds() -> None:
    table = Weights({"default": 0.5, "a": 0.8}, {"a": {"half": 0.5, "twice": 2.0}})
    assert table.confidence("a", ["half"]) == 0.67  # odds 4 become 2
    assert table.confidence("a", ["twice"]) == 0.89
    assert table.confidence("a.x", ["half", "twice", "half", "nothing"]) == 0.8
    assert table.confidence("b", ["half"]) == 0.5


@given(st.sets(st.sampled_from(["x", "y", "z"])), st.floats(0.01, 100), st.floats(0.01, 0.99))
def test_a_mark_above_one_never_lowers(marks: set[str], factor: float, rate: float) -> None:
    table = Weights({"default": rate}, {"a": {"w": factor}})
    without, with_it = table.confidence("a", marks), table.confidence("a", {*marks, "w"})
    assert LOWEST <= min(without, with_it) <= max(without, with_it) <= HIGHEST
    assert (with_it >= without) if factor >= 1 else (with_it <= without)


@pytest.mark.parametrize(
    ("content", "line", "message"),
    [
        ("rules: {default: 1.5}\n", 1, "1.5 is no rate"),
        ("rules:\n  default: 0.5\nmarks:\n  a:\n    m: 0\n", 5, "no factor above 0"),
    ],
)
def test_broken_weights(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, content: str, line: int, message: str
) -> None:
    (tmp_path / "ontology" / "lexicon").mkdir(parents=True)
    (tmp_path / "ontology" / "lexicon" / "confidence.yaml").write_text(content)
    monkeypatch.setenv("KG_HOME", str(tmp_path))
    with pytest.raises(DataFileError, match=message) as caught:
        confidence.weights.__wrapped__()
    assert f"confidence.yaml:{line}" in str(caught.value)


def test_the_graph_has_the_confidence_of_the_weights(sample_graph: kg.Graph) -> None:
    values = {
        float(str(value)) for _, _, value, _ in sample_graph.dataset.quads((None, KG.confidence, None, None))
    }
    assert len(values) > 5
    assert min(values) >= LOWEST
    assert max(values) <= HIGHEST
