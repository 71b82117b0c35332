"""What SPARQL may count on beside the triples of the articles: general classes, and days that sort.

The graphs themselves hold the most specific class of a thing and its dates as precise as the text, and no more. Who
writes ``?m a kg:Meeting`` means talks and calls too (RDF Schema 1.1, rule rdfs9), and who filters by a day means a
meeting "in March" as well: both are worked out from a merge of graphs, for its default graph.
"""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Iterator
from functools import cache

import pyoxigraph as po
from rdflib import RDF, RDFS, XSD

from kg import resources
from kg.ontology import KG

_TYPE = po.NamedNode(str(RDF.type))
_DATE = po.NamedNode(str(XSD.date))
_EARLIEST, _LATEST = po.NamedNode(str(KG.earliest)), po.NamedNode(str(KG.latest))
_DATES = tuple(po.NamedNode(str(KG[name])) for name in ("date", "until", "submitted", "published", "from"))
_DEFAULT = po.DefaultGraph()


def inferred(store: po.Store) -> Iterator[po.Quad]:
    """Yield what follows from the default graph of a store and is not in it.

    ``?x a`` every superclass of its classes that Parley declares; ``kg:earliest`` and ``kg:latest``, the first and the
    last day that its dates cover, as ``xsd:date``: a month or a year counts from its first to its last day, and of
    dates on which articles differ, the outermost are taken.

    Args:
        store: read only; the default graph is what is looked at.
    """
    for kind, above in _superclasses().items():
        for quad in store.quads_for_pattern(None, _TYPE, kind, _DEFAULT):
            for general in above:
                found = po.Quad(quad.subject, _TYPE, general)
                if found not in store:
                    yield found
    days: dict[po.NamedNode | po.BlankNode | po.Triple, tuple[str, str]] = {}
    for name in _DATES:
        for quad in store.quads_for_pattern(None, name, None, _DEFAULT):
            covered = covers(quad.object.value) if isinstance(quad.object, po.Literal) else None
            if covered is not None:
                first, last = days.get(quad.subject, covered)
                days[quad.subject] = min(first, covered[0]), max(last, covered[1])
    for thing, (first, last) in days.items():
        for name, day in ((_EARLIEST, first), (_LATEST, last)):
            found = po.Quad(thing, name, po.Literal(day, datatype=_DATE))
            if found not in store:
                yield found


def covers(date: str) -> tuple[str, str] | None:
    """Return the first and the last day of ``YYYY``, ``YYYY-MM`` or ``YYYY-MM-DD``; ``None`` if it is none of them."""
    parts = date.split("-")
    if not all(part.isdecimal() and part.isascii() for part in parts):
        return None
    if [len(part) for part in parts] not in ([4], [4, 2], [4, 2, 2]):
        return None
    if len(parts) == 3:
        return date, date
    if len(parts) == 1:
        return f"{date}-01-01", f"{date}-12-31"
    year, month = map(int, parts)
    # the calendar of Python begins with the year 1
    if not (1 <= month <= 12 and year):
        return None
    return f"{date}-01", f"{date}-{monthrange(year, month)[1]:02}"


@cache
def _superclasses() -> dict[po.NamedNode, tuple[po.NamedNode, ...]]:
    """Return the classes of the vocabulary with those of it that are above them, near ones first."""
    above: dict[str, list[str]] = {}
    # Oxigraph reads it in a hundredth of the time that rdflib takes
    for triple in po.parse(path=str(resources.ontology("parley.ttl")), format=po.RdfFormat.TURTLE):
        names = triple.subject, triple.object
        if triple.predicate.value == str(RDFS.subClassOf) and all(isinstance(n, po.NamedNode) for n in names):
            above.setdefault(names[0].value, []).append(names[1].value)
    found = {}
    for kind in sorted(above):
        chain = [name for name in above[kind] if name.startswith(str(KG))]
        for name in chain:  # grows while it is walked
            chain += [more for more in above.get(name, ()) if more.startswith(str(KG)) and more not in chain]
        if chain:
            found[po.NamedNode(kind)] = tuple(map(po.NamedNode, chain))
    return found
