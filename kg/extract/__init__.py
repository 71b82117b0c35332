"""Document and clauses → Extraction: actors, posts, statements, meetings, proposals and responses of an article."""

from __future__ import annotations

from kg.extract.account import Account, Reading, account
from kg.extract.extraction import extract
from kg.extract.trace import Trace

__all__ = ["Account", "Reading", "Trace", "account", "extract"]
