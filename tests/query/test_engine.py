from __future__ import annotations

import datetime
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from oxrdflib import OxigraphStore
from rdflib import Dataset

from kg.errors import QueryError
from kg.model import PartialDate
from kg.query import run
from kg.query.answers import Term
from kg.query.engine import ask
from kg.query.terms import literal
from tests.query.conftest import CASES, STORES, load

ECHO = """\
# param: note text — gives it back
# param: day date — gives it back
# param: n integer — gives it back
# param: who actor — gives it back
SELECT ?note ?day ?n ?who { VALUES ?note { UNDEF } VALUES ?day { UNDEF } VALUES ?n { UNDEF } VALUES ?who { UNDEF } }
"""
HOSTILE = [
    '"',
    "'",
    '"""',
    "'''",
    "\\",
    '\\"',
    'a\n\\"',
    '\n\\"',
    "} UNION { ?note ?day ?n }",
    '" } VALUES ?day { "1999" } #',
    "> } #",
    "<https://data.example/id/actor/norland>",
    "\\u0022 } #",
    "\\U00000022 } #",
    "\\u005C\\u0022",
    "\\\\u0022",
    "VALUES ?day { UNDEF }",
    "?day",
    "# comment",
    "a\tb\r\nc\x00d\x85e\u2028f",
    "\ud800",
    "{0} {thing} %s \\g<0> \\1",
    "é\u0301 ﬁ 中 🕊",
]


