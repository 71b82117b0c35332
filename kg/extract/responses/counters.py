"""What an answer puts forward itself: "the reply suggests talks on A and B" is a proposal by whoever gave the reply."""

from __future__ import annotations

from kg.extract.answering import answering
from kg.extract.proposals.addressees import answer_parties
from kg.extract.proposals.packages import Package
from kg.extract.proposals.terms import Terms
from kg.extract.scene import Scene
from kg.model import Predicate, Span

_SUGGESTING = frozenset({"suggest", "propose", "offer", "recommend"})


class Counters:
    """Reads the proposals that answers contain."""

    def __init__(self, scene: Scene, terms: Terms) -> None:
        self.scene = scene
        self.terms = terms
        self.tree = scene.tree
        self.tokens = scene.tokens
        self.words = answering()

    def read(self, p: Predicate) -> Package | None:
        """Return the proposal that the subject of a verb of suggesting contains, if it is an answer given before."""
        if p.kind != "verb" or p.lemma not in _SUGGESTING or p.negated or p.conditional or p.modality:
            return None
        heads = [a.head for a in p.role("agent") if not self.scene.cast.of(a)]
        if not any(self.tokens[i].lemma.lower() in self.words.papers for i in heads):
            return None
        terms = self._terms(p)
        answer = self._answer_before(p) if terms else None
        if answer is None:
            return None
        by, to = answer_parties(self.scene, answer)
        by = [
            k for i in heads for c in self.tree.kids(i, "poss", "amod") for k in self.scene.cast.at(c.i)
        ] or by
        to = self.scene.others(to, by)
        if len(by) != 1 or not to:
            return None
        package = Package("Plan", by, to, provisions=terms, spans=[self.tree.subtree(p.head)])
        package.submitted = next(
            (d for v, _ in self.scene.carriers(answer.head) if (d := self.scene.date(v)) is not None), None
        )
        return package

    def _terms(self, p: Predicate) -> list[Span]:
        for a in p.role("patient"):
            return self.terms.listed(a.head) or self.terms.whole(a.head)
        for a in p.role("content"):
            if self.tokens[a.head].pos in ("VERB", "AUX"):
                return self.terms.clauses(a.head)
        return []

    def _answer_before(self, p: Predicate) -> Predicate | None:
        """Return the noun of the answer that was given last before."""
        found = None
        for q in self.scene.clauses.predicates:
            given = q.kind == "noun" and q.lemma in self.words.nouns and q.head < p.head
            if given and any(
                v.lemma in self.words.giving and not v.negated for v, _ in self.scene.carriers(q.head)
            ):
                found = q
        return found
