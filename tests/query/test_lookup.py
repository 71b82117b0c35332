from __future__ import annotations

from pathlib import Path

import pytest
from rdflib import Dataset, URIRef

from kg.errors import QueryError
from kg.explain import passed_over
from kg.ontology import graph
from kg.query import resolve_actor, resolve_thing
from kg.query.fold import fold
from kg.query.lookup import base, short
from kg.query.things import vocabulary
from kg.sparql import NAMESPACES

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
        ("the talks", "meeting/1"),
        ("Norland's talks in Velm Harbour", "meeting/1"),
        ("velm talks of the Northerners", "meeting/1"),
        ("Velm Harbour", "place/velm"),
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
        ("velm meating", "nothing is called 'velm meating'; did you mean 'velm meeting': meeting/1?"),
        ("velm summit", "nothing in the graph is called 'velm summit'; list actors with"),
        ("x " * 100_000, "nothing in the graph is called 'x x"),
        ('" } #\n\\', "nothing in the graph is called"),
    ],
)
def test_no_such_thing(harbour: Dataset, words: str, told: str) -> None:
    with pytest.raises(QueryError) as caught:
        resolve_thing(harbour, words)
    assert told in str(caught.value)
    assert "\n" not in str(caught.value)
    assert len(str(caught.value)) < 400


EVENTS = """
@prefix kg: <https://w3id.org/parley/ns#> . @prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> . @prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
@prefix schema: <https://schema.org/> . @prefix : <https://data.example/x#> .
@base <https://data.example/x> .
<#article/one> {
  <#article/one> a kg:Article ; schema:identifier "one.txt" .
  <#actor/n> a kg:State ; skos:prefLabel "Norland" ; skos:altLabel "the kingdom" .
  <#actor/s> a kg:State ; skos:prefLabel "Sudmark" .
  <#place/v> a kg:Place ; rdfs:label "Velm" .
  <#meeting/1> a kg:Talks ; kg:participant <#actor/n>, <#actor/s> ; kg:place <#place/v> ;
    kg:date "2031-05-04"^^xsd:date ; kg:status kg:Held .
  <#meeting/2> a kg:Call ; kg:participant <#actor/n>, <#actor/s> ; kg:date "2031-06"^^xsd:gYearMonth ;
    kg:status kg:Cancelled .
  <#proposal/1> a kg:Proposal ; kg:form kg:Draft ; kg:proposedBy <#actor/n> ; kg:addressedTo <#actor/s> ;
    kg:provision <#provision/1> ; kg:topic "fishing rights" .
  <#provision/1> a kg:Provision ; kg:text "no nets in Velm at night" .
  <#response/1> a kg:Response ; kg:form kg:Written ; kg:respondent <#actor/s> ; kg:stance kg:Rejected .
  <#negotiation/1> a kg:Negotiation ; rdfs:label "Norland and Sudmark, from 2031-05" .
}
"""


@pytest.mark.parametrize(
    ("words", "thing"),
    [
        ("Velm talks", "meeting/1"),
        ("the kingdom's talks with Sudmark", "meeting/1"),
        ("meeting of 4 May 2031", "meeting/1"),
        ("May 4th, 2031", "meeting/1"),
        ("talks 2031-05-04", "meeting/1"),
        ("the cancelled call", "meeting/2"),
        ("phone call in June", "meeting/2"),
        ("Norland's draft", "proposal/1"),
        ("the proposal on fishing rights", "proposal/1"),
        ("Sudmark's written reply", "response/1"),
        ("the rejection by Sudmark", "response/1"),
        ("Norland and Sudmark, from 2031-05", "negotiation/1"),
        ("negotiation Norland Sudmark", "negotiation/1"),
        ("nets at night", "provision/1"),
        ("Velm", "place/v"),
        ("the kingdom", "actor/n"),
        ("meeting/2", "meeting/2"),
        ("actor/n", "actor/n"),
    ],
)
def test_thing_by_words_under_a_base_that_ends_in_a_hash(words: str, thing: str) -> None:
    ds = Dataset(store="Oxigraph", default_union=True)
    ds.parse(data=EVENTS, format="trig")
    assert base(ds) == "https://data.example/x#"
    found = resolve_thing(ds, words)
    assert found == URIRef("https://data.example/x#" + thing)
    assert short(str(found), base(ds)) == thing


def test_several_things_are_listed() -> None:
    ds = Dataset(store="Oxigraph", default_union=True)
    ds.parse(data=EVENTS, format="trig")
    with pytest.raises(
        QueryError, match="may be any of 3 things: meeting/1, meeting/2, negotiation/1; give the id"
    ):
        resolve_thing(ds, "Norland with Sudmark 2031")


def test_words_stand_for_terms_of_the_vocabulary() -> None:
    terms = {str(term) for term in graph().subjects()}
    for kind, words in vocabulary().kinds.items():
        assert NAMESPACES["kg"] + kind in terms
        assert all(word == fold(word) for word in words)


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


# ------------------------------------------------------------------------------------------------ namesakes


@pytest.fixture(scope="module")
def namesakes() -> Dataset:
    return Dataset(default_union=True).parse(Path(__file__).with_name("namesakes.trig"))


@pytest.mark.parametrize(
    ("words", "actor"),
    [
        ("Trane", "olav-trane"),  # and not the stub of that name
        ("trane", "olav-trane"),
        ("actor/trane", "trane"),  # unless its id is given
        ("Lind", "greta-lind"),  # of whom more articles tell
        ("Jan Lind", "jan-lind"),
        ("Quell Mills", "quell-mills"),
    ],
)
def test_the_well_founded_comes_before_stubs(namesakes: Dataset, words: str, actor: str) -> None:
    assert resolve_actor(namesakes, words) == URIRef(f"{ID}actor/{actor}")


def test_two_of_equal_standing_are_both_offered_and_no_stub(namesakes: Dataset) -> None:
    with pytest.raises(QueryError, match=r"any of 2 actors: Ivo Marr .*, Uta Marr"):
        resolve_actor(namesakes, "Marr")


def test_whom_a_name_left_out(namesakes: Dataset) -> None:
    assert passed_over(namesakes, "Trane") == [
        "left out: Trane (actor/trane), 1 article: nothing there tells who it is"
    ]
    assert passed_over(namesakes, "Lind") == [
        "left out: Jan Lind (actor/jan-lind), 1 article: another of the name, less spoken of"
    ]
    assert passed_over(namesakes, "Greta Lind") == passed_over(namesakes, "actor/trane") == []
