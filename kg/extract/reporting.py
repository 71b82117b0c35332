"""The lexicon of reporting: verbs with their complement patterns, nouns, phrases (``ontology/lexicon/reporting.yaml``)."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from kg import lexicon


@dataclass(frozen=True, slots=True)
class Reporting:
    """Reporting words; ``verbs`` maps a lemma to the complement patterns that carry content."""

    verbs: dict[str, frozenset[str]]
    attitude_nouns: frozenset[str]
    attitude_verbs: frozenset[str]
    nouns: frozenset[str]
    possessive_phrases: frozenset[str]
    recipients: frozenset[str]


@cache
def reporting() -> Reporting:
    """Return the reporting lexicon, read once.

    Raises:
        DataFileError: the data file is missing or malformed.
    """
    data = lexicon.lexicon("reporting")
    return Reporting(
        verbs={lemma: frozenset(patterns) for lemma, patterns in data["verbs"].items()},
        attitude_nouns=frozenset(data["attitude_nouns"]),
        attitude_verbs=frozenset(data["attitude_verbs"]),
        nouns=frozenset(data["nouns"]),
        possessive_phrases=frozenset(data["possessive_phrases"]),
        recipients=frozenset(data["recipients"]),
    )
