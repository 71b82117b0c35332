"""Proposals over articles: what was handed over on one day, published on another, and spoken of ever after is one."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from itertools import combinations

from kg.resolve.cluster import Ref, Union
from kg.resolve.gather import Denoted, Group, Ledger, collapse, obey, settle
from kg.resolve.packages import Package, one_package, when_comparable
from kg.resolve.score import weigh
from kg.resolve.table import Stage

_MANY = 4


def _keys(item: Package) -> Iterable[str]:
    return [" ".join(sorted(item.by))] if item.by else []


def _unite(items: Mapping[Ref, Package], ledger: Ledger) -> dict[Ref, Denoted]:
    """Put the claims of each side together.

    First those with a date of handing over or publication, and those with terms in the same words; then what is only
    spoken of ("its proposals") joins the one package of that side that was on the table.
    """
    by_side: dict[frozenset[str], list[Package]] = defaultdict(list)
    for item in items.values():
        by_side[item.by].append(item)
    groups: list[Group[Package]] = []
    for by in sorted(by_side, key=sorted):
        groups += (
            _of_side(by_side[by], ledger) if by else (Group([p], {p.ref[0]: p.ref}) for p in by_side[by])
        )
    told: dict[Ref, Denoted] = {}
    for refs in obey(groups, ledger):
        members = sorted((items[ref] for ref in refs), key=_order)
        found = {d.value for p in members for d in (p.claim.submitted, p.claim.published) if d}
        days = sorted(found, key=lambda day: (-len(day), day))
        to = frozenset().union(*(p.to for p in members if p.dated == members[0].dated))
        name = " ".join([days[0] if days else "proposal", *parties(members[0].by, to)])
        told |= dict.fromkeys(refs, Denoted(refs[0], name, not days))
    return told


PROPOSALS: Stage[Package, Denoted] = Stage("proposals", "proposal", _keys, _unite)


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
