"""The negotiations of a graph as one chooses among them."""

from __future__ import annotations

from rdflib import Dataset

from kg.network import affairs

ID = "https://w3id.org/parley/id/"
GRAPH = """
@prefix kg: <https://w3id.org/parley/ns#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
@prefix : <https://w3id.org/parley/id/> .
:article-a { :m1 a kg:Talks ; kg:evidence :e1 . :p1 a kg:Proposal ; kg:evidence :e2 . }
:article-b { :p1 a kg:Proposal ; kg:evidence :e3 . :r1 a kg:Response ; kg:status kg:Given ; kg:evidence :e4 .
  :r2 a kg:Response ; kg:status kg:Expected ; kg:evidence :e5 . :p2 a kg:Proposal ; kg:evidence :e6 . }
:article-c { :m2 a kg:Call ; kg:evidence :e7 . :m3 a kg:Visit ; kg:evidence :e8 . }
:derived {
  :n1 a kg:Negotiation ; rdfs:label "Quiet  Matter" ; kg:between :x , :y ; kg:lastTold "2031-01-02"^^xsd:date .
  :n2 a kg:Negotiation ; rdfs:label "Salt Road" ; skos:altLabel "the salt talks" ; kg:between :x , :y , :z ;
    kg:mediator :w ; kg:firstDay "2030"^^xsd:gYear ; kg:lastDay "2031-05-01"^^xsd:date .
  :n3 a kg:Negotiation ; rdfs:label "Nothing in it" .
  :m2 kg:partOf :n1 . :m3 kg:partOf :n1 .
  :m1 kg:partOf :n2 ; kg:bySide :z . :p1 kg:partOf :n2 ; kg:bySide :z ; kg:toSide :y ; kg:status kg:Answered .
  :p2 kg:partOf :n2 ; kg:bySide :y ; kg:toSide :z ; kg:status kg:Overdue . :r1 kg:partOf :n2 . :r2 kg:partOf :n2 .
}
"""


def test_affairs_come_by_weight_with_what_they_hold() -> None:
    ds = Dataset(store="Oxigraph", default_union=True)
    ds.parse(data=GRAPH, format="trig")
    first, second = affairs(ds)
    assert (first.name, first.aliases, first.id) == ("Salt Road", ("the salt talks",), f"{ID}n2")
    assert first.sides == (f"{ID}z", f"{ID}y", f"{ID}x")
    assert first.mediators == (f"{ID}w",)
    assert (first.first, first.last, first.told) == ("2030", "2031-05-01", "")
    assert (first.meetings, first.proposals, first.answers, first.open) == (1, 2, 1, 1)
    assert first.articles == (f"{ID}article-a", f"{ID}article-b")
    assert (second.name, second.told, second.meetings) == ("Quiet Matter", "2031-01-02", 2)


def test_a_graph_without_negotiations_has_none() -> None:
    assert affairs(Dataset(store="Oxigraph", default_union=True)) == ()
