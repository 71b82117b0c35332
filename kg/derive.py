"""What follows from several articles: the rules of ``queries/rules`` run over a graph, their triples in one more graph.

A rule is a CONSTRUCT query with a comment header; ``id:`` in it is what data IRIs begin with, and
``fn:likeness(?one, ?other)`` tells how alike two texts are (see :func:`likeness`). Rules see the union of all graphs,
with what the rules that they read have added. The derived graph follows from the others alone, so it can be made anew
at any time.

In the union a triple occurs once for each article that has it: a rule takes each link once (``SELECT DISTINCT``, or a
link of the derived graph) before it joins it to another, or its cost grows with a power of the articles on one thing.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from graphlib import CycleError, TopologicalSorter
from pathlib import Path
from typing import TYPE_CHECKING

import pyoxigraph as po
from rapidfuzz import fuzz
from rdflib import RDF, XSD

from kg import resources
from kg.errors import DataFileError
from kg.ontology import DEFAULT_BASE, KG
from kg.store.engine import inner
from kg.threads import Edit
from kg.threads import triples as _threads

if TYPE_CHECKING:
    from rdflib import Dataset

_LINE = re.compile(r"#\s?([a-z]+):\s*(.*)")
_FUNCTIONS = "https://w3id.org/parley/function#"
_SHORT = 4
# rules that are a function of the store and the base, since no query can say them
_PROGRAMS: dict[
    str, tuple[str, str, tuple[str, ...], Callable[[po.Store, str, Sequence[Edit]], set[po.Triple]]]
] = {
    "negotiations": (
        "Negotiations",
        "Proposals, answers and meetings that news tells of as one affair, what it is called, its sides and days.",
        ("sides", "on-record", "answers-to", "speaks-of"),
        _threads,
    ),
}


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule.

    Attributes:
        reads: names of the rules whose triples it needs; its own, where it is to be run until it adds nothing.
        program: what makes its triples, where it is no query.
    """

    name: str
    title: str
    description: str
    reads: tuple[str, ...]
    text: str
    path: Path
    program: Callable[[po.Store, str, Sequence[Edit]], set[po.Triple]] | None = None


@cache
def rules(folder: Path | None = None) -> tuple[Rule, ...]:
    """Return all rules in the order in which they are run: each behind those that it reads, else by name.

    Raises:
        DataFileError: a header lacks a field, a rule that is read is not there, or two read one another.
    """
    place = folder or resources.queries("rules")
    found = {path.stem: _parse(path) for path in sorted(place.glob("*.rq"))}
    if folder is None:
        for name, (title, description, reads, program) in _PROGRAMS.items():
            found[name] = Rule(name, title, description, reads, "", Path(__file__), program)
    sorter: TopologicalSorter[str] = TopologicalSorter()
    for rule in found.values():
        for name in rule.reads:
            if name not in found:
                raise DataFileError(rule.path, f"reads {name}, which is no rule", line=1)
        sorter.add(rule.name, *(name for name in rule.reads if name != rule.name))
    order: list[str] = []
    try:
        sorter.prepare()
    except CycleError as error:
        raise DataFileError(place, f"rules read one another: {', '.join(error.args[1])}") from error
    while sorter.is_active():
        ready = sorted(sorter.get_ready())
        order += ready
        sorter.done(*ready)
    return tuple(found[name] for name in order)


def derive(ds: Dataset | po.Store, *, base: str | None = None, edits: Sequence[Edit] = ()) -> int:
    """Make the derived graph of ``ds`` anew, in place.

    Args:
        ds: a dataset, or the Oxigraph store under one.
        base: what data IRIs begin with; by default, what those of the articles begin with.
        edits: what persons decided about affairs; see ``kg.threads.edits``.

    Returns:
        The number of triples in it.

    Raises:
        DataFileError: a rule is malformed.
    """
    return sum(len(added) for _, added in steps(ds, base=base, edits=edits))


def steps(
    ds: Dataset | po.Store, *, base: str | None = None, edits: Sequence[Edit] = ()
) -> Iterator[tuple[Rule, set[po.Triple]]]:
    """Make the derived graph of ``ds`` anew, rule by rule: yield each with what it added. See :func:`derive`."""
    store = ds if isinstance(ds, po.Store) else inner(ds)
    start = base if base is not None else _base_of(store)
    graph = po.NamedNode(f"{start}graph/derived")
    store.remove_graph(graph)
    for rule in rules():
        added: set[po.Triple] = set()
        while fresh := {t for t in _run(store, rule, start, edits) if _quad(t, graph) not in store}:
            store.extend(sorted((_quad(triple, graph) for triple in fresh), key=str))
            added |= fresh
            if rule.name not in rule.reads:
                break
        yield rule, added


def likeness(one: str, other: str) -> int:
    """Return how alike two texts are, 0 to 100, in whatever order their words stand; words of three letters say little.

    It is the similarity that rapidfuzz calls token_sort_ratio.
    """
    return round(fuzz.ratio(_sorted(one), _sorted(other)))


@lru_cache(maxsize=10_000)
def _sorted(text: str) -> str:
    # each wording is compared with many others
    return " ".join(sorted(word for word in re.findall(r"\w+", text.casefold()) if len(word) >= _SHORT))


def _likeness(*texts: po.NamedNode | po.BlankNode | po.Literal | po.Triple) -> po.Literal | None:
    values = [text.value for text in texts if isinstance(text, po.Literal)]
    if len(values) != 2:
        return None
    return po.Literal(str(likeness(*values)), datatype=po.NamedNode(XSD.integer))


def _run(store: po.Store, rule: Rule, base: str, edits: Sequence[Edit]) -> set[po.Triple]:
    if rule.program is not None:
        return rule.program(store, base, edits)
    try:
        triples = store.query(
            rule.text,
            use_default_graph_as_union=True,
            prefixes={"id": base},
            custom_functions={po.NamedNode(f"{_FUNCTIONS}likeness"): _likeness},
        )
    except SyntaxError as error:
        raise DataFileError(rule.path, f"not SPARQL: {error}") from error
    if not isinstance(triples, po.QueryTriples):
        raise DataFileError(rule.path, "is no CONSTRUCT query")
    # all of them first: what is added meanwhile is for the next round
    return set(triples)


def _quad(triple: po.Triple, graph: po.NamedNode) -> po.Quad:
    return po.Quad(triple.subject, triple.predicate, triple.object, graph)


def _base_of(store: po.Store) -> str:
    articles = store.quads_for_pattern(None, po.NamedNode(RDF.type), po.NamedNode(KG.Article))
    first = min(
        (quad.subject.value for quad in articles if isinstance(quad.subject, po.NamedNode)), default=""
    )
    return re.sub(r"article/[^/]*$", "", first) or DEFAULT_BASE


def _parse(path: Path) -> Rule:
    text = path.read_text(encoding="utf-8")
    fields: dict[str, str] = {}
    last = ""
    for number, line in enumerate(text.splitlines(), 1):
        if not line.startswith("#"):
            break
        match = _LINE.fullmatch(line.rstrip())
        if match and match[1] in ("title", "description", "reads"):
            last = match[1]
            fields[last] = match[2]
        elif last:
            fields[last] += " " + line.lstrip("# ").rstrip()
        else:
            raise DataFileError(path, "begins with a header: title, description, reads", line=number)
    missing = [name for name in ("title", "description") if not fields.get(name)]
    if missing:
        raise DataFileError(path, f"the header lacks {', '.join(missing)}", line=1)
    reads = tuple(name.strip() for name in fields.get("reads", "").split(",") if name.strip())
    return Rule(path.stem, fields["title"], fields["description"], reads, text, path)
