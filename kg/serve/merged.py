"""The store that ``/sparql`` asks: a copy beside the one that is served, in which each triple counts once.

Worker processes share it through the file system; a merge in each of them would take its time and memory every time.
"""

from __future__ import annotations

import tempfile
from itertools import count
from pathlib import Path
from shutil import rmtree
from threading import Lock

from kg.serve.source import mark


class Merged:
    """Keeps the copy as new as the store; it is made when it is first asked for."""

    def __init__(self, folder: Path) -> None:
        """Keep a copy of the store in a folder."""
        self._folder = folder
        self._lock = Lock()
        self._home: tempfile.TemporaryDirectory[str] | None = None
        self._names = map(str, count())
        self._made: tuple[object, Path] | None = None

    def place(self) -> Path:
        """Return the folder of a copy of the store as it is now.

        Raises:
            StoreError: it cannot be made.
        """
        from kg.store.once import write_merged

        with self._lock:
            now = mark(self._folder)
            if self._made is not None and self._made[0] == now:
                return self._made[1]
            if self._home is None:
                self._home = tempfile.TemporaryDirectory(prefix="kg-sparql-", ignore_cleanup_errors=True)
            target = Path(self._home.name, next(self._names))
            write_merged(self._folder, target)
            if self._made is not None:
                # who still reads the old one keeps its files open
                rmtree(self._made[1], ignore_errors=True)
            self._made = now, target
            return target

    def close(self) -> None:
        """Put the copy away."""
        with self._lock:
            if self._home is not None:
                self._home.cleanup()
            self._home = self._made = None
