"""Date the articles of a build: by metadata, by their own text, and last by their neighbours."""

from __future__ import annotations

import bisect
import math
import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from kg.dates.own import Evidence, read_evidence
from kg.dates.stated import own_words
from kg.model import Article, PublishedFrom

_NAME = re.compile(r"(?<=[a-z,;] )[A-Z][\w’'-]{2,}")

# An explicit date in the text fixes the year of the own day if it is as near as this (days); nearer where no weekday
# of the text bears the year out.
_NEAR_WITH_WEEKDAY = 200
_NEAR = 45
# The same for the nearest article of the same affair: one that shares at least _SHARED telling names, and that part of
# them; more where the day itself is only inferred. And how much more support the chosen year must have than any other.
_NEIGHBOUR_WITH_WEEKDAY = 60
_NEIGHBOUR = 30
_SHARED = 4
_SHARED_INFERRED = 7
_SHARE = 0.12
_SHARE_INFERRED = 0.3
_CLEARLY = 3.0
_AROUND = 100  # dated articles looked at on either side of a candidate


def date_articles(articles: Sequence[Article]) -> list[Article]:
    """Fill ``published`` and ``published_from`` of every article whose own date can be known.

    Metadata wins; then a date that the text states or that its dateline, weekdays and dates fix; last the articles
    of the same build that share names and are dated: they only decide which year a known day belongs to. Nothing is
    guessed and no clock is asked: where nothing fixes the date, ``published`` stays ``None``.

    Args:
        articles: all articles of the build.

    Returns:
        The articles in the same order.
    """
    dated: list[Article] = []
    open_cases: dict[int, Evidence] = {}
    for n, article in enumerate(articles):
        if article.published:
            dated.append(replace(article, published_from=article.published_from or "metadata"))
            continue
        evidence = read_evidence(article.text)
        own = evidence.stated or _by_clues(evidence)
        if own is None and _is_open(evidence):
            open_cases[n] = evidence
        dated.append(_with_date(article, own, evidence.how))
    if open_cases:
        _by_neighbours(dated, open_cases)
    return dated


def awaits_neighbours(article: Article) -> bool:
    """Tell whether other articles of a build could date an article that has no date of its own.

    Only where its text knows the day and not the year, or a weekday.
    """
    return not article.published and _is_open(read_evidence(article.text))


def _is_open(evidence: Evidence) -> bool:
    return bool(evidence.month_day or (evidence.after and evidence.weekday is not None))


def _with_date(article: Article, own: date | None, how: str) -> Article:
    if own is None:
        return article
    known: PublishedFrom = (
        "dateline" if how == "dateline" else "neighbours" if how == "neighbours" else "weekday"
    )
    return replace(article, published=own.isoformat(), published_from=known)


def _by_clues(evidence: Evidence) -> date | None:
    """Choose the year by the explicit dates of the text, if exactly one year is near to one and contradicts none."""
    reach = _NEAR if evidence.weekday is None and not evidence.pairs else _NEAR_WITH_WEEKDAY
    if evidence.after:  # the day itself is inferred: the clue must be as near as the news
        reach = _NEAR
    years = sorted(
        {
            year + n
            for clue in evidence.clues
            for year in (clue.first.year, clue.last.year)
            for n in (-1, 0, 1)
        }
    )
    anniversaries = {(c.first.month, c.first.day) for c in evidence.clues if c.first == c.last}
    found = []
    for own in filter(None, map(evidence.candidate, years)):
        near = any(_distance(own, c.first, c.last) <= reach for c in evidence.clues)
        anniversary = (own.month, own.day) in anniversaries and evidence.weekday is None
        if near and not anniversary and not evidence.contradicts(own):
            found.append(own)
    return found[0] if len(found) == 1 else None


def _distance(day: date, first: date, last: date) -> int:
    return max((first - day).days, (day - last).days, 0)


def _by_neighbours(articles: list[Article], open_cases: dict[int, Evidence]) -> None:
    """Date in rounds, each from the articles dated before it, until a round dates none."""
    said = own_words("everywhere")
    names = [
        frozenset(
            n for n in _NAME.findall(a.text) if n.lower().removesuffix("’s").removesuffix("'s") not in said
        )
        for a in articles
    ]
    while open_cases:
        known = sorted((date.fromisoformat(a.published), n) for n, a in enumerate(articles) if a.published)
        chosen = {n: _choose(evidence, names, n, known) for n, evidence in open_cases.items()}
        for n, own in chosen.items():
            if own is not None:
                articles[n] = _with_date(articles[n], own, "neighbours")
                del open_cases[n]
        if not any(chosen.values()):
            return


def _choose(
    evidence: Evidence, names: Sequence[frozenset[str]], n: int, known: Sequence[tuple[date, int]]
) -> date | None:
    """Choose the year by the dated articles around each candidate, if one has far more support than any other."""
    reach = _NEIGHBOUR if evidence.weekday is None else _NEIGHBOUR_WITH_WEEKDAY
    years = sorted({day.year + step for day, _ in known for step in (-1, 0, 1)})
    ranked = sorted(
        (
            (*_support(own, names, n, known, reach, inferred=bool(evidence.after)), own)
            for own in filter(None, map(evidence.candidate, years))
            if not evidence.contradicts(own)
        ),
        key=lambda item: (-item[0], item[2]),
    )
    if not ranked or ranked[0][1] > reach:
        return None
    return ranked[0][2] if len(ranked) == 1 or ranked[0][0] >= _CLEARLY * ranked[1][0] else None


def _support(
    own: date,
    names: Sequence[frozenset[str]],
    n: int,
    known: Sequence[tuple[date, int]],
    reach: int,
    *,
    inferred: bool,
) -> tuple[float, int]:
    """Return how much the related articles around a day speak for it, and how many days away the nearest is.

    An article counts by the part of names it shares, and fades out at twice the reach.
    """
    at = bisect.bisect_left(known, (own, -1))
    total, nearest = 0.0, 10**6
    for day, k in known[max(0, at - _AROUND) : at + _AROUND]:
        away = abs((day - own).days)
        share = _shared(names[n], names[k], inferred=inferred) if away < 2 * reach else 0.0
        if share:
            total += share * (1 - away / (2 * reach))
            nearest = min(nearest, away)
    return total, nearest


def _shared(one: frozenset[str], other: frozenset[str], *, inferred: bool) -> float:
    """Return the part of the names that two articles share, 0 if it is too little to be of one affair."""
    shared = len(one & other)
    share = shared / math.sqrt(len(one) * len(other)) if shared else 0.0
    if inferred:
        return share if shared >= _SHARED_INFERRED and share >= _SHARE_INFERRED else 0.0
    return share if shared >= _SHARED and share >= _SHARE else 0.0
