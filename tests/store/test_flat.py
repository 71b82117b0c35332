"""A graph that was written as Turtle, N-Triples or RDF/XML is told apart by article again."""

from __future__ import annotations

from pathlib import Path

import graphs
import pyoxigraph as po
import pytest

from kg import store
from kg.query import run
from kg.store.engine import inner

START = """@base <https://data.example/id/> .
@prefix kg: <https://w3id.org/parley/ns#> . @prefix oa: <http://www.w3.org/ns/oa#> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> . @prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
"""


def article(name: str, more: str = "") -> str:
    return f"""<article/{name}> {{ <article/{name}> a kg:Article .
  <actor/tarvia> a kg:State ; skos:prefLabel "Tarvia" ; kg:evidence <evidence/{name}> .
  <evidence/{name}> a kg:Evidence ; oa:hasSource <article/{name}> ; kg:quote "Tarvia" . {more} }}
"""


TALKS = '<meeting/dams> a kg:Talks ; kg:date "{}"^^xsd:date ; kg:evidence <evidence/{}> .'
CASES = {
    "one article": article("a"),
    "a thing of two": article("a") + article("b"),
    "a name of one of two": article("a", '<actor/tarvia> skos:altLabel "the Tarvians" .') + article("b"),
    "two dates": article("a", TALKS.format("2031-03-01", "a"))
    + article("b", TALKS.format("2031-03-02", "b")),
    "in two of three": article("a", '<actor/tarvia> kg:title "host" .')
    + article("b", '<actor/tarvia> kg:title "host" .')
    + article("c"),
    "derived": article("a") + "<graph/derived> { <actor/tarvia> kg:standsFor <actor/sudmark> . }",
    "a thing of the derived graph": article("a")
    + "<graph/derived> { <negotiation/dams> a kg:Negotiation ; kg:between <actor/tarvia> . }",
    "a property in both": article("a", "<actor/tarvia> kg:memberOf <actor/sudmark> .")
    + "<graph/derived> { <actor/tarvia> kg:memberOf <actor/norland> . }",
    "no evidence": article("a", "<place/klow> a kg:Place ."),
    "a blank node": article("a", '[] kg:text "nets" .'),
    "no articles": "<graph/other> { <x> a kg:State } { <y> a kg:State }",
    "empty": "",
}


@pytest.mark.parametrize("ending", [".ttl", ".nt", ".rdf"])
@pytest.mark.parametrize("case", CASES)
def test_graphs_are_told_apart_again(tmp_path: Path, case: str, ending: str) -> None:
    (tmp_path / "g.trig").write_text(START + CASES[case], encoding="utf-8")
    ds = store.load(tmp_path / "g.trig")
    store.save(ds, tmp_path / f"g{ending}")
    back = po.Dataset(store.quads(store.load(tmp_path / f"g{ending}")))
    wanted = po.Dataset(po.Quad(*q.triple) if case == "no articles" else q for q in inner(ds))
    for dataset in (back, wanted):
        dataset.canonicalize(po.CanonicalizationAlgorithm.RDFC_1_0)
    assert back == wanted


def test_evidence_alone_decides_where_nothing_is_marked(tmp_path: Path) -> None:
    (tmp_path / "g.trig").write_text(START + CASES["two dates"], encoding="utf-8")
    quads = list(store.quads(store.load(tmp_path / "g.trig")))
    plain = "\n".join(f"{q.triple} ." for q in quads)
    (tmp_path / "g.nt").write_text(plain, encoding="utf-8")
    back = set(store.quads(store.load(tmp_path / "g.nt")))
    # nothing is lost, and who of two said which date is not known
    assert back > set(quads)
    assert {q.predicate.value.rsplit("#")[-1] for q in back - set(quads)} == {"date"}


def test_it_can_be_asked(tmp_path: Path) -> None:
    ds = graphs.dataset()
    store.save(ds, tmp_path / "g.ttl")
    back = store.load(tmp_path / "g.ttl")
    for name in ("actors", "articles", "timeline", "who-met-whom"):
        rows = run(ds, name).rows
        assert rows
        assert run(back, name).rows == rows
