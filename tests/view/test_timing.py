"""The benchmark of the page: its networks, its rows, and the document that keeps them."""

from __future__ import annotations

import importlib.util
import re
import time
from pathlib import Path
from types import ModuleType

import pytest

ROOT = Path(__file__).resolve().parent.parent.parent


@pytest.fixture(scope="module")
def benchmark() -> ModuleType:
    spec = importlib.util.spec_from_file_location("page_benchmark", ROOT / "benchmarks" / "page.py")
    assert spec and spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_the_networks_are_the_same_each_time_and_have_what_real_ones_have(benchmark: ModuleType) -> None:
    network = benchmark.made(150)
    assert network == benchmark.made(150)
    assert len(network.actors) == 150 and 200 < len(network.ties) < 450
    assert all(
        event.evidence[0].quote in event.evidence[0].sentence for tie in network.ties for event in tie.events
    )
    assert network.actors[0].degree > 10  # hubs
    assert not network.actors[0].degree < network.actors[-1].degree


def test_what_takes_too_long_is_given_up(benchmark: ModuleType) -> None:
    assert benchmark.alone(time.sleep, 30, limit=0.2) is None
    assert benchmark.alone(time.sleep, 0.01, limit=20) < 20
    assert (benchmark.shown(None), benchmark.shown(1.26)) == ("given up", "1.3")


def test_the_document_has_a_row_for_each_size(benchmark: ModuleType) -> None:
    text = benchmark.PAGE.read_text(encoding="utf-8")
    table = text.split(benchmark.START)[1].split(benchmark.END)[0].splitlines()
    assert table[0] == f"| {' | '.join(benchmark.HEAD)} |"
    rows = [[cell.strip() for cell in row.strip("|").split("|")] for row in table[2:]]
    assert [row[0] for row in rows] == ["100", "1,000", "5,000", "20,000"]
    usable = [float(row[5]) for row in rows]
    assert usable[1] < 2 and usable[3] < 6  # what the page promises
    assert not re.search(r"(?<![\w.])/(work|root|tmp|home|farm)\b", text)
