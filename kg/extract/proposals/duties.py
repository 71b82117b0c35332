"""Demands in the form of needs and obligations: "stressed the need for X to act", "said X must stop the raids"."""

from __future__ import annotations

from kg.extract.proposals.packages import Package
from kg.extract.proposals.reader import ProposalReader
from kg.model import Predicate, Span


class Duties(ProposalReader):
    """Reads what one side states as another's duty."""

    def read(self, p: Predicate) -> Package | None:
        """Return the demand that a verb states as a need or a duty, ``None`` if it does not."""
        if p.kind != "verb" or p.negated or p.conditional:
            return None
        if p.lemma in self.lex.lists["need_verbs"] and not p.modality:
            found = self._need(p)
            if found is not None:
                return found
        return self._obligation(p)

    # ------------------------------------------------------------------ needs

    def _need(self, p: Predicate) -> Package | None:
        by = self.scene.actors(p.role("agent"))
        needs = [
            a.head for a in p.role("patient") if self.tokens[a.head].lemma in self.lex.lists["need_nouns"]
        ]
        for noun in needs if by else ():
            for head in self._clauses(p, noun):
                to = self.scene.others(self.acts.subject(head), by)
                if to and not self.acts.encounter(head):
                    return self._package(p, by, to, self._with_subject(head))
            for prep in self.tree.kids(noun, "prep"):
                inner = next(self.tree.kids(prep.i, "pobj"), None)
                if prep.lemma == "for" and inner is not None:
                    to = self.scene.others(self._sources(inner.i), by)
                    if to:
                        return self._package(p, by, to, self.terms.phrases(inner.i))
        return None

    def _clauses(self, p: Predicate, noun: int) -> list[int]:
        children = [*self.tree.kids(noun, "acl", "relcl", "advcl"), *self.tree.kids(p.head, "advcl", "xcomp")]
        return [c.i for c in children if self.scene.infinitive(c.i) and self.acts.named_subject(c.i)]

    def _with_subject(self, head: int) -> list[Span]:
        spans = self.terms.infinitives(head)
        subject = next(self.tree.kids(head, "nsubj", "nsubjpass"))
        spans[0] = Span(self.tokens[self.tree.left[subject.i]].start, spans[0].end)
        return spans

    def _sources(self, noun: int) -> list[str]:
        preps = [c for c in self.tree.kids(noun, "prep") if c.lemma in ("from", "by")]
        return [k for prep in preps for t in self.tree.kids(prep.i, "pobj") for k in self.cast.at(t.i)]

    def _package(self, p: Predicate, by: list[str], to: list[str], spans: list[Span]) -> Package:
        return Package("Demand", by, to, provisions=spans, spans=[self.tree.subtree(p.head)])

    # ------------------------------------------------------------------ obligations

    def _obligation(self, p: Predicate) -> Package | None:
        """ "The envoy said both sides must stop the raids"."""
        if not self._obliges(p) or p.passive or p.lemma in self.lex.lists["idle_verbs"]:
            return None
        if self.acts.encounter(p.head) or self.acts.answers(p.head):
            return None
        if p.lemma == "be" and not list(self.tree.kids(p.head, "acomp")):
            return None
        if any(t.lemma == "have" for t in self.tree.kids(p.head, "aux")):  # "should have acted" blames
            return None
        matrix = self._stater(p)
        if matrix is not None and (matrix.conditional or matrix.negated or matrix.modality):
            return None
        by = self.scene.actors(matrix.role("agent")) if matrix is not None else self._owner_before_colon(p)
        to = self.scene.others(self.scene.actors(p.role("agent")), by)
        if not by or not to:
            return None
        package = self._package(p, by, to, self.terms.clauses(p.head))
        if matrix is not None:
            package.published = self.scene.date(matrix)
        return package

    def _obliges(self, p: Predicate) -> bool:
        if any(t.lemma in self.lex.lists["modal_verbs"] for t in self.tree.kids(p.head, "aux")):
            return True
        above = self.scene.governor(p)
        return (
            self.tokens[p.head].dep == "xcomp"
            and self.scene.infinitive(p.head)
            and above is not None
            and above.lemma in self.lex.lists["obliging_verbs"]
            and not above.negated
        )

    def _stater(self, p: Predicate) -> Predicate | None:
        """Return the verb that states the duty, over "have to" and the first of coordinated duties."""
        current, above = p, self.scene.governor(p)
        while above is not None and (
            above.lemma in self.lex.lists["obliging_verbs"] or self.tokens[current.head].dep == "conj"
        ):
            current, above = above, self.scene.governor(above)
        if above is None or above.kind != "verb" or self.tokens[current.head].dep != "ccomp":
            return None
        return above if above.lemma in self.lex.lists["stating_verbs"] else None

    def _owner_before_colon(self, p: Predicate) -> list[str]:
        """ "He set out his terms: Kenya must withdraw": whose terms they are."""
        first = self.scene.doc.sentences[p.sentence].first
        colon = next((i for i in range(first, p.head) if self.tokens[i].text == ":"), first)
        nouns = (
            i for i in range(first, colon) if self.tokens[i].lemma.lower() in self.lex.lists["terms_nouns"]
        )
        noun = next(nouns, None)
        if noun is None:
            return []
        owners = [k for c in self.tree.kids(noun, "poss") for k in self.cast.at(c.i)]
        return owners or [k for v, _ in self.scene.carriers(noun) for k in self.scene.actors(v.role("agent"))]
