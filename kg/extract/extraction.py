"""The order in which one article's claims are found."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace

from kg.clauses.tree import Tree
from kg.extract.actors import Position, read_cast
from kg.extract.actors.features import features
from kg.extract.cast import Actor, Cast
from kg.extract.citing import find_cited
from kg.extract.confidence import weigh
from kg.extract.evidence import Witness
from kg.extract.meetings import about, find_meetings, made_at, meeting_claims
from kg.extract.proposals import find_proposals, proposal_claims
from kg.extract.responses import find_responses
from kg.extract.scene import Scene
from kg.extract.statements import find_statements
from kg.extract.trace import Trace
from kg.model import ActorClaim, Article, Clauses, Document, Extraction, PositionClaim, ProposalClaim, Span

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
    actors = _actors(cast, witness, roles)
    kept = {a.key for a in actors}
    found = Extraction(
        article=_titled(doc),
        actors=tuple(_among(a, kept) for a in actors),
        positions=tuple(_position(p, witness, kept) for p in positions if p.person in kept),
        meetings=meetings,
        proposals=tuple(_called(p, doc.article.text) for p in proposal_claims(packages, scene)),
        responses=responses,
        statements=tuple(replace(s, mentions=tuple(k for k in s.mentions if k in kept)) for s in statements),
        cites=find_cited(doc),
    )
    return weigh(found, tree.doc, cast, trace)


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


CANDS = None


def _actors(cast: Cast, witness: Witness, roles: Mapping[str, frozenset[str]]) -> tuple[ActorClaim, ...]:
    """Return the claims of all actors that act somewhere or that another claim refers to, organs' owners included."""
    kept = {key for key, actor in cast.actors.items() if actor.agentive or key in roles}
    for key in list(kept):
        owner = cast.actors[key].organ_of
        while owner and owner not in kept:
            kept.add(owner)
            owner = cast.actors[owner].organ_of
    spans: dict[str, list[Span]] = {}
    for mention in cast.sorted_mentions():
        if mention.kind != "pronoun":
            spans.setdefault(mention.actor, []).append(mention.span)
    global CANDS
    allc = [_actor(actor, witness, spans[key]) for key, actor in cast.actors.items() if key in spans]
    CANDS = (features(cast.tree, cast, roles), allc, kept)
    return tuple(
        _actor(actor, witness, spans[key])
        for key, actor in cast.actors.items()
        if key in kept and key in spans
    )


def _actor(actor: Actor, witness: Witness, spans: list[Span]) -> ActorClaim:
    rule = "actor.known" if actor.gazetteer else "actor.collective" if actor.plural else "actor.name"
    aliases = tuple(dict.fromkeys(form for form in (*actor.names, *actor.descriptions) if form != actor.name))
    forms = {
        span.of(witness.doc.article.text): span for span in reversed(spans)
    }  # where each form stands first
    return ActorClaim(
        key=actor.key,
        kind=actor.kind,
        name=actor.name,
        aliases=aliases,
        evidence=witness.of(*sorted(forms.values()), rule=rule),
        gazetteer=actor.gazetteer,
        organ_of=actor.organ_of,
        member_of=tuple(actor.member_of),
    )


def _among(actor: ActorClaim, kept: set[str]) -> ActorClaim:
    """Return a claim that refers only to actors that are claimed."""
    return replace(
        actor,
        organ_of=actor.organ_of if actor.organ_of in kept else None,
        member_of=tuple(k for k in actor.member_of if k in kept),
    )


def _position(position: Position, witness: Witness, kept: set[str]) -> PositionClaim:
    return PositionClaim(
        person=position.person,
        title=position.titles[0],
        within=position.within if position.within in kept else None,
        evidence=witness.of(*position.spans[:2], rule="position"),
        other_titles=tuple(position.titles[1:]),
    )
