"""Graphs in files: the same graph gives the same bytes, grouped by subject, written whole or not at all."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

import pyoxigraph as po
from rdflib import RDF, Dataset

from kg.errors import StoreError
from kg.files import check_target, write_bytes
from kg.store.engine import disk, inner, wrap
from kg.store.flat import apart, marks
from kg.store.formats import FORMATS
from kg.store.order import as_quads, merged, ordered, prefixes_of


def load(path: str | Path) -> Dataset:
    """Read a graph into memory from a file, or open the store in a folder for reading.

    In a format without graphs each triple is put into those of its articles again: see ``kg.store.flat``.

    Args:
        path: a file with one of the endings of ``FORMATS``, or a store's folder.

    Raises:
        StoreError: nothing there, an unknown ending, or a file that is not what its ending says.
    """
    source = Path(path)
    if source.is_dir():
        return disk(source, read_only=True)
    if not source.exists() and (not source.suffix or source.suffix in FORMATS):
        file = source if source.suffix else source / "graph.trig"
        raise StoreError(f"{source}: no such graph; build one with: kg build ARTICLES -o {file}")
    form = _format(source)
    store = po.Store()
    try:
        store.bulk_load(path=str(source), format=form)
    except SyntaxError as error:
        line = f":{error.lineno}" if error.lineno else ""
        reason = str(error.args[0]).splitlines()[0]
        raise StoreError(f"{source}{line}: not {form.name}: {reason}; build the graph again") from error
    except OSError as error:
        raise StoreError(f"{source}: cannot be read: {error.strerror or error}") from error
    except ValueError as error:
        raise StoreError(f"{source}: not {form.name}: {error}; build the graph again") from error
    return wrap(store if form.supports_datasets else apart(store))


def save(ds: Dataset, path: str | Path) -> None:
    """Write a graph to a file in the format of its ending, sorted, with the same bytes for the same graph.

    Args:
        ds: any rdflib dataset; over Oxigraph it is fastest.
        path: ends in one of ``FORMATS``. An existing file is replaced in one step when the new one is complete.

    Raises:
        StoreError: an unknown ending, or the place cannot be written.
    """
    target = Path(path)
    form = _format(target)
    check_target(target)
    write_bytes(target, serialize_store(inner(ds), form, marked=True))


def serialize(items: Iterable[po.Quad], form: po.RdfFormat) -> bytes:
    """Return quads in a format: see ``serialize_store``."""
    store = po.Store()
    store.bulk_extend(items)
    return serialize_store(store, form)


def serialize_store(store: po.Store, form: po.RdfFormat, *, marked: bool = False) -> bytes:
    """Return all of a store in a format: sorted by graph and subject, types first, each statement once.

    A format without graphs gets all triples together, if ``marked`` with what tells them apart: see ``kg.store.flat``.

    Blank nodes, which Parley itself never makes, get labels by RDFC-1.0 so that they too are the same every time.
    """
    graphs = ordered(store)
    if form == po.RdfFormat.N_QUADS:
        return b"".join(map(as_quads, graphs))
    if form == po.RdfFormat.N_TRIPLES:
        return merged(graphs).text() + (marks(graphs) if marked else b"")
    parts = b"".join(map(as_quads, graphs))
    prefixes = prefixes_of(parts)
    if not form.supports_datasets:
        parts = merged(graphs).text() + (marks(graphs) if marked else b"")
    items = po.parse(parts, format=po.RdfFormat.N_QUADS)
    if form == po.RdfFormat.JSON_LD:
        return _json_ld(items, prefixes)
    if form.supports_datasets:
        return po.serialize(items, format=form, prefixes=prefixes) or b""
    return po.serialize((quad.triple for quad in items), format=form, prefixes=prefixes) or b""


def _format(path: Path) -> po.RdfFormat:
    try:
        return FORMATS[path.suffix.lower()]
    except KeyError:
        known = ", ".join(FORMATS)
        raise StoreError(
            f"{path}: unknown ending {path.suffix!r}; a graph's file ends in one of {known}"
        ) from None


def _json_ld(items: Iterable[po.Quad], prefixes: Mapping[str, str]) -> bytes:
    """Return one object per graph with its nodes, compacted by prefixes alone (JSON-LD 1.1, Compact IRIs)."""
    raw = po.serialize(items, format=po.RdfFormat.JSON_LD)
    content = [_compact(node, prefixes) for node in json.loads(raw or b"[]")]
    document = {"@context": dict(prefixes), "@graph": content}
    return (json.dumps(document, ensure_ascii=False, indent=1) + "\n").encode()


def _compact(value: Any, prefixes: Mapping[str, str]) -> Any:
    if isinstance(value, list):
        return [_compact(item, prefixes) for item in value]
    if not isinstance(value, dict):
        return value
    if value.keys() == {"@value"} and isinstance(value["@value"], str):
        return value["@value"]
    compact: dict[str, Any] = {}
    for key, content in value.items():
        if key in ("@id", "@type"):
            names = [_short(name, prefixes) for name in ([content] if isinstance(content, str) else content)]
            compact[key] = names[0] if len(names) == 1 else names
        elif key == str(RDF.type) and all(item.keys() == {"@id"} for item in content):
            names = [_short(item["@id"], prefixes) for item in content]
            compact["@type"] = names[0] if len(names) == 1 else names
        elif key == "@graph" or not key.startswith("@"):
            parts = _compact(content, prefixes)
            single = key != "@graph" and len(parts) == 1
            compact[_short(key, prefixes)] = parts[0] if single else parts
        else:
            compact[key] = content
    return compact


def _short(iri: str, prefixes: Mapping[str, str]) -> str:
    for prefix, namespace in prefixes.items():
        rest = iri.removeprefix(namespace)
        # a name that begins with // would be read as an IRI of its own
        if rest != iri and not rest.startswith("//"):
            return f"{prefix}:{rest}"
    return iri
