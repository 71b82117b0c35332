"""Names of a graph's actors, places and publishers in the words of a question."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from kg.query.fold import words_of
from kg.sparql import select

if TYPE_CHECKING:
    from rdflib import Dataset

_ACTORS = """
SELECT DISTINCT ?actor ?name ?preferred WHERE {
  VALUES ?kind { kg:Actor kg:Person kg:State kg:Organization kg:Bloc }
  ?actor a ?kind .
  { ?actor skos:prefLabel ?name BIND("1" AS ?preferred) }
  UNION { ?actor skos:altLabel ?name BIND("" AS ?preferred) }
}
"""
_WEIGHTS = """
SELECT ?actor (COUNT(DISTINCT ?article) AS ?articles) WHERE {
  GRAPH ?article { ?actor skos:prefLabel ?name }
} GROUP BY ?actor
"""
_PLACES = "SELECT DISTINCT ?place ?name { ?place a kg:Place ; rdfs:label|skos:prefLabel ?name }"
_PUBLISHERS = "SELECT DISTINCT ?name { ?article a kg:Article ; kg:publisher ?name }"
_LONGEST = 7
_NEAR = 86
"""How alike a misspelt name must be, in rapidfuzz's per cent; names of few letters must be as they are."""
_FUZZY = 5
_IN = frozenset(("in", "at", "near"))
_TO = frozenset(("to", "towards", "toward"))
_BY = frozenset(("by", "from"))
_MUCH = 4
"""How many times as many articles as all others of the name must speak of one, for it to be meant."""


@dataclass(frozen=True, slots=True)
class Name:
    """A name found in a question.

    Attributes:
        kind: ``actor``, ``place`` or ``publisher``; ``several`` for a name that more than one actor has.
        label: what to put into a parameter; of ``several`` the names that it may stand for.
        first, last: the words that it takes, counted from 0, both included.
        role: ``to`` or ``by`` if the word before it says so, else ``""``.
    """

    kind: str
    label: str
    first: int
    last: int
    role: str = ""


