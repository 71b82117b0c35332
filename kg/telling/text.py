"""A page on a terminal, or as plain text where there is none; rich lays it out."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from kg.telling.citing import SHOWN, disagreement, is_empty, more, remarks, where
from kg.telling.page import Dispute, Line, Page, Reference, cut, marks, references
from kg.telling.texts import word

if TYPE_CHECKING:
    from rich.console import Console, RenderableType
    from rich.text import Text

    from kg.telling.things import Evidence

_Known = dict[tuple[str, str], Reference]


def show(page: Page, console: Console) -> None:
    """Print a page; where the console has no styles, quoted words stand between asterisks."""
    # a terminal without styles, or whose owner wants none, is as good as a file
    plain = not console.is_terminal or console.color_system is None or console.no_color
    with console.capture() as laid_out:
        for item in _page(page, plain=plain):
            console.print(item)
    # rich fills lines up with blanks
    console.file.write("\n".join(line.rstrip() for line in laid_out.get().split("\n")))


def _page(page: Page, *, plain: bool) -> Iterable[RenderableType]:
    known = {} if page.inline else references(page)
    yield _text(page.title, "bold")
    if page.id:
        yield _text(page.id, "dim")
    for paragraph in page.lead:
        yield _text(paragraph)
    if is_empty(page):
        yield _text(word("nothing"))
    for section in page.sections:
        yield _text("")
        yield _text(section.heading.upper(), "bold cyan")
        seen: set[Evidence] = set()
        for line in section.lines:
            yield from _line(page, line, known, seen, depth=1, plain=plain)
        if section.more:
            yield _indented(_text(section.more, "dim"), 1)
    if known:
        yield _text("")
        yield _text(word("evidence").upper(), "bold cyan")
        width = len(str(len(known))) + 2
        for one in known.values():
            yield _hanging(_text(f"[{one.number}]".rjust(width), "cyan"), _reference(page, one, plain), width)
    for note in page.notes:
        yield _text("")
        yield _text(note, "dim")


def _line(
    page: Page, line: Line, known: _Known, seen: set[Evidence], *, depth: int, plain: bool
) -> Iterable[RenderableType]:
    text = _text("")
    if line.when:
        _add(text, line.when, "bold")
        _add(text, "  ")
    if line.label:
        _add(text, f"{line.label}: ", "dim")
    _add(text, line.text)
    if not page.inline and line.notes:
        _add(text, f" ({'; '.join(line.notes)})", "dim")
    _add(text, _numbers(line.evidence, known), "cyan")
    yield _bulleted(text, depth)
    if page.inline:
        told = " · ".join(filter(None, (line.id if line.id != line.text else "", *remarks(line))))
        if told:
            yield _indented(_text(told, "dim"), depth + 1)
        for one in line.evidence[:SHOWN]:
            if one not in seen:
                yield _barred(_marked(one.sentence, marks([one]), plain), depth + 1)
            place = ", ".join(filter(None, where(page.articles.get(one.article))))
            yield _barred(
                _text(f"— {place}{' ' + word('above') if one in seen else ''}", "dim italic"), depth + 1
            )
            seen.add(one)
        if rest := more(line):
            yield _indented(_text(rest, "dim"), depth + 1)
    for dispute in line.disputes:
        yield from _dispute(page, dispute, known, depth, plain)
    for part in line.parts:
        yield from _line(page, part, known, seen, depth=depth + 1, plain=plain)


def _dispute(
    page: Page, dispute: Dispute, known: _Known, depth: int, plain: bool
) -> Iterable[RenderableType]:
    from rich.padding import Padding
    from rich.table import Table

    yield _indented(_text(f"! {disagreement(dispute.aspect)}", "bold yellow"), depth + 1)
    grid = Table.grid(padding=(0, 3), expand=True)
    for _ in dispute.sides:
        grid.add_column(ratio=1)
    claims = []
    for side in dispute.sides:
        claim = _text(side.claim, "bold")
        _add(claim, _numbers(side.evidence, known), "cyan")
        claims.append(claim)
    grid.add_row(*claims)
    if page.inline:
        cells = []
        for side in dispute.sides:
            cell = _text("")
            for one in side.evidence[:SHOWN]:
                cell.append_text(_marked(one.sentence, marks([one]), plain))
                _add(
                    cell,
                    "\n— " + ", ".join(filter(None, where(page.articles.get(one.article)))) + "\n",
                    "dim italic",
                )
            cell.rstrip()
            cells.append(cell)
        grid.add_row(*cells)
    yield Padding(grid, (0, 0, 0, 2 * (depth + 1)))


def _reference(page: Page, one: Reference, plain: bool) -> Text:
    text = _marked(one.sentence, one.marks, plain)
    place = ", ".join(filter(None, where(page.articles.get(one.article))))
    _add(text, f" — {place}, {word('confidence')} {one.confidence:.2f}", "dim italic")
    return text


def _numbers(evidence: Iterable[Evidence], known: _Known) -> str:
    numbers = sorted({known[one.article, one.sentence].number for one in evidence if known})
    return " " + "".join(f"[{number}]" for number in numbers) if numbers else ""


def _marked(sentence: str, spans: tuple[tuple[int, int], ...], plain: bool) -> Text:
    text = _text("")
    for piece, marked in cut(sentence, spans):
        _add(text, f"*{piece}*" if marked and plain else piece, "underline" if marked else "")
    return text


def _text(text: str, style: str = "") -> Text:
    from rich.text import Text

    return Text(_clean(text), style=style)


def _add(text: Text, more: str, style: str = "") -> None:
    text.append(_clean(more), style)


def _clean(text: str) -> str:
    # what articles say must not steer a terminal
    return "".join(ch for ch in text if ch.isprintable() or ch == "\n")


def _indented(item: RenderableType, depth: int) -> RenderableType:
    from rich.padding import Padding

    return Padding(item, (0, 0, 0, 2 * depth))


def _bulleted(text: Text, depth: int) -> RenderableType:
    return _hanging(_text("  " * (depth - 1) + ("•" if depth > 1 else "")), text, 2 * depth - 1)


def _barred(text: Text, depth: int) -> RenderableType:
    return _hanging(_text("  " * depth + "│", "dim"), text, 2 * depth + 1)


def _hanging(first: Text, text: Text, width: int) -> RenderableType:
    from rich.table import Table

    grid = Table.grid(padding=(0, 1, 0, 0), expand=True)
    grid.add_column(width=width, no_wrap=True, vertical="top")
    grid.add_column(ratio=1, overflow="fold")
    grid.add_row(first, text)
    return grid
