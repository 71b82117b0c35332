from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import yaml
from rdflib import Dataset

from kg.chronicle import COLUMNS, chronicle, page, table
from kg.errors import QueryError
from kg.store import save
from kg.telling import references
from tests.conftest import Run
from tests.tellings import GRAPHS, told

CASES = yaml.safe_load((Path(__file__).parent / "cases.yaml").read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def graphs() -> dict[str, Dataset]:
    return {name: make() for name, make in GRAPHS.items()}


def test_cases_were_collected() -> None:
    assert len(CASES) == 8


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case['graph']} {case['options']}")
def test_case(graphs: dict[str, Dataset], case: dict[str, Any]) -> None:
    found = chronicle(graphs[case["graph"]], **case["options"])
    assert found.undated == case["undated"]
    made = page(found)
    assert made.title == case["title"]
    assert list(made.lead) == case["lead"]
    # a date is a text, also where YAML would read a number
    assert told(made) == {str(heading): lines for heading, lines in case["sections"].items()}
    assert [section.heading for section in made.sections] == [str(heading) for heading in case["sections"]]


def test_what_is_left_out_is_counted(graphs: dict[str, Dataset]) -> None:
    assert page(chronicle(graphs["story"], since="1932-04")).notes == ("1 undated thing is left out.",)


def test_every_line_has_evidence_and_every_reference_a_line(graphs: dict[str, Dataset]) -> None:
    for ds in graphs.values():
        made = page(chronicle(ds, statements="all"))
        lines = [line for section in made.sections for line in section.lines]
        assert lines
        assert all(line.evidence for line in lines)
        known = references(made)
        assert [one.number for one in known.values()] == list(range(1, len(known) + 1))
        assert {(one.article, one.sentence) for one in made.all_evidence()} == set(known)
        assert {one.article for one in known.values()} == set(made.articles)


def test_two_days_of_one_meeting_are_told_once_and_side_by_side(graphs: dict[str, Dataset]) -> None:
    made = page(chronicle(graphs["dispute"]))
    lines = [line for section in made.sections for line in section.lines if line.id == "meeting/x"]
    assert len(lines) == 1
    assert [dispute.aspect for dispute in lines[0].disputes] == ["date", "place"]


def test_table_has_a_row_for_each_article(graphs: dict[str, Dataset]) -> None:
    found = table(chronicle(graphs["dispute"]))
    assert found.columns == tuple(COLUMNS)
    rows = [dict(zip(found.columns, row, strict=True)) for row in found.rows if row[-1] == "meeting/x"]
    assert [(row["article"], row["date"], row["sources"]) for row in rows] == [
        ("one.txt", "1987-03-09", 2),
        ("two.txt", "1987-03-09", 2),
    ]


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"actor": "Nobody"}, "no actor is called"),
        ({"since": "1932-02-30"}, "no date of the calendar"),
        ({"until": 'x" } #'}, "is no date"),
        ({"negotiation": "negotiation/none"}, "has the id"),
        ({"negotiation": "Borduria and nobody"}, "no negotiation is called 'Borduria and nobody'"),
        ({"since": "1932-03", "until": "1931"}, "since 1932-03 is after until 1931"),
    ],
    ids=str,
)
def test_wrong_options(graphs: dict[str, Dataset], options: dict[str, str], message: str) -> None:
    with pytest.raises(QueryError, match=message):
        chronicle(graphs["story"], **options)  # type: ignore[arg-type]


def test_command(tmp_path: Path, graphs: dict[str, Dataset], run_kg: Callable[..., Run]) -> None:
    save(graphs["story"], tmp_path / "g.trig")
    options = ("--graph", tmp_path / "g.trig", "--actor", "Borduria", "--since", "12 March 1932")
    text = run_kg("timeline", *options)
    assert text.code == 0
    assert "12 MARCH 1932\n  Call of Kurt Pleksy and Otto Brandl [1]\n" in text.out
    rows = list(csv.DictReader(io.StringIO(run_kg("timeline", *options, "--format", "csv").out)))
    assert rows[0]["date"] == "1932-03-12"
    data = json.loads(run_kg("timeline", *options, "--format", "json").out)
    assert data["sections"][0]["lines"][0]["evidence"][0]["quote"] == "called"
    assert run_kg("timeline", *options, "--format", "md").out.startswith("# Chronicle: Borduria\n")
    assert run_kg("timeline", "--graph", tmp_path / "g.trig", "--actor", "Nobody").code == 4
