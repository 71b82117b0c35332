"""docs/questions.md is what the commands say now."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
import yaml

from docs.build import WIDTH, questions, run
from tests.conftest import ROOT


def test_page_is_current(sample_folder: Path) -> None:
    page = (ROOT / "docs" / "questions.md").read_text(encoding="utf-8")
    assert questions(sample_folder) == page, "docs/questions.md is out of date; run: make docs"


def test_page_has_ten_sessions_within_their_width() -> None:
    page = (ROOT / "docs" / "questions.md").read_text(encoding="utf-8")
    plan = yaml.safe_load((ROOT / "docs" / "questions.yaml").read_text(encoding="utf-8"))
    sessions = re.findall(r"^```console\n(.*?)^```", page, re.MULTILINE | re.DOTALL)
    assert len(sessions) == len(plan["sessions"]) == 10
    assert {session["command"][0] for session in plan["sessions"]} == {
        "query",
        "ask",
        "explain",
        "timeline",
        "report",
    }
    for session in sessions:
        lines = session.splitlines()
        assert lines[0].startswith("$ kg ")
        assert len(lines) > 3
        assert all(len(line) <= WIDTH for line in lines)
        assert "\x1b" not in session


def test_a_command_that_fails_stops_the_build(sample_folder: Path) -> None:
    with pytest.raises(RuntimeError, match="exit code 4: kg: nothing in the graph is called 'Nobody'"):
        run(["explain", "Nobody"], sample_folder)
