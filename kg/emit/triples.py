"""The parts that triples are made of: nodes for keys, literals, evidence."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from functools import cache

import pyoxigraph as po
from rdflib import RDF, XSD

from kg.model import (
    ActorClaim,
    Evidence,
    Extraction,
    Issue,
    MeetingClaim,
    PartialDate,
    ProposalClaim,
    Resolution,
    ResponseClaim,
    StatementClaim,
)
from kg.ontology import KG, OA

Report = Callable[[Issue], None]
Object = po.NamedNode | po.Literal
KeyedClaim = ActorClaim | MeetingClaim | ProposalClaim | ResponseClaim | StatementClaim
EvidenceKey = tuple[int, int, int, int, str, float]

INTEGER, DECIMAL = po.NamedNode(XSD.integer), po.NamedNode(XSD.decimal)
_DATATYPES = {
    "day": po.NamedNode(XSD.date),
    "month": po.NamedNode(XSD.gYearMonth),
    "year": po.NamedNode(XSD.gYear),
}


_property = cache(po.NamedNode)  # the few properties are asked for thousands of times


class Triples:
    """The triples of one article's graph, and the ways to add to them.

    Attributes:
        name: the article's IRI, which is also the name of the graph.
        triples: what has been added so far.
    """

    def __init__(self, extraction: Extraction, resolution: Resolution, *, base: str, report: Report) -> None:
        self.extraction = extraction
        self.article = extraction.article
        self.resolution = resolution
        self.base = base
        self.report = report
        self.name = self.iri("article", self.article.id)
        self.ids = {
            "actor": resolution.actor_ids,
            "meeting": resolution.meeting_ids,
            "proposal": resolution.proposal_ids,
            "response": resolution.response_ids,
            "statement": resolution.statement_ids,
        }
        self.numbers = _numbered(extraction)
        self.supported = {
            (kind, claim.key) for kind, claim in _keyed(extraction) if any(map(self.exact, claim.evidence))
        }
        self.triples: set[tuple[po.NamedNode, po.NamedNode, Object]] = set()

    def iri(self, kind: str, id: str) -> po.NamedNode:
        """Return the node of a kind with an id."""
        return po.NamedNode(f"{self.base}{kind}/{id}")

    def id(self, node: po.NamedNode) -> str:
        """Return the id in a data IRI: what follows the kind."""
        return node.value.removeprefix(self.base).split("/", 1)[1]

    def actor(self, key: str) -> po.NamedNode | None:
        """Return the node that an actor's key denotes: see ``thing``."""
        return self.thing("actor", key)

    def claimed(self, kind: str, claim: KeyedClaim, what: str) -> po.NamedNode | None:
        """Return the node of a claim after adding its evidence; ``None`` for a claim that has none."""
        if not self.evidence_of(claim.evidence, what):
            return None
        node = self.thing(kind, claim.key)
        if node is not None:
            self.evidence(node, claim.evidence)
        return node

    def thing(self, kind: str, key: str, *, among: Iterable[str] = ()) -> po.NamedNode | None:
        """Return the node that a claim's key denotes; report a key that denotes nothing in this graph."""
        for candidate in (kind, *among):
            id = self.ids[candidate].get((self.article.id, key))
            if id is not None and (candidate, key) in self.supported:
                return self.iri(candidate, id)
        self.issue(
            f"a claim refers to {kind} {key!r}, which this article does not have", "the reference is left out"
        )
        return None

    def add(self, node: po.NamedNode, prop: str, value: Object) -> None:
        """Add a triple."""
        self.triples.add((node, _property(prop), value))

    def type(self, node: po.NamedNode, name: str) -> None:
        """Say that the node is of the class with this local name."""
        self.add(node, RDF.type, po.NamedNode(KG[name]))

    def text(self, node: po.NamedNode, prop: str, text: str | None) -> None:
        """Add a text as it is, unless there is none or it is blank."""
        if text is not None and text.strip():
            self.add(node, prop, po.Literal(text))

    def value(self, node: po.NamedNode, prop: str, name: str | None) -> None:
        """Add a member of an enumeration by its local name."""
        if name is not None:
            self.add(node, prop, po.NamedNode(KG[name]))

    def link(self, node: po.NamedNode, prop: str, keys: Iterable[str]) -> None:
        """Add the actors that the keys denote."""
        for key in keys:
            actor = self.actor(key)
            if actor is not None and actor != node:
                self.add(node, prop, actor)

    def about(self, node: po.NamedNode, keys: Iterable[str]) -> None:
        """Add what the node is about: the key of any claim, of a proposal first."""
        for key in keys:
            thing = self.thing("proposal", key, among=("meeting", "response", "statement", "actor"))
            if thing is not None and thing != node:
                self.add(node, KG.about, thing)

    def outlet(self, via: str | None) -> str | None:
        """``via`` names an outlet, or is the key of one that the article has as an actor."""
        id = self.resolution.actor_ids.get((self.article.id, via)) if via else None
        return self.resolution.entities[id].label if id is not None else via

    def when(self, node: po.NamedNode, when: PartialDate | None) -> None:
        """Add a date, or a range as its first and last."""
        if when is not None:
            self.add(node, KG.date, literal(when.value))
            if when.until is not None:
                self.add(node, KG.until, literal(when.until))

    def date(self, node: po.NamedNode, prop: str, when: PartialDate | None) -> None:
        """Add a date to a property that has no range; see ``single``."""
        if when is not None and (value := single(when)):
            self.add(node, prop, literal(value))

    def evidence_of(self, evidence: Iterable[Evidence], what: str) -> bool:
        """Tell whether there is evidence that stands in the text; report what does not."""
        pieces = list(evidence)
        for item in pieces:
            if not self.exact(item):
                where = f"[{item.span.start}, {item.span.end})"
                self.issue(f"evidence {where} of {what!r} is not a stretch of the text", "it is left out")
        found = any(map(self.exact, pieces))
        if not found:
            self.issue(f"{what!r} has no evidence in the text", "the claim is left out")
        return found

    def evidence(self, node: po.NamedNode, evidence: Iterable[Evidence]) -> None:
        """Add the pieces of evidence that stand in the text."""
        text = self.article.text
        for item in filter(self.exact, evidence):
            proof = self.iri("evidence", f"{self.article.id}-{self.numbers[_key(item)]}")
            self.add(node, KG.evidence, proof)
            self.type(proof, "Evidence")
            self.add(proof, OA.hasSource, self.name)
            self.add(proof, KG.start, po.Literal(str(item.span.start), datatype=INTEGER))
            self.add(proof, KG.end, po.Literal(str(item.span.end), datatype=INTEGER))
            self.add(proof, KG.quote, po.Literal(item.span.of(text)))
            # a quotation may run over several sentences: all of them are its sentence
            self.add(proof, KG.sentence, po.Literal(item.sentence.cover(item.span).of(text)))
            self.text(proof, KG.extractor, item.extractor)
            self.add(proof, KG.confidence, decimal(item.confidence))

    def exact(self, item: Evidence) -> bool:
        """Tell whether the evidence is a stretch of the article's text."""
        return item.span.start < item.span.end <= len(self.article.text)

    def issue(self, message: str, hint: str) -> None:
        """Report something wrong with a claim of this article."""
        self.report(Issue("error", self.article.name, message, hint))


