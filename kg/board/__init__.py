"""The board of a negotiation: what is on the table, on one screen, each cell with the sentences that it rests on.

``board(ds, "Kosovo")`` gives a :class:`Board`: sides in columns, proposals with their provisions and answers in the
order of time, meetings between them, open points at the end. ``html`` lays it out as one page without a script.
"""

from __future__ import annotations

from kg.board.layout import html
from kg.board.model import Board, Card, Column, Row, Term
from kg.board.table import board

__all__ = ["Board", "Card", "Column", "Row", "Term", "board", "html"]
