"""The store behind a service: a folder that worker processes open read-only, and a mark that tells when it changed."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from kg import store
from kg.errors import StoreError

# what Oxigraph's RocksDB writes to tell people, not data
_TALK = ("LOG", "LOCK")


@contextmanager
def opened(graph: Path | None, folder: Path | None) -> Iterator[Path]:
    """Yield the folder of a store that holds the graph, for as long as it is served.

    A file is put into a store of its own in a temporary folder once: processes share it through the file system
    and hold none of it in memory, and one that is killed costs no second load.

    Args:
        graph: a file, a folder that ``kg build`` made, or a store; not looked at if ``folder`` is given.
        folder: a store on disk, or the folder of a corpus around it.

    Raises:
        StoreError: there is no such graph, or it cannot be read.
    """
    if folder is None and graph is not None:
        saved = graph / "graph.trig"
        file = saved if saved.is_file() else graph
        if not file.is_dir():
            with tempfile.TemporaryDirectory(prefix="kg-serve-") as temporary:
                made = Path(temporary, "store")
                store.fill(made, store.load(file))
                yield made
            return
        folder = graph
    if folder is None:
        raise StoreError("no graph to serve; name a file or a store")
    within = folder / "graph"
    found = within if (within / "CURRENT").is_file() else folder
    # opened once here for its message, should it not open
    store.disk(found, read_only=True)
    yield found


def mark(folder: Path) -> tuple[tuple[str, int, int], ...]:
    """Return what differs after anything was written to the store: its files with their times and sizes.

    Nothing for a store that is just being replaced.
    """
    # once per request, so it is to be cheap
    found = []
    try:
        with os.scandir(folder) as entries:
            for entry in entries:
                if not entry.name.startswith(_TALK):
                    with suppress(FileNotFoundError):
                        status = entry.stat()
                        found.append((entry.name, status.st_mtime_ns, status.st_size))
    except FileNotFoundError:
        return ()
    return tuple(sorted(found))
