"""Without ``--reader`` neither the extra's libraries nor a socket; with it and a full cache, no socket either.

httpx itself is no mark: spaCy brings and imports it.
"""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

from kg.llm import Settings
from kg.llm.cache import Answer, Cache
from kg.llm.request import requests
from kg.llm.sheet import Sheet
from tests.conftest import ROOT
from tests.llm.conftest import FERRY, FERRY_ANSWER

_SCRIPT = """
import socket, sys

def forbidden(*_args, **_options):
    raise AssertionError("a socket was opened")

socket.socket.connect = socket.create_connection = socket.getaddrinfo = forbidden
from kg.cli import main

code = main(sys.argv[1:])
print(",".join(sorted({"kg.llm", "kg.llm.client", "tenacity", "json_repair"} & sys.modules.keys())), file=sys.stderr)
sys.exit(code)
"""


def _kg(folder: Path, *args: str) -> tuple[int, str]:
    env = {"PYTHONPATH": str(ROOT), "HOME": str(folder)}
    command = [sys.executable, "-c", _SCRIPT, *args]
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, env=env)
    return done.returncode, done.stderr


def test_rules_alone_import_and_open_nothing(tmp_path: Path) -> None:
    (tmp_path / "ferry.txt").write_text(FERRY, encoding="utf-8")
    code, err = _kg(tmp_path, "build", "ferry.txt", "-o", "rules.trig")
    assert (code, err.splitlines()[-1]) == (0, "")
    assert not list(tmp_path.rglob("llm.sqlite"))


def test_full_cache_opens_no_socket(ferry: Sheet, tmp_path: Path) -> None:
    (tmp_path / "ferry.txt").write_text(FERRY, encoding="utf-8")
    (request,) = requests(ferry, Settings(model="m"))
    cache = Cache(tmp_path / "c.sqlite")
    cache.put(request.key, "m", "ferry", Answer(json.dumps(FERRY_ANSWER)))
    cache.close()
    model = (
        "--reader",
        "llm",
        "--llm-model",
        "m",
        "--llm-cache",
        "c.sqlite",
        "--llm-url",
        "http://192.0.2.1/v1",
    )
    code, err = _kg(tmp_path, "build", "ferry.txt", "-o", "llm.trig", *model)
    assert (code, "tenacity" in err.splitlines()[-1]) == (0, False), err
    assert "m read 1 of 1 articles" in err
    assert "parley-llm.meeting/" in (tmp_path / "llm.trig").read_text(encoding="utf-8")
