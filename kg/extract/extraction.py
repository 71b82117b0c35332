"""The order in which one article's claims are found."""

from __future__ import annotations

from dataclasses import replace

from kg.clauses.tree import Tree
from kg.extract.actors import Position, read_cast
from kg.extract.cast import Actor, Cast
from kg.extract.citing import find_cited
from kg.extract.confidence import weigh
from kg.extract.events import find_events, made_at
from kg.extract.evidence import Witness
from kg.extract.statements import find_statements
from kg.extract.trace import Trace
from kg.extract.view import View
from kg.model import ActorClaim, Article, Clauses, Document, Extraction, PositionClaim, Span


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
    used = {k for s in statements for k in (s.speaker, s.on_behalf_of) if k}
    used |= {k for p in events.proposals for k in (*p.proposers, *p.addressees)}
    used |= {k for r in events.responses for k in (*r.respondents, *r.recipients)}
    used |= {k for m in events.meetings for k in (*m.participants, *((m.host,) if m.host else ()))}
    used |= {k for p in positions for k in (p.person, p.within) if k}
    actors = _actors(cast, witness, used)
    kept = {a.key for a in actors}
    found = Extraction(
        article=_titled(doc),
        actors=tuple(_among(a, kept) for a in actors),
        positions=tuple(_position(p, witness, kept) for p in positions if p.person in kept),
        meetings=events.meetings,
        proposals=events.proposals,
        responses=events.responses,
        statements=tuple(replace(s, mentions=tuple(k for k in s.mentions if k in kept)) for s in statements),
        cites=find_cited(doc),
    )
    return weigh(found, tree.doc, cast, trace)


def _titled(doc: Document) -> Article:
    """Return the article with the headline that its text has where metadata gives none."""
    headline = next((z.span.of(doc.article.text) for z in doc.zones if z.kind == "headline"), None)
    if doc.article.title or not headline:
        return doc.article
    return replace(doc.article, title=" ".join(headline.split()))


def _actors(cast: Cast, witness: Witness, used: set[str]) -> tuple[ActorClaim, ...]:
    """Return the claims of all actors that act somewhere or that another claim refers to, organs' owners included."""
    kept = {key for key, actor in cast.actors.items() if actor.agentive or key in used}
    for key in list(kept):
        owner = cast.actors[key].organ_of
        while owner and owner not in kept:
            kept.add(owner)
            owner = cast.actors[owner].organ_of
    spans: dict[str, list[Span]] = {}
    for mention in cast.sorted_mentions():
        if mention.kind != "pronoun":
            spans.setdefault(mention.actor, []).append(mention.span)
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
