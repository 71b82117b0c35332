"""Claims of many articles → the actors, meetings, proposals, responses and statements of the corpus.

Works over compact claims with blocking keys, never over texts. The result is a function of the set of extractions:
their order does not matter. Where two claims may or may not denote one thing they stay two: a wrong merge is worse than
a missed one, for it cannot be seen.
"""

from __future__ import annotations

from collections.abc import Iterable

from kg.model import Extraction, Resolution
from kg.resolve.actors import resolve_actors
from kg.resolve.meetings import resolve_meetings
from kg.resolve.proposals import resolve_proposals, resolve_responses
from kg.resolve.statements import resolve_statements

__all__ = ["resolve"]


def resolve(extractions: Iterable[Extraction]) -> Resolution:
    """Find out which claims of which articles denote the same thing, and give everything its id.

    Args:
        extractions: one per article; a second one of the same article is left out.

    Returns:
        A resolution in which every claim of every extraction has an id.
    """
    ordered = sorted(extractions, key=lambda e: (e.article.id, e.article.content_hash, e.article.source))
    first = {extraction.article.id: extraction for extraction in reversed(ordered)}
    unique = tuple(first[article] for article in sorted(first))
    cast = resolve_actors(unique)
    proposals = resolve_proposals(unique, cast)
    return Resolution(
        extractions=unique,
        entities=cast.entities,
        actor_ids=cast.ids,
        meeting_ids=resolve_meetings(unique, cast),
        proposal_ids=proposals,
        response_ids=resolve_responses(unique, cast, proposals),
        statement_ids=resolve_statements(unique, cast),
    )
