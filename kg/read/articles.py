"""Sources → articles."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

from kg.errors import InputError
from kg.model import Article, Issue
from kg.read.files import expand
from kg.read.plain import read_markdown, read_text
from kg.read.record import Record, Unreadable, to_article
from kg.read.records import read_csv, read_json, read_json_lines
from kg.read.web import read_html

Reader = Callable[[Path], Iterator[Record | Issue] | Iterator[Record]]

READERS: dict[str, Reader] = {
    ".csv": read_csv,
    ".htm": read_html,
    ".html": read_html,
    ".json": read_json,
    ".jsonl": read_json_lines,
    ".markdown": read_markdown,
    ".md": read_markdown,
    ".ndjson": read_json_lines,
    ".txt": read_text,
}
"""Which reader reads which ending."""


def read_articles(
    sources: Iterable[str | Path], *, strict: bool = False, report: Callable[[Issue], None] | None = None
) -> Iterator[Article]:
    """Read the articles in files, folders and globs, one after another.

    A file or record that cannot be read is reported and left out; the others still come.

    Args:
        sources: any mix of files, folders (to any depth) and globs; a file reached twice is read once.
        strict: raise at the first article that cannot be read. Metadata that is left out is reported only.
        report: told each issue as it is met; ``error`` where an article is left out, ``warning`` where only some of
            its metadata is.

    Returns:
        A lazy iterator, in the order of the sources, a folder's files sorted. ``Article.source`` is the file, with the
        line or number of a record in it.

    Raises:
        InputError: at once where a source does not exist or holds nothing to read; while iterating in ``strict`` mode.
    """
    named = [sources] if isinstance(sources, str | Path) else list(sources)
    if not named:
        raise InputError("no source named; name files or folders that hold articles")
    files = expand(named, known=READERS)
    return _read(files, strict=strict, report=report or (lambda _issue: None))


def _read(files: list[Path], *, strict: bool, report: Callable[[Issue], None]) -> Iterator[Article]:
    for path in files:
        for item in _records(path):
            try:
                if isinstance(item, Issue):
                    issue = item
                else:
                    yield to_article(item, warn=report)
                    continue
            except Unreadable as error:
                issue = error.issue
            if strict:
                raise InputError(str(issue))
            report(issue)


def _records(path: Path) -> Iterator[Record | Issue]:
    reader = READERS.get(path.suffix.lower())
    if reader is None:
        endings = ", ".join(READERS)
        yield Issue(
            "error", str(path), f"cannot be read: unknown ending {path.suffix!r}", f"known are {endings}"
        )
        return
    try:
        yield from reader(path)
    except Unreadable as error:
        yield error.issue
