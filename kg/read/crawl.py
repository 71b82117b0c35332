"""Large collections, read record by record: web archives (WARC), dumps of wikis, Parquet."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from kg.read.decode import decode_page
from kg.read.extras import need
from kg.read.intake import Intake
from kg.read.objects import Sheet
from kg.read.record import Record, Unreadable
from kg.read.source import Source
from kg.read.web import of_page

_PAGE = 32 * 2**20
_WIKI_DATE = re.compile(r"\{\{\s*date\s*\|\s*([^}|]+)", re.IGNORECASE)
_TEMPLATE = re.compile(r"\{\{[^{}]*\}\}|\{\|.*?\|\}", re.DOTALL)
_CATEGORY = re.compile(
    r"\[\[(?:Category|File|Image|[a-z-]{2,7}):[^\[\]]*(?:\[\[[^\[\]]*\]\][^\[\]]*)*\]\]", re.IGNORECASE
)
_LINK = re.compile(r"\[\[(?:[^|\]]*\|)?([^\]]*)\]\]")
_OUTER = re.compile(r"\[https?://\S+ ([^\]]*)\]")
_TAGS = re.compile(r"<ref[^>/]*>.*?</ref>|<!--.*?-->|<[^>]+>", re.DOTALL)
_SOURCES = re.compile(
    r"^==+\s*(?:Sources?|Related (?:news|articles?)|External links?|References|See also)\s*==+", re.I | re.M
)
_HEADING = re.compile(r"^=+\s*(.*?)\s*=+\s*$", re.MULTILINE)


def read_warc(source: Source, intake: Intake) -> Iterator[Record | Unreadable]:
    """Yield the articles on the pages of a web archive; the answers that are no pages are counted in one line."""
    archive = need("warcio.archiveiterator", extra="crawls", source=source)
    others = number = 0
    with source.opened() as raw:
        records: Iterator[Any] = iter(archive.ArchiveIterator(raw))
        while True:
            try:
                answer = next(records, None)
                if answer is None:
                    break
                if answer.rec_type not in ("response", "resource"):
                    continue
                kind = (answer.http_headers.get_header("Content-Type") if answer.http_headers else None) or (
                    answer.content_type or ""
                )
                status = answer.http_headers.get_statuscode() if answer.http_headers else "200"
                if "html" not in kind or not str(status).startswith("2"):
                    others += 1
                    continue
                number += 1
                page = answer.content_stream().read(_PAGE)
                address = answer.rec_headers.get_header("WARC-Target-URI") or ""
            except Exception as error:  # a damaged record ends the file: where the next begins is not known
                told = " ".join(str(error).split())[:100] or type(error).__name__
                raise Unreadable(
                    f"{source.where}#{number + 1}",
                    f"is damaged: {told}",
                    "get the file again; what came before is kept",
                ) from error
            where = f"{source.where}#{number}"
            inner = Source(address or f"{source.name}#{number}", where, source.stream, source.depth)
            try:
                for item in of_page(decode_page(page, where), inner, intake):
                    if isinstance(item, Record) and not item.url:
                        item = Record(
                            item.name, item.where, item.text, item.title, item.published, item.publisher,
                            address, item.author, item.details,
                        )  # fmt: skip
                    yield item
            except Unreadable as error:
                yield error
    if others:
        intake.note(source.where, f"{others} of its answers are pictures, errors and the like, and no pages")
    if not number:
        raise Unreadable(source.where, "holds no pages", "leave it out", reason="without text")


def read_wiki(source: Source, intake: Intake) -> Iterator[Record | Unreadable]:
    """Yield the articles of a MediaWiki dump, such as Wikinews gives; talk pages and redirects are counted."""
    from lxml import etree

    others = number = 0
    fields: dict[str, str] = {}
    site = None
    with source.opened() as raw:
        events = etree.iterparse(
            raw, events=("end",), huge_tree=True, resolve_entities=False, no_network=True, recover=False
        )
        while True:
            try:
                _, node = source.guard(lambda: next(events, (None, None)))
            except etree.XMLSyntaxError as error:
                told = " ".join(str(error).split())[:100]
                raise Unreadable(
                    source.where, f"is damaged: {told}", "get the file again; what came before is kept"
                ) from error
            if node is None:
                break
            name = etree.QName(node).localname
            if name in ("title", "ns", "timestamp", "text", "redirect", "id"):
                fields.setdefault(name, node.text or "")
            elif name == "sitename":
                site = node.text
            elif name == "page":
                number += 1
                text = fields.get("text", "")
                if (
                    fields.get("ns", "0") != "0"
                    or "redirect" in fields
                    or text.lower().startswith("#redirect")
                ):
                    others += 1
                else:
                    yield _wiki_article(fields, site, source, number)
                fields = {}
                node.clear()
                while node.getprevious() is not None:
                    del node.getparent()[0]
    if others:
        intake.note(source.where, f"{others} of its {number} pages are talk pages, redirects and the like")


def _wiki_article(
    fields: dict[str, str], site: str | None, source: Source, number: int
) -> Record | Unreadable:
    markup = fields.get("text", "")
    day = _WIKI_DATE.search(markup)
    end = _SOURCES.search(markup)
    text = plain_wiki(markup[: end.start()] if end else markup)
    title = fields.get("title", "")
    where = f"{source.where}#{number}"
    if len(text.split()) < 5:
        return Unreadable(where, f"page {title!r} has no text", "leave it out", reason="without text")
    return Record(
        name=f"{source.name}#{fields.get('id') or number}",
        where=where,
        text=f"{title}\n\n{text}",
        title=title,
        published=day[1].strip() if day else fields.get("timestamp", "")[:10],
        publisher=site,
    )


def plain_wiki(markup: str) -> str:
    """Return wiki markup as text: templates, files and categories go, links and headings become words."""
    text = _TAGS.sub("", markup)
    for _ in range(5):
        text, number = _TEMPLATE.subn("", text)
        if not number:
            break
    text = _CATEGORY.sub("", text)
    text = _OUTER.sub(r"\1", _LINK.sub(r"\1", text))
    text = _HEADING.sub(r"\n\1\n", text).replace("'''", "").replace("''", "")
    lines = [line.strip().lstrip("*#: ") for line in text.split("\n")]
    return re.sub(r"\n{2,}", "\n\n", "\n".join(lines)).strip().replace("&nbsp;", " ").replace("&quot;", '"')


def read_parquet(source: Source, intake: Intake) -> Iterator[Record | Unreadable]:
    """Yield the rows of a Parquet file, a batch at a time."""
    parquet: Any = need("pyarrow.parquet", extra="parquet", source=source)
    raw: Any = source.opened()
    try:
        with raw:
            if not raw.seekable():
                import io

                raw = io.BytesIO(source.content())
            table = parquet.ParquetFile(raw)

            def dates(name: str) -> Iterator[object]:
                for batch in table.iter_batches(batch_size=1024, columns=[name]):
                    yield from batch.column(0).to_pylist()

            sheet = Sheet(source, intake, dates=dates)
            number = 0
            for batch in table.iter_batches(batch_size=256):
                for fields in batch.to_pylist():
                    number += 1
                    yield sheet.record(fields, number, f"{source.where}#{number}")
            sheet.tell()
    except (OSError, ValueError) as error:  # pyarrow's own errors are kinds of these
        told = " ".join(str(error).split())[:100]
        raise Unreadable(source.where, f"is a damaged Parquet file: {told}", "get the file again") from error
