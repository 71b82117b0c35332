"""All of a store in one order, as lines of N-Triples: Oxigraph writes them, and bytes are sorted.

In the order of the bytes of a line, a subject comes before another and a predicate before another as their IRIs do, for
no IRI holds the ``>`` that ends it or the space behind that. Types are to come first of what is said of a subject:
while lines are sorted, something that is smaller than any IRI stands in the place of ``rdf:type``.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import pyoxigraph as po
from rdflib import RDF

from kg.ontology import KG, PREFIXES, data_prefixes

_TYPE = f"> <{RDF.type}> <".encode()
TYPE = b"\x00"
"""What stands in the place of ``rdf:type`` in sorted lines."""
_FIRST = b"> " + TYPE + b" <"  # no control character stands in what Oxigraph writes: it escapes them
_BLANK = re.compile(rb"^_:| _:\S+ \.$", re.MULTILINE)
_ARTICLE = b"\x00 <" + str(KG.Article).encode() + b">"


@dataclass(frozen=True, slots=True)
class Sorted:
    """The sorted lines of one graph.

    Attributes:
        name: as N-Quads write it, ``b""`` for the default graph.
        lines: each without its end, the type predicate replaced by what sorts before all others.
    """

    name: bytes
    lines: Sequence[bytes]

    def text(self) -> bytes:
        """Return the lines as N-Triples."""
        return b"".join([line + b"\n" for line in self.lines]).replace(_FIRST, _TYPE)


def ordered(store: po.Store) -> list[Sorted]:
    """Return the graphs of a store in the order of their names, the default graph first, each sorted.

    Blank nodes get labels by RDFC-1.0.
    """
    names: list[po.NamedNode | po.BlankNode | po.DefaultGraph] = [po.DefaultGraph(), *store.named_graphs()]
    dumps = {name: _dumped(store, name) for name in names}
    if any(isinstance(name, po.BlankNode) for name in names) or any(map(_has_blank, dumps.values())):
        canonical = po.Dataset(store)
        canonical.canonicalize(po.CanonicalizationAlgorithm.RDFC_1_0)
        labelled = po.Store()
        labelled.bulk_extend(canonical)
        names = [po.DefaultGraph(), *labelled.named_graphs()]
        dumps = {name: _dumped(labelled, name) for name in names}
    return sorted(_graphs(dumps), key=lambda graph: graph.name)


def merged(graphs: Sequence[Sorted]) -> Sorted:
    """Return the union of graphs, each statement once."""
    return Sorted(b"", sorted({line for graph in graphs for line in graph.lines}))


def as_quads(graph: Sorted) -> bytes:
    """Return the sorted lines of a graph as N-Quads."""
    if not graph.name:
        return graph.text()
    end = b" " + graph.name + b" .\n"
    return b"".join([line[:-2] + end for line in graph.lines]).replace(_FIRST, _TYPE)


def prefixes_of(quads: bytes) -> dict[str, str]:
    """Return the prefixes that N-Quads use, those of data IRIs under the base that their articles have."""
    text = quads.replace(_TYPE, _FIRST)
    subjects = {text[text.rfind(b"\n", 0, at) + 2 : at - 3].decode() for at in _places(text, _ARTICLE)}
    bases = {re.sub(r"article/[^/]*$", "", name) for name in subjects}
    known = {**(data_prefixes(min(bases)) if bases else {}), **PREFIXES}
    return {prefix: known[prefix] for prefix in sorted(known) if _uses(text, prefix, known[prefix])}


def _uses(text: bytes, prefix: str, namespace: str) -> bool:
    # what the syntax leaves unsaid is an IRI too: a type, a plain string's, that of a text in a language
    if prefix == "rdf" and (_FIRST in text or any(_places(text, b'"@'))):
        return True
    if prefix == "xsd" and (any(_places(text, b'" .\n')) or any(_places(text, b'" <'))):
        return True
    return re.search(rb"<" + re.escape(namespace.encode()) + rb"[^/#<>]*>", text) is not None


def _places(text: bytes, part: bytes) -> Iterator[int]:
    """Yield where a part stands in the text, but not behind a backslash: that is within a literal."""
    at = text.find(part)
    while at >= 0:
        if text[at - 1 : at] != b"\\":
            yield at
        at = text.find(part, at + 1)


def _has_blank(text: bytes) -> bool:
    # the two characters are looked for first: that is fifty times as fast
    return b"_:" in text and _BLANK.search(text) is not None


def _dumped(store: po.Store, name: po.NamedNode | po.BlankNode | po.DefaultGraph) -> bytes:
    return store.dump(format=po.RdfFormat.N_TRIPLES, from_graph=name) or b""


def _graphs(dumps: dict[po.NamedNode | po.BlankNode | po.DefaultGraph, bytes]) -> Iterator[Sorted]:
    # each text goes when its lines are there: both of all graphs would be twice the memory
    for name in list(dumps):
        text = dumps.pop(name)
        if text:
            lines = text.replace(_TYPE, _FIRST).split(b"\n")
            lines.pop()  # behind the last end of a line
            lines.sort()
            yield Sorted(b"" if isinstance(name, po.DefaultGraph) else str(name).encode(), lines)
