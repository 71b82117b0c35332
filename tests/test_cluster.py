"""A Dask cluster makes what one process makes, also where a worker is killed in the middle of its work."""

from __future__ import annotations

import os
import signal
import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

import distributed
import pytest

from kg import cluster, pipeline
from kg.cluster import Cluster
from kg.errors import KGError
from kg.graph import Graph
from kg.model import Article
from kg.store.files import save
from tests.conftest import Run
from tests.corpus import toy

DEAD = "KG_TEST_DEAD"


def _group(
    some: Sequence[Article], *, model: str | None, patience: float | None
) -> list[pipeline.Outcome[Any]]:
    """Stands in for the reader; whoever is the first to see the article that kills ends without a word."""
    mark = Path(os.environ[DEAD])
    if any("Grimsund" in article.text for article in some) and not mark.exists():
        mark.touch()
        os.kill(os.getpid(), signal.SIGKILL)
    time.sleep(0.05)
    return [pipeline.Outcome(toy.extract(article)) for article in some]


@pytest.fixture(scope="module")
def dask(tmp_path_factory: pytest.TempPathFactory) -> Iterator[distributed.LocalCluster]:
    """Two workers on this machine, one of which the third article kills once."""
    os.environ[DEAD] = str(tmp_path_factory.mktemp("dead") / "mark")
    with distributed.LocalCluster(n_workers=2, threads_per_worker=1, dashboard_address=None) as made:
        yield made
    del os.environ[DEAD]


@pytest.fixture
def articles(tmp_path: Path) -> list[Article]:
    """Eight articles, each a group of its own."""
    for n in range(8):
        place = "Grimsund" if n == 2 else "Tarn"
        (tmp_path / f"{n}.txt").write_text(
            f"{place.upper()}, March {n + 3}, 2019. The envoy Anna Lindqvist of {place} said that ferries sail. "
            "Norland and Sudland met.",
            encoding="utf-8",
        )
    return pipeline.collect(tmp_path)


def _bytes(graph: Graph, path: Path) -> bytes:
    save(graph.dataset, path)
    return path.read_bytes()


def test_a_killed_worker_loses_nothing(
    dask: distributed.LocalCluster,
    articles: list[Article],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(pipeline, "_extract_group", _group)
    monkeypatch.setattr(pipeline, "GROUP", 1)
    there = pipeline.build_read(articles, cluster=Cluster(dask.scheduler_address))
    assert Path(os.environ[DEAD]).exists()
    here = pipeline.build_read(articles)
    assert _bytes(there, tmp_path / "there.trig") == _bytes(here, tmp_path / "here.trig")
    assert here.stats().rows[0][1] == len(articles)


def test_workers_of_another_version_are_refused(
    dask: distributed.LocalCluster, articles: list[Article], monkeypatch: pytest.MonkeyPatch
) -> None:
    made = Cluster(dask.scheduler_address)
    monkeypatch.setattr(cluster, "extractor_version", _other)
    monkeypatch.setattr(made, "_model", "mine")
    with pytest.raises(KGError, match="another version"):
        list(made.map(len, [[1]]))


def _other(model: str) -> str:
    # the same on no two processes
    return f"{model} {os.getpid()}"


def test_a_scheduler_that_is_not_there_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cluster, "_WAIT", 0.2)
    with pytest.raises(KGError, match=r"tcp://127.0.0.1:9: no Dask scheduler answers"):
        list(Cluster("tcp://127.0.0.1:9").map(len, [[1]]))


def test_a_scheduler_needs_its_engine(tmp_path: Path, run_kg: Callable[..., Run]) -> None:
    done = run_kg("build", tmp_path, "-o", tmp_path / "g.nq", "--scheduler", "tcp://127.0.0.1:9")
    assert done.code == 2
    assert "--scheduler needs --engine dask" in done.err
    store = run_kg("build", tmp_path, "--store", tmp_path / "store", "--engine", "dask")
    assert "--engine dask needs -o OUT" in store.err