@pytest.fixture(scope="module")
def echo(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("mine") / "echo.rq"
    path.write_text(ECHO, encoding="utf-8")
    return path


def plain(text: str) -> str:
    """What a text is taken for: blanks and control characters run together."""
    kept = "".join(
        " " if ch.isspace() or ord(ch) < 32 or 127 <= ord(ch) < 160 or 0xD800 <= ord(ch) < 0xE000 else ch
        for ch in text
    )
    return " ".join(kept.split())


@pytest.mark.parametrize("store", STORES)
@pytest.mark.parametrize("value", HOSTILE)
def test_no_text_breaks_out(echo: Path, value: str, store: str) -> None:
    if not value.strip():
        pytest.skip("blank")
    table = run(Dataset(store=store, default_union=True), echo, note=value)
    assert table.rows == ((plain(value) or "", None, None, None),)


@settings(max_examples=60, deadline=None)
@given(
    text=st.text(
        alphabet=st.one_of(st.sampled_from("\"'\\unU0025{}<>#?\n\r\t "), st.characters()), min_size=1
    )
)
def test_any_text_comes_back(echo: Path, text: str) -> None:
    if text.strip():
        for store in STORES:
            ((note, *others),) = run(Dataset(store=store, default_union=True), echo, note=text).rows
            assert note == plain(text)
            assert others == [None, None, None]


@given(text=st.text())
def test_a_literal_is_one_line_and_closed(text: str) -> None:
    written = literal(text)
    assert written[0] == written[-1] == '"'
    assert not any(ch in written for ch in "\n\r")
    inside = written[1:-1].replace("\\\\", "").replace('\\"', "")
    assert '"' not in inside


@pytest.mark.parametrize("name", ["who", "note"])
@pytest.mark.parametrize("value", ["", "  ", 7, True, ["x"], object()])
def test_no_text_at_all(harbour: Dataset, echo: Path, name: str, value: object) -> None:
    with pytest.raises(QueryError, match=f"query echo, parameter {name}: .* is no (text|name)"):
        run(harbour, echo, **{name: value})


@pytest.mark.parametrize(
    ("value", "day"),
    [
        ("2022", "2022"),
        ("2022-02", "2022-02"),
        (" 2024-02-29 ", "2024-02-29"),
        (datetime.date(1999, 1, 2), "1999-01-02"),
        (PartialDate("1999-01"), "1999-01"),
        ("10 January 2022", "2022-01-10"),
    ],
)
def test_dates(harbour: Dataset, echo: Path, value: object, day: str) -> None:
    assert run(harbour, echo, day=value).rows == ((None, day, None, None),)


@pytest.mark.parametrize("value", ["2022-13", "2022-02-30", "22", "yesterday", "", '2022"', 5])
def test_no_dates(harbour: Dataset, echo: Path, value: object) -> None:
    with pytest.raises(
        QueryError, match=r"query echo, parameter day: .* is no date.*; write YYYY, YYYY-MM or YYYY-MM-DD"
    ):
        run(harbour, echo, day=value)


@pytest.mark.parametrize(("value", "n"), [(3, 3), ("3", 3), (" -2 ", -2), ("+007", 7)])
def test_integers(harbour: Dataset, echo: Path, value: object, n: int) -> None:
    assert run(harbour, echo, n=value).rows == ((None, None, n, None),)


@pytest.mark.parametrize("value", ["3.0", "three", "", True, 2.5, "1 } #", "٣"])
def test_no_integers(harbour: Dataset, echo: Path, value: object) -> None:
    with pytest.raises(QueryError, match="is not a whole number"):
        run(harbour, echo, n=value)


TYPED = """\
# param: status choice(Held|Not held) — gives it back
# param: sure number — gives it back
# param: yes boolean — gives it back
SELECT ?status ?sure ?yes { VALUES ?status { UNDEF } VALUES ?sure { UNDEF } VALUES ?yes { UNDEF } }
"""


@pytest.mark.parametrize(
    ("name", "value", "cell"),
    [
        ("status", "held", "Held"),
        ("status", " NOT HELD ", "Not held"),
        ("sure", "0.5", 0.5),
        ("sure", 2, 2.0),
        ("sure", -1.25, -1.25),
        ("sure", "+3", 3.0),
        ("yes", True, "true"),
        ("yes", "no", "false"),
        ("yes", "TRUE", "true"),
        ("yes", 0, "false"),
    ],
)
def test_typed_values(harbour: Dataset, tmp_path: Path, name: str, value: object, cell: object) -> None:
    (tmp_path / "typed.rq").write_text(TYPED, encoding="utf-8")
    table = run(harbour, tmp_path / "typed.rq", **{name: value})
    assert dict(zip(table.columns, table.rows[0], strict=True))[name] == cell


@pytest.mark.parametrize(
    ("name", "value", "told"),
    [
        ("status", "hel", "'hel' is none of Held, Not held"),
        ("status", 'Held" } #', "is none of Held, Not held"),
        ("sure", "1e5", "'1e5' is not a number; write 2 or 0.5"),
        ("sure", True, "True is not a number"),
        ("sure", "nan", "is not a number"),
        ("yes", "maybe", "'maybe' is neither yes nor no"),
    ],
)
def test_ill_typed_values(harbour: Dataset, tmp_path: Path, name: str, value: object, told: str) -> None:
    (tmp_path / "typed.rq").write_text(TYPED, encoding="utf-8")
    with pytest.raises(QueryError) as caught:
        run(harbour, tmp_path / "typed.rq", **{name: value})
    assert told in str(caught.value)


def test_actor_is_bound_as_a_term(harbour: Dataset, echo: Path) -> None:
    assert run(harbour, echo, who="the kingdom").rows == ((None, None, None, "actor/norland"),)


@pytest.mark.parametrize(
    ("query", "params", "told"),
    [
        (
            "timeline",
            {"actr": "Norland"},
            "query timeline has no parameter 'actr'; it takes actor, other, where, state, what, since, until",
        ),
        ("everything", {}, "query everything needs --actor: the actor"),
        ("everything", {"actor": None}, "query everything needs --actor"),
        ("timeline", {"actor": "Norlund"}, "did you mean Norland"),
    ],
)
def test_wrong_parameters(harbour: Dataset, query: str, params: dict[str, Any], told: str) -> None:
    with pytest.raises(QueryError) as caught:
        run(harbour, query, **params)
    assert told in str(caught.value)


def test_hyphens_stand_for_underscores(harbour: Dataset, tmp_path: Path) -> None:
    path = tmp_path / "a.rq"
    path.write_text(
        "# param: at_least integer = 4 — n\nSELECT ?at_least { VALUES ?at_least { UNDEF } }", encoding="utf-8"
    )
    assert run(harbour, path).rows == ((4,),)
    assert run(harbour, path, **{"at-least": 2}).rows == ((2,),)


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("SELECT ?s {\n  ?s a\n  FILTERX(?s)\n}", ":3:10: not valid SPARQL: "),
        ("SELECT ?s {\n  ?s a ?o", ", in: ?s a ?o"),
        ("SELECT ?s { ?s nope:x ?o }", "not valid SPARQL"),
        ("", ":1:1: not valid SPARQL"),
        ("CONSTRUCT { ?s ?p ?o } { ?s ?p ?o }", "gives a graph, not a table; write it as a SELECT query"),
        ("INSERT DATA { <x:a> <x:b> <x:c> }", ":1:1: INSERT changes data"),
        ("SELECT * { SERVICE <https://other.example/> { ?s ?p ?o } }", ":1:12: SERVICE is not allowed"),
        ("SELECT * FROM <https://other.example/> { ?s ?p ?o }", ":1:10: FROM is not allowed"),
    ],
)
def test_wrong_files(harbour: Dataset, tmp_path: Path, text: str, told: str) -> None:
    path = tmp_path / "mine.rq"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(QueryError) as caught:
        run(harbour, path)
    assert str(path) in str(caught.value)
    assert told in str(caught.value)
    assert "\n" not in str(caught.value)


