"""Articles with the text of another, or nearly so: agency copy that many papers print.

Candidates come from MinHash signatures over runs of five words, banded (Broder 1997; Leskovec et al., Mining of Massive
Datasets, ch. 3); each is then checked on the runs themselves: what the shorter text shares with the longer.
"""

from __future__ import annotations

import re
import zlib
from collections import deque

import numpy as np
from numpy.typing import NDArray

_WORD = re.compile(r"\w+")
_RUN = 5
_FEWEST = 25  # runs of a text that is long enough to be told from another
_BANDS, _ROWS = 32, 2
_WINDOW = 5_000  # articles remembered: copies of a dispatch stand near one another in any export
_ALIKE = 0.7
_PRIME = np.uint64((1 << 31) - 1)

_Runs = NDArray[np.uint64]


def _multipliers() -> _Runs:
    # of a small generator: the same in every build and with every version of numpy; odd, as multiply-shift hashing
    # asks (Dietzfelbinger et al. 1997)
    state, values = 20_210_807, []
    for _ in range(_BANDS * _ROWS):
        high, state = state, state * 48_271 % int(_PRIME)
        values.append((high << 32 | state) | 1)
    return np.array(values, np.uint64)[:, None]


_BY = _multipliers()


class Copies:
    """Remembers the latest articles, to tell which one a further one copies."""

    def __init__(self) -> None:
        self._buckets: dict[tuple[int, int, int], list[int]] = {}
        self._held: dict[int, tuple[str, _Runs]] = {}
        self._queue: deque[tuple[int, list[tuple[int, int, int]]]] = deque()
        self._next = 0

    def original(self, id: str, text: str) -> str | None:
        """Return the id of the first article that this one is a copy of, ``None`` if it is new; and remember it.

        Args:
            id: the article's id.
            text: its text; what has under 29 words is never a copy.
        """
        runs = _runs(text)
        if len(runs) < _FEWEST:
            return None
        # products wrap at 64 bits, which is what is wanted
        signature = (_BY * runs[None, :]).min(axis=1).tolist()
        keys = [(n, signature[n * _ROWS], signature[n * _ROWS + 1]) for n in range(_BANDS)]
        found = sorted({number for key in keys for number in self._buckets.get(key, ())})
        for number in found:
            name, other = self._held[number]
            if _shared(runs, other) >= _ALIKE:
                return name
        self._keep(id, runs, keys)
        return None

    def _keep(self, id: str, runs: _Runs, keys: list[tuple[int, int, int]]) -> None:
        number, self._next = self._next, self._next + 1
        self._held[number] = (id, runs)
        self._queue.append((number, keys))
        for key in keys:
            self._buckets.setdefault(key, []).append(number)
        if len(self._queue) > _WINDOW:
            old, gone = self._queue.popleft()
            del self._held[old]
            for key in gone:
                bucket = self._buckets[key]
                bucket.remove(old)
                if not bucket:
                    del self._buckets[key]


def _runs(text: str) -> _Runs:
    """Return the runs of five words of a text as sorted numbers under 2^31."""
    words = [zlib.crc32(word.encode("utf-8", "replace")) for word in _WORD.findall(text.casefold())]
    if len(words) < _RUN:
        return np.empty(0, np.uint64)
    numbers = np.array(words, np.uint64)
    total = np.zeros(len(words) - _RUN + 1, np.uint64)
    for n in range(_RUN):
        total = (total * np.uint64(1_000_003) + numbers[n : len(words) - _RUN + 1 + n]) % _PRIME
    return np.unique(total)


def _shared(one: _Runs, other: _Runs) -> float:
    return len(np.intersect1d(one, other, assume_unique=True)) / min(len(one), len(other))
