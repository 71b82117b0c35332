from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
from pathlib import Path

import httpx
import pytest
from rdflib import RDF, URIRef

from kg.ontology import KG
from tests.conftest import ROOT
from tests.serve.conftest import starts


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM], ids=["Ctrl-C", "SIGTERM"])
def test_one_line_and_a_clean_end(
    graph_file: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, number: int
) -> None:
    monkeypatch.setenv("TMPDIR", str(tmp_path))
    process = starts(graph_file, "--port", "0")
    assert process.stderr is not None
    line = process.stderr.readline()
    assert line.startswith(f"serving {graph_file} at http://127.0.0.1:")
    assert list(tmp_path.glob("kg-serve-*"))
    process.send_signal(number)
    out, err = process.communicate(timeout=30)
    assert (process.returncode, out, err) == (0, "", "")
    assert not list(tmp_path.glob("kg-serve-*"))


def test_a_port_that_is_taken(graph_file: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        process = starts(graph_file, "--port", str(port))
        out, err = process.communicate(timeout=30)
    assert (process.returncode, out) == (6, "")
    assert err == f"kg: port {port} on 127.0.0.1 is taken; choose another with --port, or 0 for any\n"


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (["nowhere.trig"], "nowhere.trig: no such graph"),
        (["--store", "nowhere"], "nowhere: holds no store"),
        (["x.trig", "--host", "203.0.113.7"], "203.0.113.7, port 8000: cannot be listened on"),
    ],
)
def test_what_cannot_be_served(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, words: list[str], told: str
) -> None:
    monkeypatch.chdir(tmp_path)
    process = starts(*words, *([] if "--host" in words else ["--port", "0"]))
    out, err = process.communicate(timeout=30)
    assert (process.returncode, out, err.count("\n")) == (6, "", 1)
    assert err.startswith(f"kg: {told}")


def test_a_file_that_is_no_graph(tmp_path: Path) -> None:
    (tmp_path / "bad.ttl").write_text("<a> <b>", encoding="utf-8")
    process = starts(tmp_path / "bad.ttl", "--port", "0")
    _, err = process.communicate(timeout=30)
    assert process.returncode == 6
    assert "bad.ttl:1: not Turtle" in err


@pytest.mark.parametrize("missing", ["starlette", "uvicorn"])
def test_without_the_extra(graph_file: Path, missing: str) -> None:
    code = (
        f"import sys; sys.modules[{missing!r}] = None; from kg.cli import main; sys.exit(main(sys.argv[1:]))"
    )
    done = subprocess.run(
        [sys.executable, "-c", code, "serve", str(graph_file), "--port", "0"],
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        timeout=60,
    )
    assert done.returncode == 6
    assert done.stderr == f"kg: {missing} is not installed; install it with: pip install 'parley-kg[serve]'\n"


def test_a_store_that_is_being_written_is_served(graph_file: Path, tmp_path: Path) -> None:
    from kg.store import disk, fill, load
    from tests.serve.conftest import serving

    folder = tmp_path / "store"
    fill(folder, load(graph_file))
    writer = disk(folder)
    with serving(folder) as address:
        assert (
            httpx.get(f"{address}/api/status", trust_env=False, timeout=60).json()["counts"]["article"] == 2
        )
        asked = {"query": "SELECT (COUNT(?s) AS ?n) WHERE { ?s a kg:State }", "format": "csv"}
        counts = [httpx.get(f"{address}/sparql", params=asked, trust_env=False, timeout=60).text.split()]
        article = next(graph for graph in writer.graphs() if len(graph))
        article.add((URIRef("https://data.example/id/actor/kestria"), RDF.type, KG.State))
        counts.append(httpx.get(f"{address}/sparql", params=asked, trust_env=False, timeout=60).text.split())
        # the copy that /sparql asks is made anew
        assert [int(n) for _, n in counts] == [2, 3]
    del writer
