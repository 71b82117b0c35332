"""The short form of ``make chaos``: a store comes back from whatever befalls it."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest

from tests.conftest import ROOT


@pytest.mark.skipif(not hasattr(os, "fork"), reason="trials are forked")
def test_a_store_comes_back() -> None:
    done = subprocess.run(
        [sys.executable, str(ROOT / "benchmarks" / "chaos.py"), "--short"],
        capture_output=True,
        text=True,
        timeout=600,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    rows = [[cell.strip() for cell in line.split("|")[1:-1]] for line in done.stdout.splitlines()]
    counted = {row[0]: row[1:] for row in rows if len(row) == 8 and row[1].isdigit()}
    assert {"flipped bits", "killed at a file event", "two writers", "readers beside a writer"} <= set(
        counted
    )
    for what, (trials, _, _, _, other, equal, _) in counted.items():
        assert int(trials) > 0, what
        assert (other, equal) == ("0", trials), what
