"""Plain text and Markdown: one article each, or an archive's export of many."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from typing import Any

from kg.read.archives import articles_of
from kg.read.decode import decode
from kg.read.intake import Intake
from kg.read.matter import Refused, front_matter, header_lines, meta_fields
from kg.read.normalise import one_line
from kg.read.record import Record, Unreadable
from kg.read.source import Source
from kg.read.values import mended, names_of, uncut


def read_text(source: Source, intake: Intake) -> Iterator[Record | Unreadable]:
    """Yield the article of a text file, or those of an archive's export; only a byte order mark is dropped."""
    text = decoded(source, intake)
    yield from of_text(text, source, intake)


def of_text(text: str, source: Source, intake: Intake) -> Iterator[Record | Unreadable]:
    """Yield the articles of a text that came out of a file of any kind."""
    found = articles_of(text, source)
    if found is not None:
        yield from found
        return
    meta, body = _front(text, source, intake)
    if not meta:
        meta, body = header_lines(body)
    yield single(body, meta, source, intake)


def single(text: str, meta: dict[str, Any], source: Source, intake: Intake) -> Record:
    """Make the one article of a file, with what stands above it as its metadata.

    A title that only the metadata have is set above the text, with a blank line between.
    """
    details: dict[str, Any] = {}
    better = mended(text)
    if better != text:
        intake.note(source.where, "was decoded twice, and is mended", warning=True)
    text, missing = uncut(better)
    if missing:
        details["cut"] = missing
        intake.note(source.where, "is only the beginning of an article", "get the full text", warning=True)
    title = meta.get("title")
    if isinstance(title, str) and title.strip() and text.strip():
        text = with_headline(one_line(title), text)
    return Record(
        name=source.name,
        where=source.where,
        text=text,
        title=title,
        published=meta.get("published"),
        publisher=names_of(meta.get("publisher")),
        url=meta.get("url"),
        author=names_of(meta.get("author")),
        details=details
        | {key: meta[key] for key in ("section", "language", "kind") if isinstance(meta.get(key), str)},
    )


def read_markdown(source: Source, intake: Intake) -> Iterator[Record | Unreadable]:
    """Yield the one article of a Markdown file, without markup; metadata come from YAML front matter."""
    meta, body = _front(decoded(source, intake), source, intake)
    yield single(strip_markup(body), meta, source, intake)


def decoded(source: Source, intake: Intake) -> str:
    """Return a file's text; that it was not UTF-8 is told.

    Raises:
        Unreadable: it is no text.
    """
    text, encoding = decode(source.content(), source.where)
    if encoding == "windows-1252":
        intake.note(
            source.where, "is not UTF-8, and is read as Windows-1252", "save it as UTF-8", warning=True
        )
    return text


def _front(text: str, source: Source, intake: Intake) -> tuple[dict[str, Any], str]:
    try:
        meta, body = front_matter(text)
    except Refused as error:
        line = "" if error.line is None else f":{error.line + 2}"
        message = f"front matter is no YAML: {error}"
        hint = "quote values that hold a colon; give words, lists and dates only"
        raise Unreadable(f"{source.where}{line}", message, hint) from error
    return meta_fields(meta, intake.names), body


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
