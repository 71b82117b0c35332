"""Where an article states its own date: in a dateline before the story, or on a line of its head or foot."""

from __future__ import annotations

import bisect
import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from kg.dates.grammar import Match
from kg.dates.stamps import Found
from kg.lexicon import lexicon

_HEAD_LINES = 14  # own dates stand in the first lines …
_TAIL_LINES = 6  # … or, with a word that says so, in the last
_STATED_WORDS = 8  # a line with more words beside the date tells a story
_SIGNED_WORDS = 4  # the same for the last lines, which sign with place and day
_LONG_LINE = 300  # code points; a longer line is the story
_DATELINE = 160  # code points from the beginning of a paragraph within which its dateline has its day
_WRAPPED = 40  # code points; a line as long as this that ends without a stop may go on in the next

WORDS = re.compile(r"[^\W\d_]+")
_UP = "A-ZÀ-ÖØ-ÞŁŚŠŽČĐİŞĞ"
# GENEVA, / PRISTINA, Serbia, / Washington, / [REPORT] LIMA (PERU), before the day; then the agency, a dash, or nothing
_PLACE = re.compile(
    rf"(?:\[[^\]\n]{{1,60}}\]\s*){{0,3}}\W{{0,3}}"
    rf"(?P<place>[{_UP}][\w.'’-]*(?:[ /-](?:(?:de|da|do|del|la|el|al|of|the) )?[{_UP}][\w.'’-]*){{0,4}}"
    rf"(?:,\s*[{_UP}][^,\d\n]{{1,30}}){{0,2}})\s*[\])]?[,.:–—-]*\s*"
    rf"(?P<agency>[(/][{_UP}][^()/\n]{{1,40}}[)/][\s,.:–—-]*)?"
)
_STOP = re.compile(r"[\s,.]*(?:\d{4})?\s*[.:](?:\s|$)")
_AGENCY = re.compile(r"[\s,.]*(?:\d{4})?[\s,.]*(?:[(/\[—–:]|-|$)")
_DASHED = re.compile(r"[\s,.]*[(/—–]|\s+-|\s*--")
# after a day that begins the story: "3 March 2004 – The council …", "March 3, 2004 (Wire) -- The council …"
_STORY = re.compile(
    rf"\s*(?:\([{_UP}][^()\n]{{1,40}}\)\s*)?(?:[–—]|-{{1,3}}\s)\s*(?:\[[^\]\n]+\]\s*)?[“\"‘']?[{_UP}]"
)
_BY = re.compile(r"(?:By|BY|From|FROM)\b")
_CELLS = re.compile(r"\s*[|•·]\s*|\s{3,}|\t")
_ENTRY = re.compile(r"\s*[:–—-]\s*\w+\W+\w+\W+\w+")
_HOUR = re.compile(r"\d{1,2}[:.]?\d\d\s*[A-Z]{2,4}\b")  # 1337EDT
_SENTENCE_ENDS = (".", "!", "?")


@dataclass(frozen=True, slots=True)
class Line:
    """A line of the text that is not blank; ``paragraph`` is where its paragraph starts."""

    start: int
    end: int
    paragraph: int


@dataclass(frozen=True, slots=True)
class Stated:
    """A line that states the own date.

    Attributes:
        rank: 0 "published", 1 a date and little else, 2 "updated", 3 a foot signed with it: the lower, the surer.
        day: the day.
    """

    rank: int
    day: Found


@dataclass(frozen=True, slots=True)
class Statements:
    """What head and foot of a text state, in text order."""

    datelines: tuple[Found, ...]
    lines: tuple[Stated, ...]


@cache
def own_words(name: str) -> frozenset[str]:
    """Return a list of words under ``own`` in ``ontology/lexicon/times.yaml``."""
    return frozenset(lexicon("times")["own"][name])


def find_statements(text: str, days: Sequence[Found], matches: Sequence[Match]) -> Statements:
    """Find the datelines and the lines that state the own date.

    Args:
        text: the article.
        days: its days, in text order.
        matches: all its expressions of time, in text order.
    """
    lines = _lines(text)
    starts = [day.start for day in days]
    clocks = [m for m in matches if m.means == "clock"]
    datelines: list[Found] = []
    stated: list[Stated] = []
    head = range(min(_HEAD_LINES, len(lines)))
    tail = range(max(len(head), len(lines) - _TAIL_LINES), len(lines))
    for number in (*head, *tail):
        line = lines[number]
        first = bisect.bisect_left(starts, line.start)
        for day in days[first : bisect.bisect_left(starts, min(line.end, line.start + _LONG_LINE))]:
            if number in head and _is_dateline(text, day, line, lines, number):
                if day.month_day:
                    datelines.append(day)
                continue
            rank = _statement(text, day, lines, number, clocks, head=number in head) if day.days else None
            if rank is not None:
                stated.append(Stated(rank, day))
    return Statements(tuple(datelines), tuple(stated))


def _lines(text: str) -> list[Line]:
    lines: list[Line] = []
    for found in re.finditer(r"[^\n]*\S[^\n]*", text):
        joined = bool(lines) and text.count("\n", lines[-1].end, found.start()) < 2
        lines.append(Line(found.start(), found.end(), lines[-1].paragraph if joined else found.start()))
    return lines


