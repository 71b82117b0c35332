"""Where the words that a model quotes stand in the article: exactly, but for typography, nearly, or nowhere.

The offsets are ours: a model gives words and the number of a sentence. Words that say something else than the text
(another number or name, a "not" more or less, one word for another) stand nowhere, however near they look.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from rapidfuzz import fuzz
from rapidfuzz.distance import Indel

from kg.llm.data import guide
from kg.llm.sheet import Sheet
from kg.model import Sentence, Span

How = Literal["exact", "normalised", "fuzzy"]

_SAME = str.maketrans(
    {"’": "'", "‘": "'", "`": "'", "´": "'", "“": '"', "”": '"', "„": '"', "«": '"', "»": '"', "–": "-", "—": "-",
     "‑": "-", "−": "-", "\u00a0": " ", "‹": "<", "›": ">"}
)  # fmt: skip
_ELISION = re.compile(r"\s*(?:\[\s*)?(?:\.\.\.|…)(?:\s*\])?\s*")
_EDGE = " \t\r\n\"'.,;:"
_WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)?|[%$€£]")
_DIGIT = re.compile(r"\d")


@dataclass(frozen=True, slots=True)
class Found:
    """Where a quote stands.

    Attributes:
        twice: it stands in the text more than once; the nearest to the named sentence was taken.
        elsewhere: it does not stand in the named sentence.
    """

    span: Span
    how: How
    twice: bool = False
    elsewhere: bool = False


def align(sheet: Sheet, quote: str, number: int | None) -> Found | None:
    """Return where a quote stands in the sentences of an article; ``None`` if it stands nowhere.

    Args:
        quote: words as a model gives them.
        number: of the sentence that they are said to stand in; ``None`` if it gave none.
    """
    named = sheet.at(number) if number is not None else None
    exact = quote.strip()
    if not any(c.isalnum() for c in exact):
        return None
    for how, places in (("exact", _exact(sheet, exact)), ("normalised", _normalised(sheet, exact))):
        if places:
            near = min(places, key=lambda span: (_distance(sheet, named, span), span.start))
            inside = named is not None and named.span.overlaps(near)
            return Found(near, how, len(places) > 1 and not inside, named is not None and not inside)  # type: ignore[arg-type]
    if named is not None and (span := _nearly(sheet, exact, named)) is not None:
        return Found(span, "fuzzy")
    return None


def pieces(quote: str) -> list[str]:
    """Return the pieces of a quote that leaves words out with dots."""
    return [piece for piece in _ELISION.split(quote) if any(c.isalnum() for c in piece)]


def _distance(sheet: Sheet, named: Sentence | None, span: Span) -> int:
    if named is None:
        return 0
    where = next((s.id for s in sheet.sentences if s.span.overlaps(span)), named.id)
    return abs(where - named.id)


# ------------------------------------------------------------------------------------------- exact, but for typography


def _exact(sheet: Sheet, quote: str) -> list[Span]:
    text = sheet.text
    found = (Span(m.start(), m.end()) for m in re.finditer(re.escape(quote), text))
    return [span for span in found if _whole(text, span) and _shown(sheet, span)]


def _normalised(sheet: Sheet, quote: str) -> list[Span]:
    """The same words, whatever the case, the white space between them, the kind of quotation marks and dashes."""
    plain = quote.translate(_SAME).strip(_EDGE) or quote
    pattern = r"\s+".join(re.escape(word) for word in plain.split())
    text = sheet.text.translate(_SAME)
    found = (Span(m.start(), m.end()) for m in re.finditer(pattern, text, re.IGNORECASE))
    return [span for span in found if _whole(text, span) and _shown(sheet, span)]


def _whole(text: str, span: Span) -> bool:
    """Tell whether a stretch begins and ends where words do."""
    inside_left = span.start > 0 and text[span.start - 1].isalnum() and text[span.start].isalnum()
    inside_right = span.end < len(text) and text[span.end - 1].isalnum() and text[span.end].isalnum()
    return not inside_left and not inside_right


def _shown(sheet: Sheet, span: Span) -> bool:
    """Tell whether a stretch lies in sentences that the model was shown: neither in menus nor across a gap."""
    return any(s.span.overlaps(span) for s in sheet.sentences) and sheet.sentence(span).covers(span)


# ------------------------------------------------------------------------------------------- nearly


def _nearly(sheet: Sheet, quote: str, named: Sentence) -> Span | None:
    """The same words but for misspellings and words that say nothing, in the named sentence."""
    rules = guide().alignment
    plain = quote.translate(_SAME).strip(_EDGE)
    text = named.span.of(sheet.text).translate(_SAME)
    if len(plain) < rules.shortest or len(plain) > len(text) * 1.2:
        return None
    best = fuzz.partial_ratio_alignment(plain.lower(), text.lower(), score_cutoff=rules.least - 10)
    if best is None:
        return None
    words = [(m.start(), m.end()) for m in _WORD.finditer(text)]
    touched = [n for n, (start, end) in enumerate(words) if start < best.dest_end and best.dest_start < end]
    for first, last in _windows(touched, len(words)):
        start, end = words[first][0], words[last][1]
        piece = text[start:end]
        if fuzz.ratio(plain.lower(), piece.lower()) >= rules.least and _same_words(plain, piece):
            return Span(named.span.start + start, named.span.start + end)
    return None


def _windows(touched: list[int], count: int) -> Iterator[tuple[int, int]]:
    """The stretch that fits best first, then a word more or less at each end."""
    if not touched:
        return
    for move_first, move_last in (
        (0, 0),
        (1, 0),
        (0, -1),
        (-1, 0),
        (0, 1),
        (1, -1),
        (-1, 1),
        (1, 1),
        (-1, -1),
    ):
        first, last = touched[0] + move_first, touched[-1] + move_last
        if 0 <= first <= last < count:
            yield first, last


def _same_words(quote: str, text: str) -> bool:
    """Tell whether two stretches differ in spelling and harmless words alone."""
    rules = guide().alignment
    ours, theirs = _words(text), _words(quote)
    for change in Indel.opcodes(ours, theirs):
        a, b, c, d = change.src_start, change.src_end, change.dest_start, change.dest_end
        if change.tag == "equal":
            continue
        if any(word not in rules.harmless for word in (*ours[a:b], *theirs[c:d])):
            return _misspelt(ours, theirs, rules.spelling, rules.harmless)
    return True


def _misspelt(ours: list[str], theirs: list[str], least: float, harmless: frozenset[str]) -> bool:
    left = [word for word in ours if word not in harmless]
    right = [word for word in theirs if word not in harmless]
    return len(left) == len(right) and all(
        a == b or (not _DIGIT.search(a + b) and min(len(a), len(b)) > 3 and _one_slip(a, b, least))
        for a, b in zip(left, right, strict=True)
    )


def _one_slip(a: str, b: str, least: float) -> bool:
    """Tell whether a word is another misspelt: the same beginning, and no "un-" or "-ed" that turns its sense."""
    return a[0] == b[0] and a[-1] == b[-1] and abs(len(a) - len(b)) <= 1 and fuzz.ratio(a, b) >= least


def _words(text: str) -> list[str]:
    return [m.group().lower() for m in _WORD.finditer(text)]
