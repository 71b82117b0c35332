"""Affairs merged, split and renamed by hand: in the graph, in the file, from the command line."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pyoxigraph as po
import pytest
from rdflib import XSD

from kg import store
from kg.derive import derive
from kg.errors import DataFileError
from kg.ontology import DEFAULT_BASE, KG
from kg.store.engine import inner
from kg.threads import Edit, Thread, edits, threads
from kg.threads.edits import events_at, pointers, read, regrouped, write
from tests.conftest import Run
from tests.threads.test_threads import iri, quads

RunKg = Callable[..., Run]


def corpus() -> po.Store:
    """The corpus of affairs, its evidence with places: the event n of an article stands at 10n."""
    found = quads()
    for quad in list(found):
        if quad.predicate.value == str(KG.evidence):
            number = int(str(quad.object.value).rsplit("-", 1)[-1])  # type: ignore[union-attr]
            for name, at in ((KG.start, 10 * number), (KG.end, 10 * number + 5)):
                value = po.Literal(str(at), datatype=po.NamedNode(str(XSD.integer)))
                found.append(po.Quad(quad.object, po.NamedNode(str(name)), value, quad.graph_name))  # type: ignore[arg-type]
    ds = store.memory(found)
    derive(ds)
    return inner(ds)


CORPUS = corpus()


def made(*wanted: Edit) -> dict[str, Thread]:
    return {one.name: one for one in threads(CORPUS, edits=wanted)}


def articles(thread: Thread) -> set[str]:
    return {part.rsplit("/", 1)[-1].partition("-")[0] for part in thread.parts}


def test_an_event_is_found_by_its_words() -> None:
    event = iri("proposal", "a3-0").value
    assert pointers(CORPUS, event) == {"a3": "proposal/a3@0-5"}
    assert events_at(CORPUS, DEFAULT_BASE, "proposal/a3@0-5") == {event}
    assert events_at(CORPUS, DEFAULT_BASE, "proposal/a3@0-6") == frozenset()
    assert events_at(CORPUS, DEFAULT_BASE, "meeting/a3@0-5") == frozenset()


def test_two_affairs_become_one() -> None:
    assert [articles(one) for one in made().values() if "a3" in articles(one)] == [{"a3"}]
    found = made(Edit("one", ("proposal/a3@0-5", "meeting/a0@0-5")))
    assert [articles(one) for one in found.values() if "a3" in articles(one)] == [{"a0", "a1", "a2", "a3"}]
    assert len(found) == len(made()) - 1


def test_one_affair_becomes_two_and_one_again() -> None:
    apart = Edit("apart", ("meeting/a2@0-5",), rest="meeting/a0@0-5")
    assert sorted(
        map(sorted, (articles(one) for one in made(apart).values() if articles(one) & {"a0", "a2"}))
    ) == [
        ["a0", "a1"],
        ["a2"],
    ]
    # each is done to what the ones before it left
    again = made(apart, Edit("one", ("meeting/a2@0-5", "meeting/a0@0-5")))
    assert {name: one.parts for name, one in again.items()} == {n: one.parts for n, one in made().items()}


def test_an_affair_is_renamed_and_its_old_name_finds_it() -> None:
    found = made(Edit("called", ("meeting/a0@0-5",), name="The departure"))
    assert "Norlexit" not in found
    assert "Norlexit" in found["The departure"].aliases
    assert found["The departure"].parts == made()["Norlexit"].parts


def test_words_that_are_no_longer_there_have_no_effect() -> None:
    gone = "meeting/a0@1-5"
    assert made(Edit("one", (gone, "proposal/a3@0-5")), Edit("called", (gone,), name="Nothing")) == made()
    assert made(Edit("apart", (gone,), rest="meeting/none@0-5")) == made()


def test_an_event_of_two_groups_stays_in_the_one_with_more_articles() -> None:
    holders = [("a", frozenset({"x", "y"})), ("b", frozenset({"x"})), ("c", frozenset({"x", "z"}))]
    edit = Edit("apart", ("meeting/c@0-1",), rest="meeting/a@0-1")
    meant = [(edit, [frozenset({"z"})], frozenset({"y"}))]
    assert regrouped([[0, 1, 2]], holders, meant) == [[0, 1], [2]]


def test_the_file_is_read_as_it_was_written(tmp_path: Path) -> None:
    path = tmp_path / edits.NAME
    assert read(path) == ()
    wanted = (
        Edit("one", ("proposal/a3@0-5", "meeting/a0@0-5"), author="ann", reason='two of a "kind"'),
        Edit("apart", ("meeting/a2@0-5",), rest="meeting/a0@0-5", says="Norlexit"),
        Edit("called", ("meeting/a0@0-5",), name="no: 1"),
    )
    write(path, wanted)
    assert read(path) == wanted
    before = path.read_bytes()
    write(path, read(path))
    assert path.read_bytes() == before


@pytest.mark.parametrize(
    "line",
    [
        "- {verdict: one, events: [meeting/a@0-5]}",
        "- {verdict: apart, events: [meeting/a@0-5]}",
        "- {verdict: called, events: [meeting/a@0-5]}",
        "- {verdict: called, events: [actor/a@0-5], name: N}",
        "- {verdict: maybe, events: [meeting/a@0-5]}",
        "- {verdict: called, events: meeting/a@0-5, name: N}",
        "- {verdict: called, events: [meeting/a@0-5], name: N, colour: red}",
        "- [",
        "nothing",
    ],
)
def test_a_line_that_is_no_decision_is_named(line: str, tmp_path: Path) -> None:
    path = tmp_path / edits.NAME
    path.write_text(f"# a comment\n{line}\n", encoding="utf-8")
    with pytest.raises(DataFileError, match=r"affairs\.yaml.*2.*no decision"):
        read(path)


@pytest.fixture
def graph(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("KG_GRAPH", raising=False)
    CORPUS.dump(output="g.trig", format=po.RdfFormat.TRIG)
    return "g.trig"


def test_by_command(graph: str, run_kg: RunKg) -> None:
    assert run_kg("rename", "Norlexit", "The departure", "--graph", graph, "--author", "ann").code == 0
    assert run_kg("split", "Norlexit", "--article", "a2.txt", "--graph", graph).code == 0
    assert run_kg("merge", "Ostria–Sudmark", "Corva Foods–Pellow Dairies", "--graph", graph).code == 0
    assert [one.verdict for one in read(Path(edits.NAME))] == ["called", "apart", "one"]
    assert read(Path(edits.NAME))[0].author == "ann"
    found = made(*read(Path(edits.NAME)))
    assert articles(found["The departure"]) == {"a0", "a1"}
    assert {"a5", "a6", "a7"} - set().union(*map(articles, found.values())) == set()
    assert sum({"a6", "a7"} <= articles(one) for one in found.values()) == 1
    listed = run_kg("review", "--list", "--judgements", "judgements.yaml", "--format", "csv")
    assert [line.split(",")[1] for line in listed.out.splitlines()[1:]] == ["called", "apart", "one"]
    assert run_kg("review", "--undo", "2", "--judgements", "judgements.yaml").code == 0
    assert [one.verdict for one in read(Path(edits.NAME))] == ["called", "one"]


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["rename", "Atlantis", "X"], "no negotiation"),
        (["split", "Norlexit"], "name some of these with --article"),
        (["split", "Norlexit", "--article", "a3.txt"], "name some of these with --article"),
        (["merge", "Norlexit", "Norlexit"], "one affair already"),
    ],
)
def test_wrong_use_is_told_and_decides_nothing(
    words: list[str], said: str, graph: str, run_kg: RunKg
) -> None:
    done = run_kg(*words, "--graph", graph)
    assert done.code == 4
    assert said in done.err
    assert not Path(edits.NAME).exists()
