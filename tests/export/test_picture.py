"""Pictures: what is drawn, that names keep clear of one another, that nothing depends on the machine or the text."""

from __future__ import annotations

import re
import struct
import sys
from dataclasses import replace
from itertools import combinations
from pathlib import Path
from xml.etree import ElementTree

import pytest
from rdflib import Dataset

from kg.display import read_display
from kg.errors import StoreError
from kg.export import picture
from kg.export.picture.fonts import width, wrapped
from kg.export.picture.marks import Box, Stroke, Words
from kg.export.picture.names import Names
from kg.export.picture.plan import Plan, plan
from kg.export.picture.shapes import shape
from kg.model import ActorNetwork
from kg.network import views

TRIG = Path(__file__).resolve().parent.parent / "view" / "data" / "strait.trig"
SVG = "{http://www.w3.org/2000/svg}"
VIEWS = ("actors", "meetings", "proposals", "discourse")
ROOM = Box(14, 80, 1586, 1000)


@pytest.fixture(scope="module")
def networks() -> dict[str, ActorNetwork]:
    ds = Dataset(store="Oxigraph", default_union=True)
    ds.parse(TRIG, format="trig")
    return {network.view: network for network in views(ds)}


def placed(network: ActorNetwork, room: Box = ROOM) -> tuple[Plan, list[Words | Stroke], Names]:
    view = read_display().view(network.view)
    assert view is not None
    made = plan(network, view, size="degree", room=room)
    names = Names(made, room)
    written: list[Words | Stroke] = names.of_nodes({}, ink="#000000", soft="#555555")
    written += names.of_ties({style.iri: style.color for style in view.ties})
    return made, written, names


def texts(svg: bytes, kind: str) -> dict[str, str]:
    """Return what is written, by the id of its group: the last text of each, which is the one without a rim."""
    root = ElementTree.fromstring(svg)
    return {
        group.attrib["id"]: group.findall(f"{SVG}text")[-1].text or ""
        for group in root.iter(f"{SVG}g")
        if group.get("id", "").startswith(f"{kind}-")
    }


def box_of(words: Words) -> Box:
    wide = width(words.text, words.size, words.face)
    x = words.x - wide * {"left": 0.0, "center": 0.5, "right": 1.0}[words.align]
    return Box(x, words.y - words.size / 2, x + wide, words.y + words.size / 2)


@pytest.mark.parametrize("view", VIEWS)
def test_every_node_and_tie_is_in_the_picture(networks: dict[str, ActorNetwork], view: str) -> None:
    network = networks[view]
    svg = picture(network)
    shapes = re.findall(rb'<g id="(node|tie)-\d+">', svg)
    assert (shapes.count(b"node"), shapes.count(b"tie")) == (len(network.actors), len(network.ties))
    names = " ".join(texts(svg, "name").values())
    first = [node.label.split()[0] for node in network.actors]
    assert len(first) > 5
    assert [word for word in first if word not in names] == []


