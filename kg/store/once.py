"""An rdflib store over Oxigraph whose default graph, when somebody asks in SPARQL, has each triple once.

The graph of each article holds all that the article supports, so a triple stands in as many graphs as articles have
it, and Oxigraph gives it once for each when it asks the union of them (its issue 1919; mended there after 0.5).
SPARQL's RDF merge (1.1, section 13.1) is a set: there ``COUNT`` must not count articles. The merge is made when it is
first asked for, with what follows from the vocabulary (``kg.store.inferred``), and let go when anything else is to be
done with the store, so that nobody else sees it.
"""

from __future__ import annotations

import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pyoxigraph as po
from oxrdflib import OxigraphStore

from kg.errors import StoreError
from kg.store.inferred import inferred
from kg.store.place import opened, writable

if TYPE_CHECKING:
    from rdflib.query import Result

_MERGE = "INSERT { ?s ?p ?o } WHERE { GRAPH ?graph { ?s ?p ?o } }"
_ALL = "CONSTRUCT { ?s ?p ?o } WHERE { GRAPH ?graph { ?s ?p ?o } }"
_UNION = "__UNION__"
# bytes of a log of RocksDB that holds no quad: a new store leaves 43, and a quad takes several keys of 34 and more
_QUIET = 100
_DEFAULT = po.DefaultGraph()


class OnceStore(OxigraphStore):
    """A store that answers queries over the union of its graphs from their merge.

    Args:
        store: what it is over.
        kept: whether others see the store, as one on disk: the merge is made in a copy in memory then.
    """

    def __init__(self, *, store: po.Store, kept: bool = False) -> None:
        super().__init__(store=store)
        self._kept = kept
        self._merged: po.Store | None = None
        self._own: list[po.Quad] | None = None  # what the default graph held before the merge went into it
        self._added: list[po.Quad] = []  # what follows from the merge
        self._plain = False  # whether that was taken out of it again

    @property
    def _inner(self) -> po.Store:
        """The store as it is without the merge."""
        store: po.Store = super()._inner
        if self._own is not None:
            store.clear_graph(_DEFAULT)
            store.extend(self._own)
        self._merged = self._own = None
        self._added, self._plain = [], False
        return store

    @property
    def reading(self) -> po.Store:
        """The store for queries that take each triple as often as articles have it; the merge may be in it.

        What follows from the merge is not: queries of the catalogue tell a thing by its most specific class.
        """
        store = super()._inner
        if self._merged is store and not self._plain:
            for quad in self._added:
                store.remove(quad)
            self._plain = True
        return store

    @property
    def merged(self) -> po.Store:
        """A store with the same graphs, whose default graph is their merge; not to be written to."""
        if self._merged is None:
            store = super()._inner
            if self._kept:
                copy = po.Store()
                copy.bulk_load(store.dump(format=po.RdfFormat.N_QUADS), format=po.RdfFormat.N_QUADS)
                store = copy
            else:
                self._own = list(store.quads_for_pattern(None, None, None, _DEFAULT))
            store.update(_MERGE)
            self._added, self._plain = list(inferred(store)), False
            store.extend(self._added)
            self._merged = store
        elif self._plain:
            self._merged.extend(self._added)
            self._plain = False
        return self._merged

    def query(
        self,
        query: Any,
        initNs: Mapping[str, Any],
        initBindings: Mapping[str, Any],
        queryGraph: str,
        **kwargs: object,
    ) -> Result:
        """Answer a query as OxigraphStore does, over the merge where the union is asked."""
        if queryGraph != _UNION:
            return super().query(query, initNs, initBindings, queryGraph, **kwargs)
        merge = OxigraphStore(store=self.merged)
        for prefix, namespace in self.namespaces():
            merge.bind(prefix, namespace)
        # any word but the union's and an IRI stands for the default graph
        return merge.query(query, initNs, initBindings, "", **kwargs)

    def union(self, text: str) -> Result:
        """Answer a query over the union of the graphs, a triple as often as graphs have it."""
        return OxigraphStore(store=self.reading).query(text, {}, {}, _UNION)


def write_merged(folder: Path, target: Path) -> None:
    """Write a store with the graphs of another, whose default graph is their merge and what follows from it.

    Args:
        folder: a store on disk; it is only read, and shares its files with the new one where the file system can.
        target: the new store's folder, which must not exist.

    Raises:
        StoreError: the store cannot be read, or the new one not be written.
    """
    try:
        source = opened(folder, po.Store.read_only)
        with tempfile.TemporaryDirectory(prefix=f".{target.name}.", dir=target.parent) as temporary:
            # through files: an update holds all that it inserts in memory
            copied, triples = Path(temporary, "all.nq"), Path(temporary, "merge.nt")
            # a checkpoint that is made through a reader misses what the writer's log still holds
            if any(log.stat().st_size > _QUIET for log in folder.glob("*.log")):
                source.dump(str(copied), format=po.RdfFormat.N_QUADS)
                store = writable(target)
                store.bulk_load(path=str(copied), format=po.RdfFormat.N_QUADS)
            else:
                source.backup(str(target))
                store = writable(target)
            found = store.query(_ALL)
            assert isinstance(found, po.QueryTriples)
            found.serialize(str(triples), po.RdfFormat.N_TRIPLES)
            store.bulk_load(path=str(triples), format=po.RdfFormat.N_TRIPLES)
        store.extend(list(inferred(store)))
        store.flush()
    except OSError as error:
        raise StoreError(
            f"{target}: cannot be written: {error.strerror or error}; make room there"
        ) from error
