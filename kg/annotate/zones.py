"""Which part of the page is what: headline, standfirst, byline, dateline, story, captions, and the site around them.

Marks come from data (``zone_rules``); here is the evidence of structure: order, length, stops at the ends of lines,
and what stands among what.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from kg.annotate.zone_rules import dateline, recognise, recognise_tail, sign_off
from kg.annotate.zone_units import BULLET, HEADLINE_WORDS, TWO_SENTENCES, WORD, Unit, find_units
from kg.english import foreign_line
from kg.model import Span, Zone, ZoneKind

_SPEAKER = re.compile(r"[A-Z][A-Z .'’-]{1,40}:\s")
_NAME = (
    r"[A-ZÀ-Þ][\w'’-]+(?: (?:[A-Z]\.|de|van|von|al|bin))?(?: [A-ZÀ-Þ][\w'’-]+){1,2}(?: in [A-ZÀ-Þ][\w'’-]+)?"
)
_NAMES = re.compile(rf"{_NAME}(?:(?:,| and|, and) {_NAME})*")
_CAPITALS = re.compile(r"[A-ZÀ-Þ][A-ZÀ-Þ .'’-]{2,}(?:, [A-Z][\w.]+)?")
_BY = re.compile(r"\s+(by [A-ZÀ-Þ][\w'’-]+(?: [A-Z]\.)? (?:[a-z]{2,3} )?([A-ZÀ-Þ][\w'’-]+))$")
_REPORTS = re.compile(r"""["“”]|\b(?:said|says|told|added|stressed|noted|warned|announced|according to)\b""")
_TITLE_KEY = re.compile(r"\W+")

_HEAD = 14  # the story begins within this many lines, or there is no head
_DECK_WORDS = 60


def find_zones(text: str, *, title: str | None = None, turns: bool = False) -> tuple[Zone, ...]:
    """Divide an article into zones.

    Args:
        text: the article as stored.
        title: its headline where metadata have it; a line equal to it is the headline wherever it stands in the head.
        turns: it is known to be made of speakers' turns, so "OSLO: …" is no dateline.

    Returns:
        Zones in order that do not overlap and cover everything but blanks. Neighbouring lines of the story, or of
        furniture, are one zone. A dateline before a sentence is a zone of its own, the sentence is story. A text of one
        paragraph is story. The rules are those of ``ontology/lexicon/furniture.yaml``.
    """
    units = find_units(text)
    if not units:
        return ()
    for unit in units:
        _mark(unit)
    if len(units) == 1:
        units[0].kind = "body"
        units[0].dateline_end = dateline(units[0].text, weak=not turns)
        return _zones(text, units)
    first = _head(units, title, turns=turns)
    if first < len(units):
        _tail(units, first)
    _split_author(text, units)
    for unit in units:
        unit.kind = unit.kind or "body"
    if not any(unit.kind == "body" for unit in units):
        _need_body(units)
    return _zones(text, units)


# ---------------------------------------------------------------------------------------------- marks


def _mark(unit: Unit) -> None:
    if not any(char.isalnum() for char in unit.text) or foreign_line(unit.text):
        unit.kind = "furniture"
        return
    unit.dateline_end = dateline(unit.text, weak=False)
    if unit.dateline_end:
        return
    unit.hit = recognise(unit.text)
    if unit.hit and unit.hit.zone == "furniture" and unit.words > 8 and _REPORTS.search(unit.text):
        unit.hit = None  # no site speaks like this of itself
    if unit.hit and unit.hit.zone == "byline" and unit.hit.scope == "line" and _is_sentence(unit):
        unit.hit = (
            None  # "BY SIGNING, THEY MADE A FIRST STEP, HE SAID.": in capitals all words look like names
        )
    if unit.hit:
        unit.kind = unit.hit.zone


def _is_sentence(unit: Unit) -> bool:
    return unit.words > 8 and unit.text.endswith((".", "!", "?"))


# ---------------------------------------------------------------------------------------------- above the story


def _head(units: list[Unit], title: str | None, *, turns: bool) -> int:
    """Give roles to what stands above the story; return the index of the story's first unit."""
    wanted = _key(title) if title else ""
    titled = next((n for n, u in enumerate(units[:_HEAD]) if wanted and _key(u.text) == wanted), None)
    if titled is not None:
        units[titled].kind, units[titled].dateline_end, units[titled].hit = "headline", 0, None
    first = _anchor(units, turns=turns)
    if first is None:
        return _head_by_form(units, titled)
    above = [n for n in range(first) if units[n].kind is None or n == titled]
    if not above and first and not units[first - 1].dateline_end and (titled is None or titled >= first):
        return _head_by_form(units, titled, start=first)  # only a date or a name stood above the headline
    _name_above(units, above, titled)
    return _decks_below(units, first)


