"""Text, Markdown, HTML, JSON, JSON Lines and CSV → Article."""

from __future__ import annotations

from kg.read.articles import READERS, read_articles

__all__ = ["READERS", "read_articles"]
