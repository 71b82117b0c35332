"""A language model as second reader: grounded or silent. Nothing here is imported, and no socket opened, unless asked.

A model is shown an article's numbered sentences and fills in a form (``request``, ``schema``); what it writes is mended
and checked (``answer``), its quotes are aligned with the text, its names resolved and its dates read by our own code
(``ground``), and the claims take the place of those of the rules or join them (``reader``, ``join``).
"""

from __future__ import annotations

from kg.llm.reader import SecondReader
from kg.llm.settings import Settings, settings
from kg.llm.sheet import Sheet, sheet

__all__ = ["SecondReader", "Settings", "Sheet", "settings", "sheet"]
