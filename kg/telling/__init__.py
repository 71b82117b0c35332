"""Telling what a graph says in words, with the evidence of every line: what dossiers, chronicles and briefings share.

``Reader`` reads things with their values and evidence, ``Teller`` makes lines of them, a ``Page`` holds lines in
sections, and ``show``, ``markdown`` and ``html`` lay it out.
"""

from __future__ import annotations

from kg.telling.html import html
from kg.telling.lines import Teller, dated, facts
from kg.telling.markdown import markdown
from kg.telling.page import Dispute, Line, Page, Section, Side, as_data, evidence_data, finish, references
from kg.telling.phrases import phrase
from kg.telling.text import show
from kg.telling.texts import counted, date_in_words, listed, texts, word
from kg.telling.things import Evidence, Reader, Source, Thing
from kg.telling.weight import Choice, choose, has_name, left_out

__all__ = [
    "Choice",
    "Dispute",
    "Evidence",
    "Line",
    "Page",
    "Reader",
    "Section",
    "Side",
    "Source",
    "Teller",
    "Thing",
    "as_data",
    "choose",
    "counted",
    "date_in_words",
    "dated",
    "evidence_data",
    "facts",
    "finish",
    "has_name",
    "html",
    "left_out",
    "listed",
    "markdown",
    "phrase",
    "references",
    "show",
    "texts",
    "word",
]
