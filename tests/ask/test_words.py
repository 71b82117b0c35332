from __future__ import annotations

import shlex
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from rdflib import Dataset

from kg.ask import understand
from kg.ask.phrases import phrases, stem
from kg.ask.when import find_dates
from kg.errors import DataFileError, QueryError

HERE = Path(__file__).parent


def load(data: str | None = None) -> Dataset:
    ds = Dataset(store="Oxigraph", default_union=True)
    if data is None:
        ds.parse(HERE / "graph.trig", format="trig")
    else:
        ds.parse(data=data, format="trig")
    return ds


GRAPH = load()


@pytest.mark.parametrize(
    ("text", "dates"),
    [
        (
            "what happened between 1 May 2031 and 10 June 2031",
            [("since", "2031-05-01"), ("until", "2031-06-10")],
        ),
        ("from May to June 2031", [("since", "2031-05"), ("until", "2031-06")]),
        ("from 3 to 9 May 2031", [("since", "2031-05-03"), ("until", "2031-05-09")]),
        ("3-9 May 2031", [("since", "2031-05-03"), ("until", "2031-05-09")]),
        ("2031-05-03 until 2031-06", [("since", "2031-05-03"), ("until", "2031-06")]),
        ("since 2031", [("since", "2031")]),
        ("before the 5th of May, 2031", [("until", "2031-05-05")]),
        ("on May 5, 2031", [("on", "2031-05-05")]),
        ("in May", [("on", "2031-05")]),
        ("since 20 June", [("since", "2031-06-20")]),
        ("in December", [("on", "2030-12")]),
        ("may they meet", []),
        ("on 31 June 2031", []),
        ("at least 3 meetings", []),
    ],
)
def test_dates(text: str, dates: list[tuple[str, str]]) -> None:
    assert [(when.role, when.date) for when in find_dates(text, latest="2031-06-30")] == dates


def test_a_date_without_a_year_needs_a_graph() -> None:
    assert find_dates("in May") == []


def test_an_ambiguous_date_is_asked_back() -> None:
    with pytest.raises(QueryError, match="may be 2031-04-03 or 2031-03-04"):
        understand(GRAPH, "what happened on 03/04/2031")


@pytest.mark.parametrize(
    ("words", "command"),
    [
        ("who met the League?", "kg query who-met-whom --actor 'Harbour League'"),
        ("everything about HL", "kg query everything --actor 'Harbour League'"),
        ("everything about the kingdom", "kg query everything --actor Norland"),
        ("everything about ostermark", "kg query everything --actor 'Östermark'"),
        ("statements of “Tom  Vance”", "kg query statements --actor 'Tom Vance'"),
        ("on whose behalf does Ada Roe speak?", "kg query who-speaks-for-whom --actor 'Ada Roe'"),
    ],
)
def test_names(words: str, command: str) -> None:
    assert understand(GRAPH, words).best.command == command


def test_a_common_word_is_nobody() -> None:
    assert "--actor" not in understand(GRAPH, "what rank had the minister at the meetings").guesses[0].command


def test_a_name_is_quoted_for_the_shell() -> None:
    name = 'O\'Roe "the" $(Net) `x`; rm -rf'
    data = f"""@prefix kg: <https://w3id.org/parley/ns#> . @prefix skos: <http://www.w3.org/2004/02/skos/core#> .
    <x:g> {{ <x:actor/o> a kg:Person ; skos:prefLabel '''{name}''' . }}"""
    guess = understand(load(data), f"everything about {name}").best
    assert shlex.split(guess.command) == ["kg", "query", "everything", "--actor", name]


@pytest.mark.parametrize("words", ["", "  ", "?!", "\n"])
def test_nothing_is_asked(words: str) -> None:
    with pytest.raises(QueryError, match="nothing was asked"):
        understand(GRAPH, words)


def test_too_much_is_asked() -> None:
    with pytest.raises(QueryError, match="at most 1000 characters, not 100000"):
        understand(GRAPH, "x" * 100_000)


def test_like_nothing() -> None:
    reading = understand(GRAPH, "bananas, ripe")
    assert not reading.sure
    with pytest.raises(QueryError, match="is like no question that I know; list them with: kg query --list"):
        _ = reading.best


def test_unsure_offers_the_nearest() -> None:
    reading = understand(GRAPH, "Norland drafts overdue presidents rounds")
    assert not reading.sure
    assert len(reading.guesses) == 3
    with pytest.raises(
        QueryError, match=r"not sure what .* asks for.*; the nearest are \(1\) kg query .*; \(2\) kg"
    ):
        _ = reading.best


