from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st
from rdflib import Dataset

from kg.display import read_display
from kg.errors import DataFileError
from kg.model import ActorNetwork, Tie
from kg.network import clipped, plain, project

HERE = Path(__file__).resolve().parent
CASES = yaml.safe_load((HERE / "network_cases.yaml").read_text(encoding="utf-8"))
BASE = "https://w3id.org/parley/id/"
HEAD = f"""
@prefix kg: <https://w3id.org/parley/ns#> . @prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix schema: <https://schema.org/> . @prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
@prefix a: <{BASE}actor/> . @prefix t: <{BASE}thing/> . @prefix e: <{BASE}evidence/> . @prefix r: <{BASE}article/> .
"""


def dataset(trig: str) -> Dataset:
    ds = Dataset(store="Oxigraph", default_union=True)
    ds.parse(data=trig, format="trig")
    return ds


def trig_of(graphs: dict[str, str], *, states: Iterable[str] = (), people: Iterable[str] = ()) -> str:
    """Write article graphs with each ``EV`` made into evidence, and every actor named with evidence in each."""
    parts = [HEAD]
    for article, body in graphs.items():
        extra = []
        for kind, names in (("State", states), ("Person", people)):
            for name in names:
                body += f" a:{name} a kg:{kind} ; skos:prefLabel '{name}' ; EV ."
        n = 0
        while "EV" in body:
            n += 1
            body = body.replace("EV", f"kg:evidence e:{article}-{n}", 1)
            extra.append(
                f"e:{article}-{n} kg:start {n} ; kg:quote 'words {n}' ; kg:sentence 'The words {n} of {article}.' ."
            )
        about = f"r:{article} a kg:Article ; schema:identifier '{article}.txt' ; kg:published '2031-01-02'^^xsd:date ."
        parts.append(f"r:{article} {{ {about} {body} {' '.join(extra)} }}")
    return "\n".join(parts)


def short(tie: Tie) -> str:
    source, target = (end.rsplit("/", 1)[1] for end in (tie.source, tie.target))
    return f"{source} | {tie.label} | {target} | {tie.count}"


def test_all_cases_are_collected() -> None:
    assert len(CASES) == 29
    assert len({case["name"] for case in CASES}) == len(CASES)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["name"])
def test_ties(case: dict) -> None:
    ds = dataset(trig_of(case["graphs"], states=case.get("states", ()), people=case.get("people", ())))
    network = project(ds)
    assert sorted(map(short, network.ties)) == sorted(case["ties"])
    assert all(tie.evidence for tie in network.ties)


@pytest.fixture(scope="module")
def strait() -> ActorNetwork:
    return project(dataset((HERE / "view" / "data" / "strait.trig").read_text(encoding="utf-8")))


def tie(network: ActorNetwork, source: str, label: str, target: str) -> Tie:
    (found,) = (
        t
        for t in network.ties
        if t.source.endswith("/" + source) and t.target.endswith("/" + target) and t.label == label
    )
    return found


def test_the_fixture_is_as_large_as_thought(strait: ActorNetwork) -> None:
    assert (len(strait.actors), len(strait.ties)) == (27, 90)


def test_a_tie_opens_its_evidence(strait: ActorNetwork) -> None:
    answered = tie(strait, "morvane", "answered", "kestria")
    (piece,) = answered.evidence
    assert piece.quote in piece.sentence
    assert piece.sentence.startswith("Morvane's written reply to Kestria")
    assert (piece.title, piece.publisher) == ("Second round ends without text", "The Harsund Courier")
    assert (piece.published, piece.url) == ("2031-04-02", "https://news.example/second-round")
    assert answered.caption == "accepted in part"
    (event,) = answered.events
    assert ("stance", "accepted in part") in event.details
    assert ("form", "in writing") in event.details


def test_events_are_captioned_dated_and_in_order(strait: ActorNetwork) -> None:
    met = tie(strait, "kestria", "met", "morvane")
    assert [event.caption for event in met.events] == [
        "talks, Harsund City, passage through the strait",
        "talks, Lowen, pilotage accord",
    ]
    assert met.dates == ("2031-03-03", "2031-04-01")
    assert met.weight == 6.0
    assert not met.directed


