"""The files of a store that grows: each as it was written, each belonging to an article, none missing."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from kg import ids
from kg.corpus.folder import Entry, Folder
from kg.doctor.stores import examine_store
from kg.errors import StoreError
from kg.model import Article, Issue


def is_corpus(place: Path) -> bool:
    """Tell whether a folder is one that ``kg add`` made, or what is left of it."""
    folder = Folder(place)
    return folder.exists() or folder.articles.is_dir()


def examine_corpus(place: Path) -> Iterator[Issue]:
    """Yield what is wrong with the files of a store that grows, each with the remedy; its graph is not opened.

    Args:
        place: the folder with ``corpus.json``.
    """
    folder = Folder(place)
    remedy = f"mend it with: kg doctor {place} --repair"

    def bad(path: Path, what: str) -> Issue:
        return Issue("error", str(path), what, remedy)

    try:
        folder.read_settings()
    except StoreError as error:
        yield bad(folder.settings, _reason(error))
    entries: list[Entry] | None = None
    if not folder.index.exists():
        yield bad(folder.index, "is gone")
    try:
        entries = list(folder.read_index())
    except StoreError as error:
        yield bad(folder.index, _reason(error))
    if folder.unfinished.exists():
        yield bad(folder.unfinished, "the last change did not come to its end")
    for path in folder.leftovers():
        yield Issue("warning", str(path), "was left by a process that was ended", remedy)
    yield from examine_store(folder.graph)
    if not folder.sound_tables():
        yield bad(folder.resolution, "damaged: its content is not what was written")
    if entries is not None:
        yield from _articles(folder, entries, remedy)


def intact(folder: Folder, entry: Entry) -> Article:
    """Return the article of an entry as it was read.

    Raises:
        StoreError: its file is gone, damaged, or holds another.
    """
    article = folder.read_article(entry.id)
    if article.id != entry.id or hashed(article) != entry.content_hash:
        raise StoreError(f"{folder.article(entry.id)}: its content is not that of the index")
    return article


def hashed(article: Article) -> str:
    """Return the digest of an article as it would be given on reading it."""
    return ids.content_hash(
        text=article.text,
        title=article.title,
        published=article.published,
        publisher=article.publisher,
        url=article.url,
        author=article.author,
        form=article.form,
    )


def _articles(folder: Folder, entries: list[Entry], remedy: str) -> Iterator[Issue]:
    wanted: set[Path] = set()
    for entry in entries:
        wanted |= {folder.article(entry.id), *([folder.kept(entry.id, entry.key)] if entry.key else [])}
        try:
            intact(folder, entry)
        except StoreError as error:
            yield Issue("error", str(folder.article(entry.id)), _reason(error), remedy)
        if not entry.key:
            continue
        try:
            folder.extraction(entry.id, entry.key)
        except StoreError as error:
            yield Issue("error", str(folder.kept(entry.id, entry.key)), _reason(error), remedy)
    for place in (folder.articles, folder.extractions):
        for path in sorted(place.glob("*.json")) if place.is_dir() else []:
            if path not in wanted:
                yield Issue("warning", str(path), "belongs to no article of the index", remedy)


def _reason(error: StoreError) -> str:
    """Return what an error says, without the file in front and the remedy behind, which are told apart from it."""
    text = str(error).split("; mend the corpus with")[0]
    while (parts := text.split(": ", 1))[0].endswith((".json", ".sqlite")) and len(parts) > 1:
        text = parts[1]
    return text
