"""An invented press: articles in any number, of which it is known what each says.

Every article is made of one of ``samples/``, whose claims are extracted once. No two have the same words: letters of
some of the longer ones are others, as many, so that what is known of the sample's words holds at the same places. Some
have no date but what their text says. A run of articles is of one affair, as the news of a negotiation is: it goes on
for some months between states of its own, told by persons and in words of its own.
Some states are in many affairs and most in few; organisations and places are those of the samples, and so known to all.
Thus claims, and what is to be told apart among them, grow with the corpus, and what is said of one affair does not.
"""

from __future__ import annotations

import re
import time
from collections.abc import Iterator, Sequence
from dataclasses import fields, is_dataclass, replace
from datetime import date, timedelta
from functools import cache
from hashlib import sha256
from pathlib import Path
from typing import Any

from kg import pipeline
from kg.gazetteer import Entry, gazetteer
from kg.model import ActorClaim, Article, Evidence, Extraction, PartialDate

ROOT = Path(__file__).resolve().parent.parent
AFFAIR = 50
"""Articles of one affair."""
LASTS = 120
"""Days that an affair lasts."""
DAYS = 4000
"""Days over which affairs begin."""
_FIRST = ("Ada", "Bruno", "Clara", "David", "Elsa", "Felix", "Greta", "Hugo", "Ida", "Jonas", "Karla", "Leo")
_SYLLABLES = ("ber", "cos", "dal", "ekm", "fal", "gra", "hol", "ive", "jan", "kof", "lun", "mos")
_ENDINGS = ("ga", "tan", "son", "er", "mann", "ini", "ova", "ez", "as", "ic", "u", "aert")
_SKEW = 3
_LONG = re.compile(r"[a-z]{6,}")
_WORD = re.compile(r"\b[a-z]{6,}\b")
_VOWELS = str.maketrans("aeiou", "eioua")
_VARIED = 5
"""One in so many of the longer words of an article is another than in the sample."""
_UNDATED = 25
"""One in so many articles comes without a date of its own."""


class Press:
    """Prints articles, and knows what each says.

    Attributes:
        articles, said: the samples, and what they say.
        per_article: seconds of processor time that extracting a sample takes.
    """

    def __init__(self) -> None:
        self.articles = pipeline.collect(ROOT / "samples")
        next(pipeline.extract_all(self.articles[:1]))  # the model is loaded
        start = time.process_time()
        self.said = list(pipeline.extract_all(self.articles))
        self.per_article = (time.process_time() - start) / len(self.articles)

    def record(self, n: int) -> dict[str, str]:
        """Return article number ``n`` as a record to be read."""
        sample = self.articles[n % len(self.articles)]
        affair, turn = divmod(n, AFFAIR)
        day = _draw("day", affair) % DAYS + turn * LASTS // AFFAIR
        record = {"id": f"copy-{n:06}", "text": _varied(sample.text, n)}
        if n % _UNDATED != _UNDATED // 2:
            record["published"] = (date(2010, 1, 1) + timedelta(day)).isoformat()
        return record

    def extract_all(self, articles: Sequence[Article], **_options: Any) -> Iterator[Extraction]:
        """Take the place of ``kg.pipeline.extract_all``."""
        for article in articles:
            yield self.extract(article)

    def extract(self, article: Article, *, evidence: bool = True) -> Extraction:
        """Return what an article says, without its ``evidence`` if that is not wanted, as it is when read compact."""
        n = int(article.name.removeprefix("copy-"))
        said = self.said[n % len(self.said)]
        own = date.fromisoformat(said.article.published or "2022-01-01")
        days = (date.fromisoformat(article.published) - own).days if article.published else 0
        affair = n // AFFAIR
        states = _states(affair)
        actors = tuple(_recast(claim, affair, states) for claim in said.actors)
        told = _moved(replace(said, article=article, actors=()), days, affair, evidence)
        assert isinstance(told, Extraction)
        return replace(told, actors=actors)


def _draw(*what: object) -> int:
    """Return a number that depends on nothing but its arguments."""
    return int.from_bytes(sha256(repr(what).encode()).digest()[:8], "big")


@cache
def _all_states() -> tuple[Entry, ...]:
    return tuple(sorted((e for e in gazetteer() if e.kind == "State"), key=lambda e: _draw(e.id)))


@cache
def _states(affair: int) -> dict[str, Entry]:
    """Return which state of an affair takes the place of which of the samples: some are in many affairs."""
    known = _all_states()
    free = list(known)
    found: dict[str, Entry] = {}
    for entry in known:
        part = (_draw("state", affair, entry.id) % 10_000 / 10_000) ** _SKEW
        found[entry.id] = free.pop(int(part * len(free)))
    return found


def _varied(text: str, n: int) -> str:
    """Return a text in words of article ``n``, of the same length word for word."""

    def other(match: re.Match[str]) -> str:
        word = match[0]
        return word.translate(_VOWELS) if _draw("word", n, word) % _VARIED == 0 else word

    return _WORD.sub(other, text)


def _recast(claim: ActorClaim, affair: int, states: dict[str, Entry]) -> ActorClaim:
    if claim.kind == "Person":
        n = _draw("person", affair, claim.name)
        family = _SYLLABLES[n % 12] + _SYLLABLES[n // 12 % 12] + _ENDINGS[n // 144 % 12]
        return replace(claim, name=f"{_FIRST[n // 1728 % 12]} {family.title()}", aliases=())
    if claim.gazetteer in states:
        entry = states[claim.gazetteer]
        return replace(claim, name=entry.name, aliases=(), gazetteer=entry.id)
    # an organ of a state goes with it, and is no longer the one that is known
    return replace(claim, gazetteer=None) if claim.organ_of else claim


def _moved(value: Any, days: int, affair: int, evidence: bool) -> Any:
    """Return claims with all their days so many days later and their longer words made those of an affair."""
    if isinstance(value, PartialDate):
        ends = [value.value] + ([value.until] if value.until else [])
        return PartialDate(*(_later(end, days) for end in ends))
    if isinstance(value, Article | Evidence):
        return value
    if isinstance(value, tuple):
        if value and isinstance(value[0], Evidence):
            return value if evidence else ()
        return tuple(_moved(part, days, affair, evidence) for part in value)
    if is_dataclass(value) and not isinstance(value, type):
        given = {field.name: getattr(value, field.name) for field in fields(value)}
        changed = {
            name: _reworded(part, affair) if name == "text" else _moved(part, days, affair, evidence)
            for name, part in given.items()
            if not isinstance(part, str) or name == "text"
        }
        return replace(value, **changed)
    return value


def _later(day: str, days: int) -> str:
    whole = day if len(day) == 10 else f"{day}-15" if len(day) == 7 else f"{day}-07-01"
    return (date.fromisoformat(whole) + timedelta(days)).isoformat()[: len(day)]


@cache
def _tag(affair: int) -> str:
    return "".join(chr(97 + affair // 26**k % 26) for k in range(3))


def _reworded(text: str, affair: int) -> str:
    return _LONG.sub(lambda found: found[0] + _tag(affair), text)
