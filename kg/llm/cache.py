"""Answers by content: one SQLite file, so that a rerun asks nothing twice, whatever ended the run before."""

from __future__ import annotations

import sqlite3
import threading
from dataclasses import dataclass
from pathlib import Path

from kg.errors import LLMError

_VERSION = 1
_TABLE = """
CREATE TABLE IF NOT EXISTS answers (
  key TEXT PRIMARY KEY, model TEXT NOT NULL, article TEXT NOT NULL, content TEXT NOT NULL,
  cut_off INTEGER NOT NULL, failure TEXT NOT NULL, read INTEGER NOT NULL, written INTEGER NOT NULL
) WITHOUT ROWID
"""


@dataclass(frozen=True, slots=True)
class Answer:
    """What came of a request.

    Attributes:
        content: what the model wrote.
        cut_off: it stopped at the limit of length.
        failure: why it cannot be used; empty where it can.
        read, written: tokens that it cost, with those of a second try.
    """

    content: str
    cut_off: bool = False
    failure: str = ""
    read: int = 0
    written: int = 0


class Cache:
    """A file of answers by ``Request.key``; may be used by several threads, and by several processes one after another.

    Raises:
        LLMError: the file cannot be made or is no cache of answers.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self._lock = threading.Lock()
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            self._db = sqlite3.connect(path, check_same_thread=False, timeout=30.0)
            (version,) = self._db.execute("PRAGMA user_version").fetchone()
            if version not in (0, _VERSION):
                raise LLMError(f"{path}: a cache of another version of Parley; name another with --llm-cache")
            self._db.execute(_TABLE)
            self._db.execute(f"PRAGMA user_version = {_VERSION}")
            self._db.commit()
        except (OSError, sqlite3.Error) as error:
            raise LLMError(f"{path}: no cache of answers: {error}; name another with --llm-cache") from error

    def get(self, key: str) -> Answer | None:
        """Return an answer; ``None`` if there is none."""
        with self._lock:
            row = self._db.execute(
                "SELECT content, cut_off, failure, read, written FROM answers WHERE key = ?", (key,)
            ).fetchone()
        return None if row is None else Answer(row[0], bool(row[1]), row[2], row[3], row[4])

    def put(self, key: str, model: str, article: str, answer: Answer) -> None:
        """Keep an answer; it is on disk when this returns.

        Raises:
            LLMError: the file cannot be written.
        """
        try:
            with self._lock, self._db:
                self._db.execute(
                    "INSERT OR REPLACE INTO answers VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
                    (
                        key,
                        model,
                        article,
                        answer.content,
                        int(answer.cut_off),
                        answer.failure,
                        answer.read,
                        answer.written,
                    ),
                )
        except sqlite3.Error as error:
            raise LLMError(
                f"{self.path}: cannot be written: {error}; name another with --llm-cache"
            ) from error

    def forget_failures(self, model: str) -> int:
        """Forget the answers of a model that could not be used, so that it is asked again; return how many."""
        with self._lock, self._db:
            return self._db.execute(
                "DELETE FROM answers WHERE model = ? AND failure != ''", (model,)
            ).rowcount

    def counts(self, model: str) -> tuple[int, int]:
        """Return how many answers of a model are kept: those that can be used, and those that cannot."""
        with self._lock:
            (whole,) = self._db.execute("SELECT count(*) FROM answers WHERE model = ?", (model,)).fetchone()
            (bad,) = self._db.execute(
                "SELECT count(*) FROM answers WHERE model = ? AND failure != ''", (model,)
            ).fetchone()
        return whole - bad, bad

    def close(self) -> None:
        """Close the file."""
        with self._lock:
            self._db.close()
