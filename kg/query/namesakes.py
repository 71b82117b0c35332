"""Which of several actors with one name is meant: the well-founded before stubs, the often told before the rare.

A stub is a person of whom no article gives more than one word, and who could not be told to be anybody fuller.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from typing import TYPE_CHECKING

from kg.query.terms import iri
from kg.sparql import select

if TYPE_CHECKING:
    from rdflib import Dataset

CLEAR = 3
"""In so many times as many articles as the next an actor must be, for a name that fits both to mean it."""

_ARTICLES = """
SELECT ?who (COUNT(DISTINCT ?g) AS ?articles) WHERE {
  VALUES ?who { %s } GRAPH ?g { ?who skos:prefLabel ?label }
} GROUP BY ?who
"""
_PERSONS = "SELECT DISTINCT ?who WHERE { VALUES ?who { %s } ?who a kg:Person }"


def stubs(ds: Dataset, actors: Collection[str], label: Mapping[str, str]) -> set[str]:
    """Return those of some actors that are persons with one word for a name.

    Args:
        label: preferred names by actor.
    """
    short = sorted(actor for actor in actors if " " not in label.get(actor, actor).strip())
    if not short:
        return set()
    return {str(row[0]) for row in select(ds, _PERSONS % _terms(short))}


def _terms(actors: Iterable[str]) -> str:
    from rdflib import URIRef

    return " ".join(iri(URIRef(actor)) for actor in actors)


def articles(ds: Dataset, actors: Collection[str]) -> dict[str, int]:
    """Return how many articles speak of each of some actors."""
    if not actors:
        return {}
    rows = select(ds, _ARTICLES % _terms(sorted(actors)))
    return dict.fromkeys(actors, 0) | {str(who): int(str(number)) for who, number in rows}


def meant(ds: Dataset, found: set[str], wider: set[str], label: Mapping[str, str]) -> set[str]:
    """Return whom a name means, of those whom it fits; more than one where nothing tells.

    Args:
        found: those whom it fits best.
        wider: all those whom it fits as a part of their name.
        label: preferred names by actor.
    """
    short = stubs(ds, found | wider, label)
    found = (found - short) or (wider - short) or found
    if len(found) < 2:
        return found
    told = articles(ds, found)
    first, second = sorted(found, key=lambda actor: (-told[actor], actor))[:2]
    return {first} if told[first] >= CLEAR * told[second] else found
