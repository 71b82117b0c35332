"""The tables of resolution on disk: what each step sees and found, so that the next change does again only its part.

One SQLite file beside the graph. It holds nothing that cannot be made anew from the extractions: where it is damaged,
or was made by other code or lexicons, it is deleted and everything is resolved once. Items and findings are pickled
for each stage and article; on reading nothing but the records of ``kg.model`` and ``kg.resolve`` is made of them.
"""

from __future__ import annotations

import io
import pickle
import sqlite3
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import fields, is_dataclass
from functools import cache
from pathlib import Path
from typing import Any, TypeVar

from kg.errors import StoreError
from kg.files import FULL, is_full
from kg.ids import short_hash
from kg.resolve.cluster import Ref
from kg.resolve.gather import Ledger
from kg.resolve.table import Marked, Stage, Tally

T = TypeVar("T")
U = TypeVar("U")

_LONG = 80
_SCHEMA = """
CREATE TABLE fixed (name TEXT PRIMARY KEY, value TEXT) WITHOUT ROWID;
CREATE TABLE item (stage TEXT, article TEXT, value BLOB, PRIMARY KEY (stage, article)) WITHOUT ROWID;
CREATE TABLE link (stage TEXT, key TEXT, article TEXT, PRIMARY KEY (stage, key, article)) WITHOUT ROWID;
CREATE TABLE found (stage TEXT, article TEXT, value BLOB, PRIMARY KEY (stage, article)) WITHOUT ROWID;
CREATE TABLE pair (tally TEXT, article TEXT, value BLOB, PRIMARY KEY (tally, article)) WITHOUT ROWID;
CREATE TABLE speaker (tally TEXT, key TEXT, article TEXT, PRIMARY KEY (tally, key, article)) WITHOUT ROWID;
CREATE TABLE tally (tally TEXT, key TEXT, value TEXT, number INT, PRIMARY KEY (tally, key, value)) WITHOUT ROWID;
CREATE TABLE article (id TEXT PRIMARY KEY, key TEXT, digest TEXT) WITHOUT ROWID;
"""


