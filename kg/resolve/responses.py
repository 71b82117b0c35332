"""Answers over articles: one answer of one day, and what is said of it without a date soon after."""

from __future__ import annotations

import datetime
from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass

from kg.model import Article, ResponseClaim
from kg.resolve.actors import Cast
from kg.resolve.cluster import Ref
from kg.resolve.encounters import span
from kg.resolve.gather import Denoted, Group, Ledger, collapse, obey, settle
from kg.resolve.proposals import parties
from kg.resolve.score import Verdict, number, weigh
from kg.resolve.table import Stage


@dataclass(frozen=True, slots=True)
class Answer:
    """A response claim with its parties resolved to sides, and its proposal to the corpus's.

    Attributes:
        published: the article's own date, as ordinal; 0 if it has none.
    """

    ref: Ref
    claim: ResponseClaim
    by: frozenset[str]
    to: frozenset[str]
    proposal: str | None
    published: int

    @property
    def exact(self) -> bool:
        """Whether it is dated to the day."""
        when = self.claim.when
        return when is not None and when.precision == "day" and when.until is None

    @property
    def sort(self) -> Hashable:
        """Claims with the same are one answer if they are of different articles."""
        claim = self.claim
        if not self.exact or not self.by:
            return self.ref
        return claim.when, self.to, self.proposal, claim.form, claim.stance


def answer(article: Article, claim: ResponseClaim, cast: Cast, proposals: Mapping[str, str]) -> Answer:
    """Resolve the parties of a claim, and its proposal by the ids of those of the article."""
    return Answer(
        (article.id, claim.key),
        claim,
        cast.sides_of(cast.of(article.id, claim.respondents)),
        cast.sides_of(cast.of(article.id, claim.recipients)),
        proposals.get(claim.proposal or ""),
        datetime.date.fromisoformat(article.published).toordinal() if article.published else 0,
    )


def _keys(item: Answer) -> Iterable[str]:
    return [" ".join([item.claim.status, *sorted(item.by)])] if item.by else []


def _unite(items: Mapping[Ref, Answer], ledger: Ledger) -> dict[Ref, Denoted]:
    blocks: dict[tuple[str, tuple[str, ...]], list[Answer]] = defaultdict(list)
    groups: list[Group[Answer]] = []
    for item in items.values():
        if item.by:
            blocks[item.claim.status, tuple(sorted(item.by))].append(item)
        else:
            groups.append(Group([item], {item.ref[0]: item.ref}))
    for block in sorted(blocks):
        groups += _of_parties(blocks[block], ledger)
    told: dict[Ref, Denoted] = {}
    for refs in obey(groups, ledger):
        first = min((items[ref] for ref in refs), key=_order)
        day = first.claim.when.value if first.claim.when else "undated"
        name = " ".join([day, first.claim.status.lower(), *parties(first.by, first.to)])
        told |= dict.fromkeys(refs, Denoted(refs[0], name, first.claim.when is None))
    return told


RESPONSES: Stage[Answer, Denoted] = Stage("responses", "response", _keys, _unite)


def _ref(item: Answer) -> Ref:
    return item.ref


def _order(item: Answer) -> tuple[object, ...]:
    claim = item.claim
    says = sum((bool(item.to), item.proposal is not None, claim.form is not None, claim.stance is not None))
    return not item.exact, claim.when is None, -says, item.ref


def _of_parties(members: Sequence[Answer], ledger: Ledger) -> list[Group[Answer]]:
    same = weigh("responses", ("parties", "day", "proposal"))
    groups, done = collapse(
        sorted(members, key=_order), ref=_ref, sort=lambda a: a.sort, same=same, ledger=ledger
    )
    by_day: dict[str, list[Group[Answer]]] = defaultdict(list)
    for group in groups:
        if group.items[0].exact and group.items[0].claim.when:
            by_day[group.items[0].claim.when.value].append(group)
    dated: list[Group[Answer]] = []
    for day in sorted(by_day):
        left, out = settle(by_day[day], _one_answer, ref=_ref, ledger=ledger)
        dated += left
        done += out
    vague = [group for group in groups if not group.items[0].exact]
    days = sorted(
        (span(group.items[0].claim.when)[0], n) for n, group in enumerate(dated) if group.items[0].claim.when
    )
    starts = [day for day, _ in days]
    reach = int(number("answer_days"))
    chosen: dict[tuple[int, ...], list[Group[Answer]]] = defaultdict(list)
    for group in vague:
        seen = group.items[0].published
        low, high = (bisect_left(starts, seen - reach), bisect_right(starts, seen)) if seen else (0, 0)
        chosen[tuple(sorted(n for _, n in days[low:high]))].append(group)
    for numbers in sorted(chosen):
        left = chosen[numbers]
        # an expectation without a day is one's own: what fulfils it links them
        if numbers and left[0].items[0].claim.status != "Expected":
            left, out = settle(
                left, _one_answer, ref=_ref, ledger=ledger, fixed=[dated[n] for n in numbers], strict=True
            )
            done += out
        done += left
    return [*dated, *done]


def _one_answer(a: Answer, b: Answer) -> Verdict | None:
    """Two articles may know different things of one answer, but not opposite ones."""
    x, y = a.claim, b.claim
    if a.to and b.to and not a.to & b.to:
        return None
    if x.form is not None and y.form is not None and x.form != y.form:
        return None
    if x.stance is not None and y.stance is not None and x.stance != y.stance:
        return None
    if a.proposal is not None and b.proposal is not None and a.proposal != b.proposal:
        return None
    reasons = ["parties"]
    if a.exact and b.exact:
        reasons.append("day")
    elif x.when is not None and y.when is not None:
        if not x.when.compatible(y.when):
            return None
        reasons.append("recalled")
    else:
        reasons.append("recalled")
    if a.proposal is not None and a.proposal == b.proposal:
        reasons.append("proposal")
    if x.form is not None and x.form == y.form:
        reasons.append("form")
    if x.stance is not None and x.stance == y.stance:
        reasons.append("stance")
    return weigh("responses", reasons)
