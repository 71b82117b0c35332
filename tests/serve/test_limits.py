"""What must hold whatever is asked: time, size, room for others, and a store that stays as it is."""

from __future__ import annotations

import hashlib
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import httpx
import pyoxigraph as po
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kg.serve.accept import choose
from kg.serve.sink import Sink, TooMuch
from kg.store import disk, fill, load
from kg.store.engine import inner
from tests.serve.conftest import ENDLESS, serving

ASK = {"query": "ASK { ?s a kg:Article }"}


def digests(folder: Path) -> dict[str, str]:
    return {
        p.name: hashlib.sha256(p.read_bytes()).hexdigest() for p in sorted(folder.iterdir()) if p.is_file()
    }


def test_store_on_disk_is_served_untouched_and_as_it_is_now(graph_file: Path, tmp_path: Path) -> None:
    folder = tmp_path / "store"
    fill(folder, load(graph_file))
    before = digests(folder)
    with (
        serving("--store", folder, "--timeout", "3", "--workers", "1") as address,
        httpx.Client(base_url=address, timeout=30, trust_env=False) as client,
    ):
        assert client.get("/api/search?q=bord").status_code == 200
        # one that never ends is stopped; the only worker is replaced and answers the next at once
        begun = time.monotonic()
        assert client.get("/sparql", params={"query": ENDLESS}).status_code == 503
        assert 2.5 < time.monotonic() - begun < 15
        assert client.get("/sparql", params=ASK).json()["boolean"] is True
        # while one runs, pages have workers of their own, and what cannot even wait is told so
        with ThreadPoolExecutor(12) as others:
            running = [others.submit(client.get, "/sparql", params={"query": ENDLESS}) for _ in range(12)]
            time.sleep(0.5)
            assert client.get("/api/search?q=bord").status_code == 200
            answers = [one.result() for one in running]
        assert {one.status_code for one in answers} == {503}
        assert all(one.headers["retry-after"] for one in answers)
        assert any("too many requests" in one.text for one in answers)
        for update in ("DROP ALL", "INSERT DATA { <a:a> <a:b> <a:c> }", "LOAD <file:///etc/hostname>"):
            assert client.post("/sparql", data={"query": update}).status_code == 400
            assert client.post("/sparql", data={"update": update}).status_code == 400
        assert digests(folder) == before
        # another process may write meanwhile: the next answer shows it
        count = {"query": "SELECT (COUNT(DISTINCT ?a) AS ?n) WHERE { ?a a kg:Article }"}
        assert client.get("/sparql", params=count | {"format": "csv"}).text.split() == ["n", "2"]
        store = inner(disk(folder))
        name = po.NamedNode("https://w3id.org/parley/id/article/late-1")
        kind = po.NamedNode("http://www.w3.org/1999/02/22-rdf-syntax-ns#type")
        store.add(po.Quad(name, kind, po.NamedNode("https://w3id.org/parley/ns#Article"), name))
        store.flush()
        assert client.get("/sparql", params=count | {"format": "csv"}).text.split() == ["n", "3"]
        assert client.get("/api/status").json()["counts"]["article"] == 3


@pytest.mark.parametrize(
    "text",
    [
        "SELECT * { SERVICE <http://127.0.0.1:1/> { ?s ?p ?o } }",
        "SELECT * { SERVICE SILENT <http://127.0.0.1:1/> { ?s ?p ?o } }",
        "SELECT * { BIND(<http://127.0.0.1:1/> AS ?x) SERVICE ?x { ?s ?p ?o } }",
        "SELECT * { { \\u0053ERVICE <http://127.0.0.1:1/> { ?s ?p ?o } } }",
    ],
)
def test_no_other_place_is_asked(client: httpx.Client, text: str) -> None:
    answer = client.get("/sparql", params={"query": text})
    assert answer.status_code == 400


def test_files_and_other_sites_are_no_graphs(client: httpx.Client) -> None:
    for iri in ("file:///etc/hostname", "http://127.0.0.1:1/x.ttl"):
        query = f"SELECT * FROM <{iri}> WHERE {{ ?s ?p ?o }}"
        answer = client.get("/sparql", params={"query": query})
        assert answer.status_code == 200
        assert answer.json()["results"]["bindings"] == []


def results(count: int, texts: list[str]) -> Any:
    store = po.Store()
    for at in range(count):
        store.add(po.Quad(po.NamedNode(f"a:{at}"), po.NamedNode("a:p"), po.Literal(texts[at % len(texts)])))
    return store.query("SELECT ?s ?o ?unbound { ?s ?p ?o }")


@pytest.mark.parametrize("form", ["json", "xml", "csv", "tsv"])
@settings(max_examples=40)
@given(
    count=st.integers(1, 12),
    texts=st.lists(st.text(st.sampled_from('a"\\,{}[]<>\n\r\t&'), max_size=8), min_size=1, max_size=3),
    step=st.integers(1, 40),
)
def test_rows_are_counted_however_the_serialiser_cuts(
    form: str, count: int, texts: list[str], step: int
) -> None:
    data = results(count, texts).serialize(format=getattr(po.QueryResultsFormat, form.upper()))
    pieces = [data[at : at + step] for at in range(0, len(data), step)]
    sent: list[bytes] = []
    enough = Sink(sent.append, size=10**6, rows=count, form=form)
    for piece in pieces:
        enough.write(piece)
    enough.flush()
    assert b"".join(sent) == data
    small = Sink(sent.append, size=10**6, rows=count - 1, form=form)
    with pytest.raises(TooMuch):
        for piece in pieces:
            small.write(piece)


def test_size_is_limited() -> None:
    sink = Sink(lambda data: None, size=10, rows=1)
    sink.write(b"0123456789")
    with pytest.raises(TooMuch):
        sink.write(b"0")


@pytest.mark.parametrize(
    ("header", "chosen"),
    [
        (None, "a/x"),
        ("", "a/x"),
        ("*/*", "a/x"),
        ("b/*", "b/z"),
        ("a/y", "a/y"),
        ("A/Y", "a/y"),
        ("a/*;q=0.2, b/z;q=0.3", "b/z"),
        ("a/x;q=0, */*", "a/y"),
        ("a/x;q=0.5,a/y;q=0.5", "a/x"),
        ("a/x;level=1;q=0.1, a/y;q=0.2", "a/y"),
        ("a/y;q=high", "a/y"),
        ("c/c", None),
        ("*/*;q=0", None),
        (",,;", None),
    ],
)
def test_accept(header: str | None, chosen: str | None) -> None:
    assert choose(header, ["a/x", "a/y", "b/z"]) == chosen
