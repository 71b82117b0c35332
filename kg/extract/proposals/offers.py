"""Offers that no verb of offering makes: "is ready to withdraw", "said it would release"."""

from __future__ import annotations

from kg.extract.proposals.packages import Package
from kg.extract.proposals.reader import ProposalReader
from kg.model import Predicate

_GIVEN_TO = ("patient", "recipient", "to", "with", "for")


class Offers(ProposalReader):
    """Reads readiness and announcements of acts that give something away."""

    def read(self, p: Predicate) -> Package | None:
        """Return the offer of an adjective of readiness or of a verb that somebody announces to do."""
        if p.negated or p.conditional:
            return None
        if p.kind == "adjective":
            return self._ready(p)
        return self._announced(p) if p.kind == "verb" else None

    def of_nouns(self, p: Predicate) -> Package | None:
        """Return the offer of "announced its readiness to act"."""
        if p.kind != "verb" or p.negated or p.modality or p.conditional:
            return None
        for argument in p.role("patient"):
            noun = argument.head
            if self.tokens[noun].lemma.lower() not in self.lex.lists["readiness"]:
                continue
            head = next(
                (c.i for c in self.tree.kids(noun, "acl", "relcl") if self.scene.infinitive(c.i)), None
            )
            owners = [k for c in self.tree.kids(noun, "poss") for k in self.scene.cast.at(c.i)]
            package = self._offered(p, owners or self.scene.actors(p.role("agent")), head)
            if package is not None:
                package.published = self.scene.date(p)
                return package
        return None

    def _ready(self, p: Predicate) -> Package | None:
        """ "Kenya is ready to withdraw its troops": an offer where the act gives something away."""
        if (
            p.lemma not in self.lex.lists["readiness"]
            or p.modality not in ("", "alleged")
            or p.tense == "future"
        ):
            return None
        heads = (c.i for c in self.tree.kids(p.head, "xcomp", "ccomp") if self.scene.infinitive(c.i))
        return self._offered(p, self.scene.actors(p.role("agent")), next(heads, None))

    def _announced(self, p: Predicate) -> Package | None:
        """ "said it would release the hostages": by the speaker's own side, and no aside about what is offered."""
        above = self.scene.governor(p)
        if above is None or above.lemma not in self.lex.lists["announcing_verbs"]:
            return None
        if above.negated or above.conditional or self.tokens[above.head].dep == "relcl":
            return None
        if self.tokens[p.head].dep != "ccomp" or not (p.tense == "future" or p.modality == "would"):
            return None
        by = self.scene.actors(p.role("agent"))
        if not self.scene.meet(by, self.scene.actors(above.role("agent"))):
            return None
        return self._offered(p, by, p.head)

    def _offered(self, p: Predicate, by: list[str], head: int | None) -> Package | None:
        if not by or head is None or not self.acts.concedes(head):
            return None
        act = self.scene.predicate(head)
        spans = self.terms.infinitives(head) if self.scene.infinitive(head) else self.terms.clauses(head)
        to = self.scene.actors(act.role(*_GIVEN_TO)) if act is not None else []
        return Package(
            "Offer", by, self.scene.others(to, by), provisions=spans, spans=[self.tree.subtree(p.head)]
        )
