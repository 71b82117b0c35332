"""Statements over articles: the same speaker, the same words."""

from __future__ import annotations

import re
from collections.abc import Sequence

from kg.ids import short_hash, slug
from kg.model import Extraction, StatementClaim
from kg.resolve.actors import Cast
from kg.resolve.cluster import Ref, blocks, cluster

_FORMULA = 4
_NAMED = 6


def resolve_statements(extractions: Sequence[Extraction], cast: Cast) -> dict[Ref, str]:
    """Return an id for every statement claim.

    Statements with the same words of the same speaker are one, in one article and over several; unless both have a
    date and the dates differ, or the words are a formula ("no comment") that may be said on any day.
    """
    found = sorted(
        (((e.article.id, claim.key), claim) for e in extractions for claim in e.statements), key=_ref
    )

    def same(item: tuple[Ref, StatementClaim]) -> tuple[str, str]:
        (article, _), claim = item
        return cast.ids.get((article, claim.speaker), ""), words(claim.text)

    ids: dict[Ref, str] = {}
    for members in blocks(found, same).values():
        speaker, text = same(members[0])
        dated = sorted(members, key=lambda f: (f[1].when is None, f[0]))
        for number, group in enumerate(cluster(dated, _may_be_one)):
            name = slug(" ".join([speaker, *text.split()[:_NAMED]]))
            # the first group is named by the words alone, so that one more report changes nothing
            told = () if number == 0 else min(ref for ref, _ in group)
            ids.update((ref, f"{name}-{short_hash(speaker, text, *told)}") for ref, _ in group)
    return ids


def _ref(item: tuple[Ref, StatementClaim]) -> Ref:
    return item[0]


def words(text: str) -> str:
    """Return the words of a statement, lower case, without marks."""
    return " ".join(re.findall(r"\w+", text.casefold()))


def _may_be_one(a: tuple[Ref, StatementClaim], b: tuple[Ref, StatementClaim]) -> bool:
    x, y = a[1].when, b[1].when
    if x is not None and y is not None:
        return x.compatible(y)
    return a[0][0] == b[0][0] or len(a[1].text.split()) >= _FORMULA
