"""The file of the cache: values by key, in SQLite, the longest unused let go of when they are too many."""

from __future__ import annotations

import contextlib
import os
import sqlite3
import zlib
from collections.abc import Iterable, Iterator
from pathlib import Path

from kg.errors import StoreError

LIMIT = 2 * 1024**3
"""Bytes that the values may take, as they are kept; some 300,000 extractions of news articles."""

_NONE = frozenset({"", "off", "none", "no", "0"})
_FILE = "cache.sqlite"
_FORMAT = 1
_PART = 500  # keys asked for at once: SQLite allows 999 or more
_KEPT = 0.9  # part of the limit that is left when something has to go
_SCHEMA = f"""
CREATE TABLE entry (key TEXT PRIMARY KEY, subject TEXT NOT NULL, used INTEGER NOT NULL, value BLOB NOT NULL);
CREATE INDEX entry_subject ON entry (subject);
CREATE INDEX entry_used ON entry (used);
CREATE TABLE total (bytes INTEGER NOT NULL, turn INTEGER NOT NULL);
INSERT INTO total VALUES (0, 0);
PRAGMA user_version = {_FORMAT};
"""


def place(given: str | Path | None = None) -> Path | None:
    """Return the folder of the cache, ``None`` for none.

    Args:
        given: a folder; ``None`` for the one that ``$KG_CACHE`` names, else ``parley`` in the user's folder of caches
            (``$XDG_CACHE_HOME``, else ``~/.cache``). ``off`` stands for no cache.
    """
    named = os.environ.get("KG_CACHE") if given is None else str(given)
    if named is None:
        home = os.environ.get("XDG_CACHE_HOME") or "~/.cache"
        named = str(Path(home, "parley"))
    if named.strip().lower() in _NONE:
        return None
    return Path(named).expanduser()


class Cache:
    """Values by key in one file, which any number of processes may use at a time.

    Args:
        folder: where the file is; made if there is none, and made anew if it is damaged or of another format.
        limit: bytes that the values may take, as they are kept.

    Raises:
        StoreError: the file can be neither read nor made.
    """

    def __init__(self, folder: str | Path, *, limit: int = LIMIT) -> None:
        path = self.path = Path(folder, _FILE)
        self.limit = limit
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            self._db = _connected(path)
            with self._db:
                self._db.execute("UPDATE total SET turn = turn + 1")
            ((self._turn,),) = self._db.execute("SELECT turn FROM total").fetchall()
        except (OSError, sqlite3.Error) as error:
            raise StoreError(
                f"{path}: cannot be used as a cache: {error}; name another folder with --cache, or use --no-cache"
            ) from error
        self._touched: set[str] = set()

    def have(self, keys: Iterable[str]) -> set[str]:
        """Return those of the keys for which there is a value."""
        return {key for (key,) in self._rows("SELECT key FROM entry WHERE key IN", keys)}

    def told(self, subjects: Iterable[str]) -> dict[str, list[str]]:
        """Return the keys of all values about subjects, by subject."""
        found: dict[str, list[str]] = {}
        for subject, key in self._rows("SELECT subject, key FROM entry WHERE subject IN", subjects):
            found.setdefault(subject, []).append(key)
        return {subject: sorted(keys) for subject, keys in sorted(found.items())}

    def get(self, key: str) -> bytes | None:
        """Return the value of a key, ``None`` for none; it counts as used."""
        row = self._db.execute("SELECT value FROM entry WHERE key = ?", (key,)).fetchone()
        if row is None:
            return None
        self._touched.add(key)
        try:
            return zlib.decompress(row[0])
        except zlib.error:
            return None

    def put(self, values: Iterable[tuple[str, str, bytes]]) -> None:
        """Keep values, each with its key and what it is about, at once or not at all; let the longest unused go.

        A value that alone takes more than a tenth of the limit is not kept.
        """
        rows = [(key, subject, self._turn, zlib.compress(value, 3)) for key, subject, value in values]
        with self._writing():
            for row in rows:
                if len(row[3]) <= self.limit / 10:
                    self._drop([row[0]])
                    self._db.execute("INSERT INTO entry VALUES (?, ?, ?, ?)", row)
                    self._db.execute("UPDATE total SET bytes = bytes + ?", (len(row[3]),))
            self._bound()

    def forget(self, subjects: Iterable[str]) -> None:
        """Delete all values about subjects, so that their bytes are in no file of the cache any more."""
        keys = [key for some in self.told(subjects).values() for key in some]
        if not keys:
            return
        self._db.execute("PRAGMA secure_delete = ON")
        with self._writing():
            self._drop(keys)
        self._touched.difference_update(keys)
        self._db.execute("VACUUM")
        self._db.execute("PRAGMA wal_checkpoint(TRUNCATE)")

    def close(self) -> None:
        """Note what was used, and let go of the file."""
        # a cache that cannot note it, as where the disk is full, has still done its work
        with contextlib.suppress(sqlite3.Error), self._writing():
            rows = [(self._turn, key) for key in sorted(self._touched)]
            self._db.executemany("UPDATE entry SET used = ? WHERE key = ?", rows)
        self._db.close()

    @contextlib.contextmanager
    def _writing(self) -> Iterator[None]:
        try:
            self._db.execute("BEGIN IMMEDIATE")
            yield
            self._db.execute("COMMIT")
        except BaseException:
            if self._db.in_transaction:
                self._db.execute("ROLLBACK")
            raise

    def _bound(self) -> None:
        ((taken,),) = self._db.execute("SELECT bytes FROM total").fetchall()
        if taken <= self.limit:
            return
        old = self._db.execute("SELECT key, length(value) FROM entry ORDER BY used, key")
        gone = []
        for key, size in old:
            if taken <= self.limit * _KEPT:
                break
            gone.append(key)
            taken -= size
        self._drop(gone)

    def _drop(self, keys: Iterable[str]) -> None:
        for key in keys:
            row = self._db.execute("SELECT length(value) FROM entry WHERE key = ?", (key,)).fetchone()
            if row:
                self._db.execute("DELETE FROM entry WHERE key = ?", (key,))
                self._db.execute("UPDATE total SET bytes = bytes - ?", row)

    def _rows(self, query: str, words: Iterable[str]) -> Iterator[tuple[str, ...]]:
        listed = list(words)
        for start in range(0, len(listed), _PART):
            part = listed[start : start + _PART]
            yield from self._db.execute(f"{query} ({','.join('?' * len(part))})", part)


