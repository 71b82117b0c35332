"""The lines of an article, or its paragraphs where lines are only wrapped, with the measures that zones go by."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from kg.annotate.zone_rules import Hit
from kg.model import ZoneKind

TWO_SENTENCES = re.compile(r"""[a-z0-9)][.!?]["”'’]?\s+["“‘']?[A-Z]""")
BULLET = re.compile(r"^\s*(?:[-–—•*▪●·]|\(?\d{1,2}[.)])\s")
WORD = re.compile(r"\w[\w'’.-]*")
HEADLINE_WORDS = 35
"""A longer line is no headline, stop or not."""

_LINE = re.compile(r"[^\n]*\S[^\n]*")
_STOPPED = re.compile(r"""[.!?…:;,]["”'’»)\]]*$|[.!?…,]["”'’»)\]]*\s*\[\d+\]$""")
_ABBREVIATED = re.compile(r"(?:\b[A-Z]\.){2,}$")


@dataclass(slots=True)
class Unit:
    """A line or, where lines are wrapped, a paragraph.

    Attributes:
        start, end: in the article's text, without the blanks around.
        text: its words; its lines joined with a space where it has several.
        blank_before: a blank line parts it from what stands above.
        hit: the rule's find, where a rule knows it.
        kind: its role as far as known.
        dateline_end: length of the dateline that it begins with.
        words: how many.
        prose: it ends with a stop, is long, or has two sentences: no headline or label.
    """

    start: int
    end: int
    text: str
    blank_before: bool
    hit: Hit | None = None
    kind: ZoneKind | None = None
    dateline_end: int = 0
    words: int = 0
    prose: bool = False

    def __post_init__(self) -> None:
        self.words = len(WORD.findall(self.text))
        stopped = bool(_STOPPED.search(self.text)) and not _ABBREVIATED.search(self.text)
        long = self.words > HEADLINE_WORDS
        self.prose = stopped or long or (self.words > 15 and bool(TWO_SENTENCES.search(self.text)))


def find_units(text: str) -> list[Unit]:
    """Return the lines of ``text`` that are not blank, wrapped ones joined with a space, in order."""
    lines: list[Unit] = []
    indents: list[int] = []
    end = 0
    for found in _LINE.finditer(text):
        line = found.group()
        stripped = line.strip()
        start = found.start() + len(line) - len(line.lstrip())
        blank = text.count("\n", end, found.start()) > 1
        lines.append(Unit(start, start + len(stripped), stripped, blank))
        indents.append(len(line) - len(line.lstrip()))
        end = found.end()
    width = _wrap_width(lines)
    units: list[Unit] = []
    last = ""
    for n, unit in enumerate(lines):
        if (
            units
            and not unit.blank_before
            and _continues(last, unit.text, indents[n] - indents[n - 1], width)
        ):
            whole = units[-1]
            units[-1] = Unit(whole.start, unit.end, f"{whole.text} {unit.text}", whole.blank_before)
        else:
            units.append(unit)
        last = unit.text
    return units


def _wrap_width(lines: Sequence[Unit]) -> int:
    """Return the column at which the text was wrapped, 0 if its lines are whole paragraphs."""
    width = max((len(line.text) for line in lines), default=0)
    pairs = [(a, b) for a, b in pairwise(lines) if not b.blank_before]
    if width > 120 or len(pairs) < 2:
        return 0
    broken = sum(_broken(a.text, b.text, 40) for a, b in pairs)
    return width if broken * 2 >= len(pairs) else 0


def _broken(line: str, following: str, least: int) -> bool:
    return len(line) >= least and not _STOPPED.search(line) and (following[0].islower() or len(line) >= 55)


def _continues(line: str, following: str, indent: int, width: int) -> bool:
    if not width:
        return len(line) >= 40 and following[0].islower() and not _STOPPED.search(line)
    if indent > 0 or BULLET.match(following):
        return False
    if following[0].islower() and not _STOPPED.search(line):
        return True
    # a full line goes on, whether or not a sentence ends at its end
    return len(line) >= 0.72 * width
