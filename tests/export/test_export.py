from __future__ import annotations

import csv
import io
import json
from dataclasses import replace
from pathlib import Path
from xml.etree import ElementTree

import networkx
import pytest
from rdflib import Dataset

from kg.errors import StoreError
from kg.export import FORMATS, export
from kg.export.tables import actors_csv, ties_csv
from kg.export.xml import gexf, graphml
from kg.model import ActorNetwork
from kg.network import project

TRIG = Path(__file__).resolve().parent.parent / "view" / "data" / "strait.trig"


@pytest.fixture(scope="module")
def ds() -> Dataset:
    from kg import store

    return store.load(TRIG)


@pytest.fixture(scope="module")
def network(ds: Dataset) -> ActorNetwork:
    return project(ds)


def test_all_formats_are_known() -> None:
    expected = ".csv .cyjs .dna .gexf .graphml .html .jsonld .nq .nt .png .rdf .svg .trig .ttl"
    assert " ".join(sorted(FORMATS)) == expected


# a database of DNA needs the articles' texts: test_discourse.py
@pytest.mark.parametrize("ending", [ending for ending in FORMATS if ending != ".dna"])
def test_every_format_is_written_twice_the_same(ds: Dataset, tmp_path: Path, ending: str) -> None:
    first, second = (export(ds, tmp_path / name / f"out{ending}") for name in ("a", "b"))
    assert first[0] == tmp_path / "a" / f"out{ending}"
    assert len(first) == (2 if ending == ".csv" else 1)
    for one, other in zip(first, second, strict=True):
        assert one.read_bytes() == other.read_bytes() != b""
    assert sorted(file.name for file in (tmp_path / "a").iterdir()) == sorted(file.name for file in first)


def test_graphml_is_read_back(ds: Dataset, tmp_path: Path) -> None:
    (file,) = export(ds, tmp_path / "net.graphml")
    graph = networkx.read_graphml(file, force_multigraph=True)
    assert (graph.number_of_nodes(), graph.number_of_edges()) == (27, 90)
    assert graph.nodes["https://w3id.org/parley/id/actor/hanne-dorr"]["label"] == "Hanne Dorr"
    edges = graph.get_edge_data(
        "https://w3id.org/parley/id/actor/kestria", "https://w3id.org/parley/id/actor/morvane"
    )
    assert sorted(edge["relation"] for edge in edges.values()) == [
        "answered",
        "met",
        "proposed to",
        "to meet",
    ]
    assert {edge["count"] for edge in edges.values()} == {1, 2}


def test_graphml_has_all_edges_where_the_first_of_equal_ids_is_kept(ds: Dataset, tmp_path: Path) -> None:
    """Gephi keeps the first of several edges with one id, and of several attributes with one key."""
    (file,) = export(ds, tmp_path / "net.graphml")
    space = "{http://graphml.graphdrawing.org/xmlns}"
    root = ElementTree.parse(file).getroot()
    names: dict[str, tuple[str, str]] = {}
    for key in root.iter(f"{space}key"):
        names.setdefault(key.attrib["id"], (key.attrib["for"], key.attrib["attr.name"]))
    assert len(names) == len(list(root.iter(f"{space}key"))) > 8
    edges: dict[str, tuple[str, str, str]] = {}
    for edge in root.iter(f"{space}edge"):
        relation = next(data.text or "" for data in edge if names[data.attrib["key"]] == ("edge", "iri"))
        edges.setdefault(edge.attrib["id"], (edge.attrib["source"], edge.attrib["target"], relation))
    network = project(ds)
    ties = {(tie.source, tie.target, tie.relation) for tie in network.ties}
    assert len(edges) == len(network.ties) > len({relation for *_, relation in ties})
    assert set(edges.values()) == ties


def test_gexf_is_read_back_and_knows_no_clock(ds: Dataset, tmp_path: Path) -> None:
    (file,) = export(ds, tmp_path / "net.gexf")
    text = file.read_text(encoding="utf-8")
    assert "lastmodifieddate" not in text
    graph = networkx.read_gexf(file)
    assert (graph.number_of_nodes(), graph.number_of_edges()) == (27, 90)
    assert graph.nodes["https://w3id.org/parley/id/actor/hanne-dorr"]["kind"] == "Person"


