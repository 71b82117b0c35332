"""The vocabulary: namespaces as constants, the declared terms, the lint that holds code and terms together."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from rdflib import OWL, RDF, RDFS, SKOS, Graph, Namespace, URIRef
from rdflib.collection import Collection
from rdflib.exceptions import ParserError
from rdflib.namespace import FOAF, ORG, PROV, SDO, XSD
from rdflib.plugins.parsers.notation3 import BadSyntax
from rdflib.term import Node

from kg import resources
from kg.errors import DataFileError
from kg.model import Issue

DEFAULT_BASE = "https://w3id.org/parley/id/"
"""Where data IRIs stand unless the user says otherwise."""

KG = Namespace("https://w3id.org/parley/ns#")
PLOVER = Namespace("https://w3id.org/parley/plover#")
OA = Namespace("http://www.w3.org/ns/oa#")
SEM = Namespace("http://semanticweb.cs.vu.nl/2009/11/sem/")
SCHEMA = SDO

PREFIXES: dict[str, str] = {
    "foaf": str(FOAF),
    "kg": str(KG),
    "oa": str(OA),
    "org": str(ORG),
    "owl": str(OWL),
    "prov": str(PROV),
    "rdf": str(RDF),
    "rdfs": str(RDFS),
    "schema": str(SCHEMA),
    "sem": str(SEM),
    "skos": str(SKOS),
    "xsd": str(XSD),
}
"""Prefix to namespace, for queries and for files that are written."""

DATA_KINDS = (
    "actor",
    "article",
    "contradiction",
    "evidence",
    "graph",
    "meeting",
    "negotiation",
    "place",
    "position",
    "proposal",
    "provision",
    "response",
    "statement",
)
"""What stands between the base and the id in a data IRI; each is a prefix in the files that are written."""

_CODE = re.compile(r"\bKG\.([A-Za-z]\w*)|\bKG\[[\"'](\w+)[\"']\]|\bkg:([A-Za-z]\w*)")
_PLAIN = re.compile(r"\bkg:([A-Za-z]\w*)")


@dataclass(frozen=True, slots=True)
class Term:
    """One term of the vocabulary.

    Attributes:
        name: local name, the part behind ``kg:``.
        kind: ``class``, ``property`` or ``value`` (a member of an enumeration).
    """

    name: str
    kind: str
    label: str
    comment: str

    @property
    def iri(self) -> URIRef:
        """The full IRI."""
        return KG[self.name]


def data_prefixes(base: str = DEFAULT_BASE) -> dict[str, str]:
    """Return a prefix for every kind of data IRI under ``base``."""
    return {kind: f"{base}{kind}/" for kind in DATA_KINDS}


def parse(path: Path) -> Graph:
    """Read one Turtle file of Parley's own.

    Raises:
        DataFileError: it is missing or not Turtle.
    """
    try:
        return Graph(bind_namespaces="none").parse(path, format="turtle")
    except OSError as error:
        raise DataFileError(path, f"cannot be read: {error.strerror}; reinstall parley-kg") from error
    except BadSyntax as error:
        raise DataFileError(path, f"not Turtle: {error.message}", line=error.lines + 1) from error
    except ParserError as error:
        raise DataFileError(path, f"not Turtle: {error}") from error


@cache
def graph() -> Graph:
    """Return the ontology with its alignments and vocabularies. Shared: do not change it."""
    merged = parse(resources.ontology("parley.ttl"))
    for path in (resources.ontology("align.ttl"), *sorted(resources.ontology("vocab").glob("*.ttl"))):
        merged += parse(path)
    return merged


@cache
def terms() -> dict[str, Term]:
    """Return every declared ``kg:`` term by its local name, sorted by name."""
    found = {}
    for kind, types in (
        ("class", (OWL.Class,)),
        ("property", (OWL.ObjectProperty, OWL.DatatypeProperty)),
        ("value", (OWL.NamedIndividual,)),
    ):
        for node in (n for t in types for n in graph().subjects(RDF.type, t)):
            if isinstance(node, URIRef) and node.startswith(KG):
                name = node.removeprefix(KG)
                found[name] = Term(name, kind, _text(node, RDFS.label), _text(node, RDFS.comment))
    return dict(sorted(found.items()))


@cache
def members(enumeration: str) -> tuple[str, ...]:
    """Return the local names of an enumeration's values in the ontology's order; ``()`` if it is none."""
    values = graph().value(KG[enumeration], OWL.oneOf)
    return tuple(str(v).removeprefix(KG) for v in Collection(graph(), values)) if values is not None else ()


@cache
def kinds(of: str) -> tuple[str, ...]:
    """Return the local names of a class and of all classes below it, the class itself first, then sorted."""
    below = {str(c).removeprefix(KG) for c in graph().transitive_subjects(RDFS.subClassOf, KG[of])}
    return (of, *sorted(below - {of}))


def lint(package: Path | None = None) -> list[Issue]:
    """Compare the terms that are declared with those that are used.

    Looked through: the package's modules, shapes, ``display.ttl``, lexicon and gazetteer, queries and checks.
    A class also counts as used where a used term is its member, its subclass, or has it for domain or range.

    Args:
        package: folder with Python modules; the installed package by default.

    Returns:
        One error for each undeclared term in a file, each declared term that nothing uses, and each term
        without a label or comment; sorted.
    """
    package = package or Path(__file__).parent
    declared = terms()
    issues = [
        Issue("error", "ontology/parley.ttl", f"kg:{t.name} has no {missing}", "say in words what it is")
        for t in declared.values()
        for missing, text in (("rdfs:label", t.label), ("rdfs:comment", t.comment))
        if not text
    ]
    used: set[str] = set()
    for where, names in _uses(package):
        used |= names
        issues += [
            Issue(
                "error",
                where,
                f"kg:{name} is not declared",
                "declare it in ontology/parley.ttl or correct the name",
            )
            for name in names - declared.keys()
        ]
    unused = declared.keys() - _with_structure(used & declared.keys())
    issues += [
        Issue(
            "error",
            "ontology/parley.ttl",
            f"kg:{name} is declared and nothing uses it",
            "remove it or cover it by a shape",
        )
        for name in unused
    ]
    return sorted(issues, key=lambda i: (i.where, i.message))


def _uses(package: Path) -> Iterator[tuple[str, set[str]]]:
    home = resources.home()
    for path in sorted(package.rglob("*.py")):
        # this module names terms only to explain itself
        if path != Path(__file__) and "data" not in path.relative_to(package).parts:
            yield (
                f"kg/{path.relative_to(package).as_posix()}",
                _named(_CODE, path.read_text(encoding="utf-8")),
            )
    data: list[Path] = [resources.ontology("display.ttl"), *resources.ontology("shapes").rglob("*.ttl")]
    data += [p for folder in ("lexicon", "actors") for p in resources.ontology(folder).rglob("*.yaml")]
    data += resources.queries().rglob("*.rq")
    for path in sorted(p for p in data if p.is_file()):
        where = path.relative_to(home).as_posix()
        if path.suffix == ".ttl":
            nodes: Iterable[Node] = (node for triple in parse(path) for node in triple)
            yield (
                where,
                {str(n).removeprefix(KG) for n in nodes if isinstance(n, URIRef) and n.startswith(KG)},
            )
        else:
            yield where, _named(_PLAIN, path.read_text(encoding="utf-8"))


def _named(pattern: re.Pattern[str], text: str) -> set[str]:
    return {next(filter(None, m.groups())) for m in pattern.finditer(text)}


def _with_structure(used: set[str]) -> set[str]:
    """Add what the used terms need in order to mean something: types, superclasses, domains, ranges."""
    reached, todo = set(used), sorted(used)
    while todo:
        node = KG[todo.pop()]
        for link in (RDF.type, RDFS.subClassOf, RDFS.domain, RDFS.range):
            for target in graph().objects(node, link):
                union = graph().value(target, OWL.unionOf)
                for part in Collection(graph(), union) if union is not None else (target,):
                    name = str(part).removeprefix(KG)
                    if isinstance(part, URIRef) and part.startswith(KG) and name not in reached:
                        reached.add(name)
                        todo.append(name)
    return reached


def _text(node: Node, prop: URIRef) -> str:
    value = graph().value(node, prop)
    return "" if value is None else str(value)
