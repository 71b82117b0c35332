"""Nothing that others wrote steers a terminal, turns the direction of writing, or is a formula to a spreadsheet."""

from __future__ import annotations

import ast
import csv
import io
import json
import re
from pathlib import Path

import pytest

from kg.cli import main, output
from kg.cli.output import harmless, json_text
from kg.model import Issue, Table
from tests.conftest import ROOT

NASTY = "\x1b]0;title\x07\x1b[2Jbare\u202eesrever\u2066in\u2069\x9b31m\x7f\r"
STEERS = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\ud800-\udfff]")
# where text is laid out, of what went through kg.cli.output.plain before
LAID_OUT = {"output.py": {"click.echo", "Console"}, "rows.py": {"sys.stdout.write"}, "grid.py": {"Console"}}
ALSO = {"answering.py": {"sys.stdout.write"}, "telling.py": {"Console"}}


def test_text_is_made_harmless_and_otherwise_stays() -> None:
    assert not STEERS.search(harmless(NASTY + "\ud800"))
    assert (
        harmless("Two lines,\n\ttabs, é and “quotes”: 會談 🕊") == "Two lines,\n\ttabs, é and “quotes”: 會談 🕊"
    )


def test_json_keeps_its_content_and_shows_nothing() -> None:
    value = {"text": NASTY + "\ud800 ok é"}
    text = json_text(value)
    assert not STEERS.search(text)
    assert json.loads(text) == value
    assert "é" in text


@pytest.mark.parametrize("form", ["table", "csv", "tsv", "json", "md"])
def test_tables_are_harmless(form: str, capsys: pytest.CaptureFixture[str]) -> None:
    output.show_table(Table("t", columns=("one", "two"), rows=((NASTY, 1), ("fine", None))), form)
    out = capsys.readouterr().out
    assert "fine" in out
    assert not STEERS.search(out)


@pytest.mark.parametrize("cell", ["=1+1", "+1", "-1+2", "@sum", "\t=1"])
def test_csv_has_no_formulas(cell: str, capsys: pytest.CaptureFixture[str]) -> None:
    output.show_table(Table("t", columns=("one", "two"), rows=((cell, 5), ("a=b", -5))), "csv")
    rows = list(csv.reader(io.StringIO(capsys.readouterr().out)))
    assert rows == [["one", "two"], [f"'{cell}", "5"], ["a=b", "-5"]]


def test_issues_and_errors_are_harmless(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    output.show_issue(Issue("warning", NASTY, NASTY, NASTY))
    assert main(["stats", str(tmp_path / f"{NASTY[:20]}.trig")]) != 0
    assert main(["stats", f"--{NASTY}"]) == 2
    assert main([NASTY]) == 2
    err = capsys.readouterr().err
    assert len(err.splitlines()) > 3
    assert not STEERS.search(err)


def _writes(tree: ast.AST) -> set[str]:
    found = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Attribute):
            found.add(ast.unparse(node))
        elif isinstance(node, ast.Name):
            found.add(node.id)
    ways = {
        "click.echo",
        "click.secho",
        "sys.stdout.write",
        "sys.stderr.write",
        "print",
        "Console",
        "rich.print",
    }
    return found & ways


def test_nothing_else_writes_to_a_terminal() -> None:
    modules = sorted((ROOT / "kg" / "cli").glob("*.py"))
    assert len(modules) > 15
    for module in modules:
        allowed = LAID_OUT.get(module.name, set()) | ALSO.get(module.name, set())
        assert _writes(ast.parse(module.read_text(encoding="utf-8"))) <= allowed, module.name
