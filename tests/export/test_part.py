"""The part of a graph that is asked for in words, and every view in every format of other programs."""

from __future__ import annotations

import csv
import json
from pathlib import Path

import networkx
import pytest
from rdflib import Dataset

from kg import store
from kg.cli import main
from kg.errors import QueryError, StoreError
from kg.export import NETWORK_FORMATS, Part, export
from kg.export.part import chosen, day_in_words
from kg.network import members, project
from kg.sparql import select

TRIG = Path(__file__).resolve().parent.parent / "view" / "data" / "strait.trig"
VIEWS = ("actors", "meetings", "proposals", "discourse")


@pytest.fixture(scope="module")
def ds() -> Dataset:
    return store.load(TRIG)


@pytest.mark.parametrize("view", VIEWS)
@pytest.mark.parametrize("ending", sorted(NETWORK_FORMATS))
def test_every_view_is_read_back(ds: Dataset, tmp_path: Path, view: str, ending: str) -> None:
    network = project(ds, view=view)
    file, *_ = export(ds, tmp_path / f"net{ending}", view=view)
    if ending == ".csv":
        rows = list(csv.DictReader(file.read_text(encoding="utf-8").splitlines()))
        assert len(rows) == len(network.ties)
        assert {row["relation"] for row in rows} == {tie.label for tie in network.ties}
        return
    if ending == ".cyjs":
        graph = networkx.cytoscape_graph(json.loads(file.read_text(encoding="utf-8")))
    else:
        graph = (
            networkx.read_graphml(file, force_multigraph=True)
            if ending == ".graphml"
            else networkx.read_gexf(file)
        )
    assert (graph.number_of_nodes(), graph.number_of_edges()) == (len(network.actors), len(network.ties))
    assert set(graph) == {node.id for node in network.actors}


def test_a_focus_keeps_what_is_near(ds: Dataset) -> None:
    (near,) = chosen(ds, Part(focus="dorr")).networks
    (wider,) = chosen(ds, Part(focus="dorr", depth=2)).networks
    whole = project(ds)
    centre = next(node.id for node in near.actors if node.label == "Hanne Dorr")
    partners = {
        end for tie in whole.ties for end in (tie.source, tie.target) if centre in (tie.source, tie.target)
    }
    assert {node.id for node in near.actors} == partners
    assert len(near.actors) < len(wider.actors) <= len(whole.actors)
    assert chosen(ds, Part(focus="dorr", depth=2)).remark == "up to 2 ties from Hanne Dorr"


