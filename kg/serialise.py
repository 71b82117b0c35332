"""``Extraction`` and ``Article`` as JSON and back: typed, versioned, nothing lost.

An extraction is three lines of ASCII JSON: what it is, the compact claims, and their evidence with the article's text.
Resolution works over compact claims, so most evidence need not be made into records for it. Records in the file are
lists in the order of the fields of ``kg.model``; a digest of these fields is part of the first line, so a file that was
written for other types is refused rather than misread; a CRC-32 of the rest is too, so one that was damaged is seen.
"""

from __future__ import annotations

import json
import types
import zlib
from collections.abc import Callable, Sequence
from dataclasses import fields, is_dataclass
from functools import cache
from typing import Any, Literal, Union, get_args, get_origin, get_type_hints

from kg.errors import StoreError
from kg.ids import short_hash
from kg.model import Article, Evidence, Extraction, ProposalClaim, Span

VERSION = 1
_REMEDY = "delete it, and it is made again"


class _Tail:
    """What stands apart from the compact claims: the text, and each piece of evidence once.

    Attributes:
        numbers: the pieces of evidence while writing; ``rows`` and ``names`` of their extractors while reading.
        compact: only the evidence that resolution reads is made.
    """

    __slots__ = ("_pieces", "compact", "names", "numbers", "rows", "text")

    def __init__(
        self, *, text: str = "", rows: Any = (), names: Sequence[str] = (), compact: bool = False
    ) -> None:
        self.text = text
        self.rows = rows
        self.names = names
        self.compact = compact
        self.numbers: dict[Evidence, int] = {}
        self._pieces: dict[int, Evidence] = {}

    def piece(self, number: int) -> Evidence:
        """Return a piece of evidence, made when it is first asked for."""
        found = self._pieces.get(number)
        if found is None:
            if number < 0:
                raise IndexError(f"no evidence {number}")
            a, b, c, d, name, sure = self.rows[number]
            spans = Span(_int(a), _int(b)), Span(_int(c), _int(d))
            found = self._pieces[number] = Evidence(*spans, self.names[_int(name)], _float(sure))
        return found


_Write = Callable[[Any, _Tail], Any]
_Read = Callable[[Any, _Tail], Any]


def dumps(extraction: Extraction) -> bytes:
    """Return an extraction as three lines of ASCII JSON; equal extractions give equal bytes."""
    tail = _Tail()
    body = _writer(Extraction)(extraction, tail)
    names = sorted({piece.extractor for piece in tail.numbers})
    number = {name: n for n, name in enumerate(names)}
    evidence = [
        [e.span.start, e.span.end, e.sentence.start, e.sentence.end, number[e.extractor], e.confidence]
        for e in tail.numbers
    ]
    return _lines(_head(Extraction), body, {"extractors": names, "evidence": evidence, "text": tail.text})


def loads(data: bytes, *, compact: bool = False) -> Extraction:
    """Return the extraction that ``dumps`` wrote.

    Args:
        data: what ``dumps`` returned.
        compact: leave out the evidence that ``kg.resolve`` does not read, all but that of proposals; ``()`` stands in
            its place.

    Raises:
        StoreError: not an extraction, or one of other types than today's.
    """
    parts = data.split(b"\n", 2)
    try:
        _check(json.loads(parts[0]), Extraction, data)
        tail = _tail(json.loads(parts[2]), compact=compact)
        found: Extraction = _reader(Extraction)(json.loads(parts[1]), tail)
    except (ValueError, TypeError, KeyError, IndexError, RecursionError) as error:
        raise StoreError(
            f"not an extraction that this version of Parley wrote: {error}; {_REMEDY}"
        ) from error
    return found


def dump_article(article: Article) -> bytes:
    """Return an article as three lines of ASCII JSON."""
    tail = _Tail()
    return _lines(_head(Article), _writer(Article)(article, tail), {"text": tail.text})


def load_article(data: bytes) -> Article:
    """Return the article that ``dump_article`` wrote.

    Raises:
        StoreError: not an article, or one of other fields than today's.
    """
    try:
        head, body, rest = map(json.loads, data.splitlines())
        _check(head, Article, data)
        found: Article = _reader(Article)(body, _Tail(text=_str(rest["text"])))
    except (ValueError, TypeError, KeyError, RecursionError) as error:
        raise StoreError(f"not an article that this version of Parley wrote: {error}; {_REMEDY}") from error
    return found


@cache
def schema(record: type) -> str:
    """Return a digest of the fields, with their types, of a record and of all records in it."""
    return short_hash(*_described(record, set()))


def _described(kind: Any, seen: set[type]) -> list[str]:
    if isinstance(kind, type) and is_dataclass(kind):
        if kind in seen:
            return []
        seen.add(kind)
        hints = get_type_hints(kind)
        own = [f"{kind.__name__}.{field.name}: {hints[field.name]}" for field in fields(kind)]
        return own + [line for field in fields(kind) for line in _described(hints[field.name], seen)]
    return [line for part in get_args(kind) for line in _described(part, seen)]


