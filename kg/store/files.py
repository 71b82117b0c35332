"""Graphs in files: the same graph gives the same bytes, grouped by subject, written whole or not at all."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

import pyoxigraph as po
from rdflib import RDF, Dataset

from kg.errors import StoreError
from kg.files import check_target, write_bytes
from kg.ontology import KG, PREFIXES, data_prefixes
from kg.store.engine import disk, quads, wrap

FORMATS: Mapping[str, po.RdfFormat] = {
    ".jsonld": po.RdfFormat.JSON_LD,
    ".nq": po.RdfFormat.N_QUADS,
    ".nt": po.RdfFormat.N_TRIPLES,
    ".trig": po.RdfFormat.TRIG,
    ".ttl": po.RdfFormat.TURTLE,
}
"""Ending to format. Turtle and N-Triples hold the union of all graphs, the others keep the graphs apart."""

_TYPE = po.NamedNode(RDF.type)
_ARTICLE = po.NamedNode(KG.Article)


def load(path: str | Path) -> Dataset:
    """Read a graph into memory from a file, or open the store in a folder for reading.

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
    return wrap(store)


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
    write_bytes(target, serialize(quads(ds), form))


def serialize(items: Iterable[po.Quad], form: po.RdfFormat) -> bytes:
    """Return quads in a format: sorted by graph and subject, types first, each statement once.

    Blank nodes, which Parley itself never makes, get labels by RDFC-1.0 so that they too are the same every time.
    """
    ordered = _stable(items)
    prefixes = _prefixes(ordered)
    if form == po.RdfFormat.JSON_LD:
        return _json_ld(ordered, prefixes)
    if form.supports_datasets:
        ordered.sort(key=_order)
        return po.serialize(ordered, format=form, prefixes=prefixes) or b""
    union = {po.Quad(q.subject, q.predicate, q.object) for q in ordered}
    triples = [q.triple for q in sorted(union, key=_order)]
    return po.serialize(triples, format=form, prefixes=prefixes) or b""


def _format(path: Path) -> po.RdfFormat:
    try:
        return FORMATS[path.suffix.lower()]
    except KeyError:
        known = ", ".join(FORMATS)
        raise StoreError(
            f"{path}: unknown ending {path.suffix!r}; a graph's file ends in one of {known}"
        ) from None


def _stable(items: Iterable[po.Quad]) -> list[po.Quad]:
    found = list(set(items))
    if any(isinstance(part, po.BlankNode) for q in found for part in (q.subject, q.object, q.graph_name)):
        canonical = po.Dataset(found)
        canonical.canonicalize(po.CanonicalizationAlgorithm.RDFC_1_0)
        return list(canonical)
    return found


def _order(q: po.Quad) -> tuple[str, str, str, str]:
    # "" before every IRI: the default graph first, a subject's types first
    return (
        "" if isinstance(q.graph_name, po.DefaultGraph) else str(q.graph_name),
        str(q.subject),
        "" if q.predicate == _TYPE else str(q.predicate),
        str(q.object),
    )


def _prefixes(items: Sequence[po.Quad]) -> dict[str, str]:
    """Return the prefixes that the quads use, those of data IRIs under the base that their articles have."""
    iris: set[str] = set()
    bases: set[str] = set()
    for q in items:
        for part in (q.subject, q.predicate, q.object, q.graph_name):
            if isinstance(part, po.NamedNode):
                iris.add(part.value)
            elif isinstance(part, po.Literal):
                iris.add(part.datatype.value)
        if q.object == _ARTICLE and isinstance(q.subject, po.NamedNode):
            bases.add(re.sub(r"article/[^/]*$", "", q.subject.value))
    namespaces = {re.sub(r"[^/#]*$", "", iri) for iri in iris}
    known = {**(data_prefixes(min(bases)) if bases else {}), **PREFIXES}
    return {prefix: known[prefix] for prefix in sorted(known) if known[prefix] in namespaces}


def _json_ld(items: list[po.Quad], prefixes: Mapping[str, str]) -> bytes:
    """Return one object per graph with its nodes, compacted by prefixes alone (JSON-LD 1.1, Compact IRIs)."""
    ordered = sorted(items, key=_order)
    raw = po.serialize(ordered, format=po.RdfFormat.JSON_LD)
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
