from __future__ import annotations

import random
from pathlib import Path

import graphs
import pyoxigraph as po
import pytest
from rdflib import Dataset

from kg import emit, ontology, store
from kg.derive import derive, likeness, rules, steps
from kg.errors import DataFileError
from kg.store.engine import inner
from kg.validate import validate

HERE = Path(__file__).parent
CASES = sorted(path.name for path in (HERE / "cases").iterdir())
PREFIXES = (HERE / "prefixes.ttl").read_text(encoding="utf-8")
BASE = "https://data.example/id/"


def data(case: str) -> list[po.Quad]:
    text = PREFIXES + (HERE / "cases" / case / "data.trig").read_text(encoding="utf-8")
    return list(po.parse(text, format=po.RdfFormat.TRIG))


def derived(ds: Dataset, base: str = BASE) -> set[po.Quad]:
    graph = po.NamedNode(f"{base}graph/derived")
    return set(inner(ds).quads_for_pattern(None, None, None, graph))


def test_every_rule_has_a_case() -> None:
    assert sorted(rule.name for rule in rules()) == CASES
    assert len(CASES) == 23


@pytest.mark.parametrize("case", CASES)
def test_rule(case: str) -> None:
    ds = store.memory(data(case))
    added = {rule.name: triples for rule, triples in steps(ds)}
    text = PREFIXES + (HERE / "cases" / case / "expected.ttl").read_text(encoding="utf-8")
    wanted = {quad.triple for quad in po.parse(text, format=po.RdfFormat.TURTLE)}
    assert wanted
    assert added[case] == wanted
    assert {quad.triple for quad in derived(ds)} == set().union(*added.values())


@pytest.mark.parametrize("case", CASES)
def test_the_derived_graph_follows_from_the_others_alone(case: str) -> None:
    ds = store.memory(data(case))
    count = derive(ds)
    first = derived(ds)
    assert len(first) == count > 0
    # made anew, from what was there in any order, by a base that is given
    inner(ds).add(po.Quad(*([po.NamedNode("urn:x")] * 3), po.NamedNode(f"{BASE}graph/derived")))
    assert derive(ds, base=BASE) == count
    assert derived(ds) == first
    quads = data(case)
    random.Random(7).shuffle(quads)
    other = store.memory(quads)
    derive(other)
    assert store.files.serialize(store.quads(other), po.RdfFormat.TRIG) == store.files.serialize(
        store.quads(ds), po.RdfFormat.TRIG
    )


def test_a_whole_graph_with_what_follows_is_sound() -> None:
    ds = store.memory(emit.quads(graphs.resolution(copies=2)))
    before = set(store.quads(ds))
    derive(ds)
    assert before < set(store.quads(ds))
    assert validate(ds) == []
    assert {q.graph_name.value for q in set(store.quads(ds)) - before} == {
        f"{ontology.DEFAULT_BASE}graph/derived"
    }


def test_nothing_follows_from_nothing() -> None:
    assert derive(store.memory()) == 0


@pytest.mark.parametrize(
    ("files", "says"),
    [
        ({"a": "SELECT * {}"}, "begins with a header|lacks title"),
        ({"a": "# title: A\nCONSTRUCT {} {}"}, "lacks description"),
        ({"a": "# title: A\n# description: a.\n# reads: b\nCONSTRUCT {} {}"}, "reads b, which is no rule"),
        (
            {
                "a": "# title: A\n# description: a.\n# reads: b\nCONSTRUCT {} {}",
                "b": "# title: B\n# description: b.\n# reads: a\nCONSTRUCT {} {}",
            },
            "read one another",
        ),
    ],
)
def test_a_broken_rule_is_named(tmp_path: Path, files: dict[str, str], says: str) -> None:
    for name, text in files.items():
        (tmp_path / f"{name}.rq").write_text(text, encoding="utf-8")
    with pytest.raises(DataFileError, match=says):
        rules(tmp_path)


@pytest.mark.parametrize(("query", "says"), [("CONSTRUKT {} {}", "not SPARQL"), ("ASK {}", "no CONSTRUCT")])
def test_a_rule_that_cannot_be_run(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, query: str, says: str
) -> None:
    from kg import derive as module

    (tmp_path / "x.rq").write_text(f"# title: X\n# description: x.\n{query}", encoding="utf-8")
    broken = rules(tmp_path)
    monkeypatch.setattr(module, "rules", lambda: broken)
    with pytest.raises(DataFileError, match=says):
        derive(store.memory(data("sources")))


@pytest.mark.parametrize(
    ("one", "other", "least", "most"),
    [
        ("the talks had failed", "that the talks had failed", 80, 100),
        ("the talks had failed", "Failed, the talks!", 100, 100),
        ("the talks had failed", "the wine was excellent", 0, 50),
        ("", "", 0, 100),
    ],
)
def test_likeness_of_words(one: str, other: str, least: int, most: int) -> None:
    assert least <= likeness(one, other) <= most
    assert likeness(one, other) == likeness(other, one)