def test_csv_holds_ties_and_actors(ds: Dataset, tmp_path: Path) -> None:
    ties, actors = export(ds, tmp_path / "net.csv")
    assert actors.name == "net-actors.csv"
    rows = list(csv.DictReader(ties.read_text(encoding="utf-8").splitlines()))
    assert len(rows) == 90
    (row,) = (
        r for r in rows if r["source_name"] == "Jonas Achterberg" and r["relation"] == "holds office in"
    )
    assert (row["target_name"], row["caption"], row["directed"]) == ("Harsund", "prime minister", "1")
    assert row["sentence"].startswith("Jonas Achterberg, Harsund's prime minister")
    assert row["url"] == "https://news.example/second-round"
    people = list(csv.DictReader(actors.read_text(encoding="utf-8").splitlines()))
    assert len(people) == 27
    assert people[0]["name"] == "Kestria"
    assert {row["source"] for row in rows} <= {person["id"] for person in people}


def test_the_format_may_be_named_apart_from_the_ending(ds: Dataset, tmp_path: Path) -> None:
    (file,) = export(ds, tmp_path / "for-gephi.xml", format="gexf")
    assert file.read_text(encoding="utf-8").startswith("<gexf")


HOSTILE = [
    "</node>",
    "a & b",
    '"quoted", twice',
    "=1+1",
    "@cmd",
    "-2",
    "two\nlines",
    "\u202eturned",
    "Ångström 🌊",
]


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_names_survive_every_format(network: ActorNetwork, text: str, tmp_path: Path) -> None:
    actor = replace(network.actors[0], label=text, aliases=(text,))
    odd = ActorNetwork((actor, *network.actors[1:]), network.ties)
    for name, write, read in (
        ("g.graphml", graphml, networkx.read_graphml),
        ("g.gexf", gexf, networkx.read_gexf),
    ):
        (tmp_path / name).write_text(write(odd), encoding="utf-8")
        assert " ".join(read(tmp_path / name).nodes[actor.id]["label"].split()) == " ".join(text.split())
    for table in (actors_csv(odd), ties_csv(odd)):
        rows = list(csv.DictReader(io.StringIO(table, newline="")))
        cells = {cell for row in rows for cell in row.values()}
        assert text in cells or f"'{text}" in cells
        assert not [cell for cell in cells if cell[:1] in tuple("=+-@\t\r")]


@pytest.mark.parametrize("name", ["net.pdf", "net", "net.xlsx"])
def test_an_unknown_format_is_named(ds: Dataset, tmp_path: Path, name: str) -> None:
    with pytest.raises(StoreError, match=r"no format .*\.graphml"):
        export(ds, tmp_path / name)
    assert list(tmp_path.iterdir()) == []


def test_an_unwritable_target_is_named_and_nothing_is_left(ds: Dataset, tmp_path: Path) -> None:
    (tmp_path / "net.csv").mkdir()
    with pytest.raises(StoreError, match="is a folder"):
        export(ds, tmp_path / "net.csv")
    (tmp_path / "file").write_text("x", encoding="utf-8")
    with pytest.raises(StoreError):
        export(ds, tmp_path / "file" / "net.gexf")
    assert sorted(file.name for file in tmp_path.iterdir()) == ["file", "net.csv"]


def test_cytoscape_json_is_read_back(ds: Dataset, tmp_path: Path) -> None:
    (file,) = export(ds, tmp_path / "net.cyjs")
    data = json.loads(file.read_text(encoding="utf-8"))
    graph = networkx.cytoscape_graph(data)
    assert (graph.number_of_nodes(), graph.number_of_edges()) == (27, 90)
    names = {node["data"]["name"] for node in data["elements"]["nodes"]}
    assert {"Hanne Dorr", "Kestria"} <= names
