"""A graph arrives at a graph store elsewhere, whatever the network does, and goes on where it was interrupted."""

from __future__ import annotations

import base64
import shutil
import socket
import subprocess
import sys
import threading
import time
import urllib.request
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pyoxigraph as po
import pytest
from rdflib import Dataset

from kg import store
from kg.errors import StoreError
from kg.store import remote
from tests.conftest import Run

BASE = "https://example.org/id/"


class Server(ThreadingHTTPServer):
    """A graph store; ``faults`` are the codes with which it answers the next requests before it does what they ask."""

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Handler)
        self.store = po.Store()
        self.faults: list[int] = []
        self.asked: list[tuple[str, str]] = []
        self.authorization: set[str | None] = set()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_address[1]}/store"


class Handler(BaseHTTPRequestHandler):
    """One request of the Graph Store Protocol."""

    server: Server

    def do_PUT(self) -> None:
        self._do(replace=True)

    def do_POST(self) -> None:
        self._do(replace=False)

    def do_DELETE(self) -> None:
        self._do(replace=True)

    def _do(self, *, replace: bool) -> None:
        data = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        names = parse_qs(urlsplit(self.path).query).get("graph")
        self.server.asked.append((self.command, names[0] if names else ""))
        self.server.authorization.add(self.headers.get("Authorization"))
        fault = self.server.faults.pop(0) if self.server.faults else 0
        if not fault:
            graph = po.NamedNode(names[0]) if names else po.DefaultGraph()
            if replace:
                self.server.store.clear_graph(graph)
            if data:
                self.server.store.load(data, format=po.RdfFormat.N_TRIPLES, to_graph=graph)
        self.send_response(fault or 204)
        self.send_header("Content-Length", "0")
        self.end_headers()

    def log_message(self, *_args: object) -> None:
        """Say nothing."""


