"""Claims of many articles → the actors, meetings, proposals, responses and statements of the corpus.

Works over compact claims with blocking keys. The result is a function of the set of extractions and of what persons
judged: the order of neither matters. Where two claims may or may not denote one thing they stay two: a wrong merge is
worse than a missed one, for it cannot be seen. Every merge over articles, and every doubt, is in the account with its
score and its reasons.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from kg.model import Entity, Extraction, Judgement, Resolution
from kg.resolve.accounts import actor_matches
from kg.resolve.actors import Cast
from kg.resolve.flow import Flow, judged_entries, ledgers
from kg.resolve.table import Memory

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
    accounts = ledgers(sorted(set(judgements)))
    flow = Flow(Memory(), first.get, accounts)
    flow.run(first, judged_entries(first.get, accounts["actor"].about))
    found = Resolution(unique, {}, {}, {}, {}, {}, {})
    entities: dict[str, Entity] = {}
    for extraction in unique:
        ids, article = flow.ids(extraction), extraction.article.id
        entities |= ids.entities
        for into, given in (
            (found.actor_ids, ids.actors),
            (found.meeting_ids, ids.meetings),
            (found.proposal_ids, ids.proposals),
            (found.response_ids, ids.responses),
            (found.statement_ids, ids.statements),
        ):
            into.update(((article, key), id_) for key, id_ in given.items())
    found.entities.update(sorted(entities.items()))
    matches = [match for ledger in accounts.values() for match in ledger.matches.values()]
    short = accounts["actor"].merged
    matches += actor_matches(unique, Cast(found.entities, found.actor_ids, {}), short)
    return replace(found, matches=tuple(sorted(matches)))
