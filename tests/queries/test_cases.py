"""Every query of the catalogue against its folder here: a graph, parameter sets, and exactly the rows they give."""

from __future__ import annotations

import re
import shlex
from typing import Any

import pyoxigraph
import pytest
from rdflib import Dataset
from rdflib.plugins.sparql import prepareQuery

from kg.query import catalogue, document, run, themes
from kg.query.header import placeholder
from tests.conftest import ROOT
from tests.queries.conftest import STORES, GraphOf, data, runs
from tests.query.conftest import CASES

QUERIES = catalogue()
RUNS = [(name, i) for name in sorted(QUERIES) for i in range(len(runs(name)))]


def test_every_query_has_a_case_and_every_case_a_query() -> None:
    cases = {path.parent.name for path in CASES.glob("*/expected.json")}
    bare = sorted(set(QUERIES) - cases)
    assert not bare, f"no case of {', '.join(bare)}; make one with: python tests/queries/case.py {bare[0]}"
    assert not cases - set(QUERIES), "a case without a query"
    assert len(QUERIES) >= 50
    assert len(RUNS) >= 215


def test_every_query_has_a_theme() -> None:
    assert [query for found in themes().values() for query in found] == list(QUERIES.values())
    assert len(themes()) >= 8
    assert all(len(found) < 13 for found in themes().values())


@pytest.mark.parametrize(
    ("name", "i", "store"),
    # rdflib's own engine is slow: each query once with no more than it requires, that is with all there is
    [(name, i, store) for name, i in RUNS for store in STORES if store != "rdflib" or i == 0],
)
def test_rows(graph_of: GraphOf, name: str, i: int, store: str) -> None:
    case = runs(name)[i]
    table = run(graph_of(store, data(name)), name, **case["params"])
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
        assert param.examples or param.type == "choice", f"{param.name} has no example"
        # a value is put in by its place alone: the file has no other way to take one
        assert len(placeholder(param.name).findall(query.text)) >= 1
    # all joined cells are declared, because engines join in different orders
    assert set(query.lists) >= {
        column for column, _ in query.columns if f'; SEPARATOR="; ") AS ?{column})' in query.text
    }
    # a variable that is bound as a parameter would be a column of one value, or of none
    assert not {param.name for param in query.params} & {column for column, _ in query.columns}
    assert " ORDER BY " in f" {query.text.rsplit('}', 1)[1].strip()} "


@pytest.mark.parametrize("name", sorted(QUERIES))
def test_text_is_standard_sparql_as_it_stands(name: str) -> None:
    """Two parsers take it without any prefix of ours, and none of the functions is an engine's own."""
    text = QUERIES[name].text
    pyoxigraph.Store().query(text)
    prepareQuery(text)
    assert not re.search(r"\bLATERAL\b|\bADJUST\b|\bSERVICE\b|\bFROM\b|oxigraph", text)


@pytest.mark.parametrize("name", sorted(QUERIES))
def test_rows_lead_to_evidence(name: str) -> None:
    """The last column of a table, and those with an id in their caption, hold what ``kg explain`` takes."""
    ids = [i for i, (_, caption) in enumerate(QUERIES[name].columns) if caption.split()[0] == "Id"]
    assert ids and ids[-1] == len(QUERIES[name].columns) - 1
    cells = [row[i] for case in runs(name) for row in case["rows"] for i in ids]
    assert any(cells)
    assert all(cell is None or re.fullmatch(r"[a-z]+/\S+", cell) for cell in cells)


@pytest.mark.parametrize("name", sorted(QUERIES))
def test_example_names_parameters_and_takes_their_values(sample_graph: Any, name: str) -> None:
    query = QUERIES[name]
    words = shlex.split(query.example)
    assert words[:3] == ["kg", "query", name]
    options, values = words[3::2], words[4::2]
    given = {option.removeprefix("--"): value for option, value in zip(options, values, strict=True)}
    run(sample_graph.dataset, name, **given)
    for param in query.params:
        for example in param.examples:
            run(sample_graph.dataset, name, **{**given, param.name: example})


@pytest.mark.parametrize("name", sorted(QUERIES))
def test_order_is_total(graph_of: GraphOf, name: str) -> None:
    """The same triples, put in the other way round, give the same rows in the same order."""
    case = runs(name)[0]
    head, *graphs = data(name).split("\nart:")
    turned = "\nart:".join([head, *reversed(graphs)])
    assert turned != data(name)
    table = run(graph_of("disk", turned), name, **case["params"])
    assert [list(row) for row in table.rows] == case["rows"]


@pytest.mark.parametrize("other", ["harbour", "citations", "provisions"])
@pytest.mark.parametrize("name", sorted(QUERIES))
def test_engines_agree_where_a_graph_lacks_most(graph_of: GraphOf, name: str, other: str) -> None:
    """rdflib makes one empty group of nothing, and an OPTIONAL would join that with anything."""
    harbour = CASES.parent / "query" / "harbour.trig"
    trig = harbour.read_text(encoding="utf-8") if other == "harbour" else data(other)
    params = _required(name)
    if "league" in params.values() and other == "citations":  # no actors there
        return
    on_oxigraph, on_rdflib = (run(graph_of(store, trig), name, **params) for store in ("memory", "rdflib"))
    assert on_oxigraph.rows == on_rdflib.rows


@pytest.mark.parametrize("name", sorted(QUERIES))
def test_empty_graph_gives_no_rows(name: str) -> None:
    params = _required(name)
    if "league" not in params.values():
        for store in ("Oxigraph", "default"):
            assert run(Dataset(store=store, default_union=True), name, **params).rows == ()


def test_document_is_current() -> None:
    page = (ROOT / "docs" / "queries.md").read_text(encoding="utf-8")
    assert page == document(), (
        "docs/queries.md is not what the headers say; write it with: python docs/build.py --queries"
    )
    for name, query in QUERIES.items():
        assert f"## {name}\n" in page
        assert query.example in page


def _required(name: str) -> dict[str, str]:
    values = {"date": "1987-06-01", "actor": "league", "thing": "league", "text": "port", "integer": "1"}
    return {param.name: values[param.type] for param in QUERIES[name].params if param.required}
