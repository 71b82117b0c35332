"""Plain text and Markdown files, one article each."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from kg.read.files import decode, read_bytes
from kg.read.normalise import one_line
from kg.read.record import Record, Unreadable

_SETEXT_END = ("---", "...")


def read_text(path: Path) -> Iterator[Record]:
    """Yield the one article of a text file; only a leading byte order mark is dropped."""
    yield Record(name=path.name, where=str(path), text=decode(read_bytes(path), str(path)))


def read_markdown(path: Path) -> Iterator[Record]:
    """Yield the one article of a Markdown file, without markup; metadata come from YAML front matter.

    A title that only the front matter has is set above the text, with a blank line between.
    """
    where = str(path)
    meta, body = _front_matter(decode(read_bytes(path), where), where)
    text = strip_markup(body)
    title = meta.get("title")
    if isinstance(title, str) and title.strip() and text:
        text = with_headline(one_line(title), text)
    fields = {field: meta.get(field) for field in ("title", "published", "publisher", "url", "author")}
    if fields["published"] is None:
        fields["published"] = meta.get("date")
    yield Record(name=path.name, where=where, text=text, **fields)


def with_headline(title: str, text: str) -> str:
    """Return ``text`` under its headline, set above it unless its first line is the headline already."""
    first, _, rest = text.partition("\n")
    if one_line(first).casefold() == title.casefold():
        return f"{title}\n\n{rest.lstrip()}"
    return f"{title}\n\n{text}"


def strip_markup(markdown: str) -> str:
    """Return the words of a CommonMark text: a line per heading, paragraph and list item, blank lines between."""
    blocks: list[str] = []
    items = 0
    for token in _parser().parse(markdown):
        if token.type == "list_item_open":
            items += 1
        elif token.type == "list_item_close":
            items -= 1
        elif token.type == "inline":
            text = "".join(_words(child) for child in token.children or ())
            # "tight" list items have hidden paragraphs; their mark stays, because a list is read as one
            blocks.append(f"- {text}" if items else text)
        elif token.type in ("fence", "code_block"):
            blocks.append(token.content)
    return "\n\n".join(block.strip() for block in blocks if block.strip())


def _words(token: Any) -> str:
    if token.type in ("text", "code_inline"):
        return str(token.content)
    return {"softbreak": " ", "hardbreak": "\n"}.get(token.type, "")


@cache
def _parser() -> Any:
    from markdown_it import MarkdownIt

    return MarkdownIt("commonmark")


def _front_matter(text: str, where: str) -> tuple[dict[str, Any], str]:
    lines = text.splitlines(keepends=True)
    if not lines or lines[0].rstrip() != "---":
        return {}, text
    end = next((n for n, line in enumerate(lines[1:], 1) if line.rstrip() in _SETEXT_END), None)
    if end is None:
        return {}, text
    try:
        meta = yaml.safe_load("".join(lines[1:end]))
    except (yaml.YAMLError, ValueError) as error:
        mark = getattr(error, "problem_mark", None)
        line = f":{mark.line + 2}" if mark else ""
        what = getattr(error, "problem", None) or str(error)
        raise Unreadable(
            f"{where}{line}", f"front matter is no YAML: {what}", "quote values that hold a colon"
        ) from error
    if meta is None:
        meta = {}
    if not isinstance(meta, dict):
        return {}, text  # two thematic breaks around prose
    return meta, "".join(lines[end + 1 :])
