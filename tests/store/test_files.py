"""Graph files: the same bytes for the same graph, whole or not at all, and errors that name the file and the remedy."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from pathlib import Path

import graphs
import pyoxigraph as po
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from rdflib import RDF, Dataset, Graph

from kg import emit, store
from kg.errors import StoreError
from kg.store.files import serialize

KEEPS_GRAPHS = (".jsonld", ".nq", ".trig")
NAMES = {".trig": "trig", ".nq": "nquads", ".jsonld": "json-ld", ".ttl": "turtle", ".nt": "nt"}
GRAPH = sorted(emit.quads(graphs.resolution()), key=str)


def test_the_formats_are_those_promised() -> None:
    assert set(store.FORMATS) == {".ttl", ".trig", ".nq", ".jsonld", ".nt", ".rdf"}


@pytest.mark.parametrize("ending", store.FORMATS)
def test_a_graph_comes_back_as_it_was(tmp_path: Path, ending: str) -> None:
    path = tmp_path / f"graph{ending}"
    store.save(graphs.dataset(), path)
    back = set(store.quads(store.load(path)))
    assert back == set(GRAPH)
    first = path.read_bytes()
    store.save(store.load(path), path)
    assert path.read_bytes() == first


@pytest.mark.parametrize("ending", KEEPS_GRAPHS)
def test_rdflib_reads_the_same(tmp_path: Path, ending: str) -> None:
    path = tmp_path / f"graph{ending}"
    store.save(graphs.dataset(), path)
    ds = Dataset()
    ds.parse(path, format=NAMES[ending])
    got = {(str(s), str(p), str(o), str(g)) for s, p, o, g in ds.quads()}
    assert got == {(q.subject.value, q.predicate.value, q.object.value, q.graph_name.value) for q in GRAPH}


@pytest.mark.parametrize("ending", [".ttl", ".nt"])
def test_rdflib_reads_the_same_union(tmp_path: Path, ending: str) -> None:
    path = tmp_path / f"graph{ending}"
    store.save(graphs.dataset(), path)
    wanted = Graph().parse(data=serialize(GRAPH, po.RdfFormat.N_TRIPLES), format="nt")
    found = Graph().parse(path, format=NAMES[ending])
    assert set(found) >= set(wanted)
    # the rest tells the graphs apart
    added = {kind for _, _, kind in (found - wanted).triples((None, RDF.type, None))}
    assert added == {RDF.Statement}
    assert len(wanted) == len({q.triple for q in GRAPH})


# graphs with awkward names, languages, datatypes, blank nodes
IRI = st.sampled_from(
    ["http://a.example/x", "http://a.example/y#z", "https://w3id.org/parley/ns#Talks", "urn:x:y"]
)
NODE = st.builds(po.NamedNode, IRI)
BLANK = st.builds(po.BlankNode, st.sampled_from(["a", "b"]))
TEXT = st.text(alphabet=st.characters(exclude_categories=["Cs"]), max_size=12)
VALUE = st.one_of(
    NODE,
    BLANK,
    st.builds(po.Literal, TEXT),
    st.builds(lambda t: po.Literal(t, language="en"), TEXT),
    st.builds(lambda t: po.Literal(t, datatype=po.NamedNode("http://a.example/type")), TEXT),
    st.builds(po.Literal, st.integers()),
)
QUADS = st.lists(
    st.builds(po.Quad, NODE | BLANK, NODE, VALUE, NODE | st.just(po.DefaultGraph())), max_size=12
)


@settings(max_examples=150, deadline=None)
@given(quads=QUADS, ending=st.sampled_from(sorted(store.FORMATS)))
def test_any_graph_comes_back(quads: list[po.Quad], ending: str) -> None:
    form = store.FORMATS[ending]
    content = serialize(quads, form)
    assert content == serialize(list(reversed(quads)) + quads, form)
    expected = po.Dataset(quads if form.supports_datasets else [po.Quad(*q.triple) for q in quads])
    back = po.Dataset(po.parse(content, format=form))
    for dataset in (expected, back):
        dataset.canonicalize(po.CanonicalizationAlgorithm.RDFC_1_0)
    assert back == expected


def test_bytes_do_not_depend_on_the_process(tmp_path: Path) -> None:
    code = "import sys, graphs; from kg import store; [store.save(graphs.dataset(), p) for p in sys.argv[1:]]"
    made = []
    for seed in ("1", "2"):
        paths = [str(tmp_path / f"{seed}{ending}") for ending in store.FORMATS]
        here = Path(__file__).resolve().parent.parent
        places = os.pathsep.join([str(here), str(here.parent), os.environ.get("PYTHONPATH", "")])
        env = {**os.environ, "PYTHONHASHSEED": seed, "PYTHONPATH": places}
        subprocess.run([sys.executable, "-c", code, *paths], env=env, check=True, timeout=60)
        made.append([Path(p).read_bytes() for p in paths])
    assert made[0] == made[1]


def test_trig_is_for_reading(tmp_path: Path) -> None:
    store.save(graphs.dataset(), tmp_path / "g.trig")
    text = (tmp_path / "g.trig").read_text(encoding="utf-8")
    assert re.search(r"^\s+meeting:1932-03-10-klow-borduria-syldavia a kg:Talks ;$", text, re.MULTILINE)
    assert "kg:status kg:Held" in text
    # each subject once in its graph, each graph once
    for block in re.split(r"^article:", text, flags=re.MULTILINE)[1:]:
        subjects = re.findall(r"^\t(\S+) a ", block, re.MULTILINE)
        assert len(subjects) == len(set(subjects)) > 10
    assert len(re.findall(r"^article:\S+ \{$", text, re.MULTILINE)) == 2
    # no prefix that nothing uses
    for prefix in re.findall(r"^@prefix (\w+):", text, re.MULTILINE):
        assert (
            re.search(rf"(?<![\w:/]){prefix}:(?! <)", text.replace(f"@prefix {prefix}:", ""))
            or prefix == "rdf"
        )


def test_prefixes_follow_the_base(tmp_path: Path) -> None:
    ds = store.memory(emit.quads(graphs.resolution(), base="http://data.example/talks/"))
    store.save(ds, tmp_path / "g.ttl")
    text = (tmp_path / "g.ttl").read_text(encoding="utf-8")
    assert "@prefix actor: <http://data.example/talks/actor/> ." in text
    assert "actor:borduria a kg:State" in text


def test_json_ld_is_for_reading(tmp_path: Path) -> None:
    store.save(graphs.dataset(), tmp_path / "g.jsonld")
    document = json.loads((tmp_path / "g.jsonld").read_text(encoding="utf-8"))
    assert document["@context"]["kg"] == "https://w3id.org/parley/ns#"
    assert [g["@id"].split("-")[0] for g in document["@graph"]] == ["article:first", "article:second"]
    nodes = {node["@id"]: node for node in document["@graph"][0]["@graph"]}
    assert nodes["actor:borduria"]["@type"] == "kg:State"
    assert nodes["actor:borduria"]["skos:prefLabel"] == "Borduria"
    assert nodes["meeting:1932-03-10-klow-borduria-syldavia"]["kg:date"] == {
        "@type": "xsd:date",
        "@value": "1932-03-10",
    }


# ------------------------------------------------------------------------------------------------ what can go wrong


def test_an_old_file_stays_when_writing_fails(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "g.trig"
    path.write_text("# old", encoding="utf-8")

    def fail(self: Path, target: Path) -> Path:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Path, "replace", fail)
    with pytest.raises(StoreError, match="No space left on device"):
        store.save(graphs.dataset(), path)
    assert path.read_text(encoding="utf-8") == "# old"
    assert [p.name for p in tmp_path.iterdir()] == ["g.trig"]


@pytest.mark.parametrize("name", ["graph.owl", "graph", "graph.json", "graph.trig.gz"])
def test_an_unknown_ending_is_refused(tmp_path: Path, name: str) -> None:
    for call in (lambda p: store.save(graphs.dataset(), p), store.load):
        with pytest.raises(StoreError, match=re.escape(name)) as caught:
            call(tmp_path / name)
        assert ".trig" in str(caught.value)
    assert list(tmp_path.iterdir()) == []


def test_a_folder_is_no_target(tmp_path: Path) -> None:
    (tmp_path / "g.ttl").mkdir()
    with pytest.raises(StoreError, match=r"g\.ttl: is a folder"):
        store.save(graphs.dataset(), tmp_path / "g.ttl")


def test_a_target_under_a_file_is_refused(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("", encoding="utf-8")
    with pytest.raises(StoreError, match="file"):
        store.save(graphs.dataset(), tmp_path / "file" / "g.ttl")


def test_a_missing_file_says_how_to_make_it(tmp_path: Path) -> None:
    with pytest.raises(StoreError, match=r"none\.trig: no such graph; build one with: kg build"):
        store.load(tmp_path / "none.trig")
    with pytest.raises(StoreError, match="nowhere: no such graph; build one with: kg build"):
        store.load(tmp_path / "nowhere")


@pytest.mark.parametrize(
    ("ending", "content", "line"),
    [
        (".ttl", b"<http://a> <http://b> <http://c> .\n<http://a> <http://b .", ":2"),
        (".trig", b"\n\n<http://g> { <http://a> }", ":3"),
        (".nq", b"not a quad\n", ":1"),
        (".nt", b'<http://a> <http://b> "x .\n', ":1"),
        (".nt", b"<http://a> <http://b> <http://c> <http://g> .\n", ":1"),
        (".jsonld", b'{"@context": {}, "@graph": [', ":1"),
        (".trig", b"\xff\xfe\x00", ":1"),
    ],
)
def test_a_broken_file_is_named_with_its_line(tmp_path: Path, ending: str, content: bytes, line: str) -> None:
    path = tmp_path / f"broken{ending}"
    path.write_bytes(content)
    with pytest.raises(StoreError) as caught:
        store.load(path)
    assert str(caught.value).startswith(f"{path}{line}: not ")
    assert "\n" not in str(caught.value)
    assert "build the graph again" in str(caught.value)


def test_a_file_without_any_graph_is_one(tmp_path: Path) -> None:
    for ending in store.FORMATS:
        path = tmp_path / f"nothing{ending}"
        path.write_text("{}" if ending == ".jsonld" else "", encoding="utf-8")
        assert list(store.quads(store.load(path))) == []
