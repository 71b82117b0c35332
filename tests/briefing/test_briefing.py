from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import yaml
from rdflib import RDF, RDFS, Dataset, Literal, URIRef

from kg.briefing import briefing
from kg.errors import QueryError
from kg.ontology import KG
from kg.store import save
from kg.telling import Line, markdown, references
from tests.conftest import Run
from tests.tellings import GRAPHS, dispute, told

CASES = yaml.safe_load((Path(__file__).parent / "cases.yaml").read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def graphs() -> dict[str, Dataset]:
    return {name: make() for name, make in GRAPHS.items()}


@pytest.fixture
def several() -> Dataset:
    """A graph with a second negotiation."""
    ds = dispute()
    derived = ds.graph(URIRef("https://data.example/id/graph/derived"))
    second = URIRef("https://data.example/id/negotiation/second")
    derived.add((second, RDF.type, KG.Negotiation))
    derived.add((second, RDFS.label, Literal("The light")))
    derived.add((URIRef("https://data.example/id/proposal/light"), KG.partOf, second))
    return ds


def test_cases_were_collected() -> None:
    assert len(CASES) == 3


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case['graph']} {case['options']}")
def test_case(graphs: dict[str, Dataset], case: dict[str, Any]) -> None:
    page = briefing(graphs[case["graph"]], **case["options"])
    assert page.title == case["title"]
    assert told(page) == case["sections"]


def _lines(line: Line) -> list[Line]:
    return [line, *(part for under in line.parts for part in _lines(under))]


def test_every_line_has_evidence(graphs: dict[str, Dataset], sample_graph: Any) -> None:
    for ds in (*graphs.values(), sample_graph.dataset):
        page = briefing(ds, whole=True)
        lines = [line for section in page.sections for top in section.lines for line in _lines(top)]
        assert len(lines) > 10
        for line in lines:
            disputed = [one for dispute in line.disputes for side in dispute.sides for one in side.evidence]
            assert line.evidence or disputed, line
            assert len(set(line.notes)) == len(line.notes), line
        # and the numbers lead to sentences that are listed
        text = markdown(page)
        assert all(f"- [{one.number}] " in text for one in references(page).values())


def test_open_since_when_and_how_late(graphs: dict[str, Dataset]) -> None:
    page = briefing(graphs["dispute"])
    assert page.lead == ("As of 16 March 1987, the date of the last article.",)
    (line,) = next(section.lines for section in page.sections if section.heading == "Open points")
    assert line.id == "response/light"
    assert line.notes == ("first reported 16 March 1987", "overdue by 4 days")


def test_several_negotiations_are_listed(several: Dataset) -> None:
    message = r"has 2 negotiations: .*\(negotiation/second\); .*\(negotiation/tolls\); name one"
    with pytest.raises(QueryError, match=message):
        briefing(several)
    page = briefing(several, negotiation="negotiation/second")
    assert page.title == "Briefing: The light"
    assert [line.id for line in page.sections[1].lines] == ["proposal/light"]
    assert briefing(several, whole=True).title == "Briefing"


def test_a_negotiation_goes_by_words_of_its_name(several: Dataset) -> None:
    assert briefing(several, negotiation="light").id == "negotiation/second"
    assert briefing(several, negotiation="Norland").id == "negotiation/tolls"
    with pytest.raises(QueryError, match="no negotiation is called 'Atlantis'"):
        briefing(several, negotiation="Atlantis")
    with pytest.raises(
        QueryError, match="'meeting/x' is no negotiation; list them with: kg query negotiations"
    ):
        briefing(several, negotiation="meeting/x")


def test_command(tmp_path: Path, several: Dataset, run_kg: Callable[..., Run]) -> None:
    save(several, tmp_path / "g.trig")
    listed = run_kg("report", "--graph", tmp_path / "g.trig")
    assert (listed.code, listed.out) == (4, "")
    assert listed.err.count("\n") == 1
    target = tmp_path / "b.html"
    done = run_kg("report", "--graph", tmp_path / "g.trig", "--all", "--format", "html", "-o", target)
    assert done.code == 0
    assert target.read_text(encoding="utf-8").startswith("<!doctype html>")
    text = run_kg("report", "--graph", tmp_path / "g.trig", "--negotiation", "negotiation/tolls")
    assert "OPEN POINTS\n" in text.out
