from __future__ import annotations

import csv
import io
import itertools
import json
from pathlib import Path
from typing import Any
from urllib.parse import quote

import httpx
import pytest
import yaml
from openapi_spec_validator import validate

from kg.query import catalogue
from kg.serve.openapi import document

HOSTILE: list[str] = yaml.safe_load((Path(__file__).parent / "hostile.yaml").read_text(encoding="utf-8"))
DOCUMENT = document(catalogue())
OPERATIONS = [(path, item["get"]) for path, item in DOCUMENT["paths"].items()]
# what stands for a value of each type, where the header of a query gives no example
VALUES = {"actor": "Borduria", "thing": "actor/borduria", "date": "1932-03", "text": "treaty"}
IDS = {"thing": "actor/borduria", "article": ""}


@pytest.fixture(scope="module")
def article(client: httpx.Client) -> str:
    return str(client.get("/api/articles").json()["articles"][0]["id"]).removeprefix("article/")


def values(operation: dict[str, Any], parameter: dict[str, Any]) -> list[Any]:
    """Return values worth trying: the default, those of an enumeration, examples that need no graph."""
    schema = parameter["schema"]
    if "enum" in schema:
        return list(schema["enum"])
    if schema["type"] == "boolean":
        return ["true", "false"]
    found = [schema["default"]] if "default" in schema else []
    if schema["type"] in ("integer", "number"):
        return found or [2]
    name = operation["operationId"].removeprefix("ask-")
    if name in catalogue():
        for param in catalogue()[name].params:
            if param.name == parameter["name"]:
                return found or [VALUES[param.type]]
    return found or ["syldavia"]


def test_document_is_valid_and_complete(client: httpx.Client) -> None:
    served = client.get("/api/openapi.json").json()
    assert served == json.loads(json.dumps(DOCUMENT))
    validate(served)
    assert {f"/api/queries/{name}" for name in catalogue()} <= served["paths"].keys()
    assert len(OPERATIONS) == len(catalogue()) + 8
    assert len({operation["operationId"] for _, operation in OPERATIONS}) == len(OPERATIONS)


@pytest.mark.parametrize(("path", "operation"), OPERATIONS, ids=[o["operationId"] for _, o in OPERATIONS])
def test_operation(client: httpx.Client, article: str, path: str, operation: dict[str, Any]) -> None:
    """Call it with what it needs alone, then with each value of each further parameter: what comes is as declared."""
    path = path.replace("{id}", article if "articles" in path else "actor/borduria")
    inputs = [p for p in operation["parameters"] if p["in"] == "query"]
    needed = {p["name"]: values(operation, p)[0] for p in inputs if p.get("required")}
    calls = [needed, *({**needed, p["name"]: value} for p in inputs for value in values(operation, p))]
    for params in calls:
        answer = client.get(path, params=params)
        assert answer.status_code == 200, (params, answer.text)
        media = answer.headers["content-type"].partition(";")[0]
        declared = operation["responses"]["200"]["content"]
        assert media in declared
        if media == "application/json":
            check(answer.json(), declared[media]["schema"])
    if any(p.get("required") for p in inputs) and path != "/api/search":
        assert client.get(path).status_code == 400


def check(value: Any, schema: dict[str, Any]) -> None:
    """The part of JSON Schema that the document uses."""
    if "$ref" in schema:
        schema = DOCUMENT["components"]["schemas"][schema["$ref"].rpartition("/")[2]]
    if "const" in schema:
        assert value == schema["const"]
    if schema.get("type") == "array":
        assert isinstance(value, list)
        for one in value[:20]:
            check(one, schema["items"])
    if schema.get("type") == "object":
        assert isinstance(value, dict)
        assert set(schema.get("required", ())) <= value.keys()
        for name, inner in schema.get("properties", {}).items():
            if name in value and "type" in inner and isinstance(inner["type"], list):
                assert value[name] is None or isinstance(value[name], str | int | float)
            elif name in value:
                check(value[name], inner)


def test_no_value_breaks_out(client: httpx.Client) -> None:
    """Whatever a parameter is given, the answer is one that the document declares, and its error is told in JSON.

    Texts and parameters take turns: each text is given to many parameters, each parameter two texts.
    """
    texts = itertools.cycle(HOSTILE)
    given = [(p, o, q) for p, o in OPERATIONS for q in o["parameters"] if q["name"] != "explain"]
    assert len(given) > 4 * len(HOSTILE)
    for path, operation, parameter in given:
        for text in itertools.islice(texts, 2):
            if parameter["in"] == "path":
                answer = client.get(path.replace("{id}", quote(text, safe="")))
            else:
                answer = client.get(path, params={parameter["name"]: text})
            assert str(answer.status_code) in operation["responses"] | {"404": None}, answer.text
            assert answer.headers["content-type"].partition(";")[0] == "application/json"
            assert "set-cookie" not in answer.headers
            if answer.status_code != 200:
                assert answer.json()["error"]


