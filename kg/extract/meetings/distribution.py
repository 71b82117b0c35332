"""Several encounters in one phrase: "rounds between A and B in X on Monday and between C and D in Y on Friday"."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Literal

from kg.extract.meetings.encounters import Encounter
from kg.extract.meetings.setting import Setting
from kg.model import PartialDate, Predicate

Step = tuple[Literal["party", "date", "place", "verb"], tuple[str, ...], PartialDate | None]


def distribute(setting: Setting, p: Predicate, whole: Encounter) -> list[Encounter]:
    """Split what one noun tells into one encounter per pair, place and day.

    Walks the words after "between": a further party that follows a place or a day opens the next encounter.

    Returns:
        The encounters; none where the phrase tells of one alone.
    """
    if len(whole.parties) > 2 and _apart(setting, p):
        return _pairs(setting, p, whole)
    if p.kind != "noun" or not (
        len(whole.parties) > 2 or len(p.role("between")) > 2 or _days(setting, p) > 1
    ):
        return []
    parts: list[Encounter] = []
    closed = False
    for step, keys, date in _steps(setting, p):
        current = parts[-1] if parts else None
        if step == "party":
            if current is None or (closed and len(current.parties) > 1):
                current = replace(
                    whole, parties=[], date=None, place=None, spans=list(whole.spans), occasions=[]
                )
                parts.append(current)
                closed = False
            current.parties += [k for k in keys if k not in current.parties]
        elif current is not None:
            if step == "verb" and closed:
                break
            if step == "date":
                current.date = current.date or date
                closed = True
            elif step == "place":
                current.place = current.place or keys[0]
                closed = True
    return parts if len(parts) > 1 and all(len(part.parties) > 1 for part in parts) else []


def _apart(setting: Setting, p: Predicate) -> bool:
    """Tell whether "separately", "each" or "separate" stands by a predicate or its verb."""
    verbs = [v.head for v in setting.carriers(p)] if p.kind == "noun" else [p.head]
    near = [t for i in (p.head, *verbs) for t in setting.tree.kids(i, "advmod", "amod")]
    if any(setting.lex.has("apart", t.text.lower()) for t in near):
        return True
    below = [t for i in verbs for t in setting.tree.kids(i, "appos", "dep", "advmod", "det", "nsubj")]
    return any(
        t.lower_is("each")
        for t in (*below, *(c for b in below for c in setting.tree.kids(b.i, "appos", "det")))
    )


def _pairs(setting: Setting, p: Predicate, whole: Encounter) -> list[Encounter]:
    """Pair each of several parties with the one on the other side of "met separately with"."""
    theirs = set(setting.cast.all_of(p.role("with", "patient", "between")))
    mine = [k for k in whole.parties if k not in theirs]
    others = [k for k in whole.parties if k in theirs]
    if 1 not in (len(mine), len(others)) or not mine or not others:
        return []
    return [
        replace(whole, parties=[a, b], spans=list(whole.spans), occasions=list(whole.occasions))
        for a in mine
        for b in others
    ]


def _days(setting: Setting, p: Predicate) -> int:
    sentence = setting.doc.sentences[p.sentence]
    return sum(1 for t in setting.doc.times if t.date is not None and sentence.span.covers(t.span))


def _steps(setting: Setting, p: Predicate) -> Iterator[Step]:
    """Yield the parties, dates, places and verbs after the noun's "between" in text order."""
    tokens, last = setting.tokens, setting.doc.sentences[p.sentence].last
    i = next((j for j in range(p.head, last) if tokens[j].lower_is("between")), last) + 1
    while i < last:
        token = tokens[i]
        time = next(
            (t for t in setting.doc.times if t.date is not None and t.span.start <= token.start < t.span.end),
            None,
        )
        name = _name_after(setting, i, last)
        if name > i:
            yield "place", (setting.text[tokens[i + 1].start : tokens[name].end],), None
            i = name
        elif token.pos in ("VERB", "AUX"):
            yield "verb", (), None
        elif time is not None:
            yield "date", (), time.date
        elif setting.cast.at(i):
            yield "party", setting.cast.at(i), None
        i += 1


def _name_after(setting: Setting, i: int, last: int) -> int:
    """Return the last token of the proper name that a preposition of place brings; ``i`` if it is none."""
    tokens = setting.tokens
    if not setting.lex.has("place_prepositions", tokens[i].text.lower()):
        return i
    end = i
    while (
        end + 1 < last and tokens[end + 1].pos == "PROPN" and tokens[end + 1].entity not in ("DATE", "PERSON")
    ):
        end += 1
    return end
