from __future__ import annotations

import json
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from rdflib import Dataset

from kg import store
from tests.query.conftest import CASES, load

STORES = ("memory", "disk", "rdflib")
"""Both local stores, and rdflib's own engine as one that knows nothing of Oxigraph."""

GraphOf = Callable[[str, str], Dataset]


def runs(name: str) -> list[dict[str, Any]]:
    """Return the parameter sets of a query with their rows; none of one that has no case yet."""
    path = CASES / name / "expected.json"
    found: list[dict[str, Any]] = json.loads(path.read_text(encoding="utf-8")) if path.is_file() else []
    return found


def data(name: str) -> str:
    """Return the graph that a query is run on: its own, or the one that several share."""
    own = CASES / name / "data.trig"
    return (own if own.is_file() else CASES / "shared.trig").read_text(encoding="utf-8")


@pytest.fixture(scope="session")
def graph_of(tmp_path_factory: pytest.TempPathFactory) -> GraphOf:
    """Return the graph of some TriG in one of ``STORES``; the same text is put into the same store once."""

    @cache
    def opened(kind: str, trig: str) -> Dataset:
        ds = load("default", trig)
        if kind == "memory":
            return store.memory(store.quads(ds))
        if kind == "disk":
            folder: Path = tmp_path_factory.mktemp("store") / "graph"
            store.fill(folder, ds)
            return store.disk(folder, read_only=True)
        return ds

    return opened
