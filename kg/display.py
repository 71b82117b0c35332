"""What ``ontology/display.ttl`` says: which relations are ties, what they weigh, and how kinds and ties look."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence, Set
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import TypeVar

from rdflib import RDF, RDFS, Graph, Literal, Namespace, URIRef
from rdflib.collection import Collection
from rdflib.namespace import SH
from rdflib.term import Node

from kg import resources
from kg.errors import DataFileError
from kg.ontology import KG

DISPLAY = Namespace("https://w3id.org/parley/display#")
T = TypeVar("T")
SELF = "self"
"""Stands for the thing itself as an end of the ties that it makes."""
_COLOR = re.compile(r"#[0-9A-Fa-f]{6}")
# vis-network's shapes that draw their label outside, so that it can be placed by the page
SHAPES = frozenset({"dot", "square", "diamond", "hexagon", "star", "triangle", "triangleDown"})


@dataclass(frozen=True, slots=True)
class KindStyle:
    """How nodes of one kind look. ``iri`` is the class; colours are ``#rrggbb``.

    ``headline`` holds the properties whose values name a thing; it is empty for actors, who have names of their own.
    Where no more than the first of them is known, the thing is named by the actors that ``named_by`` leads to as well.
    """

    iri: str
    label: str
    plural: str
    shape: str
    color: str
    color_dark: str
    headline: tuple[str, ...] = ()
    named_by: str = ""


@dataclass(frozen=True, slots=True)
class TieStyle:
    """A kind of tie: how it is found in the graph and how it looks.

    Attributes:
        source, targets: SPARQL property paths from the thing to the nodes at its ends, ``SELF`` for the thing itself;
            empty where ``property`` or ``sequence`` is the tie.
        fallbacks: SPARQL property paths to the targets of a thing that has none of its own.
        statuses, stances: the thing must have one of these; empty for any.
        sequence: property that numbers the parts of the whole to which the path ``whole`` leads.
        headline: properties whose values caption one event. ``captioned``: the one whose value is put on the tie.
        dashes: strokes and gaps in pixels; empty for a full line.
        quiet: whether its caption waits for a choice or a closer look, since the legend tells enough.
    """

    iri: str
    label: str
    weight: float
    directed: bool
    color: str
    color_dark: str
    source: str = ""
    targets: tuple[str, ...] = ()
    fallbacks: tuple[str, ...] = ()
    statuses: frozenset[str] = frozenset()
    headline: tuple[str, ...] = ()
    captioned: str = ""
    property: str = ""
    dashes: tuple[int, ...] = ()
    stances: frozenset[str] = frozenset()
    sequence: str = ""
    whole: str = ""
    quiet: bool = False

    def fits(self, *, statuses: Set[str], stances: Set[str]) -> bool:
        """Tell whether a thing with these statuses and stances makes ties of this kind."""
        return bool(
            (not self.statuses or self.statuses & statuses) and (not self.stances or self.stances & stances)
        )


@dataclass(frozen=True, slots=True)
class LooseStyle:
    """Things that are shown with their actor where they make no tie."""

    source: str
    label: str
    headline: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class DetailStyle:
    """A property shown in an event's card; ``dating`` where its value may date the event."""

    path: str
    label: str
    dating: bool


@dataclass(frozen=True, slots=True)
class EventStyle:
    """A kind of thing that happens or is said, as chronicles and time lines show it.

    ``iri`` is the class; ``classes`` holds it and the more specific ones that it stands for.
    """

    iri: str
    label: str
    plural: str
    color: str
    color_dark: str
    classes: frozenset[str]

    @property
    def name(self) -> str:
        """The class without its namespace."""
        return re.split("[#/]", self.iri)[-1]


@dataclass(frozen=True, slots=True)
class ViewStyle:
    """One view of the graph: ``name`` in addresses and options, ``label`` on the page, what appears in it.

    ``alone`` tells whether nodes without a tie appear too; ``things`` heads the kinds that are no actors in the legend.
    """

    name: str
    label: str
    kinds: tuple[KindStyle, ...]
    ties: tuple[TieStyle, ...]
    alone: bool
    things: str = ""


@dataclass(frozen=True, slots=True)
class Display:
    """The whole of ``ontology/display.ttl``, each list in its order.

    Attributes:
        captions: what is written for an IRI that stands as a value.
        generic: kinds that go unnamed beside a more specific one, and statuses that go without saying.
    """

    kinds: tuple[KindStyle, ...]
    ties: tuple[TieStyle, ...]
    loose: tuple[LooseStyle, ...]
    details: tuple[DetailStyle, ...]
    events: tuple[EventStyle, ...]
    views: tuple[ViewStyle, ...]
    captions: dict[str, str]
    generic: frozenset[str]

    def view(self, name: str) -> ViewStyle | None:
        """Return the view with this name, if there is one."""
        return next((view for view in self.views if view.name == name), None)

    def remark(self, status: str) -> str:
        """Return the caption of a status, given by its local name, or ``""`` where it goes without saying."""
        iri = str(KG[status])
        return "" if not status or iri in self.generic else self.caption(iri)

    def caption(self, value: str) -> str:
        """Return the caption of an IRI, or its last part in words where the file gives none."""
        return self.captions.get(value) or _words(re.split("[#/]", value)[-1])


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


def _words(name: str) -> str:
    return re.sub(r"(?<=[a-z])(?=[A-Z])", " ", name).lower()