@contextlib.contextmanager
def opened(where: Cache | str | Path | None, *, limit: int = LIMIT) -> Iterator[Cache | None]:
    """Open a cache for the time of the body.

    Args:
        where: its folder; a cache that is open, which stays so; ``None`` for none.

    Raises:
        StoreError: the file can be neither read nor made.
    """
    if where is None or isinstance(where, Cache):
        yield where
        return
    cache = Cache(where, limit=limit)
    try:
        yield cache
    finally:
        cache.close()


def _connected(path: Path) -> sqlite3.Connection:
    for attempt in (1, 2):
        # autocommit: transactions are begun where they are needed; half a minute for another process to end its own
        db = sqlite3.connect(path, isolation_level=None, timeout=30)
        try:
            ((version,),) = db.execute("PRAGMA user_version").fetchall()
            if version == 0:
                _made(db)
                ((version,),) = db.execute("PRAGMA user_version").fetchall()
            if version == _FORMAT:
                db.execute("SELECT bytes FROM total").fetchone()
                return db
        except sqlite3.OperationalError:
            # locked, read-only or full: what is in the file is sound
            db.close()
            raise
        except sqlite3.DatabaseError:
            if attempt == 2:
                db.close()
                raise
        db.close()
        path.unlink()
    raise sqlite3.DatabaseError("of another format")


def _made(db: sqlite3.Connection) -> None:
    db.execute("PRAGMA journal_mode = WAL")
    db.execute("PRAGMA synchronous = NORMAL")
    db.execute("BEGIN IMMEDIATE")
    ((version,),) = db.execute("PRAGMA user_version").fetchall()
    # another process may have made the tables meanwhile
    if version == 0:
        for statement in filter(None, map(str.strip, _SCHEMA.split(";"))):
            db.execute(statement)
    db.execute("COMMIT")
