"""What people call an affair: a word of its headlines that nobody is called by ("Brexit"), or its sides ("GM–UAW")."""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from itertools import pairwise

from kg.lexicon import lexicon
from kg.threads.facts import Facts, Source
from kg.threads.group import banner, folded, words_of

_ACRONYM = re.compile(r"(?:[A-Z]\.?){2,5}")
_TOKEN = re.compile(r"[^\W\d_][\w'’-]*[^\W_]")
_MOST = 3  # sides in a name
_SHORT = 3


class Namer:
    """Names the affairs of one graph.

    Args:
        facts: the graph.
    """

    def __init__(self, facts: Facts) -> None:
        self.facts = facts
        self._words = {one: words_of(source) for one, source in facts.sources.items()}
        self._everywhere = Counter(word for words in self._words.values() for word in words)
        # words of the names of persons and states: they say who, and not what about
        self._called = frozenset(
            folded(word)
            for who, classes in facts.classes.items()
            if classes & {"Person", "State"}
            for name in (facts.names.get(who, ""), *facts.aliases.get(who, ()))
            for word in _TOKEN.findall(name)
        )

    def named(
        self, sources: Sequence[Source], sides: Sequence[str], counts: Mapping[str, int]
    ) -> tuple[str, tuple[str, ...]]:
        """Return the name of an affair and what else it is called.

        Args:
            sources: the articles that tell of it.
            sides: its sides, the busiest first; ``counts`` says how busy each is.
        """
        facts = self.facts
        parties = between(facts, sides, counts)
        pair = "–".join(parties)
        title = self._title(sources, sides)
        topic = "" if title else self._topic(sources, sides)
        name = title or (f"{pair}: {topic}" if topic else pair)
        two = parties[:2]
        full = " and ".join(facts.names.get(side, "") for side in sides[:2])
        others = {pair, "–".join(two), "–".join(reversed(two)), " and ".join(two), topic, full}
        return name, tuple(sorted(others - {name, ""}, key=lambda one: (one.casefold(), one)))

    def salience(self, sources: Sequence[Source], side: str) -> int:
        """Return how often the articles name a side in their headlines and where they begin."""
        forms = {self.facts.names.get(side, ""), *self.facts.aliases.get(side, ())}
        named = sorted(
            (re.escape(one) for one in forms if one[:1].isupper()), key=lambda one: (-len(one), one)
        )
        if not named:
            return 0
        pattern = re.compile(rf"(?<!\w)(?:{'|'.join(named)})(?!\w)", re.IGNORECASE)
        return sum(len(pattern.findall(f"{one.headline} {one.headline} {one.lead}")) for one in sources)

    def telling(self, sources: Sequence[Source], sides: Sequence[str]) -> list[str]:
        """Return the words that tell these articles from others, the most telling first."""
        called, total = self._called | self._of(sides), len(self._words)
        counts = Counter[str]()
        for one in sources:
            counts.update(self._words[one.iri])
        rank = {
            word: n * math.log(1 + total / self._everywhere[word])
            for word, n in counts.items()
            if n > 1 and len(word) > 3 and word.isalpha() and word not in called and word not in _void()
        }
        return sorted(rank, key=lambda one: (-rank[one], one))

    def _of(self, sides: Iterable[str]) -> frozenset[str]:
        return frozenset(
            folded(word)
            for side in sides
            for name in (self.facts.names.get(side, ""), *self.facts.aliases.get(side, ()))
            for word in _TOKEN.findall(name)
        )

    def _title(self, sources: Sequence[Source], sides: Sequence[str]) -> str:
        """Return the word that headlines share and that is the affair's own; ``""`` where there is none."""
        named = self._called | self._of(sides)
        heads = Counter(word for source in sources for word in banner(source) - named)
        said = {word: [n for one in sources if (n := self._words[one.iri][word])] for word in heads}
        fit = [
            word
            for word, n in heads.items()
            if n > 1 and 2 * len(said[word]) > len(sources) and 3 * len(said[word]) >= self._everywhere[word]
        ]
        for word in sorted(fit, key=lambda one: (-heads[one], -sum(said[one]), one)):
            spelt = spelling(word, sources)
            # what is a name stands with a capital in running text too
            if spelt[:1].isupper():
                return spelt
        return ""

    def _topic(self, sources: Sequence[Source], sides: Sequence[str]) -> str:
        """Return two words next to one another that headlines share, or that one has and its article says again."""
        called = self._called | self._of(sides)
        pairs: Counter[tuple[str, str]] = Counter()
        for source in sources:
            head, lead = (
                [folded(word) for word in _TOKEN.findall(text)] for text in (source.headline, source.lead)
            )
            again = Counter(pairwise(lead))
            for pair in dict.fromkeys(pairwise(head)):
                if again[pair] > 1 or (again[pair] and len(sources) > 1):
                    pairs[pair] += again[pair]
        for pair, _ in sorted(pairs.items(), key=lambda item: (-item[1], item[0])):
            if all(_is_topical(word) and word not in called for word in pair):
                return " ".join(spelling(word, sources) for word in pair)
        return ""


