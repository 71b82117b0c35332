"""Where a corpus keeps what, and its index: which articles, from where, dated how, and with which graph."""

from __future__ import annotations

import contextlib
import json
import os
import zlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any

from kg.choices import Choices, applied, digest
from kg.errors import StoreError
from kg.files import is_leftover, write_bytes
from kg.ids import short_hash
from kg.judgements import Decision
from kg.listing import AFFAIRS
from kg.model import Article, Extraction
from kg.serialise import dump_article, dumps, load_article, loads
from kg.store.place import is_store
from kg.store.seal import sum_of
from kg.threads import Edit
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
        awaits: a language model was to read it and has not answered; the rules read it meanwhile.
        key: digest of all that its extraction depends on, and after a hyphen one of what persons chose in it; ``""``
            where extraction failed.
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
    awaits: bool = False

    @property
    def file(self) -> str:
        """The part of ``key`` that its extraction is filed under."""
        return self.key.partition("-")[0]


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


def state(decisions: Iterable[Decision], edits: Iterable[Edit] = ()) -> str:
    """Return a digest of all that a graph depends on but its articles and the version of the reader."""
    told = [*sorted(repr(one) for one in decisions), *(repr(one) for one in edits)]
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
        self.choices: Choices = {}
        self.affairs = path / AFFAIRS
        self.graph = path / "graph"
        self.resolution = path / "resolution.sqlite"
        self.unfinished = path / "unfinished"
        self.sums = path / "checksums.json"

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
        if self.path.is_file() or (
            self.path.is_dir() and any(not is_leftover(path.name) for path in self.path.iterdir())
        ):
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

    def read_spare(self) -> dict[str, str] | None:
        """Return what the index says was fixed when the corpus was made, ``None`` if it cannot be read."""
        with contextlib.suppress(StoreError):
            found = _json(self.index).get("settings")
            if isinstance(found, dict) and {"base", "model"} <= found.keys():
                return {name: str(value) for name, value in found.items()}
        return None

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
        told = {"extractor": index.extractor, "state": index.state, "settings": self.read_settings()}
        _write(self.index, {**told, "articles": articles})

    def read_article(self, id: str) -> Article:
        """Return an article as it was read, its date by metadata alone."""
        path = self.article(id)
        try:
            return load_article(self._bytes(path))
        except StoreError as error:
            reason = str(error).removeprefix(f"{path}: ")
            raise StoreError(f"{path}: {reason}; {self._remedy()}") from error

    def keep_article(self, article: Article) -> None:
        """Write an article, unless it is there."""
        path = self.articles / f"{article.id}.json"
        if not path.exists():
            write_bytes(path, dump_article(article))

    def check_tables(self) -> None:
        """Delete the tables of resolution if they are not as they were left: everything in them can be made again.

        Also where a change did not come to its end, so that nobody can tell.
        """
        if not self.sound_tables():
            # with its journal, which SQLite would otherwise play back into new ones
            for path in (self.resolution, self.resolution.with_name(f"{self.resolution.name}-journal")):
                path.unlink(missing_ok=True)

    def sound_tables(self) -> bool:
        """Tell whether the tables of resolution are as they were left, or not there."""
        if not self.resolution.exists():
            return True
        try:
            kept = _json(self.sums).get(self.resolution.name) if self.sums.exists() else None
        except StoreError:
            kept = None
        return kept is not None and tuple(kept) == sum_of(self.resolution)

    def seal_tables(self) -> None:
        """Keep the checksum of the tables of resolution, for :meth:`check_tables`."""
        _write(self.sums, {self.resolution.name: sum_of(self.resolution)})

    def claims(self, id: str, key: str) -> Extraction | None:
        """Return the compact extraction of an article, ``None`` where there is none that can be read."""
        try:
            found = loads(self.kept(id, key).read_bytes(), compact=True)
            return applied(found, self.choices.get(id, ()))
        except (OSError, StoreError):
            return None

    def chosen(self, id: str) -> str:
        """Return a digest of what persons chose in an article, empty where nothing."""
        return digest(self.choices.get(id, ()))

    def extraction(self, id: str, key: str) -> Extraction:
        """Return the whole extraction of an article, with what persons chose in it.

        Raises:
            StoreError: the file is damaged.
        """
        return applied(self.as_read(id, key), self.choices.get(id, ()))

    def as_read(self, id: str, key: str) -> Extraction:
        """Return the whole extraction of an article, as it was read.

        Raises:
            StoreError: the file is damaged.
        """
        path = self.kept(id, key)
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
        write_bytes(self.kept(extraction.article.id, key), dumps(extraction))

    def sweep(self, entries: Iterable[Entry]) -> None:
        """Delete the files of articles that are no longer there, and extractions that are out of date."""
        kept = list(entries)
        wanted = {self.article(entry.id) for entry in kept}
        wanted |= {self.kept(entry.id, entry.key) for entry in kept if entry.key}
        for folder in (self.articles, self.extractions):
            for path in folder.glob("*.json"):
                if path not in wanted:
                    path.unlink(missing_ok=True)
        # nobody else writes while the store is locked, but to make a corpus
        for path in self.leftovers():
            path.unlink(missing_ok=True)

    def leftovers(self) -> list[Path]:
        """Return what killed processes left, of no use to anybody."""
        return [
            Path(file.path)
            for folder in (self.path, self.articles, self.extractions)
            if folder.is_dir()
            for file in os.scandir(folder)
            if is_leftover(file.name) and not file.name.startswith(f".{self.settings.name}.")
        ]

    def article(self, id: str) -> Path:
        """Return where an article is kept."""
        return self.articles / f"{id}.json"

    def kept(self, id: str, key: str) -> Path:
        """Return where an extraction is kept."""
        return self.extractions / f"{id}.{key.partition('-')[0]}.json"

    def _bytes(self, path: Path) -> bytes:
        try:
            return path.read_bytes()
        except OSError as error:
            raise StoreError(f"{path}: cannot be read: {error.strerror}") from error

    def _remedy(self) -> str:
        return f"mend the corpus with: kg doctor {self.path} --repair"


def _json(path: Path) -> dict[str, Any]:
    try:
        found = json.loads(path.read_bytes())
    except (OSError, ValueError, RecursionError) as error:
        raise _damaged(path, error) from error
    if not isinstance(found, dict):
        raise _damaged(path, "no JSON object")
    # files of before there were checksums have none
    crc = found.pop("crc", None)
    if crc is not None and crc != zlib.crc32(_text(found)):
        raise _damaged(path, "its content is not what was written")
    return found


def _damaged(path: Path, error: object) -> StoreError:
    return StoreError(f"{path}: damaged: {error}; mend the corpus with: kg doctor {path.parent} --repair")


def _write(path: Path, content: Mapping[str, object]) -> None:
    write_bytes(path, _text({**content, "crc": zlib.crc32(_text(content))}))


def _text(content: object) -> bytes:
    return (json.dumps(content, ensure_ascii=True, indent=1) + "\n").encode("ascii")


def _tuple(value: Any) -> Any:
    return tuple(value) if isinstance(value, list) else value


@contextlib.contextmanager
def marked(path: Path) -> Any:
    """Leave a mark while the body runs; it stays if the body does not end well."""
    write_bytes(path, b"")
    yield
    path.unlink(missing_ok=True)