def _split_author(text: str, units: list[Unit]) -> None:
    """Part a headline from the writer's name set behind it: nobody whom the story never mentions again acts in it."""
    for n, unit in enumerate(units[:_HEAD]):
        found = (
            _BY.search(unit.text)
            if unit.kind == "headline" and len(unit.text) == unit.end - unit.start
            else None
        )
        if found and text.count(found.group(2)) == 1:
            cut = unit.start + found.start(1)
            units[n] = Unit(
                unit.start, unit.start + found.start(), unit.text[: found.start()], unit.blank_before
            )
            units[n].kind = "headline"
            units.insert(n + 1, Unit(cut, unit.end, found.group(1), False, kind="byline"))
            return


def _decks_below(units: list[Unit], first: int) -> int:
    """A summary without a stop may stand under the byline or date, too; return where the story begins after it."""
    content = [n for n in range(first, len(units)) if units[n].kind is None]
    if len(content) < 2 or units[first].dateline_end or units[first - 1].dateline_end:
        return first
    unit, following = units[content[0]], units[content[1]]
    if unit.words < 4 or unit.prose or BULLET.match(unit.text) or not following.prose:
        return first
    unit.kind = "standfirst"
    return content[1]


def _anchor(units: list[Unit], *, turns: bool) -> int | None:
    """Return the index at which the story begins by a dateline, byline or date; ``None`` without any."""
    below = None
    content = words = 0
    for n, unit in enumerate(units[:_HEAD]):
        weak = (
            not unit.dateline_end
            and unit.kind is None
            and unit.prose
            and content <= 3
            and not turns
            and not _transcript(units, n)
        )
        if unit.kind is None and (unit.dateline_end or weak):
            end = unit.dateline_end or dateline(unit.text, weak=True)
            if not content and not unit.dateline_end and unit.text[end - 1] == ":":
                end = 0  # "POLL: …" in the very first line is a headline's label
            if end and content <= 6 and words <= 150:
                unit.dateline_end = end
                if end < len(unit.text):
                    return n
                unit.kind = "dateline"
                return n + 1
        if unit.kind is None and content and unit.text.count(" in ") > 1 and _NAMES.fullmatch(unit.text):
            unit.kind = "byline"  # "Ann Doe in Oslo and Joe Roe in Bergen"
        if unit.kind in ("byline", "dateline"):
            if content <= 3 and words <= 110:
                below = n + 1
            continue
        byline_above = below == n and units[n - 1].kind == "byline"
        if unit.kind is None and byline_above and _CAPITALS.fullmatch(unit.text) and unit.words <= 4:
            unit.kind, below = "dateline", n + 1  # the place alone, on a line under the byline
            continue
        if unit.kind in (None, "headline"):
            content += 1
            words += unit.words
            if unit.prose and unit.words > _DECK_WORDS:
                break
    return below


def _transcript(units: list[Unit], n: int) -> bool:
    """A line that begins like "SMITH: " is one of several speakers' if others do."""
    return bool(_SPEAKER.match(units[n].text)) and sum(bool(_SPEAKER.match(u.text)) for u in units) > 1


def _name_above(units: list[Unit], above: list[int], titled: int | None) -> None:
    """Tell headline, standfirst and kickers apart among the units above the story."""
    headline = titled
    if headline is None and above:
        headline = above[0]
        if len(above) > 1 and _kicker(units[above[0]], units[above[1]]):
            headline = above[1]
        elif units[headline].prose and units[headline].words > 25:
            headline = -1  # a summary that has no headline above it
    for n in above:
        unit = units[n]
        if n == headline:
            unit.kind = "headline"
        elif headline is not None and n < headline:
            unit.kind = "standfirst" if unit.prose or unit.words > 6 else "furniture"
        elif _key(unit.text) == (
            _key(units[headline].text) if headline is not None and headline >= 0 else None
        ):
            unit.kind = "headline"
        elif not unit.prose and _NAMES.fullmatch(unit.text):
            unit.kind = "byline"
        elif not unit.prose and unit.words <= 2:
            unit.kind = "furniture"
        else:
            unit.kind = "standfirst"


def _head_by_form(units: list[Unit], titled: int | None, *, start: int = 0) -> int:
    """Find the head where nothing but its form tells it from the story."""
    content = [n for n, u in enumerate(units) if n >= start and (u.kind is None or n == titled)]
    if not content:
        return start
    if titled is None:
        if len(content) < 2 or not _heads(units[content[0]], units[content[1]]):
            return content[0]
        headline = content[0]
        if _kicker(units[content[0]], units[content[1]]) and len(content) > 2:
            headline = content[1]
    else:
        headline = titled
    above = content[: content.index(headline) + 1]
    below = content[len(above) :]
    while len(below) > 1 and _deck(units, headline, below):
        above.append(below.pop(0))
    _name_above(units, above, headline)
    return below[0] if below else len(units)


def _heads(unit: Unit, following: Unit) -> bool:
    """Tell whether a first unit is a headline over ``following``."""
    if unit.words > HEADLINE_WORDS or BULLET.match(unit.text):
        return False
    if not unit.prose:
        return True
    if unit.text[-1] == ";" or (unit.text[-1] in "?!" and unit.words <= 20):
        return unit.text[-1] == ";" or (following.words > unit.words and not TWO_SENTENCES.search(unit.text))
    # "Envoys Fail To Agree On Anything." The stop is an archive's; the capitals are a headline's.
    words = [w for w in WORD.findall(unit.text) if len(w) > 3]
    capitals = sum(w[0].isupper() or w[0].isdigit() for w in words)
    return len(words) >= 4 and capitals / len(words) >= 0.8 and following.words > unit.words


