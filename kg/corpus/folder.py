"""Where a corpus keeps what, and its index: which articles, from where, dated how, and with which graph."""

from __future__ import annotations

import contextlib
import json
import os
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any

from kg.errors import StoreError
from kg.files import write_bytes
from kg.ids import short_hash
from kg.judgements import Decision
from kg.model import Article, Extraction
from kg.serialise import dump_article, dumps, load_article, loads
from kg.store.place import is_store
from kg.versions import emitter_version, resolver_version

FORMAT = 1

Date = tuple[str | None, str | None]
"""``Article.published`` and ``Article.published_from``."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One article of a corpus.

    Attributes:
        sources: where it was read, absolute; of several places that hold the same article all.
        own: its date as it alone fixes it; ``date`` as the whole corpus does.
        open: it has none of its own, and neighbours could date it.
        key: digest of all that its extraction depends on; ``""`` where extraction failed.
        failed: the key with which it did; ``""`` where it did not.
        print: digest of all that its graph depends on; ``""`` for none.
    """

    id: str
    name: str
    content_hash: str
    sources: tuple[str, ...]
    own: Date = (None, None)
    date: Date = (None, None)
    key: str = ""
    print: str = ""
    failed: str = ""
    open: bool = False


_FIELDS = tuple(field.name for field in fields(Entry))


@dataclass(frozen=True, slots=True)
class Index:
    """What a corpus holds.

    Attributes:
        extractor: version of the code and data that the extractions were made with.
        state: digest of all else that the graph depends on: versions of what resolves and emits, and judgements.
    """

    extractor: str = ""
    entries: Mapping[str, Entry] | None = None
    state: str = ""

    def __iter__(self) -> Any:
        return iter((self.entries or {}).values())

    def get(self, id: str) -> Entry | None:
        """Return the entry of an article."""
        return (self.entries or {}).get(id)


def state(decisions: Iterable[Decision]) -> str:
    """Return a digest of all that a graph depends on but its articles and the version of the reader."""
    told = sorted(repr(one) for one in decisions)
    return short_hash(resolver_version(), emitter_version(), *told)


