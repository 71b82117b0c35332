"""In SPARQL over all graphs a triple counts once, however many articles have it, and nobody else sees the merge."""

from __future__ import annotations

from pathlib import Path

import pyoxigraph as po
import pytest
from rdflib import RDF, Dataset, Literal, URIRef

from kg import store
from kg.query import run
from kg.store.engine import inner
from kg.store.once import OnceStore, write_merged

KG = "https://w3id.org/parley/ns#"
NAMES = ("norland", "sudmark", "tarvia")
TRIG = f"""
@prefix kg: <{KG}> . @prefix skos: <http://www.w3.org/2004/02/skos/core#> . @base <https://data.example/id/> .
""" + "".join(
    f"<article/{i}> {{ <article/{i}> a kg:Article . "
    + " ".join(f'<actor/{name}> a kg:State ; skos:prefLabel "{name.title()}" .' for name in NAMES[: i + 1])
    + " }\n"
    for i in range(3)
)
COUNT = f"SELECT (COUNT(?m) AS ?n) {{ ?m a <{KG}State> }}"
PAIRS = f"SELECT (COUNT(*) AS ?n) {{ ?m a <{KG}State> . ?m ?p ?o FILTER(?o != <{KG}Actor>) }}"
SAYS = f"SELECT (COUNT(*) AS ?n) {{ GRAPH ?g {{ ?m a <{KG}State> }} }}"


@pytest.fixture(params=["memory", "disk", "rdflib"])
def graph(request: pytest.FixtureRequest, tmp_path: Path) -> Dataset:
    ds = Dataset(store="Oxigraph", default_union=True)
    ds.parse(data=TRIG, format="trig")
    if request.param == "rdflib":
        plain = Dataset(default_union=True)
        plain.parse(data=TRIG, format="trig")
        return plain
    if request.param == "memory":
        return store.memory(store.quads(ds))
    store.fill(tmp_path / "store", ds)
    return store.disk(tmp_path / "store", read_only=True)


def number(ds: Dataset, text: str) -> int:
    ((value,),) = ds.query(text)  # type: ignore[misc]
    return int(value)


def asked(ds: Dataset, text: str, folder: Path) -> object:
    """Return what a query of one's own gives, as ``kg query -`` and ``g.query("own.rq")`` ask it."""
    file = folder / "own.rq"
    file.write_text(text, encoding="utf-8")
    return run(ds, file).rows[0][0]


def test_a_triple_counts_once(graph: Dataset, tmp_path: Path) -> None:
    for text, wanted in ((COUNT, 3), (PAIRS, 6), (SAYS, 6)):
        assert asked(graph, text, tmp_path) == wanted
        assert number(graph, text) == wanted


def test_nobody_else_sees_the_merge(tmp_path: Path) -> None:
    graph = store.load(_file(tmp_path))
    before = store.files.serialize(store.quads(graph), po.RdfFormat.TRIG)
    assert number(graph, COUNT) == 3
    assert store.files.serialize(store.quads(graph), po.RdfFormat.TRIG) == before
    assert number(graph, COUNT) == 3
    assert not list(inner(graph).quads_for_pattern(None, None, None, po.DefaultGraph()))
    assert {str(context.identifier).rsplit("/", 2)[-2] for context in graph.graphs() if len(context)} == {
        "article"
    }


def test_what_is_added_afterwards_counts(tmp_path: Path) -> None:
    graph = store.load(_file(tmp_path))
    assert number(graph, COUNT) == 3
    state = URIRef("https://data.example/id/actor/kestria")
    kind, name = URIRef("http://www.w3.org/1999/02/22-rdf-syntax-ns#type"), URIRef(f"{KG}State")
    for article in ("article/0", "article/1"):
        graph.graph(URIRef(f"https://data.example/id/{article}")).add((state, kind, name))
    assert number(graph, COUNT) == 4
    # a triple of the default graph itself is kept, and counts once beside the graphs that have it too
    graph.add((state, kind, name))
    graph.add((state, URIRef(f"{KG}topic"), Literal("nets")))
    assert number(graph, COUNT) == 4
    assert len(list(inner(graph).quads_for_pattern(None, None, None, po.DefaultGraph()))) == 2


def test_a_store_on_disk_stays_as_it_is(tmp_path: Path) -> None:
    store.fill(tmp_path / "store", store.load(_file(tmp_path)))
    graph = store.disk(tmp_path / "store")
    size = len(inner(graph))
    assert number(graph, COUNT) == 3
    assert len(inner(graph)) == size


def _file(folder: Path) -> Path:
    path = folder / "g.trig"
    path.write_text(TRIG, encoding="utf-8")
    return path


def test_a_graph_without_names_outlives_a_question() -> None:
    store = po.Store()
    store.load(b"<urn:a> <urn:b> <urn:c> .", format=po.RdfFormat.N_TRIPLES)
    once = OnceStore(store=store)
    assert len(once.merged) == 1
    assert len(once._inner) == 1


@pytest.mark.parametrize("writing", [False, True], ids=["written", "being written"])
def test_a_copy_for_many_readers(tmp_path: Path, writing: bool) -> None:
    folder, copy = tmp_path / "store", tmp_path / "copy"
    store.fill(folder, store.load(_file(tmp_path)))
    writer = store.disk(folder) if writing else None
    if writer is not None:
        # in the log of the writer and in none of its tables yet
        state, kind = URIRef("https://data.example/id/actor/kestria"), URIRef(f"{KG}State")
        writer.graph(URIRef("https://data.example/id/article/0")).add((state, RDF.type, kind))
    size = len(inner(store.disk(folder, read_only=True)))
    write_merged(folder, copy)
    found = po.Store.read_only(str(copy)).query(COUNT)
    assert isinstance(found, po.QuerySolutions)
    assert [row["n"].value for row in found] == ["4" if writing else "3"]
    assert len(inner(store.disk(folder, read_only=True))) == size
