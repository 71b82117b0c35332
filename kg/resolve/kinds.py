"""Whether a name is a person's or a body's, where articles differ: what the corpus as a whole says of it.

An article that gives a family name and no more may take its bearer for a body. Others that have him with his given
names and his title know better, and the reverse.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from functools import cache

from kg.gazetteer import gazetteer
from kg.lexicon import strings
from kg.model import ActorClaim, ActorKind, Extraction
from kg.resolve.spelling import is_acronym, person_name
from kg.resolve.table import Tally
from kg.resources import ontology

_CLEAR = 2
"""So many times as many articles must be for one kind as for the other."""


def _kind(votes: Mapping[str, int]) -> ActorKind | None:
    person, body = votes.get("Person", 0), votes.get("Organization", 0)
    if person and person >= _CLEAR * body:
        return "Person"
    return "Organization" if body >= 2 and body >= _CLEAR * person else None


KINDS = Tally("kinds of names", _kind)
"""By the key of a name: how many articles have it for a person's and for a body's; the kind that is clear."""


def votes(extraction: Extraction) -> list[tuple[str, str]]:
    """Return the keys of an article's names, each with the kind that it has there."""
    held = _held(extraction)
    return sorted(pair for claim in extraction.actors for pair in _votes(claim, held))


def retyped(extraction: Extraction, kind_of: Callable[[str], ActorKind | None]) -> Extraction:
    """Return an extraction with each doubtful name of the kind that the corpus gives it.

    Args:
        kind_of: tells the clear kind of a key, ``None`` where there is none.
    """
    held = _held(extraction)

    def mended(claim: ActorClaim) -> ActorClaim:
        if not _open(claim, held):
            return claim
        kind = kind_of(_key(claim.name))
        return claim if kind is None or kind == claim.kind else replace(claim, kind=kind)

    actors = tuple(mended(claim) for claim in extraction.actors)
    return extraction if actors == extraction.actors else replace(extraction, actors=actors)


def _votes(claim: ActorClaim, held: frozenset[str]) -> Iterator[tuple[str, str]]:
    if claim.kind == "Person":
        sure = 2 if claim.key in held else 1  # a post says it twice over
        forms = {_key(form) for form in (claim.name, *claim.aliases) if form[:1].isupper()}
        yield from ((form, "Person") for form in forms for _ in range(sure))
    elif _open(claim, held):
        yield _key(claim.name), claim.kind


def _held(extraction: Extraction) -> frozenset[str]:
    """Return the persons who have a post in the article, and the bodies in which somebody has one or is a member."""
    held = {position.person for position in extraction.positions}
    bodies = {p.within for p in extraction.positions}
    bodies |= {body for claim in extraction.actors for body in (claim.organ_of, *claim.member_of)}
    return frozenset(held | {body for body in bodies if body})


def _open(claim: ActorClaim, held: frozenset[str]) -> bool:
    """Tell whether nothing in the article settles what kind the name is of."""
    words = claim.name.split()
    if claim.key in held or claim.gazetteer or claim.organ_of or not 0 < len(words) < 4:
        return False
    if claim.kind not in ("Person", "Organization") or not all(word[:1].isupper() for word in words):
        return False
    told = words[-1].replace(".", "") in _body_words() or is_acronym(claim.name)
    return not told and not gazetteer().by_form(claim.name)


@cache
def _body_words() -> frozenset[str]:
    path = ontology("lexicon", "names.yaml")
    return frozenset((*strings(path, "organization_heads"), *strings(path, "company_tails")))


def _key(form: str) -> str:
    return person_name(form).whole
