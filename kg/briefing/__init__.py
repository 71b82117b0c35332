"""The briefing on a negotiation: who, what is on the table, answers, meetings, open points, contradictions, sources.

``briefing(ds, negotiation="negotiation/…")`` gives a :class:`kg.telling.Page` on which every line refers to sentences
of articles; what has none is not told.
"""

from __future__ import annotations

from kg.briefing.briefing import briefing

__all__ = ["briefing"]
