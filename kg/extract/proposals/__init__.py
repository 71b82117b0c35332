"""What one party puts forward to another, with its provisions."""

from __future__ import annotations

from kg.extract.proposals.finder import find_proposals
from kg.extract.proposals.packages import proposal_claims

__all__ = ["find_proposals", "proposal_claims"]
