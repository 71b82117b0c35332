"""Live pages: each update an article with a date of its own."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import replace
from functools import cache
from typing import Any

from kg import lexicon
from kg.read.normalise import one_line
from kg.read.plain import with_headline
from kg.read.record import Record
from kg.read.values import markup_to_text
from kg.resources import ontology

_FEWEST = 2
_STOP = re.compile(r"[.!?…][\"”’)]*(?:\s|$)")


def updates(page: str, record: Record) -> list[Record]:
    """Return the updates of a live page, oldest as they stand; none where it is no live page.

    Args:
        page: the HTML.
        record: what was found on it as a whole, whose publisher, address and author the updates share.
    """
    found = list(_by_data(page)) or list(_by_elements(page))
    if len(found) < _FEWEST:
        return []
    made = []
    for number, (title, text, when) in enumerate(found, 1):
        made.append(
            replace(
                record,
                name=f"{record.name}#{number}",
                where=f"{record.where}#{number}",
                text=with_headline(title, text) if title else text,
                title=title or record.title,
                published=when or record.published,
                details={**record.details, "kind": "live update", "update": when or ""},
            )
        )
    return made


def _by_data(page: str) -> Iterator[tuple[str, str, str]]:
    """Find updates in what the page tells machines of itself (schema.org LiveBlogPosting)."""
    for block in re.findall(
        r"<script[^>]+application/ld\+json[^>]*>(.*?)</script>", page, re.DOTALL | re.IGNORECASE
    ):
        try:
            data = json.loads(block)
        except (ValueError, RecursionError):
            continue
        for posting in _postings(data):
            for update in posting.get("liveBlogUpdate") or []:
                if isinstance(update, dict):
                    body = update.get("articleBody") or update.get("text") or ""
                    text = markup_to_text(str(body)) if "<" in str(body) else str(body)
                    if _STOP.search(text):
                        yield (
                            one_line(str(update.get("headline") or "")),
                            text,
                            str(update.get("datePublished") or ""),
                        )


def _postings(data: Any) -> Iterator[dict[str, Any]]:
    items = data if isinstance(data, list) else data.get("@graph", [data]) if isinstance(data, dict) else []
    for item in items if isinstance(items, list) else []:
        kinds = item.get("@type") if isinstance(item, dict) else None
        if kinds == "LiveBlogPosting" or (isinstance(kinds, list) and "LiveBlogPosting" in kinds):
            yield item


def _by_elements(page: str) -> Iterator[tuple[str, str, str]]:
    """Find updates as elements with a class for that and a time in each."""
    classes = _classes()
    if not classes.search(page):
        return
    from lxml import html

    try:
        root = html.document_fromstring(page)
    except (ValueError, html.etree.ParserError):
        return
    taken: set[Any] = set()
    for node in root.xpath(".//*[@class]"):
        if not classes.search(node.get("class", "")) or any(up in taken for up in node.iterancestors()):
            continue
        times = node.xpath(".//time[@datetime]/@datetime")
        lines = [one_line(part.text_content()) for part in node.xpath(".//p")]
        text = "\n\n".join(line for line in lines if line)
        if times and _STOP.search(text):
            taken.add(node)
            heads = node.xpath(".//h1 | .//h2 | .//h3 | .//h4")
            yield one_line(heads[0].text_content()) if heads else "", text, str(times[0])


@cache
def _classes() -> re.Pattern[str]:
    return re.compile(lexicon.read(ontology("inputs", "pages.yaml"))["live"]["classes"], re.IGNORECASE)
