from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pyoxigraph as po
import pytest
import yaml
from rdflib import Dataset

import kg
from kg import store
from kg.diff import SECTIONS, diff, table, text
from kg.ontology import DEFAULT_BASE, PREFIXES
from tests.conftest import ROOT, Run
from tests.graphs import dataset

CASES: list[dict[str, Any]] = yaml.safe_load((ROOT / "tests/diff/cases.yaml").read_text(encoding="utf-8"))
KINDS = {"a": "actor", "art": "article", "e": "evidence", "m": "meeting", "p": "place", "pos": "position"}
KINDS |= {"pr": "proposal", "r": "response", "s": "statement", "v": "provision"}


def _graph(trig: str, base: str = DEFAULT_BASE) -> Dataset:
    prefixes = "".join(f"@prefix {name}: <{iri}> .\n" for name, iri in PREFIXES.items())
    prefixes += "".join(f"@prefix {name}: <{base}{kind}/> .\n" for name, kind in KINDS.items())
    return store.memory(po.parse(prefixes + trig, format=po.RdfFormat.TRIG))


def _lines(old: Dataset, new: Dataset) -> list[str]:
    return [f"{change.section}: {change.text}" for change in diff(old, new)]


def test_cases_were_collected() -> None:
    assert len(CASES) == 21
    assert len({case["name"] for case in CASES}) == len(CASES)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["name"])
def test_what_is_said(case: dict[str, Any]) -> None:
    new = case["new"] if "new" in case else case["old"] + "\n" + case["add"]
    assert _lines(_graph(case["old"]), _graph(new)) == case["says"]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["name"])
def test_another_base_changes_nothing(case: dict[str, Any]) -> None:
    article = "art:0 { art:0 a kg:Article ; schema:identifier 'none.txt' . }\n"
    here, there = _graph(article + case["old"]), _graph(article + case["old"], "https://example.org/x/")
    assert _lines(here, there) == []


def test_a_graph_does_not_differ_from_itself(sample_graph: kg.Graph) -> None:
    assert diff(sample_graph.dataset, sample_graph.dataset) == ()
    assert text(()) == "Nothing changed.\n"


def test_from_nothing_and_back_mirror_one_another() -> None:
    there, back = diff(store.memory(), dataset()), diff(dataset(), store.memory())
    assert len(there) > 10
    assert {change.section for change in there} >= set(SECTIONS) - {"Disagreements"}

    def things(changes: tuple[Any, ...], kind: str) -> Counter[tuple[str, str]]:
        return Counter((c.section, c.thing) for c in changes if c.change == kind)

    assert things(there, "new") == things(back, "gone")
    assert not things(there, "gone") and not things(back, "new")


def test_text_has_a_heading_for_each_section_that_has_any() -> None:
    found = diff(store.memory(), dataset())
    said = text(found)
    told = [line for line in said.splitlines() if line and not line.startswith("- ")]
    assert told == [section for section in SECTIONS if any(c.section == section for c in found)]
    assert said.count("\n- ") == len(found)
    assert [row[2] for row in table(found).rows] == [change.text for change in found]


def test_command(tmp_path: Path, run_kg: Callable[..., Run]) -> None:
    old, new = tmp_path / "old.trig", tmp_path / "new.trig"
    store.save(_graph(CASES[1]["old"]), old)
    store.save(_graph(CASES[1]["old"] + CASES[1]["add"]), new)
    done = run_kg("diff", old, new)
    assert (done.code, done.out) == (0, "Articles\n- New: two.txt\n\nActors\n- New: Ada Roe (person)\n")
    rows = json.loads(run_kg("diff", old, new, "--format", "json").out)
    assert [(row["change"], row["thing"]) for row in rows] == [("new", "article/2"), ("new", "actor/r")]
    assert run_kg("diff", old, old).out == "Nothing changed.\n"
    assert run_kg("diff", old, tmp_path / "none.trig").code == 6