@pytest.mark.parametrize("room", [ROOM, Box(14, 80, 786, 560)], ids=["wide", "narrow"])
@pytest.mark.parametrize("view", VIEWS)
def test_no_name_lies_over_another_or_over_a_node(
    networks: dict[str, ActorNetwork], view: str, room: Box
) -> None:
    made, written, names = placed(networks[view], room)
    words = [mark for mark in written if isinstance(mark, Words)]
    owners = {mark.id.rsplit("-", 1)[0] for mark in words if mark.id.startswith("name-")}
    assert len(owners) + names.missing == len(made.spots)
    assert names.missing <= (0 if room is ROOM else len(made.spots) // 3)
    boxes = [(mark.id.split("-")[:2], box_of(mark)) for mark in words]
    assert [(a, b) for (a, one), (b, other) in combinations(boxes, 2) if a != b and one.meets(other)] == []
    for owner, box in boxes:
        assert box.within(room)
        for place, spot in enumerate(made.spots):
            assert owner == ["name", str(place)] or not box.meets(spot.box)


def test_ties_of_one_pair_lie_side_by_side_and_end_at_their_nodes(networks: dict[str, ActorNetwork]) -> None:
    made, _, _ = placed(networks["actors"])
    spots = {spot.node.id: spot for spot in made.spots}
    middles: dict[frozenset[str], list[tuple[float, float]]] = {}
    for curve in made.curves:
        way = curve.sampled()
        middles.setdefault(frozenset((curve.tie.source, curve.tie.target)), []).append(tuple(way[24]))
        assert bool(curve.arrow) == curve.tie.directed
        for end, point in ((curve.tie.source, way[0]), (curve.tie.target, way[-1])):
            spot = spots[end]
            far = ((point[0] - spot.x) ** 2 + (point[1] - spot.y) ** 2) ** 0.5
            assert spot.r * 0.9 < far < spot.r * 1.5 + 30
    several = [found for found in middles.values() if len(found) > 1]
    assert several
    for found in several:
        for one, other in combinations(found, 2):
            assert abs(one[0] - other[0]) + abs(one[1] - other[1]) > 3


@pytest.mark.parametrize("form", ["svg", "png"])
def test_the_same_network_is_the_same_bytes(
    networks: dict[str, ActorNetwork], form: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    import matplotlib

    first = picture(networks["meetings"], form=form)  # type: ignore[arg-type]
    # neither a person's settings nor the day
    monkeypatch.setitem(matplotlib.rcParams, "font.size", 31)
    monkeypatch.setitem(matplotlib.rcParams, "svg.fonttype", "path")
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "86400")
    assert picture(networks["meetings"], form=form) == first  # type: ignore[arg-type]
    assert matplotlib.rcParams["font.size"] == 31
    assert b"1970" not in first


def test_size_scale_and_paper(networks: dict[str, ActorNetwork]) -> None:
    network = networks["discourse"]
    png = picture(network, form="png", width=900, height=600, scale=2)
    assert struct.unpack(">II", png[16:24]) == (1800, 1200)
    svg = picture(network, width=900, height=600, dark=True)
    root = ElementTree.fromstring(svg)
    assert (root.get("width"), root.get("height"), root.get("viewBox")) == ("900", "600", "0 0 900 600")
    display = read_display()
    colors = {spot.color_dark for spot in display.kinds if spot.iri in {node.kind for node in network.actors}}
    assert colors and all(color.lower().encode() in svg.lower() for color in colors)
    assert b"#14171c" in svg and b"#ffffff" not in svg


def test_top_says_how_many_there_are(networks: dict[str, ActorNetwork]) -> None:
    network = networks["actors"]
    svg = picture(network, top=6, size="betweenness", title="A strait & its <ports>", remark="since May")
    assert len(texts(svg, "name")) >= 6
    assert len(re.findall(rb'id="node-', svg)) == 6
    text = " ".join(ElementTree.fromstring(svg).itertext())
    assert f"The 6 best connected of {len(network.actors)} actors" in text
    assert "A strait & its <ports>" in text and "since May" in text
    assert "how often it stands on the shortest way" in text


HOSTILE = (
    "$x^2$ \\frac",
    "</text><script>alert(1)</script>",
    "--> <!--",
    "a & b",
    "\ufffd 会談 🌊",
    "W" * 300,
)


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_names_are_text_and_nothing_else(networks: dict[str, ActorNetwork], name: str) -> None:
    network = networks["actors"]
    odd = replace(network, actors=(replace(network.actors[0], label=name), *network.actors[1:]))
    svg = picture(odd, title=name)
    root = ElementTree.fromstring(svg)
    assert root.find(f".//{SVG}script") is None
    written = " ".join(texts(svg, "name").values())
    assert name.split()[0][:5] in written
    assert picture(odd, form="png", title=name).startswith(b"\x89PNG")


def test_an_empty_network_is_a_picture_too() -> None:
    svg = picture(ActorNetwork((), ()))
    assert "0 actors and 0 ties" in " ".join(ElementTree.fromstring(svg).itertext())


def test_without_matplotlib_the_extra_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys.modules["kg.export.picture"], "find_spec", lambda name: None)
    with pytest.raises(StoreError, match=r"parley-kg\[pictures\]"):
        picture(ActorNetwork((), ()))


def test_text_is_broken_into_lines_that_fit() -> None:
    lines = wrapped("one two three four five six seven", 60, 12, most=2)
    assert len(lines) == 2 and lines[-1].endswith("…")
    assert all(width(line, 12) <= 60 for line in lines)
    assert wrapped("Donaudampfschifffahrtsgesellschaft", 60, 12)[0].endswith("…")
    assert wrapped("", 60, 12) == []


def test_every_shape_of_the_display_file_is_known() -> None:
    shapes = {kind.shape for kind in read_display().kinds}
    outlines = {one: shape(one, 0, 0, 10, fill="#000000") for one in shapes}
    assert {one for one, made in outlines.items() if made.radius} == {"dot"}
    assert len({made.points for made in outlines.values()}) == len(shapes)
