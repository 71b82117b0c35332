"""Proposals over articles: what was handed over on one day, published on another, and spoken of ever after is one."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from itertools import combinations

from kg.model import Extraction, Judgement
from kg.resolve.actors import Cast
from kg.resolve.cluster import Ref, Union, unique_ids
from kg.resolve.gather import Group, Ledger, collapse, obey, settle
from kg.resolve.packages import Package, one_package, package, when_comparable
from kg.resolve.score import weigh

_MANY = 4


def resolve_proposals(
    extractions: Sequence[Extraction], cast: Cast, judgements: Iterable[Judgement] = ()
) -> tuple[dict[Ref, str], Ledger]:
    """Return an id for every proposal claim, and the account of the merges.

    First those with a date of handing over or publication, and those with terms in the same words; then what is only
    spoken of ("its proposals") joins the one package of that side that was on the table.
    """
    ledger = Ledger("proposal", judgements)
    claims = [package(e.article, claim, cast) for e in extractions for claim in e.proposals]
    by_ref = {p.ref: p for p in claims}
    by_side: dict[frozenset[str], list[Package]] = defaultdict(list)
    for item in claims:
        by_side[item.by].append(item)
    groups: list[Group[Package]] = []
    for by in sorted(by_side, key=sorted):
        groups += (
            _of_side(by_side[by], ledger) if by else (Group([p], {p.ref[0]: p.ref}) for p in by_side[by])
        )
    sets = obey(groups, ledger)
    named: dict[Ref, str] = {}
    undated: list[Ref] = []
    for refs in sets:
        members = sorted((by_ref[ref] for ref in refs), key=_order)
        found = {d.value for p in members for d in (p.claim.submitted, p.claim.published) if d}
        days = sorted(found, key=lambda day: (-len(day), day))
        to = frozenset().union(*(p.to for p in members if p.dated == members[0].dated))
        named[refs[0]] = " ".join([days[0] if days else "proposal", *parties(members[0].by, to)])
        if not days:
            undated.append(refs[0])
    ids = unique_ids(named, hashed=undated)
    return {ref: ids[refs[0]] for refs in sets for ref in refs}, ledger


def parties(by: Iterable[str], to: Iterable[str]) -> list[str]:
    """Return the words of an id for who puts something to whom; of many sides the first few."""
    sides = sorted(by), sorted(to)
    named = [[*side[:_MANY], *(["others"] if len(side) > _MANY else [])] for side in sides]
    return [*named[0], "to", *named[1]] if named[1] else named[0]


def _ref(item: Package) -> Ref:
    return item.ref


def _order(item: Package) -> tuple[object, ...]:
    exact = sum(d is not None and d.precision == "day" for d in (item.claim.submitted, item.claim.published))
    return not item.dated, -exact, not item.reference, -len(item.terms), -len(item.to), item.ref


def _of_side(members: Sequence[Package], ledger: Ledger) -> list[Group[Package]]:
    same = weigh("proposals", ("proposer", "addressee", "submitted"))
    groups, done = collapse(
        sorted(members, key=_order), ref=_ref, sort=lambda p: p.sort, same=same, ledger=ledger
    )
    whole: list[Group[Package]] = []
    for block in _comparable(groups):
        left, out = settle(block, one_package, ref=_ref, ledger=ledger, keys=when_comparable)
        whole += left
        done += out
    on_table = [group for group in whole if any(p.dated for p in group.items)]
    spoken_of = [
        group for group in whole if not any(p.dated for p in group.items) and group.items[0].reference
    ]
    done += [group for group in whole if group not in on_table and group not in spoken_of]
    if on_table and spoken_of:
        spoken_of, out = settle(
            spoken_of,
            one_package,
            ref=_ref,
            ledger=ledger,
            fixed=on_table,
            strict=True,
            keys=when_comparable,
        )
        done += out
    return [*on_table, *spoken_of, *done]


def _comparable(groups: Sequence[Group[Package]]) -> list[list[Group[Package]]]:
    """Return the groups in sets outside which none can be one with another: days near, or telling words in common."""
    union = Union()
    first: dict[object, Ref] = {}
    for group in groups:
        item = group.items[0]
        keys: list[object] = [("month", month) for month in item.months]
        for term in item.terms:
            # two of its four longest words are in every wording that is alike enough
            longest = sorted(set(term.split()), key=lambda word: (-len(word), word))[:4]
            keys += combinations(sorted(longest), 2)
        for key in keys:
            union.join([item.ref, first.setdefault(key, item.ref)])
    by_ref = {group.items[0].ref: group for group in groups}
    order = {group.items[0].ref: n for n, group in enumerate(groups)}
    return [[by_ref[ref] for ref in sorted(refs, key=order.__getitem__)] for refs in union.sets(by_ref)]
