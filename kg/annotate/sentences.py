"""Sentence boundaries by rule.

The small statistical parser splits newswire badly at "U.S.", "Jan." and quotation marks; a few typographic rules and a
list of abbreviations (``ontology/lexicon/abbreviations.yaml``) do better and never depend on the rest of the paragraph.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from functools import cache

from kg import lexicon

_STOP = re.compile(r"""(?:[.!?…]+)(?:["”'’)\]]*)(?=\s+)""")
_NEXT = re.compile(r"""\s+(?:["“'‘(\[]*)(?P<word>[^\s]+)""")
_LAST_WORD = re.compile(r"[^\s(\[\"“‘'—–-]*$")
LONGEST = 150
"""Tokens of a sentence; longer ones are parted."""
# By the words before and after the cut, the best first.
_PARTING: tuple[Callable[[str, str], bool], ...] = (
    lambda before, after: before == ";",
    lambda before, after: before == "," and after.lower() in ("and", "but", "or"),
    lambda before, after: after.lower() in ("and", "but", "or"),
    lambda before, after: before in (",", ":"),
)
_INITIALS = re.compile(r"(?:[A-Z]\.)+")


@cache
def _abbreviations() -> tuple[frozenset[str], frozenset[str], frozenset[str]]:
    data = lexicon.lexicon("abbreviations")
    return (frozenset(data["before_name"]), frozenset(data["before_number"]), frozenset(data["anywhere"]))


def sentence_starts(text: str) -> list[int]:
    """Return the offsets at which the sentences of one paragraph begin; the first is always 0."""
    starts = [0]
    for stop in _STOP.finditer(text):
        follow = _NEXT.match(text, stop.end())
        if follow and _is_boundary(text, stop, follow.group("word")):
            begin = stop.end()
            while text[begin].isspace():
                begin += 1
            starts.append(begin)
    return starts


def cuts(words: Sequence[str], start: int, stop: int) -> Iterator[int]:
    """Yield the tokens at which a monstrous sentence is parted, none where it is no longer than ``LONGEST``.

    No reader's work on a sentence may grow faster than its length, and a list of hundreds of words or a text without
    full stops is no sentence anyway. A part ends after a semicolon, else before a conjunction, else after a comma.

    Args:
        words: the paragraph's tokens.
        start: where the sentence begins.
        stop: where it ends, half-open.
    """
    while stop - start > LONGEST:
        reach = range(start + LONGEST, start + LONGEST // 2, -1)
        start = next((i for good in _PARTING for i in reach if good(words[i - 1], words[i])), start + LONGEST)
        yield start


def _is_boundary(text: str, stop: re.Match[str], following: str) -> bool:
    mark = stop.group()
    first = following[0]
    quoted_after = text[stop.end() : stop.end() + 3].strip()[:1] in tuple('"“‘')
    if not (first.isupper() or first.isdigit() or quoted_after):
        return False
    if mark[0] in "!?" or not mark.startswith("."):
        # '"Will they answer?" Peskov asked' goes on; '"Will they answer?" The envoy …' cannot be told apart here,
        # and a reporting clause is short: leave the decision to the next word's case, which is upper: a boundary.
        return True
    if mark.startswith("..."):
        return first.isupper()
    before = text[: stop.start()]
    last = _LAST_WORD.search(before)
    word = last.group() if last else ""
    if len(mark) > 1:  # closing quote or bracket after the stop: an abbreviation rarely stands there
        return True
    before_name, before_number, anywhere = _abbreviations()
    if word in before_name:
        return False
    if word in before_number:
        return not first.isdigit() and first.isupper()
    if word in anywhere or _INITIALS.fullmatch(word + "."):
        # "U.S. President" goes on, "in the U.S. The envoy" does not: only a word that opens sentences splits.
        return following in _openers()
    return not (len(word) == 1 and word.isupper())


@cache
def _openers() -> frozenset[str]:
    return frozenset(lexicon.lexicon("abbreviations")["sentence_openers"])
