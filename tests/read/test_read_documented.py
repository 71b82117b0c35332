"""``docs/inputs.md``: every command in it runs on the samples, and every door is in it."""

from __future__ import annotations

import json
import re
import shlex
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
import yaml

from kg.read.sniff import ENDINGS
from tests.conftest import ROOT, Run
from tests.read.making import _MADE, SAMPLES, sample

PAGE = (ROOT / "docs" / "inputs.md").read_text(encoding="utf-8")
COMMANDS = [
    shlex.split(line)[1:]
    for block in re.findall(r"^```sh\n(.*?)^```", PAGE, re.MULTILINE | re.DOTALL)
    for line in block.splitlines()
]
TABLE = "Kopf;Tekst;Tag\nA pause;The talks rest.;12 May 2023\n"


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = tmp_path_factory.mktemp("doors")
    for path in SAMPLES.iterdir():
        shutil.copy(path, made)
    for name in _MADE:
        sample(name, made)
    (made / "table.csv").write_text(TABLE, encoding="utf-8")
    services = yaml.safe_load(Path(__file__).with_name("services.yaml").read_text(encoding="utf-8"))
    (made / "newsapi.json").write_text(json.dumps(services["newsapi"]["data"]), encoding="utf-8")
    dispatch = " ".join(f"The envoys met for the {n}th time." for n in range(9))
    papers = [
        {"id": f"p{n}", "publisher": f"Paper {n}", "text": f"Paper {n} prints.\n\n{dispatch}"}
        for n in range(3)
    ]
    (made / "papers.jsonl").write_text(
        "".join(json.dumps(paper) + "\n" for paper in papers), encoding="utf-8"
    )
    return made


def test_commands_were_collected() -> None:
    assert len(COMMANDS) >= 18
    used = {word for words in COMMANDS for word in words}
    unused = {"index.html", "scan.pdf"}  # which give no article
    assert {path.name for path in SAMPLES.iterdir()} | set(_MADE) <= used | unused | {"nexis-uni.txt"}


@pytest.mark.parametrize("words", COMMANDS, ids=" ".join)
def test_commands_run(
    words: list[str], folder: Path, run_kg: Callable[..., Run], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(folder)
    done = run_kg(*words)
    assert done.code == 0, done.err
    assert re.search(r"^read [1-9]", done.err, re.MULTILINE)
    lines = done.out.splitlines() if "-o" not in words else (folder / "corpus.jsonl").read_text().splitlines()
    for record in map(json.loads, lines):
        for zone in record["zones"]:
            assert record["text"][zone["start"] : zone["end"]].strip()


def test_what_is_written_is_read_again(
    folder: Path, run_kg: Callable[..., Run], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.chdir(folder)
    one, two = tmp_path / "one.jsonl", tmp_path / "two.jsonl"
    assert run_kg("read", "nexis.txt", "feed.rss", "headed.txt", "-o", str(one)).code == 0
    done = run_kg("read", str(one), "-o", str(two))
    assert (done.code, done.err.splitlines()[0]) == (0, "read 6, copies 1, cut short 1")
    before, after = ([json.loads(line) for line in path.read_text().splitlines()] for path in (one, two))
    for record in (*before, *after):
        for one_source in (record, *record.get("copies", ())):
            del one_source["read_from"]
    assert before == after


def test_settings_of_a_folder(
    tmp_path: Path, run_kg: Callable[..., Run], monkeypatch: pytest.MonkeyPatch
) -> None:
    ((toml,),) = [re.findall(r"^```toml\n(.*?)^```", PAGE, re.MULTILINE | re.DOTALL)]
    (tmp_path / "parley.toml").write_text(toml)
    (tmp_path / "table.csv").write_text(TABLE)
    monkeypatch.chdir(tmp_path)
    done = run_kg("read", "table.csv")
    assert "reading is told by parley.toml" in done.err
    record = json.loads(done.out)
    assert (record["publisher"], record["published"], record["text"]) == (
        "Baltic Wire",
        "2023-05-12",
        "The talks rest.",
    )
    (tmp_path / "parley.toml").write_text("fields = 3\n")
    assert "parley.toml" in run_kg("read", "table.csv").err
    assert run_kg("read", "table.csv").code == 2


def test_kinds_of_files_are_named() -> None:
    for kind in (
        "PDF",
        "Word",
        "RTF",
        "RSS",
        "Atom",
        "WARC",
        "Parquet",
        "Nexis",
        "Factiva",
        "ProQuest",
        "Wikinews",
    ):
        assert kind in PAGE
    assert {"pdf", "docx", "rtf", "feed", "warc", "parquet"} <= set(ENDINGS.values())
