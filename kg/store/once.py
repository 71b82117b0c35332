"""An rdflib store over Oxigraph whose default graph, when somebody asks in SPARQL, has each triple once.

The graph of each article holds all that the article supports, so a triple stands in as many graphs as articles have
it, and Oxigraph gives it once for each when it asks the union of them (its issue 1919; mended there after 0.5).
SPARQL's RDF merge (1.1, section 13.1) is a set: there ``COUNT`` must not count articles. The merge is made when it is
first asked for, and let go when anything else is to be done with the store, so that nobody else sees it.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

import pyoxigraph as po
from oxrdflib import OxigraphStore

if TYPE_CHECKING:
    from rdflib.query import Result

_MERGE = "INSERT { ?s ?p ?o } WHERE { GRAPH ?graph { ?s ?p ?o } }"
_UNION = "__UNION__"
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

    @property
    def _inner(self) -> po.Store:
        """The store as it is without the merge."""
        store: po.Store = super()._inner
        if self._own is not None:
            store.clear_graph(_DEFAULT)
            store.extend(self._own)
        self._merged = self._own = None
        return store

    @property
    def reading(self) -> po.Store:
        """The store for queries that take each triple as often as articles have it; the merge may be in it."""
        return super()._inner

    @property
    def merged(self) -> po.Store:
        """A store with the same graphs, whose default graph is their merge; not to be written to."""
        if self._merged is None:
            store = super()._inner
            # nothing to merge: a graph without names has each triple once
            if next(iter(store.named_graphs()), None) is not None:
                if self._kept:
                    copy = po.Store()
                    copy.bulk_load(store.dump(format=po.RdfFormat.N_QUADS), format=po.RdfFormat.N_QUADS)
                    store = copy
                else:
                    self._own = list(store.quads_for_pattern(None, None, None, _DEFAULT))
                store.update(_MERGE)
            self._merged = store
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