def between(facts: Facts, sides: Sequence[str], counts: Mapping[str, int]) -> list[str]:
    """Return the short names of the sides that a name has: two, or a third that does half as much as the second."""
    known = [side for side in sides if not is_vague(facts, side)] or list(sides)
    if len(known) < 2:
        known += [side for side in sides if side not in known]
    kept = known[:2] + [side for side in known[2:_MOST] if 2 * counts[side] > counts[known[1]] + 1]
    # in the order of the alphabet: the same sides have the same name whoever does more
    return sorted({short_name(facts, side) for side in kept}, key=lambda one: (one.casefold(), one))


def is_vague(facts: Facts, side: str) -> bool:
    """Tell whether a side is a collective, or nobody by name: "officials", "the opposition"."""
    name = facts.names.get(side, "")
    last = folded(name.rsplit(" ", 1)[-1])
    return (
        "Bloc" in facts.classes.get(side, ())
        or not name[:1].isupper()
        or (not name.isupper() and len(name) < _SHORT)
        or "$" in name
        or last in _general()
    )


def short_name(facts: Facts, side: str) -> str:
    """Return a side's name as headlines have it: its initials if it goes by them, a company without its legal form."""
    name = facts.names.get(side, side.rsplit("/", 1)[-1])
    words = name.split()
    initials = "".join(word[0] for word in words if word[0].isupper())
    for alias in sorted(facts.aliases.get(side, ()), key=lambda one: (len(one), one)):
        bare = alias.replace(".", "")
        if len(words) > 1 and _ACRONYM.fullmatch(alias) and bare[0] == initials[:1] and bare[-1] in initials:
            return bare
    while len(words) > 1 and words[-1].strip(".,").casefold() in _forms():
        words.pop()
    return " ".join(words).rstrip(",")


def spelling(word: str, sources: Iterable[Source]) -> str:
    """Return a word as running text has it most often."""
    forms = Counter(
        token for source in sources for token in _TOKEN.findall(source.lead) if folded(token) == word
    )
    plain = {form: n for form, n in forms.items() if folded(form) == form.casefold()} or forms
    return min(plain, key=lambda form: (-plain[form], form)) if plain else word


def _is_topical(word: str) -> bool:
    return len(word) >= _SHORT and word not in _void() and not word.endswith(("ly", "ing", "ed"))


@cache
def _forms() -> frozenset[str]:
    return frozenset(str(word) for word in lexicon("threads")["legal_forms"])


@cache
def _general() -> frozenset[str]:
    return frozenset(str(word) for word in lexicon("threads")["nobody"])


@cache
def _void() -> frozenset[str]:
    data = lexicon("threads")
    english = lexicon("english")
    return frozenset(
        map(str, [*data["empty"], *data["no_topic"], *english["distinctive"], *english["shared"]])
    )
