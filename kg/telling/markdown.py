"""A page in Markdown (CommonMark): nothing of an article's text is read as markup."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from kg.telling.citing import SHOWN, disagreement, is_empty, more, remarks, where
from kg.telling.page import Dispute, Line, Page, Reference, cut, marks, references
from kg.telling.texts import word
from kg.telling.things import Evidence

_SPECIAL = re.compile(r"[\\`*_\[\]<>|#~]|^[-+=]|^\d{1,9}[.)]|&(?=#?\w+;)")


def markdown(page: Page) -> str:
    """Return a page as Markdown."""
    known = {} if page.inline else references(page)
    lines = [f"# {escape(page.title)}", ""]
    for paragraph in page.lead:
        lines += [escape(paragraph), ""]
    if is_empty(page):
        lines += [word("nothing"), ""]
    for section in page.sections:
        lines += [f"## {escape(section.heading)}", ""]
        seen: set[Evidence] = set()
        for line in section.lines:
            lines += _line(page, line, known, seen, "")
        if section.lines:
            lines.append("")
        if section.more:
            lines += [escape(section.more), ""]
    if known:
        lines += [f"## {word('evidence')}", ""]
        lines += [f"- {_reference(page, one)}" for one in known.values()]
        lines.append("")
    for note in page.notes:
        lines += [escape(note), ""]
    return "\n".join(lines).rstrip() + "\n"


def escape(text: str) -> str:
    """Return text on one line in which nothing is Markdown or HTML."""
    # control characters would steer a terminal that shows the file
    plain = "".join(ch for ch in " ".join(text.split()) if ch.isprintable())
    # of "1." it is the dot that makes a list
    return _SPECIAL.sub(lambda at: "&amp;" if at[0] == "&" else f"{at[0][:-1]}\\{at[0][-1]}", plain)


def _line(
    page: Page, line: Line, known: dict[tuple[str, str], Reference], seen: set[Evidence], indent: str
) -> Iterator[str]:
    label = f"{escape(line.label)}: " if line.label else ""
    when = f"**{escape(line.when)}** " if line.when else ""
    if page.inline:
        told = "; ".join(map(escape, remarks(line)))
        name = f" `{line.id}`" if line.id else ""
        yield f"{indent}- {label}{when}{escape(line.text)}{name}" + (f" ({told})" if told else "")
        for one in line.evidence[:SHOWN]:
            yield from _quoted(page, one, indent + "  ", again=one in seen)
            seen.add(one)
        if rest := more(line):
            yield f"{indent}  {escape(rest)}"
    else:
        notes = f" ({escape('; '.join(line.notes))})" if line.notes else ""
        yield f"{indent}- {label}{when}{escape(line.text)}{notes}{_numbers(line.evidence, known)}"
    for dispute in line.disputes:
        yield from _dispute(page, dispute, known, indent + "  ")
    for part in line.parts:
        yield from _line(page, part, known, seen, indent + "  ")


def _quoted(page: Page, one: Evidence, indent: str, *, again: bool) -> Iterator[str]:
    if not again:
        yield f"{indent}> {_marked(one.sentence, marks([one]))}\n{indent}>"
    above = f" {word('above')}" if again else ""
    yield f"{indent}> — {_source(page, one.article)}, {word('confidence')} {one.confidence:.2f}{above}"
    yield ""


def _dispute(
    page: Page, dispute: Dispute, known: dict[tuple[str, str], Reference], indent: str
) -> Iterator[str]:
    sides = dispute.sides
    yield ""
    yield f"{indent}**{escape(disagreement(dispute.aspect))}**"
    yield ""
    yield f"{indent}| {' | '.join(escape(side.claim) + _numbers(side.evidence, known) for side in sides)} |"
    yield f"{indent}|{' --- |' * len(sides)}"
    cells = ["<br>".join(_cited(page, one) for one in side.evidence[:SHOWN]) for side in sides]
    yield f"{indent}| {' | '.join(cells)} |"
    yield ""


def _cited(page: Page, one: Evidence) -> str:
    return f"“{_marked(one.sentence, marks([one]))}” — {_source(page, one.article)}"


def _source(page: Page, article: str) -> str:
    title, *rest = where(page.articles.get(article))
    return ", ".join([f"*{escape(title)}*", *map(escape, filter(None, rest))])


def _numbers(evidence: Iterable[Evidence], known: dict[tuple[str, str], Reference]) -> str:
    numbers = sorted({known[one.article, one.sentence].number for one in evidence if known})
    return " " + "".join(f"[{number}]" for number in numbers) if numbers else ""


def _reference(page: Page, one: Reference) -> str:
    sure = f"{word('confidence')} {one.confidence:.2f}"
    return f"[{one.number}] {_marked(one.sentence, one.marks)} — {_source(page, one.article)}, {sure}"


def _marked(sentence: str, spans: tuple[tuple[int, int], ...]) -> str:
    told = []
    for piece, marked in cut(sentence, spans):
        inner = escape(piece)
        if marked and inner:
            inner = f"**{inner}**"
        told.append((" " if piece[:1] == " " else "") + inner + (" " if piece[-1:] == " " and inner else ""))
    return "".join(told).strip()
