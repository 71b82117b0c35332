"""Document and clauses → Extraction: the actors, positions, statements, meetings, proposals, responses of an article."""

from __future__ import annotations

from kg.extract.extraction import extract

__all__ = ["extract"]
