"""The one normalisation of article text: one code point for one code point, so that offsets never move."""

from __future__ import annotations

import re

_LONE_RETURN = re.compile(r"\r(?!\n)")


def _table() -> dict[int, str]:
    table: dict[int, str] = dict.fromkeys((*range(0x00, 0x20), 0x7F), " ")
    table[ord("\n")] = "\n"
    for code in range(0x80, 0xA0):
        # C1 controls in a text are bytes of Windows-1252 that somebody took for Latin-1: undone as HTML 5 does
        try:
            table[code] = bytes([code]).decode("cp1252")
        except UnicodeDecodeError:
            table[code] = " "
    # spaces of other widths; zero-width space, byte order mark; marks of writing direction
    spaces = (0xA0, 0x1680, *range(0x2000, 0x200C), 0x202F, 0x205F, 0x3000, 0xFEFF)
    directions = (0x200E, 0x200F, 0x061C, *range(0x202A, 0x202F), *range(0x2066, 0x206A))
    table.update(dict.fromkeys((*spaces, *directions), " "))
    table.update(dict.fromkeys((0x0B, 0x0C, 0x2028, 0x2029), "\n"))
    table.update(dict.fromkeys(range(0xD800, 0xE000), "\ufffd"))
    return table


_TABLE = _table()


def normalise(text: str) -> str:
    """Return ``text`` with blanks and controls made plain; as long as before, and the same when normalised again.

    Spaces of every kind and control characters become a space, line and paragraph separators a line feed. A carriage
    return before a line feed becomes a space, a lone one a line feed. Lone surrogates become U+FFFD. Nothing is
    stripped, composed or collapsed: whoever has the original text can use the offsets.
    """
    if "\r" in text:
        text = _LONE_RETURN.sub("\n", text)
    return text.translate(_TABLE)


def one_line(text: str) -> str:
    """Return metadata (a title, a name) on one line without doubled blanks."""
    return " ".join(normalise(text).split())
