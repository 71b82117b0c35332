"""The word lists of the clause layer, from ``ontology/lexicon/predicates.yaml``."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from kg import lexicon


@dataclass(frozen=True, slots=True)
class Words:
    """Sets and maps of lemmas; see the comments in the data file."""

    nouns: frozenset[str]
    light: frozenset[str]
    aspectual: frozenset[str]
    matrices: dict[str, str]
    subject_control: frozenset[str]
    modals: dict[str, str]
    negations: frozenset[str]
    lemmas: dict[str, str]
    weekdays: frozenset[str]
    reality: dict[str, frozenset[str]]


@cache
def words() -> Words:
    """Return the word lists, read once.

    Raises:
        DataFileError: the data file is missing or malformed.
    """
    data = lexicon.lexicon("predicates")
    return Words(
        nouns=frozenset(data["nouns"]),
        light=frozenset(data["light_verbs"]),
        aspectual=frozenset(data["aspectual_verbs"]),
        matrices=dict(data["modal_matrices"]),
        subject_control=frozenset(data["subject_control"]),
        modals=dict(data["modals"]),
        negations=frozenset(data["negations"]),
        lemmas=dict(data["lemmas"]),
        weekdays=frozenset(data["weekdays"]),
        reality={name: frozenset(listed) for name, listed in data["reality"].items()},
    )
