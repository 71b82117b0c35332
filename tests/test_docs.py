from __future__ import annotations

import json
import os
import re
import shlex
import shutil
import subprocess
import sys
import textwrap
from collections.abc import Callable
from pathlib import Path

import pytest
import rdflib

import kg
from kg.cli import COMMANDS
from kg.cli.patience import OutOfPatience
from kg.errors import KGError
from kg.ontology import PREFIXES, data_prefixes
from kg.query import catalogue
from tests.conftest import ROOT, Run

README = (ROOT / "README.md").read_text(encoding="utf-8")
BLOCKS = re.findall(r"^```(\w+)\n(.*?)^```", README, re.MULTILINE | re.DOTALL)
SHELL = [
    shlex.split(line, comments=True)
    for kind, block in BLOCKS
    if kind == "sh"
    for line in block.splitlines()
    if line.strip()
]
KG = [words[1:] for words in SHELL if words[0] == "kg"]
# the fixture has done these; they take as long as a build
SLOW = {"build"}


def _tracked(*patterns: str) -> list[Path]:
    done = subprocess.run(
        ["git", "ls-files", "-z", "--", *patterns], cwd=ROOT, capture_output=True, text=True, check=True
    )
    return [ROOT / name for name in done.stdout.split("\0") if name and (ROOT / name).is_file()]


def test_commands_were_collected() -> None:
    assert len(KG) == 12
    assert [words for words in SHELL if words[0] == "make"] == [["make", "demo"], ["make", "test"]]


def test_excerpt_of_the_readme_is_in_the_graph(sample_graph: kg.Graph) -> None:
    """Every triple of the excerpt, its blank nodes read as "some node"."""
    ((_, excerpt),) = [block for block in BLOCKS if block[0] == "turtle"]
    prefixes = "".join(
        f"@prefix {prefix}: <{iri}> .\n" for prefix, iri in {**PREFIXES, **data_prefixes()}.items()
    )
    triples = rdflib.Graph().parse(data=prefixes + excerpt, format="turtle")
    assert len(triples) >= 9
    pattern = " . ".join(
        " ".join(f"?{term}" if isinstance(term, rdflib.BNode) else term.n3() for term in triple)
        for triple in triples
    )
    assert sample_graph.dataset.query(f"ASK {{ {pattern} }}").askAnswer


