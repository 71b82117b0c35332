"""What is told of many things, and what is set aside."""

from __future__ import annotations

import pyoxigraph as po
import pytest
from rdflib import RDF, SKOS, XSD, Dataset

from kg import store
from kg.ontology import DEFAULT_BASE, KG
from kg.telling import Reader, choose, has_name

# id, who, confidence, number of articles, day of the last of them
STATEMENTS = [
    ("s1", "Ana Roe", 0.9, 1, 1),
    ("s2", "Ana Roe", 0.9, 3, 2),
    ("s3", "officials", 0.9, 2, 3),
    ("s4", "Ana Roe", 0.4, 1, 4),
    ("s5", "Ana Roe", 0.7, 1, 5),
    ("s6", "Ana Roe", 0.9, 1, 6),
]


def iri(id: str) -> po.NamedNode:
    return po.NamedNode(f"{DEFAULT_BASE}statement/{id}")


def graph() -> Dataset:
    quads = []
    for id, who, sure, articles, day in STATEMENTS:
        for n in range(articles):
            here = po.NamedNode(f"{DEFAULT_BASE}article/{id}-{n}")
            actor = po.NamedNode(f"{DEFAULT_BASE}actor/{who.replace(' ', '-')}")
            words = po.NamedNode(f"{DEFAULT_BASE}evidence/{id}-{n}")
            for one, name, value in [
                (here, RDF.type, po.NamedNode(str(KG.Article))),
                (here, KG.published, po.Literal(f"1950-01-0{day}", datatype=po.NamedNode(str(XSD.date)))),
                (iri(id), RDF.type, po.NamedNode(str(KG.Statement))),
                (iri(id), KG.speaker, actor),
                (iri(id), KG.evidence, words),
                (actor, SKOS.prefLabel, po.Literal(who)),
                (words, KG.confidence, po.Literal(str(sure), datatype=po.NamedNode(str(XSD.decimal)))),
            ]:
                quads.append(po.Quad(one, po.NamedNode(str(name)), value, here))
    return store.memory(quads)


def chosen(**options: object) -> tuple[list[str], dict[str, int], str]:
    every = [iri(id).value for id, *_ in STATEMENTS]
    found = choose(Reader(graph()), every, **options)  # type: ignore[arg-type]
    return [one.rpartition("/")[2] for one in found.kept], dict(found.left), found.said


def test_what_is_doubtful_or_nobodys_is_set_aside_and_counted() -> None:
    kept, left, said = chosen()
    assert kept == ["s1", "s2", "s5", "s6"]
    assert left == {"doubtful": 1, "nameless": 1}
    assert said == "Left out: 1 doubtful and 1 of nobody by name; --all tells them."


def test_most_sources_then_the_surest_then_the_latest_are_told_in_their_order() -> None:
    assert chosen(limit=3)[0] == ["s1", "s2", "s6"]
    assert chosen(limit=2)[0] == ["s2", "s6"]
    assert chosen(limit=1)[:2] == (["s2"], {"doubtful": 1, "nameless": 1, "light": 3})


def test_everything_is_told_when_asked_for() -> None:
    assert chosen(everything=True) == (["s1", "s2", "s3", "s4", "s5", "s6"], {}, "")


@pytest.mark.parametrize("name", ["Russia", "Harbour League", "Ana Roe", "G7", "3M", "Union of Dockers"])
def test_names(name: str) -> None:
    assert has_name(name)


@pytest.mark.parametrize(
    "name", ["officials", "the opposition", "Government", "Lawmakers", "eight-member delegation"]
)
def test_nobodies(name: str) -> None:
    assert not has_name(name)
