from __future__ import annotations

import textwrap
from pathlib import Path

import pytest

from kg.errors import DataFileError, QueryError
from kg.query import Parameter, catalogue, find, parse, themes

GOOD = """\
# title: Who spoke
# description: Speakers,
#   and how often.
# param: actor actor required — whose words
# param: minimum integer = 2 — the fewest
# param: note text — words; with a dash — and a sign = in it
# param: status choice(held| planned) = held — which; e.g. held
# param: sure number = 0.5 — how sure, e.g. very; e.g. 0.9 | 1
# columns: who = Speaker; n =  Times said
# lists: who
# example: kg query spoke --actor Roe
# columns: last = Last

# not part of the header: an empty line ends it
SELECT ?who ?n ?last { VALUES ?actor { UNDEF } VALUES ?minimum {UNDEF} values  ?note { undef }
  VALUES ?status { UNDEF } VALUES ?sure { UNDEF } }
"""


def test_parse(tmp_path: Path) -> None:
    path = tmp_path / "spoke.rq"
    path.write_text(GOOD, encoding="utf-8")
    query = parse(path)
    assert query.name == "spoke"
    assert query.title == "Who spoke"
    assert query.description == "Speakers, and how often."
    assert query.params == (
        Parameter("actor", "actor", "whose words", required=True),
        Parameter("minimum", "integer", "the fewest", default="2"),
        Parameter("note", "text", "words; with a dash — and a sign = in it"),
        Parameter(
            "status", "choice", "which", default="held", choices=("held", "planned"), examples=("held",)
        ),
        Parameter("sure", "number", "how sure, e.g. very", default="0.5", examples=("0.9", "1")),
    )
    assert query.columns == (("who", "Speaker"), ("n", "Times said"), ("last", "Last"))
    assert query.lists == ("who",)
    assert query.example == "kg query spoke --actor Roe"
    assert query.text == GOOD


def test_header_indented_as_a_whole(tmp_path: Path) -> None:
    plain, indented = tmp_path / "plain.rq", tmp_path / "indented.rq"
    plain.write_text(GOOD, encoding="utf-8")
    indented.write_text(textwrap.indent(GOOD, "  "), encoding="utf-8")
    assert parse(indented).params == parse(plain).params
    assert parse(indented).columns == parse(plain).columns
    assert parse(indented).title == "Who spoke"


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ("# title", "# titel", ":1: unknown header 'titel'; known are title"),
        ("actor actor required", "actor person", ":4: unknown type 'person'; known are actor, thing"),
        ("actor actor required — whose words", "actor actor", ":4: not NAME TYPE"),
        ("choice(held| planned)", "choice", ":7: write choice(this|that), and values for no other type"),
        ("number =", "number(1|2) =", ":8: write choice(this|that), and values for no other type"),
        ("= held", "= called off", ":7: default 'called off' is none of held, planned"),
        ("param: actor", "param: whom", ":4: parameter 'whom' has no place; write VALUES ?whom { UNDEF }"),
        ("who = Speaker;", "who Speaker;", ":9: not VARIABLE = CAPTION: 'who Speaker'"),
        ("# example", "# an example", ":11: not a header line"),
    ],
)
def test_malformed(tmp_path: Path, old: str, new: str, told: str) -> None:
    path = tmp_path / "spoke.rq"
    assert old in GOOD
    path.write_text(GOOD.replace(old, new, 1), encoding="utf-8")
    with pytest.raises(DataFileError) as caught:
        parse(path)
    assert f"{path}{told}" in str(caught.value)


def test_file_of_a_user_needs_no_header(tmp_path: Path) -> None:
    path = tmp_path / "mine.rq"
    path.write_text("# just a note\n# todo: more\nSELECT * { ?s ?p ?o }", encoding="utf-8-sig")
    query = find(path)
    assert (query.title, query.description, query.params, query.columns) == ("mine", "", (), ())
    assert find(str(path)) == query
    assert not query.text.startswith("\ufeff")


def test_find_by_name() -> None:
    assert find("timeline").name == "timeline"


@pytest.mark.parametrize(
    ("name", "told"),
    [
        ("timelime", "no query is called 'timelime'; did you mean timeline?"),
        ("qqqq", "no query is called 'qqqq'; known are about-turns, actors, answer-times,"),
        ("../queries/timeline", "no query is called"),
        ("", "no query is called ''"),
        ("nowhere.rq", "nowhere.rq: no such file; name a query, or an .rq file that exists"),
    ],
)
def test_no_such_query(name: str, told: str) -> None:
    with pytest.raises(QueryError) as caught:
        find(name)
    assert told in str(caught.value)


def test_unreadable_files(tmp_path: Path) -> None:
    (tmp_path / "bad.rq").write_bytes(b"SELECT \xff")
    (tmp_path / "folder.rq").mkdir()
    with pytest.raises(QueryError, match="is not UTF-8 text"):
        find(tmp_path / "bad.rq")
    with pytest.raises(QueryError, match="cannot be read"):
        find(tmp_path / "folder.rq")


def test_themes_are_folders_and_a_file_beside_them_has_none(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for place in (
        "queries/meetings/b.rq",
        "queries/checks/c.rq",
        "queries/actors/z.rq",
        "queries/a.rq",
        "ontology/x",
    ):
        path = tmp_path / place
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("# title: T\nSELECT * {}", encoding="utf-8")
    monkeypatch.setenv("KG_HOME", str(tmp_path))
    assert {name: query.theme for name, query in catalogue().items()} == {
        "z": "actors",
        "b": "meetings",
        "a": "",
    }
    assert list(themes()) == ["actors", "meetings", ""]
    assert find("b").theme == "meetings"
    with pytest.raises(QueryError, match="known are a, b, z"):
        find("c")
    (tmp_path / "queries/actors/b.rq").write_text("# title: T\nSELECT * {}", encoding="utf-8")
    with pytest.raises(DataFileError, match=r"meetings/b\.rq: .*actors/b\.rq has the same name"):
        catalogue()
