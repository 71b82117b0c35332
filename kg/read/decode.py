"""Bytes as text."""

from __future__ import annotations

import codecs
import re

from kg import lexicon
from kg.read.record import Unreadable
from kg.resources import ontology

_CHARSET = re.compile(
    rb"""<(?:meta|\?xml)[^>]+(?:charset|encoding)\s*=\s*["']?\s*([\w.:-]+)""", re.IGNORECASE
)
_SEQUENCE = re.compile(rb"[\xc2-\xf4][\x80-\xbf]+")
_HIGH = re.compile(rb"[\x80-\xff]")
_BOMS = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))


def decode(raw: bytes, where: str) -> tuple[str, str]:
    """Return bytes as text without a byte order mark, and the encoding they were read in.

    UTF-8, or UTF-16 with a mark; bytes that hold no sequence of UTF-8 at all are read as Windows-1252, as newsrooms
    and archives of the time before wrote.

    Raises:
        Unreadable: the bytes are no text, or damaged UTF-8.
    """
    for mark, name in _BOMS:
        if raw.startswith(mark):
            try:
                return raw.decode(name), name.removesuffix("-sig")
            except UnicodeDecodeError as error:
                raise _damaged(raw, where, error) from error
    if b"\0" in raw:
        raise Unreadable(where, "is a binary file, not text", "name text files only", reason="no text file")
    try:
        return raw.decode("utf-8"), "utf-8"
    except UnicodeDecodeError as error:
        # a sequence cut off at the end is UTF-8 too
        if len(raw) - error.start < 4 and raw[error.start] >= 0xC2 and "unexpected end" in error.reason:
            raise _damaged(raw, where, error) from error
        good = _SEQUENCE.findall(raw)
        if len(good) * 4 > len(_HIGH.findall(raw)):
            raise _damaged(raw, where, error) from error
        try:
            return raw.decode("cp1252"), "windows-1252"
        except UnicodeDecodeError:
            raise _damaged(raw, where, error) from error


def _damaged(raw: bytes, where: str, error: UnicodeDecodeError) -> Unreadable:
    at, line = error.start, raw.count(b"\n", 0, error.start) + 1
    message = f"is not UTF-8: byte 0x{raw[min(at, len(raw) - 1)]:02x} at offset {at}, line {line}"
    return Unreadable(where, message, "save it as UTF-8")


def decode_page(raw: bytes, where: str) -> str:
    """Return the bytes of a page as text, as browsers do: by its mark, by what it declares, else as ``decode``.

    A declared encoding that does not exist, or in which the bytes mean nothing, is passed over.

    Raises:
        Unreadable: as for ``decode``.
    """
    if raw.startswith(tuple(mark for mark, _ in _BOMS)):
        return decode(raw, where)[0]
    declared = _CHARSET.search(raw[:4096])
    label = declared.group(1).decode("ascii", "replace").lower() if declared else "utf-8"
    known = lexicon.read(ontology("inputs", "pages.yaml"))["encodings"]
    name = str(known.get(label, label))
    if name != "utf-8":
        try:
            # what only says it is something else is UTF-8 where it can be
            return raw.decode("utf-8") if _HIGH.search(raw) and _is_utf8(raw) else raw.decode(name, "replace")
        except (LookupError, UnicodeError, ValueError):
            pass
    return decode(raw, where)[0]


def _is_utf8(raw: bytes) -> bool:
    try:
        raw.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True
