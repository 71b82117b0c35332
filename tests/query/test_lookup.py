from __future__ import annotations

import pytest
from rdflib import Dataset, URIRef

from kg.errors import QueryError
from kg.query import resolve_actor, resolve_thing
from kg.query.lookup import base, fold, short

ID = "https://data.example/id/"


@pytest.mark.parametrize(
    ("words", "actor"),
    [
        ("Norland", "norland"),
        ("norLAND", "norland"),
        ("  Norland ", "norland"),
        ("the Kingdom", "norland"),
        ("kingdom", "norland"),
        ("ada", "ada-roe"),
        ("roe ada", "ada-roe"),
        ("Roe", "ada-roe"),  # as written, before Tom Roe by a word of his name
        ("Velm", "velm-council"),  # a preferred name, before another's other name
        ("zoe OZGUL", "zoe-oezguel"),
        ("league", "league"),
        ("Harbour-League", "league"),
        ("actor/ada-roe", "ada-roe"),
        (ID + "actor/ada-roe", "ada-roe"),
        (f"<{ID}actor/ada-roe>", "ada-roe"),
        ('Front "} UNION { ?s ?p ?o } #', "brace"),
    ],
)
def test_actor(harbour: Dataset, words: str, actor: str) -> None:
    assert resolve_actor(harbour, words) == URIRef(f"{ID}actor/{actor}")


@pytest.mark.parametrize(
    ("words", "told"),
    [
        ("Norlund", "no actor is called 'Norlund'; did you mean Norland?"),
        ("Harbor League", "did you mean Harbour League"),
        ("Ozgal", "did you mean Zoë Özgül"),
        ("xxxx", "no actor is called 'xxxx'; list them with"),
        ("", "no actor is called ''"),
        ("!?", "no actor is called '!?'"),
        ("Velm Harbour", "no actor is called 'Velm Harbour'"),  # a place
        ("meeting/1", "no actor is called"),
        ("the minister", "may be any of 2 actors: Ada Roe (actor/ada-roe), Zoë Özgül (actor/zoe-oezguel)"),
    ],
)
def test_no_one_actor(harbour: Dataset, words: str, told: str) -> None:
    with pytest.raises(QueryError) as caught:
        resolve_actor(harbour, words)
    assert told in str(caught.value)
    assert "\n" not in str(caught.value)


def test_graph_without_actors() -> None:
    with pytest.raises(QueryError, match="the graph has no actors"):
        resolve_actor(Dataset(default_union=True), "Norland")


@pytest.mark.parametrize(
    ("words", "thing"),
    [
        ("meeting/1", "meeting/1"),
        ("/meeting/1", "meeting/1"),
        (ID + "meeting/1", "meeting/1"),
        (f"<{ID}meeting/1>", "meeting/1"),
        ("two.txt", "article/two"),
        ("place/velm", "place/velm"),
        ("kingdom", "actor/norland"),
    ],
)
def test_thing(harbour: Dataset, words: str, thing: str) -> None:
    assert resolve_thing(harbour, words) == URIRef(ID + thing)


@pytest.mark.parametrize(
    ("words", "told"),
    [
        ("meeting/2", "nothing in the graph has the id 'meeting/2'"),
        (ID + "meeting/2", "the graph says nothing about"),
        (ID + "x> { ?s ?p ?o } #", "is not an IRI"),
        (ID + "x\ny", "is not an IRI"),
        ("norlund", "did you mean Norland"),
    ],
)
def test_no_such_thing(harbour: Dataset, words: str, told: str) -> None:
    with pytest.raises(QueryError) as caught:
        resolve_thing(harbour, words)
    assert told in str(caught.value)


def test_one_id_under_two_bases() -> None:
    ds = Dataset(default_union=True)
    ds.parse(
        data="@prefix kg: <https://w3id.org/parley/ns#> . <x:a/meeting/1> a kg:Call . <x:b/meeting/1> a kg:Call .",
        format="trig",
    )
    with pytest.raises(QueryError, match="x:a/meeting/1, x:b/meeting/1; give the whole IRI"):
        resolve_thing(ds, "meeting/1")


def test_base_and_short(harbour: Dataset) -> None:
    assert base(harbour) == ID
    assert base(Dataset(default_union=True)) is None
    assert short(ID + "actor/ada-roe", ID) == "actor/ada-roe"
    assert short(ID, ID) == ID
    assert short("https://w3id.org/parley/ns#Held", None) == "Held"
    assert short("https://elsewhere.example/actor/x", ID) == "https://elsewhere.example/actor/x"


def test_fold() -> None:
    assert fold("The  Özgül–Roe Plan!") == "ozgul roe plan"
    assert fold("Theodore") == "theodore"
