"""How a sentence and its article are cited, alike in every format."""

from __future__ import annotations

from kg.telling.page import Line, Page
from kg.telling.texts import counted, date_in_words, texts, word
from kg.telling.things import Source

SHOWN = 2
"""How many articles' sentences stand under a line; the others are counted."""


def where(source: Source | None) -> tuple[str, str, str]:
    """Return title, publisher and date of an article for a citation; what is not known says so."""
    if source is None:
        return word("derived"), "", ""
    date = date_in_words(source.published) if source.published else word("no_date")
    # a file without a headline is named once
    name = source.publisher or (source.name if source.title != source.name else "")
    return source.title, name, date


def remarks(line: Line) -> list[str]:
    """Return what is noted of a line: how many independent sources, how sure, and the rest."""
    told = list(line.notes)
    if line.sources is not None:
        told.append(word("single") if line.sources == 1 else counted("sources", line.sources))
    if line.confidence is not None:
        told.append(f"{word('confidence')} {line.confidence:.2f}")
    return told


def disagreement(aspect: str) -> str:
    """Return the words that stand over two sides of a contradiction."""
    known: dict[str, str] = texts()["aspects"]
    return known.get(aspect) or word("disagree", aspect=aspect)


def more(line: Line, shown: int = SHOWN) -> str:
    """Return how many articles are not shown under a line, ``""`` for none."""
    rest = len(line.evidence) - shown
    return counted("more_evidence", rest) if rest > 0 else ""


def is_empty(page: Page) -> bool:
    """Tell whether a page tells nothing."""
    return not any(section.lines for section in page.sections)
