"""Which events are of one affair: those of an article that share sides, and those of articles that are much alike.

Within an article, events hold together that share a side or answer one another. Across articles, such units are of one
affair where they tell of the same event, or where words, sides and days together make it likely enough: cosine of the
articles' words, weighted by how rare they are (Salton and Buckley, 1988), plus what shared sides and near days add.
Units are joined from the most alike pair on, as long as the two groups are alike on average too.
"""

from __future__ import annotations

import datetime
import math
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache

from kg.lexicon import lexicon
from kg.threads.facts import Event, Facts, Source

_YEAR = re.compile(r"(?<![\d.,$£€])(?:19|20)\d\d(?![\d,]|\.\d)")
_WORD = re.compile(r"[^\W\d_][\w'’-]*[^\W_]|\d{3,}")


@dataclass(frozen=True, slots=True)
class Unit:
    """Events of one article that hold together."""

    article: str
    events: tuple[str, ...]
    sides: frozenset[str]
    day: str
    years: frozenset[int]


@cache
def weights() -> Mapping[str, float]:
    """Return the numbers of ``ontology/lexicon/threads.yaml``: see there."""
    return {str(name): float(value) for name, value in lexicon("threads")["weights"].items()}


def units(facts: Facts) -> list[Unit]:
    """Return the units of all articles, in the order of articles and events."""
    told: dict[str, list[Event]] = defaultdict(list)
    for event in facts.events.values():
        for article in event.articles:
            told[article].append(event)
    found = []
    for article in sorted(told):
        published = facts.sources[article].published if article in facts.sources else ""
        for part in _parts(told[article]):
            days = sorted(event.day for event in part if len(event.day) == 10)
            sides = frozenset(side for event in part for side in event.sides)
            found.append(
                Unit(
                    article,
                    tuple(sorted(event.iri for event in part)),
                    sides,
                    published or (days[-1] if days else ""),
                    _years(part, facts.sources.get(article)),
                )
            )
    return found


def _parts(events: Sequence[Event]) -> list[list[Event]]:
    """Return the events of an article in parts without a common side; what is no thread by itself joins the largest."""
    above = {event.iri: event.iri for event in events}

    def find(one: str) -> str:
        while above[one] != one:
            one = above[one]
        return one

    first: dict[str, str] = {}
    for event in events:
        for key in (*sorted(event.sides), *sorted(event.linked), event.iri):
            other = first.setdefault(key, event.iri)
            a, b = sorted((find(event.iri), find(other)))
            above[b] = a
    parts: dict[str, list[Event]] = defaultdict(list)
    for event in events:
        parts[find(event.iri)].append(event)
    ranked = sorted(parts.values(), key=lambda part: (-len(part), part[0].iri))
    whole = [ranked[0], *(part for part in ranked[1:] if len(part) > 1 and _sides(part) > 1)]
    rest = [event for part in ranked[1:] if part not in whole for event in part]
    return [whole[0] + rest, *whole[1:]]


def _sides(part: Iterable[Event]) -> int:
    return len({side for event in part for side in event.sides})


def _years(part: Iterable[Event], source: Source | None) -> frozenset[int]:
    """Return the years that events are dated by and that an article begins with."""
    said = [event.day[:4] for event in part if event.day]
    if source is not None:
        said += [source.published[:4], *_YEAR.findall(f"{source.headline} {source.lead}")]
    return frozenset(int(year) for year in said if year)


