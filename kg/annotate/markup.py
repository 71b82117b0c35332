"""Marks of Markdown and of short messages, which are no words: the language model does not read them.

``[Siri Dahl](https://…)`` is read as the name alone; bare addresses, handles in brackets, and the tags and handles that
end a message are not read at all. A handle or tag inside a sentence stays: it is a word of it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

_TARGET = r"\((?:https?://|/|#|mailto:)[^\s()]*(?:\([^\s()]*\)[^\s()]*)*(?:\s\"[^\"\n]*\")?\)"
_IMAGE = re.compile(rf"!\[[^\[\]\n]*\]{_TARGET}")
_LINK = re.compile(rf"(\[)([^\[\]\n]+)(\]{_TARGET})")
_EMPHASIS = re.compile(r"(\*\*|__)(?=\S)([^*_\n]+?)(?<=\S)(\1)")
_ADDRESS = re.compile(r"\s?\(?\bhttps?://[^\s<>\"]*[^\s<>\".,;:!?]")
_HANDLE = re.compile(r"\s?\(@\w+\)|^\s*RT @\w+:|(?:\s+(?:[#@]\w+|pic\.\S+/\S+)[.,]?)+\s*$")
_MARKS = ("](", "**", "__", "://", "@", "#")


def unmarked(text: str) -> tuple[str, tuple[int, ...] | None]:
    """Return a paragraph without marks that are no words.

    Returns:
        What is left, and where in ``text`` each of its characters stands; ``None`` if it is the text itself.
    """
    if not any(mark in text for mark in _MARKS):
        return text, None
    gone = set[int]()
    for pattern in (_IMAGE, _LINK, _EMPHASIS, _ADDRESS, _HANDLE):
        for found in pattern.finditer(text):
            gone.update(_marks(found))
    if not gone or len(gone) == len(text):
        return text, None
    places = tuple(i for i in range(len(text)) if i not in gone)
    return "".join(text[i] for i in places), places


def _marks(found: re.Match[str]) -> Iterator[int]:
    """Yield the places that a match takes away: all of it, or what stands around its second group."""
    if found.re.groups < 3:
        yield from range(*found.span())
    else:
        yield from range(*found.span(1))
        yield from range(*found.span(3))
