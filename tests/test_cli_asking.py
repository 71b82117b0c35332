"""``kg query`` from the terminal: forms of output, limits, evidence, and texts of one's own."""

from __future__ import annotations

import csv
import io
import json
import os
import pty
import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
import rdflib

from kg.query import catalogue
from tests.conftest import ROOT, Run

RunKg = Callable[..., Run]
ESCAPES = re.compile(r"\x1b\[[0-9;]*m")

DATA = """
@prefix kg: <https://w3id.org/parley/ns#> . @prefix oa: <http://www.w3.org/ns/oa#> .
@prefix schema: <https://schema.org/> . @prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> . @base <https://data.example/id/> .
<article/one> {
  <article/one> a kg:Article ; schema:identifier "one.txt" ; kg:publisher "The Buoy" ;
    kg:published "2031-05-05"^^xsd:date .
  <actor/n> a kg:State ; skos:prefLabel "Norland" ; kg:evidence <evidence/1> .
  <actor/s> a kg:State ; skos:prefLabel "Sud\\u001B[31mmark | \\"quoted\\"\\n" ; kg:evidence <evidence/1> .
  <meeting/1> a kg:Talks ; kg:participant <actor/n>, <actor/s> ; kg:date "2031-05-04"^^xsd:date ; kg:status kg:Held ;
    kg:evidence <evidence/1>, <evidence/2> .
  <evidence/1> a kg:Evidence ; oa:hasSource <article/one> ; kg:start 0 ; kg:end 7 ; kg:quote "Norland" ;
    kg:sentence "Norland met Sudmark | on Sunday." ; kg:confidence 0.9 ; kg:extractor "x/1" .
  <evidence/2> a kg:Evidence ; oa:hasSource <article/one> ; kg:start 40 ; kg:end 44 ; kg:quote "They" ;
    kg:sentence "They talked of nets." ; kg:confidence 0.8 ; kg:extractor "x/1" .
}
"""
HEAD = ["date", "ends", "kind", "participants", "place", "status", "topic", "articles", "meeting"]


