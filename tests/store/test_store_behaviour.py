"""One suite over both stores: what is put in is asked, saved and read again, the same in memory and on disk."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from pathlib import Path

import graphs
import pyoxigraph as po
import pytest
from rdflib import RDF, Dataset, Literal, URIRef

from kg import emit, ontology, store
from kg.errors import StoreError
from kg.ontology import KG
from kg.validate import validate

Make = Callable[[Iterable[po.Quad]], Dataset]
BORDURIA = URIRef("https://w3id.org/parley/id/actor/borduria")


@pytest.fixture(params=["memory", "disk", "disk read-only", "file"])
def make(request: pytest.FixtureRequest, tmp_path: Path) -> Make:
    """Make a dataset of some kind with these quads in it."""

    def made(quads: Iterable[po.Quad]) -> Dataset:
        memory = store.memory(quads)
        if request.param == "memory":
            return memory
        if request.param == "file":
            store.save(memory, tmp_path / "made.nq")
            return store.load(tmp_path / "made.nq")
        store.fill(tmp_path / "made", memory)
        return store.disk(tmp_path / "made", read_only="read-only" in request.param)

    return made


@pytest.fixture
def ds(make: Make) -> Dataset:
    return make(emit.quads(graphs.resolution()))


def test_nothing_is_lost(ds: Dataset) -> None:
    assert set(store.quads(ds)) == set(emit.quads(graphs.resolution()))


def test_queries_see_all_graphs_at_once(ds: Dataset) -> None:
    rows = ds.query(
        "SELECT DISTINCT ?kind { ?a skos:altLabel 'Bordurian' ; a ?kind ; kg:evidence ?x , ?y FILTER(?x != ?y) }"
    )
    # the general class is there for SPARQL
    assert {row.kind for row in rows} == {KG.State, KG.Actor}


def test_queries_see_graphs_apart(ds: Dataset) -> None:
    rows = list(
        ds.query("SELECT ?g { GRAPH ?g { ?g a kg:Article . actor:borduria a kg:State } } ORDER BY ?g")
    )
    assert [str(row.g).rsplit("/", 1)[1].split("-")[0] for row in rows] == ["first", "second"]


def test_rdflib_reads_it(ds: Dataset) -> None:
    assert (BORDURIA, RDF.type, KG.State) in ds
    assert {str(g.identifier) for g in ds.graphs() if len(g)} == {
        f"https://w3id.org/parley/id/article/{x.article.id}" for x in graphs.resolution().extractions
    }
    assert len(ds) == len({q.triple for q in emit.quads(graphs.resolution())})


def test_prefixes_are_bound(ds: Dataset) -> None:
    bound = {prefix: str(namespace) for prefix, namespace in ds.namespaces()}
    assert bound == {**ontology.PREFIXES, **ontology.data_prefixes()}


def test_it_is_valid(ds: Dataset) -> None:
    assert validate(ds) == []


@pytest.mark.parametrize("ending", store.FORMATS)
def test_every_store_gives_the_same_file(ds: Dataset, tmp_path: Path, ending: str) -> None:
    store.save(ds, tmp_path / f"one{ending}")
    store.save(graphs.dataset(), tmp_path / f"two{ending}")
    assert (tmp_path / f"one{ending}").read_bytes() == (tmp_path / f"two{ending}").read_bytes()


def test_an_empty_store_works(make: Make, tmp_path: Path) -> None:
    ds = make([])
    assert len(ds) == 0
    assert list(ds.query("SELECT * { ?s ?p ?o }")) == []
    for ending in store.FORMATS:
        store.save(ds, tmp_path / f"empty{ending}")
        assert list(store.quads(store.load(tmp_path / f"empty{ending}"))) == []


# ------------------------------------------------------------------------------------------------ on disk


def test_a_store_is_made_written_and_found_again(tmp_path: Path) -> None:
    folder = tmp_path / "new" / "store"
    ds = store.disk(folder)
    ds.graph(BORDURIA).add((BORDURIA, KG.title, Literal("x")))
    ds.close()
    del ds
    again = store.disk(folder, read_only=True)
    assert list(again.query("SELECT ?o { ?s kg:title ?o }"))[0].o.toPython() == "x"  # noqa: RUF015
    assert set(store.quads(store.load(folder))) == set(store.quads(again))


def test_filling_replaces_what_was_there(tmp_path: Path) -> None:
    store.fill(tmp_path / "s", graphs.dataset(copies=2))
    store.fill(tmp_path / "s", graphs.dataset())
    found = set(store.quads(store.disk(tmp_path / "s", read_only=True)))
    assert found == set(emit.quads(graphs.resolution()))
    assert [p.name for p in tmp_path.iterdir()] == ["s"]


def test_a_reader_keeps_what_it_opened(tmp_path: Path) -> None:
    store.fill(tmp_path / "s", graphs.dataset())
    reader = store.disk(tmp_path / "s", read_only=True)
    store.fill(tmp_path / "s", store.memory())
    assert len(reader) > 0
    assert len(store.disk(tmp_path / "s", read_only=True)) == 0


def test_a_second_writer_is_told_why_not(tmp_path: Path) -> None:
    first = store.disk(tmp_path / "s")
    with pytest.raises(StoreError, match="another process has this store open for writing"):
        store.disk(tmp_path / "s")
    assert store.disk(tmp_path / "s", read_only=True) is not None
    first.close()


@pytest.mark.parametrize("read_only", [True, False])
def test_a_folder_of_other_things_is_no_store(tmp_path: Path, read_only: bool) -> None:
    (tmp_path / "notes.txt").write_text("mine", encoding="utf-8")
    with pytest.raises(StoreError, match="no store"):
        store.disk(tmp_path, read_only=read_only)
    with pytest.raises(StoreError, match="no store"):
        store.fill(tmp_path, store.memory())
    assert [p.name for p in tmp_path.iterdir()] == ["notes.txt"]


def test_a_file_is_no_store(tmp_path: Path) -> None:
    path = tmp_path / "graph"
    path.write_text("", encoding="utf-8")
    for call in (lambda: store.disk(path), lambda: store.fill(path, store.memory())):
        with pytest.raises(StoreError, match="is a file"):
            call()


def test_no_store_to_read(tmp_path: Path) -> None:
    with pytest.raises(StoreError, match="kg build"):
        store.disk(tmp_path / "none", read_only=True)
    assert not (tmp_path / "none").exists()
