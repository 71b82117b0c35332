"""Texts of articles as names and captions need them: one line, nothing that steers the text around it, not too long."""

from __future__ import annotations

import re

# Controls, marks that turn the direction of the text after them (Unicode UAX #9), and what XML cannot hold
_INERT = re.compile(
    "[\x00-\x1f\x7f-\x9f\u061c\u200b\u200e\u200f\u2028\u2029\u202a-\u202e\u2060\u2066-\u2069\ufeff"
    "\ud800-\udfff\ufffe\uffff]+"
)
CAPTION = 110
"""Characters of a caption."""


def plain(text: str) -> str:
    """Return ``text`` on one line without control and direction marks, as captions and names need it."""
    if text.isprintable() and "  " not in text and text == text.strip():
        return text  # nearly all are so; what is not printable to Python holds all that is inert
    return " ".join(_INERT.sub(" ", text).split())


def clipped(text: str, length: int = CAPTION) -> str:
    """Return ``text`` shortened at a word's end to at most ``length`` characters, with an ellipsis if so."""
    if len(text) <= length:
        return text
    head = text[: length - 1]
    return (head[: head.rfind(" ")] if " " in head else head).rstrip(" ,;:–-") + "…"
