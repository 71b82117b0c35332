from __future__ import annotations

import re

import pytest

import kg
from kg import report
from kg.model import Issue
from kg.query import catalogue


def test_sections_ask_for_what_the_queries_give() -> None:
    queries = catalogue()
    assert len(report.SECTIONS) >= 6
    for title, name, columns in report.SECTIONS:
        assert title
        assert set(columns) <= {column for column, _ in queries[name].columns}, name


def test_report_of_the_samples(sample_graph: kg.Graph) -> None:
    text = sample_graph.report()
    headings = re.findall(r"^## (.*)$", text, re.MULTILINE)
    assert headings[: len(report.SECTIONS)] == [title for title, *_ in report.SECTIONS]
    assert f"{dict(sample_graph.stats().rows)['articles']} articles, " in text
    assert re.search(r"published 1999-\d\d-\d\d to 2022-02-\d\d\.", text)
    tables = [block for block in text.split("\n\n") if block.startswith("|")]
    assert len(tables) >= 4
    for table in tables:
        lines = table.rstrip().split("\n")
        assert len({line.replace("\\|", "").count("|") for line in lines}) == 1
        assert len(lines) - 2 <= report.ROWS


def test_long_sections_name_the_query_that_gives_the_rest(
    sample_graph: kg.Graph, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(report, "ROWS", 2)
    rows = len(sample_graph.query("articles").rows)
    assert f"… and {rows - 2} more: `kg query articles`" in sample_graph.report()


def test_issues_are_told_once_and_sorted(sample_graph: kg.Graph) -> None:
    issues = [Issue("error", where, "no text", "add one") for where in ("b.txt", "a.txt", "b.txt")]
    text = kg.Graph(sample_graph.dataset, issues=issues).report()
    assert text.endswith("## Skipped or doubtful\n\n- a.txt: no text (add one)\n- b.txt: no text (add one)\n")


def test_an_empty_graph_has_a_report() -> None:
    from kg.store import memory

    text = kg.Graph(memory()).report()
    assert text.count("\nNone.\n") == len(report.SECTIONS)
    assert "0 articles" in text


def test_cells_stay_in_their_cells() -> None:
    assert report._cell("a | b\nc") == "a \\| b c"
    assert report._cell(None) == ""
    assert len(report._cell("x" * 500)) == report.WIDTH
