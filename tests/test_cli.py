from __future__ import annotations

import csv
import io
import json
import os
import resource
import shutil
import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import click
import pytest
import yaml
from rdflib import Dataset

from kg.cli import COMMANDS, cli
from kg.errors import StoreError
from tests.conftest import ARTICLES, ROOT, Run

RunKg = Callable[..., Run]
BAD: list[dict[str, Any]] = yaml.safe_load((ROOT / "tests/data/bad_input.yaml").read_text(encoding="utf-8"))


def test_cases_were_collected() -> None:
    assert len(BAD) == 22
    assert len({case["name"] for case in BAD}) == len(BAD)


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder that `kg build` made of the test articles."""
    from kg.cli import main

    out = tmp_path_factory.mktemp("built") / "out"
    assert main(["build", str(ARTICLES), "-o", str(out)]) == 0
    return out


# ------------------------------------------------------------------------------------------------ help and speed


@pytest.mark.parametrize("command", COMMANDS, ids=lambda command: str(command.name))
def test_help_has_an_example(command: Any, run_kg: RunKg) -> None:
    done = run_kg(command.name, "--help")
    assert done.code == 0
    assert f"Example: kg {command.name} " in " ".join(done.out.split())


def test_help_names_every_command(run_kg: RunKg) -> None:
    done = run_kg("--help")
    assert done.code == 0
    names = cli.list_commands(click.Context(cli))
    assert names == sorted(str(command.name) for command in COMMANDS)
    for command in COMMANDS:
        assert f"\n  {command.name} " in done.out


def _python(code: str, *, cwd: Path | None = None) -> str:
    env = {**os.environ, "PYTHONPATH": str(ROOT)}
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=cwd, env=env, capture_output=True, text=True, check=True
    )
    return done.stdout


def test_help_is_quick() -> None:
    best = 9.0
    for _ in range(10):  # the processor's seconds: other work on the machine may make the clock's many more
        before = resource.getrusage(resource.RUSAGE_CHILDREN)
        subprocess.run([sys.executable, "-m", "kg", "--help"], cwd=ROOT, capture_output=True, check=True)
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
        best = min(best, after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime)
        if best < 0.3:
            break
    assert best < 0.3


def test_help_imports_nothing_heavy() -> None:
    heavy = ("spacy", "rdflib", "pyoxigraph", "rich", "yaml", "networkx", "trafilatura")
    code = f"import sys, kg.cli; kg.cli.main(['--help']); print([m for m in {heavy} if m in sys.modules])"
    assert _python(code).splitlines()[-1] == "[]"


def test_query_does_not_import_spacy(built: Path) -> None:
    code = (
        "import sys, kg.cli; code = kg.cli.main(['query', 'timeline', '--graph', 'graph.trig']);"
        "print(code, [m for m in ('spacy', 'thinc', 'trafilatura') if m in sys.modules])"
    )
    assert _python(code, cwd=built).splitlines()[-1] == "0 []"


# ------------------------------------------------------------------------------------------------ wrong use


def _prepare(case: dict[str, Any], tmp: Path) -> list[str]:
    if case.get("articles"):
        shutil.copytree(ARTICLES, tmp / "articles")
    for folder in case.get("folders", []):
        (tmp / folder).mkdir()
    for name, content in case.get("files", {}).items():
        data = bytes.fromhex(content["hex"]) if "hex" in content else content["text"].encode()
        (tmp / name).write_bytes(data)
    return [arg.replace("{tmp}", str(tmp)) for arg in case["args"]]


@pytest.mark.parametrize("case", BAD, ids=lambda case: case["name"])
def test_bad_input(case: dict[str, Any], tmp_path: Path, run_kg: RunKg) -> None:
    args = _prepare(case, tmp_path)
    before = {path.name for path in tmp_path.iterdir()}
    done = run_kg(*args)
    assert done.code == case["code"], done.err
    assert "Traceback" not in done.err
    assert "internal error" not in done.err
    for word in case["err"]:
        assert word in done.err
    # nothing half-written: no temporary file, no target but those expected
    assert {path.name for path in tmp_path.iterdir()} == before | set(case.get("writes", []))


def test_each_bad_article_is_one_line(tmp_path: Path, run_kg: RunKg) -> None:
    shutil.copytree(ARTICLES, tmp_path / "articles")
    for number in range(3):
        (tmp_path / "articles" / f"broken-{number}.json").write_text('{"text": ', encoding="utf-8")
    done = run_kg("build", tmp_path / "articles", "-o", tmp_path / "g.nq")
    assert done.code == 0
    for number in range(3):
        assert sum(f"broken-{number}.json" in line for line in done.err.splitlines()) == 1
    assert "3 skipped" in done.err


def test_a_place_that_takes_no_files_is_told_before_reading(
    tmp_path: Path, run_kg: RunKg, monkeypatch: pytest.MonkeyPatch
) -> None:
    def read_only(**_options: object) -> None:
        raise OSError(30, "Read-only file system")

    monkeypatch.setattr("tempfile.TemporaryFile", read_only)
    for place in ("out", "new/g.trig"):
        # nothing can be read either, which would be exit code 2
        done = run_kg("build", tmp_path / "nowhere", "-o", tmp_path / place)
        assert done.code == 6
        assert "takes no new files" in done.err
    assert list(tmp_path.iterdir()) == []


def test_a_failed_build_leaves_no_folder(tmp_path: Path, run_kg: RunKg) -> None:
    assert run_kg("build", tmp_path / "nowhere", "-o", tmp_path / "out").code == 2
    assert list(tmp_path.iterdir()) == []


def test_a_failed_build_leaves_the_older_graph(tmp_path: Path, run_kg: RunKg) -> None:
    target = tmp_path / "g.trig"
    target.write_text("# older\n", encoding="utf-8")
    assert run_kg("build", tmp_path / "nowhere", "-o", target).code == 2
    assert target.read_text(encoding="utf-8") == "# older\n"


@pytest.mark.parametrize("error", [RuntimeError("a\nb"), StoreError("place: what; remedy"), MemoryError()])
def test_no_error_shows_as_a_traceback(
    error: Exception, monkeypatch: pytest.MonkeyPatch, run_kg: RunKg, tmp_path: Path
) -> None:
    def fail(*_args: object, **_options: object) -> None:
        raise error

    monkeypatch.setattr("kg.store.load", fail)
    (tmp_path / "g.trig").touch()
    done = run_kg("stats", tmp_path / "g.trig")
    assert done.code == getattr(error, "exit_code", 70)
    assert len(done.err.splitlines()) == 1
    assert done.err.startswith("kg: ")


def test_interrupt(monkeypatch: pytest.MonkeyPatch, run_kg: RunKg, tmp_path: Path) -> None:
    # a shell that runs tests in the background has them ignore the signal: it is heard here all the same
    before = signal.signal(signal.SIGINT, signal.default_int_handler)

    def interrupt(*_args: object, **_options: object) -> None:
        signal.raise_signal(signal.SIGINT)

    monkeypatch.setattr("kg.store.load", interrupt)
    (tmp_path / "g.trig").touch()
    try:
        done = run_kg("stats", tmp_path / "g.trig")
    finally:
        signal.signal(signal.SIGINT, before)
    assert done.code == 130
    assert "Traceback" not in done.err


def test_a_reader_that_goes_away_is_no_error(built: Path) -> None:
    command = [sys.executable, "-m", "kg", "explain", "Kenya", "--format", "json", "--graph", str(built)]
    env = {**os.environ, "PYTHONPATH": str(ROOT)}
    process = subprocess.Popen(command, env=env, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    assert process.stdout is not None
    assert process.stderr is not None
    process.stdout.close()
    err = process.stderr.read().decode()
    process.stderr.close()
    process.wait()
    assert "Traceback" not in err
    assert "BrokenPipe" not in err


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no device that is always full")
def test_output_that_cannot_be_written_is_told(built: Path) -> None:
    command = [sys.executable, "-m", "kg", "query", "timeline", "--format", "csv", "--graph", str(built)]
    with Path("/dev/full").open("w") as full:
        done = subprocess.run(
            command,
            env={**os.environ, "PYTHONPATH": str(ROOT)},
            stdout=full,
            stderr=subprocess.PIPE,
            check=False,
        )
    assert done.returncode == 6
    assert b"standard output: cannot be written" in done.stderr
    assert b"Traceback" not in done.stderr
    assert b"internal error" not in done.stderr


# ------------------------------------------------------------------------------------------------ the commands


def test_build_into_a_folder(built: Path) -> None:
    assert sorted(path.name for path in built.iterdir()) == [
        "graph.trig",
        "graph.ttl",
        "network.html",
        "report.md",
    ]
    assert "## Meetings" in (built / "report.md").read_text(encoding="utf-8")
    assert "<html" in (built / "network.html").read_text(encoding="utf-8")


@pytest.mark.parametrize("suffix", [".ttl", ".trig", ".nq", ".jsonld", ".nt"])
def test_export(suffix: str, built: Path, tmp_path: Path, run_kg: RunKg) -> None:
    out = tmp_path / f"graph{suffix}"
    done = run_kg("export", built / "graph.trig", out)
    assert done == Run(0, "", f"wrote {out}\n")
    triples = {triple for graph in _parsed(out).graphs() for triple in graph}
    expected = {triple for graph in _parsed(built / "graph.trig").graphs() for triple in graph}
    assert triples >= expected
    # and it can be asked again
    asked = [run_kg("query", "articles", "--graph", file, "--format", "csv") for file in (built, out)]
    assert asked[0].out == asked[1].out
    assert [done.code for done in asked] == [0, 0]


@pytest.mark.parametrize("suffix", [".graphml", ".gexf", ".csv"])
def test_export_of_the_network(suffix: str, built: Path, tmp_path: Path, run_kg: RunKg) -> None:
    done = run_kg("export", built, tmp_path / f"ties{suffix}")
    files = sorted(tmp_path.iterdir())
    assert done.code == 0
    assert sorted(done.err.splitlines()) == sorted(f"wrote {file}" for file in files)
    assert len(files) == (2 if suffix == ".csv" else 1)
    assert "Kenya" in files[0].read_text(encoding="utf-8")


def _parsed(path: Path) -> Dataset:
    ds = Dataset()
    formats = {".ttl": "turtle", ".nt": "nt", ".nq": "nquads", ".jsonld": "json-ld", ".trig": "trig"}
    ds.parse(path, format=formats[path.suffix])
    return ds


def test_build_into_a_store(tmp_path: Path, run_kg: RunKg) -> None:
    store, file = tmp_path / "store", tmp_path / "g.nq"
    assert run_kg("build", ARTICLES, "--store", store, "-o", file).code == 0
    from_store = run_kg("query", "timeline", "--store", store, "--format", "csv")
    from_file = run_kg("query", "timeline", "--graph", file, "--format", "csv")
    assert from_store.code == from_file.code == 0
    assert from_store.out == from_file.out
    # the same articles again are the same graph, not twice as much of it
    assert run_kg("build", ARTICLES, "--store", store).code == 0
    assert run_kg("stats", store, "--format", "json").out == run_kg("stats", file, "--format", "json").out


def test_one_of_a_kind_is_said_in_the_singular(tmp_path: Path, run_kg: RunKg) -> None:
    article, store = tmp_path / "only.txt", tmp_path / "store"
    article.write_text("Talks\n6 March 2026\n\nPeru and Chile met on Thursday.\n", encoding="utf-8")
    built = run_kg("build", article, "-o", tmp_path / "g.nq").err
    assert "1 article, 2 actors, 0 positions, 1 meeting, " in built
    assert "1 graph written, 1 article in all" in run_kg("add", article, "--store", store).err


def test_annotate(tmp_path: Path, run_kg: RunKg) -> None:
    article = {
        "id": "record-7",
        "title": "Talks on Thursday",
        "text": 'Peru and Chile met on Thursday. "It went well," said one envoy.',
        "published": "2026-03-06",
    }
    source = tmp_path / "articles.jsonl"
    source.write_text(json.dumps(article) + "\n", encoding="utf-8")
    done = run_kg("annotate", source)
    assert done.code == 0
    (record,) = map(json.loads, done.out.splitlines())
    assert record["article"] == "record-7"
    assert record["published"] == "2026-03-06"
    for part in ("zones", "sentences", "entities", "times", "quotes"):
        assert record[part], part
        assert all({"start", "end", "value"} <= item.keys() for item in record[part])
    (time_,) = record["times"]
    assert article["text"][time_["start"] : time_["end"]].endswith("Thursday")
    assert time_["value"] == "2026-03-05"
    (quote,) = record["quotes"]
    assert quote["value"] == "It went well,"


def test_every_query_runs_on_a_graph_in_every_format(built: Path, run_kg: RunKg) -> None:
    from kg.query import catalogue

    queries = catalogue()
    assert len(queries) >= 10
    for name, query in queries.items():
        needed = [
            word
            for param in query.params
            if param.required
            for word in (f"--{param.name}", {"integer": "1", "date": "2026-03"}.get(param.type, "Kenya"))
        ]
        done = run_kg("query", name, *needed, "--graph", built, "--format", "json")
        assert done.code == 0, (name, done.err)
        rows = json.loads(done.out)
        table = run_kg("query", name, *needed, "--graph", built, "--format", "csv").out
        assert len(list(csv.DictReader(io.StringIO(table)))) == len(rows)


def test_query_list(run_kg: RunKg) -> None:
    from kg.query import catalogue

    done = run_kg("query", "--list")
    assert done.code == 0
    assert [line.split()[0] for line in done.out.splitlines() if line.startswith("  ")] == list(catalogue())


def test_formats_say_the_same(built: Path, run_kg: RunKg) -> None:
    out = {
        form: run_kg("stats", built, "--format", form).out for form in ("table", "csv", "tsv", "json", "md")
    }
    records = json.loads(out["json"])
    assert records[0] == {"what": "articles", "count": 3}
    for form, delimiter in (("csv", ","), ("tsv", "\t")):
        rows = list(csv.DictReader(io.StringIO(out[form]), delimiter=delimiter))
        assert [(row["what"], int(row["count"])) for row in rows] == [
            (r["what"], r["count"]) for r in records
        ]
    for record in records:
        assert f"| {record['what']} | {record['count']} |" in out["md"]
        assert f"{record['what']} " in out["table"]


def test_query_from_a_file_and_from_standard_input(
    built: Path, tmp_path: Path, run_kg: RunKg, monkeypatch: pytest.MonkeyPatch
) -> None:
    text = "PREFIX kg: <https://w3id.org/parley/ns#>\nSELECT (COUNT(*) AS ?n) WHERE { ?a a kg:Article }\n"
    mine = tmp_path / "mine.rq"
    mine.write_text(text, encoding="utf-8")
    expected = Run(0, '[\n  {\n    "n": 3\n  }\n]\n', "")
    assert run_kg("query", mine, "--graph", built, "--format", "json") == expected
    monkeypatch.setattr("sys.stdin", io.StringIO(text))
    assert run_kg("query", "-", "--graph", built, "--format", "json") == expected
    monkeypatch.setattr("sys.stdin", io.StringIO("SELECT nothing"))
    done = run_kg("query", "-", "--graph", built)
    assert done.code == 4
    assert done.err.startswith("kg: standard input:1:")


def test_the_graph_can_be_named_once(built: Path, run_kg: RunKg, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("KG_GRAPH", str(built / "graph.trig"))
    assert run_kg("query", "timeline").code == 0
    assert run_kg("explain", "Kenya").code == 0


def test_the_graph_need_not_be_named(
    built: Path, tmp_path: Path, run_kg: RunKg, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Commands with a graph for argument take that of the folder, of $KG_GRAPH or a store, as kg query does."""
    expected = run_kg("stats", built)
    assert expected.code == 0
    store = tmp_path / "store"
    assert run_kg("build", ARTICLES, "--store", store).code == 0
    assert run_kg("stats", "--store", store) == expected
    assert f"{store}: sound" in run_kg("validate", "--store", store).err
    assert run_kg("export", "--store", store, tmp_path / "of-store.csv").code == 0
    monkeypatch.chdir(tmp_path)
    assert run_kg("stats").code == 6
    monkeypatch.setenv("KG_GRAPH", str(built))
    assert run_kg("stats") == expected
    assert run_kg("export", "of-variable.nq") == Run(0, "", "wrote of-variable.nq\n")
    monkeypatch.delenv("KG_GRAPH")
    shutil.copytree(built, tmp_path / "out")
    assert run_kg("stats") == expected
    assert run_kg("validate").err.startswith("out/graph.trig: sound")
    assert run_kg("graph").err == "wrote network.html\n"
    assert run_kg("export", "of-folder.csv").code == 0
    assert Path("of-folder.csv").read_bytes() == Path("of-store.csv").read_bytes()