class Names:
    """All names of a graph, looked up by their folded words.

    Attributes:
        ids: label of an actor -> the end of its IRI, with its folder: what it can always be called by.
    """

    def __init__(self, ds: Dataset) -> None:
        rows = sorted((str(row[1]), str(row[2]), str(row[0])) for row in select(ds, _ACTORS))
        self._label = {actor: name for name, preferred, actor in reversed(rows) if preferred}
        self._weight = {str(row[0]): int(str(row[1])) for row in select(ds, _WEIGHTS) if row[0] is not None}
        self.ids = {label: "/".join(actor.split("/")[-2:]) for actor, label in sorted(self._label.items())}
        # folded words -> kind -> IRIs of actors, or labels of the rest
        self._known: dict[tuple[str, ...], dict[str, set[str]]] = defaultdict(lambda: defaultdict(set))
        self._upper: set[tuple[str, ...]] = set()
        self._plain: set[tuple[str, ...]] = set()
        for name, preferred, actor in rows:
            self._add(tuple(words_of(name)), name, bool(preferred), actor)
        for row in select(ds, _PLACES):
            self._known[tuple(words_of(str(row[1])))]["place"].add(str(row[1]))
        for row in select(ds, _PUBLISHERS):
            publisher = str(row[0])
            key = tuple(words_of(publisher))
            for form in {key, key[1:] if key[:1] == ("the",) else key}:
                self._known[form]["publisher"].add(publisher)
        self._known.pop((), None)
        self._single = sorted({key[0] for key in self._known if len(key) == 1 and len(key[0]) >= _FUZZY})
        self._double = sorted(" ".join(key) for key in self._known if len(key) == 2)

    def _add(self, key: tuple[str, ...], name: str, preferred: bool, actor: str) -> None:
        if actor not in self._label:
            return
        self._known[key]["actor" if preferred else "other"].add(actor)
        if name == name.lower():
            self._plain.add(key)
        if name.isupper() and len(name) <= 4:
            self._upper.add(key)
        if preferred and len(key) > 1:
            for part in key:
                if len(part) > 3:
                    self._known[(part,)]["part"].add(actor)

    def find(self, raw: list[str], taken: Iterable[int], common: Callable[[str], bool]) -> list[Name]:
        """Return the names among words, in their order, the longest first where they overlap.

        Args:
            raw: the words as written.
            taken: places of words that are something else.
            common: tells whether a folded word is one that questions are asked in, and so no misspelt name.
        """
        words = [" ".join(words_of(word)) for word in raw]
        free = [i not in set(taken) for i in range(len(raw))]
        found: list[Name] = []
        for look in (self._exact, self._near):
            for length in range(min(_LONGEST, len(raw)), 0, -1):
                for first in range(len(raw) - length + 1):
                    if not all(free[first : first + length]):
                        continue
                    hit = look(tuple(words[first : first + length]), raw[first : first + length], common)
                    if hit is not None:
                        kind, label = self._where(words, first, length) or hit
                        found.append(Name(kind, label, first, first + length - 1, _role(words, first)))
                        free[first : first + length] = [False] * length
        return sorted(found, key=lambda name: name.first)

    def _where(self, words: list[str], first: int, length: int) -> tuple[str, str] | None:
        """Return the place that is meant by "in Velm", though Velm also stands for the state whose capital it is."""
        name = tuple(words[first : first + length])
        place = self.is_place(name) if first and words[first - 1] in _IN else None
        kinds = self._known.get(name, {})
        own = any(tuple(words_of(self._label[actor])) == name for actor in kinds.get("actor", ()))
        return None if place is None or own or kinds.get("publisher") else ("place", place)

    def is_place(self, words: tuple[str, ...]) -> str | None:
        """Return the label of the place that these folded words name, if one does."""
        labels = self._known[words]["place"] if words in self._known else set()
        return min(labels, default=None)

    def _exact(
        self, words: tuple[str, ...], raw: list[str], common: Callable[[str], bool]
    ) -> tuple[str, str] | None:
        kinds: Mapping[str, set[str]] = self._known.get(words, {})
        if words in self._upper and not "".join(raw).isupper():
            return None
        # "the minister" is nobody's name in a question, "the kingdom" may be one
        if words in self._plain and (len(words) < 2 or any(common(word) for word in words if word != "the")):
            return None
        for kind in ("publisher", "actor", "other", "place", "part"):
            found = kinds.get(kind)
            if kind == "part" and found and raw[0].islower():
                # a surname may be written small; "harbour" is no league
                found = {actor for actor in found if words_of(self._label[actor])[-1] == words[0]}
                found = set() if common(words[0]) else found
            if not found:
                continue
            if kind in ("publisher", "place"):
                return (kind, min(found)) if len(found) == 1 else None
            one = self._meant(found)
            if one is not None:
                return "actor", self._label[one]
            # what is no name when written small stands for nobody, rather than for several
            if raw[0][:1].isupper():
                return "several", " or ".join(sorted({self._label[actor] for actor in found})[:4])
            return None
        return None

    def _meant(self, actors: set[str]) -> str | None:
        """Return the one of several actors that nearly all articles mean by their name."""
        ordered = sorted(actors, key=lambda actor: (-self._weight.get(actor, 0), actor))
        rest = sum(self._weight.get(actor, 0) for actor in ordered[1:])
        sure = len(ordered) == 1 or self._weight.get(ordered[0], 0) >= max(_MUCH * rest, 1)
        return ordered[0] if sure else None

    def _near(
        self, words: tuple[str, ...], raw: list[str], common: Callable[[str], bool]
    ) -> tuple[str, str] | None:
        from rapidfuzz import fuzz, process

        if len(words) > 2 or any(common(word) for word in words) or min(map(len, words)) < 3:
            return None
        if len(words) == 1 and (len(words[0]) < _FUZZY or (raw[0].islower() and len(words[0]) < _FUZZY + 1)):
            return None
        choices = self._single if len(words) == 1 else self._double
        near = process.extractOne(
            " ".join(words), choices, scorer=fuzz.ratio, score_cutoff=_NEAR - 4 * (len(words) < 2)
        )
        if near is None:
            return None
        # "Westmark" is no misspelt "Östermark": people mistake letters within a name, not the first of it
        other = near[0]
        if other == " ".join(words):
            return None
        if other[0] != words[0][0] and sorted(other[:2]) != sorted(words[0][:2]):
            return None
        # written small it is a name only where that name may be: "tariff" is no agreement on tariffs
        spelt = other.upper().split() if raw[0][:1].isupper() else other.split()
        return self._exact(tuple(other.split()), spelt, common)


def _role(words: Sequence[str], first: int) -> str:
    before = [word for word in words[max(first - 2, 0) : first] if word not in ("the", "s")][-1:]
    return "to" if before and before[0] in _TO else "by" if before and before[0] in _BY else ""
