"""A service over the graph of ``tests/graphs.py``, running as a person starts it: one process for the whole session."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import httpx
import pytest
from graphs import resolution

from kg import derive, emit, store
from tests.conftest import ROOT

# long enough for a busy machine to answer what can be answered
TIMEOUT = 4
MAX_ROWS = 400
# asks for more rows than there is time or memory for
ENDLESS = "SELECT (COUNT(*) AS ?n) WHERE { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l }"


def make_graph(file: Path, *, base: str | None = None) -> Path:
    """Write the graph, with what is derived from it, to a file."""
    options = {"base": base} if base else {}
    ds = store.memory(emit.quads(resolution(), **options))
    derive.derive(ds)
    store.save(ds, file)
    return file


def starts(*words: str | Path) -> subprocess.Popen[str]:
    """Run ``kg serve`` with these words."""
    command = [sys.executable, "-m", "kg", "serve", *map(str, words)]
    env = {key: value for key, value in os.environ.items() if key != "KG_GRAPH"}
    env["PYTHONPATH"] = str(ROOT)
    # a shell that runs tests in the background has its children ignore SIGINT: a person's shell does not
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    try:
        return subprocess.Popen(command, env=env, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    finally:
        signal.signal(signal.SIGINT, before)


@contextmanager
def serving(*words: str | Path) -> Iterator[str]:
    """Run the service and yield its address without the last slash."""
    process = starts(*words, "--port", "0")
    assert process.stderr is not None
    try:
        line = process.stderr.readline()
        found = re.search(r"serving .* at (http://\S+)/ ", line)
        assert found, line + process.stderr.read()
        yield found[1]
    finally:
        process.terminate()
        out, err = process.communicate(timeout=20)
    assert (process.returncode, out) == (0, "")
    assert "Traceback" not in err


@pytest.fixture(scope="session")
def graph_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make_graph(tmp_path_factory.mktemp("graph") / "river.trig")


@pytest.fixture(scope="session")
def address(graph_file: Path) -> Iterator[str]:
    with serving(graph_file, "--timeout", str(TIMEOUT), "--max-rows", str(MAX_ROWS)) as found:
        yield found


@pytest.fixture(scope="session")
def client(address: str) -> Iterator[httpx.Client]:
    with httpx.Client(base_url=address, timeout=30, trust_env=False) as found:
        yield found


@pytest.fixture(scope="session")
def ask(client: httpx.Client) -> Callable[..., Any]:
    """``ask("SELECT …")`` → the rows as dicts of plain values."""

    def run(query: str, **more: Any) -> list[dict[str, str]]:
        answer = client.get("/sparql", params={"query": query, **more})
        assert answer.status_code == 200, answer.text
        found: list[dict[str, dict[str, str]]] = answer.json()["results"]["bindings"]
        return [{name: cell["value"] for name, cell in row.items()} for row in found]

    return run
