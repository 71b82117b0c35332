"""Files of every kind that news comes in → Article: see ``docs/inputs.md``."""

from __future__ import annotations

from kg.read.articles import READERS, read_articles, read_items
from kg.read.intake import Intake

__all__ = ["READERS", "Intake", "read_articles", "read_items"]
