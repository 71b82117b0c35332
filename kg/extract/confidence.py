"""How sure a claim is: the rate at which its rule is right, moved by the claim's marks.

``ontology/lexicon/confidence.yaml`` holds for every rule how often its claims are right, and for every family of rules
by how much a mark multiplies the odds. ``benchmarks/calibrate.py`` measures both against gold.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from functools import cache
from typing import Any, TypeVar

from kg import lexicon
from kg.extract.cast import Cast
from kg.extract.marks import Marks
from kg.extract.trace import Trace, Weighed
from kg.model import Document, Evidence, Extraction
from kg.resources import ontology

DECIDED = frozenset({"meetings", "proposals", "provisions", "responses"})
"""Kinds of claims whose confidence is that of the learned decision."""
LOWEST, HIGHEST = 0.02, 0.98
"""No claim is impossible, none is certain."""

_C = TypeVar("_C")


@dataclass(frozen=True, slots=True)
class Weights:
    """What ``confidence.yaml`` holds.

    Attributes:
        rules: how often a rule's claims are right, by its name or a dotted prefix of it; ``default`` for all others.
        marks: factor on the odds by family of rules (a name's first part) and mark; a mark not named changes nothing.
    """

    rules: Mapping[str, float]
    marks: Mapping[str, Mapping[str, float]]

    def base(self, rule: str) -> float:
        """Return the rate of a rule: its own, else its longest dotted prefix's."""
        while rule:
            if rule in self.rules:
                return self.rules[rule]
            rule = rule.rpartition(".")[0]
        return self.rules["default"]

    def confidence(self, rule: str, marks: Iterable[str] = ()) -> float:
        """Return the probability, two decimals, that a claim of this rule with these marks is right."""
        rate = self.base(rule)
        odds = rate / (1 - rate)
        factors = self.marks.get(rule.partition(".")[0], {})
        for mark in sorted(set(marks)):
            odds *= factors.get(mark, 1.0)
        return round(min(HIGHEST, max(LOWEST, odds / (1 + odds))), 2)


@cache
def weights() -> Weights:
    """Return the weights as measured, read once.

    Raises:
        DataFileError: the data file is missing, or a number in it is no rate or no factor.
    """
    data = lexicon.lexicon("confidence")
    rules = {str(rule): float(rate) for rule, rate in data["rules"].items()}
    marks = {
        str(family): {str(mark): float(factor) for mark, factor in factors.items()}
        for family, factors in data.get("marks", {}).items()
    }
    path = ontology("lexicon", "confidence.yaml")
    for rule, rate in rules.items():
        if not 0 < rate < 1:
            raise lexicon.malformed(path, f"{rate} is no rate between 0 and 1", "rules", rule)
    for family, factors in marks.items():
        for mark, factor in factors.items():
            if factor <= 0:
                raise lexicon.malformed(path, f"{factor} is no factor above 0", "marks", family, mark)
    return Weights(rules, marks)


def weigh(extraction: Extraction, doc: Document, cast: Cast, trace: Trace | None = None) -> Extraction:
    """Give every claim's evidence the confidence of its rule and marks.

    Args:
        extraction: all claims of the article.
        doc: the article, as the extractors saw it.
        cast: who its words denote.
        trace: is told rule, marks and confidence of every claim, and whom the words denote.
    """
    if trace is not None:
        heads = {mention.head: cast.at(mention.head) for mention in cast.mentions}
        trace.denoted |= {i: tuple(cast.actors[key].name for key in keys) for i, keys in heads.items()}
    kinds: dict[str, list[Any]] = {
        "actors": list(extraction.actors),
        "positions": list(extraction.positions),
        "meetings": list(extraction.meetings),
        "provisions": [p for proposal in extraction.proposals for p in proposal.provisions],
        "proposals": list(extraction.proposals),
        "responses": list(extraction.responses),
        "statements": list(extraction.statements),
    }
    for kind, index, marks in Marks(doc, cast).of(extraction):
        claim = kinds[kind][index]
        rule = rule_of(claim.evidence[0])
        if kind in DECIDED:
            sure = claim.evidence[0].confidence
        else:
            sure = weights().confidence(rule, marks)
            kinds[kind][index] = _sure(claim, sure)
        if trace is not None:
            trace.weighed.append(Weighed(kind, index, rule, marks, sure))
    provisions = iter(kinds["provisions"])
    kinds["proposals"] = [
        replace(proposal, provisions=tuple(next(provisions) for _ in proposal.provisions))
        for proposal in kinds["proposals"]
    ]
    return replace(
        extraction,
        actors=tuple(kinds["actors"]),
        positions=tuple(kinds["positions"]),
        meetings=tuple(kinds["meetings"]),
        proposals=tuple(kinds["proposals"]),
        responses=tuple(kinds["responses"]),
        statements=tuple(kinds["statements"]),
    )


def rule_of(evidence: Evidence) -> str:
    """Return the rule's name from the extractor's: ``statement.clause`` of ``parley-statement.clause/0.1``."""
    return evidence.extractor.removeprefix("parley-").rpartition("/")[0]


def _sure(claim: _C, confidence: float) -> _C:
    given: Any = claim
    return replace(given, evidence=tuple(replace(e, confidence=confidence) for e in given.evidence))  # type: ignore[no-any-return]
