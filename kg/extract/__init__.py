"""Document and clauses → Extraction: actors, positions, statements, meetings, proposals and responses of one article."""

from __future__ import annotations

from kg.extract.extraction import extract

__all__ = ["extract"]
