"""Responses: answers to proposals, given, awaited or refused."""

from __future__ import annotations

from kg.extract.proposals.packages import Packages
from kg.extract.responses.answers import Answer, Answers
from kg.extract.responses.awaited import Awaited
from kg.extract.responses.brushoffs import Brushoffs
from kg.extract.responses.nouns import ResponseNouns
from kg.extract.responses.rebuffs import Rebuffs
from kg.extract.responses.replies import Replies
from kg.extract.responses.verbs import ResponseVerbs
from kg.extract.scene import Scene
from kg.model import UNREAL, Predicate, ResponseClaim

_SECONDARY = frozenset({"headline", "standfirst"})


def find_responses(scene: Scene, packages: Packages) -> tuple[ResponseClaim, ...]:
    """Return the answers of an article in text order; the same party's answer to the same proposal is one.

    Headline, standfirst and quoted words add to what the body tells, and enter no answer of their own.
    """
    answers = Answers(scene)
    replies = Replies(scene, packages)
    awaited, verbs, nouns = Awaited(replies), ResponseVerbs(replies), ResponseNouns(replies)
    rebuffs, brushoffs = Rebuffs(replies), Brushoffs(replies)

    def read(p: Predicate, *, only_known: bool) -> None:
        packages.cursor = scene.tokens[p.head].start
        found = (
            awaited.read(p)
            or verbs.read(p)
            or nouns.read(p)
            or rebuffs.read(p)
            or rebuffs.of_clause(p)
            or brushoffs.read(p)
        )
        if found is not None:
            answers.add(found, only_known=only_known and not _own_words(found, p, scene))

    later: list[Predicate] = []
    for p in scene.clauses.predicates:
        if p.modality in UNREAL:
            continue
        zone = scene.zone(p)
        if zone == "body":
            read(p, only_known=scene.quoted(p.head))
        elif zone in _SECONDARY:
            later.append(p)
    for p in later:
        read(p, only_known=True)
    return answers.claims()


def _own_words(found: Answer, p: Predicate, scene: Scene) -> bool:
    """Tell whether a speaker awaits in his own words an answer to his proposal, or gives his own to another's."""
    if found.package is None or scene.zone(p) != "body":
        return False
    speaker = scene.speaker(p) or scene.quoter(p.head)
    return scene.meet(speaker, found.package.by if found.status == "Expected" else found.by)
