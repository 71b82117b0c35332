"""What several test modules share: the samples built once, and the command line as a function."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import NamedTuple

import pytest
from hypothesis import HealthCheck, settings

import kg
from kg.cli import main

# a busy machine is slow to draw examples and to run one; neither is a fault of what is tested
settings.register_profile("any machine", deadline=None, suppress_health_check=[HealthCheck.too_slow])
# CI judges a change, not luck: the same examples every time; developers' runs draw new ones
settings.register_profile("ci", settings.get_profile("any machine"), derandomize=True)
settings.load_profile("ci" if os.environ.get("CI") else "any machine")

# tests put failures and readers of their own in the place of real ones: nothing of that is for anybody's cache
os.environ["KG_CACHE"] = "off"

ROOT = Path(__file__).resolve().parent.parent
ARTICLES = ROOT / "tests" / "data" / "articles"


class Run(NamedTuple):
    """What a command did."""

    code: int
    out: str
    err: str


@pytest.fixture(scope="session")
def sample_graph() -> kg.Graph:
    """The graph of samples/."""
    return kg.build(ROOT / "samples")


@pytest.fixture(scope="session")
def sample_folder(sample_graph: kg.Graph, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder as the README leaves it: samples/, and out/ with graph, page and report."""
    folder = tmp_path_factory.mktemp("readme")
    (folder / "samples").symlink_to(ROOT / "samples")
    sample_graph.save(folder / "out")
    return folder


@pytest.fixture
def run_kg(
    capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> Iterator[Callable[..., Run]]:
    """``run_kg("query", "--list")`` → exit code, standard output, standard error; never through a shell."""
    monkeypatch.delenv("KG_GRAPH", raising=False)
    monkeypatch.delenv("KG_DEBUG", raising=False)
    monkeypatch.setenv("COLUMNS", "200")

    def run(*args: str | Path) -> Run:
        capfd.readouterr()
        code = main([str(arg) for arg in args])
        out, err = capfd.readouterr()
        return Run(code, out, err)

    yield run
