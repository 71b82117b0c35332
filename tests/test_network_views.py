"""Views beside that of actors, and the part of a view that is asked for."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st
from rdflib import Dataset

from kg.display import read_display
from kg.errors import QueryError
from kg.model import ActorNetwork, ActorNode, Tie, TieEvent, TieEvidence
from kg.network import members, narrowed, project, views
from kg.network.measures import measured

HERE = Path(__file__).resolve().parent
CASES = yaml.safe_load((HERE / "views_cases.yaml").read_text(encoding="utf-8"))
BASE = "https://w3id.org/parley/id/"
HEAD = f"""
@prefix kg: <https://w3id.org/parley/ns#> . @prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> . @prefix schema: <https://schema.org/> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> . @prefix a: <{BASE}actor/> . @prefix t: <{BASE}thing/> .
@prefix e: <{BASE}evidence/> . @prefix r: <{BASE}article/> .
"""


def dataset(body: str, states: list[str]) -> Dataset:
    """Read one article graph with each ``EV`` made into evidence, and every state named with evidence."""
    body += "".join(f" a:{name} a kg:State ; skos:prefLabel '{name}' ; EV ." for name in states)
    first, *rest = body.split("EV")
    for n, part in enumerate(rest):
        first += f"kg:evidence e:{n}{part}"
    for n in range(len(rest)):
        first += f" e:{n} kg:start {n} ; kg:quote 'words' ; kg:sentence 'The words {n}.' ."
    ds = Dataset(store="Oxigraph", default_union=True)
    ds.parse(data=f"{HEAD} r:one {{ r:one a kg:Article ; schema:identifier 'one' . {first} }}", format="trig")
    return ds


def short(tie: Tie) -> str:
    source, target = (end.rsplit("/", 1)[1] for end in (tie.source, tie.target))
    return f"{source} | {tie.label} | {target} | {tie.count}"


def test_all_cases_are_collected() -> None:
    assert len(CASES) == 12
    assert {case["view"] for case in CASES} == {view.name for view in read_display().views} - {"actors"}


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["name"])
def test_ties_of_views(case: dict) -> None:
    network = project(dataset(case["graph"], case["states"]), view=case["view"])
    assert sorted(map(short, network.ties)) == sorted(case["ties"])
    assert network.view == case["view"]
    assert all(tie.evidence for tie in network.ties)
    # nothing stands in such a view without a tie
    assert {node.id for node in network.actors} == {
        end for tie in network.ties for end in (tie.source, tie.target)
    }


@pytest.fixture(scope="module")
def strait() -> Dataset:
    ds = Dataset(store="Oxigraph", default_union=True)
    ds.parse(HERE / "view" / "data" / "strait.trig", format="trig")
    return ds


def test_every_view_that_has_something_is_there(strait: Dataset) -> None:
    assert [network.view for network in views(strait)] == ["actors", "meetings", "proposals", "discourse"]
    assert views(strait)[1] == project(strait, view="meetings")
    empty = Dataset(store="Oxigraph", default_union=True)
    assert views(empty) == (ActorNetwork((), ()),)


def test_an_unknown_view_is_named(strait: Dataset) -> None:
    with pytest.raises(
        QueryError, match="weather: no such view; there are actors, meetings, proposals, discourse"
    ):
        project(strait, view="weather")


def test_things_are_named_dated_and_open_their_evidence(strait: Dataset) -> None:
    meetings = {node.label: node for node in project(strait, view="meetings").actors if node.date}
    first = meetings["Talks, Harsund City, passage through the strait"]
    assert (first.date, first.status) == ("2031-03-03", "Held")
    (event,) = first.events
    assert event.kind.endswith("#Meeting") and event.id == first.id
    assert "Delegations from Kestria and Morvane" in event.evidence[0].sentence
    provisions = [n.label for n in project(strait, view="discourse").actors if n.kind.endswith("#Provision")]
    assert "A shared register of hazards" in provisions


def test_a_thing_of_which_only_the_kind_is_known_is_named_by_its_actors() -> None:
    body = (
        "t:m a kg:Talks ; kg:participant a:alba, a:borduria, a:cascara, a:dunmar ; kg:status kg:Held ; EV ."
    )
    network = project(dataset(body, ["alba", "borduria", "cascara", "dunmar"]), view="meetings")
    assert network.actors[0].label == "Talks: alba, borduria, cascara …"


# ------------------------------------------------------------------------------------------------ the part asked for


def chain(*dates: str) -> ActorNetwork:
    """a – b – c – … : one tie for each date, with one event on it."""
    piece = TieEvidence("", "r:1", 0, "The words.", "words", "One")
    names = "abcdefgh"[: len(dates) + 1]
    nodes = tuple(ActorNode(f"i/{name}", "k", name.upper(), (f"alias {name}",)) for name in names)
    ties = tuple(
        Tie(a.id, b.id, "r", "met", "met", False, 3.0, (TieEvent(f"e{n}", "", date, (), (piece,), "kind"),))
        for n, (date, a, b) in enumerate(zip(dates, nodes, nodes[1:], strict=False))
    )
    return ActorNetwork(measured(nodes, ties), ties)


def names(network: ActorNetwork) -> str:
    return "".join(sorted(node.label for node in network.actors))


@pytest.mark.parametrize(
    ("asked", "left"),
    [
        ({}, "ABCDE"),
        ({"focus": "A", "depth": 0}, "A"),
        ({"focus": "a", "depth": 1}, "AB"),
        ({"focus": "alias c", "depth": 1}, "BCD"),
        ({"focus": "i/e", "depth": 2}, "CDE"),
        ({"since": "2031-02"}, "BCDE"),
        ({"since": "2031-02-15"}, "BCDE"),
        ({"since": "2031-03-02"}, "DE"),
        ({"until": "2031-01"}, "AB"),
        ({"until": "2031-02-01", "since": "2031-01-31"}, "BC"),
        ({"weight": 3.0}, "ABCDE"),
        ({"weight": 3.1}, ""),
        ({"events": {"e0"}}, "AB"),
        ({"events": {"e0"}, "focus": "D"}, "D"),
        ({"focus": "B", "depth": 4, "since": "2031-03-01"}, "B"),
    ],
)
def test_narrowed(asked: dict, left: str) -> None:
    network = chain("2031-01-05", "2031-02", "2031-03-01", "2032")
    found = narrowed(network, **asked)
    assert names(found) == left
    assert all(event for tie in found.ties for event in tie.events)
    partners = {node.label: node.degree for node in found.actors}
    assert sum(partners.values()) == 2 * len(found.ties)


def test_an_event_without_a_date_counts_only_where_no_dates_are_asked_for() -> None:
    assert names(narrowed(chain("", "2031"), since="2030")) == "BC"
    assert names(narrowed(chain("", "2031"), weight=1)) == "ABC"


def test_a_range_counts_where_it_overlaps() -> None:
    network = chain("2031-01-05")
    (tie,) = network.ties
    long = replace(network, ties=(replace(tie, events=(replace(tie.events[0], until="2031-03-01"),)),))
    assert names(narrowed(long, since="2031-02-01", until="2031-02-10")) == "AB"
    assert names(narrowed(long, since="2031-03-02")) == ""


def test_a_tie_weighs_what_is_left_of_it() -> None:
    network = chain("2031-01-05")
    (tie,) = network.ties
    more = (*tie.events, replace(tie.events[0], id="e9", date="2031-05"))
    both = replace(network, ties=(replace(tie, events=more, weight=6.0),))
    (left,) = narrowed(both, until="2031-02").ties
    assert (left.weight, left.count) == (3.0, 1)
    assert narrowed(both, until="2031-02", weight=4).ties == ()


@pytest.mark.parametrize(
    ("asked", "message"),
    [
        ({"focus": "nobody"}, "nobody: no such node; there is: A; B"),
        ({"focus": "alias"}, "alias: no such node"),
        ({"depth": -1, "focus": "A"}, "-1: a depth is 0 or more"),
        ({"since": "2031-02", "until": "2031-01"}, "2031-02 is after 2031-01"),
    ],
)
def test_what_cannot_be_asked_for(asked: dict, message: str) -> None:
    with pytest.raises(QueryError) as raised:
        narrowed(chain("2031"), **asked)
    assert str(raised.value).startswith(message) and "\n" not in str(raised.value)


def test_a_focus_that_several_nodes_match_is_refused() -> None:
    network = chain("2031")
    alike = replace(network, actors=tuple(replace(a, label=f"North {a.label}") for a in network.actors))
    with pytest.raises(QueryError, match="more than one node of that name; there is: North A; North B"):
        narrowed(alike, focus="north")
    assert narrowed(alike, focus="north b", depth=0).actors[0].label == "North B"


def test_the_members_of_a_negotiation() -> None:
    body = (
        "t:x a kg:Negotiation ; rdfs:label 'Alba and Borduria, from 2031' . t:m a kg:Talks ; kg:partOf t:x ; EV . "
        "t:y a kg:Negotiation ; rdfs:label 'Alba and Cascara' . t:n a kg:Talks ; kg:partOf t:y ; EV ."
    )
    ds = dataset(body, [])
    assert members(ds, "borduria") == members(ds, "x") == members(ds, f"{BASE}thing/x") == {f"{BASE}thing/m"}
    with pytest.raises(QueryError, match="more than one negotiation"):
        members(ds, "alba")
    with pytest.raises(
        QueryError, match="zebra: no such negotiation; there is: Alba and Borduria, from 2031; Alba"
    ):
        members(ds, "zebra")


@settings(max_examples=30, deadline=None)
@given(
    st.lists(st.sampled_from(["2031-01-05", "2031-02", "2031", "", "2030-12-31"]), min_size=1, max_size=7),
    st.sampled_from(["", "2030", "2031-01", "2031-02-03"]),
    st.sampled_from(["", "2031", "2031-02"]),
    st.integers(0, 3),
)
def test_narrowing_twice_is_narrowing_once(dates: list[str], since: str, until: str, depth: int) -> None:
    asked = {"since": since, "until": until, "focus": "A", "depth": depth}
    once = narrowed(chain(*dates), **asked)
    assert narrowed(once, **asked) == once
    assert set(once.ties) <= set(chain(*dates).ties)
