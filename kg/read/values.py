"""Values of fields as texts: lists, records, HTML, letters decoded twice, texts that a service cut."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache
from typing import Any

from kg import lexicon
from kg.read.normalise import one_line
from kg.resources import ontology

_TAG = re.compile(
    r"</?(?:p|br|div|span|a|b|i|em|strong|h[1-6]|ul|ol|li|blockquote|img|figure)\b[^<>]*>", re.I
)
_ENTITY = re.compile(
    r"&(?:amp|quot|nbsp|[lr]squo|[lr]dquo|ndash|mdash|hellip|#\d{2,5}|#x[0-9a-f]{2,5});", re.I
)
_TWICE = re.compile(r"â€[œ\u009d\u009c™˜“”¦\u0080-\u009f]|Ã[\u0080-¿]|Â[\u00a0-¿]|â\u0080[\u0090-\u00a6]")
_PARTS = ("text", "content", "paragraph", "value", "body")


def text_of(value: Any) -> Any:
    """Return a field's value as text where it can be one: paragraphs of a list joined; markup taken out.

    What is no string, list or record comes back as it is.
    """
    if isinstance(value, list) and value:
        parts = [text_of(part) for part in value]
        if all(isinstance(part, str) for part in parts):
            return "\n\n".join(part for part in parts if part.strip())
        return value
    if isinstance(value, Mapping):
        inner = next((value[key] for key in _PARTS if isinstance(value.get(key), str)), None)
        return value if inner is None else text_of(inner)
    if isinstance(value, str) and _TAG.search(value):
        return markup_to_text(value)
    if isinstance(value, str) and _ENTITY.search(value):
        import html

        return html.unescape(value)
    return value


def names_of(value: Any) -> Any:
    """Return an author or publisher as one line: the names of records in a list joined."""
    if isinstance(value, list):
        parts = [names_of(part) for part in value]
        return ", ".join(parts) if parts and all(isinstance(part, str) for part in parts) else value
    if isinstance(value, Mapping):
        for key in ("name", "title", "original", "fullname", "value"):
            if isinstance(value.get(key), str):
                return value[key]
        first, last = value.get("firstname"), value.get("lastname")
        if isinstance(last, str):
            return f"{first} {last}" if isinstance(first, str) else last
        return value
    return line_of(value)


def line_of(value: Any) -> Any:
    """Return a headline or other line without markup; what is no string comes back as it is."""
    return one_line(text_of(value)) if isinstance(value, str) else value


def markup_to_text(markup: str) -> str:
    """Return the words of an HTML fragment, a blank line between its blocks."""
    from lxml import html

    try:
        root = html.fragment_fromstring(markup.replace("\0", ""), create_parent="div")
    except (ValueError, html.etree.ParserError):
        return markup
    parts: list[str] = []
    _collect(root, parts, 0)
    lines = (" ".join(line.split()) for line in "".join(parts).split("\n"))
    return "\n\n".join(line for line in lines if line)


def _collect(node: Any, parts: list[str], depth: int) -> None:
    if not isinstance(node.tag, str) or node.tag in ("script", "style"):
        return
    block = node.tag in blocks()
    parts.append("\n" if block else "")
    parts.append((node.text or "").replace("\n", " "))
    for child in node:
        if depth < 100:
            _collect(child, parts, depth + 1)
        else:
            parts.append(child.text_content())
        parts.append((child.tail or "").replace("\n", " "))
    parts.append("\n" if block else "")


@cache
def blocks() -> frozenset[str]:
    """Return the elements of a page that begin on a new line."""
    return frozenset(lexicon.strings(ontology("inputs", "pages.yaml"), "blocks"))


def mended(text: str) -> str:
    """Undo UTF-8 that was read as Windows-1252 (“â€œ”), where two or more signs of it stand in a text."""
    if len(_TWICE.findall(text)) < 2:
        return text
    import ftfy

    return ftfy.fix_encoding(text)


def uncut(text: str) -> tuple[str, str]:
    """Take off the mark that a service sets under a text it cut ("[+4713 chars]").

    Returns:
        The text without it, and how much is said to be missing: a number of characters, "more", or "" if nothing.
    """
    for pattern in _cuts():
        found = pattern.search(text)
        if found:
            return text[: found.start()], found.group(1) if found.re.groups else "more"
    return text, ""


@cache
def _cuts() -> tuple[re.Pattern[str], ...]:
    path = ontology("inputs", "texts.yaml")
    return tuple(re.compile(source, re.IGNORECASE) for source in lexicon.strings(path, "cut"))
