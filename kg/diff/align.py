"""Which thing of one graph is which of another: the same id, or else the same evidence."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from kg.diff.snapshot import Thing, Trace

_Counterpart = Callable[[str], Thing | None]


@dataclass(frozen=True, slots=True)
class Alignment:
    """How the things of one kind go together.

    Attributes:
        pairs: what is in both graphs.
        merged: things of the old graph, each with the thing of the new one that it is now part of.
        split: things of the new graph, each with the thing of the old one that it was part of.
    """

    pairs: tuple[tuple[Thing, Thing], ...]
    new: tuple[Thing, ...]
    gone: tuple[Thing, ...]
    merged: tuple[tuple[Thing, Thing], ...]
    split: tuple[tuple[Thing, Thing], ...]


def align(old: Mapping[str, Thing], new: Mapping[str, Thing]) -> Alignment:
    """Align the things of one kind.

    Things of one id are one. Of the rest, those that share evidence are one, the closest first; what is left over and
    stands where a thing of the other graph stands now, and did not stand before, was merged or split.
    """
    pairs = {id: id for id in old.keys() & new.keys()}
    here, there = _by_trace(old), _by_trace(new)
    left = [id for id in old if id not in pairs]
    close = sorted(
        (-shared, a, b)
        for a in left
        for b, shared in _shared(old[a], there).items()
        if b not in pairs and 2 * shared >= min(len(old[a].traces), len(new[b].traces))
    )
    taken: set[str] = set()
    for _, a, b in close:
        if a not in pairs and b not in taken:
            pairs[a] = b
            taken.add(b)
    of_new = {b: a for a, b in pairs.items()}
    merged: dict[str, str] = {}
    split: dict[str, str] = {}
    for a in left:
        whole = None if a in pairs else _moved(old[a], there, lambda b: old.get(of_new.get(b, "")))
        if whole is not None:
            merged[a] = whole
    for b in new:
        whole = None if b in of_new else _moved(new[b], here, lambda a: new.get(pairs.get(a, "")))
        if whole is not None:
            split[b] = whole
    return Alignment(
        pairs=tuple((old[a], new[b]) for a, b in sorted(pairs.items())),
        new=tuple(new[b] for b in sorted(new) if b not in of_new and b not in split),
        gone=tuple(old[a] for a in sorted(old) if a not in pairs and a not in merged),
        merged=tuple((old[a], new[b]) for a, b in sorted(merged.items())),
        split=tuple((new[b], old[a]) for b, a in sorted(split.items())),
    )


def _by_trace(things: Mapping[str, Thing]) -> dict[Trace, list[str]]:
    found: dict[Trace, list[str]] = defaultdict(list)
    for id, thing in sorted(things.items()):
        for trace in thing.traces:
            found[trace].append(id)
    return found


def _shared(thing: Thing, by_trace: Mapping[Trace, list[str]]) -> dict[str, int]:
    counts: dict[str, int] = defaultdict(int)
    for trace in thing.traces:
        for id in by_trace.get(trace, ()):
            counts[id] += 1
    return counts


def _moved(thing: Thing, by_trace: Mapping[Trace, list[str]], counterpart: _Counterpart) -> str | None:
    """Return the thing of the other graph that took over at least half of this one's evidence.

    Evidence that the other had in this graph too, because one sentence tells of both, was not taken over.
    """
    counts: dict[str, int] = defaultdict(int)
    for trace in thing.traces:
        for id in by_trace.get(trace, ()):
            same = counterpart(id)
            if same is not None and trace not in same.traces:
                counts[id] += 1
    best = min(counts, key=lambda id: (-counts[id], id), default=None)
    return best if best is not None and 2 * counts[best] >= len(thing.traces) else None