PARTS = [
    "who",
    "met",
    "2031",
    "May",
    "on",
    '"',
    "Norland",
    "since",
    "at least",
    "3",
    "03/04/2031",
    "}",
    "\\",
    "about",
]


@settings(max_examples=40, deadline=None)
@given(st.one_of(st.text(max_size=80), st.lists(st.sampled_from(PARTS), max_size=9).map(" ".join)))
def test_any_words_are_read_or_refused(words: str) -> None:
    try:
        reading = understand(GRAPH, words)
    except QueryError as error:
        assert "\n" not in str(error)
        return
    for guess in reading.guesses:
        assert shlex.split(guess.command)[2] == guess.query.name
    assert understand(GRAPH, words) == reading


def test_a_graph_of_nothing() -> None:
    nothing = Dataset(store="Oxigraph", default_union=True)
    assert understand(nothing, "who met whom").best.command == "kg query who-met-whom"


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("meetings", "meeting"),
        ("cancelled", "cancel"),
        ("replies", "reply"),
        ("proposed", "propose"),
        ("stopped", "stop"),
    ],
)
def test_stems(one: str, other: str) -> None:
    assert stem(one) == stem(other)


def test_a_broken_file_of_words(tmp_path: Path) -> None:
    path = tmp_path / "ask.yaml"
    for text in ("same: [", "stop: [a]", "- a"):
        path.write_text(text, encoding="utf-8")
        with pytest.raises(DataFileError, match=r"ask\.yaml: cannot be read"):
            phrases.__wrapped__(path)


@pytest.mark.parametrize(
    ("words", "left_out"),
    [
        ("who met whom", ()),
        ("meetings of Norland since May 2031", ()),
        ("how many rounds of talks did Norland have with Sudmark", ()),
        ("who met whom in Velm", ()),
        ("who met Norland in May 2031", ()),
        ("positions of Norland in May 2031", ("2031-05",)),
        ("denials by Sudmark in Velm", ("Velm",)),
        ("who met Norland in Xanadu", ("'xanadu'",)),
        ("who envied Norland", ("'envied'",)),
    ],
)
def test_what_has_no_place_is_told_and_not_answered(words: str, left_out: tuple[str, ...]) -> None:
    reading = understand(GRAPH, words)
    assert reading.guesses[0].without == left_out
    assert reading.sure is not bool(left_out)


def test_a_name_of_two_is_told() -> None:
    data = """
    @prefix kg: <https://w3id.org/parley/ns#> . @prefix skos: <http://www.w3.org/2004/02/skos/core#> .
    @prefix : <x:actor/> .
    <x:g> { :a a kg:Person ; skos:prefLabel "Ada Rowan" . :b a kg:Person ; skos:prefLabel "Ben Rowan" . }
    """
    more = " ".join(f'<x:g{i}> {{ :a a kg:Person ; skos:prefLabel "Ada Rowan" }}' for i in range(9))
    reading = understand(load(data), "what did Rowan say")
    assert not reading.sure
    assert reading.guesses[0].without == ("Rowan (Ada Rowan or Ben Rowan)",)
    # nearly all articles that speak of any speak of one of them
    assert understand(load(data + more), "what did Rowan say").best.params == {"actor": "Ada Rowan"}


@pytest.mark.parametrize(
    "words", ["why did the talks fail", "Should Norland accept the draft?", "will they meet"]
)
def test_reasons_verdicts_and_the_future_are_beyond_a_graph(words: str) -> None:
    reading = understand(GRAPH, words)
    assert reading.beyond and not reading.sure
    assert "not reasons or verdicts" in reading.doubt


def test_in_a_town_is_not_of_the_state_that_goes_by_its_name() -> None:
    data = """
    @prefix kg: <https://w3id.org/parley/ns#> . @prefix skos: <http://www.w3.org/2004/02/skos/core#> .
    @prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> . @base <https://data.example/id/> .
    <article/one> { <article/one> a kg:Article .
      <actor/norland> a kg:State ; skos:prefLabel "Norland" ; skos:altLabel "Velm" .
      <place/velm> a kg:Place ; rdfs:label "Velm" . <place/norland> a kg:Place ; rdfs:label "Norland" }
    """
    graph = load(data)
    assert understand(graph, "who met whom in Velm").best.params == {"where": "Velm"}
    assert understand(graph, "what has happened in Norland").best.params == {"actor": "Norland"}
    assert understand(graph, "who met Velm").best.params == {"actor": "Norland"}