def test_formats_say_the_same(client: httpx.Client) -> None:
    rows = client.get("/api/queries/timeline").json()["rows"]
    assert len(rows) >= 4
    plain = csv.DictReader(
        io.StringIO(client.get("/api/queries/timeline", headers={"Accept": "text/csv"}).text)
    )
    assert [dict(row) for row in plain] == [
        {name: "" if cell is None else str(cell) for name, cell in row.items()} for row in rows
    ]
    tabs = client.get("/api/queries/timeline?format=tsv").text.splitlines()
    assert len(tabs) == len(rows) + 1
    markdown = client.get("/api/queries/timeline", headers={"Accept": "text/markdown"}).text.splitlines()
    assert len(markdown) == len(rows) + 2
    assert all(line.startswith("| ") and line.endswith(" |") for line in markdown)


def test_rows_are_explained_by_sentences_of_articles(client: httpx.Client) -> None:
    rows = client.get("/api/queries/timeline?explain").json()["rows"]
    assert all(row["evidence"] for row in rows)
    for one in (piece for row in rows for piece in row["evidence"]):
        text = client.get("/api/articles/" + one["article"].rpartition("/article/")[2]).json()["text"]
        assert one["sentence"] in text
        assert one["quote"] in one["sentence"]
    flat = csv.DictReader(io.StringIO(client.get("/api/queries/timeline?explain=yes&format=csv").text))
    assert [row["sentence"] for row in flat] == [row["evidence"][0]["sentence"] for row in rows]


def test_a_thing_comes_with_its_facts_and_their_evidence(client: httpx.Client) -> None:
    found = client.get("/api/things/actor/borduria").json()
    assert (found["iri"], found["kind"]) == ("https://w3id.org/parley/id/actor/borduria", "State")
    assert client.get("/api/things/" + quote(found["iri"], safe="")).json() == found
    lines = [line for section in found["sections"] for line in section["lines"]]
    assert any(line.get("evidence") for line in lines)
    missing = client.get("/api/things/actor/bordurio-syldavia")
    assert missing.status_code == 404
    assert "actor/syldavia" in [offer["href"].strip("/") for offer in missing.json()["offers"]]


def test_an_article_comes_with_claims_in_its_text(client: httpx.Client, article: str) -> None:
    found = client.get(f"/api/articles/{article}").json()
    assert len(found["claims"]) > 10
    assert all(0 <= one["start"] < one["end"] <= len(found["text"]) for one in found["claims"])
    assert client.get("/api/articles/nowhere").status_code == 404


def test_search_finds_names_and_words(client: httpx.Client) -> None:
    def find(words: str, **more: Any) -> list[str]:
        return [hit["id"] for hit in client.get("/api/search", params={"q": words, **more}).json()]

    assert find("bord")[0] == find("BORDURIA")[0] == "actor/borduria"
    assert find("sturm wilma")[0] == "actor/wilma-sturm"
    assert find("szohod")
    assert all(id.startswith("statement/") for id in find("answer", kind="statement"))
    assert len(find("a", limit=3)) == 3
    assert find("") == find("xyzzy") == []


@pytest.mark.parametrize(
    ("path", "words"),
    [
        ("/api/queries/nowhere", "no query is called 'nowhere'"),
        ("/api/queries/timeline?actr=x", "has no parameter 'actr'; it takes"),
        ("/api/queries/timeline?since=yesterday+noon", "since"),
        ("/api/queries/timeline?actor=Atlantis", "Atlantis"),
        ("/api/queries/timeline?format=xls", "there are json, csv, tsv, md"),
        ("/api/queries/timeline?explain=perhaps", "yes or no"),
        ("/api/queries/timeline?actor=Borduria&actor=Syldavia", "given twice"),
        ("/api/search?q=x&kind=cheese", "no kind 'cheese'"),
        ("/api/search?q=x&limit=0", "from 1 to 200"),
        ("/api/articles?offset=-1", "whole number"),
    ],
)
def test_mistakes_are_told(client: httpx.Client, path: str, words: str) -> None:
    answer = client.get(path)
    assert answer.status_code in (400, 404)
    assert words in answer.json()["error"]


def test_unacceptable(client: httpx.Client) -> None:
    answer = client.get("/api/queries/timeline", headers={"Accept": "image/png"})
    assert answer.status_code == 406
    assert "text/csv" in answer.json()["error"]