def _lines(head: dict[str, object], *parts: object) -> bytes:
    # ASCII, so that even half a surrogate pair comes back as it was
    body = b"".join(_line(part) for part in parts)
    return _line({**head, "crc": zlib.crc32(body)}) + body


def _line(part: object) -> bytes:
    return json.dumps(part, separators=(",", ":")).encode("ascii") + b"\n"


def _head(record: type) -> dict[str, object]:
    return {"is": f"parley {record.__name__.lower()}", "version": VERSION, "schema": schema(record)}


def _check(head: Any, record: type, data: bytes) -> None:
    # files of before there were checksums have none
    crc = head.pop("crc", None) if isinstance(head, dict) else None
    if head != _head(record):
        raise ValueError(f"its first line says {head!r:.120}")
    if crc is not None and crc != zlib.crc32(data.partition(b"\n")[2]):
        raise ValueError("its content is not what was written")


def _tail(rest: Any, *, compact: bool) -> _Tail:
    names = [_str(name) for name in rest["extractors"]]
    tail = _Tail(text=_str(rest["text"]), rows=rest["evidence"], names=names, compact=compact)
    for number in range(0 if compact else len(tail.rows)):
        tail.piece(number)
    return tail


# ------------------------------------------------------------------------------------------------ by type


@cache
def _writer(kind: Any) -> _Write:
    """Return what turns a value of a type into lists, strings, numbers and ``None``."""
    if kind is Evidence:
        return lambda value, tail: tail.numbers.setdefault(value, len(tail.numbers))
    if is_dataclass(kind):
        hints = get_type_hints(kind)
        parts = [(field.name, _field_writer(kind, field.name, hints[field.name])) for field in fields(kind)]
        return lambda value, tail: [write(getattr(value, name), tail) for name, write in parts]
    if get_origin(kind) is tuple:
        item = _writer(get_args(kind)[0])
        return lambda value, tail: [item(part, tail) for part in value]
    inner = _optional(kind)
    if inner is not None:
        one = _writer(inner)
        return lambda value, tail: None if value is None else one(value, tail)
    return lambda value, _tail: value


def _field_writer(record: Any, name: str, kind: Any) -> _Write:
    if record is Article and name == "text":

        def write(value: Any, tail: _Tail) -> None:
            tail.text = value

        return write
    return _writer(kind)


@cache
def _reader(kind: Any) -> _Read:
    """Return what turns lists, strings, numbers and ``None`` into a value of a type, checking them."""
    if is_dataclass(kind):
        hints = get_type_hints(kind)
        readers = [_field_reader(kind, field.name, hints[field.name]) for field in fields(kind)]
        make: Any = kind
        return lambda value, tail: make(
            *[read(part, tail) for read, part in zip(readers, value, strict=True)]
        )
    if get_origin(kind) is tuple:
        item = get_args(kind)[0]
        if item is Evidence:
            return _evidence
        if item is str:
            return lambda value, _tail: tuple(map(_str, value))
        one = _reader(item)
        return lambda value, tail: tuple([one(part, tail) for part in value])
    inner = _optional(kind)
    if inner is not None:
        only = _reader(inner)
        return lambda value, tail: None if value is None else only(value, tail)
    if get_origin(kind) is Literal:
        allowed = frozenset(get_args(kind))
        return lambda value, _tail: _member(value, allowed)
    plain = {str: _str, int: _int, float: _float}[kind]
    return lambda value, _tail: plain(value)


def _field_reader(record: Any, name: str, kind: Any) -> _Read:
    if record is Article and name == "text":
        return lambda _value, tail: tail.text
    if record is ProposalClaim and name == "evidence":
        return _resolved
    return _reader(kind)


def _evidence(value: Any, tail: _Tail) -> tuple[Evidence, ...]:
    return () if tail.compact else _resolved(value, tail)


def _resolved(value: Any, tail: _Tail) -> tuple[Evidence, ...]:
    return tuple([tail.piece(number) for number in value])


def _optional(kind: Any) -> Any:
    """Return ``X`` of ``X | None``, else ``None``."""
    if get_origin(kind) not in (Union, types.UnionType):
        return None
    (inner,) = (part for part in get_args(kind) if part is not types.NoneType)
    return inner


def _str(value: Any) -> str:
    if type(value) is not str:
        raise TypeError(f"{value!r:.40} is no text")
    return value


def _int(value: Any) -> int:
    if type(value) is not int:
        raise TypeError(f"{value!r:.40} is no whole number")
    return value


def _float(value: Any) -> float:
    if type(value) not in (int, float):
        raise TypeError(f"{value!r:.40} is no number")
    return float(value)


def _member(value: Any, allowed: frozenset[Any]) -> Any:
    if value not in allowed:
        raise ValueError(f"{value!r:.40} is none of {sorted(allowed)}")
    return value
