"""Article → Document: zones, sentences, tokens, entities, quotations. No spaCy object leaves this package."""

from __future__ import annotations

from kg.annotate.parse import annotate
from kg.versions import DEFAULT_MODEL

__all__ = ["DEFAULT_MODEL", "annotate"]
