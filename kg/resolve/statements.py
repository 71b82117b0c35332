"""Statements over articles: the same speaker, the same words, or nearly so."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from rapidfuzz import fuzz

from kg.ids import short_hash, slug
from kg.model import Article, PartialDate, StatementClaim
from kg.resolve.actors import Cast
from kg.resolve.cluster import Ref
from kg.resolve.gather import Group, Ledger, obey, settle
from kg.resolve.score import Verdict, weigh
from kg.resolve.table import Stage

_FORMULA = 4
_NAMED = 6
_LONG = 8
_ALIKE = 92.0
# the fewest words at either end that two versions of one statement have in common
_END = 3


@dataclass(frozen=True, slots=True)
class Saying:
    """A statement claim with its speaker resolved and its words made plain; ``length`` in words as written."""

    ref: Ref
    when: PartialDate | None
    speaker: str
    words: str
    length: int


def saying(article: Article, claim: StatementClaim, cast: Cast) -> Saying:
    """Resolve the speaker of a claim and make its words plain."""
    speaker = cast.ids.get((article.id, claim.speaker), "")
    return Saying((article.id, claim.key), claim.when, speaker, words(claim.text), len(claim.text.split()))


def _keys(item: Saying) -> Iterable[str]:
    yield f"{item.speaker} said {item.words}"
    yield from (" ".join(end) for end in _ends(item))


def _ends(item: Saying) -> Iterable[tuple[str, ...]]:
    """Yield how a long statement begins and ends: what is alike does either as another does."""
    said = item.words.split()
    if len(said) >= _LONG:
        yield "begins", item.speaker, *said[:_END]
        yield "ends", item.speaker, *said[-_END:]


def _unite(items: Mapping[Ref, Saying], ledger: Ledger) -> dict[Ref, str]:
    """Return an id for every claim.

    Statements with the same words of the same speaker are one, in one article and over several; unless both have a
    date and the dates differ, or the words are a formula ("no comment") that may be said on any day. Two articles may
    quote a few words more or less of a long one.
    """
    exact: dict[tuple[str, str], list[Saying]] = defaultdict(list)
    for item in items.values():
        exact[item.speaker, item.words].append(item)
    sets: list[list[Saying]] = []
    for key in sorted(exact):
        sets += _same_words(sorted(exact[key], key=lambda s: (s.when is None, s.ref)), ledger)
    first = {group[0].ref: group for group in sets}
    merged = obey(_alike(sets, ledger), ledger)
    used: set[str] = set()
    ids: dict[Ref, str] = {}
    for refs in sorted(merged):
        said = min((first[ref][0] for ref in refs), key=lambda s: (-len(s.words), s.words, s.ref))
        name = slug(" ".join([said.speaker, *said.words.split()[:_NAMED]]))
        # the first group is named by the words alone, so that one more report changes nothing
        id_ = f"{name}-{short_hash(said.speaker, said.words)}"
        if id_ in used:
            id_ = f"{name}-{short_hash(said.speaker, said.words, *said.ref)}"
        used.add(id_)
        ids.update((item.ref, id_) for ref in refs for item in first[ref])
    return ids


STATEMENTS: Stage[Saying, str] = Stage("statements", "statement", _keys, _unite)


def words(text: str) -> str:
    """Return the words of a statement, lower case, without marks."""
    return " ".join(re.findall(r"\w+", text.casefold()))


def _same_words(members: Sequence[Saying], ledger: Ledger) -> list[list[Saying]]:
    """Return the sayings of one wording by what they are: of one day, or of none and the only one."""
    by_day: dict[PartialDate, list[Saying]] = defaultdict(list)
    rest: list[Saying] = []
    for saying in members:
        when = saying.when
        if when is not None and not ledger.judged(saying.ref):
            by_day[when].append(saying)
        else:
            rest.append(saying)
    dated: list[tuple[PartialDate, list[Saying]]] = []
    # a month is the day in it, where there is only one
    for value in sorted(by_day, key=lambda v: (-len(v.value), v.value, v.until or "")):
        fits = [group for day, group in dated if day.compatible(value)]
        if len(fits) == 1:
            fits[0] += by_day[value]
        else:
            dated.append((value, by_day[value]))
    groups = [group for _, group in dated]
    formula = members[0].length < _FORMULA
    own: dict[str, list[Saying]] = defaultdict(list)
    for saying in rest:
        own[saying.ref[0]].append(saying)
    for article in sorted(own):
        here = [g for g in groups if any(s.ref[0] == article for s in g)]
        anywhere = groups if not formula else here
        fits = here if len(here) == 1 else anywhere
        apart = any(ledger.apart([s.ref for s in own[article]], [s.ref for s in g]) for g in fits)
        if len(fits) == 1 and not apart:
            fits[0] += own[article]
        else:
            groups.append(own[article])
    verdict = weigh("statements", ("words",))
    for group in groups:
        group.sort(key=lambda s: s.ref)
        for saying in group[1:]:
            if saying.ref[0] != group[0].ref[0]:
                ledger.note(group[0].ref, saying.ref, verdict, merged=True)
    return groups


def _alike(sets: Sequence[list[Saying]], ledger: Ledger) -> list[Group[Saying]]:
    """Group wordings of one speaker that begin or end alike and differ in little."""
    groups = [Group([found[0]], {s.ref[0]: found[0].ref for s in found[:1]}) for found in sets]
    blocks: dict[tuple[str, ...], list[int]] = defaultdict(list)
    for n, found in enumerate(sets):
        for end in _ends(found[0]):
            blocks[end].append(n)
    gone: set[int] = set()
    for block in sorted(blocks):
        numbers = [n for n in blocks[block] if n not in gone]
        if len(numbers) > 1:
            numbers.sort(key=lambda n: (-len(sets[n][0].words), sets[n][0].ref))
            here = {id(groups[n]): n for n in numbers}
            left, out = settle(
                [groups[n] for n in numbers], _one_saying, ref=_ref, ledger=ledger, keys=_months
            )
            gone |= here.keys() and {here[key] for key in here.keys() - {id(g) for g in left}}
            # an article's second version of the same words stays its own
            groups += out
    return [group for n, group in enumerate(groups) if n not in gone]


def _ref(saying: Saying) -> Ref:
    return saying.ref


def _months(saying: Saying) -> tuple[str, ...] | None:
    """Return the month of a statement; ``None`` for one that no single month holds."""
    when = saying.when
    if when is None or when.precision == "year" or (when.until and when.until[:7] != when.value[:7]):
        return None
    return (when.value[:7],)


def _one_saying(a: Saying, b: Saying) -> Verdict | None:
    x, y = a.when, b.when
    if a.ref[0] == b.ref[0] or (x is not None and y is not None and not x.compatible(y)):
        return None
    if fuzz.ratio(a.words, b.words, score_cutoff=_ALIKE) < _ALIKE:
        return None
    return weigh("statements", ("alike",))
