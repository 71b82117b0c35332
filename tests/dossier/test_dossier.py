from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import yaml
from rdflib import Dataset

from kg.dossier import dossier
from kg.dossier.plan import plan
from kg.errors import QueryError
from kg.ontology import terms
from kg.query import find
from kg.store import save
from kg.telling import markdown, texts
from tests.conftest import Run
from tests.tellings import GRAPHS, told

CASES = yaml.safe_load((Path(__file__).parent / "cases.yaml").read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def graphs() -> dict[str, Dataset]:
    return {name: make() for name, make in GRAPHS.items()}


def test_cases_were_collected() -> None:
    assert len(CASES) == 12
    kinds = {"Actor", "Meeting", "Proposal", "Response", "Article", "Place", "Negotiation"}
    assert kinds <= set(plan())


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["thing"])
def test_case(graphs: dict[str, Dataset], case: dict[str, Any]) -> None:
    page = dossier(graphs[case["graph"]], case["thing"])
    assert page.title == case["title"]
    assert told(page) == case["sections"]


def test_every_thing_of_a_graph_has_a_dossier(graphs: dict[str, Dataset]) -> None:
    ds = graphs["story"]
    things = {str(row[0]) for row in ds.query("SELECT DISTINCT ?s WHERE { GRAPH ?g { ?s a ?k } }")}
    assert len(things) > 40
    for thing in sorted(things):
        assert dossier(ds, thing).title


def test_evidence_is_that_of_the_article_that_says_so(graphs: dict[str, Dataset]) -> None:
    page = dossier(graphs["dispute"], "meeting/x")
    lines = {line.text: line for line in page.sections[0].lines}
    assert [one.quote for one in lines["9 March 1987"].evidence] == ["talks"]
    assert [one.quote for one in lines["10 March 1987"].evidence] == [
        "envoys of Norland and Sudmark sat down"
    ]
    assert lines["9 March 1987"].sources == 1
    assert lines["held"].sources == 2


@pytest.mark.parametrize("actor", ["Russia", "Germany", "NATO"])
def test_what_is_done_for_a_side_is_told_once(sample_graph: Any, actor: str) -> None:
    """Meetings, proposals and answers of a state's people have sections, in which none of its own stands again."""
    told: dict[str, dict[str, set[str]]] = {"own": {}, "theirs": {}}
    for section in dossier(sample_graph.dataset, actor, limit=1000).sections:
        kind = section.heading.split()[0]
        if kind in ("Meetings", "Proposals", "Answers"):
            whose = told["theirs" if "stand for it" in section.heading else "own"]
            whose.setdefault(kind, set()).update(str(line.id) for line in section.lines)
    assert told["own"]
    assert told["theirs"]
    for kind, things in told["theirs"].items():
        assert not things & told["own"].get(kind, set())


def test_disagreements_stand_side_by_side(graphs: dict[str, Dataset]) -> None:
    page = dossier(graphs["dispute"], "meeting/x")
    (section,) = (section for section in page.sections if section.heading == "Disagreements")
    date, place = section.lines[0].disputes
    assert (date.aspect, place.aspect) == ("date", "place")
    assert [side.claim for side in date.sides] == ["9 March 1987", "10 March 1987"]
    assert [[one.article[-3:] for one in side.evidence] for side in place.sides] == [["one"], ["two"]]


def test_quote_is_marked_where_it_stands_in_its_text(graphs: dict[str, Dataset]) -> None:
    """The word stands in the sentence before too, which must not count."""
    page = dossier(graphs["dispute"], "meeting/x")
    assert page.sections[0].lines[0].evidence[0].at == len("The ")
    assert "The **talks** of Norland" in markdown(page)


def test_limit_names_the_query_that_gives_all(sample_graph: Any) -> None:
    page = dossier(sample_graph.dataset, "Russia", limit=1)
    sections = {section.heading: section for section in page.sections}
    assert len(sections["Meetings held"].lines) == 1
    assert re.fullmatch(
        r"… and \d+ more: kg query timeline --actor actor/russia", sections["Meetings held"].more
    )


def test_plan_names_what_there_is() -> None:
    """Kinds, properties, variants and queries of the plan are those of the words, the ontology and the catalogue."""
    known = {f"kg:{name}" for name in terms()}
    kinds = {*texts()["kinds"].values(), "other"}
    values = {value for told in texts()["variants"].values() for value in told["values"]}
    assert set(plan()) <= kinds
    parts = [part for parts in plan().values() for part in parts]
    assert len(parts) > 40
    for part in parts:
        told = " ".join(
            (part.path, part.unless, part.besides, part.parts, part.group, *part.facts, *part.omit)
        )
        assert set(re.findall(r"kg:\w+", told)) <= known, part
        assert set(part.variants) <= {*values, ""}, part
        assert {*part.kinds, *part.supports} <= kinds, part
        if part.query:
            name, *option = part.query.split()
            assert set(option) <= {f"--{param.name}" for param in find(name).params}, part


def test_nothing_of_that_name(graphs: dict[str, Dataset]) -> None:
    with pytest.raises(QueryError, match="did you mean Syldavia"):
        dossier(graphs["story"], "Syldavja")


def test_command(tmp_path: Path, graphs: dict[str, Dataset], run_kg: Callable[..., Run]) -> None:
    save(graphs["dispute"], tmp_path / "g.trig")
    text = run_kg("explain", "meeting/x", "--graph", tmp_path / "g.trig")
    assert text.code == 0
    assert "The *talks* of Norland" in text.out
    assert not any(line != line.rstrip() for line in text.out.splitlines())
    page = run_kg("explain", "meeting/x", "--graph", tmp_path / "g.trig", "--format", "md")
    assert page.out == markdown(dossier(graphs["dispute"], "meeting/x"))
    done = run_kg(
        "explain", "meeting/x", "--graph", tmp_path / "g.trig", "--format", "html", "-o", tmp_path / "x.html"
    )
    assert (done.code, done.out) == (0, "")
    assert (tmp_path / "x.html").read_text(encoding="utf-8").startswith("<!doctype html>")
    table = run_kg("explain", "meeting/x", "--graph", tmp_path / "g.trig", "--format", "csv")
    assert table.out.startswith("subject,property,value,sentence")
    assert run_kg("explain", "meeting/z", "--graph", tmp_path / "g.trig").code == 4
