"""Proposals and the answers to them over articles."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations

from kg.model import Extraction, PartialDate, ProposalClaim, ResponseClaim
from kg.resolve.actors import Cast
from kg.resolve.cluster import Ref, Union, blocks, cluster, unique_ids

_ALIKE = 0.75
_MANY = 4


@dataclass(frozen=True, slots=True)
class Package:
    """A proposal claim with its parties resolved to sides, and its provisions as bags of words."""

    ref: Ref
    claim: ProposalClaim
    by: frozenset[str]
    to: frozenset[str]
    terms: tuple[frozenset[str], ...]


@dataclass(frozen=True, slots=True)
class Answer:
    """A response claim with its parties resolved to sides, and its proposal to the corpus's."""

    ref: Ref
    claim: ResponseClaim
    by: frozenset[str]
    to: frozenset[str]
    proposal: str | None


def resolve_proposals(extractions: Sequence[Extraction], cast: Cast) -> dict[Ref, str]:
    """Return an id for every proposal claim.

    Claims of different articles are one package when the same sides put it to sides in common and it was handed over
    or made public on the same day, or at least half of its provisions are in the same words.
    """
    found = [_package(e.article.id, claim, cast) for e in extractions for claim in e.proposals]
    groups: list[list[Package]] = []
    for members in _comparable(found):
        groups += cluster(sorted(members, key=lambda p: (-_dates(p), -len(p.terms), p.ref)), _may_be_one)
    members_of = {min(p.ref for p in group): group for group in groups}
    named: dict[Ref, str] = {}
    undated: list[Ref] = []
    for ref, group in sorted(members_of.items()):
        day = min((d.value for p in group for d in (p.claim.submitted, p.claim.published) if d), default=None)
        to = frozenset().union(*(p.to for p in group))
        named[ref] = " ".join([*([day] if day else ["proposal"]), *_parties(group[0].by, to)])
        if day is None:
            undated.append(ref)
    ids = unique_ids(named, hashed=undated)
    return {package.ref: ids[ref] for ref, group in members_of.items() for package in group}


def resolve_responses(
    extractions: Sequence[Extraction], cast: Cast, proposals: Mapping[Ref, str]
) -> dict[Ref, str]:
    """Return an id for every response claim; one answer of one day to one proposal is one in all articles."""
    found = [_answer(e.article.id, claim, cast, proposals) for e in extractions for claim in e.responses]
    groups = [[answer] for answer in found if _block(answer) is None]
    for members in blocks(found, _block).values():
        groups += cluster(
            sorted(members, key=lambda a: a.ref), lambda a, b: a.ref[0] != b.ref[0] and _agree(a, b)
        )
    members_of = {min(a.ref for a in group): group for group in groups}
    named: dict[Ref, str] = {}
    for ref, group in sorted(members_of.items()):
        first = group[0]
        day = first.claim.when.value if first.claim.when else "undated"
        named[ref] = " ".join([day, first.claim.status.lower(), *_parties(first.by, first.to)])
    ids = unique_ids(named, hashed=[ref for ref, group in members_of.items() if group[0].claim.when is None])
    return {answer.ref: ids[ref] for ref, group in members_of.items() for answer in group}


def _package(article: str, claim: ProposalClaim, cast: Cast) -> Package:
    return Package(
        (article, claim.key),
        claim,
        cast.sides_of(cast.of(article, claim.proposers)),
        cast.sides_of(cast.of(article, claim.addressees)),
        tuple(frozenset(re.findall(r"\w+", provision.text.casefold())) for provision in claim.provisions),
    )


def _comparable(packages: Sequence[Package]) -> list[list[Package]]:
    """Return the packages in sets outside which none can be one with another: a day or telling words in common."""
    union = Union()
    first: dict[tuple[object, ...], Ref] = {}
    for package in packages:
        claim = package.claim
        keys: list[tuple[object, ...]] = [("submitted", claim.submitted), ("published", claim.published)]
        for term in package.terms:
            # two of its four longest words are in every wording that is alike enough
            longest = sorted(term, key=lambda word: (-len(word), word))[:4]
            keys += combinations(sorted(longest), 2)
        for key in keys:
            if package.by and None not in key:
                union.join([package.ref, first.setdefault((package.by, *key), package.ref)])
    by_ref = {package.ref: package for package in packages}
    return [[by_ref[ref] for ref in refs] for refs in union.sets(by_ref)]


def _dates(package: Package) -> int:
    return (package.claim.submitted is not None) + (package.claim.published is not None)


def _may_be_one(a: Package, b: Package) -> bool:
    if a.ref[0] == b.ref[0] or (a.to and b.to and not a.to & b.to):
        return False
    pairs = ((a.claim.submitted, b.claim.submitted), (a.claim.published, b.claim.published))
    if any(x and y and not x.compatible(y) for x, y in pairs):
        return False
    return bool(a.to & b.to and any(_same_day(x, y) for x, y in pairs)) or _same_terms(a.terms, b.terms)


def _same_day(a: PartialDate | None, b: PartialDate | None) -> bool:
    return a is not None and a == b and a.precision == "day"


def _same_terms(a: Sequence[frozenset[str]], b: Sequence[frozenset[str]]) -> bool:
    few, many = sorted((a, b), key=len)
    if not few:
        return False
    shared = sum(any(_dice(x, y) >= _ALIKE for y in many) for x in few)
    # a single short demand ("leave Syria") is made too often to tell one package from another
    telling = any(len(term) > 5 for term in few)
    return telling and 2 * shared >= max(len(few), 2)


def _dice(a: frozenset[str], b: frozenset[str]) -> float:
    return 2 * len(a & b) / (len(a) + len(b)) if a and b else 0.0


def _answer(article: str, claim: ResponseClaim, cast: Cast, proposals: Mapping[Ref, str]) -> Answer:
    return Answer(
        (article, claim.key),
        claim,
        cast.sides_of(cast.of(article, claim.respondents)),
        cast.sides_of(cast.of(article, claim.recipients)),
        proposals.get((article, claim.proposal or "")),
    )


def _block(answer: Answer) -> tuple[object, ...] | None:
    when = answer.claim.when
    if when is None or when.precision != "day" or not answer.by:
        return None
    return when, answer.claim.status, answer.by, answer.to, answer.proposal


def _agree(a: Answer, b: Answer) -> bool:
    """Two articles may know different things of one answer, but not opposite ones."""
    return all(
        x is None or y is None or x == y
        for x, y in ((a.claim.form, b.claim.form), (a.claim.stance, b.claim.stance))
    )


def _parties(by: Iterable[str], to: Iterable[str]) -> list[str]:
    sides = sorted(by), sorted(to)
    named = [[*side[:_MANY], *(["others"] if len(side) > _MANY else [])] for side in sides]
    return [*named[0], "to", *named[1]] if named[1] else named[0]
