"""What the rule readers propose: they know the constructions of diplomacy well, and business and labour little.

Their claims decide nothing: ``kg.extract.decide.choice`` weighs them beside what the learned reader proposes.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from kg.extract.meetings import find_meetings, meeting_claims
from kg.extract.proposals import find_proposals, proposal_claims
from kg.extract.responses import find_responses
from kg.extract.scene import Scene
from kg.extract.view import View
from kg.model import MeetingClaim, ProposalClaim, ResponseClaim

_NAME = 6
"""Words that a name of a proposal has at most; more are a clause."""


@dataclass(frozen=True, slots=True)
class Proposed:
    """Claims of one article that rules propose; responses refer to these proposals."""

    meetings: tuple[MeetingClaim, ...]
    proposals: tuple[ProposalClaim, ...]
    responses: tuple[ResponseClaim, ...]


def propose(view: View) -> Proposed:
    """Return what the rules read of a document."""
    tree, clauses, cast, witness = view.tree, view.clauses, view.cast, view.witness
    encounters = find_meetings(tree, clauses, cast, witness)
    scene = Scene(tree, clauses, cast, witness)
    packages = find_proposals(scene, met=[e.parties for e in encounters])
    responses = find_responses(scene, packages)
    return Proposed(
        meeting_claims(encounters, tree, witness),
        tuple(_called(claim, view.text) for claim in proposal_claims(packages, scene)),
        responses,
    )


def _called(claim: ProposalClaim, text: str) -> ProposalClaim:
    """Keep the few words in which the article speaks of a proposal, as other articles do too; part its sides."""
    names = (" ".join(item.span.of(text).split()) for item in claim.evidence)
    short = dict.fromkeys(name for name in names if len(name.split()) <= _NAME)
    # nobody puts a proposal to himself: whoever is named as both is an addressee, if there is another proposer
    by = tuple(key for key in claim.proposers if key not in claim.addressees) or claim.proposers
    to = tuple(key for key in claim.addressees if key not in by)
    return replace(claim, proposers=by, addressees=to, names=tuple(short))
