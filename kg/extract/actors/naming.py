"""How actors are named: the word lists of ``ontology/lexicon/names.yaml``, read once."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import Any

from kg import lexicon
from kg.lexicon import Phrases
from kg.model import ActorKind


@dataclass(frozen=True, slots=True)
class Naming:
    """Sets of words as they stand in text; see the comments in the data file for each."""

    organization_heads: frozenset[str]
    joiners: frozenset[str]
    joined_by_for: frozenset[str]
    particles: frozenset[str]
    suffixes: frozenset[str]
    compound_tails: frozenset[str]
    never: frozenset[str]
    standing_for: frozenset[str]
    collectives: dict[str, ActorKind]
    place_prepositions: frozenset[str]
    motion_prepositions: frozenset[str]
    motion_verbs: frozenset[str]
    place_objects_of: frozenset[str]
    place_before: frozenset[str]
    documents: frozenset[str]
    programmes: frozenset[str]
    outlet_nouns: frozenset[str]
    chambers: frozenset[str]
    never_first: frozenset[str]
    portfolio_tails: frozenset[str]
    traits: frozenset[str]
    organs: Phrases[str]
    organ_qualifiers: dict[str, frozenset[str]]
    offices: frozenset[str]
    generic_people: frozenset[str]
    named_after: frozenset[str]
    body_people: frozenset[str]
    general_titles: frozenset[str]
    pairs: frozenset[str]
    person_pairs: frozenset[str]
    known_as: frozenset[str]
    feminine: frozenset[str]
    masculine: frozenset[str]
    appointing: frozenset[str]
    serving: frozenset[str]
    leading: dict[str, str]
    kin: frozenset[str]
    owners_in_names: frozenset[str]
    ranks: frozenset[str]
    place_tails: frozenset[str]
    parties: frozenset[str]
    governments: frozenset[str]
    things_named: frozenset[str]
    state_words: frozenset[str]
    degrees: frozenset[str]
    between_titles: frozenset[str]
    company_tails: frozenset[str]
    body_belongings: frozenset[str]
    body_nouns: frozenset[str]
    firm_nouns: frozenset[str]
    union_nouns: frozenset[str]
    public_heads: frozenset[str]
    union_heads: frozenset[str]
    shouted_words: frozenset[str]
    crowds: frozenset[str]
    unnamed_bodies: frozenset[str]
    regnal: frozenset[str]
    person_nouns: frozenset[str]


@cache
def naming() -> Naming:
    """Return the word lists.

    Raises:
        DataFileError: the data file is missing or malformed.
    """
    data = lexicon.lexicon("names")
    renamed = {"joiners": "organization_joiners", "never": "never_names"}
    maps: dict[str, Any] = {
        "collectives": dict(data["collectives"]),
        "leading": dict(data["leading"]),
        "organs": Phrases((form, form) for form in data["organs"]),
        "organ_qualifiers": {organ: frozenset(words) for organ, words in data["organ_qualifiers"].items()},
    }
    for name in Naming.__dataclass_fields__:
        if name not in maps:
            maps[name] = frozenset(data[renamed.get(name, name)])
    return Naming(**maps)


@cache
def outlets() -> Phrases[str]:
    """Return the names of news agencies and outlets: they carry news and are no actors of it."""
    entries = lexicon.lexicon("agencies")["entries"]
    forms = (form for e in entries if not e.get("common") for form in (e["name"], *e.get("forms", ())))
    return Phrases((form, form) for form in forms if len(form) > 2)


def company_tail(word: str) -> bool:
    """Tell whether a word ends the name of a company: "Inc.", "S.A."."""
    return word.replace(".", "") in naming().company_tails