def _deck(units: list[Unit], headline: int, below: list[int]) -> bool:
    """Tell whether the first unit below the headline still belongs to the head and not to the story."""
    unit, following = units[below[0]], units[below[1]]
    if below[0] - headline > 4 or BULLET.match(unit.text) or unit.words > _DECK_WORDS:
        return False
    if _key(unit.text) == _key(units[headline].text):
        return True
    if not unit.prose:
        return following.prose and not following.text[0].islower()
    # set close under the headline, where blank lines part everything else
    rest = units[below[1] :]
    return (
        not unit.blank_before
        and below[0] == headline + 1
        and len(rest) > 2
        and all(u.blank_before for u in rest)
    )


def _kicker(unit: Unit, following: Unit) -> bool:
    return unit.words <= 3 and not unit.prose and not following.prose and following.words >= 5


def _key(text: str) -> str:
    return _TITLE_KEY.sub("", text).casefold()


# ---------------------------------------------------------------------------------------------- below the story


def _tail(units: list[Unit], first: int) -> None:
    """Give roles to what stands below and between the story's paragraphs."""
    total = sum(unit.words for unit in units)
    done = 0
    for n, unit in enumerate(units):
        # all that follows "Reporting by …", a copyright line, or an end sign late in the text
        if n >= first and unit.hit and unit.hit.scope == "end" and done >= 0.35 * total:
            later = units[n + 1 :]
            if not any(u.dateline_end for u in later):
                for other in later:
                    other.kind = "furniture" if other.kind != "byline" else other.kind
                break
        done += unit.words
    _below_labels(units, first)
    _trailing(units, first)
    for unit in units[first:]:
        if unit.kind == "dateline":
            unit.kind = None  # a date between paragraphs is the story's own
    last = next((u for u in reversed(units) if u.kind is None), None)
    if last is not None:
        at = sign_off(last.text) if last.end - last.start == len(last.text) else None
        if at:
            sign = Unit(last.start + at, last.end, last.text[at:], False, kind="furniture")
            where = units.index(last)
            units[where] = Unit(
                last.start,
                last.start + len(last.text[:at].rstrip()),
                last.text[:at].rstrip(),
                last.blank_before,
            )
            units[where].dateline_end = last.dateline_end
            units.insert(where + 1, sign)


def _below_labels(units: list[Unit], first: int) -> None:
    listing = False
    for n, unit in enumerate(units):
        if unit.hit and unit.hit.scope == "label" and n >= first:
            listing = True
        elif listing and unit.kind is None:
            listing = not unit.prose or (unit.words <= 14 and unit.text[-1] in "?!")
            if listing:
                unit.kind = "furniture"


def _trailing(units: list[Unit], first: int) -> None:
    """Take the run of headlines and notes at the end for furniture, where the story's own lines end in stops."""
    story = [u for u in units[first:] if u.kind is None]
    unstopped = sum(not u.prose for u in story)
    run: list[Unit] = []
    noted = False
    n = len(units) - 1
    while n > first:
        unit = units[n]
        if unit.kind in (None, "dateline"):
            if recognise_tail(unit.text):
                unit.kind, noted = "furniture", True
            elif unit.prose or BULLET.match(unit.text) or unit.text[0].islower() or unit.words > 22:
                break
            else:
                run.append(unit)
        else:
            noted = True
        n -= 1
    listed = units[n].text.endswith(":")
    prose = len(story) - unstopped
    loose = unstopped - len(run) > 0.3 * max(1, prose)
    if listed or loose or prose < 2:
        return
    if len(run) >= 2 or (noted and all(u.words <= 3 for u in run)):
        for unit in run:
            unit.kind = "furniture"


def _need_body(units: list[Unit]) -> None:
    """A text is never all head: its longest part that is not furniture is the story."""
    candidates = [u for u in units if u.kind in ("standfirst", "headline", "caption")] or units
    max(candidates, key=lambda u: (u.kind != "headline", u.words)).kind = "body"


# ---------------------------------------------------------------------------------------------- zones


def _zones(text: str, units: Sequence[Unit]) -> tuple[Zone, ...]:
    zones: list[Zone] = []
    for unit in units:
        start = unit.start
        kind: ZoneKind = unit.kind or "body"
        if kind == "body" and unit.dateline_end:
            cut = start + unit.dateline_end
            zones.append(Zone("dateline", Span(start, cut)))
            start = cut
            while start < unit.end and text[start].isspace():
                start += 1
            if start == unit.end:
                continue
        if zones and zones[-1].kind == kind and kind in ("body", "furniture"):
            zones[-1] = Zone(kind, Span(zones[-1].span.start, unit.end))
        else:
            zones.append(Zone(kind, Span(start, unit.end)))
    return tuple(zones)
