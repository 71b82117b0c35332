"""The lexicon of reporting (``ontology/lexicon/reporting.yaml``): verbs with their patterns, nouns, phrases."""

from __future__ import annotations

from dataclasses import dataclass, fields
from functools import cache

from kg import lexicon


@dataclass(frozen=True, slots=True)
class Reporting:
    """Reporting words; ``verbs`` maps a lemma to the complement patterns that carry content.

    Each attribute is the list of the same name in the data file, where a comment says what it is for.
    """

    verbs: dict[str, frozenset[str]]
    unspoken: frozenset[str]
    evidencing: frozenset[str]
    evidence_only: frozenset[str]
    negatable: frozenset[str]
    unasserted: frozenset[str]
    undelayed: frozenset[str]
    inferring: frozenset[str]
    cutting: frozenset[str]
    attitude_nouns: frozenset[str]
    longing_nouns: frozenset[str]
    attitude_verbs: frozenset[str]
    attitude_adjectives: frozenset[str]
    possessive_phrases: frozenset[str]
    nouns: frozenset[str]
    recipients: frozenset[str]
    told: frozenset[str]
    giving: frozenset[str]
    issued: frozenset[str]
    issuing: frozenset[str]
    documents: frozenset[str]
    speaking_bodies: frozenset[str]
    speaking_people: frozenset[str]
    anaphoric: frozenset[str]
    grouped: frozenset[str]
    grouped_bodies: frozenset[str]
    mouthpieces: frozenset[str]
    mute: frozenset[str]
    asking: frozenset[str]
    answering: frozenset[str]
    no_labels: frozenset[str]
    salutations: frozenset[str]
    closings: frozenset[str]
    addresses: frozenset[str]
    carrying: frozenset[str]
    carrying_tail: frozenset[str]

    def speaks(self, lemma: str) -> bool:
        """Tell whether somebody certainly speaks by a verb, or by the phrase "according to"."""
        return (lemma in self.verbs or lemma == "according to") and lemma not in self.unspoken

    def goes_on(self, lemma: str) -> bool:
        """Tell whether the verb's participle after a comma goes on speaking: ", adding that …"."""
        return self.patterns(lemma) is not None and lemma not in self.inferring | self.undelayed

    @property
    def second_words(self) -> dict[str, tuple[str, ...]]:
        """The second words of the verbs of two, by the first: "clear" for "make"."""
        return _second_words()

    def patterns(self, lemma: str) -> frozenset[str] | None:
        """Return the complement patterns of a verb; the plain verb's where its particle makes no verb of its own."""
        found = self.verbs.get(lemma)
        return self.verbs.get(lemma.split(" ")[0]) if found is None and " " in lemma else found


@cache
def reporting() -> Reporting:
    """Return the reporting lexicon, read once.

    Raises:
        DataFileError: the data file is missing or malformed.
    """
    data = lexicon.lexicon("reporting")
    verbs = {lemma: frozenset(patterns) for lemma, patterns in data["verbs"].items()}
    return Reporting(verbs, *(frozenset(data[f.name]) for f in fields(Reporting)[1:]))


@cache
def _second_words() -> dict[str, tuple[str, ...]]:
    found: dict[str, tuple[str, ...]] = {}
    for lemma in reporting().verbs:
        first, _, second = lemma.partition(" ")
        if second:
            found[first] = (*found.get(first, ()), second)
    return found
