"""Claims of many articles → the actors, meetings, proposals, responses and statements of the corpus.

Works over compact claims with blocking keys. The result is a function of the set of extractions and of what persons
judged: the order of neither matters. Where two claims may or may not denote one thing they stay two: a wrong merge is
worse than a missed one, for it cannot be seen. Every merge over articles, and every doubt, is in the account with its
score and its reasons.
"""

from __future__ import annotations

from collections.abc import Iterable

from kg.model import Extraction, Judgement, Resolution
from kg.resolve.accounts import actor_matches
from kg.resolve.actors import resolve_actors
from kg.resolve.meetings import resolve_meetings
from kg.resolve.proposals import resolve_proposals
from kg.resolve.responses import resolve_responses
from kg.resolve.statements import resolve_statements

__all__ = ["resolve"]


def resolve(extractions: Iterable[Extraction], judgements: Iterable[Judgement] = ()) -> Resolution:
    """Find out which claims of which articles denote the same thing, and give everything its id.

    Args:
        extractions: one per article; a second one of the same article is left out.
        judgements: what persons decided about pairs of claims; those about claims that are not there are passed over.

    Returns:
        A resolution in which every claim of every extraction has an id.
    """
    ordered = sorted(extractions, key=lambda e: (e.article.id, e.article.content_hash, e.article.source))
    first = {extraction.article.id: extraction for extraction in reversed(ordered)}
    unique = tuple(first[article] for article in sorted(first))
    judged = tuple(sorted(set(judgements)))
    cast = resolve_actors(unique, judged)
    meetings, met = resolve_meetings(unique, cast, judged)
    proposals, proposed = resolve_proposals(unique, cast, judged)
    responses, answered = resolve_responses(unique, cast, proposals, judged)
    statements, said = resolve_statements(unique, cast, judged)
    matches = [match for ledger in (met, proposed, answered, said) for match in ledger.matches.values()]
    return Resolution(
        extractions=unique,
        entities=cast.entities,
        actor_ids=cast.ids,
        meeting_ids=meetings,
        proposal_ids=proposals,
        response_ids=responses,
        statement_ids=statements,
        matches=tuple(sorted([*matches, *actor_matches(unique, cast)])),
    )