# ------------------------------------------------------------------------------------------- datelines


def _is_dateline(text: str, day: Found, line: Line, lines: Sequence[Line], number: int) -> bool:
    after = text[day.end : min(line.end, day.end + _DATELINE)]
    for start in sorted({line.start, line.paragraph}, reverse=True):
        if day.start - start > _DATELINE:
            return False
        before = " ".join(text[start : day.start].split("\n"))
        if not before.strip():
            return bool(day.days and _STORY.match(after)) and not _in_chronology(text, lines, number)
        if _place_before(before, after):
            return True
    return False


def _place_before(before: str, after: str) -> bool:
    place = _PLACE.fullmatch(before)
    if place is None or not (_AGENCY.match(after) or (place["agency"] and _STOP.match(after))):
        return False
    first = place["place"].split(",")[0]
    capitals = any(w.isupper() and len(w) > 1 for w in WORDS.findall(first))
    known = {w.lower() for w in WORDS.findall(before)} & (
        own_words("published") | own_words("updated") | own_words("never")
    )
    return not known and (capitals or bool(_DASHED.match(after)))


def _in_chronology(text: str, lines: Sequence[Line], number: int) -> bool:
    """Tell whether a line beside this one begins with a figure or a month as well, as entries of a chronology do."""
    around = (n for n in (number - 1, number + 1) if 0 <= n < len(lines))
    return any(_ENTRY_START.match(text, lines[n].start, lines[n].end) for n in around)


_ENTRY_START = re.compile(
    r"\W{0,3}(?:\d{1,2}(?:st|nd|rd|th)?\s+(?:of\s+)?[A-Z][a-z]{2,8}|[A-Z][a-z]{2,8}\.?\s+\d{1,2})\b.{0,12}?\s*[:–—-]\s*\w"
)


# ------------------------------------------------------------------------------------------- lines that state it


def _statement(
    text: str, day: Found, lines: Sequence[Line], number: int, clocks: Sequence[Match], *, head: bool
) -> int | None:
    """Rank a line that may state the own date; ``None`` if it does not."""
    line = lines[number]
    if line.end - line.start > _LONG_LINE:
        return None
    cell_start, cell_end = _cell(text, line, day)
    at = bisect.bisect_left(clocks, cell_start, key=lambda m: m.start)
    times = [m for m in clocks[at : at + 8] if m.start < cell_end and not day.start <= m.start < day.end]
    rest = text[cell_start:cell_end]
    for start, end in sorted([(day.start, day.end), *((m.start, m.end) for m in times)], reverse=True):
        rest = rest[: start - cell_start] + " " + rest[end - cell_start :]
    words = [w.lower() for w in WORDS.findall(rest)]
    if own_words("never").intersection(words) or len(words) > _STATED_WORDS:
        return None
    above = text[lines[number - 1].start : lines[number - 1].end] if number else ""
    label = [w.lower() for w in WORDS.findall(above)] if len(above) <= _WRAPPED else []
    rank = _label(words)
    if rank is None and not words and len(label) <= 2:
        rank = _label(label)
        rank = None if rank == 0 else rank
    if rank is not None:
        return rank
    before = WORDS.findall(text[cell_start : day.start])
    beyond = _HOUR.sub(" ", text[max([day.end, *(t.end for t in times)]) : cell_end])
    at_edge = not before or not WORDS.search(beyond)
    prose = len(words) > 3 and rest.rstrip().endswith(_SENTENCE_ENDS)
    follows = before or (WORDS.findall(above)[-1:] if cell_start == line.start else [])
    if not at_edge or prose or (follows and follows[-1].lower() in own_words("other")):
        return None
    if _goes_on(text, lines, number) or (
        _ENTRY.match(text, day.end, cell_end) and _in_chronology(text, lines, number)
    ):
        return None
    if head:
        return 1
    return (
        3 if len(words) <= _SIGNED_WORDS and day.full and not rest.rstrip().endswith(_SENTENCE_ENDS) else None
    )


def _label(words: Sequence[str]) -> int | None:
    """Return 0 for words that say "published", 2 for "updated", by the one that comes first."""
    known = {"published": 0, "updated": 2}
    return next((rank for w in words for name, rank in known.items() if w in own_words(name)), None)


def _cell(text: str, line: Line, day: Found) -> tuple[int, int]:
    """Return the part of a line around a day that bars, bullets and wide gaps set off."""
    start, end = line.start, line.end
    for gap in _CELLS.finditer(text, line.start, line.end):
        if gap.end() <= day.start:
            start = gap.end()
        elif gap.start() >= day.end:
            return start, gap.start()
    return start, end


def _goes_on(text: str, lines: Sequence[Line], number: int) -> bool:
    """Tell whether a line goes on with the sentence of the line above, as in wrapped text."""
    if not number or lines[number].paragraph == lines[number].start:
        return False
    above, own = (text[lines[n].start : lines[n].end].strip() for n in (number - 1, number))
    if len(above) < _WRAPPED or above.endswith((*_SENTENCE_ENDS, ":", "”", '"')) or _BY.match(above):
        return False
    more = number + 1 < len(lines) and lines[number + 1].paragraph == lines[number].paragraph
    return own.endswith((*_SENTENCE_ENDS, ",")) or (more and len(own) >= _WRAPPED)
