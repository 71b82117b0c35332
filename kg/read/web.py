"""Saved web pages: an article through trafilatura, a live page as its updates, an archive's export as its articles."""

from __future__ import annotations

import logging
import re
from collections.abc import Iterator
from functools import cache
from typing import Any

from kg import lexicon
from kg.read.archives import articles_of, europresse
from kg.read.decode import decode_page
from kg.read.intake import Intake
from kg.read.live import updates
from kg.read.normalise import one_line
from kg.read.plain import with_headline
from kg.read.record import Record, Unreadable
from kg.read.source import Source
from kg.read.values import blocks
from kg.resources import ontology

_STOP = re.compile(r"[.!?…][\"”’)]*(?:\s|$)")
_ARCHIVE = re.compile(
    r"of \d+ DOCUMENTS?\b|End of Document|ProQuest document ID|Document [A-Z][A-Z0-9]{3,}[0-9a-z]{12,}",
    re.IGNORECASE,
)
_EUROPRESSE = re.compile(r"DocPublicationName", re.IGNORECASE)
# No clock: a date is read where the page states it, and the day it is read on must not matter.
_DATES = {
    "extensive_search": False,
    "original_date": True,
    "min_date": "1700-01-01",
    "max_date": "2199-12-31",
}
_TEASERS = 3
_BESIDE = frozenset({"aside", "nav", "footer"})
_LONG = 40  # words: a paragraph of that many is an article's and no teaser's


def read_html(source: Source, intake: Intake) -> Iterator[Record | Unreadable]:
    """Yield the article of a page: its headline, a blank line, and the paragraphs of its body.

    Title, date, site name, author and address come from what the page says about itself.

    Raises:
        Unreadable: no article can be found in it.
    """
    yield from of_page(decode_page(source.content(), source.where), source, intake)


def of_page(page: str, source: Source, intake: Intake) -> Iterator[Record | Unreadable]:
    """Yield what a page holds: the articles of an archive, the updates of a live page, or its one article."""
    if _ARCHIVE.search(page):
        found = articles_of(page_to_lines(page), source)
        if found is not None:
            yield from found
            return
    if _EUROPRESSE.search(page):
        found = europresse.articles(_root(page), source)
        if found is not None:
            yield from found
            return
    record = article_of(page, source, intake)
    if isinstance(record, Record):
        live = updates(page, record)
        if live:
            intake.note(source.where, f"is a live page of {len(live)} updates; each is an article")
            yield from live
            return
    yield record


def article_of(page: str, source: Source, intake: Intake) -> Record | Unreadable:
    """Find the one article of a page."""
    import trafilatura  # here, because it takes a third of a second

    logging.getLogger("trafilatura").addHandler(logging.NullHandler())  # what fails is said below, once
    where = source.where
    found: Any = None
    if page.strip():
        found = trafilatura.bare_extraction(
            page, with_metadata=True, include_comments=False, date_extraction_params=_DATES
        )
    lines = [one_line(line) for line in (found.text or "").splitlines()] if found else []
    if not _is_prose(lines):
        lines = _by_container(page)
    if not _is_prose(lines):  # without a sentence it is a menu
        return Unreadable(
            where,
            "holds no article text",
            "save the page that shows the whole article",
            reason="without text",
        )
    teasers = _teasers(page, lines)
    if teasers:
        message = f"is an index page: {teasers} headlines with teasers, and no article"
        return Unreadable(where, message, "save the pages that it leads to", reason="index page")
    text = "\n\n".join(line for line in lines if line)
    title = one_line((found.title if found else "") or "")
    details: dict[str, Any] = {}
    if _is_walled(page, text):
        details["cut"] = "more"
        message = "is only the beginning: the rest is for subscribers"
        intake.note(where, message, "save the page while you are logged in", warning=True)
    section = one_line(", ".join(found.categories or [])) if found else ""
    if section:
        details["section"] = section
    return Record(
        name=source.name,
        where=where,
        text=with_headline(title, text) if title else text,
        title=title,
        published=found.date if found else None,
        publisher=found.sitename if found else None,
        url=found.url if found else None,
        author=found.author if found else None,
        details=details,
    )


def _is_prose(lines: list[str]) -> bool:
    return any(_STOP.search(line) for line in lines)


def _by_container(page: str) -> list[str]:
    """Look for paragraphs where pages that are built unusually keep them."""
    root = _root(page)
    if root is None:
        return []
    for path in lexicon.strings(ontology("inputs", "pages.yaml"), "containers"):
        for node in root.xpath(path):
            lines = [one_line(part.text_content()) for part in node.xpath(".//p | .//amp-text | .//li")]
            prose = [line for line in lines if _STOP.search(line) and len(line.split()) >= 8]
            if len(prose) >= 2:
                return prose
    return []


def _teasers(page: str, lines: list[str]) -> int:
    """Return how many headlines that are links stand over short texts, if the page has nothing longer."""
    if any(len(line.split()) >= _LONG for line in lines):
        return 0
    root = _root(page)
    if root is None:
        return 0
    body = {line for line in lines if line}
    heads = [
        node
        for node in root.xpath(".//h2[.//a] | .//h3[.//a] | .//a[.//h2 or .//h3] | .//h4[.//a]")
        if one_line(node.text_content()) and not any(up.tag in _BESIDE for up in node.iterancestors())
    ]
    around = {id(node.getparent()) for node in heads}
    shown = [one_line(p.text_content()) for p in root.xpath(".//p") if id(p.getparent()) in around]
    in_body = sum(line in body for line in shown)
    # teasers are most of what was taken for the article
    return (
        len(heads) if len(heads) >= _TEASERS and in_body * 2 > len(body) - len(heads) and in_body >= 2 else 0
    )


def _is_walled(page: str, text: str) -> bool:
    lowered = page.lower()
    marks, words, few = _wall()
    if len(text.split()) > few:
        return False
    return any(mark.search(lowered) for mark in marks) or any(word.search(lowered) for word in words)


@cache
def _wall() -> tuple[tuple[re.Pattern[str], ...], tuple[re.Pattern[str], ...], int]:
    path = ontology("inputs", "pages.yaml")
    marks, words = (
        tuple(re.compile(source) for source in lexicon.strings(path, "paywall", key))
        for key in ("marks", "words")
    )
    return marks, words, int(lexicon.read(path)["paywall"]["few"])


def _root(page: str) -> Any:
    from lxml import html

    try:
        return html.document_fromstring(re.sub(r"^\s*<\?xml[^>]*\?>", "", page.replace("\0", " ")))
    except (ValueError, html.etree.ParserError):
        return None


def page_to_lines(page: str) -> str:
    """Return the words of a page as lines: a blank line around each block, a tab between cells."""
    root = _root(page)
    parts: list[str] = []
    stack: list[tuple[Any, bool]] = [(root, False)] if root is not None else []
    while stack:
        node, closing = stack.pop()
        tag = node.tag if isinstance(node.tag, str) else ""
        block = "\n\n" if tag in blocks() and tag != "br" else "\n" if tag == "br" else ""
        if closing:
            parts += [block, "\t" if tag in ("td", "th") else "", (node.tail or "").replace("\n", " ")]
            continue
        if tag in ("script", "style", "head", ""):
            parts.append((node.tail or "").replace("\n", " "))
            continue
        parts += [block if tag != "br" else "", (node.text or "").replace("\n", " ")]
        stack.append((node, True))
        stack.extend((child, False) for child in reversed(node))
    lines = [re.sub(r"[^\S\t\n]+", " ", line).strip() for line in "".join(parts).split("\n")]
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines))
