"""In SPARQL over all graphs a talk is a meeting too, and a meeting "in March" has days that a filter can compare."""

from __future__ import annotations

from pathlib import Path

import pyoxigraph as po
import pytest
from rdflib import Dataset

from kg import store
from kg.query import run
from kg.store.engine import inner
from kg.store.inferred import covers

PREFIXES = """
PREFIX kg: <https://w3id.org/parley/ns#> PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
PREFIX xsd: <http://www.w3.org/2001/XMLSchema#>
"""
TRIG = f"""{PREFIXES} BASE <https://data.example/id/>
<article/1> {{ <article/1> a kg:Article ; kg:published "2031-04-02"^^xsd:date .
  <meeting/dams> a kg:Talks ; kg:date "2031-03"^^xsd:gYearMonth ; kg:participant <actor/norland> .
  <meeting/locks> a kg:Call ; kg:date "2031-03-30"^^xsd:date ; kg:until "2031-04-02"^^xsd:date .
  <meeting/weirs> a kg:Summit ; kg:date "2032"^^xsd:gYear .
  <meeting/some-day> a kg:Visit .
  <actor/norland> a kg:State ; skos:prefLabel "Norland" . }}
<article/2> {{ <article/2> a kg:Article ; kg:published "2031-04-05"^^xsd:date .
  <meeting/dams> a kg:Talks ; kg:date "2031-04-01"^^xsd:date . }}
"""
CASES = {
    "?x a kg:Meeting": "dams locks some-day weirs",
    "?x a kg:Actor": "norland",
    "?x a kg:Talks": "dams",
    "?x a kg:Meeting ; kg:latest ?day FILTER(?day < '2031-04-03'^^xsd:date)": "dams locks",
    "?x a kg:Meeting ; kg:earliest ?day FILTER(?day >= '2031-03-30'^^xsd:date)": "locks weirs",
    "?x a kg:Meeting ; kg:earliest '2031-03-01'^^xsd:date ; kg:latest '2031-04-01'^^xsd:date": "dams",
    "?x a kg:Article ; kg:latest ?day FILTER(?day > '2031-04-03'^^xsd:date)": "2",
    "GRAPH ?g { ?x a kg:Meeting }": "",
}


@pytest.fixture(params=["memory", "disk", "rdflib"])
def graph(request: pytest.FixtureRequest, tmp_path: Path) -> Dataset:
    file = tmp_path / "g.trig"
    file.write_text(TRIG, encoding="utf-8")
    if request.param == "rdflib":
        return Dataset(default_union=True).parse(file, format="trig")
    if request.param == "memory":
        return store.load(file)
    store.fill(tmp_path / "store", store.load(file))
    return store.disk(tmp_path / "store", read_only=True)


def asked(ds: Dataset, pattern: str, folder: Path) -> str:
    file = folder / "own.rq"
    file.write_text(f"{PREFIXES} SELECT ?x WHERE {{ {pattern} }} ORDER BY ?x", encoding="utf-8")
    return " ".join(str(row[0]).rsplit("/", 1)[-1] for row in run(ds, file).rows)


def test_classes_and_days(graph: Dataset, tmp_path: Path) -> None:
    for pattern, wanted in CASES.items():
        assert asked(graph, pattern, tmp_path) == wanted, pattern


def test_the_catalogue_and_files_do_not_see_it(tmp_path: Path) -> None:
    (tmp_path / "g.trig").write_text(TRIG, encoding="utf-8")
    ds = store.load(tmp_path / "g.trig")
    size, timeline = len(inner(ds)), run(ds, "timeline").rows
    kinds = "SELECT ?k { <https://data.example/id/meeting/locks> a ?k }"
    for _ in range(2):
        assert {str(row[0]).rsplit("#")[-1] for row in ds.query(kinds)} == {"Call", "Meeting"}  # type: ignore[index]
        assert run(ds, "timeline").rows == timeline
    assert len(inner(ds)) == size
    assert po.NamedNode("https://w3id.org/parley/ns#Meeting") not in {quad.object for quad in inner(ds)}


def test_days_that_a_date_covers() -> None:
    cases = {
        "2031": ("2031-01-01", "2031-12-31"),
        "2032-02": ("2032-02-01", "2032-02-29"),
        "2031-02": ("2031-02-01", "2031-02-28"),
        "2031-02-03": ("2031-02-03", "2031-02-03"),
        "2031-13": None,
        "0000-02": None,
        "-0044": None,
        "31-02-03": None,
        "spring": None,
        "": None,
    }
    assert {date: covers(date) for date in cases} == cases
