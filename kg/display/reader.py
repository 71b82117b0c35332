"""Reads and checks ``ontology/display.ttl``."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from pathlib import Path
from typing import TypeVar

from rdflib import RDF, RDFS, Graph, Literal, Namespace, URIRef
from rdflib.collection import Collection
from rdflib.namespace import SH
from rdflib.term import Node

from kg import resources
from kg.display.styles import (
    SELF,
    DetailStyle,
    Display,
    EventStyle,
    KindStyle,
    LooseStyle,
    TieStyle,
    ViewStyle,
)
from kg.errors import DataFileError

T = TypeVar("T")
DISPLAY = Namespace("https://w3id.org/parley/display#")
_COLOR = re.compile(r"#[0-9A-Fa-f]{6}")
# vis-network's shapes that draw their label outside, so that it can be placed by the page
SHAPES = frozenset({"dot", "square", "diamond", "hexagon", "star", "triangle", "triangleDown"})


@lru_cache(maxsize=4)
def read_display(path: Path | None = None) -> Display:
    """Read and check the display file.

    Args:
        path: the file; ``None`` for the one that comes with Parley.

    Raises:
        DataFileError: it is missing, is not Turtle, or says something that the page cannot show.
    """
    path = path or resources.ontology("display.ttl")
    try:
        text = path.read_text(encoding="utf-8")
    except OSError as error:
        raise DataFileError(path, f"cannot be read: {error.strerror}") from error
    graph = Graph()
    try:
        graph.parse(data=text, format="turtle")
    except Exception as error:  # rdflib's parser raises many types
        raise DataFileError(path, f"not valid Turtle: {' '.join(str(error).split())[:200]}") from error
    return _Reader(graph, path).display()


class _Reader:
    def __init__(self, graph: Graph, path: Path) -> None:
        self.graph, self.path = graph, path

    def display(self) -> Display:
        captions = {str(s): str(o) for s, o in self.graph.subject_objects(DISPLAY.caption)}
        kinds = tuple(self._kind(node) for node in self._all(DISPLAY.Kind))
        ties = tuple(self._tie(node) for node in self._all(DISPLAY.Tie))
        if not kinds or not ties:
            raise DataFileError(
                self.path, "states no display:Kind or no display:Tie; at least one of each is needed"
            )
        views = tuple(self._view(node, kinds, ties) for node in self._all(DISPLAY.View))
        if not views:
            raise DataFileError(self.path, "states no display:View; at least one is needed")
        return Display(
            kinds=kinds,
            ties=ties,
            loose=tuple(
                LooseStyle(
                    self._text(n, DISPLAY.source), self._text(n, RDFS.label), self._list(n, DISPLAY.headline)
                )
                for n in self._all(DISPLAY.Loose)
            ),
            details=tuple(
                DetailStyle(
                    self._text(n, DISPLAY.path), self._text(n, RDFS.label), self._flag(n, DISPLAY.dating)
                )
                for n in self._all(DISPLAY.Detail)
            ),
            events=tuple(
                EventStyle(
                    str(n),
                    self._text(n, RDFS.label),
                    self._text(n, DISPLAY.plural),
                    *self._colors(n),
                    frozenset({str(n), *map(str, self.graph.objects(n, DISPLAY.covers))}),
                )
                for n in self._all(DISPLAY.Event)
            ),
            views=views,
            captions=captions,
            generic=frozenset(str(s) for s in self.graph.subjects(DISPLAY.generic, Literal(True))),
        )

    def _kind(self, node: Node) -> KindStyle:
        shape = self._text(node, DISPLAY.shape)
        if shape not in SHAPES:
            raise DataFileError(
                self.path, f"{node}: display:shape is {shape!r}, not one of {', '.join(sorted(SHAPES))}"
            )
        label = self._text(node, RDFS.label)
        plural = self._text(node, DISPLAY.plural)
        return KindStyle(
            str(node),
            label,
            plural,
            shape,
            *self._colors(node),
            headline=self._list(node, DISPLAY.headline),
            named_by=str(self.graph.value(node, DISPLAY.namedBy) or ""),
        )

    def _view(self, node: Node, kinds: Sequence[KindStyle], ties: Sequence[TieStyle]) -> ViewStyle:
        return ViewStyle(
            name=self._text(node, DISPLAY.name),
            label=self._text(node, RDFS.label),
            kinds=tuple(self._members(node, DISPLAY.kinds, {kind.iri: kind for kind in kinds})),
            ties=tuple(self._members(node, DISPLAY.ties, {tie.iri: tie for tie in ties})),
            alone=self._flag(node, DISPLAY.alone),
            things=str(self.graph.value(node, DISPLAY.things) or ""),
        )

    def _members(self, node: Node, term: URIRef, known: Mapping[str, T]) -> Iterator[T]:
        names = self._list(node, term)
        if not names:
            raise DataFileError(
                self.path, f"{self._name(node)}: has no {term.n3(self.graph.namespace_manager)}"
            )
        for name in names:
            if name not in known:
                raise DataFileError(
                    self.path, f"{self._name(node)}: shows {name}, which the file does not describe"
                )
            yield known[name]

    def _tie(self, node: Node) -> TieStyle:
        relation = self.graph.value(node, DISPLAY.property)
        sequence = self.graph.value(node, DISPLAY.sequence)
        source = self.graph.value(node, DISPLAY.source)
        whole = self.graph.value(node, DISPLAY.whole)
        targets = tuple(sorted(self._end(o) for o in self.graph.objects(node, DISPLAY.target)))
        ways = [
            relation is not None,
            source is not None and bool(targets),
            sequence is not None and whole is not None,
        ]
        if sum(ways) != 1 or (source is None) == bool(targets):
            raise DataFileError(
                self.path,
                f"{node}: needs display:property, or display:source and display:target, or display:sequence and "
                "display:whole",
            )
        return TieStyle(
            iri=str(node),
            label=self._text(node, RDFS.label),
            weight=self._number(node, DISPLAY.weight),
            directed=self._flag(node, DISPLAY.directed),
            color=self._colors(node)[0],
            color_dark=self._colors(node)[1],
            source="" if source is None else self._end(source),
            targets=targets,
            fallbacks=tuple(sorted(self._end(o) for o in self.graph.objects(node, DISPLAY.fallback))),
            statuses=frozenset(str(o) for o in self.graph.objects(node, DISPLAY.where)),
            headline=self._list(node, DISPLAY.headline),
            captioned=str(self.graph.value(node, DISPLAY.captioned) or ""),
            property=str(relation or ""),
            stances=frozenset(str(o) for o in self.graph.objects(node, DISPLAY.stance)),
            sequence=str(sequence or ""),
            whole="" if whole is None else self._path(whole),
            quiet=self._flag(node, DISPLAY.quiet),
            dashes=tuple(int(part) for part in self._list(node, DISPLAY.dashes)),
        )

    def _all(self, kind: URIRef) -> list[Node]:
        return sorted(self.graph.subjects(RDF.type, kind), key=lambda node: self._number(node, DISPLAY.order))

    def _text(self, node: Node, term: URIRef) -> str:
        value = self.graph.value(node, term)
        if value is None or not str(value).strip():
            raise DataFileError(
                self.path, f"{self._name(node)}: has no {term.n3(self.graph.namespace_manager)}"
            )
        return str(value)

    def _number(self, node: Node, term: URIRef) -> float:
        text = self._text(node, term)
        try:
            return float(text)
        except ValueError:
            name = term.n3(self.graph.namespace_manager)
            raise DataFileError(self.path, f"{self._name(node)}: {name} is {text!r}, not a number") from None

    def _colors(self, node: Node) -> tuple[str, str]:
        colors = self._text(node, DISPLAY.color), self._text(node, DISPLAY.colorDark)
        for color in colors:
            if not _COLOR.fullmatch(color):
                raise DataFileError(
                    self.path, f"{self._name(node)}: {color!r} is no colour of the form #rrggbb"
                )
        return colors

    def _flag(self, node: Node, term: URIRef) -> bool:
        return self.graph.value(node, term) == Literal(True)

    def _list(self, node: Node, term: URIRef) -> tuple[str, ...]:
        head = self.graph.value(node, term)
        return () if head is None else tuple(str(item) for item in Collection(self.graph, head))

    def _end(self, node: Node) -> str:
        return SELF if node == DISPLAY.self else self._path(node)

    def _path(self, node: Node) -> str:
        """Turn a SHACL path (sequences and inverses, SHACL 2.3.1) into a SPARQL property path."""
        if isinstance(node, URIRef) and node != RDF.nil:
            return node.n3()
        inverse = self.graph.value(node, SH.inversePath)
        if inverse is not None:
            return "^" + self._path(inverse)
        steps = [self._path(item) for item in Collection(self.graph, node)]
        if not steps:
            raise DataFileError(
                self.path, "display:fallback: not a path of properties, sequences and inverses"
            )
        return "(" + "/".join(steps) + ")"

    def _name(self, node: Node) -> str:
        return (
            node.n3()
            if isinstance(node, URIRef)
            else str(self.graph.value(node, DISPLAY.path) or "a blank node")
        )
