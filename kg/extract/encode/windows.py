"""Cut a document into windows of word pieces that an encoder of limited reach can read."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

REACH = 256
"""Word pieces in a window, its two marks included."""
CONTEXT = 48
"""Word pieces of the sentences before that a window repeats, so that what opens it is read in context."""
LONGEST_WORD = 8
"""Word pieces of one token that are read; a web address or a row of figures has more."""
OPENING, CLOSING, UNKNOWN = 101, 102, 100


@dataclass(frozen=True, slots=True)
class Window:
    """One input of the encoder.

    Attributes:
        ids: word pieces with the opening and closing mark.
        tokens: pairs of a token's index in the document and the place of its first piece in ``ids``; tokens that are
            there for context only are left out.
    """

    ids: tuple[int, ...]
    tokens: tuple[tuple[int, int], ...]


def windows(pieces: Sequence[Sequence[int]], sentences: Iterable[tuple[int, int]]) -> Iterator[Window]:
    """Yield the windows of a document; every token of a sentence is an own token of exactly one.

    Args:
        pieces: word pieces of every token.
        sentences: first and last token of every sentence, half-open, in text order.
    """
    size = [min(len(p), LONGEST_WORD) or 1 for p in pieces]
    units = [unit for first, last in sentences for unit in _short(first, last, size)]
    i = 0
    while i < len(units):
        context = _before(units, i, size)
        room = REACH - 2 - sum(size[t] for first, last in context for t in range(first, last))
        own = [units[i]]
        room -= sum(size[t] for t in range(*units[i]))
        i += 1
        while i < len(units) and (need := sum(size[t] for t in range(*units[i]))) <= room:
            own.append(units[i])
            room -= need
            i += 1
        yield _window(context, own, pieces)


def _short(first: int, last: int, size: Sequence[int]) -> Iterator[tuple[int, int]]:
    """Part a sentence that no window can hold beside its context."""
    start, used = first, 0
    for t in range(first, last):
        if used + size[t] > REACH - CONTEXT - 2:
            yield start, t
            start, used = t, 0
        used += size[t]
    if start < last:
        yield start, last


def _before(units: Sequence[tuple[int, int]], i: int, size: Sequence[int]) -> list[tuple[int, int]]:
    found: list[tuple[int, int]] = []
    room = CONTEXT
    for unit in reversed(units[max(0, i - CONTEXT) : i]):
        room -= sum(size[t] for t in range(*unit))
        if room < 0:
            break
        found.insert(0, unit)
    return found


def _window(
    context: Iterable[tuple[int, int]], own: Iterable[tuple[int, int]], pieces: Sequence[Sequence[int]]
) -> Window:
    ids, tokens = [OPENING], []
    for first, last in context:
        for t in range(first, last):
            ids += pieces[t][:LONGEST_WORD] or [UNKNOWN]
    for first, last in own:
        for t in range(first, last):
            tokens.append((t, len(ids)))
            ids += pieces[t][:LONGEST_WORD] or [UNKNOWN]
    return Window((*ids, CLOSING), tuple(tokens))
