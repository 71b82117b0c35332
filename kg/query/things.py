"""Meetings, proposals, answers, negotiations and places by plain words: "the Geneva talks", "Russia's drafts of 2021".

A thing is described by the names of all who take part in it, of its place, its topic, its dates, and by the words that
``queries/words.yaml`` has for its class, form and status. It is meant where all words of a person are among those.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from kg import resources
from kg.errors import DataFileError
from kg.query.fold import fold, words_of
from kg.sparql import select

if TYPE_CHECKING:
    from rdflib import Dataset

_THINGS = """
SELECT DISTINCT ?thing ?what ?value WHERE {
  { SELECT DISTINCT ?thing WHERE {
      VALUES ?class { kg:Meeting kg:Talks kg:Summit kg:Call kg:Visit kg:Media kg:Proposal kg:Response kg:Negotiation
        kg:Provision kg:Place }
      ?thing a ?class } }
  { ?thing a ?term BIND("kind" AS ?what) BIND(STRAFTER(STR(?term), "#") AS ?value) }
  UNION { ?thing kg:form|kg:status|kg:stance ?term BIND("kind" AS ?what) BIND(STRAFTER(STR(?term), "#") AS ?value) }
  UNION { ?thing rdfs:label|skos:prefLabel ?value BIND("label" AS ?what) }
  UNION { ?thing a kg:Negotiation ; skos:altLabel ?value BIND("label" AS ?what) }
  UNION { ?thing kg:topic|kg:text ?value BIND("text" AS ?what) }
  UNION { ?thing kg:place ?where . ?where rdfs:label|skos:prefLabel ?value BIND("place" AS ?what) }
  UNION { ?thing kg:date|kg:until|kg:submitted|kg:published ?day BIND("date" AS ?what) BIND(STR(?day) AS ?value) }
  UNION { ?thing kg:participant|kg:host|kg:proposedBy|kg:addressedTo|kg:respondent|kg:recipient ?who
    BIND("who" AS ?what) BIND(STR(?who) AS ?value) }
}
"""
_NAMES = "SELECT DISTINCT ?who ?name { ?who skos:prefLabel|skos:altLabel ?name }"
_MONTHS = (
    *("january", "february", "march", "april", "may", "june", "july"),
    *("august", "september", "october", "november", "december"),
)


@dataclass(slots=True)
class Thing:
    """A thing and the words that it may be called by.

    Attributes:
        iri: the whole IRI.
        kinds: local names of its classes, forms and statuses.
        labels: its own labels, folded.
        words: all words for it, folded.
    """

    iri: str
    kinds: set[str] = field(default_factory=set)
    labels: set[str] = field(default_factory=set)
    words: set[str] = field(default_factory=set)


@dataclass(frozen=True, slots=True)
class Words:
    """What ``queries/words.yaml`` says: words by kind, and words that tell nothing apart."""

    kinds: Mapping[str, tuple[str, ...]]
    empty: frozenset[str]


@cache
def vocabulary(path: Path | None = None) -> Words:
    """Read ``queries/words.yaml``.

    Raises:
        DataFileError: it is malformed.
    """
    import yaml

    path = path or resources.queries("words.yaml")
    try:
        data = yaml.safe_load(path.read_text(encoding="utf-8"))
        return Words(
            kinds={str(kind): tuple(map(str, words)) for kind, words in data["kinds"].items()},
            empty=frozenset(map(str, data["empty"])),
        )
    except (OSError, yaml.YAMLError, KeyError, TypeError, AttributeError) as error:
        raise DataFileError(path, f"cannot be read: {' '.join(str(error).split())}") from None


def find_things(ds: Dataset, words: str, *, kind: str = "") -> list[str]:
    """Return the IRIs of the things that ``words`` fit, in the order of their IRIs.

    A thing that has just this label stands before all that the words merely fit.

    Args:
        ds: the graph.
        words: what a person calls the thing.
        kind: only things of this class of Parley's, by its local name.
    """
    found = [thing for thing in things(ds) if not kind or kind in thing.kinds]
    named = sorted(thing.iri for thing in found if fold(words) in thing.labels)
    if named:
        return named
    wanted = _wanted(words)
    fitting = [thing for thing in found if wanted and wanted <= thing.words]
    # the words of a provision are a whole sentence, which holds much by chance
    events = [thing for thing in fitting if "Provision" not in thing.kinds]
    return sorted(thing.iri for thing in events or fitting)


def corrected(ds: Dataset, words: str) -> str | None:
    """Return ``words`` with each that no thing goes by replaced by the nearest that one does, if one is near."""
    from rapidfuzz import fuzz, process

    known = sorted({word for thing in things(ds) for word in thing.words if not word.isdigit()})
    parts: list[str] = []
    for word in words_of(words):
        if word in known or word in vocabulary().empty:
            parts.append(word)
            continue
        near = process.extractOne(word, known, scorer=fuzz.ratio, score_cutoff=75)
        if near is None:
            return None
        parts.append(near[0])
    text = " ".join(parts)
    return text if text != " ".join(words_of(words)) else None


def things(ds: Dataset) -> list[Thing]:
    """Return every meeting, proposal, provision, answer, negotiation and place, with the words for it."""
    names: dict[str, set[str]] = defaultdict(set)
    for who, name in select(ds, _NAMES):
        names[str(who)].update(words_of(str(name)))
    spoken = vocabulary().kinds
    found: dict[str, Thing] = {}
    for row in select(ds, _THINGS):
        iri, what, value = map(str, row)
        thing = found.setdefault(iri, Thing(iri))
        if what == "kind":
            thing.kinds.add(value)
            thing.words.update(spoken.get(value, ()))
        elif what == "who":
            thing.words |= names[value]
        elif what == "date":
            thing.words |= _date_words(value)
        else:
            thing.words.update(words_of(value))
            if what == "label":
                thing.labels.add(fold(value))
    return list(found.values())


def _wanted(words: str) -> set[str]:
    # a date whole, as the graph has it, or the day as people say it: 10th
    plain = re.sub(r"\b(\d{1,2})(?:st|nd|rd|th)\b", r"\1", words, flags=re.IGNORECASE)
    plain = re.sub(r"['’]s\b", "", plain)
    dates = set(re.findall(r"\b\d{4}-\d\d(?:-\d\d)?\b", plain))
    rest = re.sub(r"\b\d{4}-\d\d(?:-\d\d)?\b", " ", plain)
    return dates | (set(words_of(rest)) - vocabulary().empty)


def _date_words(date: str) -> set[str]:
    """Return how parts of a date are said: ``2022-01-10`` is 2022, January, Jan, 10, and also ``2022-01``."""
    parts = date.split("-")
    words = {date, parts[0]}
    if len(parts) > 1 and parts[1].isdigit() and 1 <= int(parts[1]) <= 12:
        month = _MONTHS[int(parts[1]) - 1]
        words |= {f"{parts[0]}-{parts[1]}", month, month[:3]}
    if len(parts) > 2:
        words.add(str(int(parts[2])) if parts[2].isdigit() else parts[2])
    return words


def listed(ids: Sequence[str], most: int = 6) -> str:
    """Return ids for a message, the first few of many."""
    more = f" and {len(ids) - most} more" if len(ids) > most else ""
    return ", ".join(ids[:most]) + more
