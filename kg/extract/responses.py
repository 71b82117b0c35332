"""Responses: answers to proposals, given, awaited or refused."""

from __future__ import annotations

from kg.extract.answers import Answers
from kg.extract.awaited import Awaited
from kg.extract.packages import Packages
from kg.extract.rebuffs import Rebuffs
from kg.extract.replies import Replies
from kg.extract.response_nouns import ResponseNouns
from kg.extract.response_verbs import ResponseVerbs
from kg.extract.scene import Scene
from kg.model import Predicate, ResponseClaim

_SECONDARY = frozenset({"headline", "standfirst"})


def find_responses(scene: Scene, packages: Packages) -> tuple[ResponseClaim, ...]:
    """Return the answers of an article in text order; the same party's answer to the same proposal is one.

    Headline, standfirst and quoted words add to what the body tells, and enter no answer of their own.
    """
    answers = Answers(scene)
    replies = Replies(scene, packages)
    awaited, verbs, nouns = Awaited(replies), ResponseVerbs(replies), ResponseNouns(replies)
    rebuffs = Rebuffs(replies)

    def read(p: Predicate, *, only_known: bool) -> None:
        packages.cursor = scene.tokens[p.head].start
        found = awaited.read(p) or verbs.read(p) or nouns.read(p) or rebuffs.read(p) or rebuffs.of_clause(p)
        if found is not None:
            answers.add(found, only_known=only_known)

    later: list[Predicate] = []
    for p in scene.clauses.predicates:
        zone = scene.zone(p)
        if zone == "body":
            read(p, only_known=scene.quoted(p.head))
        elif zone in _SECONDARY:
            later.append(p)
    for p in later:
        read(p, only_known=True)
    return answers.claims()
