"""Datasets over Oxigraph, in memory and on disk."""

from __future__ import annotations

import tempfile
from collections.abc import Iterable, Iterator
from pathlib import Path

import pyoxigraph as po
from oxrdflib import OxigraphStore
from rdflib import Dataset, URIRef
from rdflib.namespace import NamespaceManager

from kg.errors import StoreError
from kg.files import FULL, is_full
from kg.ontology import PREFIXES, data_prefixes
from kg.store.once import OnceStore
from kg.store.place import check_place, close, is_store, opened, writable

# where the folder of a corpus (kg.corpus) keeps its store
_WITHIN = "graph"


def memory(quads: Iterable[po.Quad] = ()) -> Dataset:
    """Return a dataset in memory that holds the quads.

    Args:
        quads: consumed once; order does not matter.
    """
    store = po.Store()
    store.bulk_extend(quads)
    return wrap(store)


def disk(path: str | Path, *, read_only: bool = False) -> Dataset:
    """Open a store on disk; without ``read_only`` it is made if there is none.

    Args:
        path: the store's folder, or to read it the folder of a corpus around it. One process at a time may open it for
            writing, any number for reading.
        read_only: open it as it is now; changes that others make meanwhile are not seen.

    Raises:
        StoreError: there is no store to read, the folder holds something else, or another process writes to it.
    """
    folder = Path(path)
    if not read_only:
        return wrap(writable(folder), kept=True)
    if is_store(folder / _WITHIN):
        folder /= _WITHIN
    if not is_store(folder):
        raise StoreError(f"{folder}: holds no store; fill one with: kg build ARTICLES --store {folder}")
    return wrap(opened(folder, po.Store.read_only), kept=True)


def fill(path: str | Path, ds: Dataset) -> None:
    """Put the whole of ``ds`` into the store at ``path``, in place of what it held.

    A new store is made beside it and takes its place when it is complete, so a failure leaves the old one as it was.

    Raises:
        StoreError: the folder holds something other than a store, or cannot be written.
    """
    folder = Path(path)
    check_place(folder)
    try:
        folder.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(prefix=f".{folder.name}.", dir=folder.parent) as temporary:
            fresh = Path(temporary, "new")
            store = po.Store(str(fresh))
            store.bulk_extend(quads(ds))
            close(store, fresh)
            # RocksDB lets go of its files when the last reference goes
            del store
            if folder.exists():
                folder.replace(Path(temporary, "old"))
            fresh.replace(folder)
    except (OSError, RuntimeError) as error:
        if is_full(error):
            raise StoreError(f"{folder}: {FULL}") from error
        if isinstance(error, RuntimeError):
            raise
        reason = error.strerror or str(error)
        raise StoreError(f"{folder}: cannot be written: {reason}; name another folder") from error


def wrap(store: po.Store, *, kept: bool = False) -> Dataset:
    """Return the dataset over an Oxigraph store: queries see each triple of all graphs once, prefixes are bound.

    Args:
        store: the store.
        kept: whether it is on disk, where nothing must be put for a query's sake.
    """
    ds = Dataset(store=OnceStore(store=store, kept=kept), default_union=True)
    ds.namespace_manager = NamespaceManager(ds, bind_namespaces="none")
    for prefix, namespace in {**PREFIXES, **data_prefixes()}.items():
        ds.bind(prefix, URIRef(namespace))
    return ds


def quads(ds: Dataset) -> Iterator[po.Quad]:
    """Yield all quads of a dataset as Oxigraph's, whatever store is under it."""
    if isinstance(ds.store, OxigraphStore):
        yield from ds.store._inner
    else:
        yield from po.parse(ds.serialize(format="nquads", encoding="utf-8"), format=po.RdfFormat.N_QUADS)


def inner(ds: Dataset) -> po.Store:
    """Return the Oxigraph store under a dataset, or one with the same quads."""
    if isinstance(ds.store, OxigraphStore):
        return ds.store._inner
    store = po.Store()
    store.bulk_extend(quads(ds))
    return store


def merged(ds: Dataset) -> po.Store:
    """Return a store of the graphs of a dataset whose default graph has each triple of them once; only to be read."""
    found = ds.store if isinstance(ds.store, OnceStore) else OnceStore(store=inner(ds), kept=True)
    return found.merged


def reading(ds: Dataset) -> po.Store:
    """Return the store under a dataset to be asked by queries that allow for a triple in several graphs."""
    return ds.store.reading if isinstance(ds.store, OnceStore) else inner(ds)