def test_line_of_a_mistake_is_right_when_a_parameter_is_bound(harbour: Dataset, tmp_path: Path) -> None:
    path = tmp_path / "mine.rq"
    path.write_text("# param: a text — x\nSELECT ?a {\n VALUES ?a { UNDEF }\n oops }", encoding="utf-8")
    with pytest.raises(QueryError, match=r"mine\.rq:4:\d+: .*, in: oops }"):
        run(harbour, path, a="two\nlines")


def test_cells(harbour: Dataset, tmp_path: Path) -> None:
    path = tmp_path / "mine.rq"
    path.write_text(
        "SELECT ?a ?b ?c ?d ?e ?f ?g ?h { VALUES (?a ?b ?c ?d ?e ?f ?g ?h) { "
        '(1 0.50 1e3 "x"@en kg:Held <https://data.example/id/actor/x> <https://other.example/x> UNDEF) } }',
        encoding="utf-8",
    )
    table = run(harbour, path)
    assert table.rows == ((1, 0.5, 1000.0, "x", "Held", "actor/x", "https://other.example/x", None),)
    assert table.captions == table.columns == tuple("abcdefgh")
    assert table.name == "mine"


def test_ask(harbour: Dataset, tmp_path: Path) -> None:
    path = tmp_path / "mine.rq"
    path.write_text("ASK { ?s a kg:Talks }", encoding="utf-8")
    assert run(harbour, path).rows == (("yes",),)
    path.write_text("ASK { ?s a kg:Summit }", encoding="utf-8")
    assert run(harbour, path).rows == (("no",),)


@pytest.mark.parametrize("store", STORES)
def test_graphs_are_asked_as_one_whatever_the_dataset(store: str) -> None:
    data = (CASES / "timeline" / "data.trig").read_text(encoding="utf-8")
    ds = Dataset(store=store)
    ds.parse(data=data, format="trig")
    assert run(ds, "timeline").rows == run(load(store, data), "timeline").rows != ()


def test_importing_is_light() -> None:
    code = (
        "import sys, kg.query; kg.query.catalogue(); "
        "print(sorted({'spacy', 'pyshacl', 'pyvis', 'networkx', 'rdflib'} & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_rows_come_one_by_one(harbour: Dataset, tmp_path: Path) -> None:
    path = tmp_path / "mine.rq"
    digits = " ".join(map(str, range(10)))
    path.write_text(
        "SELECT * {" + "".join(f" VALUES ?{name} {{ {digits} }}" for name in "abcdefghijkl") + " }",
        encoding="utf-8",
    )
    if not isinstance(harbour.store, OxigraphStore):
        pytest.skip("rdflib's engine joins before it answers")
    found = ask(harbour, path)
    assert found.columns == tuple("abcdefghijkl")
    assert len({next(found.rows).cells for _ in range(1000)}) == 1000


def test_terms_and_forms(harbour: Dataset, tmp_path: Path) -> None:
    path = tmp_path / "mine.rq"
    path.write_text(
        'SELECT ?a ?b ?c ?d ?e { VALUES (?a ?b ?c ?d ?e) { (1 "x"@en "y" <https://data.example/id/actor/x> UNDEF) } }',
        encoding="utf-8",
    )
    (row,) = ask(harbour, path).rows
    assert row.cells == (1, "x", "y", "actor/x", None)
    assert row.terms == (
        Term("literal", "1", datatype="http://www.w3.org/2001/XMLSchema#integer"),
        Term("literal", "x", language="en"),
        Term("literal", "y"),
        Term("uri", "https://data.example/id/actor/x"),
        None,
    )
    path.write_text("CONSTRUCT { ?s kg:name ?n } { ?s a kg:Bloc } VALUES ?n { 1 }", encoding="utf-8")
    assert (ask(harbour, path).form, list(ask(harbour, path).triples)) == ("construct", [])
    path.write_text("CONSTRUCT { ?s a kg:Actor } { ?s a kg:State }", encoding="utf-8")
    assert len(set(map(str, ask(harbour, path).triples))) == 2
    path.write_text("ASK { ?s a kg:State }", encoding="utf-8")
    assert ask(harbour, path).truth is True


def test_a_row_of_nothing_is_a_row(harbour: Dataset, tmp_path: Path) -> None:
    path = tmp_path / "mine.rq"
    path.write_text("SELECT ?x { OPTIONAL { ?x a kg:Summit } }", encoding="utf-8")
    assert run(harbour, path).rows == ((None,),)
