"""Threads over a small corpus of several affairs: which events hold together, and what the threads are called."""

from __future__ import annotations

import random
from collections import Counter
from functools import cache
from pathlib import Path
from typing import Any

import pyoxigraph as po
import pytest
import yaml
from rdflib import RDF, SKOS, XSD

from kg import store
from kg.derive import derive
from kg.ontology import DEFAULT_BASE, KG, SCHEMA
from kg.store.engine import inner
from kg.threads import Thread, threads
from kg.threads.facts import facts
from kg.threads.group import grouped, units
from kg.validate import validate

CORPUS: dict[str, Any] = yaml.load(
    (Path(__file__).parent / "affairs.yaml").read_text(encoding="utf-8"), Loader=yaml.BaseLoader
)
THREADS = CORPUS["threads"]


def iri(kind: str, id: str) -> po.NamedNode:
    return po.NamedNode(f"{DEFAULT_BASE}{kind}/{id}")


def day(value: str) -> po.Literal:
    return po.Literal(value, datatype=po.NamedNode(str(XSD.date)))


def quads() -> list[po.Quad]:
    found: list[po.Quad] = []
    for number, article in enumerate(CORPUS["articles"]):
        here = iri("article", f"a{number}")

        def say(
            one: po.NamedNode, name: str, value: po.NamedNode | po.Literal, here: po.NamedNode = here
        ) -> None:
            found.append(po.Quad(one, po.NamedNode(str(name)), value, here))

        say(here, RDF.type, po.NamedNode(str(KG.Article)))
        say(here, SCHEMA.identifier, po.Literal(f"a{number}.txt"))
        say(here, SCHEMA.headline, po.Literal(article["headline"]))
        say(here, SCHEMA.articleBody, po.Literal(article["text"]))
        if article["day"]:
            say(here, KG.published, day(article["day"]))
        proposal = None
        for place, (kind, who, whom, on) in enumerate(article["events"]):
            type = {"Talks": "meeting", "Visit": "meeting"}.get(kind, kind.lower())
            event = iri(type, f"a{number}-{place}")
            say(event, RDF.type, po.NamedNode(str(KG[kind])))
            by, to = {"proposal": ("proposedBy", "addressedTo"), "response": ("respondent", "recipient")}.get(
                type, ("participant", "")
            )
            for role, actors in ((by, who), (to, whom)):
                for one in actors:
                    name, *forms = CORPUS["actors"][one][1:]
                    say(iri("actor", one), RDF.type, po.NamedNode(str(KG[CORPUS["actors"][one][0]])))
                    say(iri("actor", one), SKOS.prefLabel, po.Literal(name))
                    for form in forms:
                        say(iri("actor", one), SKOS.altLabel, po.Literal(form))
                    say(event, KG[role], iri("actor", one))
            if on:
                say(event, KG.submitted if type == "proposal" else KG.date, day(on))
            say(event, KG.evidence, iri("evidence", f"a{number}-{place}"))
            if type == "proposal":
                proposal = event
            elif type == "response":
                assert proposal is not None
                say(event, KG.respondsTo, proposal)
                say(event, KG.status, po.NamedNode(str(KG.Given)))
    return found


@cache
def corpus() -> po.Store:
    ds = store.memory(quads())
    derive(ds)
    return inner(ds)


@cache
def made() -> dict[str, Thread]:
    """The threads by affair: every thread is of one affair alone."""
    found: dict[str, Thread] = {}
    for thread in threads(corpus()):
        affairs = {_affair(part) for part in thread.parts}
        assert len(affairs) == 1, (thread.name, affairs)
        found[affairs.pop()] = thread
    return found


def _affair(event: str) -> str:
    number = int(event.rsplit("/a", 1)[-1].partition("-")[0])
    return str(CORPUS["articles"][number]["affair"])


def test_every_affair_with_two_events_and_sides_is_a_thread_and_nothing_else_is() -> None:
    assert sorted(made()) == sorted(one["affair"] for one in THREADS)
    counts = Counter(article["affair"] for article in CORPUS["articles"] for _ in article["events"])
    assert {affair: len(thread.parts) for affair, thread in made().items()} == {
        one["affair"]: counts[one["affair"]] for one in THREADS
    }


@pytest.mark.parametrize("one", THREADS, ids=lambda one: one["affair"])
def test_a_thread_tells_its_name_sides_and_days(one: dict[str, Any]) -> None:
    thread = made()[one["affair"]]
    assert thread.name == one["name"]
    assert sorted(side.rsplit("/", 1)[-1] for side in thread.sides) == sorted(one["sides"])
    assert [side.rsplit("/", 1)[-1] for side in thread.mediators] == one["mediators"]
    assert (thread.told, thread.first) == (one["told"], one["first"])


def test_a_thread_goes_by_its_sides_too() -> None:
    assert "Norland and Velm" in made()["norlexit"].aliases
    assert "Velm–Norland" in made()["norlexit"].aliases


def test_threads_of_one_name_are_told_apart() -> None:
    names = [thread.name for thread in threads(corpus())]
    assert len(set(names)) == len(names)


def test_the_order_of_the_statements_shows_nowhere() -> None:
    mixed = quads()
    random.Random(3).shuffle(mixed)
    ds = store.memory(mixed)
    derive(ds)
    assert threads(inner(ds)) == threads(corpus())


def test_each_event_is_in_one_group() -> None:
    found = facts(corpus())
    every = units(found)
    places = sorted(place for group in grouped(found, every) for place in group)
    assert places == list(range(len(every)))
    assert {event for unit in every for event in unit.events} == set(found.events)


def test_what_follows_is_sound() -> None:
    ds = store.memory(quads())
    derive(ds)
    # the corpus has no words behind its evidence; of negotiations nothing is wrong
    assert [issue for issue in validate(ds) if "negotiation" in str(issue).casefold()] == []


def test_nothing_is_made_of_nothing() -> None:
    assert threads(po.Store()) == []
