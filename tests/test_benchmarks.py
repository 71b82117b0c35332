"""The benchmark scripts: the page that they keep, and what they print on the project's own articles."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
import yaml

from kg.evaluate import Annotation, read_gold, score
from kg.evaluate.report import TYPES
from tests.conftest import ROOT

BENCHMARKS = ROOT / "benchmarks"
PAGE = (ROOT / "docs" / "quality.md").read_text(encoding="utf-8")
HELD_OUT = ROOT / "tests" / "gold" / "articles"
BLOCKS = ["score", "articles", "halves", "own", "peers", "reliability", "mistakes", "time"]


@pytest.fixture(scope="module")
def quality() -> Iterator[object]:
    sys.path.insert(0, str(BENCHMARKS))
    try:
        import quality

        yield quality
    finally:
        sys.path.remove(str(BENCHMARKS))


def _run(*args: str | Path) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, *(str(arg) for arg in args)]
    return subprocess.run(command, cwd=ROOT, capture_output=True, text=True)


def test_page_has_every_block_once() -> None:
    assert re.findall(r"<!-- (\w+) -->", PAGE) == BLOCKS
    assert re.findall(r"<!-- /(\w+) -->", PAGE) == BLOCKS


def test_page_tells_of_no_machine() -> None:
    assert not re.search(r"(?<![\w.])/(work|root|tmp|home|farm)\b", PAGE)


def test_fill_replaces_a_block_and_nothing_else(quality: object) -> None:
    page = "before\n<!-- a -->\nold\n<!-- /a -->\nbetween\n<!-- b -->\n<!-- /b -->\nafter\n"
    filled = quality.fill(page, {"a": ["x \\1", "y"], "b": ["z"]})  # type: ignore[attr-defined]
    assert filled == "before\n<!-- a -->\nx \\1\ny\n<!-- /a -->\nbetween\n<!-- b -->\nz\n<!-- /b -->\nafter\n"
    assert quality.fill(filled, {"a": ["old"], "b": []}) == page  # type: ignore[attr-defined]


@pytest.mark.parametrize("page", ["", "<!-- a -->\n", "<!-- a -->\n<!-- /a -->\n<!-- a -->\n<!-- /a -->\n"])
def test_fill_wants_one_block(quality: object, page: str) -> None:
    with pytest.raises(SystemExit, match="needs one block"):
        quality.fill(page, {"a": []})  # type: ignore[attr-defined]


def test_tables_of_a_perfect_reading(quality: object) -> None:
    gold = read_gold(ROOT / "tests" / "gold")
    report = score(gold, gold)
    by_type = list(quality.by_type(report))  # type: ignore[attr-defined]
    assert [line.split("|")[1].strip() for line in by_type[2:8]] == list(TYPES)
    assert all("| 1.000 | 1.000 | 1.000 |" in line for line in by_type[2:8])
    by_article = list(quality.by_article(report))  # type: ignore[attr-defined]
    assert len(by_article) == 2 + len(gold)
    halves = list(quality.halves(report))  # type: ignore[attr-defined]
    assert halves[-1].endswith("(jackknife): 0.000.")
    assert list(quality.mistakes(gold, gold))[2:] == []  # type: ignore[attr-defined]


def test_nothing_on_either_side_is_a_dash(quality: object) -> None:
    report = score({"a": Annotation(published="1999")}, {"a": Annotation(published="1998")})
    row = list(quality.by_article(report))[-1]  # type: ignore[attr-defined]
    assert row == "| a | – | – | – | – | – | – | 1.00 | wrong |"


@pytest.mark.slow
def test_quality_on_held_out_articles(tmp_path: Path) -> None:
    done = _run(
        BENCHMARKS / "quality.py", "tests/gold", HELD_OUT, "--no-time", "--json", tmp_path / "figures.json"
    )
    assert done.returncode == 0, done.stderr
    measured = re.findall(r"^## (\w+)$", done.stdout, re.MULTILINE)
    assert measured == ["score", "articles", "halves", "reliability", "mistakes", "own"]
    assert set(measured) == set(BLOCKS) - {"peers", "time"}
    figures = json.loads((tmp_path / "figures.json").read_text())
    assert list(figures) == ["overall", "published", *TYPES]
    assert 0 < figures["overall"] <= 1


@pytest.mark.slow
def test_floors_are_printed_as_the_file_wants_them() -> None:
    done = _run(BENCHMARKS / "quality.py", "--floors")
    assert done.returncode == 0, done.stderr
    printed = yaml.safe_load(done.stdout)
    pinned = yaml.safe_load((ROOT / "tests" / "floors.yaml").read_text())
    assert {name: set(figures) for name, figures in printed.items()} == {
        name: set(pinned[name]) for name in ("samples", "held_out")
    }


@pytest.mark.parametrize("script", ["quality.py", "calibrate.py"])
def test_gold_without_articles_is_refused(script: str) -> None:
    done = _run(BENCHMARKS / script, "tests/gold")
    assert done.returncode == 2
    assert "the articles that" in done.stderr
