from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import kg
from kg.errors import InputError
from kg.evaluate import b_cubed, identity, identity_table, read_gold, read_identity

ROOT = Path(__file__).resolve().parents[2]
IDENTITY = ROOT / "tests" / "identity"
GOLD = ROOT / "tests" / "gold"


def test_the_textbook_example() -> None:
    # of three and two that belong together the graph has one in the wrong place
    items = {"a": (1, "x"), "b": (1, "x"), "c": (1, "y"), "d": (2, "y"), "e": (2, "y")}
    found = b_cubed(items)
    assert found.precision == pytest.approx((1 + 1 + 1 / 3 + 2 / 3 + 2 / 3) / 5)
    assert found.recall == pytest.approx((2 / 3 + 2 / 3 + 1 / 3 + 1 + 1) / 5)
    assert found.wrong == (("c", "d"), ("c", "e"))
    assert found.missed == (("a", "c"), ("b", "c"))
    assert b_cubed({}).f1 == 1


@given(st.dictionaries(st.text(max_size=3), st.tuples(st.integers(0, 3), st.integers(0, 3)), min_size=1))
def test_figures_are_shares(items: dict[str, tuple[int, int]]) -> None:
    found, turned = b_cubed(items), b_cubed({name: (b, a) for name, (a, b) in items.items()})
    assert 0 < found.precision <= 1
    assert found.precision == pytest.approx(turned.recall)
    assert (found.precision == 1) is not found.wrong or not found.wrong
    assert b_cubed({name: (a, a) for name, (a, _) in items.items()}).f1 == 1


def test_the_gold_speaks_of_entries_that_there_are() -> None:
    gold = read_gold(GOLD)
    known = {
        f"{name}:{e.id}"
        for name, found in gold.items()
        for e in (*found.actors, *found.meetings, *found.proposals)
    }
    clusters = read_identity(IDENTITY / "samples.json")
    assert {entry for found in clusters.values() for entry in found} <= known
    assert {kind: len(set(found.values())) for kind, found in clusters.items()} == COUNTS
    # names and numbers only
    assert all(len(line) < 90 for line in (IDENTITY / "dev.json").read_text(encoding="utf-8").splitlines())


COUNTS = {"actors": 47, "meetings": 4, "proposals": 3}


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("{", "cannot be read"),
        ('{"actors": [1]}', "not a file|cannot be read"),
        ('{"actors": {"x": 3}}', "not a file"),
        ('{"meetings": {"x": ["a:1"], "y": ["a:1"]}}', "a:1 is in two clusters"),
    ],
)
def test_a_broken_file_is_told(tmp_path: Path, text: str, says: str) -> None:
    path = tmp_path / "identity.json"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(InputError, match=says):
        read_identity(path)


def test_what_is_one_over_the_samples_is_one_in_their_graph() -> None:
    graph = kg.build([ROOT / "samples", GOLD / "articles"])
    figures = identity(GOLD, IDENTITY / "samples.json", graph.dataset)
    assert [row[0] for row in identity_table(figures).rows] == ["actors", "meetings", "proposals"]
    assert figures["actors"].f1 >= 0.90, figures["actors"]
    assert figures["meetings"].f1 >= 0.85, figures["meetings"]
    for kind, found in figures.items():
        assert found.entries > 20, kind
        assert found.precision >= 0.95, found.wrong
    assert json.loads((IDENTITY / "samples.json").read_text(encoding="utf-8")).keys() == figures.keys()
