from __future__ import annotations

from typing import Any

import pytest

from kg.query import catalogue, document, run
from kg.query.header import placeholder
from tests.conftest import ROOT
from tests.query.conftest import CASES, STORES, load, runs

QUERIES = catalogue()
RUNS = [(name, i) for name in sorted(QUERIES) for i in range(len(runs(name)))]


def test_every_query_has_a_case_and_every_case_a_query() -> None:
    assert len(QUERIES) == 22
    assert {path.name for path in CASES.iterdir()} == set(QUERIES)
    assert len(RUNS) == 80


@pytest.mark.parametrize("store", STORES)
@pytest.mark.parametrize(("name", "i"), RUNS)
def test_rows(name: str, i: int, store: str) -> None:
    case = runs(name)[i]
    table = run(load(store, _data(name)), name, **case["params"])
    assert [list(row) for row in table.rows] == case["rows"]
    assert case["rows"], "a case without rows would pass whatever the query says"
    assert table.columns == tuple(column for column, _ in QUERIES[name].columns)
    assert table.captions == tuple(caption for _, caption in QUERIES[name].columns)


@pytest.mark.parametrize("name", sorted(QUERIES))
def test_every_parameter_is_exercised_and_matters(name: str) -> None:
    cases = runs(name)
    used: set[str] = set()
    for case in cases:
        used |= set(case["params"])
    assert used == {param.name for param in QUERIES[name].params}
    plain = {param.name for param in QUERIES[name].params if param.required}
    for param in used - plain:
        alone = [case["rows"] for case in cases if set(case["params"]) - plain == {param}]
        without: list[Any] = [case["rows"] for case in cases if set(case["params"]) <= plain]
        assert any(rows != without[0] for rows in alone), f"{param} changes nothing"


@pytest.mark.parametrize("name", sorted(QUERIES))
def test_header_is_complete(name: str) -> None:
    query = QUERIES[name]
    assert query.title and query.title != name
    assert query.description.endswith(".")
    assert query.example.startswith(f"kg query {name}")
    assert query.columns
    assert set(query.lists) <= {column for column, _ in query.columns}
    for param in query.params:
        assert f"--{param.name.replace('_', '-')}" in query.example or not param.required
        # a value is put in by its place alone: the file has no other way to take one
        assert len(placeholder(param.name).findall(query.text)) >= 1
    # all joined cells are declared, because engines join in different orders
    assert set(query.lists) == {
        column for column, _ in query.columns if f'; SEPARATOR="; ") AS ?{column})' in query.text
    }
    assert " ORDER BY " in f" {query.text.rsplit('}', 1)[1].strip()} "


@pytest.mark.parametrize("store", STORES)
@pytest.mark.parametrize("name", sorted(QUERIES))
def test_order_is_total(name: str, store: str) -> None:
    """The same triples, put in the other way round, give the same rows in the same order."""
    case = runs(name)[0]
    head, *graphs = _data(name).split("\nart:")
    data = "\nart:".join([head, *reversed(graphs)])
    assert data != _data(name)
    table = run(load(store, data), name, **case["params"])
    assert [list(row) for row in table.rows] == case["rows"]


@pytest.mark.parametrize("data", ["harbour", "citations", "media", "timeline", "provisions", "statements"])
@pytest.mark.parametrize("name", sorted(QUERIES))
def test_engines_agree_where_a_graph_lacks_most(name: str, data: str) -> None:
    """rdflib makes one empty group of nothing, and an OPTIONAL would join that with anything."""
    trig = (CASES.parent / "harbour.trig").read_text(encoding="utf-8") if data == "harbour" else _data(data)
    params = {param.name: "league" for param in QUERIES[name].params if param.required}
    if not (params and data == "citations"):  # no actors there
        on_oxigraph, on_rdflib = (run(load(store, trig), name, **params) for store in ("Oxigraph", "default"))
        assert on_oxigraph.rows == on_rdflib.rows


@pytest.mark.parametrize("store", STORES)
@pytest.mark.parametrize("name", sorted(QUERIES))
def test_empty_graph_gives_no_rows(name: str, store: str) -> None:
    if not any(param.required for param in QUERIES[name].params):
        assert run(load(store, ""), name).rows == ()


def test_document_is_current() -> None:
    page = (ROOT / "docs" / "queries.md").read_text(encoding="utf-8")
    assert page == document(), "run the command at the head of docs/queries.md"
    for name, query in QUERIES.items():
        assert f"## {name}\n" in page
        assert query.example in page


def _data(name: str) -> str:
    return (CASES / name / "data.trig").read_text(encoding="utf-8")
