"""Names of a graph's actors, places and publishers in the words of a question."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
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
_PLACES = "SELECT DISTINCT ?place ?name { ?place a kg:Place ; rdfs:label|skos:prefLabel ?name }"
_PUBLISHERS = "SELECT DISTINCT ?name { ?article a kg:Article ; kg:publisher ?name }"
_LONGEST = 7
_NEAR = 86
"""How alike a misspelt name must be, in rapidfuzz's per cent; names of few letters must be as they are."""
_FUZZY = 5
_IN = frozenset(("in", "at", "near"))


@dataclass(frozen=True, slots=True)
class Name:
    """A name found in a question.

    Attributes:
        kind: ``actor``, ``place`` or ``publisher``.
        label: what to put into a parameter.
        first, last: the words that it takes, counted from 0, both included.
    """

    kind: str
    label: str
    first: int
    last: int


class Names:
    """All names of a graph, looked up by their folded words."""

    def __init__(self, ds: Dataset) -> None:
        rows = sorted((str(row[1]), str(row[2]), str(row[0])) for row in select(ds, _ACTORS))
        label = {actor: name for name, preferred, actor in reversed(rows) if preferred}
        self._known: dict[tuple[str, ...], dict[str, set[str]]] = defaultdict(lambda: defaultdict(set))
        self._upper: set[tuple[str, ...]] = set()
        self._plain: set[tuple[str, ...]] = set()
        parts: dict[str, set[str]] = defaultdict(set)
        for preferred in ("1", ""):
            for name, is_preferred, actor in rows:
                key = tuple(words_of(name))
                # a preferred name is before another's other name
                if is_preferred != preferred or not key:
                    continue
                if name == name.lower():
                    self._plain.add(key)
                if (
                    preferred
                    or not self._known[key]["actor"]
                    or self._known[key]["actor"] <= {label.get(actor, name)}
                ):
                    self._known[key]["actor"].add(label.get(actor, name))
                if name.isupper() and len(name) <= 4:
                    self._upper.add(key)
                if preferred and len(key) > 1:
                    for part in key:
                        parts[part].add(label[actor])
        for part, labels in parts.items():
            if len(labels) == 1 and len(part) > 3 and not self._known[(part,)]["actor"]:
                self._known[(part,)]["part"] |= labels
        for row in select(ds, _PLACES):
            self._known[tuple(words_of(str(row[1])))]["place"].add(str(row[1]))
        for row in select(ds, _PUBLISHERS):
            publisher = str(row[0])
            key = tuple(words_of(publisher))
            for form in {key, key[1:] if key[:1] == ("the",) else key}:
                self._known[form]["publisher"].add(publisher)
        self._single = sorted({key[0] for key in self._known if len(key) == 1 and len(key[0]) >= _FUZZY})
        self._double = sorted(" ".join(key) for key in self._known if len(key) == 2)

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
                        found.append(Name(kind, label, first, first + length - 1))
                        free[first : first + length] = [False] * length
        return sorted(found, key=lambda name: name.first)

    def _where(self, words: list[str], first: int, length: int) -> tuple[str, str] | None:
        """Return the place that is meant by "in Velm", though Velm also stands for the state whose capital it is."""
        name = tuple(words[first : first + length])
        place = self.is_place(name) if first and words[first - 1] in _IN else None
        kinds = self._known.get(name, {})
        own = any(tuple(words_of(label)) == name for label in kinds.get("actor", ()))
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
        for kind in ("publisher", "actor", "place", "part"):
            labels = kinds.get(kind, set())
            if kind == "part" and common(words[0]) and raw[0].islower():
                continue
            if len(labels) == 1:
                return ("actor" if kind == "part" else kind), min(labels)
        return None

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
        return self._exact(tuple(near[0].split()), near[0].upper().split(), common) if near else None
