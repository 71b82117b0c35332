"""What the benchmarks of scale are made of gives the same every time."""

from __future__ import annotations

import re
import sys
from pathlib import Path
from typing import Any

import pytest

from kg.evaluate import Annotation, Grouping, read_groups, score
from kg.evaluate.annotations import Actor
from tests.conftest import ROOT


@pytest.fixture
def benchmark(monkeypatch: pytest.MonkeyPatch) -> Any:
    monkeypatch.syspath_prepend(str(ROOT / "benchmarks"))
    for name in ("press", "resolve"):
        monkeypatch.delitem(sys.modules, name, raising=False)
    import resolve

    return resolve


def test_a_plot_depends_on_its_figures_alone(benchmark: Any, tmp_path: Path) -> None:
    one, other, third = (tmp_path / f"{n}.svg" for n in range(3))
    benchmark.plot([100, 1000], [1.0, 11.0], one)
    benchmark.plot([100, 1000], [1.0, 11.0], other)
    benchmark.plot([100, 1000], [1.0, 12.0], third)
    assert one.read_bytes() == other.read_bytes() != third.read_bytes()


def test_affairs_have_states_of_their_own(benchmark: Any) -> None:
    import press

    casts = [press._states(affair) for affair in range(60)]
    assert all(len({entry.id for entry in cast.values()}) == len(cast) for cast in casts)
    in_many = {cast["russia"].id for cast in casts}
    assert 10 < len(in_many) < 60  # some come again, and not one in all
    assert press._states(7) == casts[7]
    assert press._reworded("a long agreement", 1) == "a long agreementbaa"


def test_no_two_articles_have_the_same_words(benchmark: Any) -> None:
    import press

    text = "Ministers discussed the northern harbour, and the Dalian envoys answered nothing in Geneva." * 9
    varied = [press._varied(text, n) for n in range(40)]
    assert len(set(varied)) > 12
    assert all(list(map(len, one.split())) == list(map(len, text.split())) for one in varied)
    # names and short words stay, so that spans and dates do
    assert all(one.startswith("Ministers ") and "Dalian" in one and " Geneva." in one for one in varied)
    assert press._varied(text, 7) == varied[7]


def test_kinds_are_a_grouping_that_the_page_explains() -> None:
    kinds = read_groups(ROOT / "benchmarks" / "kinds.json")
    page = (ROOT / "docs" / "quality.md").read_text(encoding="utf-8")
    section = page.partition("### By group of articles")[2].partition("<!-- groups -->")[0]
    told = re.findall(r"^\| (\w+) \|", section, re.MULTILINE)[1:]
    assert len(kinds.group) == 360
    assert set(kinds.group.values()) == set(told)


def test_quality_writes_a_table_per_grouping(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.syspath_prepend(str(ROOT / "benchmarks"))
    import quality

    gold = {name: Annotation(actors=(Actor(("Oz",), "State"),)) for name in ("barley", "ferry")}
    report = score(gold, {"barley": gold["barley"]})
    lines = list(quality.by_group(report, [Grouping("kinds", {"barley": "trade"})]))
    assert lines == [
        "| kinds | articles | overall | actors | positions | meetings | proposals | responses | statements |",
        "|---|---:|---:|---:|---:|---:|---:|---:|---:|",
        "| trade | 1 | 1.000 | 1.00 1.00/1.00 | – | – | – | – | – |",
        "| (no group) | 1 | 0.833 | 0.00 0.00/0.00 | – | – | – | – | – |",
        "| (all) | 2 | 0.944 | 0.67 1.00/0.50 | – | – | – | – | – |",
        "",
        "Of each type: F1 precision/recall, over 2 articles.",
    ]
