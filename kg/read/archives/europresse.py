"""Europresse: a page of many articles, whose parts are known by the classes of their elements."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from typing import Any

from kg.read.archives.parts import data, day_in, made, pattern
from kg.read.normalise import one_line
from kg.read.record import Record, Unreadable
from kg.read.source import Source
from kg.read.values import markup_to_text

_BLANKS = re.compile(r"\s{3,}")
_NUMBER_DAY = re.compile(r"(?<!\d)((?:19|20)\d\d[01]\d[0-3]\d)(?!\d)")


def articles(root: Any, source: Source) -> Iterator[Record | Unreadable] | None:
    """Return the articles of a page, ``None`` where it is none of Europresse.

    Args:
        root: the page as lxml has it.
        source: the file it comes from.
    """
    if root is None or not _of_class(root, "publisher"):
        return None
    parts: list[Any] = []
    for node in root.xpath(f".//article | .//*[{_having('publisher')}]"):
        # one without a publisher's name is an article still, or is named as without text
        part = node if node.tag == "article" else _around(node)
        if part is not None and not any(part is known or part in known.iterdescendants() for known in parts):
            parts.append(part)
    return _all(parts, source)


def _around(name: Any) -> Any:
    """Return the smallest element around a publisher's name that has a headline too."""
    for node in name.iterancestors():
        if _of_class(node, "title"):
            return node
    return None


def _all(parts: list[Any], source: Source) -> Iterator[Record | Unreadable]:
    for number, part in enumerate(parts, 1):
        yield _one(_whole(part), source, number, alone=len(parts) == 1)


def _whole(part: Any) -> Any:
    """Return the element that holds text and document number as well, if it holds no second article."""
    for node in part.iterancestors():
        if len(_of_class(node, "title")) > len(_of_class(part, "title")):
            break
        part = node
    return part


def _one(part: Any, source: Source, number: int, *, alone: bool) -> Record | Unreadable:
    header = _words(part, "header")
    day = _day(part, header)
    before = header.partition(day[1])[0].strip(" ,·-–") if day[1] else ""
    fields = {
        "publisher": pattern("europresse", "issue")
        .sub("", _BLANKS.split(_raw(part, "publisher"))[0])
        .strip(),
        "title": _words(part, "headline") or _words(part, "title"),
        "author": pattern("europresse", "by").sub("", _words(part, "author")),
        "published": day[0],
        "section": before,
        "id": _words(part, "number"),
    }
    paragraphs = []
    for node in _outer(_of_class(part, "text")):
        for link in node.iter("a"):
            if pattern("europresse", "appeared").match(one_line(link.text_content())):
                fields["url"] = link.get("href", "")
        paragraphs += _paragraphs(node)
    deck = _words(part, "subtitle")
    text = "\n\n".join([deck, *paragraphs] if deck and paragraphs else paragraphs)
    return made(fields, text, source=source, number=number, alone=alone)


def _paragraphs(node: Any) -> list[str]:
    from lxml import html

    copy = html.fromstring(html.tostring(node, encoding="unicode", with_tail=False))
    for gone in [*_of_class(copy, "beside"), *copy.iter("aside", "footer", "script", "style", "noscript")]:
        if gone is not copy and gone.getparent() is not None:
            gone.drop_tree()
    lines = markup_to_text(html.tostring(copy, encoding="unicode", with_tail=False)).split("\n\n")
    return [line for line in lines if line and not pattern("europresse", "furniture").match(line)]


def _day(part: Any, header: str) -> tuple[str, str]:
    """Return the day of an article, and how the header writes it; the document number states it, too."""
    found = pattern("europresse", "day").search(header)
    shown = found[0] if found else ""
    number = _NUMBER_DAY.search(_words(part, "number"))
    if number:
        return number[1], shown
    english = day_in(shown)
    if english or not found:
        return english or "", shown
    month = _months().get(found["month"].casefold(), "") if found["month"] else ""
    return (f"{found['day']} {month} {found['year']}" if month else ""), shown


def _of_class(node: Any, key: str) -> list[Any]:
    found: list[Any] = node.xpath(f".//*[{_having(key)}]")
    return found


def _having(key: str) -> str:
    return " or ".join(f"contains({_LOWER}, ' {name} ')" for name in data("europresse")["classes"][key])


_LOWER = (
    "translate(concat(' ', normalize-space(@class), ' '),"
    " 'ABCDEFGHIJKLMNOPQRSTUVWXYZ', 'abcdefghijklmnopqrstuvwxyz')"
)


def _outer(nodes: list[Any]) -> list[Any]:
    """Leave out elements within others."""
    return [node for node in nodes if not any(up in nodes for up in node.iterancestors())]


def _raw(part: Any, key: str) -> str:
    return next((text for node in _of_class(part, key) if (text := node.text_content().strip())), "")


def _words(part: Any, key: str) -> str:
    return one_line(_raw(part, key))


@cache
def _months() -> dict[str, str]:
    return {name: english for english, names in data("europresse")["months"].items() for name in names}
