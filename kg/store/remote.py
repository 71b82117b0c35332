"""Graphs sent to a store elsewhere, by the SPARQL 1.1 Graph Store HTTP Protocol.

Each graph replaces the one of its name (``PUT``), so that sending again does no harm; what does not fit into one
request follows in others (``POST``). A request that fails for want of the network or of the server's time is made
again, after a pause that doubles. What arrived is noted in a file, so that sending goes on where it was interrupted;
and graphs that were sent the last time and are no more are deleted.
"""

from __future__ import annotations

import base64
import http.client
import json
import os
import time
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from rdflib import Dataset

from kg.errors import StoreError
from kg.files import write_text
from kg.ids import short_hash
from kg.store.engine import inner
from kg.store.order import Sorted, ordered

USER, PASSWORD, TOKEN = "KG_STORE_USER", "KG_STORE_PASSWORD", "KG_STORE_TOKEN"
"""Environment variables with the credentials: a name and a password, or a bearer token."""

BATCH = 20_000
"""Statements of one request."""
TRIES = 5
"""How often a request is made before it is given up."""
_PAUSE = 0.5  # seconds before the second try; twice as long before each further one
_TIMEOUT = 120.0  # seconds that one request may take
_AGAIN = frozenset({408, 425, 429, 500, 502, 503, 504})


@dataclass(frozen=True, slots=True)
class Sent:
    """What was sent: numbers of graphs written, of graphs that had arrived before, of graphs deleted."""

    written: int
    known: int
    deleted: int

    def __str__(self) -> str:
        parts = [f"{self.written} graphs written"]
        parts += [f"{self.known} there already"] if self.known else []
        parts += [f"{self.deleted} deleted"] if self.deleted else []
        return ", ".join(parts)


def send(
    ds: Dataset,
    url: str,
    *,
    ledger: Path | None = None,
    batch: int = BATCH,
    progress: Callable[[int, int], None] | None = None,
    sleep: Callable[[float], object] = time.sleep,
) -> Sent:
    """Put the graphs of a dataset into the store at ``url``.

    Args:
        ds: any dataset; its default graph goes to that of the store, if it holds anything.
        url: the graph store, such as ``http://localhost:7878/store`` of Oxigraph, ``http://HOST:3030/NAME/data`` of
            Fuseki or ``http://HOST:8890/sparql-graph-crud-auth`` of Virtuoso. Credentials come from ``KG_STORE_USER``
            and ``KG_STORE_PASSWORD`` or from ``KG_STORE_TOKEN``.
        ledger: the file that notes what arrived; ``None`` for none, and then nothing is resumed or deleted.
        batch: statements of one request.
        progress: told how many graphs are done, and how many there are.
        sleep: waits for so many seconds.

    Raises:
        StoreError: the store cannot be reached, or refuses.
    """
    parts = urllib.parse.urlsplit(url)
    if not parts.hostname:
        raise StoreError(f"{url}: names no host; name a graph store, such as http://localhost:7878/store")
    if parts.username:
        raise StoreError(f"{_shown(url)}: give credentials in ${USER} and ${PASSWORD}, not in the URL")
    store = _Store(url, sleep)
    notes = _Ledger(ledger, url)
    graphs = ordered(inner(ds))
    written = known = 0
    for number, graph in enumerate(graphs, 1):
        text = graph.text()
        digest = short_hash(text.decode(), "sent")
        name = graph.name[1:-1].decode()
        if notes.arrived.get(name) == digest:
            known += 1
        else:
            for first, lines in _batches(graph, batch):
                store.ask("PUT" if first else "POST", name, lines)
            notes.note(name, digest)
            written += 1
        if progress is not None:
            progress(number, len(graphs))
    gone = sorted(notes.before - {graph.name[1:-1].decode() for graph in graphs})
    for name in gone:
        store.ask("DELETE", name)
    notes.done()
    return Sent(written, known, len(gone))


