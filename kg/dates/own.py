"""The article's own date from its text alone: stated, in the dateline, or worked out from weekdays and days."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache

from kg.dates import tense
from kg.dates.context import DirectionOf
from kg.dates.grammar import Match, grammar
from kg.dates.periods import make_day
from kg.lexicon import lexicon

_HEAD_LINES = 14  # own dates stand in the first lines …
_TAIL_LINES = 6  # … or, with a word that says so, in the last
_LEAD = 700  # code points in which the news itself is told
_STATED_WORDS = 8  # a line with more words beside the date tells a story
_SAME_NEWS = 4  # days between a dateline and the publication that republishes it

_WORDS = re.compile(r"[^\W\d_]+")
# GENEVA, / KATHMANDU / PRISTINA, Serbia, / Washington, before the day; then the agency, a dash, or nothing
_PLACE = re.compile(
    r"\W{0,3}(?P<place>[A-Z][\w.'’-]*(?:[ /-][A-Z][\w.'’-]*){0,4}(?:,\s*[A-Z][^,\d\n]{1,30}){0,2})\s*[,.:–—-]*\s*"
    r"(?P<agency>[(/][A-Z][^()/\n]{1,40}[)/][\s,.:]*)?"
)
_STOP = re.compile(r"[\s,.]*(?:\d{4})?\s*[.:](?:\s|$)")
_AGENCY = re.compile(r"[\s,.]*(?:\d{4})?[\s,.]*(?:[(/\[—–:]|-|$)")


@dataclass(frozen=True, slots=True)
class Clue:
    """A day or month of the text with its explicit year, and whether the text looks back or ahead to it."""

    first: date
    last: date
    direction: str


@dataclass(frozen=True, slots=True)
class Evidence:
    """What a text says of its own date.

    Attributes:
        stated: the own date in full, if a line states it.
        month_day: the own day without its year (dateline or lead).
        weekday: the weekday of the news, and so of the own day.
        after: a day without its year, named in the lead as past: the news is of the first such weekday from then on.
        pairs: days named with their weekday but without a year; each must fit.
        clues: explicit days and months.
        how: ``dateline`` or ``weekday``.
    """

    stated: date | None = None
    month_day: tuple[int, int] | None = None
    weekday: int | None = None
    after: tuple[int, int] | None = None
    pairs: tuple[tuple[int, int, int], ...] = ()
    clues: tuple[Clue, ...] = ()
    how: str = "weekday"

    def candidate(self, year: int) -> date | None:
        """Return the only day that this year leaves possible, if the calendar bears it out; else ``None``."""
        if self.month_day:
            day = make_day(year, *self.month_day)
            if day and self.weekday not in (None, day.weekday()):
                day = None
        elif self.after and self.weekday is not None:
            start = make_day(year, *self.after)
            day = start + timedelta(days=(self.weekday - start.weekday()) % 7) if start else None
        else:
            return None
        return day if day and all(_fits(day, pair) for pair in self.pairs) else None


def _fits(own: date, pair: tuple[int, int, int]) -> bool:
    weekday, month, day = pair
    days = [d for d in (make_day(own.year + n, month, day) for n in (-1, 0, 1)) if d]
    return not days or min(days, key=lambda d: abs((d - own).days)).weekday() == weekday


@cache
def _words(name: str) -> frozenset[str]:
    return frozenset(lexicon("times")["own"][name])


def read_evidence(text: str) -> Evidence:
    """Collect what a text says of its own date. It never asks what day it is today."""
    rules = grammar()
    matches = rules.scan(rules.split(text))
    direction = tense.from_text(text)
    lines = _lines(text)
    stated: list[tuple[int, date]] = []
    datelines: list[Match] = []
    for match in matches:
        if match.means not in ("day", "numeric"):
            continue
        number = next((n for n, (first, last) in enumerate(lines) if first <= match.start < last), None)
        if number is None:
            continue
        first, last = lines[number]
        full = _full(match)
        if number < _HEAD_LINES and _is_dateline(text[first : match.start], text[match.end : last]):
            datelines.append(match)
        elif full and (number < _HEAD_LINES or number >= len(lines) - _TAIL_LINES):
            rank = _statement(text, match, lines[number], matches, head=number < _HEAD_LINES)
            if rank is not None:
                stated.append((rank, full))
    weekday = _news_weekday(text, matches, direction, datelines[0].end if datelines else 0)
    clues = tuple(_clues(matches, direction, text))
    pairs = tuple(_pairs(matches))
    if datelines:
        return _from_dateline(
            datelines[0], stated, Evidence(None, None, weekday, None, pairs, clues, "dateline")
        )
    if stated:
        return Evidence(stated=min(stated, key=lambda s: s[0])[1], how="dateline")
    lead = _lead_day(text, matches)
    if lead is not None:
        full = _full(lead)
        return Evidence(full, None if full else _month_day(lead), None, None, pairs, clues)
    return Evidence(None, None, weekday, _latest_past(text, matches, direction), pairs, clues)


def _from_dateline(line: Match, stated: Sequence[tuple[int, date]], evidence: Evidence) -> Evidence:
    full, month_day = _full(line), _month_day(line)
    for _, day in sorted(stated, key=lambda s: s[0]):
        own = full or make_day(day.year, *month_day) if month_day else full
        if own and abs((day - own).days) <= _SAME_NEWS:
            return Evidence(stated=day, how="dateline")
    if full:
        return Evidence(stated=full, how="dateline")
    return Evidence(None, month_day, evidence.weekday, None, evidence.pairs, evidence.clues, "dateline")


def _lines(text: str) -> list[tuple[int, int]]:
    return [(m.start(), m.end()) for m in re.finditer(r"[^\n]*\S[^\n]*", text)]


def _month_day(match: Match, month_name: str = "m", day_name: str = "d") -> tuple[int, int] | None:
    month, day = match.value(month_name, "MONTH"), match.integer(day_name)
    return (month, day) if month and day and make_day(2000, month, day) else None


def _full(match: Match) -> date | None:
    """Return the day that a match gives in full; ``None`` if year, month or day is missing or doubtful."""
    if match.means == "numeric":
        figures = [int(f) for f in re.findall(r"\d+", match.text("n"))[:3]]
        if figures[0] > 31:
            return make_day(*figures)
        sure = "/" not in match.text("n") or max(figures[:2]) > 12 or figures[0] == figures[1]
        return (
            (make_day(figures[2], figures[1], figures[0]) or make_day(figures[2], *figures[:2]))
            if sure
            else None
        )
    month_day, year = _month_day(match), match.integer("y")
    return make_day(year, *month_day) if month_day and year else None


def _is_dateline(before: str, after: str) -> bool:
    place = _PLACE.fullmatch(before)
    if place is None or not (_AGENCY.match(after) or (place["agency"] and _STOP.match(after))):
        return False
    first = place["place"].split(",")[0]
    capitals = any(w.isupper() and len(w) > 1 for w in _WORDS.findall(first))
    known = {w.lower() for w in _WORDS.findall(before)} & (
        _words("published") | _words("updated") | _words("never")
    )
    return not known and (capitals or bool(re.match(r"[\s,.]*[(/—–]|\s+-", after)))


def _statement(
    text: str, match: Match, line: tuple[int, int], matches: Sequence[Match], *, head: bool
) -> int | None:
    """Rank a line that may state the own date: 0 "published", 1 a date and little else, 2 "updated"; else ``None``."""
    first, last = line
    times = [m for m in matches if first <= m.start < last and m.means == "clock"]
    rest = text[first:last]
    for m in sorted([match, *times], key=lambda m: -m.start):
        rest = rest[: m.start - first] + " " + rest[m.end - first :]
    words = [w.lower() for w in _WORDS.findall(rest)]
    said = _words("published").intersection(words)
    changed = _words("updated").intersection(words)
    if _words("never").intersection(words) or len(words) > _STATED_WORDS:
        return None
    before = _WORDS.findall(text[first : match.start])
    if said and (not changed or words.index(next(iter(said))) < words.index(next(iter(changed)))):
        return 0
    if changed:
        return 2
    at_edge = not before or not _WORDS.search(text[max([match.end, *(t.end for t in times)]) : last])
    prose = len(words) > 3 and rest.rstrip().endswith((".", "!", "?"))
    follows_other = bool(before) and before[-1].lower() in _words("other")
    return 1 if head and at_edge and not prose and not follows_other else None


def _news_weekday(text: str, matches: Sequence[Match], direction: DirectionOf, after: int) -> int | None:
    """Return the first weekday of the lead on which somebody did or said something."""
    for match in matches:
        if (
            match.means == "weekday"
            and after <= match.start < after + _LEAD
            and direction(match.start, match.end) == "past"
        ):
            number: int = match.value("w", "WEEKDAY")
            return number
    return None


def _lead_day(text: str, matches: Sequence[Match]) -> Match | None:
    """Return the day in the lead on which somebody "said", "told reporters" or "announced" the news."""
    for match in matches:
        if match.means == "day" and match.start < _LEAD and _month_day(match):
            clause = re.split(r"[.;:\"“”]\s", text[max(0, match.start - 80) : match.start])[-1]
            words = [w.lower() for w in _WORDS.findall(clause)][::-1]
            verb = next((w for w in words if w in _words("said") or tense.is_cue(w)), "")
            if verb in _words("said") and words[:1] == ["on"]:
                return match
    return None


def _latest_past(text: str, matches: Sequence[Match], direction: DirectionOf) -> tuple[int, int] | None:
    """Return the latest past day without a year, if the lead names one; the widest gap in the year tells it."""
    lead = False
    days: set[tuple[int, int]] = set()
    for match in matches:
        if match.means not in ("day", "days") or "y" in match:  # a year is given to what is no news
            continue
        ends = {_month_day(match), _month_day(match, "n" if "n" in match else "m", "e")} - {None}
        if ends and direction(match.start, match.end) != "future":
            days.update(day for day in ends if day)
            lead = lead or match.start < _LEAD
    if not lead:
        return None
    places = sorted((date(2000, *d).timetuple().tm_yday, d) for d in days)
    gaps = [(places[(n + 1) % len(places)][0] - place[0]) % 366 or 366 for n, place in enumerate(places)]
    return places[gaps.index(max(gaps))][1]


def _pairs(matches: Sequence[Match]) -> Iterator[tuple[int, int, int]]:
    for match in matches:
        if match.means == "day" and "y" not in match:
            weekday, month_day = match.value("w", "WEEKDAY"), _month_day(match)
            if weekday is not None and month_day:
                yield weekday, *month_day


def _clues(matches: Sequence[Match], direction: DirectionOf, text: str) -> Iterator[Clue]:
    for match in matches:
        if match.means in ("day", "numeric"):
            full = _full(match)
            if full:
                yield Clue(full, full, direction(match.start, match.end))
        elif match.means == "month" and "y" in match:
            year, month = match.integer("y"), match.value("m", "MONTH")
            first = make_day(year or 0, month, 1)
            if first:
                last = (first + timedelta(days=31)).replace(day=1) - timedelta(days=1)
                yield Clue(first, last, direction(match.start, match.end))
