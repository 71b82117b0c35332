"""Which proposal an answer answers."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from kg.extract.view import View
from kg.model import ProposalClaim, ResponseClaim

_FAR = 40_000
"""Code points by which a proposal told later counts as farther than one told before."""


def answered(
    view: View, answer: ResponseClaim, proposals: Sequence[ProposalClaim], keys: Mapping[str, str]
) -> ResponseClaim:
    """Return an answer with the key of its proposal, and with the addressees that this gives it if it has none.

    What a rule has linked stays linked. Else an answer belongs to a proposal of those whom it is given to, else to one
    put to those who give it, else to the nearest that is not its givers' own; of several to the nearest.

    Args:
        keys: key of a proposal as the rules had it → its key now.
    """
    if answer.proposal is not None and answer.proposal in keys:
        return replace(answer, proposal=keys[answer.proposal])
    here = answer.evidence[0].span.start
    ranked = sorted(
        (-_fit(view, answer, p), _distance(here, p), n)
        for n, p in enumerate(proposals)
        if not _meet(view, answer.respondents, p.proposers)
    )
    if not ranked or ranked[0][0] > 0:
        return replace(answer, proposal=None)
    proposal = proposals[ranked[0][2]]
    to = answer.recipients or tuple(
        key
        for key in proposal.proposers
        if not any(view.cast.same_side(key, other) for other in answer.respondents)
    )
    return replace(answer, proposal=proposal.key, recipients=to)


def _fit(view: View, answer: ResponseClaim, proposal: ProposalClaim) -> int:
    """Return how well sides fit; -1 where the answer is given to somebody else."""
    put = _meet(view, answer.respondents, proposal.addressees)
    if answer.recipients:
        return -1 if not _meet(view, answer.recipients, proposal.proposers) else 3 if put else 2
    return 1 if put else 0


def _distance(here: int, proposal: ProposalClaim) -> int:
    gaps = [here - e.span.start for e in proposal.evidence]
    return min(gap if gap >= 0 else _FAR - gap for gap in gaps)


def _meet(view: View, a: Iterable[str], b: Iterable[str]) -> bool:
    right = list(b)
    return any(view.cast.same_side(x, y) for x in a for y in right)