@pytest.fixture(scope="module")
def graph(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("asking") / "g.trig"
    path.write_text(DATA, encoding="utf-8")
    return path


@pytest.fixture
def ask(graph: Path, run_kg: RunKg) -> RunKg:
    return lambda *args: run_kg("query", *args, "--graph", graph)


@pytest.fixture
def own(tmp_path: Path) -> Callable[[str], Path]:
    def write(text: str) -> Path:
        path = tmp_path / "own.rq"
        path.write_text(text, encoding="utf-8")
        return path

    return write


def terminal(*args: str | Path, columns: int) -> str:
    """Run ``kg`` on a terminal that is so wide, and return all that it showed, colours left out."""
    master, slave = pty.openpty()
    env = {**os.environ, "PYTHONPATH": str(ROOT), "COLUMNS": str(columns), "TERM": "xterm-256color"}
    command = [sys.executable, "-m", "kg", *map(str, args)]
    process = subprocess.Popen(command, stdout=slave, stderr=slave, stdin=slave, env=env)
    os.close(slave)
    shown = b""
    while True:
        try:
            part = os.read(master, 65536)
        except OSError:  # Linux says so where the other end has gone
            break
        if not part:
            break
        shown += part
    process.wait()
    os.close(master)
    return ESCAPES.sub("", shown.decode("utf-8")).replace("\r\n", "\n")


# ------------------------------------------------------------------------------------------------ forms


def test_piped_rows_are_tab_separated(ask: RunKg) -> None:
    done = ask("timeline")
    rows = list(csv.reader(io.StringIO(done.out), delimiter="\t"))
    assert rows[0] == HEAD
    assert rows[1][0] == "2031-05-04"
    assert rows[1][-1] == "meeting/1"
    assert (len(rows), done.err, done.code) == (2, "", 0)


@pytest.mark.parametrize("columns", [80, 120])
def test_terminal(graph: Path, columns: int) -> None:
    shown = terminal("query", "timeline", "--graph", graph, columns=columns)
    lines = shown.splitlines()
    assert all(len(line) <= columns for line in lines)
    assert lines[0].split() == ["Date", "Kind", "Participants", "Status", "Articles", "Id"]
    assert "2031-05-04  Talks" in shown
    assert 'Norland; Sud�[31mmark | "quoted"' in shown  # no character that steers the terminal
    assert lines[-1] == "1 row"


def test_narrow_terminal_tells_rows_as_lists(graph: Path) -> None:
    shown = terminal("query", "timeline", "--graph", graph, columns=30)
    assert "Date          2031-05-04\nKind          Talks\n" in shown
    assert "\n    meeting/1\n" in shown


def test_evidence_in_every_form(ask: RunKg, graph: Path) -> None:
    one = "“Norland met Sudmark | on Sunday.” — one.txt (The Buoy, 2031-05-05)"
    two = "“They talked of nets.” — one.txt (The Buoy, 2031-05-05)"
    (head, row) = csv.reader(io.StringIO(ask("timeline", "--explain", "--format", "csv").out))
    assert (head[-1], row[-1]) == ("evidence", f"{one}\n{two}")
    (_, row) = csv.reader(io.StringIO(ask("timeline", "--explain").out), delimiter="\t")
    assert row[-1] == f"{one} ¶ {two}"
    (record,) = json.loads(ask("timeline", "--explain", "--format", "json").out)
    assert record == json.loads(ask("timeline", "--explain", "--format", "jsonl").out)
    assert record["evidence"][1] == {
        "sentence": "They talked of nets.",
        "article": "one.txt",
        "publisher": "The Buoy",
        "published": "2031-05-05",
    }
    lines = ask("timeline", "--explain", "--format", "md").out.splitlines()
    assert lines[2].endswith(f"| {one}<br>{two} |".replace("Sudmark |", "Sudmark \\|"))
    shown = " ".join(terminal("query", "timeline", "--explain", "--graph", graph, columns=90).split())
    assert f"{one} {two} 1 row" in shown


def test_sparql_json(ask: RunKg) -> None:
    found = json.loads(ask("timeline", "--format", "sparql-json").out)
    assert found["head"] == {"vars": HEAD}
    (row,) = found["results"]["bindings"]
    assert row["meeting"] == {"type": "uri", "value": "https://data.example/id/meeting/1"}
    assert row["articles"]["datatype"] == "http://www.w3.org/2001/XMLSchema#integer"
    assert "place" not in row
    done = ask("timeline", "--format", "sparql-json", "--explain")
    assert (done.code, done.out) == (4, "")
    assert "in any format but sparql-json" in done.err


def test_no_rows(ask: RunKg) -> None:
    assert ask("timeline", "--since", "2040").out == "\t".join(HEAD) + "\n"
    assert ask("timeline", "--since", "2040", "--format", "json").out == "[]\n"
    found = json.loads(ask("timeline", "--since", "2040", "--format", "sparql-json").out)
    assert found["results"] == {"bindings": []}
    done = ask("timeline", "--since", "2040", "--format", "table")
    assert (done.out, done.err) == ("", "no rows\n")


# ------------------------------------------------------------------------------------------------ values


def test_names_and_dates_as_people_write_them(ask: RunKg) -> None:
    assert (
        "meeting/1"
        in ask("timeline", "--since", "4 May 2031", "--until", "May 2031", "--actor", "norland").out
    )
    assert "They talked of nets" in ask("evidence", "--thing", "the talks of 4 May 2031").out
    done = ask("timeline", "--since", "03/04/2031")
    assert done.code == 4
    assert "query timeline, parameter since: '03/04/2031' may be 2031-04-03 or 2031-03-04" in done.err
    done = ask("timeline", "--since", "31 June 2031")
    assert (done.code, done.out) == (4, "")
    assert "'31 June 2031' is no date" in done.err


@pytest.mark.parametrize(
    "value", ['"', "'\n\\", '" } UNION { ?s ?p ?o } #', "x" * 100_000, "\\u0022", "\ufffd" * 3]
)
def test_hostile_names(ask: RunKg, value: str) -> None:
    done = ask("timeline", "--actor", value)
    assert (done.code, done.out) == (4, "")
    assert len(done.err.splitlines()) == 1
    assert len(done.err) < 500


def test_no_parameter_has_the_name_of_an_option() -> None:
    taken = {
        "graph",
        "store",
        "format",
        "form",
        "explain",
        "explained",
        "limit",
        "timeout",
        "show",
        "list",
        "help",
    }
    for query in catalogue().values():
        assert not taken & {param.name for param in query.params}, query.name


# ------------------------------------------------------------------------------------------------ texts of one's own


def test_show(ask: RunKg) -> None:
    query = catalogue()["evidence"]  # needs a parameter, but not to be shown
    assert ask("evidence", "--show").out == query.text.rstrip() + "\n"


def test_construct(ask: RunKg, own: Callable[[str], Path]) -> None:
    path = own("CONSTRUCT { ?a kg:met ?b } { ?m a kg:Talks ; kg:participant ?a, ?b FILTER(?a != ?b) }")
    expected = rdflib.Graph().parse(
        data="@prefix : <https://data.example/id/actor/> . @prefix kg: <https://w3id.org/parley/ns#> ."
        ":n kg:met :s . :s kg:met :n .",
        format="turtle",
    )
    for form, name in (("ttl", "turtle"), ("nt", "nt"), ("jsonld", "json-ld")):
        done = ask(path, "--format", form)
        assert done.code == 0, done.err
        assert set(rdflib.Graph().parse(data=done.out, format=name)) == set(expected)
    assert ask(path).out == ask(path, "--format", "ttl").out
    done = ask(path, "--limit", "1", "--format", "nt")
    assert (len(done.out.splitlines()), done.err) == (1, "the first 1 triples; there are more\n")
    done = ask(path, "--format", "csv")
    assert (done.code, done.out) == (4, "")
    assert "gives a graph; choose --format from ttl, nt, jsonld" in done.err
    assert "gives a table; choose --format from table" in ask("timeline", "--format", "ttl").err


@pytest.mark.parametrize(
    ("form", "yes", "no"),
    [
        (None, "yes", "no"),
        ("csv", "answer\nyes", "answer\nno"),
        ("json", '{"answer": true}', '{"answer": false}'),
        ("sparql-json", '{"head": {}, "boolean": true}', '{"head": {}, "boolean": false}'),
    ],
)
def test_ask(ask: RunKg, own: Callable[[str], Path], form: str | None, yes: str, no: str) -> None:
    options = ["--format", form] if form else []
    done = ask(own("ASK { ?s a kg:Talks }"), *options)
    assert (done.code, done.out, done.err) == (0, f"{yes}\n", "")
    done = ask(own("ASK { ?s a kg:Summit }"), *options)
    assert (done.code, done.out, done.err) == (1, f"{no}\n", "")


def test_a_mistake_is_shown_under_its_line(ask: RunKg, own: Callable[[str], Path]) -> None:
    path = own("SELECT * {\n\t?s kg:date ?o .\n  ?s nope:x ?y }\n")
    done = ask(path)
    assert (done.code, done.out) == (4, "")
    assert done.err.splitlines() == [
        f"kg: {path}:3:6: not valid SPARQL: the prefix 'nope:' is not declared",
        "      ?s nope:x ?y }",
        "         ^",
    ]
    done = ask(own(f"SELECT * {{ {'?s ?p ?o . ' * 500} ?x ) }}"))
    lines = done.err.splitlines()
    assert len(lines[1]) < 130
    assert lines[1][len(lines[2]) - 1 :].strip() in ("?x ) }", ") }")


@pytest.mark.parametrize(
    "text",
    ["DELETE WHERE { ?s ?p ?o }", "DROP ALL", "LOAD <https://other.example/> INTO GRAPH <x:g>"],
)
def test_nothing_changes_a_store(
    own: Callable[[str], Path], graph: Path, run_kg: RunKg, tmp_path: Path, text: str
) -> None:
    assert run_kg("export", graph, "--help").code == 0
    import kg

    store = kg.Graph.load(graph).to_store(tmp_path / "store")
    before = sorted((path.name, path.read_bytes()) for path in store.iterdir())
    done = run_kg("query", own(text), "--store", store)
    assert (done.code, done.out) == (4, "")
    assert "changes data; ask with SELECT" in done.err
    assert sorted((path.name, path.read_bytes()) for path in store.iterdir()) == before


# ------------------------------------------------------------------------------------------------ much, and for ever


def _digits(columns: int) -> str:
    digits = " ".join(map(str, range(10)))
    return "".join(f" VALUES ?v{i} {{ {digits} }}" for i in range(columns))


def test_many_rows_stream(ask: RunKg, own: Callable[[str], Path]) -> None:
    path = own(f"SELECT * {{ {_digits(12)} }}")  # a billion and more
    done = ask(path, "--limit", "1200", "--format", "csv")
    assert (done.code, len(done.out.splitlines())) == (0, 1201)
    assert done.err == "the first 1,200 rows; there are more\n"
    done = ask(path, "--format", "table")
    assert len(done.out.splitlines()) == 1002
    assert done.err.startswith("the first 1,000 rows; there are more; allow more with --limit")


def _run(graph: Path, path: Path, *options: str) -> tuple[int, str, str]:
    env = {**os.environ, "PYTHONPATH": str(ROOT)}
    command = [sys.executable, "-m", "kg", "query", str(path), "--graph", str(graph), *options]
    done = subprocess.run(command, capture_output=True, text=True, env=env, timeout=60)
    return done.returncode, done.stdout, done.stderr


@pytest.mark.parametrize("form", ["SELECT *", "SELECT (COUNT(*) AS ?n)", "ASK", "CONSTRUCT { ?s ?p ?v0 }"])
def test_a_query_for_ever_ends(graph: Path, own: Callable[[str], Path], form: str) -> None:
    hard = "FILTER(?v0 + ?v1 + ?v2 + ?v3 + ?v4 + ?v5 + ?v6 + ?v7 + ?v8 + ?v9 < 0)"
    path = own(f"{form} {{ ?s ?p ?o {_digits(10)} {hard} }}")
    code, out, err = _run(graph, path, "--timeout", "0.3")
    assert (code, out) == (8, "")
    assert err == "kg: no answer within 0.3 seconds; ask for less, or allow more with --timeout\n"


def test_a_reader_that_has_enough(graph: Path, own: Callable[[str], Path]) -> None:
    path = own(f"SELECT * {{ {_digits(12)} }}")
    env = {**os.environ, "PYTHONPATH": str(ROOT)}
    command = [sys.executable, "-m", "kg", "query", str(path), "--graph", str(graph)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=env) as process:
        assert process.stdout and process.stderr
        assert process.stdout.readline().startswith(b"v0\t")
        process.stdout.close()
        assert process.stderr.read() == b""
        assert process.wait(timeout=60) == 0


# ------------------------------------------------------------------------------------------------ in free words


def test_ask_shows_the_command_and_the_answer(graph: Path, run_kg: RunKg) -> None:
    done = run_kg("ask", "timeline", "of the meetings of Norland", "since 1 May 2031?", "--graph", graph)
    assert done.code == 0
    assert done.err == "kg query timeline --actor Norland --since 2031-05-01\n"
    assert done.out == run_kg("query", *done.err.split()[2:], "--graph", graph).out
    assert "meeting/1" in done.out


def test_ask_only_shows_the_command(graph: Path, run_kg: RunKg) -> None:
    done = run_kg("ask", "who met whom", "--dry-run", "--graph", graph)
    assert (done.code, done.out, done.err) == (0, "", "kg query who-met-whom\n")


def test_ask_offers_three(graph: Path, run_kg: RunKg) -> None:
    done = run_kg("ask", "Norland drafts overdue presidents rounds", "--graph", graph)
    assert (done.code, done.out) == (4, "")
    lines = done.err.splitlines()
    assert lines[0].startswith("not sure what 'Norland drafts overdue presidents rounds' asks for")
    assert lines[0].endswith("; the nearest are:")
    assert [line[:13] for line in lines[1::2]] == [f"  {n}. kg query" for n in (1, 2, 3)]


def test_ask_knows_nothing_like_it(graph: Path, run_kg: RunKg) -> None:
    done = run_kg("ask", "ripe bananas", "--graph", graph)
    assert (done.code, done.out) == (4, "")
    assert done.err == "kg: 'ripe bananas' is like no question that I know; list them with: kg query --list\n"
    assert run_kg("ask", "x" * 5000, "--graph", graph).code == 4
    assert run_kg("ask", "", "--graph", graph).code == 4


def test_no_rows_are_told_wherever_they_go(ask: RunKg) -> None:
    done = ask("timeline", "--since", "2040", "--format", "csv")
    assert (done.code, done.out.splitlines()) == (0, [",".join(HEAD)])
    assert done.err == "no rows\n"
    wrong = ask("timeline", "--since", "2040", "--until", "May 2039")
    assert (wrong.code, wrong.out) == (4, "")
    assert wrong.err == "kg: query timeline: since 2040 is after until 2039-05; exchange them\n"


def test_ask_does_not_answer_less_than_is_asked(graph: Path, run_kg: RunKg) -> None:
    done = run_kg("ask", "what did Norland propose to Fennia about zebras", "--graph", graph)
    assert (done.code, done.out) == (4, "")
    lines = done.err.splitlines()
    assert lines[0].startswith(
        "not sure what 'what did Norland propose to Fennia about zebras' asks for: nothing here goes by"
    )
    assert "'fennia'" in lines[0]
    assert "leaves out 'fennia'" in lines[2]


def test_ask_gives_a_number(graph: Path, run_kg: RunKg) -> None:
    done = run_kg("ask", "how many meetings has Norland had?", "--graph", graph)
    assert (done.code, done.out) == (0, "count\n1\n")
    told = "kg query timeline --actor Norland --state Held    (Meetings, counted)\n"
    assert done.err == told
    done = run_kg("ask", "how many meetings did Norland have", "--graph", graph, "--format", "json")
    assert json.loads(done.out) == [{"count": 1}]
    assert run_kg("ask", "how many meetings were held", "--graph", graph, "--format", "table").out == "1\n"
    assert run_kg("ask", "how many meetings were held", "--graph", graph, "--format", "ttl").code == 4
