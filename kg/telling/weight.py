"""Which of many things to tell: by weight of evidence, with what is doubtful or nobody's by name set aside."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from typing import TYPE_CHECKING

from rdflib import URIRef

from kg.lexicon import lexicon
from kg.query.terms import iri
from kg.sparql import select
from kg.telling.texts import listed, texts

if TYPE_CHECKING:
    from kg.telling.things import Reader

_AT_ONCE = 400
_ACTS = "kg:participant|kg:proposedBy|kg:respondent|kg:speaker|kg:onBehalfOf"
_EVIDENCE = """
SELECT ?s (MAX(?sure) AS ?confidence) (MAX(STR(?day)) AS ?last) (COUNT(DISTINCT ?g) AS ?articles) WHERE {
  VALUES ?s { %s }
  GRAPH ?g { ?s kg:evidence ?e . ?e kg:confidence ?sure }
  OPTIONAL { ?g kg:published ?day }
} GROUP BY ?s
"""
_SOURCES = "SELECT ?s (MAX(?n) AS ?count) WHERE { VALUES ?s { %s } ?s kg:sources ?n } GROUP BY ?s"


@dataclass(frozen=True, slots=True, order=True)
class Weight:
    """What a thing rests on; the greater, the more weight it has.

    Attributes:
        sources: how many independent sources tell of it.
        confidence: of its surest evidence, 0 to 1, to one decimal: less is no difference.
        last: the day of the last article that tells of it, ``""`` where none has one.
    """

    sources: int = 0
    confidence: float = 0.0
    last: str = ""


@dataclass(frozen=True, slots=True)
class Choice:
    """What is told of many things, in the order in which they came, and what is not.

    Attributes:
        left: how many were set aside, by why: ``doubtful``, ``nameless``, ``light``.
    """

    kept: tuple[str, ...]
    left: Mapping[str, int] = field(default_factory=dict)

    @property
    def said(self) -> str:
        """What was left out, in words; ``""`` if nothing was."""
        return left_out(self.left)


def weights(reader: Reader, iris: Iterable[str]) -> dict[str, Weight]:
    """Return the weight of each thing that has evidence."""
    found: dict[str, Weight] = {}
    wanted = list(dict.fromkeys(iris))
    for start in range(0, len(wanted), _AT_ONCE):
        named = " ".join(iri(URIRef(one)) for one in wanted[start : start + _AT_ONCE])
        counted = {str(s): int(str(n)) for s, n in select(reader.ds, _SOURCES % named) if s}
        for s, sure, last, articles in select(reader.ds, _EVIDENCE % named):
            if s is None:
                continue
            sources = counted.get(str(s), int(str(articles)))
            found[str(s)] = Weight(sources, round(float(str(sure)), 1), str(last or ""))
    return found


def choose(
    reader: Reader, iris: Sequence[str], *, limit: int | None = None, everything: bool = False
) -> Choice:
    """Choose what to tell of many things.

    Args:
        iris: in the order in which they are told.
        limit: how many are told at most; those of most weight are.
        everything: set nothing aside, and tell no more than ``limit`` all the same.
    """
    left: Counter[str] = Counter()
    found = weights(reader, iris) if limit is not None or not everything else {}
    kept = list(iris)
    if not everything:
        least = float(texts()["weight"]["least"])
        nameless = nobodies(reader, kept)
        for one in iris:
            doubtful = one in found and found[one].confidence < least
            if doubtful or one in nameless:
                left["doubtful" if doubtful else "nameless"] += 1
                kept.remove(one)
    if limit is not None and len(kept) > limit:
        left["light"] = len(kept) - limit
        place = {one: n for n, one in enumerate(kept)}
        none = Weight()
        # of equal weight the later told: sorted() is stable, and reverse keeps that order
        heaviest = sorted(kept, key=lambda one: (found.get(one, none), place[one]), reverse=True)[:limit]
        kept = sorted(heaviest, key=place.__getitem__)
    return Choice(tuple(kept), dict(left))


def nobodies(reader: Reader, iris: Iterable[str]) -> frozenset[str]:
    """Return the things all of whose actors have no name of their own: "officials", "the opposition"."""
    acting: dict[str, set[str]] = defaultdict(set)
    for thing, who in reader.pairs(iris, _ACTS):
        acting[thing].add(who)
    reader.load_names({who for them in acting.values() for who in them})
    return frozenset(
        thing for thing, them in acting.items() if not any(has_name(reader.name(who)) for who in them)
    )


def has_name(name: str) -> bool:
    """Tell whether what somebody is called is a name, and not what anybody of his kind is called."""
    last = name.rsplit(" ", 1)[-1].casefold()
    return (name[:1].isupper() or name[:1].isdigit()) and (" " in name or last not in _nobody())


def left_out(left: Mapping[str, int]) -> str:
    """Say in a line what was left out; ``""`` if nothing was."""
    words: dict[str, str] = texts()["weight"]
    parts = [words[why].format(count=left[why]) for why in ("light", "doubtful", "nameless") if left.get(why)]
    return words["left"].format(parts=listed(parts)) if parts else ""


@cache
def _nobody() -> frozenset[str]:
    return frozenset(str(word) for word in lexicon("threads")["nobody"])
