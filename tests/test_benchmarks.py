"""What the benchmarks of scale are made of gives the same every time."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

import pytest

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
