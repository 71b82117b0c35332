"""The discourse of a graph: which actor, in which words of which article, is for or against which demand.

The unit of discourse network analysis (Leifeld 2016, "Policy Debates as Dynamic Networks"): an actor, a concept, and
whether the two agree. Who proposes a provision is for it; who accepts or rejects a proposal is for or against each
of its provisions, whichever article words them; a mixed answer says nothing of any one of them.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from kg.sparql import select

if TYPE_CHECKING:
    from rdflib import Dataset

# a proposal without provisions is a concept itself, named by what it is about
_CONCEPTS = """
SELECT DISTINCT ?proposal ?concept ?words WHERE {
  ?proposal a kg:Proposal
  { ?proposal kg:provision ?concept . ?concept kg:text ?words }
  UNION
  { ?proposal kg:topic ?words FILTER NOT EXISTS { ?proposal kg:provision ?other }
    BIND(?proposal AS ?concept) }
}
"""
_PROPOSERS = """
SELECT DISTINCT ?article ?start ?end ?actor ?proposal ?concept WHERE {
  GRAPH ?article {
    ?proposal kg:proposedBy ?actor .
    { ?proposal kg:provision ?concept . ?concept kg:evidence ?evidence }
    UNION
    { ?proposal kg:topic ?topic ; kg:evidence ?evidence BIND(?proposal AS ?concept) }
    ?evidence kg:start ?start ; kg:end ?end
  }
}
"""
_ANSWERS = """
SELECT DISTINCT ?article ?start ?end ?actor ?target ?stance WHERE {
  VALUES ?stance { kg:Accepted kg:Rejected }
  GRAPH ?article {
    ?response kg:respondent ?actor ; kg:stance ?stance ; kg:evidence ?evidence .
    ?evidence kg:start ?start ; kg:end ?end
  }
  { SELECT DISTINCT ?response ?target WHERE { ?response kg:respondsTo ?target } }
}
"""
_ACTORS = """
SELECT DISTINCT ?actor ?name ?kind WHERE {
  VALUES ?kind { kg:Person kg:State kg:Organization kg:Bloc }
  ?actor a ?kind ; skos:prefLabel ?name
}
"""
_SIDES = """
SELECT DISTINCT ?person ?side WHERE {
  ?person a kg:Person .
  { ?person kg:standsFor ?side FILTER(?side != ?person) }
  UNION
  { ?position kg:heldBy ?person ; kg:within ?side }
}
"""


@dataclass(frozen=True, slots=True, order=True)
class Coding:
    """One coded statement.

    Attributes:
        article: the article's IRI.
        start, end: the words in it, in code points.
        person, organization: names; either may be ``""``. A person comes with the state that he stands for or holds
            office in, else the body, if it is only one.
        concept: the demand in an article's words.
        agreement: whether the actor is for it.
    """

    article: str
    start: int
    end: int
    person: str
    organization: str
    concept: str
    agreement: bool


def codings(ds: Dataset) -> tuple[Coding, ...]:
    """Return every coded statement of a graph, by article and place, each once."""
    words: dict[str, str] = {}
    concepts: dict[str, set[str]] = defaultdict(set)
    for proposal, concept, text in sorted(_rows(ds, _CONCEPTS)):
        concepts[proposal].add(concept)
        concepts[concept].add(concept)
        # of several wordings the first in order
        words.setdefault(concept, " ".join(text.split()))
    who = _names(ds)
    found = {
        Coding(article, int(start), int(end), *who[actor], words[concept], True)
        for article, start, end, actor, _, concept in _rows(ds, _PROPOSERS)
        if concept in words and actor in who
    }
    found |= {
        Coding(article, int(start), int(end), *who[actor], words[concept], stance.endswith("Accepted"))
        for article, start, end, actor, target, stance in _rows(ds, _ANSWERS)
        for concept in concepts.get(target, ())
        if actor in who
    }
    return tuple(sorted(found))


def _names(ds: Dataset) -> Mapping[str, tuple[str, str]]:
    """Return person and organization, as a coding has them, by the actor's IRI."""
    names: dict[str, str] = {}
    kinds: dict[str, str] = {}
    for actor, name, kind in sorted(_rows(ds, _ACTORS)):
        names.setdefault(actor, name)
        kinds[actor] = kind.rsplit("#", 1)[-1]
    sides: dict[str, set[str]] = defaultdict(set)
    for person, side in _rows(ds, _SIDES):
        if side in names:
            sides[person].add(side)

    def one(found: set[str]) -> str:
        states = {side for side in found if kinds[side] == "State"} or found
        return names[min(states)] if len(states) == 1 else ""

    return {
        actor: (name, one(sides[actor])) if kinds[actor] == "Person" else ("", name)
        for actor, name in names.items()
    }


def _rows(ds: Dataset, query: str) -> list[tuple[str, ...]]:
    return [tuple(str(cell) for cell in row) for row in select(ds, query)]