def _key(item: Evidence) -> EvidenceKey:
    return (
        item.span.start,
        item.span.end,
        item.sentence.start,
        item.sentence.end,
        item.extractor,
        item.confidence,
    )


def _keyed(extraction: Extraction) -> Iterator[tuple[str, KeyedClaim]]:
    yield from (("actor", claim) for claim in extraction.actors)
    yield from (("meeting", claim) for claim in extraction.meetings)
    yield from (("proposal", claim) for claim in extraction.proposals)
    yield from (("response", claim) for claim in extraction.responses)
    yield from (("statement", claim) for claim in extraction.statements)


def _numbered(extraction: Extraction) -> dict[EvidenceKey, int]:
    """Number the pieces of evidence in text order; one that supports several claims is one."""
    pieces = [item for _, claim in _keyed(extraction) for item in claim.evidence]
    pieces += [item for position in extraction.positions for item in position.evidence]
    pieces += [i for proposal in extraction.proposals for part in proposal.provisions for i in part.evidence]
    return {key: number for number, key in enumerate(sorted({_key(item) for item in pieces}), 1)}


def literal(date: str) -> po.Literal:
    """Return a date with the datatype of its precision."""
    return po.Literal(date, datatype=_DATATYPES[PartialDate(date).precision])


def single(when: PartialDate) -> str | None:
    """Return one date for a range where the graph has no place for its end: the month or year that holds it all."""
    if when.until is None:
        return when.value
    sizes = (size for size in (10, 7, 4) if size <= len(when.value))
    return next((when.value[:size] for size in sizes if when.value[:size] == when.until[:size]), None)


def decimal(number: float) -> po.Literal:
    """Return an ``xsd:decimal`` with four places at most."""
    # canonical form: what a store makes of it and what a file says are the same
    text = f"{number:.4f}".rstrip("0").rstrip(".")
    return po.Literal(text or "0", datatype=DECIMAL)