class Disk:
    """Tables in a file, open for one change; see ``kg.resolve.table.Tables``.

    Args:
        path: made if there is none.
        version: digest of the code and data that resolve; what another version wrote is not read.
    """

    def __init__(self, path: Path, version: str) -> None:
        self.path = path
        self._stale: dict[str, set[str]] = defaultdict(set)
        self._fresh: dict[str, set[Ref]] = defaultdict(set)
        self._counts: dict[tuple[str, str], Counter[str]] = {}
        self._deltas: dict[tuple[str, str], Counter[str]] = defaultdict(Counter)
        self._facts: dict[tuple[str, str], Any] = {}
        self._kept: dict[tuple[str, str], Mapping[str, Any]] = {}
        self._db = _opened(path, version)

    def commit(self) -> None:
        """Keep what was done since this was opened; what is not kept is as if it had not been."""
        self._db.commit()

    def close(self) -> None:
        """Let go of the file."""
        self._db.close()

    def drop(self, articles: Iterable[str]) -> None:
        """Forget articles that are no longer there, when no stage has items of theirs."""
        gone = [(article,) for article in articles]
        self._db.executemany("DELETE FROM found WHERE article = ?", gone)
        self._db.executemany("DELETE FROM article WHERE id = ?", gone)

    # ------------------------------------------------------------------------------------------ articles

    def articles(self) -> dict[str, tuple[str, str]]:
        """Return the key of its claims and the digest of its ids, by article, as they were kept last."""
        return {
            id: (key, digest) for id, key, digest in self._db.execute("SELECT id, key, digest FROM article")
        }

    def keep(self, article: str, key: str, digest: str) -> None:
        """Keep the key of an article's claims and the digest of its ids."""
        self._db.execute("REPLACE INTO article VALUES (?, ?, ?)", (article, key, digest))

    def get(self, name: str) -> str:
        """Return a text that was kept under a name; ``""`` for none."""
        row = self._db.execute("SELECT value FROM fixed WHERE name = ?", (name,)).fetchone()
        return str(row[0]) if row else ""

    def hold(self, name: str, value: str) -> None:
        """Keep a text under a name."""
        self._db.execute("REPLACE INTO fixed VALUES (?, ?)", (name, value))

    # ------------------------------------------------------------------------------------------ stages

    def put(self, stage: Stage[T, Any], article: str, items: Mapping[str, Marked[T]]) -> None:
        """See ``Tables``."""
        before = self._items(stage, article)
        if before == items:
            return
        for key in before.keys() | items.keys():
            old, new = before.get(key), items.get(key)
            if old != new:
                for marked in (old, new):
                    if marked is not None:
                        self._stale[stage.name] |= _short(stage.keys_of(marked))
                if new is not None:
                    self._fresh[stage.name].add((article, key))
        had = {key for marked in before.values() for key in _short(stage.keys_of(marked))}
        has = {key for marked in items.values() for key in _short(stage.keys_of(marked))}
        rows = [(stage.name, key, article) for key in sorted(had - has)]
        self._db.executemany("DELETE FROM link WHERE stage = ? AND key = ? AND article = ?", rows)
        rows = [(stage.name, key, article) for key in sorted(has - had)]
        self._db.executemany("INSERT INTO link VALUES (?, ?, ?)", rows)
        self._write("item", stage.name, article, dict(items))

    def solve(self, stage: Stage[Any, Any], ledger: Ledger) -> set[str]:
        """See ``Tables``."""
        items = self._closed(stage)
        now: dict[str, dict[str, Any]] = defaultdict(dict)
        for (article, key), value in stage.solve(dict(sorted(items.items())), ledger).items():
            now[article][key] = value
        changed: set[str] = set()
        for article, values in now.items():
            before = self.found(stage, article)
            if any(key not in before or before[key] != value for key, value in values.items()):
                changed.add(article)
                whole = {**before, **values}
                self._kept[stage.name, article] = whole
                self._write("found", stage.name, article, whole)
        return changed

    def found(self, stage: Stage[Any, U], article: str) -> Mapping[str, U]:
        """See ``Tables``."""
        known = self._kept.get((stage.name, article))
        if known is None:
            known = self._kept[stage.name, article] = self._read("found", stage.name, article) or {}
        return known

    def _items(self, stage: Stage[T, Any], article: str) -> dict[str, Marked[T]]:
        return self._read("item", stage.name, article) or {}

    def _closed(self, stage: Stage[Any, Any]) -> dict[Ref, Any]:
        """Return the items that changed, those that have a key in common with them or with what went, and so on."""
        fresh = self._fresh.pop(stage.name, set())
        stale = self._stale.pop(stage.name, set())
        items: dict[Ref, Any] = {}
        seen: dict[str, dict[str, tuple[Marked[Any], set[str]]]] = {}

        def of(article: str) -> dict[str, tuple[Marked[Any], set[str]]]:
            if article not in seen:
                marked = self._items(stage, article)
                seen[article] = {key: (item, _short(stage.keys_of(item))) for key, item in marked.items()}
            return seen[article]

        for article, key in fresh:
            items[article, key] = of(article)[key][0].item
        known: set[str] = set()
        while stale:
            known |= stale
            articles = {article for key in stale for article in self._linked(stage, key)}
            reached: set[str] = set()
            for article in articles:
                for key, (marked, keys) in of(article).items():
                    if not keys.isdisjoint(stale):
                        items[article, key] = marked.item
                        reached |= keys
            stale = reached - known
        return items

    def _linked(self, stage: Stage[Any, Any], key: str) -> Iterator[str]:
        rows = self._db.execute("SELECT article FROM link WHERE stage = ? AND key = ?", (stage.name, key))
        return (article for (article,) in rows)

    # ------------------------------------------------------------------------------------------ tallies

    def count(self, tally: Tally, article: str, pairs: Sequence[tuple[str, str]]) -> None:
        """See ``Tables``."""
        before: list[tuple[str, str]] = self._read("pair", tally.name, article) or []
        now = sorted(pairs)
        if before == now:
            return
        for number, told in ((-1, before), (1, now)):
            for key, value in told:
                self._deltas[tally.name, key][value] += number
        had, has = {key for key, _ in before}, {key for key, _ in now}
        rows = [(tally.name, key, article) for key in sorted(had - has)]
        self._db.executemany("DELETE FROM speaker WHERE tally = ? AND key = ? AND article = ?", rows)
        rows = [(tally.name, key, article) for key in sorted(has - had)]
        self._db.executemany("INSERT INTO speaker VALUES (?, ?, ?)", rows)
        self._write("pair", tally.name, article, now)

    def changed(self, tally: Tally) -> set[str]:
        """See ``Tables``."""
        found: set[str] = set()
        for name, key in [place for place in self._deltas if place[0] == tally.name]:
            before = self._count(name, key)
            after = Counter(before)
            for value, number in self._deltas.pop((name, key)).items():
                if number:
                    after[value] += number
                    self._set(name, key, value, after[value])
            self._counts[name, key] = +after
            self._facts.pop((name, key), None)
            if tally.fact(before) != tally.fact(+after):
                found.add(key)
        return found

    def fact(self, tally: Tally, key: str) -> Any:
        """See ``Tables``."""
        place = tally.name, key
        if place not in self._facts:
            self._facts[place] = tally.fact(self._count(*place))
        return self._facts[place]

    def speakers(self, tally: Tally, keys: Iterable[str]) -> set[str]:
        """See ``Tables``."""
        query = "SELECT article FROM speaker WHERE tally = ? AND key = ?"
        return {row[0] for key in keys for row in self._db.execute(query, (tally.name, key))}

    def keys_with(self, tally: Tally, values: Collection[str]) -> set[str]:
        """See ``Tables``."""
        # once through the tally, which is as long as there are bodies, and not once for each value
        rows = self._db.execute("SELECT key, value FROM tally WHERE tally = ?", (tally.name,))
        return {key for key, value in rows if value in values} if values else set()

    def _count(self, name: str, key: str) -> Counter[str]:
        known = self._counts.get((name, key))
        if known is None:
            rows = self._db.execute(
                "SELECT value, number FROM tally WHERE tally = ? AND key = ?", (name, key)
            )
            known = self._counts[name, key] = Counter(dict(rows.fetchall()))
        return known

    def _set(self, name: str, key: str, value: str, number: int) -> None:
        if number:
            self._db.execute("REPLACE INTO tally VALUES (?, ?, ?, ?)", (name, key, value, number))
        else:
            self._db.execute(
                "DELETE FROM tally WHERE tally = ? AND key = ? AND value = ?", (name, key, value)
            )

    # ------------------------------------------------------------------------------------------ rows

    def _read(self, table: str, name: str, article: str) -> Any:
        column = "tally" if table == "pair" else "stage"
        query = f"SELECT value FROM {table} WHERE {column} = ? AND article = ?"
        row = self._db.execute(query, (name, article)).fetchone()
        return _Records(io.BytesIO(row[0])).load() if row else None

    def _write(self, table: str, name: str, article: str, value: Any) -> None:
        if value:
            self._db.execute(f"REPLACE INTO {table} VALUES (?, ?, ?)", (name, article, _pickled(value)))
        else:
            column = "tally" if table == "pair" else "stage"
            self._db.execute(f"DELETE FROM {table} WHERE {column} = ? AND article = ?", (name, article))


