"""Tell English from other languages by its function words (``ontology/lexicon/english.yaml``).

Good enough for one line; an article is judged by ``kg.read.language``, which names the other language.
"""

from __future__ import annotations

import re
from functools import cache

from kg import lexicon

_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)*")
_LATIN_END = 0x024F  # the last code point of Latin Extended-B
_BEYOND_LATIN = re.compile(f"[^\\0-{chr(_LATIN_END)}]")


@cache
def _words() -> tuple[frozenset[str], frozenset[str]]:
    data = lexicon.lexicon("english")
    distinctive = frozenset(data["distinctive"])
    return distinctive, distinctive | frozenset(data["shared"])


def english_share(text: str) -> float:
    """Return the part of the words that are function words of English and of no neighbour, 0 to 1.

    Running English has 0.25 to 0.40, its neighbours have under 0.05; a list of names has none in any language.
    """
    words = _WORD.findall(text.lower())
    distinctive, _ = _words()
    return sum(word in distinctive for word in words) / len(words) if words else 0.0


def foreign_line(line: str) -> bool:
    """Tell whether one line is surely not English: another script, or words of which none is an English function word.

    A headline in English may lack function words too, so in Latin letters one more sign is asked for: letters that
    English does not have in a fifth of the words.
    """
    if line.isascii():
        return False
    if foreign_script(line):
        return True
    words = _WORD.findall(line.lower())
    if len(words) < 4:
        return False
    _, known = _words()
    accented = sum(not word.replace("’", "'").isascii() for word in words)
    return accented / len(words) >= 0.2 and not any(word in known for word in words)


def foreign_script(text: str) -> bool:
    """Tell whether more than half of the letters, and at least ten, are of another script than the Latin."""
    other: int = sum(char.isalpha() for char in _BEYOND_LATIN.findall(text))
    letters = sum(map(str.isalpha, text))
    return other >= 10 and other * 2 > letters
