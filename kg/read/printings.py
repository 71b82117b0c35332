"""Brings articles and their copies together, so that each text is written once, with all who printed it."""

from __future__ import annotations

import json
import zlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from kg.read.copies import Copies
from kg.read.pieces import in_pieces

_WINDOW = 5_000  # articles held, packed, because a copy may still come
_MOST = 1_000  # copies that one article takes


@dataclass(slots=True)
class _Held:
    packed: bytes
    copies: list[str] = field(default_factory=list)


class Printings:
    """Takes records as they are read, and gives lines of JSON in the same order, copies within their originals.

    A record needs "id" and "text". One that copies an article whose line has been given already, or has a thousand
    copies, comes as an article of its own with "copy_of". What is held at a time does not grow.

    Args:
        together: False: every copy comes as an article of its own, at once.

    Attributes:
        copies: how many of the records were copies.
    """

    def __init__(self, *, together: bool = True) -> None:
        self.copies = 0
        self._together = together
        self._known = Copies()
        self._held: dict[str, _Held] = {}
        self._next = 0

    def add(self, record: Mapping[str, Any]) -> Iterator[str]:
        """Take a record; yield the lines that are ready."""
        # ids may be the same in two files
        key, self._next = f"{self._next} {record['id']}", self._next + 1
        original = self._known.original(key, record["text"])
        if original is not None:
            self.copies += 1
            held = self._held.get(original)
            if held is not None and len(held.copies) < _MOST:
                text = json.loads(zlib.decompress(held.packed))["text"]
                pieces = in_pieces(record["text"], text)
                if pieces is not None:
                    copy = {key: value for key, value in record.items() if key != "zones"}
                    held.copies.append(json.dumps({**copy, "text": pieces}, ensure_ascii=False))
                    return
            record = {**record, "copy_of": original.partition(" ")[2]}
        line = json.dumps(record, ensure_ascii=False)
        if not self._together:
            yield line
            return
        self._held[key] = _Held(zlib.compress(line.encode("utf-8", "surrogatepass"), 1))
        if len(self._held) > _WINDOW:
            yield self._given(next(iter(self._held)))

    def rest(self) -> Iterator[str]:
        """Yield the lines of what is still held."""
        while self._held:
            yield self._given(next(iter(self._held)))

    def _given(self, key: str) -> str:
        held = self._held.pop(key)
        line = zlib.decompress(held.packed).decode("utf-8", "surrogatepass")
        return f'{line[:-1]}, "copies": [{", ".join(held.copies)}]}}' if held.copies else line
