"""Tables for people: columns as wide as the terminal lets them be, ids and evidence on lines of their own beneath."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from typing import TYPE_CHECKING

from kg.cli.output import plain

if TYPE_CHECKING:
    from rich.console import Console
    from rich.text import Text

Cell = str | int | float | None

GAP = 2
PIPE = 200
"""How wide a table is where there is no terminal: rows stay whole lines."""
_NARROW = 16
"""A column is made no narrower than its longest word, or than this."""
_SENTENCE, _LEGIBLE = 60, 20
"""How long a cell is that is read as a sentence, and how wide a column must then be."""
_SAMPLE = 100
"""How many rows decide on the widths."""


def show_grid(
    captions: Sequence[str], rows: Sequence[Sequence[Cell]], beneath: Sequence[Sequence[str]] = ()
) -> None:
    """Print rows on standard output.

    Columns that are empty throughout are left out. Where not all fit, ids go beneath their row; where that is not
    enough, each row is told as a list of captions and values.

    Args:
        captions: what stands above each column.
        rows: cells, as many as captions.
        beneath: for each row, lines to stand under it; none or as many as rows.
    """
    from rich.console import Console

    if not rows:
        return
    console = Console(width=None if sys.stdout.isatty() else PIPE, highlight=False, soft_wrap=False)
    width = console.width
    kept = [i for i in range(len(captions)) if any(row[i] is not None and row[i] != "" for row in rows)]
    texts = [[plain(row[i]) for i in kept] for row in rows]
    heads = [captions[i] for i in kept]
    numbers = [all(isinstance(row[i], int | float | None) for row in rows) for i in kept]
    notes: list[list[str]] = [list(lines) for lines in beneath] or [[] for _ in rows]
    ids = [i for i, head in enumerate(heads) if head.startswith("Id")]
    widths = _fit(heads, texts, width)
    if (widths is None or _wraps(heads, texts, widths, ids)) and 0 < len(ids) < len(heads):
        for text, lines in zip(texts, notes, strict=True):
            if told := " · ".join(text[i] for i in ids if text[i]):
                lines.insert(0, told)
        rest = [i for i in range(len(heads)) if i not in ids]
        texts = [[text[i] for i in rest] for text in texts]
        heads, numbers = [heads[i] for i in rest], [numbers[i] for i in rest]
        widths = _fit(heads, texts, width)
    if widths is None or _squeezed(texts, widths):
        _cards(console, heads, texts, notes)
    else:
        _table(console, heads, texts, numbers, notes, widths)


def _table(
    console: Console,
    heads: list[str],
    texts: list[list[str]],
    numbers: list[bool],
    notes: list[list[str]],
    widths: list[int],
) -> None:
    from rich.text import Text

    def line(cells: list[str], style: str = "") -> None:
        parts = [_wrapped(console, cell, width) for cell, width in zip(cells, widths, strict=True)]
        for number in range(max(map(len, parts))):
            out = Text()
            for i, (part, width) in enumerate(zip(parts, widths, strict=True)):
                piece = part[number].copy() if number < len(part) else Text()
                piece.align("right" if numbers[i] else "left", width)
                out.append_text(piece)
                out.append(" " * GAP)
            out.rstrip()
            out.stylize(style)
            console.print(out, no_wrap=True, crop=False, overflow="ignore")

    line(heads, "bold")
    console.print("─" * min(console.width, sum(widths) + GAP * (len(widths) - 1)), style="dim")
    for cells, lines in zip(texts, notes, strict=True):
        line(cells)
        _notes(console, lines)


def _cards(console: Console, heads: list[str], texts: list[list[str]], notes: list[list[str]]) -> None:
    from rich.text import Text

    margin = max(map(len, heads)) + GAP
    for number, (cells, lines) in enumerate(zip(texts, notes, strict=True)):
        if number:
            console.print()
        for head, cell in zip(heads, cells, strict=True):
            if not cell:
                continue
            for i, part in enumerate(_wrapped(console, cell, max(console.width - margin, _NARROW))):
                out = Text(head.ljust(margin) if i == 0 else " " * margin, style="bold")
                out.append_text(Text(part.plain, style="not bold"))
                console.print(out, no_wrap=True, crop=False, overflow="ignore")
        _notes(console, lines)


def _notes(console: Console, lines: list[str]) -> None:
    from rich.text import Text

    for told in lines:
        for i, part in enumerate(_wrapped(console, told, max(console.width - 6, _NARROW))):
            text = Text(("    " if i == 0 else "      ") + part.plain, style="dim")
            console.print(text, no_wrap=True, crop=False, overflow="ignore")


def _wrapped(console: Console, cell: str, width: int) -> list[Text]:
    from rich.text import Text

    lines = list(Text(cell).wrap(console, width, overflow="fold"))
    for line in lines:
        line.rstrip()
    return lines or [Text()]


def _fit(heads: list[str], texts: list[list[str]], room: int) -> list[int] | None:
    """Return the width of each column, ``None`` where not even the narrowest fit."""
    from rich.cells import cell_len

    columns = [[head, *(text[i] for text in texts)] for i, head in enumerate(heads)]
    widths = [max(map(cell_len, column)) for column in columns]
    least = [
        min(width, max(min(max(map(cell_len, cell.split()), default=1), _NARROW) for cell in column))
        for width, column in zip(widths, columns, strict=True)
    ]
    room -= GAP * (len(heads) - 1)
    if sum(least) > room:
        return None
    lengths = [[cell_len(cell) for cell in column[:_SAMPLE]] for column in columns]
    widths = [min(width, room) for width in widths]
    # how many lines each cell takes, row by row
    lines = [
        [_lines(length, width) for length in cells] for cells, width in zip(lengths, widths, strict=True)
    ]
    while sum(widths) > room:
        # narrow the column that makes rows the least higher; of those the widest
        heights = [max(row) for row in zip(*lines, strict=True)]
        _, _, at = min(
            (
                sum(
                    max(_lines(length, width - 1) - high, 0)
                    for length, high in zip(lengths[i], heights, strict=True)
                ),
                -width,
                i,
            )
            for i, width in enumerate(widths)
            if width > least[i]
        )
        widths[at] -= 1
        lines[at] = [_lines(length, widths[at]) for length in lengths[at]]
    return widths


def _lines(length: int, width: int) -> int:
    return -(-length // width)


def _wraps(heads: list[str], texts: list[list[str]], widths: list[int], ids: list[int]) -> bool:
    """Tell whether some cell does not stand on one line."""
    return bool(ids) and any(len(text[i]) > widths[i] for text in texts for i in range(len(heads)))


def _squeezed(texts: list[list[str]], widths: list[int]) -> bool:
    """Tell whether sentences would run down a column of a word or two."""
    return any(
        len(text[i]) > _SENTENCE and width < _LEGIBLE for text in texts for i, width in enumerate(widths)
    )
