"""Making a store that grows whole again, from the articles and extractions that it keeps."""

from __future__ import annotations

import contextlib
import shutil
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

from kg import pipeline
from kg.corpus import Change, Corpus
from kg.corpus.folder import Entry, Folder, Index
from kg.corpus.tables import discard
from kg.doctor.corpora import hashed, intact
from kg.errors import KGError, StoreError
from kg.files import write_bytes
from kg.model import Article, Issue
from kg.ontology import DEFAULT_BASE
from kg.serialise import load_article, loads
from kg.versions import DEFAULT_MODEL

Report = Callable[[Issue], None]


def repair(
    place: Path, *, report: Report, jobs: int = 1, progress: pipeline.Progress | None = None
) -> Change:
    """Make graph and tables of a store anew, from what it keeps; a file that is damaged is made again where it can be.

    A damaged article is read again from where it came, or taken from its extraction, which holds its text; an
    extraction is made again from its article. An index that is damaged is made of the articles.

    Args:
        place: the folder with ``corpus.json``.
        report: told what could not be saved, and what had to be assumed.
        jobs, progress: as for ``kg.build``.

    Raises:
        StoreError: another process writes to the store, it cannot be written, or holds no article that can be read.
    """
    folder = Folder(place)
    with _alone(folder.graph):
        _settle(folder, report)
        entries = [kept for entry in _entries(folder, report) if (kept := _saved(folder, entry, report))]
        if not entries:
            raise StoreError(
                f"{place}: keeps no article that can be read; delete it, and make another with kg add"
            )
        for entry in entries:
            if entry.key and folder.claims(entry.id, entry.key) is None:
                folder.kept(entry.id, entry.key).unlink(missing_ok=True)
        # the mark stays until the graph is whole again, whatever ends this in between
        write_bytes(folder.unfinished, b"")
        folder.write_index(Index(_extractor(folder), {entry.id: entry for entry in entries}))
        discard(folder.resolution)
        shutil.rmtree(folder.graph, ignore_errors=True)
    return Corpus(place, report=report, jobs=jobs, progress=progress).refresh()


@contextlib.contextmanager
def _alone(graph: Path) -> Iterator[None]:
    """See that nobody writes to a store whose own engine may not be able to open it: RocksDB locks this file."""
    try:
        import fcntl
    except ImportError:  # a system on which files that are open cannot be deleted either
        yield
        return
    lock = graph / "LOCK"
    if not lock.is_file():
        yield
        return
    with lock.open("r+b") as file:
        try:
            fcntl.lockf(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as error:
            raise StoreError(
                f"{graph}: another process has this store open for writing; end it, then repair"
            ) from error
        yield


def _settle(folder: Folder, report: Report) -> None:
    """Write what was fixed when the store was made, where the file that says so cannot be read."""
    try:
        folder.read_settings()
    except StoreError:
        found = folder.read_spare() or {"base": DEFAULT_BASE, "model": DEFAULT_MODEL}
        told = ", ".join(f"{name} {value}" for name, value in found.items())
        report(Issue("warning", str(folder.settings), f"made again with {told}"))
        folder.write_settings(found)


def _extractor(folder: Folder) -> str:
    try:
        return folder.read_index().extractor
    except StoreError:
        return (
            ""  # of no version: dates and keys are found anew, and with them the extractions that are there
        )


def _entries(folder: Folder, report: Report) -> list[Entry]:
    try:
        if folder.index.exists():
            return list(folder.read_index())
        raise StoreError(f"{folder.index}: is gone")
    except StoreError:
        report(
            Issue(
                "warning",
                str(folder.index),
                "made again of the articles; of several places that held the same article one is known now",
                "kg add brings the others back",
            )
        )
    found: dict[str, Entry] = {}
    texts = {path.name.partition(".")[0]: path for path in sorted(folder.extractions.glob("*.json"))}
    names = {path.stem for path in folder.articles.glob("*.json")}
    for id in sorted(names | set(texts)):
        article = _read(folder.article(id), load_article) or _read(
            texts.get(id), lambda data: loads(data).article
        )
        if article is not None and article.id == id:
            sources = (str(Path(article.source).absolute()),) if article.source else ()
            found[id] = Entry(id, article.name, article.content_hash, sources)
    return list(found.values())


def _saved(folder: Folder, entry: Entry, report: Report) -> Entry | None:
    """Return an entry whose article can be read, after writing it again if that had to be; ``None`` for one lost."""
    with contextlib.suppress(StoreError):
        intact(folder, entry)
        return entry
    article = _again(entry) or _extracted(folder, entry)
    path = folder.article(entry.id)
    path.unlink(missing_ok=True)
    if article is None:
        where = entry.sources[0] if entry.sources else entry.name
        report(Issue("error", where, "cannot be read any more and is left out", "add it again with kg add"))
        return None
    folder.keep_article(article)
    return entry


def _again(entry: Entry) -> Article | None:
    """Return the article from where it was read, if it is there and is the same."""
    for source in entry.sources:
        with contextlib.suppress(KGError, OSError):
            for article in pipeline.read_each([source]):
                if article.id == entry.id and hashed(article) == entry.content_hash:
                    return article
    return None


def _extracted(folder: Folder, entry: Entry) -> Article | None:
    for path in sorted(folder.extractions.glob(f"{entry.id}.*.json")):
        article = _read(path, lambda data: loads(data).article)
        if article is None:
            continue
        # extractions hold the date that the whole corpus gave
        for published, how in ((None, None), entry.own, entry.date):
            one = replace(article, published=published, published_from=how)  # type: ignore[arg-type]
            if hashed(one) == entry.content_hash:
                return one
    return None


def _read(path: Path | None, how: Callable[[bytes], Article]) -> Article | None:
    if path is not None:
        with contextlib.suppress(StoreError, OSError):
            return how(path.read_bytes())
    return None
