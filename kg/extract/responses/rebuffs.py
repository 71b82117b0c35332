"""Answers given in words about a proposal: "Commenting on X's call, he said …", "called it unacceptable"."""

from __future__ import annotations

from kg.extract.responses.answers import Answer
from kg.extract.responses.reader import ReplyReader
from kg.model import Argument, Predicate, Stance

_NOT = frozenset({"not", "n't", "never", "no", "nor", "neither", "none", "nobody", "nothing"})


class Rebuffs(ReplyReader):
    """Reads what a party says of another's proposal."""

    def read(self, p: Predicate) -> Answer | None:
        """Return the answer that lies in what is said of a proposal, ``None`` if none does."""
        if p.conditional:
            return None
        if p.kind == "verb" and p.lemma in self.lex.assessing_verbs:
            found = self._assessed(p)
            if found is not None:
                return found
        if p.kind == "verb":
            return self._taken_up(p)
        return None

    # ------------------------------------------------------------------ commenting on a proposal

    def _taken_up(self, p: Predicate) -> Answer | None:
        by = self.scene.actors(p.role("agent"))
        if not by or p.negated or p.modality or p.tense == "future" or not p.role("content"):
            return None
        for head in self._topics(p):
            package = self.replies.packages.headed(head)
            target = (package, list(package.by)) if package is not None else self.replies.target_at(head, by)
            if target is None or not self.scene.others(target[1], by):
                continue
            if package is not None and package.to and not self.scene.meet(package.to, by):
                continue
            if not self._denies(p):
                continue
            return self.replies.answer(p, by, target[1], target[0], stance="Rejected", form="Oral")
        return None

    def _topics(self, p: Predicate) -> list[int]:
        """Return the nouns that a participle or "in response to" before the reporting verb takes up."""
        found: list[int] = []
        for child in self.tree.kids(p.head, "advcl", "prep"):
            if child.dep == "advcl" and child.lemma in self.lex.taking_up and child.i < p.head:
                inner = self.scene.predicate(child.i)
                if inner is not None:
                    found += [a.head for a in inner.role("on", "to", "about")]
            elif child.dep == "prep" and child.lower_is("in"):
                for noun in self.tree.kids(child.i, "pobj"):
                    if noun.lemma in ("response", "reply", "reaction", "answer"):
                        found += [
                            j.i for c in self.tree.kids(noun.i, "prep") for j in self.tree.kids(c.i, "pobj")
                        ]
        return found

    def _denies(self, p: Predicate) -> bool:
        for argument in p.role("content"):
            inner = self.scene.predicate(argument.head)
            if inner is not None and (inner.negated or self._has_no(argument)):
                return True
        return False

    def _has_no(self, argument: Argument) -> bool:
        return any(
            t.text.lower() in _NOT
            for t in (
                *self.tree.kids(argument.head),
                *(g for c in self.tree.kids(argument.head) for g in self.tree.kids(c.i, "det", "neg")),
            )
        )

    # ------------------------------------------------------------------ calling it names

    def of_clause(self, p: Predicate) -> Answer | None:
        """Return the answer in "X said that the conditions were unacceptable", "… would be tantamount to surrender"."""
        stance: Stance | None = None
        subject: list[Argument] = []
        if p.kind == "adjective" and not p.negated:
            stance, subject = self.lex.appraisals.get(p.lemma), list(p.role("agent"))
        elif p.kind == "verb" and p.lemma == "be" and not p.negated:
            words = [self.tokens[a.head].lemma.lower() for a in p.role("attribute")]
            stance = next((self.lex.appraisals[w] for w in words if w in self.lex.appraisals), None)
            subject = list(p.role("agent"))
        if stance is None or p.conditional:
            return None
        by = self.scene.speaker(p)
        target = self.replies.target(subject, by)
        if not by or target is None or not (target[0] or target[1]):
            return None
        return self.replies.answer(
            p, by, target[1], target[0], stance=stance, form="Oral", when=self.scene.date_of_sentence(p)
        )

    def _assessed(self, p: Predicate) -> Answer | None:
        by = self.scene.actors(p.role("agent"))
        if not by or p.negated or p.modality or p.tense == "future":
            return None
        below = [self.tokens[i].lemma.lower() for i in self.tree.indices(p.head) if i > p.head]
        stance = next((self.lex.appraisals[w] for w in below if w in self.lex.appraisals), None)
        target = self.replies.target((*p.role("patient"), *self._small_clause(p)), by)
        if stance is None or target is None or not (target[0] or target[1]):
            return None
        return self.replies.answer(p, by, target[1], target[0], stance=stance, form="Oral")

    def _small_clause(self, p: Predicate) -> list[Argument]:
        return [
            b
            for a in p.role("content")
            for inner in (self.scene.predicate(a.head),)
            if inner is not None
            for b in inner.role("agent")
        ]
