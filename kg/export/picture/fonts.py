"""Measuring text in the fonts that matplotlib brings along, so that no picture depends on the fonts of a machine."""

from __future__ import annotations

import warnings
from functools import cache, lru_cache
from pathlib import Path

import matplotlib
from matplotlib.font_manager import FontProperties
from matplotlib.textpath import text_to_path

from kg.export.picture.marks import Face

_FILES: dict[Face, str] = {
    "plain": "DejaVuSans.ttf",
    "bold": "DejaVuSans-Bold.ttf",
    "serif": "DejaVuSerif-Bold.ttf",
}


@cache
def font(face: Face) -> FontProperties:
    """Return a face at size 10, for text of any size to copy."""
    file = Path(matplotlib.get_data_path(), "fonts", "ttf", _FILES[face])
    return FontProperties(
        family="serif" if face == "serif" else "sans-serif",
        weight="normal" if face == "plain" else "bold",
        size=10,
        fname=str(file),
    )


@lru_cache(maxsize=20_000)
def width(text: str, size: float, face: Face = "plain") -> float:
    """Return how wide a line of text is, in pixels."""
    with warnings.catch_warnings():
        warnings.simplefilter(
            "ignore"
        )  # a letter that the font lacks is measured as the box that is drawn for it
        wide, _, _ = text_to_path.get_text_width_height_descent(text, font(face), ismath=False)
    return float(wide) * size / 10


def wrapped(text: str, room: float, size: float, face: Face = "plain", *, most: int = 0) -> list[str]:
    """Break a text into lines of at most ``room`` pixels.

    A word that is longer is cut, and so is what does not stand on ``most`` lines (0: any number), with an ellipsis.
    """
    lines: list[str] = []
    words = text.split()
    while words:
        line = words.pop(0)
        while words and width(f"{line} {words[0]}", size, face) <= room:
            line += f" {words.pop(0)}"
        if words and len(lines) + 1 == most:
            line, words = f"{line} …", []
        lines.append(_cut(line, room, size, face))
    return lines


def _cut(line: str, room: float, size: float, face: Face) -> str:
    if width(line, size, face) <= room:
        return line
    line = line.removesuffix(" …")
    while len(line) > 1 and width(f"{line}…", size, face) > room:
        line = line[:-1].rstrip()
    return f"{line}…"
