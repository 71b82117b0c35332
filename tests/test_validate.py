"""Validation: nothing is said of a good graph, and every shape and check speaks up when its rule is broken."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import graphs
import pytest
import yaml
from rdflib import SH, Dataset

from kg import ontology, resources, store
from kg.errors import DataFileError
from kg.model import Issue
from kg.store.engine import inner
from kg.validate import checks, validate
from kg.validate.queries import _parse
from kg.validate.shapes import shapes

HERE = Path(__file__).parent
BROKEN: list[dict[str, str]] = yaml.safe_load((HERE / "validate_cases.yaml").read_text(encoding="utf-8"))
GOOD: list[dict[str, str]] = yaml.safe_load((HERE / "validate_good.yaml").read_text(encoding="utf-8"))


def changed(case: dict[str, str]) -> Dataset:
    """The good graph with one change."""
    ds = graphs.dataset()
    prefixes = {**ontology.PREFIXES, **ontology.data_prefixes()}
    head = "".join(f"PREFIX {prefix}: <{iri}>\n" for prefix, iri in prefixes.items())
    graph = "<https://w3id.org/parley/id/graph/derived>" if case.get("graph") == "derived" else "?g"
    bind = f"BIND({case['bind']})" if "bind" in case else ""
    before = set(store.quads(ds))
    inner(ds).update(
        head
        + f"DELETE {{ GRAPH {graph} {{ {case.get('delete', '')} }} }}\n"
        + f"INSERT {{ GRAPH {graph} {{ {case.get('insert', '')} }} }}\n"
        + f'WHERE {{ GRAPH ?g {{ ?article schema:identifier "{case.get("article", "first.txt")}" . '
        + f"{case.get('where', '')} }} {bind} }}"
    )
    assert set(store.quads(ds)) != before, "the case changes nothing"
    return ds


def test_nothing_is_wrong_with_a_good_graph() -> None:
    assert validate(graphs.dataset(copies=2)) == []


def test_an_empty_graph_is_good() -> None:
    assert validate(store.memory()) == []


def test_the_case_files_are_read_whole() -> None:
    assert len(BROKEN) == 137
    assert len(GOOD) == 19


@pytest.mark.parametrize("case", BROKEN, ids=lambda case: case["says"][:60])
def test_a_broken_graph_is_told_of(case: dict[str, str]) -> None:
    issues = validate(changed(case))
    said = [i for i in issues if case["says"] in i.message]
    assert said, [str(i) for i in issues]
    assert {i.level for i in said} == {case.get("level", "error")}
    assert all(i.hint or i.message for i in said)
    if (
        "article" not in case
        and "check" not in case
        and "graph" not in case
        and "identifier" not in case["says"]
    ):
        assert {i.where for i in said} == {"first.txt"}


@pytest.mark.parametrize("case", GOOD, ids=lambda case: case["name"])
def test_a_good_change_is_not_complained_of(case: dict[str, str]) -> None:
    assert [str(i) for i in validate(changed(case))] == []


def test_every_message_of_every_shape_has_a_case() -> None:
    messages = {
        str(m) for derived in (True, False) for m in shapes(derived=derived).objects(None, SH.message)
    }
    said = {case["says"] for case in BROKEN}
    assert messages - said == set()


def test_every_property_shape_has_a_message() -> None:
    for derived in (True, False):
        merged = shapes(derived=derived)
        silent = [p for p in merged.objects(None, SH.property) if merged.value(p, SH.message) is None]
        assert silent == []


def test_every_check_has_a_case() -> None:
    assert {case["check"] for case in BROKEN if "check" in case} == {check.name for check in checks()}
    assert len(checks()) == 13


def test_enumerations_of_shapes_are_those_of_the_ontology() -> None:
    from rdflib.collection import Collection

    listed = set()
    for derived in (True, False):
        merged = shapes(derived=derived)
        for head in merged.objects(None, SH["in"]):
            listed.add(tuple(str(v).removeprefix(ontology.KG) for v in Collection(merged, head)))
    names = (
        "MeetingStatus",
        "ProposalStatus",
        "ResponseStatus",
        "ProposalForm",
        "ResponseForm",
        "Stance",
        "Mode",
    )
    assert {values for values in listed if "metadata" not in values} == {ontology.members(n) for n in names}


def test_a_graph_read_from_turtle_is_checked_as_one(tmp_path: Path) -> None:
    ds = changed(
        {
            "article": "second.txt",
            "where": "?p a kg:Proposal",
            "insert": '?p kg:submitted "1932-03-05"^^xsd:date',
        }
    )
    store.save(ds, tmp_path / "graph.ttl")
    assert validate(store.load(tmp_path / "graph.ttl")) == []
    broken = changed({"where": '?e kg:quote "a briefing"', "delete": '?e kg:quote "a briefing"'})
    store.save(broken, tmp_path / "broken.ttl")
    said = validate(store.load(tmp_path / "broken.ttl"))
    assert ["Evidence has one kg:quote" in str(i) for i in said] == [True]


def test_a_dataset_in_rdflibs_own_memory_is_checked_too() -> None:
    ds = changed({"where": '?e kg:quote "a briefing" ; kg:start ?v', "delete": "?e kg:start ?v"})
    plain = Dataset()
    plain.parse(data=ds.serialize(format="nquads"), format="nquads")
    assert validate(plain) == validate(ds) != []


def test_errors_come_first_and_nothing_twice() -> None:
    ds = changed(
        {
            "where": "?m a kg:Media . ?p a kg:Proposal",
            "insert": '?m kg:status kg:Planned ; kg:topic 3 . ?p kg:published "1932"^^xsd:gYear',
        }
    )
    issues = validate(ds)
    assert [i.level for i in issues] == ["error", "warning", "warning"]
    assert len(set(issues)) == len(issues)
    assert str(issues[0]) == (
        "first.txt: meeting/1932-03-11-wilma-sturm: kg:topic is plain text. (found “3”)"
    )


def test_a_message_names_the_node_by_its_label() -> None:
    (issue,) = validate(changed({"insert": "actor:borduria owl:sameAs <http://www.wikidata.org/entity/Q2>"}))
    assert issue == Issue(
        "error",
        "first.txt",
        "actor/borduria “Borduria”: An actor is the same as one thing outside at most (owl:sameAs, an IRI).",
    )


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("# title: T\nSELECT ?node {}", "lacks description, level, message, hint"),
        (
            "# level: fatal\n# title: T\n# description: D\n# message: M\n# hint: H\nSELECT ?node {}",
            "not 'fatal'",
        ),
        ("# tilte: T\n", "a header line is one of title"),
        (
            "# title: T\n# description: D\n# level: error\n# message: {x}\n# hint: H\nSELECT ?node {}",
            "select ?x",
        ),
    ],
)
def test_a_malformed_check_is_named(tmp_path: Path, text: str, says: str) -> None:
    path = tmp_path / "bad.rq"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(DataFileError, match=r"bad\.rq") as caught:
        _parse(path)
    assert says in str(caught.value)


def test_a_check_that_is_not_sparql_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    good = resources.queries("checks", "blank.rq").read_text(encoding="utf-8")
    path = tmp_path / "bad.rq"
    path.write_text(good.replace("SELECT", "SELCT"), encoding="utf-8")
    only: Any = lambda: (_parse(path),)  # noqa: E731
    monkeypatch.setattr("kg.validate.queries.checks", only)
    with pytest.raises(DataFileError, match=r"bad\.rq: not SPARQL"):
        validate(graphs.dataset())
