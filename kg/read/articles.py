"""Sources → articles."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

from kg.errors import InputError
from kg.model import Article, Issue
from kg.read.crawl import read_parquet, read_warc, read_wiki
from kg.read.feeds import read_feed
from kg.read.files import expand
from kg.read.intake import Intake
from kg.read.mail import read_mail, read_mailbox
from kg.read.office import read_docx, read_pdf, read_rtf
from kg.read.plain import read_markdown, read_text
from kg.read.record import Record, Unreadable, to_article
from kg.read.records import read_json, read_lines
from kg.read.sniff import kind_of
from kg.read.source import Source, of_path, unpacked
from kg.read.table import read_table
from kg.read.web import read_html

Reader = Callable[[Source, Intake], Iterator[Record | Unreadable]]

READERS: dict[str, Reader] = {
    "docx": read_docx,
    "feed": read_feed,
    "json": read_json,
    "lines": read_lines,
    "mail": read_mail,
    "mailbox": read_mailbox,
    "markdown": read_markdown,
    "page": read_html,
    "parquet": read_parquet,
    "pdf": read_pdf,
    "rtf": read_rtf,
    "table": read_table,
    "text": read_text,
    "warc": read_warc,
    "wiki": read_wiki,
}
"""Which reader reads which kind of file; ``gz``, ``bz2`` and ``zip`` are unpacked first."""
PACKED = ("bz2", "gz", "zip")


def read_articles(
    sources: Iterable[str | Path],
    *,
    strict: bool = False,
    report: Callable[[Issue], None] | None = None,
    intake: Intake | None = None,
) -> Iterator[Article]:
    """Read the articles in files, folders and globs, one after another.

    A file or record that cannot be read is reported and left out; the others still come.

    Args:
        sources: any mix of files, folders (to any depth) and globs; a file reached twice is read once.
        strict: raise at the first article that cannot be read. Metadata that is left out is reported only, as are files
            in a folder that are of no kind that holds articles.
        report: told each issue as it is met; ``error`` where an article is left out, ``warning`` where only some of
            its metadata is or a file is of no known kind, ``info`` for what was understood.
        intake: options, and the counts of what was read and skipped.

    Returns:
        A lazy iterator, in the order of the sources, a folder's files sorted. ``Article.source`` is the file, with the
        line or number of a record in it.

    Raises:
        InputError: at once where a source does not exist or holds nothing to read; while iterating in ``strict`` mode.
    """
    found = read_items(sources, strict=strict, report=report, intake=intake)
    return (article for article, _ in found)


def read_items(
    sources: Iterable[str | Path],
    *,
    strict: bool = False,
    report: Callable[[Issue], None] | None = None,
    intake: Intake | None = None,
) -> Iterator[tuple[Article, Mapping[str, Any]]]:
    """Read as ``read_articles`` does, each article with what else is known of it (``record.DETAILS``)."""
    named = [sources] if isinstance(sources, str | Path) else list(sources)
    if not named:
        raise InputError("no source named; name files or folders that hold articles")
    files = expand(named)
    wanted = frozenset(Path(source).expanduser() for source in named)
    intake = intake or Intake()
    if report is not None:
        intake.report = report
    return _read(files, wanted, intake, strict=strict)


def _read(
    files: list[Path], wanted: frozenset[Path], intake: Intake, *, strict: bool
) -> Iterator[tuple[Article, Mapping[str, Any]]]:
    seen: set[int] = set()
    for path in files:
        source = of_path(path)
        for item, home in _records(source, intake):
            try:
                if isinstance(item, Unreadable):
                    raise item
                alone = item.where == home.where
                record = intake.fill(item, file=home.name, alone=alone)
                intake.check(record)
                article = _made(record, intake)
            except Unreadable as error:
                issue = intake.skip(error)
                if path in wanted:
                    issue = replace(issue, level="error")
                if strict and issue.level == "error":
                    raise InputError(str(issue)) from error
                intake.report(issue)
                continue
            # for membership alone: ids themselves would take more memory than a large file allows
            mark = hash(article.id)
            intake.duplicates += mark in seen
            seen.add(mark)
            intake.read += 1
            intake.cut += "cut" in record.details
            marked = {"kind": article.form} if article.form else {}
            yield article, {**record.details, **marked}


def _made(record: Record, intake: Intake) -> Article:
    try:
        return to_article(record, warn=intake.report)
    except Unreadable:
        raise
    except Exception as error:  # whatever one article raises costs that article and no other
        raise _failed(record.where, error) from error


def _records(source: Source, intake: Intake) -> Iterator[tuple[Record | Unreadable, Source]]:
    try:
        kind, said = kind_of(source)
        if said:
            intake.note(source.where, said, "it is read as that", warning=True)
        if kind in PACKED:
            for part in unpacked(source, kind):
                if isinstance(part, Unreadable):
                    yield part, source
                else:
                    yield from _records(part, intake)
            return
        for item in READERS[kind](source, intake):
            yield item, source
    except Unreadable as error:
        yield error, source
    except (InputError, MemoryError):
        raise
    except Exception as error:
        yield _failed(source.where, error), source


def _failed(where: str, error: Exception) -> Unreadable:
    what = " ".join(str(error).split())[:200] or "no message"
    return Unreadable(
        where, f"cannot be read: {type(error).__name__}: {what}", "please report it", reason="failed"
    )