class Folder:
    """The files of one corpus; every write is whole or not at all."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.settings = path / "corpus.json"
        self.index = path / "index.json"
        self.articles = path / "articles"
        self.extractions = path / "extractions"
        self.judgements = path / "judgements.yaml"
        self.graph = path / "graph"
        self.resolution = path / "resolution.sqlite"
        self.unfinished = path / "unfinished"

    def exists(self) -> bool:
        """Tell whether there is a corpus in the folder."""
        return self.settings.is_file()

    def check(self, *, make: bool) -> None:
        """See that there is a corpus, or that one can be made here.

        Raises:
            StoreError: neither.
        """
        if self.exists():
            return
        if not make:
            raise StoreError(
                f"{self.path}: holds no corpus; make one with: kg add ARTICLES --store {self.path}"
            )
        if is_store(self.path):
            raise StoreError(
                f"{self.path}: holds a graph alone and cannot grow; name a new folder, and add all articles to it"
            )
        if self.path.is_file() or (self.path.is_dir() and any(self.path.iterdir())):
            raise StoreError(f"{self.path}: holds other files and no corpus; name a new or empty folder")

    def read_settings(self) -> dict[str, str]:
        """Return what was fixed when the corpus was made."""
        found = _json(self.settings)
        if found.get("format") != FORMAT:
            version = found.get("format")
            raise StoreError(
                f"{self.path}: a corpus of format {version!r}, and this Parley writes {FORMAT}; make a new one"
            )
        return {name: str(value) for name, value in found.items() if name != "format"}

    def write_settings(self, settings: Mapping[str, str]) -> None:
        """Keep what is fixed when a corpus is made."""
        _write(self.settings, {"format": FORMAT, **settings})

    def read_index(self) -> Index:
        """Return the index; an empty one for a new corpus."""
        if not self.index.exists():
            return Index(entries={})
        found = _json(self.index)
        try:
            entries = [Entry(**{k: _tuple(v) for k, v in fields.items()}) for fields in found["articles"]]
            return Index(found["extractor"], {entry.id: entry for entry in entries}, found.get("state", ""))
        except (KeyError, TypeError, AttributeError) as error:
            raise _damaged(self.index, error) from error

    def write_index(self, index: Index) -> None:
        """Put the index in place of the last one."""
        entries = sorted(index, key=lambda entry: entry.id)
        articles = [{name: getattr(entry, name) for name in _FIELDS} for entry in entries]
        _write(self.index, {"extractor": index.extractor, "state": index.state, "articles": articles})

    def read_article(self, id: str) -> Article:
        """Return an article as it was read, its date by metadata alone."""
        return load_article(self._bytes(self.articles / f"{id}.json"))

    def keep_article(self, article: Article) -> None:
        """Write an article, unless it is there."""
        path = self.articles / f"{article.id}.json"
        if not path.exists():
            write_bytes(path, dump_article(article))

    def claims(self, id: str, key: str) -> Extraction | None:
        """Return the compact extraction of an article, ``None`` where there is none that can be read."""
        try:
            return loads(self._extraction(id, key).read_bytes(), compact=True)
        except (OSError, StoreError):
            return None

    def extraction(self, id: str, key: str) -> Extraction:
        """Return the whole extraction of an article.

        Raises:
            StoreError: the file is damaged.
        """
        path = self._extraction(id, key)
        try:
            return loads(self._bytes(path))
        except StoreError as error:
            raise StoreError(f"{path}: {error}") from error

    def extracted(self) -> set[tuple[str, str]]:
        """Return the articles of which there is an extraction, with its key."""
        if not self.extractions.is_dir():
            return set()
        with os.scandir(self.extractions) as found:
            parts = (file.name.rsplit(".", 2) for file in found if file.name.endswith(".json"))
            return {(part[0], part[1]) for part in parts if len(part) == 3}

    def keep_extraction(self, extraction: Extraction, key: str) -> None:
        """Write an extraction."""
        write_bytes(self._extraction(extraction.article.id, key), dumps(extraction))

    def sweep(self, entries: Iterable[Entry]) -> None:
        """Delete the files of articles that are no longer there, and extractions that are out of date."""
        kept = list(entries)
        wanted = {self.articles / f"{entry.id}.json" for entry in kept}
        wanted |= {self._extraction(entry.id, entry.key) for entry in kept if entry.key}
        for folder in (self.articles, self.extractions):
            for path in folder.glob("*.json"):
                if path not in wanted:
                    path.unlink(missing_ok=True)

    def _extraction(self, id: str, key: str) -> Path:
        return self.extractions / f"{id}.{key}.json"

    def _bytes(self, path: Path) -> bytes:
        try:
            return path.read_bytes()
        except OSError as error:
            raise StoreError(f"{path}: cannot be read: {error.strerror}; make the corpus again") from error


def _json(path: Path) -> dict[str, Any]:
    try:
        found = json.loads(path.read_bytes())
    except (OSError, ValueError) as error:
        raise _damaged(path, error) from error
    if not isinstance(found, dict):
        raise _damaged(path, "no JSON object")
    return found


def _damaged(path: Path, error: object) -> StoreError:
    return StoreError(f"{path}: damaged: {error}; make the corpus again")


def _write(path: Path, content: object) -> None:
    write_bytes(path, (json.dumps(content, ensure_ascii=True, indent=1) + "\n").encode("ascii"))


def _tuple(value: Any) -> Any:
    return tuple(value) if isinstance(value, list) else value


@contextlib.contextmanager
def marked(path: Path) -> Any:
    """Leave a mark while the body runs; it stays if the body does not end well."""
    write_bytes(path, b"")
    yield
    path.unlink(missing_ok=True)