class _Writer(pickle.Pickler):
    """Writes records as calls of their class, which are read several times as fast as their state is."""

    def reducer_override(self, value: Any) -> Any:
        """Return how a record is made."""
        if is_dataclass(value) and not isinstance(value, type):
            return type(value), tuple(getattr(value, name) for name in _names(type(value)))
        return NotImplemented


@cache
def _names(record: type) -> tuple[str, ...]:
    return tuple(field.name for field in fields(record))


def _pickled(value: Any) -> bytes:
    into = io.BytesIO()
    _Writer(into, 5).dump(value)
    return into.getvalue()


class _Records(pickle.Unpickler):
    """Makes records of our own types and nothing else."""

    def find_class(self, module: str, name: str) -> Any:
        """Return a record's class."""
        if (module == "kg.model" or module.startswith("kg.resolve.")) and "." not in name:
            found = super().find_class(module, name)
            if isinstance(found, type) and is_dataclass(found):
                return found
        raise pickle.UnpicklingError(f"{module}.{name} is no record of resolution")


def _opened(path: Path, version: str) -> sqlite3.Connection:
    for attempt in (1, 2):
        db = sqlite3.connect(path, isolation_level="DEFERRED")
        try:
            found = {row[0] for row in db.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}
            if "fixed" in found:
                row = db.execute("SELECT value FROM fixed WHERE name = 'version'").fetchone()
                if row and row[0] == version:
                    return db
            elif not found:
                db.executescript(_SCHEMA)
                db.execute("INSERT INTO fixed VALUES ('version', ?)", (version,))
                return db
        except sqlite3.DatabaseError as error:
            if is_full(error):
                db.close()
                raise StoreError(f"{path}: {FULL}") from error
            if attempt == 2:
                db.close()
                raise StoreError(
                    f"{path}: cannot be used: {error}; delete it, and it is made again"
                ) from error
        db.close()
        discard(path)
    raise StoreError(f"{path}: cannot be made; is the folder writable?")


def vacuum(path: Path) -> None:
    """Write tables anew, without what was deleted from them."""
    db = sqlite3.connect(path, isolation_level=None)
    try:
        db.execute("VACUUM")
    finally:
        db.close()


def discard(path: Path) -> None:
    """Delete tables, and the journal beside them, which SQLite would otherwise play back into new ones."""
    for file in (path, path.with_name(f"{path.name}-journal")):
        file.unlink(missing_ok=True)


def _short(keys: Iterable[str]) -> set[str]:
    """Return keys that are not longer than a line, each for one."""
    return {key if len(key) <= _LONG else f"{key[:_LONG]} {short_hash(key)}" for key in keys}
