"""Whether two triggers tell of one event: features of pairs, and clusters of what is one."""

from __future__ import annotations

import heapq
from collections.abc import Sequence

import numpy as np

from kg.extract.encode.heads import Floats
from kg.extract.encode.signals import Signals
from kg.extract.slots.told import Told
from kg.extract.view import View

FEATURES = (
    "same_word",
    "sentences",
    "tokens",
    "likeness",  # of the encoder's vectors
    "overlap",  # weighted share of common sides, over all parts
    "first_overlap",  # … of the first part alone
    "second_overlap",
    "conflict",  # each has a sure party of one part, and they are of different sides
    "dates",  # 0 neither has one, 1 one, 2 both and compatible, 3 incompatible
    "attributes",  # how far the probabilities of attribute values are apart
    "weaker",  # log odds of the less likely trigger
    "stronger",
    "nouns",  # both are nouns
    "definite",  # the later one has "the", "this", "their" …
    "indefinite",
    "governs",  # one stands below the other in the tree
    "between",  # candidates of the type between them
    "bare",  # one of them has no likely party
)
_SURE = 0.5
NEAR, FAR = 40, 60
"""Candidates of a type, and sentences, over which two triggers are held against each other."""


def features(signals: Signals, a: Told, b: Told, between: int) -> tuple[float, ...]:
    """Return what speaks for and against two triggers of one type telling the same; ``a`` stands before ``b``."""
    view = signals.view
    i, j = a.candidate.token, b.candidate.token
    overlaps = [
        _overlap(view, a.parts.get(role, ()), b.parts.get(role, ())) for role in sorted({*a.parts, *b.parts})
    ]
    tokens = view.tokens
    determiners = view.children(j, "det", "poss", "predet")
    return (
        float(a.candidate.frame.word == b.candidate.frame.word),
        float(min(20, b.candidate.sentence - a.candidate.sentence)),
        float(min(200, j - i)),
        signals.likeness(i, j),
        max(overlaps, default=0.0),
        overlaps[0] if overlaps else 0.0,
        overlaps[1] if len(overlaps) > 1 else -1.0,
        float(any(_conflict(view, a.parts.get(role, ()), b.parts.get(role, ())) for role in a.parts)),
        float(_dates(a, b)),
        _apart(a, b),
        min(a.odds, b.odds),
        max(a.odds, b.odds),
        float(tokens[i].pos in ("NOUN", "PROPN") and tokens[j].pos in ("NOUN", "PROPN")),
        float(
            bool(determiners & {"the", "this", "these", "that", "those", "both"})
            or any(view.tree.kids(j, "poss"))
        ),
        float(bool(determiners & {"a", "an", "another", "any", "some"})),
        float(i in view.tree.ancestors(j) or j in view.tree.ancestors(i)),
        float(min(20, between)),
        float(
            any(max((c for keys in t.parts.values() for _, c in keys), default=0.0) < _SURE for t in (a, b))
        ),
    )


def _overlap(view: View, left: Sequence[tuple[str, float]], right: Sequence[tuple[str, float]]) -> float:
    """Weighted Jaccard of the sides of two lists of chances; -1 where one is empty of likely ones."""
    x, y = _sides(view, left), _sides(view, right)
    if not x or not y:
        return -1.0
    keys = sorted({*x, *y})
    both = sum(min(x.get(k, 0.0), y.get(k, 0.0)) for k in keys)
    return round(both / sum(max(x.get(k, 0.0), y.get(k, 0.0)) for k in keys), 3)


def _sides(view: View, chances: Sequence[tuple[str, float]]) -> dict[str, float]:
    found: dict[str, float] = {}
    for key, chance in chances:
        if chance >= 0.2:
            side = view.cast.side(key)
            found[side] = max(found.get(side, 0.0), chance)
    return found


def _conflict(view: View, left: Sequence[tuple[str, float]], right: Sequence[tuple[str, float]]) -> bool:
    sure = [[key for key, chance in chances if chance >= _SURE] for chances in (left, right)]
    return bool(sure[0] and sure[1]) and not any(view.cast.same_side(x, y) for x in sure[0] for y in sure[1])


def _dates(a: Told, b: Told) -> int:
    if a.when is None or b.when is None:
        return int(a.when is not None) + int(b.when is not None)
    return 2 if a.when.compatible(b.when) else 3


def _apart(a: Told, b: Told) -> float:
    names = sorted(a.attributes)
    gaps = [abs(x - y) for name in names for x, y in zip(a.attributes[name], b.attributes[name], strict=True)]
    return round(sum(gaps) / max(1, len(names)), 3)


def pairs(signals: Signals, told: Sequence[Told]) -> tuple[list[tuple[int, int]], Floats]:
    """Return the pairs of triggers of one type near each other, as places in ``told``, and their features."""
    index = [
        (i, j)
        for i in range(len(told))
        for j in range(i + 1, min(len(told), i + NEAR + 1))
        if told[j].candidate.sentence - told[i].candidate.sentence <= FAR
    ]
    table = [features(signals, told[i], told[j], j - i - 1) for i, j in index]
    return index, np.array(table, dtype=np.float32).reshape(-1, len(FEATURES))


def clusters(
    size: int, index: Sequence[tuple[int, int]], chances: Sequence[float], threshold: float
) -> list[list[int]]:
    """Join what is one event, the surest pairs of groups first, by the mean chance between their members.

    Args:
        size: number of triggers.
        index: pairs of triggers.
        chances: probability of each pair to be one event; a pair that is not among them has none.
        threshold: groups join whose mean chance is at least that.

    Returns:
        The groups, each in text order, in the order of their first members.
    """
    groups: dict[int, list[int]] = {i: [i] for i in range(size)}
    sums: dict[tuple[int, int], float] = {
        pair: chance for pair, chance in zip(index, chances, strict=True) if chance > 0
    }
    neighbours: dict[int, set[int]] = {i: set() for i in range(size)}
    for i, j in sums:
        neighbours[i].add(j)
        neighbours[j].add(i)
    heap = [(-chance, i, j, 1, 1) for (i, j), chance in sums.items() if chance >= threshold]
    heapq.heapify(heap)
    while heap:
        _, a, b, m, n = heapq.heappop(heap)
        if a not in groups or b not in groups or (m, n) != (len(groups[a]), len(groups[b])):
            continue  # one of them has grown since
        groups[a] = sorted(groups[a] + groups.pop(b))
        for c in sorted((neighbours[a] | neighbours.pop(b)) - {a, b}):
            together = sums.pop(_pair(a, c), 0.0) + sums.pop(_pair(b, c), 0.0)
            neighbours[c].discard(b)
            neighbours[c].add(a)
            neighbours[a].add(c)
            x, y = _pair(a, c)
            sums[x, y] = together
            mean = round(together / (len(groups[x]) * len(groups[y])), 6)
            if mean >= threshold:
                heapq.heappush(heap, (-mean, x, y, len(groups[x]), len(groups[y])))
        neighbours[a].discard(b)
    return sorted(groups.values())


def _pair(i: int, j: int) -> tuple[int, int]:
    return (i, j) if i < j else (j, i)
