"""No value of a parameter gets out of its place: what is put in is one term of SPARQL's grammar, whatever was given."""

from __future__ import annotations

import re
from typing import get_args

from hypothesis import example, given, settings
from hypothesis import strategies as st

from kg.errors import QueryError
from kg.query import catalogue, run
from kg.query.header import ParameterType, Query, placeholder
from kg.query.values import bind as _bind
from tests.query.conftest import CASES, load

QUERIES = catalogue()
PLACES = [(name, param.name) for name, query in QUERIES.items() for param in query.params]
HARBOUR = load("Oxigraph", (CASES.parent / "query" / "harbour.trig").read_text(encoding="utf-8"))
# STRING_LITERAL2, IRIREF, INTEGER and BooleanLiteral of the grammar of SPARQL 1.1
TERM = (
    r'"(?:[^"\\\r\n]|\\[tbnrf"\'\\]|\\u[0-9A-Fa-f]{4}|\\U[0-9A-Fa-f]{8})*"(?:\^\^<http://www\.w3\.org/2001/XMLSchema#decimal>)?'
    r'|<[^\x00-\x20<>"{}|\\^`]*>|[+-]?[0-9]+|true|false'
)
SIGNS = st.sampled_from("\"'\\unU0025{}<>#?;.|^`\n\r\t :/-")
WORDS = st.sampled_from(
    [
        "Norland",
        "actor/norland",
        "one.txt",
        "1987-03-14",
        "12",
        "0.5",
        "yes",
        "VALUES ?x { UNDEF }",
        "} #",
        "https://",
    ]
)
VALUES = st.lists(st.one_of(SIGNS, WORDS, st.characters()), min_size=1, max_size=12).map("".join)


def test_every_type_of_parameter_is_among_them() -> None:
    kinds = {param.type for query in QUERIES.values() for param in query.params}
    assert {"actor", "thing", "date", "text", "integer", "choice"} <= kinds <= set(get_args(ParameterType))
    assert len(PLACES) > 30


@settings(max_examples=400, deadline=None)
@given(place=st.sampled_from(PLACES), value=VALUES)
@example(place=("statements", "about"), value='" } VALUES ?mode { "x')
@example(place=("statements", "actor"), value="https://data.example/id/actor/norland> } #")
@example(place=("evidence", "thing"), value="<https://data.example/id/actor/norland>")
@example(place=("statements", "since"), value='1987"')
@example(place=("most-connected", "minimum"), value="1) || (1=1")
@example(place=("statements-about", "thing"), value="https://\x7f")
@example(place=("statements-about", "thing"), value="https://[")
@example(place=("statements-about", "thing"), value="https://a%zz")
@example(place=("statements-about", "thing"), value="https://\ue000")
@example(place=("statements-about", "thing"), value="https://\ud800")
def test_what_is_put_in_is_one_term(place: tuple[str, str], value: str) -> None:
    query, name = QUERIES[place[0]], place[1]
    others = {param.name: "Norland" for param in query.params if param.required and param.name != name}
    try:
        text = _bind(HARBOUR, query, {**others, name: value})
    except QueryError as error:
        assert "\n" not in str(error) or "\n" in value
        return
    assert _with_any_terms(query).fullmatch(text)
    assert not re.search(rf"VALUES \?{name} {{ UNDEF }}", re.sub(r'"(?:[^"\\]|\\.)*"', '""', text))


@settings(max_examples=60, deadline=None)
@given(place=st.sampled_from(PLACES), value=VALUES)
def test_a_query_gives_its_own_columns_or_one_clear_error(place: tuple[str, str], value: str) -> None:
    query, name = QUERIES[place[0]], place[1]
    others = {param.name: "Norland" for param in query.params if param.required and param.name != name}
    before = len(HARBOUR)
    try:
        table = run(HARBOUR, query.name, **{**others, name: value})
    except QueryError as error:
        assert str(error)
    else:
        assert table.columns == tuple(column for column, _ in query.columns)
    assert len(HARBOUR) == before


def _with_any_terms(query: Query) -> re.Pattern[str]:
    """Return the pattern of the query's text with one term, or none, in each of its places."""
    pattern, done = "", 0
    for match in placeholder(*(param.name for param in query.params)).finditer(query.text):
        pattern += re.escape(query.text[done : match.start()])
        pattern += rf"VALUES \?{match['name']} {{ (?:UNDEF|{TERM}) }}"
        done = match.end()
    return re.compile(pattern + re.escape(query.text[done:]))
