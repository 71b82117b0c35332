"""Names and words without regard to how they are written."""

from __future__ import annotations

import re
import unicodedata


def fold(name: str) -> str:
    """Return ``name`` without regard to case, accents, punctuation, doubled blanks and a leading "the"."""
    return " ".join(words_of(name)).removeprefix("the ")


def words_of(text: str) -> list[str]:
    """Return the words of a text in their order, lower-case and without accents."""
    plain = "".join(ch for ch in unicodedata.normalize("NFKD", text) if not unicodedata.combining(ch))
    return re.findall(r"\w+", plain.casefold())
