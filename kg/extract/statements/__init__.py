"""Who says what: reporting clauses, the stretches of text that they attribute, and their speakers."""

from __future__ import annotations

from kg.extract.statements.finder import find_statements

__all__ = ["find_statements"]
