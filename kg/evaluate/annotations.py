"""What one article says, entry by entry: from a gold file, and from the article's graph.

An entry from a graph has the confidence of its surest evidence; it is no part of what the entry says, nor is its id:
the IRI in a graph, in gold the canonical name of an actor and the ``id`` of a meeting or proposal.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from rdflib import RDF, RDFS, SKOS, Dataset, Graph, Literal, URIRef
from rdflib.term import Node

from kg.errors import InputError
from kg.ontology import KG, SCHEMA

ACTOR_KINDS = ("Person", "State", "Organization", "Bloc")
MEETING_KINDS = ("Talks", "Summit", "Call", "Visit", "Media", "Meeting")


@dataclass(frozen=True, slots=True)
class Actor:
    """Someone under all names used of him; the canonical one first."""

    names: tuple[str, ...]
    kind: str | None
    optional: bool = False
    confidence: float | None = field(default=None, compare=False)
    id: str = field(default="", compare=False)


@dataclass(frozen=True, slots=True)
class Position:
    """A post that a person holds; ``titles`` are wordings of one post, ``within`` any body it is in."""

    person: str
    titles: tuple[str, ...]
    within: tuple[str, ...]
    optional: bool = False
    confidence: float | None = field(default=None, compare=False)


@dataclass(frozen=True, slots=True)
class Meeting:
    """An encounter; ``date`` as in all entries is a date or a range ``first/last``, as precise as known."""

    participants: tuple[str, ...]
    date: str | None
    place: str | None
    status: str | None
    kind: str | None
    optional: bool = False
    confidence: float | None = field(default=None, compare=False)
    id: str = field(default="", compare=False)


@dataclass(frozen=True, slots=True)
class Proposal:
    """Something put forward, with the verbatim texts of its provisions.

    ``sureness`` is the confidence of each provision, in their order; empty where none was given.
    """

    by: tuple[str, ...]
    to: tuple[str, ...]
    submitted: str | None
    published: str | None
    provisions: tuple[str, ...]
    optional: bool = False
    confidence: float | None = field(default=None, compare=False)
    id: str = field(default="", compare=False)
    sureness: tuple[float | None, ...] = field(default=(), compare=False)


@dataclass(frozen=True, slots=True)
class Response:
    """An answer; ``linked`` tells whether it is known which proposal it answers."""

    by: tuple[str, ...]
    to: tuple[str, ...]
    linked: bool
    status: str | None
    date: str | None
    form: str | None
    stance: str | None
    optional: bool = False
    confidence: float | None = field(default=None, compare=False)


@dataclass(frozen=True, slots=True)
class Statement:
    """Words attributed to a speaker."""

    speaker: str
    text: str
    mode: str | None
    optional: bool = False
    confidence: float | None = field(default=None, compare=False)


Entry = Actor | Position | Meeting | Proposal | Response | Statement


@dataclass(frozen=True, slots=True)
class Annotation:
    """Everything that one article says. ``published`` is its own date, ``None`` where not known."""

    published: str | None = None
    actors: tuple[Actor, ...] = ()
    positions: tuple[Position, ...] = ()
    meetings: tuple[Meeting, ...] = ()
    proposals: tuple[Proposal, ...] = ()
    responses: tuple[Response, ...] = ()
    statements: tuple[Statement, ...] = ()

    def sureness(self) -> tuple[float | None, ...]:
        """Return the confidence of every provision, in order of the proposals and of their provisions."""
        return tuple(sure for p in self.proposals for sure in (p.sureness or (None,) * len(p.provisions)))


# ---------------------------------------------------------------------------------------------- gold files


def read_gold(folder: Path) -> dict[str, Annotation]:
    """Read every ``*.json`` in ``folder`` by its file name's stem, in order of names.

    Raises:
        InputError: the folder holds no gold, or a file is not JSON or lacks a field.
    """
    paths = sorted(Path(folder).glob("*.json"))
    if not paths:
        raise InputError(f"{folder}: holds no gold; name a folder of annotated articles (*.json)")
    return {path.stem: _read(path) for path in paths}


def _read(path: Path) -> Annotation:
    try:
        return annotation(json.loads(path.read_text(encoding="utf-8")))
    except (OSError, ValueError) as error:
        raise InputError(f"{path}: cannot be read as JSON: {error}; mend or remove it") from error
    except (KeyError, TypeError, AttributeError) as error:
        raise InputError(
            f"{path}: not a gold file: {_lacking(error)}; name a folder of annotated articles"
        ) from error


def _lacking(error: Exception) -> str:
    return f"{error!s} is missing" if isinstance(error, KeyError) else "its parts are of other types"


def annotation(data: Mapping[str, Any]) -> Annotation:
    """Turn the JSON object of one gold file into an annotation.

    Raises:
        KeyError, TypeError, AttributeError: it has not the shape of gold.
    """
    return Annotation(
        published=data.get("published"),
        actors=tuple(
            Actor(_strings(a["names"]), a.get("type"), _optional(a), id=_strings(a["names"])[0])
            for a in data.get("actors", ())
        ),
        positions=tuple(
            Position(p["person"], _strings(p["title"]), _strings(p.get("within")), _optional(p))
            for p in data.get("positions", ())
        ),
        meetings=tuple(
            Meeting(
                _strings(m["participants"]),
                m.get("date"),
                m.get("place"),
                m.get("status"),
                m.get("kind"),
                _optional(m),
                id=m.get("id", ""),
            )
            for m in data.get("meetings", ())
        ),
        proposals=tuple(
            Proposal(
                _strings(p["by"]),
                _strings(p.get("to")),
                p.get("submitted"),
                p.get("published"),
                _strings(p.get("provisions")),
                _optional(p),
                id=p.get("id", ""),
            )
            for p in data.get("proposals", ())
        ),
        responses=tuple(
            Response(
                _strings(r["by"]),
                _strings(r.get("to")),
                bool(r.get("proposal")),
                r.get("status"),
                r.get("date"),
                r.get("form"),
                r.get("stance"),
                _optional(r),
            )
            for r in data.get("responses", ())
        ),
        statements=tuple(
            Statement(s["speaker"], s["text"], s.get("mode"), _optional(s))
            for s in data.get("statements", ())
        ),
    )


def _optional(entry: Mapping[str, Any]) -> bool:
    return bool(entry.get("optional"))


def _strings(value: str | Iterable[str] | None) -> tuple[str, ...]:
    return (value,) if isinstance(value, str) else tuple(value or ())


# ---------------------------------------------------------------------------------------------- article graphs


def from_dataset(ds: Dataset) -> dict[str, Annotation]:
    """Read every article's graph by the stem of the article's ``schema:identifier``, in order of article IRIs."""
    found = {}
    articles = {s for s, _, _, _ in ds.quads((None, RDF.type, KG.Article, None)) if isinstance(s, URIRef)}
    for article in sorted(articles):
        facts = _Facts(Graph(ds.store, identifier=article))
        if (RDF.type, KG.Article) in facts.about(article):
            name = facts.text(article, SCHEMA.identifier) or _local(article)
            found[Path(name).stem] = facts.annotation(article)
    return found


class _Facts:
    """One article graph, read once into plain tables. All that it returns is in a fixed order."""

    def __init__(self, graph: Graph) -> None:
        self._objects: dict[Node, dict[Node, list[Node]]] = defaultdict(lambda: defaultdict(list))
        self._of_type: dict[Node, list[Node]] = defaultdict(list)
        for subject, prop, value in sorted(graph, key=lambda triple: [str(node) for node in triple]):
            self._objects[subject][prop].append(value)
            if prop == RDF.type:
                self._of_type[value].append(subject)

    def about(self, node: Node) -> Iterator[tuple[Node, Node]]:
        """Yield property and value of everything said about a node."""
        for prop, values in self._objects.get(node, {}).items():
            yield from ((prop, value) for value in values)

    def objects(self, node: Node, prop: URIRef) -> list[Node]:
        return self._objects[node][prop] if node in self._objects else []

    def texts(self, node: Node, prop: URIRef) -> tuple[str, ...]:
        return tuple(str(value) for value in self.objects(node, prop) if isinstance(value, Literal))

    def text(self, node: Node, prop: URIRef) -> str | None:
        return next(iter(self.texts(node, prop)), None)

    def name(self, node: Node, prop: URIRef) -> str | None:
        """The local name of the value: ``Held`` of ``kg:Held``."""
        return next((_local(value) for value in self.objects(node, prop)), None)

    def label(self, node: Node) -> str:
        return self.text(node, SKOS.prefLabel) or self.text(node, RDFS.label) or _local(node)

    def labels(self, node: Node, prop: URIRef) -> tuple[str, ...]:
        return tuple(sorted(self.label(value) for value in self.objects(node, prop)))

    def confidence(self, node: Node) -> float | None:
        """The surest evidence's, in this article."""
        found = (self.text(evidence, KG.confidence) for evidence in self.objects(node, KG.evidence))
        return max((float(value) for value in found if value), default=None)

    def date(self, node: Node, *, until: bool = False) -> str | None:
        first, last = self.text(node, KG.date), self.text(node, KG.until) if until else None
        return f"{first}/{last}" if first and last else first

    def of(self, *kinds: str) -> Iterator[tuple[Node, str]]:
        """Yield the nodes of the first kind, then of the second, …, each node once, with its kind."""
        seen: set[Node] = set()
        for kind in kinds:
            for node in self._of_type.get(KG[kind], ()):
                if node not in seen:
                    seen.add(node)
                    yield node, kind

    def annotation(self, article: Node) -> Annotation:
        return Annotation(
            published=self.text(article, KG.published),
            actors=tuple(
                Actor(
                    (self.label(node), *self.texts(node, SKOS.altLabel)),
                    kind,
                    confidence=self.confidence(node),
                    id=str(node),
                )
                for node, kind in self.of(*ACTOR_KINDS)
            ),
            positions=tuple(
                Position(
                    self.label(person),
                    self.texts(node, KG.title),
                    self.labels(node, KG.within),
                    confidence=self.confidence(node),
                )
                for node, _ in self.of("Position")
                for person in self.objects(node, KG.heldBy)
            ),
            meetings=tuple(self._meeting(node, kind) for node, kind in self.of(*MEETING_KINDS)),
            proposals=tuple(self._proposal(node) for node, _ in self.of("Proposal")),
            responses=tuple(self._response(node) for node, _ in self.of("Response")),
            statements=tuple(self._statement(node) for node, _ in self.of("Statement")),
        )

    def _meeting(self, node: Node, kind: str) -> Meeting:
        return Meeting(
            participants=self.labels(node, KG.participant),
            date=self.date(node, until=True),
            place=next(iter(self.labels(node, KG.place)), None),
            status=self.name(node, KG.status),
            kind="Other" if kind == "Meeting" else kind,
            # the annotation guide asks for no press conference and forgives one
            optional=kind == "Media",
            confidence=self.confidence(node),
            id=str(node),
        )

    def _proposal(self, node: Node) -> Proposal:
        parts = [
            (part, text) for part in self.objects(node, KG.provision) for text in self.texts(part, KG.text)
        ]
        return Proposal(
            by=self.labels(node, KG.proposedBy),
            to=self.labels(node, KG.addressedTo),
            submitted=self.text(node, KG.submitted),
            published=self.text(node, KG.published),
            provisions=tuple(text for _, text in parts),
            confidence=self.confidence(node),
            id=str(node),
            sureness=tuple(self.confidence(part) for part, _ in parts),
        )

    def _response(self, node: Node) -> Response:
        return Response(
            by=self.labels(node, KG.respondent),
            to=self.labels(node, KG.recipient),
            linked=bool(self.objects(node, KG.respondsTo)),
            status=self.name(node, KG.status),
            date=self.date(node, until=True),
            form=self.name(node, KG.form),
            stance=self.name(node, KG.stance),
            confidence=self.confidence(node),
        )

    def _statement(self, node: Node) -> Statement:
        return Statement(
            speaker=next(iter(self.labels(node, KG.speaker)), ""),
            text=self.text(node, KG.text) or "",
            mode=self.name(node, KG.mode),
            confidence=self.confidence(node),
        )


def _local(node: Node) -> str:
    return str(node).rsplit("#", 1)[-1].rsplit("/", 1)[-1]
