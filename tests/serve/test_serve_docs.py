"""The examples of docs/serve.md run as they stand, against the service of the tests."""

from __future__ import annotations

import re
import shlex
import shutil
import subprocess
import sys

import pytest

from tests.conftest import ROOT

PAGE = (ROOT / "docs" / "serve.md").read_text(encoding="utf-8")
BLOCKS = re.findall(r"^```(\w+)\n(.*?)^```", PAGE, re.MULTILINE | re.DOTALL)
SHELL = [line for kind, block in BLOCKS if kind == "sh" for line in block.splitlines()]
PYTHON = [block for kind, block in BLOCKS if kind == "python"]
HERE = "http://127.0.0.1:8000"


def test_examples_were_collected() -> None:
    assert (len(SHELL), len(PYTHON)) == (3, 2)


@pytest.mark.skipif(shutil.which("curl") is None, reason="curl is not installed")
@pytest.mark.parametrize("line", SHELL)
def test_shell(address: str, line: str) -> None:
    words = shlex.split(line.replace(HERE, address))
    done = subprocess.run([*words, "-sSf", "--noproxy", "*"], capture_output=True, text=True, check=True)
    assert done.stdout.startswith(("name", "date", "@prefix"))


@pytest.mark.parametrize("block", PYTHON)
def test_python(address: str, block: str) -> None:
    done = subprocess.run(
        [sys.executable, "-c", block.replace(HERE, address)], capture_output=True, text=True, check=True
    )
    assert done.stdout.split() == ["Borduria", "Syldavia"]


def test_options_and_addresses_are_told() -> None:
    from kg.cli.serving import serve
    from kg.serve.openapi import document

    for param in serve.params:
        for name in param.opts:
            assert f"`{name}" in PAGE or name in ("graph",) or f", `{name}" in PAGE or f"{name} " in PAGE
    for path in document({})["paths"]:
        assert f"`{path}" in PAGE or path == "/api"
