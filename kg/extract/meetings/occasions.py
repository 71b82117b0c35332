"""What links meetings with the rest of an article: what is said at them, and which proposals they are about."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from kg.clauses.tree import Tree
from kg.extract.meetings.encounters import Encounter
from kg.extract.proposals.packages import Package
from kg.model import MeetingClaim, StatementClaim


def made_at(
    statements: Iterable[StatementClaim], found: Sequence[Encounter], tree: Tree
) -> tuple[StatementClaim, ...]:
    """Return the statements, those made at a meeting with its key: "said at the talks", "told a news conference".

    A statement is made there if its speaker takes part and the speaking verb of the occasion stands in its sentence.
    """
    said_in = {(tree.sentence_of[i], key): e.key for e in found for i in e.occasions for key in e.parties}
    starts = [s.span for s in tree.doc.sentences]
    linked = []
    for statement in statements:
        sentence = statement.evidence[0].sentence
        ids = (n for n, span in enumerate(starts) if span.overlaps(sentence))
        at = next((said_in[n, statement.speaker] for n in ids if (n, statement.speaker) in said_in), None)
        linked.append(replace(statement, made_at=at) if at is not None else statement)
    return tuple(linked)


def about(
    claims: Iterable[MeetingClaim], found: Iterable[Encounter], packages: Iterable[Package], tree: Tree
) -> tuple[MeetingClaim, ...]:
    """Return the meetings, those whose topic names a proposal of the article with its key.

    The topic names it by the very noun that denotes it, or by its word with "the", if that fits one proposal alone.
    """
    known = [(p.key, p.nouns, {tree.tokens[i].lemma.lower() for i in p.nouns}) for p in packages]
    linked = []
    for claim, e in zip(claims, found, strict=True):
        nouns = [t for t in tree.tokens if e.topic is not None and e.topic.start <= t.start < e.topic.end]
        definite = any(t.lower_is("the") for t in nouns)
        words = {t.lemma.lower() for t in nouns if t.pos in ("NOUN", "PROPN")}
        keys = [key for key, heads, _ in known if any(t.i in heads for t in nouns)]
        named = [key for key, _, lemmas in known if definite and lemmas & words]
        keys = keys or (named if len(named) == 1 else [])
        linked.append(replace(claim, about=tuple(keys)) if keys else claim)
    return tuple(linked)
