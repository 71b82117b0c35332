"""Meetings over articles: one encounter under many wordings, announced, held, recalled.

First the claims that are dated to the day, where only those of one day and the same parties are compared; then every
vaguer one (a month, a range, no date at all but an article's own) joins the only dated meeting that it can mean.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from kg.resolve.cluster import Ref, blocks, slug_of
from kg.resolve.encounters import APART, Encounter, is_house, one_meeting
from kg.resolve.gather import Denoted, Group, Ledger, collapse, obey, settle
from kg.resolve.score import number, weigh
from kg.resolve.table import Stage

_MANY = 4
_WEEK = 7


@dataclass(frozen=True, slots=True)
class Reported:
    """Claims of one meeting, as those with the same parties tell it.

    Attributes:
        items: those that others are compared with, as of a ``Group``.
        members: all of them.
        linked: see ``Marked``.
    """

    items: tuple[Encounter, ...]
    members: tuple[Encounter, ...]
    linked: tuple[str, ...]


def _keys_of_parties(item: Encounter) -> Iterable[str]:
    return [" ".join(sorted(item.parties))] if item.parties else []


def _unite(items: Mapping[Ref, Encounter], ledger: Ledger) -> dict[Ref, Reported | Ref]:
    """Return each meeting under its first claim, and that for all other claims."""
    groups: list[Group[Encounter]] = []
    found = blocks(items.values(), lambda e: e.parties or e.ref)
    for key, members in sorted(found.items(), key=lambda b: str(_plain(b[0]))):
        if isinstance(key, tuple):
            groups += (Group([e], {e.ref[0]: e.ref}) for e in members)
        else:
            groups += _of_parties(members, ledger)
    told: dict[Ref, Reported | Ref] = {}
    for group in groups:
        told |= dict.fromkeys(group.refs.values(), group.first)
        reports = tuple(items[ref] for ref in sorted(group.refs.values()))
        linked = {key for item in reports for key in ledger.links(item.ref)}
        told[group.first] = Reported(tuple(group.items), reports, tuple(sorted(linked)))
    return told


OF_PARTIES: Stage[Encounter, Reported | Ref] = Stage(
    "meetings of parties", "meeting", _keys_of_parties, _unite
)


def _keys_of_day(item: Reported) -> Iterable[str]:
    first = item.items[0]
    day = [f"{first.start} {first.end}"] if first.exact and len(first.sides) > 1 else []
    return [*day, *item.linked]


def _join(items: Mapping[Ref, Reported], ledger: Ledger) -> dict[Ref, Denoted]:
    groups = [Group(list(item.items), {m.ref[0]: m.ref for m in item.members}) for item in items.values()]
    by_ref = {member.ref: member for item in items.values() for member in item.members}
    told: dict[Ref, Denoted] = {}
    for refs in obey(_but_one(groups, ledger), ledger):
        members = sorted((by_ref[ref] for ref in refs), key=_order)
        told |= dict.fromkeys(refs, Denoted(refs[0], _name(members), members[0].claim.when is None))
    return told


MEETINGS: Stage[Reported, Denoted] = Stage("meetings", "meeting", _keys_of_day, _join)


def _plain(key: object) -> object:
    return sorted(key) if isinstance(key, frozenset) else key


def _ref(item: Encounter) -> Ref:
    return item.ref


def _order(item: Encounter) -> tuple[object, ...]:
    """Those that say most first: dated to the day, with a place, a round, a kind, persons."""
    claim = item.claim
    # a house may be in any town: towns first
    town = claim.place is not None and not is_house(claim.place)
    says = sum((2 * town, claim.round is not None, claim.kind != "Meeting", len(item.people)))
    return not item.exact, claim.when is None, item.end - item.start if item.start else 0, -says, item.ref


def _of_parties(members: Sequence[Encounter], ledger: Ledger) -> list[Group[Encounter]]:
    """Group all claims with the same parties."""
    same = weigh("meetings", ("parties", "day", "kind"))
    groups, alone = collapse(
        sorted(members, key=_order), ref=_ref, sort=lambda e: e.sort, same=same, ledger=ledger
    )
    exact = [group for group in groups if group.items[0].exact]
    by_day: dict[tuple[int, int], list[Group[Encounter]]] = defaultdict(list)
    for group in exact:
        by_day[group.items[0].start, group.items[0].end].append(group)
    dated: list[Group[Encounter]] = []
    for day in sorted(by_day):
        left, out = settle(by_day[day], one_meeting, ref=_ref, ledger=ledger)
        dated += left
        alone += out
    dated, out = _numbered(dated, ledger)
    alone += out
    vague = [group for group in groups if not group.items[0].exact]
    left, out = _join_dated(vague, dated, ledger)
    alone += out
    # what the dated ones leave: two articles that give the same month and place
    by_month = blocks(
        (g for g in left if g.items[0].claim.when), lambda g: (g.items[0].start, g.items[0].end)
    )
    loose = [g for g in left if not g.items[0].claim.when]
    for month in sorted(by_month):  # type: ignore[type-var]
        rest, out = settle(by_month[month], one_meeting, ref=_ref, ledger=ledger)
        loose += rest
        alone += out
    return [*dated, *loose, *alone]


def _but_one(groups: list[Group[Encounter]], ledger: Ledger) -> list[Group[Encounter]]:
    """Join meetings of one day of which one report names one party more, where each fits no other of that day."""
    by_parties: dict[tuple[int, int, frozenset[str]], list[Group[Encounter]]] = defaultdict(list)
    for group in groups:
        first = group.items[0]
        if first.exact and len(first.sides) > 1:
            by_parties[first.start, first.end, first.sides].append(group)
    pairs: list[tuple[Group[Encounter], Group[Encounter]]] = []
    for (start, end, sides), wide in by_parties.items():
        if len(sides) > 2:
            for side in sides:
                narrow = by_parties.get((start, end, sides - {side}), [])
                pairs += [(less, more) for more in wide for less in narrow]
    count = Counter(id(group) for pair in pairs for group in pair)
    gone: set[int] = set()
    out: list[Group[Encounter]] = []
    for less, more in pairs:
        if count[id(less)] == count[id(more)] == 1:
            left, fallen = settle([more], one_meeting, ref=_ref, ledger=ledger, fixed=[less])
            out += fallen
            if not left:
                less.items += more.items
                gone.add(id(more))
    return [*(group for group in groups if id(group) not in gone), *out]


def _numbered(
    dated: list[Group[Encounter]], ledger: Ledger
) -> tuple[list[Group[Encounter]], list[Group[Encounter]]]:
    """Join reports of one numbered round that differ in the day."""
    rounds = [g for g in dated if any(e.claim.round is not None for e in g.items)]
    if len(rounds) < 2:
        return dated, []
    left, out = settle(rounds, one_meeting, ref=_ref, ledger=ledger, keys=_weeks)
    gone = {id(group) for group in rounds} - {id(group) for group in left}
    return [group for group in dated if id(group) not in gone], out


def _weeks(item: Encounter) -> range:
    """Return the weeks in which a meeting dated to the day may have been by other reports of its round."""
    reach = int(number("near_days"))
    return range((item.start - reach) // _WEEK, (item.end + reach) // _WEEK + 1)


def _join_dated(
    vague: Sequence[Group[Encounter]], dated: Sequence[Group[Encounter]], ledger: Ledger
) -> tuple[list[Group[Encounter]], list[Group[Encounter]]]:
    """Let each vague claim join the only meeting of its time; what joins none is left."""
    days = sorted((group.items[0].start, n) for n, group in enumerate(dated))
    starts = [day for day, _ in days]
    reach = int(number("near_days"))
    left: list[Group[Encounter]] = []
    out: list[Group[Encounter]] = []
    chosen: dict[tuple[int, ...], list[Group[Encounter]]] = defaultdict(list)
    for group in vague:
        item = group.items[0]
        if not item.start:
            left.append(group)
            continue
        low, high = bisect_left(starts, item.start - reach), bisect_right(starts, item.end)
        chosen[tuple(sorted(n for _, n in days[low:high]))].append(group)
    for numbers in sorted(chosen):
        if not numbers:
            left += chosen[numbers]
            continue
        fixed = [dated[n] for n in numbers]
        rest, fallen = settle(chosen[numbers], one_meeting, ref=_ref, ledger=ledger, fixed=fixed, strict=True)
        left += rest
        out += fallen
    return left, out


def _name(members: Sequence[Encounter]) -> str:
    first = members[0]
    when = first.claim.when
    places = [slug_of(e.claim.place) for e in members if e.claim.place]
    kinds = [e.claim.kind.lower() for e in members if e.claim.kind in APART]
    sides = sorted(first.sides)
    named = sides if len(sides) <= _MANY else [*sides[: _MANY - 1], f"{len(sides) - _MANY + 1} others"]
    parts = [when.value if when else "undated", *kinds[:1]]
    if places:
        parts.append(min(places, key=lambda place: (-places.count(place), len(place), place)))
    return " ".join([*parts, *named]) if named else " ".join([*parts, first.claim.kind])
