"""Real clients of the protocol, none of ours: rdflib's SPARQLStore, SPARQLWrapper, curl."""

from __future__ import annotations

import shutil
import subprocess

import pytest
import SPARQLWrapper
from rdflib import Dataset, Graph, Literal, URIRef
from rdflib.namespace import RDF, SKOS
from rdflib.plugins.stores.sparqlstore import SPARQLStore

KG = "https://w3id.org/parley/ns#"
STATES = f"SELECT DISTINCT ?name WHERE {{ ?s a <{KG}State> ; <{SKOS.prefLabel}> ?name }} ORDER BY ?name"
NAMES = ["Borduria", "Syldavia"]


def test_rdflib_store(address: str) -> None:
    graph = Graph(SPARQLStore(f"{address}/sparql", context_aware=False))
    borduria = URIRef("https://w3id.org/parley/id/actor/borduria")
    assert (borduria, RDF.type, URIRef(KG + "State")) in graph
    assert graph.value(borduria, SKOS.prefLabel) == Literal("Borduria")
    assert [str(row[0]) for row in graph.query(STATES)] == NAMES
    assert graph.query(f"ASK {{ ?s a <{KG}Meeting> }}").askAnswer is not None
    made = graph.query(f"CONSTRUCT WHERE {{ ?s a <{KG}State> }}").graph
    assert made is not None
    assert len(made) == 2


def test_rdflib_store_by_post_and_one_graph(address: str) -> None:
    store = SPARQLStore(f"{address}/sparql", method="POST")
    assert [str(row[0]) for row in Graph(store).query(STATES)] == NAMES
    ds = Dataset(store=SPARQLStore(f"{address}/sparql"))
    found = {str(row[0]) for row in ds.query(f"SELECT ?g WHERE {{ GRAPH ?g {{ ?a a <{KG}Article> }} }}")}
    assert len(found) == 2
    one = Graph(SPARQLStore(f"{address}/sparql"), identifier=URIRef(min(found)))
    assert len(list(one.subjects(RDF.type, URIRef(KG + "Article")))) == 1


@pytest.mark.parametrize("method", [SPARQLWrapper.GET, SPARQLWrapper.POST])
@pytest.mark.parametrize("how", [SPARQLWrapper.URLENCODED, SPARQLWrapper.POSTDIRECTLY])
def test_sparqlwrapper(address: str, method: str, how: str) -> None:
    if (method, how) == (SPARQLWrapper.GET, SPARQLWrapper.POSTDIRECTLY):
        pytest.skip("a body needs POST")
    client = SPARQLWrapper.SPARQLWrapper(f"{address}/sparql")
    client.setMethod(method)
    client.setRequestMethod(how)
    client.setQuery(STATES)
    client.setReturnFormat(SPARQLWrapper.JSON)
    rows = client.query().convert()["results"]["bindings"]
    assert [row["name"]["value"] for row in rows] == NAMES
    client.setReturnFormat(SPARQLWrapper.XML)
    assert [
        node.firstChild.data for node in client.query().convert().getElementsByTagName("literal")
    ] == NAMES
    client.setReturnFormat(SPARQLWrapper.CSV)
    assert client.query().convert().decode().split() == ["name", *NAMES]
    client.setQuery(f"CONSTRUCT WHERE {{ ?s a <{KG}State> }}")
    for form in (SPARQLWrapper.TURTLE, SPARQLWrapper.JSONLD, SPARQLWrapper.RDFXML):
        client.setReturnFormat(form)
        made = client.query().convert()
        graph = Graph().parse(data=made, format="turtle") if isinstance(made, bytes) else made
        assert len(graph) == 2


def test_sparqlwrapper_is_told_of_mistakes(address: str) -> None:
    client = SPARQLWrapper.SPARQLWrapper(f"{address}/sparql")
    client.setQuery("SELECT * WHERE { ?s ?p }")
    with pytest.raises(SPARQLWrapper.SPARQLExceptions.QueryBadFormed, match="query:1:"):
        client.query()


@pytest.mark.skipif(shutil.which("curl") is None, reason="curl is not installed")
def test_curl(address: str) -> None:
    def curl(*words: str) -> str:
        done = subprocess.run(
            ["curl", "-sS", "--noproxy", "*", *words], capture_output=True, text=True, check=True
        )
        return done.stdout

    endpoint = f"{address}/sparql"
    assert curl(endpoint, "--data-urlencode", f"query={STATES}", "-H", "Accept: text/csv").split() == [
        "name",
        *NAMES,
    ]
    assert curl("-G", endpoint, "--data-urlencode", f"query={STATES}", "-d", "format=tsv").startswith(
        "?name\n"
    )
    body = curl(endpoint, "--data-binary", STATES, "-H", "Content-Type: application/sparql-query")
    assert '"Borduria"' in body
    code = curl("-o", "/dev/null", "-w", "%{http_code}", "-X", "PUT", endpoint, "-d", "x")
    assert code == "405"
    assert curl("-L", "-H", "Accept: text/turtle", f"{address}/actor/borduria").startswith("@prefix")
