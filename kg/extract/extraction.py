"""The order in which one article's claims are found."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from kg.clauses.tree import Tree
from kg.extract.actors import Position, read_cast
from kg.extract.actors.claims import among, believed, claimed, proposed
from kg.extract.citing import find_cited
from kg.extract.confidence import weigh
from kg.extract.evidence import Witness
from kg.extract.meetings import about, find_meetings, made_at, meeting_claims
from kg.extract.proposals import find_proposals, proposal_claims
from kg.extract.responses import find_responses
from kg.extract.scene import Scene
from kg.extract.statements import find_statements
from kg.extract.trace import Trace
from kg.model import Article, Clauses, Document, Extraction, PositionClaim, ProposalClaim

# the most words that a name of a proposal has; more are a clause
_NAME = 6


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
    encounters = find_meetings(tree, clauses, cast, witness)
    scene = Scene(tree, clauses, cast, witness)
    packages = find_proposals(scene, met=[e.parties for e in encounters])
    responses = find_responses(scene, packages)
    meetings = about(meeting_claims(encounters, tree, witness), encounters, packages, tree)
    statements = made_at(statements, encounters, tree)
    roles = _roles(
        ("speaker", (s.speaker for s in statements)),
        ("principal", (s.on_behalf_of for s in statements)),
        ("proposer", (k for p in packages for k in p.by)),
        ("addressee", (k for p in packages for k in p.to)),
        ("respondent", (k for r in responses for k in r.respondents)),
        ("recipient", (k for r in responses for k in r.recipients)),
        ("party", (k for m in meetings for k in m.participants)),
        ("host", (m.host for m in meetings)),
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
        meetings=meetings,
        proposals=tuple(_called(p, doc.article.text) for p in proposal_claims(packages, scene)),
        responses=responses,
        statements=statements,
        cites=find_cited(doc),
    )
    return believed(weigh(among(found, frozenset(sure)), tree.doc, cast, trace), sure, trace)


def _called(claim: ProposalClaim, text: str) -> ProposalClaim:
    """Keep the few words in which the article speaks of a proposal, as other articles do too; part its sides."""
    names = (" ".join(item.span.of(text).split()) for item in claim.evidence)
    short = dict.fromkeys(name for name in names if len(name.split()) <= _NAME)
    # nobody puts a proposal to himself: whoever is named as both is an addressee, if there is another proposer
    by = tuple(key for key in claim.proposers if key not in claim.addressees) or claim.proposers
    to = tuple(key for key in claim.addressees if key not in by)
    return replace(claim, proposers=by, addressees=to, names=tuple(short))


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
