from __future__ import annotations

import pytest
from rdflib import Dataset

from kg.errors import QueryError
from kg.explain import COLUMNS, explain
from kg.model import Table

DATA = """
@prefix kg: <https://w3id.org/parley/ns#> .
@prefix oa: <http://www.w3.org/ns/oa#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix schema: <https://schema.org/> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
@prefix a: <https://data.example/id/actor/> .
@prefix art: <https://data.example/id/article/> .
@prefix e: <https://data.example/id/evidence/> .
@prefix m: <https://data.example/id/meeting/> .

art:one {
  art:one a kg:Article ; schema:identifier "one.txt" ; kg:publisher "Coast Wire" ; kg:published "1987-03-15"^^xsd:date ;
    schema:articleBody "Norland met Sudmark. The kingdom hosted the talks." .
  a:norland a kg:State ; skos:prefLabel "Norland" ; skos:altLabel "The kingdom" ; kg:evidence e:1, e:2 .
  e:1 a kg:Evidence ; oa:hasSource art:one ; kg:start 0 ; kg:end 7 ; kg:quote "Norland" ;
    kg:sentence "Norland met Sudmark." ; kg:confidence 0.75 .
  e:2 a kg:Evidence ; oa:hasSource art:one ; kg:start 21 ; kg:end 32 ; kg:quote "The kingdom" ;
    kg:sentence "The kingdom hosted the talks." ; kg:confidence 0.5 .
  m:1 a kg:Talks ; kg:participant a:norland ; kg:evidence e:3 .
  e:3 a kg:Evidence ; oa:hasSource art:one ; kg:start 8 ; kg:end 11 ; kg:quote "met" ;
    kg:sentence "Norland met Sudmark." ; kg:confidence 0.9 .
}
art:two {
  art:two a kg:Article ; schema:identifier "two.txt" .
  a:norland a kg:State ; skos:prefLabel "Norland" ; kg:evidence e:4 .
  e:4 a kg:Evidence ; oa:hasSource art:two ; kg:start 4 ; kg:end 11 ; kg:quote "Norland" ;
    kg:sentence "Then Norland left." ; kg:confidence 0.6 .
}
"""
ONE = ("one.txt", "Coast Wire", "1987-03-15")
TWO = ("two.txt", None, None)


@pytest.fixture(params=["default", "Oxigraph"])
def ds(request: pytest.FixtureRequest) -> Dataset:
    ds = Dataset(store=request.param, default_union=True)
    ds.parse(data=DATA, format="trig")
    return ds


def test_actor(ds: Dataset) -> None:
    table = explain(ds, "the Kingdom")
    assert table == Table(
        name="https://data.example/id/actor/norland",
        columns=tuple(COLUMNS),
        captions=tuple(COLUMNS.values()),
        rows=(
            ("Norland", "rdf:type", "kg:State", "Norland met Sudmark.", 0.75, *ONE),
            ("Norland", "rdf:type", "kg:State", "Then Norland left.", 0.6, *TWO),
            # the sentence that has the value in it, before a surer one
            ("Norland", "skos:altLabel", "The kingdom", "The kingdom hosted the talks.", 0.5, *ONE),
            ("Norland", "skos:prefLabel", "Norland", "Norland met Sudmark.", 0.75, *ONE),
            ("Norland", "skos:prefLabel", "Norland", "Then Norland left.", 0.6, *TWO),
            # what is said of others with it rests on their own evidence
            ("meeting/1", "kg:participant", "Norland", "Norland met Sudmark.", 0.9, *ONE),
        ),
    )


def test_meeting_by_its_id(ds: Dataset) -> None:
    assert [row[:5] for row in explain(ds, "meeting/1").rows] == [
        ("meeting/1", "kg:participant", "Norland", "Norland met Sudmark.", 0.9),
        ("meeting/1", "rdf:type", "kg:Talks", "Norland met Sudmark.", 0.9),
    ]


def test_article_by_its_file_name_without_its_text(ds: Dataset) -> None:
    rows = explain(ds, "one.txt").rows
    assert [row[:4] for row in rows] == [
        ("one.txt", "kg:published", "1987-03-15", None),
        ("one.txt", "kg:publisher", "Coast Wire", None),
        ("one.txt", "rdf:type", "kg:Article", None),
        ("one.txt", "schema:identifier", "one.txt", None),
    ]


def test_nothing_of_that_name(ds: Dataset) -> None:
    with pytest.raises(QueryError, match="did you mean Norland"):
        explain(ds, "Norlund")
