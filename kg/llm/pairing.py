"""Which claims of two readers are one: their words lie in the same sentences, their parties are mostly the same."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from kg.model import Evidence

_PARTIES = 0.5


def matched(ours: Sequence[Any], theirs: Sequence[Any], same: Callable[[Any, Any], float]) -> dict[int, int]:
    """Return the partners of claims by their places, the best fitting first; ``same`` gives 0 for no pair."""
    scores = sorted(
        (
            (-score, i, j)
            for i, a in enumerate(ours)
            for j, b in enumerate(theirs)
            if (score := same(a, b)) > 0
        )
    )
    found: dict[int, int] = {}
    for _, i, j in scores:
        if i not in found and j not in found.values():
            found[i] = j
    return found


def same_event(a: Any, b: Any, parties: str) -> float:
    """Return how well two meetings, proposals or responses fit; ``parties`` is the field that names who is in them."""
    near = sum(any(e.sentence.overlaps(f.sentence) for f in b.evidence) for e in a.evidence) / len(a.evidence)
    together = _dice(getattr(a, parties), getattr(b, parties))
    if not near or together < _PARTIES:
        return 0.0
    whens = [(getattr(a, s), getattr(b, s)) for s in ("when", "submitted") if hasattr(a, s)]
    if any(x and y and not x.compatible(y) for x, y in whens):
        return 0.0
    touching = any(e.span.overlaps(f.span) for e in a.evidence for f in b.evidence)
    return near + together + touching


def same_post(a: Any, b: Any) -> float:
    """Return how well two posts of a person fit, by the words of their titles."""
    if a.person != b.person:
        return 0.0
    titles = [t.lower().split() for t in (a.title, *a.other_titles)]
    best = max(_dice(t, b.title.lower().split()) for t in titles)
    return best if best >= _PARTIES else 0.0


def same_words(a: Any, b: Any) -> float:
    """Return how well two statements fit, by the words that both have."""
    shared = sum(_shared(e, f) for e in a.evidence for f in b.evidence)
    shorter = min(sum(len(e.span) for e in a.evidence), sum(len(f.span) for f in b.evidence))
    part = shared / max(shorter, 1)
    # one sentence may hold what two persons say: the same speaker first
    return part + (a.speaker == b.speaker) if part >= _PARTIES else 0.0


def _shared(e: Evidence, f: Evidence) -> int:
    return max(0, min(e.span.end, f.span.end) - max(e.span.start, f.span.start))


def overlap(p: Any, q: Any) -> bool:
    """Tell whether the evidence of two claims shares words."""
    return any(e.span.overlaps(f.span) for e in p.evidence for f in q.evidence)


def _dice(a: Sequence[str], b: Sequence[str]) -> float:
    left, right = set(a), set(b)
    return 2 * len(left & right) / (len(left) + len(right)) if left and right else 0.0
