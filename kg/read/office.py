"""Documents: Word, RTF and PDF with a text layer. What comes out may be one article or an archive's export."""

from __future__ import annotations

import io
import logging
import re
from collections import Counter
from collections.abc import Iterator
from typing import Any

from kg.read.extras import need
from kg.read.intake import Intake
from kg.read.plain import of_text
from kg.read.record import Record, Unreadable
from kg.read.source import Source

_PAGES = 5_000
_NUMBER = re.compile(r"\d+")
_HYPHEN = re.compile(r"(?<=[a-z])-\n\s*(?=[a-z])")
_ENDED = re.compile(r"[.!?:”\"’)]\s*$")
_EDGE = 3  # lines at the head and foot of a page that may be running heads


def read_docx(source: Source, intake: Intake) -> Iterator[Record | Unreadable]:
    """Yield the articles of a Word document: its paragraphs, and the cells of its tables beside one another."""
    docx = need("docx", extra="documents", source=source)
    try:
        document = docx.Document(io.BytesIO(source.content()))
        lines = list(_blocks(document, docx))
    except Unreadable:
        raise
    except Exception as error:  # the library lets through whatever a broken file makes it stumble over
        raise _broken(source, "Word", error) from error
    yield from of_text("\n\n".join(lines), source, intake)


def _blocks(document: Any, docx: Any) -> Iterator[str]:
    for block in document.iter_inner_content():
        if isinstance(block, docx.table.Table):
            for row in block.rows:
                yield "\t".join(" ".join(cell.text.split()) for cell in row.cells)
        else:
            yield block.text


def read_rtf(source: Source, intake: Intake) -> Iterator[Record | Unreadable]:
    """Yield the articles of an RTF document."""
    striprtf = need("striprtf.striprtf", extra="documents", source=source)
    raw = source.content().decode("latin-1")
    try:
        text = striprtf.rtf_to_text(raw, encoding="cp1252", errors="replace")
    except Exception as error:
        raise _broken(source, "RTF", error) from error
    # a paragraph of RTF is a line of text
    yield from of_text(re.sub(r"\n+", "\n\n", text), source, intake)


def read_pdf(source: Source, intake: Intake) -> Iterator[Record | Unreadable]:
    """Yield the article of a PDF: columns one after the other, without running heads, words at line ends joined."""
    pypdf = need("pypdf", extra="documents", source=source)
    logging.getLogger("pypdf").addHandler(logging.NullHandler())  # what fails is said below, once
    try:
        reader = pypdf.PdfReader(io.BytesIO(source.content()))
        if reader.is_encrypted and not reader.decrypt(""):
            raise Unreadable(source.where, "is encrypted", "save it without a password", reason="encrypted")
        pages = [page.extract_text() or "" for page in reader.pages[:_PAGES]]
    except Unreadable:
        raise
    except Exception as error:
        raise _broken(source, "PDF", error) from error
    text = flowed(pages)
    if sum(char.isalpha() for char in text) < 20:
        message = "is a PDF without text, such as a scan"
        raise Unreadable(source.where, message, "recognise its text first (OCR)", reason="PDF without text")
    yield from of_text(text, source, intake)


def flowed(pages: list[str]) -> str:
    """Return the pages of a print as running text.

    Lines that stand at the edge of most pages (but for a number) are running heads and go; a word parted at a line's
    end is joined; a line that ends in the middle of a sentence goes on in the next.
    """
    split = [[line.strip() for line in page.split("\n") if line.strip()] for page in pages]
    heads = Counter(
        key for lines in split for key in {_key(line) for line in [*lines[:_EDGE], *lines[-_EDGE:]]}
    )
    running = {key for key, number in heads.items() if number >= 2 and number * 2 > len(pages)}
    lines: list[str] = []
    for page in split:
        last = len(page) - _EDGE
        lines += [
            line
            for n, line in enumerate(page)
            if not ((n < _EDGE or n >= last) and (_key(line) in running or _NUMBER.fullmatch(line)))
        ]
    text = _HYPHEN.sub("", "\n".join(lines))
    lines = text.split("\n")
    # the length of a full line: a shorter one that ends a sentence ends a paragraph
    full = sorted(map(len, lines))[int(len(lines) * 0.7)] if lines else 0
    parts: list[str] = []
    for n, line in enumerate(lines):
        parts.append(line)
        if n + 1 < len(lines):
            ended = _ENDED.search(line) is not None and len(line) < full * 0.85
            short = len(line) < full * 0.75 and not lines[n + 1][:1].islower()
            parts.append("\n\n" if ended or short else " ")
    return "".join(parts)


def _key(line: str) -> str:
    return _NUMBER.sub("#", line)


def _broken(source: Source, what: str, error: Exception) -> Unreadable:
    told = " ".join(str(error).split())[:100] or type(error).__name__
    return Unreadable(
        source.where, f"is a damaged {what} document: {told}", "get the file again, or save it as text"
    )
