from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import httpx
import pytest
import rdflib
import yaml

from tests.serve.conftest import ENDLESS

CASES: dict[str, Any] = yaml.safe_load((Path(__file__).parent / "cases.yaml").read_text(encoding="utf-8"))
REQUESTS: list[dict[str, Any]] = CASES["requests"]
TEXTS = {
    "SELECT": CASES["select"],
    "CONSTRUCT": CASES["construct"],
    "ENDLESS": ENDLESS,
    "LONG": CASES["select"] + "#" * 70_000,
}


def test_cases_were_collected() -> None:
    assert len(REQUESTS) == 54
    assert len({case["name"] for case in REQUESTS}) == len(REQUESTS)


@pytest.mark.parametrize("case", REQUESTS, ids=lambda case: case["name"])
def test_case(client: httpx.Client, case: dict[str, Any]) -> None:
    def filled(values: dict[str, str] | None) -> dict[str, str] | None:
        return values and {name: TEXTS.get(value, value) for name, value in values.items()}

    headers = {"Accept": case.get("accept", "*/*"), **case.get("headers", {})}
    if "bytes" in case:
        content: Any = bytes.fromhex(case["bytes"])
    else:
        content = TEXTS.get(case.get("content"), case.get("content"))
    answer = client.request(
        case.get("method", "GET"),
        "/sparql" + case.get("url", ""),
        params=filled(case.get("params")),
        data=filled(case.get("form")),
        content=content,
        headers=headers,
    )
    assert answer.status_code == case["status"], answer.text
    if "type" in case:
        assert answer.headers["content-type"].partition(";")[0] == case["type"]
    if "body" in case:
        assert case["body"] in answer.text
    if "location" in case:
        assert answer.headers["location"].startswith(case["location"])
    if answer.status_code == 503:
        assert answer.headers["retry-after"].isdigit()
    if answer.status_code == 405:
        assert {"GET", "HEAD", "POST"} <= set(re.split(r",\s*", answer.headers["allow"]))


def test_head_says_what_get_would(client: httpx.Client) -> None:
    params = {"query": CASES["select"]}
    got, told = client.get("/sparql", params=params), client.head("/sparql", params=params)
    assert told.content == b""
    assert told.headers["content-length"] == got.headers["content-length"] == str(len(got.content))


def test_description_of_the_service(client: httpx.Client, address: str) -> None:
    for media, form in (
        ("text/turtle", "turtle"),
        ("application/rdf+xml", "xml"),
        ("application/ld+json", "json-ld"),
    ):
        answer = client.get("/sparql", headers={"Accept": media})
        assert answer.headers["content-type"].startswith(media)
        graph = rdflib.Graph().parse(data=answer.text, format=form)
        sd = rdflib.Namespace("http://www.w3.org/ns/sparql-service-description#")
        service = rdflib.URIRef(address + "/sparql")
        assert (service, sd.feature, sd.UnionDefaultGraph) in graph
        assert len(set(graph.objects(service, sd.resultFormat))) == 8


def test_all_graphs_are_asked_at_once_and_one_by_one(ask: Any) -> None:
    (every,) = ask("SELECT (COUNT(DISTINCT ?a) AS ?n) WHERE { ?a a kg:Article }")
    graphs = ask("SELECT ?g ?a WHERE { GRAPH ?g { ?a a kg:Article } }")
    assert int(every["n"]) == len(graphs) == 2
    assert all(row["g"] == row["a"] for row in graphs)
    one = graphs[0]["g"]
    for more in ({"default-graph-uri": one}, {"named-graph-uri": [one, "https://nowhere.example/"]}):
        pattern = "?a a kg:Article" if "default-graph-uri" in more else "GRAPH ?g { ?a a kg:Article }"
        assert ask(f"SELECT ?a WHERE {{ {pattern} }}", **more) == [{"a": one}]
    assert ask(f"SELECT ?a FROM <{one}> WHERE {{ ?a a kg:Article }}") == [{"a": one}]


def test_a_triple_counts_once(ask: Any) -> None:
    for kind in ("State", "Actor", "Meeting", "Statement"):
        pattern = f"?x a kg:{kind} ; ?p ?y"
        (found,) = ask(f"SELECT (COUNT(*) AS ?n) WHERE {{ {pattern} }}")
        (once,) = ask(f"SELECT (COUNT(*) AS ?n) WHERE {{ SELECT DISTINCT * WHERE {{ {pattern} }} }}")
        assert found["n"] == once["n"] != "0"


def test_classes_and_days_for_filters(ask: Any) -> None:
    later = "kg:latest ?day FILTER(?day > '1900-01-01'^^xsd:date)"
    told = ask(f"SELECT ?m WHERE {{ ?m a kg:Meeting ; {later} }}")
    dated = ask("SELECT DISTINCT ?m WHERE { GRAPH ?g { ?m kg:participant ?who ; kg:date ?day } }")
    assert {row["m"] for row in told} == {row["m"] for row in dated} != set()


def test_triples_of_several_articles_come_once(client: httpx.Client) -> None:
    query = "CONSTRUCT { ?s a kg:State } WHERE { ?s a kg:State }"
    lines = client.get(
        "/sparql", params={"query": query}, headers={"Accept": "application/n-triples"}
    ).text.splitlines()
    assert len(lines) == len(set(lines)) == 2
