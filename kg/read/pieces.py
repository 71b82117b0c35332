"""The text of a copy as pieces of the text that it copies: ``[start, end]`` there, or words of its own."""

from __future__ import annotations

import re
from collections.abc import Sequence
from difflib import SequenceMatcher
from typing import Any

Pieces = list[str | list[int]]

_SENTENCE = re.compile(r"[^.!?\n]*[.!?\n]+\s*|[^.!?\n]+$")
_WORD = re.compile(r"\s*\S+\s*$|\s*\S+|\s+$")
_MOST = 2_000  # sentences of a text that is compared, because the time goes with their square
_MOST_WORDS = 500
_FEWEST = 20  # characters: fewer are written out


def in_pieces(text: str, original: str) -> Pieces | None:
    """Return a text as pieces of another, ``None`` where both are too long to be compared.

    Args:
        text: the copy.
        original: what it copies; offsets are code points of it.
    """
    if text == original:
        return [[0, len(original)]]
    mine, theirs = _SENTENCE.findall(text), _SENTENCE.findall(original)
    if max(len(mine), len(theirs)) > _MOST:
        return None
    made: Pieces = []
    at = 0
    for kind, a, b, c, d in _compared(theirs, mine):
        size = len("".join(theirs[a:b]))
        if kind == "equal":
            _add(made, "".join(mine[c:d]), at)
        else:
            _by_words(made, "".join(theirs[a:b]), "".join(mine[c:d]), at)
        at += size
    return made


def _by_words(made: Pieces, theirs: str, mine: str, at: int) -> None:
    """Add sentences that differ, of which some words may be the same."""
    ours, others = _WORD.findall(mine), _WORD.findall(theirs)
    if not ours or not others or max(len(ours), len(others)) > _MOST_WORDS:
        _add(made, mine, None)
        return
    for kind, a, b, c, d in _compared(others, ours):
        size = len("".join(others[a:b]))
        _add(made, "".join(ours[c:d]), at if kind == "equal" else None)
        at += size


def _add(made: Pieces, own: str, at: int | None) -> None:
    last = made[-1] if made else None
    if at is not None and isinstance(last, list) and last[1] == at:
        last[1] = at + len(own)
    elif at is not None and len(own) >= _FEWEST:
        made.append([at, at + len(own)])
    elif own and isinstance(last, str):
        made[-1] = last + own
    elif own:
        made.append(own)


def _compared(theirs: Sequence[str], mine: Sequence[str]) -> Sequence[tuple[str, int, int, int, int]]:
    return SequenceMatcher(None, theirs, mine, autojunk=False).get_opcodes()


def of_pieces(pieces: Sequence[Any], original: str) -> str:
    """Return the text that ``in_pieces`` took apart.

    Raises:
        ValueError: the pieces are not of this text.
    """
    parts = []
    for piece in pieces:
        if isinstance(piece, str):
            parts.append(piece)
            continue
        if not isinstance(piece, list) or len(piece) != 2 or not all(type(end) is int for end in piece):
            raise ValueError("a piece is neither a string nor [start, end]")
        start, end = piece
        if not 0 <= start <= end <= len(original):
            raise ValueError(f"a piece ends at {end}, and the text has {len(original)} characters")
        parts.append(original[start:end])
    return "".join(parts)