class _Store:
    def __init__(self, url: str, sleep: Callable[[float], object]) -> None:
        self._url = url
        self._sleep = sleep
        self._headers = _credentials(os.environ)

    def ask(self, method: str, graph: str, data: bytes | None = None) -> None:
        """Make a request about a graph, again and again if need be; ``""`` is the default graph."""
        query = "default" if not graph else f"graph={urllib.parse.quote(graph, safe='')}"
        joint = "&" if "?" in self._url else "?"
        headers = dict(self._headers) | (
            {"Content-Type": "application/n-triples"} if data is not None else {}
        )
        pause, reason = _PAUSE, ""
        for attempt in range(TRIES):
            if attempt:
                self._sleep(pause)
                pause *= 2
            request = urllib.request.Request(
                f"{self._url}{joint}{query}", data=data, headers=headers, method=method
            )
            try:
                with urllib.request.urlopen(request, timeout=_TIMEOUT) as answer:
                    answer.read()
                return
            except urllib.error.HTTPError as error:
                with error:
                    said = " ".join(error.read(500).decode("utf-8", "replace").split())
                reason = f"{error.code} {error.reason}" + (f": {said[:200]}" if said else "")
                if method == "DELETE" and error.code == 404:
                    return
                if error.code not in _AGAIN:
                    raise StoreError(
                        f"{_shown(self._url)}: refused: {reason}; {_remedy(error.code)}"
                    ) from None
            except (OSError, http.client.HTTPException) as error:
                reason = str(getattr(error, "reason", error))
        raise StoreError(
            f"{_shown(self._url)}: no answer in {TRIES} tries: {reason};"
            " is it running, and the URL right? what arrived is known, so send again"
        )


class _Ledger:
    """What arrived at a store: a line of JSON with its URL and the graphs of earlier sendings, then a line a graph.

    Attributes:
        arrived: digests by the names of graphs that an interrupted sending left there.
        before: the names of all graphs that earlier ones left there.
    """

    def __init__(self, path: Path | None, url: str) -> None:
        self._path, self._url = path, url
        self.arrived: dict[str, str] = {}
        self.before: set[str] = set()
        with suppress(OSError, ValueError, AttributeError, TypeError, KeyError):
            head, *lines = path.read_text(encoding="utf-8").splitlines() if path is not None else ["{}"]
            found = json.loads(head)
            if found.get("url") == url:
                # a line that was cut off is not one
                pairs = (line.split("\t") for line in lines if line.endswith("\t."))
                self.arrived = {parts[0]: parts[1] for parts in pairs}
                self.before = {*map(str, found["before"]), *self.arrived}
        self._new = not self.arrived

    def note(self, name: str, digest: str) -> None:
        """Note that a graph has arrived."""
        self.arrived[name] = digest
        if self._path is None:
            return
        if self._new:
            self._begin()
            self._new = False
        with self._path.open("a", encoding="utf-8", newline="\n") as file:
            file.write(f"{name}\t{digest}\t.\n")

    def done(self) -> None:
        """Note that all has; the next sending trusts nothing of it, as the store may have been emptied."""
        self.before, self.arrived = set(self.arrived), {}
        if self._path is not None:
            self._begin()

    def _begin(self) -> None:
        if self._path is not None:
            told = {"url": self._url, "before": sorted(self.before)}
            write_text(self._path, json.dumps(told) + "\n")


def _batches(graph: Sorted, size: int) -> Iterator[tuple[bool, bytes]]:
    for start in range(0, len(graph.lines), size):
        yield start == 0, Sorted(graph.name, graph.lines[start : start + size]).text()


def _credentials(given: Mapping[str, str]) -> dict[str, str]:
    if token := given.get(TOKEN):
        return {"Authorization": f"Bearer {token}"}
    if user := given.get(USER):
        pair = f"{user}:{given.get(PASSWORD, '')}".encode()
        return {"Authorization": f"Basic {base64.b64encode(pair).decode('ascii')}"}
    return {}


def _remedy(code: int) -> str:
    if code in (401, 403):
        return f"give credentials in ${USER} and ${PASSWORD}, or a token in ${TOKEN}"
    if code in (404, 405):
        return "name the address of its graph store, such as http://localhost:7878/store"
    return "see what the server says"


def _shown(url: str) -> str:
    """Return a URL without what is to stay secret."""
    parts = urllib.parse.urlsplit(url)
    return urllib.parse.urlunsplit(parts._replace(netloc=parts.netloc.rpartition("@")[2]))
