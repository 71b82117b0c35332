"""Who met whom, when, where, and whether it took place: encounters of predicates, merged into events."""

from __future__ import annotations

from kg.extract.meetings.finder import find_meetings, meeting_claims
from kg.extract.meetings.occasions import about, made_at

__all__ = ["about", "find_meetings", "made_at", "meeting_claims"]
