"""The order in which one article's claims are found."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from kg.clauses.tree import Tree
from kg.extract.actors import Position, read_cast
from kg.extract.actors.claims import among, believed, claimed, proposed
from kg.extract.citing import find_cited
from kg.extract.confidence import weigh
from kg.extract.events import find_events, made_at
from kg.extract.evidence import Witness
from kg.extract.statements import find_statements
from kg.extract.trace import Trace
from kg.extract.view import View
from kg.model import Article, Clauses, Document, Extraction, PositionClaim


def extract(doc: Document, clauses: Clauses, *, trace: Trace | None = None) -> Extraction:
    """Return everything that one article supports.

    Args:
        doc: the annotated article.
        clauses: its predicates.
        trace: told on the way why claims were made or not; the claims are the same without.

    Returns:
        Claims with evidence; a claim that no exact words support is not made.
    """
    tree = Tree(clauses.doc or doc)
    cast, positions = read_cast(tree)
    witness = Witness(tree, trace)
    statements = find_statements(tree, clauses, cast, witness)
    view = View(tree, clauses, cast, witness)
    events = find_events(view)
    statements = made_at(statements, events.occasions, view)
    roles = _roles(
        ("speaker", (s.speaker for s in statements)),
        ("principal", (s.on_behalf_of for s in statements)),
        ("proposer", (k for p in events.proposals for k in p.proposers)),
        ("addressee", (k for p in events.proposals for k in p.addressees)),
        ("respondent", (k for r in events.responses for k in r.respondents)),
        ("recipient", (k for r in events.responses for k in r.recipients)),
        ("party", (k for m in events.meetings for k in m.participants)),
        ("host", (m.host for m in events.meetings)),
        ("holder", (p.person for p in positions)),
        ("body", (p.within for p in positions)),
    )
    everybody = proposed(cast, witness, roles)
    sure = claimed(everybody, cast)
    if trace is not None:
        trace.proposed += everybody
    found = Extraction(
        article=_titled(doc),
        actors=tuple(one.claim for one in everybody),
        positions=tuple(_position(p, witness) for p in positions),
        meetings=events.meetings,
        proposals=events.proposals,
        responses=events.responses,
        statements=statements,
        cites=find_cited(doc),
    )
    return believed(weigh(among(found, frozenset(sure)), tree.doc, cast, trace), sure, trace)


def _titled(doc: Document) -> Article:
    """Return the article with the headline that its text has where metadata gives none."""
    headline = next((z.span.of(doc.article.text) for z in doc.zones if z.kind == "headline"), None)
    if doc.article.title or not headline:
        return doc.article
    return replace(doc.article, title=" ".join(headline.split()))


def _roles(*parts: tuple[str, Iterable[str | None]]) -> dict[str, frozenset[str]]:
    """Return the roles in which claims refer to actors, by key."""
    found: dict[str, set[str]] = {}
    for role, keys in parts:
        for key in keys:
            if key:
                found.setdefault(key, set()).add(role)
    return {key: frozenset(roles) for key, roles in found.items()}


def _position(position: Position, witness: Witness) -> PositionClaim:
    return PositionClaim(
        person=position.person,
        title=position.titles[0],
        within=position.within,
        evidence=witness.of(*position.spans[:2], rule="position"),
        other_titles=tuple(position.titles[1:]),
    )