def test_provisions_are_shown_by_their_text(strait: ActorNetwork) -> None:
    (event,) = tie(strait, "kestria", "proposed to", "morvane").events
    assert [v for k, v in event.details if k == "provision"] == [
        "a ban on warships above frigate size",
        "a shared register of hazards",
        "joint pilot stations on both shores",
    ]


def test_a_plain_relation_is_shown_where_both_are_named(strait: ActorNetwork) -> None:
    organ = tie(strait, "straits-board", "organ of", "kestria")
    assert organ.evidence
    assert all("Straits Board" in piece.sentence for piece in organ.evidence)


def test_actors_carry_names_measures_and_what_ties_them_to_nobody(strait: ActorNetwork) -> None:
    actors = {actor.label: actor for actor in strait.actors}
    assert actors["Northern Waters Council"].aliases == ("the council",)
    assert actors["Hanne Dorr"].statements == 2
    assert [a.degree for a in strait.actors] == sorted((a.degree for a in strait.actors), reverse=True)
    assert max(actors.values(), key=lambda a: a.betweenness).label == "Morvane"
    partners = {
        t.target if t.source == actors["Kestria"].id else t.source
        for t in strait.ties
        if actors["Kestria"].id in (t.source, t.target)
    }
    assert actors["Kestria"].degree == len(partners)
    # said for Harsund: shown with the tie, and so not a second time as something loose
    assert actors["Jonas Achterberg"].events == ()
    assert all(piece.quote in piece.sentence for actor in strait.actors for piece in actor.evidence)


def test_what_ties_nobody_stands_with_its_actor() -> None:
    body = (
        "t:s a kg:Statement ; kg:speaker a:vera ; kg:text 'We wait' ; EV . "
        "t:o a kg:Position ; kg:heldBy a:vera ; kg:title 'judge' ; EV ."
    )
    (vera,) = project(dataset(trig_of({"one": body}, people=["vera"]))).actors
    assert [event.caption for event in vera.events] == ["judge", "We wait"]


def test_the_name_most_articles_prefer_is_the_label() -> None:
    graphs = {
        "one": "a:x a kg:State ; skos:prefLabel 'Alba' ; EV .",
        "two": "a:x a kg:State ; skos:prefLabel 'Alba' ; skos:altLabel 'the Albans' ; EV .",
        "three": "a:x a kg:State ; skos:prefLabel 'Aaland' ; EV .",
    }
    (actor,) = project(dataset(trig_of(graphs))).actors
    assert (actor.label, actor.aliases) == ("Alba", ("Aaland", "the Albans"))


def test_an_actor_that_nothing_supports_is_left_out() -> None:
    assert project(dataset(HEAD + "r:one { a:x a kg:State ; skos:prefLabel 'Alba' . }")).actors == ()


def test_an_empty_graph_gives_an_empty_network() -> None:
    assert project(dataset(HEAD)) == ActorNetwork((), ())


def test_networkx_gets_everything(strait: ActorNetwork) -> None:
    graph = strait.to_networkx()
    assert (graph.number_of_nodes(), graph.number_of_edges()) == (27, 90)
    kinds = {data["kind"] for _, data in graph.nodes(data=True)}
    assert kinds == {"State", "Organization", "Bloc", "Person"}
    assert all(isinstance(v, str | int | float) for *_, data in graph.edges(data=True) for v in data.values())


@settings(max_examples=25, deadline=None)
@given(st.lists(st.sets(st.sampled_from("abcde"), min_size=1, max_size=4), max_size=6), st.randoms())
def test_met_counts_shared_meetings_whatever_the_order(meetings: list[set[str]], random) -> None:
    lines = [
        f"t:m{n} a kg:Talks ; kg:status kg:Held ; EV ; kg:participant {', '.join('a:' + p for p in sorted(people))} ."
        for n, people in enumerate(meetings)
    ]
    network = project(dataset(trig_of({"one": " ".join(lines)}, states="abcde")))
    expected: dict[tuple[str, str], int] = {}
    for people in meetings:
        for a in people:
            for b in people:
                if a < b:
                    expected[a, b] = expected.get((a, b), 0) + 1
    assert {(t.source[-1], t.target[-1]): t.count for t in network.ties} == expected
    random.shuffle(lines)
    again = project(dataset(trig_of({"one": " ".join(lines)}, states="edcba")))
    assert [short(t) for t in again.ties] == [short(t) for t in network.ties]


