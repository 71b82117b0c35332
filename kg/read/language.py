"""Which language an article is in, paragraph by paragraph.

Running English is known by its function words, at no cost; what has too few of them is put to py3langid (Lui and
Baldwin 2012, "langid.py", in the fork that is kept up; docs/decisions/0021). A short text full of names stays English
unless the identifier is sure of another language.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from typing import Any

from kg.english import english_share, foreign_script

_ENOUGH = 0.15  # function words in running English: 0.25 to 0.40 of all words
_WORD = re.compile(r"[^\W\d_]+")
_SAMPLE = 20_000
_FEW = 6  # words; under that many nothing is said of Latin letters
_SURE, _SURE_SHORT = 0.5, 0.9
_SHORT = 25
_WORTH = 0.2  # part of an article in another language that is worth telling


@dataclass(frozen=True, slots=True)
class Verdict:
    """What an article is written in.

    Attributes:
        english: at least half of it may be English.
        other: the code (ISO 639-1) of the other language that most of the rest is in, ``""`` if that is not known.
        foreign: number of paragraphs that are surely not English; 0 where they are a small part of it.
        paragraphs: number of paragraphs that were judged.
    """

    english: bool
    other: str = ""
    foreign: int = 0
    paragraphs: int = 0


def judge(text: str) -> Verdict:
    """Judge the first 20,000 characters of an article."""
    paragraphs = [part for part in text[:_SAMPLE].split("\n") if part.strip()]
    found: dict[str, int] = {}
    foreign = 0
    for part in paragraphs:
        other = _other(part)
        if other:
            foreign += 1
            found[other] = found.get(other, 0) + len(part)
    lost, size = sum(found.values()), sum(map(len, paragraphs))
    most = max(sorted(found), key=lambda code: found[code]) if found else ""
    told = foreign if lost >= _WORTH * size else 0
    return Verdict(lost * 2 < size or not lost, most, told, len(paragraphs))


def _other(part: str) -> str:
    """Return the language of a paragraph, "" if it may be English."""
    if foreign_script(part):
        return _identify(part)[0]
    words = len(_WORD.findall(part))
    share = english_share(part) if words >= _FEW else 1.0
    if share >= _ENOUGH:
        return ""
    code, sure = _identify(part)
    enough = _SURE if words >= _SHORT or not share else _SURE_SHORT
    return code if code != "en" and sure >= enough else ""


def _identify(part: str) -> tuple[str, float]:
    code, sure = _identifier().classify(part)
    return str(code), float(sure)


@cache
def _identifier() -> Any:
    # here, because it takes a second, and running English does not need it
    from py3langid.langid import MODEL_FILE, LanguageIdentifier

    return LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)