class Likeness:
    """How likely two units are of one affair.

    Args:
        facts: the graph.
        found: all units.
    """

    def __init__(self, facts: Facts, found: Sequence[Unit]) -> None:
        self.units = found
        articles = sorted({unit.article for unit in found})
        counts = {
            article: words_of(facts.sources[article]) if article in facts.sources else Counter[str]()
            for article in articles
        }
        frequency = Counter(word for words in counts.values() for word in words)
        self.rarity = {word: _rarity(word, n, len(articles)) for word, n in frequency.items()}
        self.called = {
            folded(word)
            for side in {side for unit in found for side in unit.sides}
            for name in (facts.names.get(side, ""), *facts.aliases.get(side, ()))
            for word in _WORD.findall(name)
        }
        self.banners = {
            article: banner(facts.sources[article]) for article in articles if article in facts.sources
        }
        self.vectors = {article: self._vector(words) for article, words in counts.items()}
        shared = Counter(side for unit in found for side in unit.sides)
        total = len(found) + weights()["prior_units"]
        self.telling = {side: math.log(total / (n + 1)) / math.log(total) for side, n in shared.items()}

    def _vector(self, words: Counter[str]) -> dict[str, float]:
        weighed = {word: (1 + math.log(n)) * self.rarity[word] for word, n in words.items()}
        most = sorted(weighed, key=lambda word: (-weighed[word], word))[: int(weights()["words"])]
        raw = {word: weighed[word] for word in most}
        length = math.sqrt(sum(value * value for value in raw.values())) or 1.0
        return {word: value / length for word, value in raw.items()}

    def score(self, one: int, other: int) -> float:
        """Return a number that grows with the likelihood; below 0 where the days rule it out."""
        a, b, w = self.units[one], self.units[other], weights()
        if a.article == b.article:
            return -1.0
        if set(a.events) & set(b.events):
            return 1.0
        gap = _gap(a.day, b.day)
        if gap is not None and gap > w["longest_gap"]:
            return -1.0
        if gap is None and (_before(a, b) or _before(b, a)):
            return -1.0
        near = (
            0.0
            if gap is None
            else w["near"]
            if gap <= w["near_days"]
            else -w["far"]
            if gap > w["far_days"]
            else 0.0
        )
        common = sum(self.telling[side] for side in a.sides & b.sides)
        named = w["banner"] * min(len(self.banner(one, other)), 2)
        return self.cosine(a.article, b.article) + named + w["sides"] * min(common, w["most_sides"]) + near

    def banner(self, one: int, other: int) -> frozenset[str]:
        """Return the words that both articles stand under and that no side is called by."""
        a, b = (self.banners.get(self.units[n].article, frozenset()) for n in (one, other))
        return (a & b) - self.called

    def cosine(self, one: str, other: str) -> float:
        """Return the cosine of the words of two articles, 0 to 1."""
        a, b = sorted((self.vectors[one], self.vectors[other]), key=len)
        return sum(value * b.get(word, 0.0) for word, value in a.items())

    def candidates(self) -> list[tuple[int, int]]:
        """Return the pairs worth scoring: of one event, of one side, or of several telling words."""
        pairs: set[tuple[int, int]] = set()
        holders: dict[str, list[int]] = defaultdict(list)
        for n, unit in enumerate(self.units):
            vector = self.vectors[unit.article]
            top = sorted(vector, key=lambda word: (-vector[word], word))[: int(weights()["top_words"])]
            for key in (*unit.events, *(f"\0{side}" for side in unit.sides), *top):
                holders[key].append(n)
        most = int(weights()["most_holders"])
        for held in holders.values():
            # of something that very many share only those next to one another in time are compared
            if len(held) > most:
                held.sort(key=lambda n: (self.units[n].day, n))
            for place, one in enumerate(held):
                pairs.update((min(one, two), max(one, two)) for two in held[place + 1 : place + most])
        return sorted(pairs)


def grouped(facts: Facts, found: Sequence[Unit]) -> list[list[int]]:
    """Return the units of each affair, by their places in ``found``."""
    like, w = Likeness(facts, found), weights()
    group_of = list(range(len(found)))
    groups = {n: [n] for n in group_of}
    scored = [(score, a, b) for a, b in like.candidates() if (score := like.score(a, b)) >= w["enough"]]
    for score, one, two in sorted(scored, key=lambda pair: (-pair[0], pair[1], pair[2])):
        a, b = sorted((group_of[one], group_of[two]))
        # what tells of one event is of one affair, however little else is alike
        if a == b or (score < 1.0 and _average(like, groups[a], groups[b]) < w["on_average"]):
            continue
        for n in groups.pop(b):
            groups[a].append(n)
            group_of[n] = a
    return sorted(sorted(group) for group in groups.values())


def _average(like: Likeness, one: Sequence[int], other: Sequence[int]) -> float:
    most = int(weights()["sample"])
    pairs = [like.score(a, b) for a in one[:most] for b in other[:most]]
    return sum(max(score, 0.0) for score in pairs) / len(pairs)


def words_of(source: Source) -> Counter[str]:
    """Return how often each word stands in an article's headline, which counts twice, and beginning."""
    return Counter(
        folded(word) for word in _WORD.findall(f"{source.headline} {source.headline} {source.lead}")
    )


def banner(source: Source) -> frozenset[str]:
    """Return the rare words that an article stands under: of its headline, and those that it soon says again."""
    lead = Counter(folded(word) for word in _WORD.findall(source.lead))
    head = {folded(word) for word in _WORD.findall(source.headline)}
    said = head | {word for word, n in lead.items() if n > 2}
    return frozenset(said - _common() - _function() - empty())


@cache
def empty() -> frozenset[str]:
    """Return words that name no negotiation: of talking and news, days and months."""
    return frozenset(str(word) for word in lexicon("threads")["empty"])


@lru_cache(maxsize=100_000)
def folded(word: str) -> str:
    """Return a word as it is compared: in small letters, without a possessive ending."""
    word = word.casefold().replace("’", "'")
    return word.removesuffix("'s").rstrip("'")


def _rarity(word: str, count: int, total: int) -> float:
    """Return the inverse document frequency, as if so many articles more had been read, with common words in many."""
    w = weights()
    share = w["function"] if word in _function() else w["common"] if word in _common() else w["rare"]
    more = w["prior"]
    return math.log((total + more) / (count + share * more))


def _before(one: Unit, other: Unit) -> bool:
    """Tell whether one lies more than a year before a year that the other, not dated itself, speaks of."""
    return bool(one.day) and not other.day and bool(other.years) and max(other.years) > int(one.day[:4]) + 1


def _gap(one: str, other: str) -> int | None:
    if len(one) != 10 or len(other) != 10:
        return None
    return abs((datetime.date.fromisoformat(one) - datetime.date.fromisoformat(other)).days)


@cache
def _function() -> frozenset[str]:
    data = lexicon("english")
    return frozenset(data["distinctive"]) | frozenset(data["shared"])


@cache
def _common() -> frozenset[str]:
    from kg import resources

    text = resources.ontology("models/small-words.txt").read_text(encoding="utf-8")
    return frozenset(line for line in text.split() if not line.startswith("#"))
