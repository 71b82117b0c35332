"""What kind of act an infinitive or clause names: an encounter, something given away, somebody's own doing."""

from __future__ import annotations

from kg.extract.answering import answering
from kg.extract.proposing import proposing
from kg.extract.scene import Scene
from kg.model import Predicate

_WITH_OBJECT = ("patient", "to", "in", "with", "on", "for")
_ALWAYS_YIELDING = frozenset({"lift", "lay down", "hand over", "give up", "ease", "waive", "relax"})


class Acts:
    """Tells acts apart by the lists of ``ontology/lexicon/proposals.yaml``."""

    def __init__(self, scene: Scene) -> None:
        self.scene = scene
        self.tokens = scene.tokens
        self.lex = proposing()

    def encounter(self, head: int) -> bool:
        """Tell whether the act is an encounter, which is told as a meeting: "come to the table", "begin talks"."""
        lemma = self.tokens[head].lemma.lower()
        if lemma in self.lex.lists["meeting_verbs"]:
            return True
        p = self.scene.predicate(head)
        if p is None:
            return False
        return any(
            self.tokens[a.head].lemma.lower() in self.lex.lists["meeting_nouns"]
            for a in p.arguments
            if a.role == "patient" or (a.role in _WITH_OBJECT and lemma in self.lex.lists["joining_verbs"])
        )

    def answers(self, head: int) -> bool:
        """Tell whether the act is an answer: asking for one is told as an answer awaited."""
        p = self.scene.predicate(head)
        if p is None:
            return False
        return p.lemma in answering().replying or bool(self.objects(p, "patient") & answering().nouns)

    def subject(self, head: int) -> list[str]:
        """Return the actors that do the act."""
        p = self.scene.predicate(head)
        if p is None:
            return []
        return self.scene.actors(p.role("agent"))

    def concedes(self, head: int) -> bool:
        """Tell whether the act gives something away: a withdrawal, a release, aid."""
        p = self.scene.predicate(head)
        if p is None or p.negated or not self.lex.has("yielding_verbs", p.lemma) or self.encounter(head):
            return False
        if p.lemma in _ALWAYS_YIELDING:
            return True
        if p.lemma in self.lex.lists["giving_away"] and not p.role("patient"):
            return False  # "would return next week" gives nothing back
        objects = self.objects(p, "patient", "with", "on", "against")
        return not objects & self.lex.lists["hostile_objects"]

    def objects(self, p: Predicate, *roles: str) -> set[str]:
        """Return the lemmas of what stands in the given roles."""
        return {self.tokens[a.head].lemma.lower() for a in p.role(*roles)}

    def named_subject(self, head: int) -> bool:
        """Tell whether a verb has a subject of its own."""
        return any(True for _ in self.scene.tree.kids(head, "nsubj", "nsubjpass"))
