"""An article as its page shows it: the text in pieces, each with what the graph made of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

from kg.query.terms import iri as term
from kg.serve.things import KINDS
from kg.sparql import select
from kg.telling import phrase

if TYPE_CHECKING:
    from kg.serve.tasks import Reader

_TEXT = "SELECT ?body WHERE {{ GRAPH {0} {{ {0} schema:articleBody ?body }} }}"
_CLAIMS = """
SELECT DISTINCT ?s ?start ?end ?confidence WHERE {{
  GRAPH {0} {{ ?s kg:evidence ?e . ?e kg:start ?start ; kg:end ?end ; kg:confidence ?confidence }}
}}
"""


@dataclass(frozen=True, slots=True)
class Claim:
    """A thing that words of the article support: from ``start`` up to ``end``, in code points of the text.

    ``name`` is its class, ``kind`` the more general one that it is told as.
    """

    id: str
    kind: str
    name: str
    title: str
    start: int
    end: int
    confidence: float


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of the text over which the same claims hold, by their places in the list; ``start`` is in the text."""

    text: str
    start: int
    claims: tuple[int, ...]
    plain: bool


@dataclass(frozen=True, slots=True)
class Reading:
    """An article's text and claims; claims are in the order of the text, longer ones first."""

    text: str
    claims: tuple[Claim, ...]


def reading(reader: Reader, article: str) -> Reading:
    """Return the text of an article and what the graph made of it; the text is ``""`` where the graph has none."""
    from rdflib import URIRef

    name = term(URIRef(article))
    texts = select(reader.ds, _TEXT.format(name))
    rows = select(reader.ds, _CLAIMS.format(name))
    teller = reader.telling
    things = {one.iri: one for one in teller.things(str(row[0]) for row in rows)}
    claims = []
    for s, start, end, sure in rows:
        one = things[str(s)]
        title = teller.name(one.iri) if one.kind == "Actor" else phrase(teller, one)
        span = int(str(start)), int(str(end))
        claims.append(
            Claim(
                reader.id(one.iri),
                one.kind,
                next(iter(one.classes), one.kind),
                title,
                *span,
                float(str(sure)),
            )
        )
    claims.sort(
        key=lambda one: (
            one.start,
            -one.end,
            list(KINDS.values()).index(one.kind) if one.kind in KINDS.values() else 99,
            one.id,
        )
    )
    return Reading(str(texts[0][0]) if texts else "", tuple(claims))


def pieces(text: str, claims: Sequence[Claim]) -> list[Piece]:
    """Cut a text wherever a claim begins or ends. ``plain`` pieces have names of actors in them at most."""
    inside = [(max(0, one.start), min(len(text), one.end)) for one in claims]
    cuts = sorted({0, len(text), *(edge for span in inside for edge in span if 0 <= edge <= len(text))})
    found = []
    for start, end in pairwise(cuts):
        over = tuple(at for at, (first, last) in enumerate(inside) if first <= start and end <= last)
        # the nearest claim first: the shortest
        over = tuple(sorted(over, key=lambda at: (inside[at][1] - inside[at][0], at)))
        plain = all(claims[at].kind == "Actor" for at in over)
        found.append(Piece(text[start:end], start, over, plain))
    return found