def test_export_does_not_take_a_graph_for_its_target(built: Path, tmp_path: Path, run_kg: RunKg) -> None:
    mine = tmp_path / "mine.trig"
    mine.write_text("# mine\n", encoding="utf-8")
    for places in ([], [mine], [built, mine, mine]):
        done = run_kg("export", *places)
        assert done.code == 2
        assert "GRAPH" in done.err.splitlines()[-1]
    assert mine.read_text(encoding="utf-8") == "# mine\n"


def test_explain(built: Path, run_kg: RunKg) -> None:
    done = run_kg("explain", "Kenya", "--graph", built, "--format", "json")
    assert done.code == 0
    rows = json.loads(done.out)
    assert {"subject", "property", "value", "sentence", "article"} < rows[0].keys()
    own = [row for row in rows if row["subject"] == "Kenya"]
    assert {"property": "skos:prefLabel", "value": "Kenya"}.items() <= own[-1].items() or any(
        row["property"] == "skos:prefLabel" for row in own
    )
    assert all(row["sentence"] for row in own)
    texts = {path.name: path.read_text(encoding="utf-8") for path in ARTICLES.iterdir()}
    for row in rows:
        # what follows from the articles, as which negotiation she is in, stands in none of them
        assert row["article"] == "graph/derived" or row["sentence"] in texts[row["article"]]


def test_validate(built: Path, run_kg: RunKg, tmp_path: Path) -> None:
    assert run_kg("validate", built).code == 0
    text = (built / "graph.trig").read_text(encoding="utf-8")
    broken = tmp_path / "broken.trig"
    broken.write_text(text.replace("kg:quote", "kg:quoted"), encoding="utf-8")
    done = run_kg("validate", broken)
    assert done.code == 5
    assert "broken.trig" in done.err.splitlines()[-1]


def test_graph_page(built: Path, tmp_path: Path, run_kg: RunKg) -> None:
    page = tmp_path / "page.html"
    assert run_kg("graph", built, "-o", page).code == 0
    assert page.read_text(encoding="utf-8") == (built / "network.html").read_text(encoding="utf-8")
