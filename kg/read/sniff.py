"""What kind of file it is: by its first bytes where they tell, else by its ending."""

from __future__ import annotations

import re

from kg import lexicon
from kg.read.record import Unreadable
from kg.read.source import Source
from kg.resources import ontology

ENDINGS: dict[str, str] = {
    ".atom": "feed",
    ".bz2": "bz2",
    ".csv": "table",
    ".docx": "docx",
    ".eml": "mail",
    ".gz": "gz",
    ".htm": "page",
    ".html": "page",
    ".json": "json",
    ".jsonl": "lines",
    ".markdown": "markdown",
    ".mbox": "mailbox",
    ".md": "markdown",
    ".mht": "mail",
    ".mhtml": "mail",
    ".ndjson": "lines",
    ".parquet": "parquet",
    ".pdf": "pdf",
    ".rdf": "feed",
    ".rss": "feed",
    ".rtf": "rtf",
    ".tab": "table",
    ".text": "text",
    ".tsv": "table",
    ".txt": "text",
    ".warc": "warc",
    ".xhtml": "page",
    ".xml": "xml",
    ".zip": "zip",
}
"""The kind of file that an ending promises."""

_MAGIC: tuple[tuple[bytes, str], ...] = (
    (b"%PDF-", "pdf"),
    (b"{\\rtf", "rtf"),
    (b"PK\x03\x04", "zip"),
    (b"\x1f\x8b", "gz"),
    (b"BZh", "bz2"),
    (b"PAR1", "parquet"),
    (b"WARC/1.", "warc"),
)
_XML = re.compile(
    rb"^(?:<\?xml[^>]*>)?\s*(?:<!--.*?-->\s*|<!DOCTYPE[^>]*>\s*|<\?[^>]*>\s*)*<([\w:]+)",
    re.DOTALL | re.IGNORECASE,
)
# "From sender@example.org Mon May 15 08:02:11 2023", and the first header
_MAILBOX = re.compile(rb"From \S+ [^\r\n]*\d{4}[^\r\n]*\r?\n>?[A-Z][A-Za-z-]{1,40}:")
_ROOTS = {b"rss": "feed", b"feed": "feed", b"rdf:rdf": "feed", b"mediawiki": "wiki", b"html": "page"}
_NAMES = {
    "feed": "a feed", "wiki": "a dump of a wiki", "page": "an HTML page", "pdf": "a PDF", "rtf": "an RTF document",
    "docx": "a Word document", "zip": "a ZIP archive", "gz": "a gzip archive", "bz2": "a bzip2 archive",
    "mailbox": "a mailbox", "parquet": "a Parquet table", "warc": "a web archive", "lines": "JSON Lines",
    "json": "JSON",
}  # fmt: skip
# kinds that are text, so that their ending is believed where nothing else speaks
_TEXTS = frozenset({"text", "markdown", "table", "json", "lines", "page", "feed", "xml", "mail"})


def kind_of(source: Source) -> tuple[str, str]:
    """Return the kind of a file, and what to say where that is not what its ending promises.

    Raises:
        Unreadable: no kind that can be read.
    """
    promised = ENDINGS.get(source.ending, "")
    head = source.head()
    found = _by_magic(source, head)
    if found is None and promised in (
        "",
        "xml",
        "text",
        "page",
        "feed",
        "json",
        "lines",
        "markdown",
        "table",
    ):
        found = _by_markup(head, promised)
    if promised == "docx" and found == "zip":
        found = None
    if promised and promised not in _TEXTS and found is None and (head or promised != "pdf"):
        found = promised
    if found is None and promised == "xml":
        raise Unreadable(
            source.where,
            "is XML of a kind that is not known",
            "feeds and wiki dumps are read",
            reason="unknown kind",
        )
    if found is None and not promised:
        raise unknown(source.where, source.ending)
    kind = found or promised
    same = {promised, {"xml": "feed"}.get(promised), {"json": "lines", "lines": "json"}.get(promised)}
    if kind in same or not promised or (promised == "xml" and kind in ("feed", "wiki", "page")):
        return kind, ""
    if kind in ("page", "feed") and promised in ("page", "feed"):
        return kind, ""
    return kind, f"is {_NAMES.get(kind, kind)} though its name ends in {source.ending}"


def _by_magic(source: Source, head: bytes) -> str | None:
    for magic, kind in _MAGIC:
        if head.startswith(magic):
            if kind == "zip" and (b"word/" in head or b"[Content_Types].xml" in head[:100]):
                return "docx" if source.ending in (".docx", ".docm", "") or b"word/" in head else None
            return kind
    # programs keep a mailbox under a name without an ending
    if source.ending in ("", ".eml", ".mail", ".mbx") and _MAILBOX.match(head):
        return "mailbox"
    return None


def _by_markup(head: bytes, promised: str) -> str | None:
    start = head.removeprefix(b"\xef\xbb\xbf").lstrip()
    if start[:14].lower() == b"<!doctype html":
        return "page"
    if start[:1] == b"<" and promised != "markdown":
        root = _XML.match(start)
        return _ROOTS.get(root.group(1).lower()) if root else None
    return None


def unknown(where: str, ending: str) -> Unreadable:
    """Make the complaint about a file that is of no known kind."""
    hints = lexicon.read(ontology("inputs", "endings.yaml"))["hints"]
    if ending in hints:
        what, remedy = hints[ending]
        return Unreadable(where, f"is {what}", remedy, reason="unknown kind", level="warning")
    shown = f"unknown ending {ending!r}" if ending else "no ending, and nothing in it tells what it is"
    known = ", ".join(sorted(ENDINGS))
    return Unreadable(
        where, f"is skipped: {shown}", f"known are {known}", reason="unknown kind", level="warning"
    )