def test_dates_and_weights_narrow(ds: Dataset) -> None:
    whole = project(ds)
    days = sorted(day for tie in whole.ties for day in tie.dates if len(day) == 10)
    middle = days[len(days) // 2]
    (late,) = chosen(ds, Part(since=middle)).networks
    assert 0 < len(late.ties) < len(whole.ties)
    assert all((event.until or event.date) >= middle[:4] for tie in late.ties for event in tie.events)
    (strong,) = chosen(ds, Part(weight=3)).networks
    assert 0 < len(strong.ties) < len(whole.ties)
    assert min(tie.weight for tie in strong.ties) >= 3
    assert chosen(ds, Part(since=middle, weight=3)).remark.endswith("ties of weight 3 or more")


def test_a_negotiation_leaves_out_those_who_have_no_part(ds: Dataset) -> None:
    from kg.derive import derive

    grown = store.load(TRIG)
    derive(grown)
    found = sorted(str(row[0]) for row in select(grown, "SELECT DISTINCT ?n { ?n a kg:Negotiation }"))
    assert found
    parts = members(grown, found[0])
    (network,) = chosen(grown, Part(negotiation=found[0])).networks
    assert 0 < len(network.ties) < len(project(grown).ties)
    active = {
        end
        for tie in network.ties
        if any(event.id in parts for event in tie.events)
        for end in (tie.source, tie.target)
    }
    assert {node.id for node in network.actors} == active
    with pytest.raises(QueryError, match=r"no negotiation goes by 'carrots'; there is: "):
        chosen(grown, Part(negotiation="carrots"))


@pytest.mark.parametrize(
    ("part", "view", "message"),
    [
        (Part(focus="Hane Dor"), "", "did you mean Hanne Dorr"),
        (Part(since="2099"), "", "nothing is left of the view actors since 2099"),
        (Part(since="2031-02-30"), "", "no date of the calendar"),
        (Part(since="soon"), "", "is no date"),
        (Part(since="2032", until="2031"), "", "is after"),
        (Part(), "people", "no such view; there are actors, meetings"),
        (Part(weight=10_000), "meetings", "ties of weight 10000 or more; ask for less"),
    ],
)
def test_what_cannot_be_is_told(ds: Dataset, part: Part, view: str, message: str) -> None:
    with pytest.raises(QueryError, match=message):
        chosen(ds, part, view=view)


def test_a_focus_of_another_view_is_told_where_it_is(ds: Dataset) -> None:
    inside = {view: {node.id: node.label for node in project(ds, view=view).actors} for view in VIEWS}
    only = sorted(set(inside["actors"]) - set(inside["discourse"]))
    assert only
    with pytest.raises(QueryError, match=r"is not in the view discourse; it is in actors"):
        chosen(ds, Part(focus=only[0]), view="discourse")
    # a page leaves out the views that do not have it
    shown = chosen(ds, Part(focus=only[0]), every=True)
    assert "discourse" not in [network.view for network in shown.networks]


@pytest.mark.parametrize("name", ["out.ttl", "out.nq", "out.dna"])
def test_whole_formats_take_no_conditions(ds: Dataset, tmp_path: Path, name: str) -> None:
    for options in ({"view": "meetings"}, {"part": Part(focus="Kestria")}):
        with pytest.raises(StoreError, match="holds the whole graph"):
            export(ds, tmp_path / name, **options)
    assert list(tmp_path.iterdir()) == []


def test_dates_in_words() -> None:
    days = ("2031-05-09", "2031-05", "2031", "soon", "")
    assert [day_in_words(day) for day in days] == ["9 May 2031", "May 2031", "2031", "soon", ""]


# ---------------------------------------------------------------------------------------------- the commands


def test_the_ending_chooses(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    names = ("page.html", "picture.svg", "net.gexf")
    for name in names:
        options = ["--focus", "Kestria", "--view", "meetings"]
        assert main(["graph", str(TRIG), "-o", str(tmp_path / name), *options]) == 0
    written = capsys.readouterr().err.splitlines()
    assert [Path(line.removeprefix("wrote ")).name for line in written] == list(names)
    page, picture, net = (tmp_path.joinpath(name).read_text(encoding="utf-8") for name in names)
    assert '"opens":"meetings"' in page and "around Kestria" in page
    assert "Around Kestria" in picture and "<svg" in picture
    assert "<gexf" in net


def test_a_page_may_open_with_sizes_and_a_title(tmp_path: Path) -> None:
    page = tmp_path / "page.html"
    options = ["--size", "statements", "--title", "The strait <b>", "--top", "5"]
    assert main(["graph", str(TRIG), "-o", str(page), *options]) == 0
    text = page.read_text(encoding="utf-8")
    assert '"size":"statements"' in text and "The strait &lt;b&gt;" in text
    assert "The strait <b>" not in text


def test_a_store_will_do(ds: Dataset, tmp_path: Path) -> None:
    store.fill(tmp_path / "store", ds)
    first, second = tmp_path / "a.svg", tmp_path / "b.svg"
    assert main(["graph", "--store", str(tmp_path / "store"), "-o", str(first), "--view", "discourse"]) == 0
    assert main(["graph", str(TRIG), "-o", str(second), "--view", "discourse"]) == 0
    assert first.read_bytes() == second.read_bytes()


def test_export_takes_conditions(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    out = tmp_path / "near.graphml"
    assert main(["export", str(TRIG), str(out), "--view", "proposals", "--focus", "Kestria"]) == 0
    graph = networkx.read_graphml(out)
    assert 0 < len(graph) < len(project(store.load(TRIG), view="proposals").actors)
    assert main(["export", str(TRIG), str(out), "--focus", "Kestrea"]) == QueryError.exit_code
    assert "did you mean Kestria" in capsys.readouterr().err