@given(st.text(max_size=200), st.integers(min_value=2, max_value=60))
def test_captions_are_one_inert_line(text: str, length: int) -> None:
    line = plain(text)
    assert plain(line) == line
    assert not set(line) & set("\n\r\t\x00\u202e\u2066\u200f\ud800")
    assert len(clipped(line, length)) <= length
    assert clipped(line, length) == line or clipped(line, length).endswith("…")


# ------------------------------------------------------------------------------------------------ display


def test_colours_and_shapes_tell_kinds_apart() -> None:
    display = read_display()
    assert [view.name for view in display.views] == ["actors", "meetings", "proposals", "discourse"]
    for view in display.views:
        assert len({(kind.shape, kind.color) for kind in view.kinds}) == len(view.kinds)
        # ties of one colour differ in their dashes
        assert len({(tie.color, tie.dashes, tie.weight < 1) for tie in view.ties}) == len(view.ties)
    actors = display.views[0].kinds
    assert len({kind.shape for kind in actors}) == len({kind.color for kind in actors}) == len(actors) == 4


def _luminance(color: str) -> float:
    parts = [int(color[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    red, green, blue = (p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def test_colours_stand_out_from_the_page() -> None:
    """WCAG 2.1 on the page's two grounds: 3 to 1 for shapes (1.4.11), 4.5 to 1 for captions (1.4.3)."""
    display = read_display()
    for least, styles in ((3.0, display.kinds), (4.5, display.ties)):
        for style in styles:
            for color, ground in ((style.color, "#faf9f6"), (style.color_dark, "#14171c")):
                light, dark = sorted((_luminance(color), _luminance(ground)), reverse=True)
                assert (light + 0.05) / (dark + 0.05) >= least, (style.label, color)


PREFIX = """@prefix d: <https://w3id.org/parley/display#> . @prefix kg: <https://w3id.org/parley/ns#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
"""
COLORS = 'd:color "#000000" ; d:colorDark "#ffffff" . '
KIND = 'kg:State a d:Kind ; d:order 1 ; d:plural "s" ; rdfs:label "s" ; d:shape "dot" ; ' + COLORS
VIEW = 'd:v a d:View ; d:order 1 ; d:name "v" ; rdfs:label "v" ; d:kinds ( kg:State ) ; d:ties ( d:x ) . '
TIE = 'd:x a d:Tie ; d:order 1 ; rdfs:label "x" ; d:property kg:organOf ; d:weight 1 ; ' + COLORS


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("this is not turtle", "not valid Turtle"),
        (PREFIX, "no display:Kind"),
        (PREFIX + KIND, "no display:Kind or no display:Tie"),
        (PREFIX + KIND.replace("dot", "blob") + TIE, "'blob', not one of"),
        (PREFIX + KIND.replace("#000000", "black") + TIE, "no colour"),
        (PREFIX + KIND + TIE.replace("d:weight 1", 'd:weight "much"'), "not a number"),
        (PREFIX + KIND + TIE.replace("d:property kg:organOf ;", ""), "needs display:property"),
        (
            PREFIX + KIND + TIE.replace("d:property kg:organOf", "d:source kg:speaker"),
            "needs display:property",
        ),
        (PREFIX + KIND + TIE.replace('rdfs:label "x" ;', ""), "has no rdfs:label"),
        (PREFIX + KIND + TIE, "no display:View"),
        (PREFIX + KIND + TIE + VIEW.replace("d:x", "d:y"), "#y, which the file does not describe"),
        (PREFIX + KIND + TIE + VIEW.replace("d:ties ( d:x )", "d:ties ()"), "has no"),
    ],
)
def test_a_malformed_display_file_is_named(tmp_path: Path, text: str, message: str) -> None:
    file = tmp_path / "display.ttl"
    file.write_text(text, encoding="utf-8")
    with pytest.raises(DataFileError) as raised:
        read_display(file)
    assert str(raised.value).startswith(str(file)) and message in str(raised.value)
    assert "\n" not in str(raised.value)


def test_a_missing_display_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(DataFileError, match="cannot be read"):
        read_display(tmp_path / "none.ttl")


def test_a_sound_display_file_is_read(tmp_path: Path) -> None:
    file = tmp_path / "display.ttl"
    file.write_text(PREFIX + KIND + TIE + VIEW, encoding="utf-8")
    display = read_display(file)
    assert display.ties[0].property.endswith("organOf")
    assert display.caption("https://w3id.org/parley/ns#SomeThing") == "some thing"