@pytest.mark.parametrize("words", [words for words in KG if words[0] not in SLOW], ids=" ".join)
def test_commands_of_the_readme_run(
    words: list[str],
    sample_folder: Path,
    run_kg: Callable[..., Run],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.chdir(sample_folder)
    done = run_kg(*words)
    assert done.code == 0, done.err
    assert done.out or "wrote " in done.err or "sound" in done.err


def test_python_of_the_readme_runs(
    sample_folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    ((_, code),) = [block for block in BLOCKS if block[0] == "python"]
    (tmp_path / "samples").symlink_to(sample_folder / "samples")
    monkeypatch.chdir(tmp_path)
    exec(compile(code, "README.md", "exec"), {"__name__": "readme"})
    assert sorted(path.name for path in tmp_path.iterdir()) == ["network.html", "out.ttl", "samples"]
    assert capsys.readouterr().out.startswith("# What the articles say")


def test_additions_of_the_readme_work(tmp_path: Path) -> None:
    """The README's verb, actor and question, put into copies of the data files, do what it says."""
    home = tmp_path / "home"
    for folder in ("ontology", "queries"):
        shutil.copytree(ROOT / folder, home / folder)
    additions = README[README.index("## Add to it") : README.index("## Honest limits")]
    (verb,) = re.findall(r"`(  \w+: \[\w+\])`", additions)
    blocks = dict(re.findall(r"```(\w+)\n(.*?)```", additions, re.DOTALL))
    reporting = home / "ontology/lexicon/reporting.yaml"
    text = reporting.read_text(encoding="utf-8")
    assert f"\n{verb.split('[')[0]}" not in text
    reporting.write_text(text.replace("\nverbs:\n", f"\nverbs:\n{verb}\n", 1), encoding="utf-8")
    organisations = home / "ontology/actors/organisations.yaml"
    text = organisations.read_text(encoding="utf-8")
    organisations.write_text(text + textwrap.dedent(blocks["yaml"]), encoding="utf-8")
    (home / "queries/headlines.rq").write_text(textwrap.dedent(blocks["sparql"]), encoding="utf-8")
    article = {
        "id": "forum",
        "title": "Ports reopen",
        "published": "2026-05-04",
        "text": "Delegates of the LF met Kenya's government on Monday. "
        "“Boats are patient,” Kenyan President John Miller opined.",
    }
    (tmp_path / "a.jsonl").write_text(json.dumps(article), encoding="utf-8")

    def run(*args: str) -> str:
        env = {**os.environ, "PYTHONPATH": str(ROOT), "KG_HOME": str(home)}
        command = [sys.executable, "-m", "kg", *args]
        return subprocess.run(
            command, cwd=tmp_path, env=env, capture_output=True, text=True, check=True
        ).stdout

    run("build", "a.jsonl", "-o", "g.trig")
    assert run("query", "headlines", "--word", "ports", "--graph", "g.trig", "--format", "csv") == (
        "headline,published\nPorts reopen,2026-05-04\n"
    )
    assert "opine" in run("query", "statements", "--graph", "g.trig", "--format", "csv")
    assert "Lake Forum" in run("explain", "LF", "--graph", "g.trig", "--format", "csv")


def test_make_has_the_targets_that_docs_name() -> None:
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    targets = set(re.findall(r"^([a-z]+):", makefile, re.MULTILINE))
    named = {
        target
        for path in _tracked("*.md", ".ci/run")
        for target in re.findall(r"(?:`|^)make ([a-z]+)", path.read_text(encoding="utf-8"), re.MULTILINE)
    }
    assert {"demo", "test", "check"} <= named
    assert named <= targets


def test_every_command_is_in_the_readme() -> None:
    for command in COMMANDS:
        assert f"| `kg {command.name} " in README


def test_every_query_is_documented() -> None:
    page = (ROOT / "docs" / "queries.md").read_text(encoding="utf-8")
    queries = catalogue()
    assert len(queries) >= 10
    for name in queries:
        assert f"## {name}\n" in page


def test_every_module_is_in_the_architecture() -> None:
    page = (ROOT / "docs" / "architecture.md").read_text(encoding="utf-8")
    told = {
        name for row in re.findall(r"^\| [a-z ]+ \| (.*?) \|", page, re.MULTILINE) for name in row.split(", ")
    }
    modules = {path.stem for path in (ROOT / "kg").glob("*.py")} | {
        path.parent.name for path in (ROOT / "kg").glob("*/__init__.py")
    }
    assert {name.strip("`") for name in told} == modules - {"__init__", "__main__"} | {"modules"}


def test_exit_codes_in_the_readme_are_those_of_the_errors() -> None:
    codes = {error.exit_code for error in (*KGError.__subclasses__(), OutOfPatience)}
    told = {int(code) for code in re.findall(r"^\| (\d+) \|", README, re.MULTILINE)}
    assert codes <= told
    assert told - codes == {0, 70, 130}


def test_links_between_documents_lead_somewhere() -> None:
    links = [
        (path, link)
        for path in _tracked("*.md")
        if "samples" not in path.parts and "tests" not in path.parts
        for link in re.findall(r"\]\(([^)#:]+)\)", path.read_text(encoding="utf-8"))
    ]
    assert len(links) >= 4
    for path, link in links:
        assert (path.parent / link).exists(), (path, link)


def test_decisions_have_one_form() -> None:
    files = sorted((ROOT / "docs" / "decisions").glob("*.md"))
    assert len(files) >= 10
    for number, path in enumerate(files, start=1):
        text = path.read_text(encoding="utf-8")
        assert path.name.startswith(f"{number:04d}-")
        assert text.startswith(f"# {number}. ")
        assert "**Decision.**" in text


def test_paths_named_in_documents_exist() -> None:
    for name in ("README.md", "CONTRIBUTING.md", "docs/architecture.md"):
        text = (ROOT / name).read_text(encoding="utf-8")
        for path in re.findall(r"`((?:kg|ontology|queries|samples|docs|tests)/[a-z0-9_./-]+)`", text):
            assert (ROOT / path).exists(), (name, path)


def test_nothing_committed_names_a_machine_or_a_registry() -> None:
    # put together here, so that this file does not name them either
    folders = "|".join(("work", "root", "tmp", "farm", "home"))
    hosts = "|".join(("pypi" + r"\.org", "files\\.python" + "hosted"))
    bad = re.compile(rf"(?<![\w./~$}}])/(?:{folders})/[\w.]|{hosts}")
    files = _tracked()
    assert len(files) > 50
    for path in files:
        try:
            text = path.read_text(encoding="utf-8")
        except UnicodeDecodeError:
            continue
        found = bad.search(text)
        assert found is None, (path, found)
