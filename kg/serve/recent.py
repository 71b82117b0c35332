"""Answers that were given a moment ago, for the store as it still is."""

from __future__ import annotations

from collections import OrderedDict
from typing import NamedTuple

_LARGEST = 64 * 2**10
_MOST = 16 * 2**20


class Given(NamedTuple):
    """An answer: its bytes and the value of Content-Type."""

    body: bytes
    content_type: str


class Recent:
    """The small answers that were given last, of one state of the store; what was given of another is forgotten.

    Args:
        most: bytes that all of them may have together, with the requests that they answer.
    """

    def __init__(self, most: int = _MOST) -> None:
        self._most = most
        self._held = 0
        self._state: object = None
        self._given: OrderedDict[tuple[bytes, str], Given] = OrderedDict()

    def get(self, state: object, key: tuple[bytes, str]) -> Given | None:
        """Return the answer to a request, given its state of the store; ``None`` where it is not held."""
        if state != self._state:
            self._given.clear()
            self._state, self._held = state, 0
            return None
        found = self._given.get(key)
        if found is not None:
            self._given.move_to_end(key)
        return found

    def keep(self, state: object, key: tuple[bytes, str], given: Given) -> None:
        """Hold an answer, unless it is large or the store has changed since it was asked for."""
        size = _size(key, given)
        if size > _LARGEST or state != self._state or key in self._given:
            return
        self._given[key] = given
        self._held += size
        while self._held > self._most:
            self._held -= _size(*self._given.popitem(last=False))


def _size(key: tuple[bytes, str], given: Given) -> int:
    return len(key[0]) + len(key[1]) + len(given.body)