@pytest.fixture
def server() -> Iterator[Server]:
    """A server that runs as long as the test."""
    made = Server()
    thread = threading.Thread(target=made.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    yield made
    made.shutdown()
    thread.join()
    made.server_close()


def _quads(graphs: int = 4, statements: int = 5) -> list[po.Quad]:
    kinds, name = po.NamedNode(f"{BASE}kind"), po.NamedNode(f"{BASE}name")
    return [
        po.Quad(
            po.NamedNode(f"{BASE}thing/{n}"),
            kinds if n % 2 else name,
            po.Literal(f"“{n}”\nof {g}", language="en") if n % 2 else po.Literal(str(n)),
            po.NamedNode(f"{BASE}article/{g}?a=1&b=é"),
        )
        for g in range(graphs)
        for n in range(statements)
    ]


def _sent(server: Server, quads: list[po.Quad], **options: object) -> remote.Sent:
    return remote.send(store.memory(quads), server.url, sleep=lambda _: None, **options)  # type: ignore[arg-type]


def test_all_of_it_arrives_in_parts(server: Server) -> None:
    quads = _quads()
    assert _sent(server, quads, batch=2) == remote.Sent(4, 0, 0)
    assert set(server.store) == set(quads)
    assert [method for method, _ in server.asked] == ["PUT", "POST", "POST"] * 4


def test_what_was_there_under_the_names_goes(server: Server) -> None:
    _sent(server, _quads(statements=9))
    _sent(server, _quads(statements=3))
    assert set(server.store) == set(_quads(statements=3))


def test_a_busy_server_is_asked_again(server: Server) -> None:
    server.faults = [503, 429]
    waited: list[float] = []
    remote.send(store.memory(_quads()), server.url, sleep=waited.append)
    assert set(server.store) == set(_quads())
    assert waited == [0.5, 1.0]


@pytest.mark.parametrize(
    ("code", "says"), [(403, "KG_STORE_USER"), (404, "graph store"), (400, "refused: 400")]
)
def test_a_refusal_is_told_with_the_remedy(server: Server, code: int, says: str) -> None:
    server.faults = [code]
    with pytest.raises(StoreError, match=says):
        _sent(server, _quads())
    assert len(server.asked) == 1


def test_it_goes_on_where_it_was_interrupted(server: Server, tmp_path: Path) -> None:
    ledger = tmp_path / "ledger.txt"
    server.faults = [0, 0, *[500] * remote.TRIES]
    with pytest.raises(StoreError, match="send again"):
        _sent(server, _quads(), ledger=ledger)
    # as if the machine had gone down while a line was written
    ledger.write_text(ledger.read_text(encoding="utf-8") + f"{BASE}article/2", encoding="utf-8")
    server.asked.clear()
    assert _sent(server, _quads(), ledger=ledger) == remote.Sent(2, 2, 0)
    assert len(server.asked) == 2
    assert set(server.store) == set(_quads())


def test_what_changed_meanwhile_is_sent_again(server: Server, tmp_path: Path) -> None:
    ledger = tmp_path / "ledger.txt"
    server.faults = [0, 0, 400]
    with pytest.raises(StoreError):
        _sent(server, _quads(), ledger=ledger)
    assert _sent(server, _quads(statements=7), ledger=ledger) == remote.Sent(4, 0, 0)
    assert set(server.store) == set(_quads(statements=7))


def test_graphs_that_are_no_more_are_deleted(server: Server, tmp_path: Path) -> None:
    ledger = tmp_path / "ledger.txt"
    other = po.Quad(
        po.NamedNode(f"{BASE}a"), po.NamedNode(f"{BASE}b"), po.Literal("c"), po.NamedNode(f"{BASE}not-ours")
    )
    server.store.add(other)
    _sent(server, _quads(4), ledger=ledger)
    assert _sent(server, _quads(2), ledger=ledger) == remote.Sent(2, 0, 2)
    assert set(server.store) == {*_quads(2), other}
    # a store that was emptied meanwhile is filled again
    server.store.clear()
    assert _sent(server, _quads(2), ledger=ledger) == remote.Sent(2, 0, 0)
    assert set(server.store) == set(_quads(2))


def test_credentials_come_from_the_environment(server: Server, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("KG_STORE_USER", "ada")
    monkeypatch.setenv("KG_STORE_PASSWORD", "so: secret")
    _sent(server, _quads(1))
    monkeypatch.setenv("KG_STORE_TOKEN", "t0k3n")
    _sent(server, _quads(1))
    pair = base64.b64encode(b"ada:so: secret").decode()
    assert server.authorization == {f"Basic {pair}", "Bearer t0k3n"}


@pytest.mark.parametrize("url", ["http://ada:so-secret@localhost:1/store", "http:///store"])
def test_an_address_that_will_not_do_is_named(url: str) -> None:
    with pytest.raises(StoreError) as caught:
        remote.send(Dataset(), url)
    assert "so-secret" not in str(caught.value)


def test_nobody_there() -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    with pytest.raises(StoreError, match=rf"127.0.0.1:{port}/store: no answer in {remote.TRIES} tries"):
        remote.send(store.memory(_quads()), f"http://127.0.0.1:{port}/store", sleep=lambda _: None)


def test_export_sends(server: Server, tmp_path: Path, run_kg: Callable[..., Run]) -> None:
    store.save(store.memory(_quads()), tmp_path / "g.nq")
    done = run_kg("export", tmp_path / "g.nq", server.url)
    assert (done.code, done.out) == (0, "")
    assert done.err == f"{server.url}: 4 graphs written\n"
    assert set(server.store) == set(_quads())


def test_oxigraph_takes_it(tmp_path: Path) -> None:
    program = shutil.which("oxigraph", path=str(Path(sys.executable).parent)) or shutil.which("oxigraph")
    assert program, "the package oxigraph of the extra dev brings it"
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    where = f"http://127.0.0.1:{port}"
    words = [program, "serve", "--location", str(tmp_path), "--bind", f"127.0.0.1:{port}"]
    with subprocess.Popen(words, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as process:
        try:
            for _ in range(300):
                with socket.socket() as probe:
                    if probe.connect_ex(("127.0.0.1", port)) == 0:
                        break
                time.sleep(0.1)
            remote.send(store.memory(_quads()), f"{where}/store", batch=2)
            remote.send(store.memory(_quads(2, 9)), f"{where}/store")
            request = urllib.request.Request(f"{where}/store", headers={"Accept": "application/n-quads"})
            with urllib.request.urlopen(request, timeout=30) as answer:
                found = set(po.parse(answer.read(), format=po.RdfFormat.N_QUADS))
        finally:
            process.terminate()
    assert found == {q for q in _quads() if q.graph_name not in {o.graph_name for o in _quads(2)}} | set(
        _quads(2, 9)
    )
