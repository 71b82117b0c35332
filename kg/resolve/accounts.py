"""Why claims of actors were put together: told afterwards, by comparing each with the one that says most."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator, Sequence

from kg.model import ActorClaim, Extraction, Match
from kg.resolve.actors import Cast
from kg.resolve.cluster import Ref
from kg.resolve.score import weigh
from kg.resolve.spelling import body_key, is_acronym, person_name


def actor_matches(
    extractions: Sequence[Extraction], cast: Cast, told: Collection[Ref] = frozenset()
) -> Iterator[Match]:
    """Yield a match for each claim of an actor of several articles, with the first claim of the fullest name.

    Args:
        told: claims that are family names alone and whose merges are in the account already, with their reasons.
    """
    sets: dict[str, list[tuple[Ref, ActorClaim]]] = defaultdict(list)
    for extraction in extractions:
        for claim in extraction.actors:
            ref = (extraction.article.id, claim.key)
            sets[cast.ids[ref]].append((ref, claim))
    for claims in sets.values():
        if len(claims) > 1:
            first = min(claims, key=lambda c: (c[1].gazetteer is None, -len(c[1].name), c[0]))
            for ref, claim in claims:
                if ref[0] != first[0][0] and ref not in told:
                    verdict = weigh("actors", (_reason(first[1], claim),))
                    pair = (min(first[0], ref), max(first[0], ref))
                    yield Match("actor", *pair, verdict.score, verdict.reasons, merged=True)


def _reason(a: ActorClaim, b: ActorClaim) -> str:
    if a.gazetteer is not None and a.gazetteer == b.gazetteer:
        return "entry"
    if a.name == b.name or body_key(a.name) == body_key(b.name):
        return "name"
    if a.kind != "Person":
        return "acronym" if is_acronym(a.name) or is_acronym(b.name) else "office"
    x, y = person_name(a.name, a.aliases), person_name(b.name, b.aliases)
    if x.whole == y.whole or (x.family == y.family and x.full and y.full):
        return "spelling"
    return "short" if x.family == y.family else "alike"
