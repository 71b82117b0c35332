"""Who met whom, when, where, and whether it took place: encounters of predicates, merged into events."""

from __future__ import annotations

from kg.extract.meetings.finder import find_meetings, meeting_claims

__all__ = ["find_meetings", "meeting_claims"]
