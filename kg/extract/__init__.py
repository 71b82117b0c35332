"""Document and clauses → Extraction: actors, posts, statements, meetings, proposals and responses of an article."""

from __future__ import annotations

from kg.extract.extraction import extract

__all__ = ["extract"]
