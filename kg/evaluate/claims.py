"""What one article says as its extraction has it, before resolution, and what every claim is worth against gold."""

from __future__ import annotations

from collections.abc import Iterator

from kg.evaluate.annotations import Actor, Annotation, Meeting, Position, Proposal, Response, Statement
from kg.evaluate.similarity import ALIKE, Similarity, best_pairs, dice, words
from kg.model import Extraction, PartialDate


def from_extraction(extraction: Extraction) -> Annotation:
    """Turn an article's claims into an annotation; entries stand in the order of the claims."""
    names = {actor.key: actor.name for actor in extraction.actors}

    def called(*keys: str | None) -> tuple[str, ...]:
        return tuple(names.get(key, key) for key in keys if key)

    return Annotation(
        published=extraction.article.published,
        actors=tuple(Actor((a.name, *a.aliases), a.kind) for a in extraction.actors),
        positions=tuple(
            Position(names.get(p.person, p.person), (p.title, *p.other_titles), called(p.within))
            for p in extraction.positions
        ),
        meetings=tuple(
            Meeting(
                called(*m.participants),
                _date(m.when),
                m.place,
                m.status,
                "Other" if m.kind == "Meeting" else m.kind,
                optional=m.kind == "Media",
            )
            for m in extraction.meetings
        ),
        proposals=tuple(
            Proposal(
                called(*p.proposers),
                called(*p.addressees),
                p.submitted.value if p.submitted else None,
                p.published.value if p.published else None,
                tuple(part.text for part in p.provisions),
            )
            for p in extraction.proposals
        ),
        responses=tuple(
            Response(
                called(*r.respondents),
                called(*r.recipients),
                bool(r.proposal),
                r.status,
                _date(r.when),
                r.form,
                r.stance,
            )
            for r in extraction.responses
        ),
        statements=tuple(
            Statement(names.get(s.speaker, s.speaker), s.text, s.mode) for s in extraction.statements
        ),
    )


def _date(when: PartialDate | None) -> str | None:
    if when is None:
        return None
    return f"{when.value}/{when.until}" if when.until else when.value


def worths(gold: Annotation, predicted: Annotation) -> Iterator[tuple[str, int, float]]:
    """Yield kind, place and worth of every predicted entry; the provisions of all proposals are a kind of their own.

    A claim that matches an optional entry is right too: careful readers differ whether it matters, not whether it is
    so. One that is optional itself and alone is not judged. For provisions see ``provision_worths``.
    """
    alike = Similarity(gold, predicted)
    for kind in ("actors", "positions", "meetings", "proposals", "responses", "statements"):
        entries, others = getattr(gold, kind), getattr(predicted, kind)
        worth = {j: value for value, _, j in best_pairs(entries, others, getattr(alike, kind))}
        for j, entry in enumerate(others):
            if j in worth or not entry.optional:
                yield kind, j, worth.get(j, 0.0)
    yield from (("provisions", j, worth) for j, worth in enumerate(provision_worths(gold, predicted)))


def provision_worths(gold: Annotation, predicted: Annotation) -> tuple[float, ...]:
    """Return what every predicted provision is worth, in order of the proposals and of their provisions.

    It is worth the words that it shares with its partner, which may be a provision of any proposal of the gold.
    """
    left, right = ([words(t) for p in side.proposals for t in p.provisions] for side in (gold, predicted))
    pairs = best_pairs(left, right, lambda a, b: d if (d := dice(a, b)) >= ALIKE else 0.0)
    worth = {j: value for value, _, j in pairs}
    return tuple(worth.get(j, 0.0) for j in range(len(right)))
