"""Answers in other words: "made no promise on the demands", "is not prepared to meet them", "left them unanswered"."""

from __future__ import annotations

from kg.extract.proposing import proposing
from kg.extract.responses.answers import Answer
from kg.extract.responses.reader import ReplyReader
from kg.model import Predicate, Stance

_RESULT = ("patient", "to", "with")
_OVER = ("on", "over", "about", "against", "to", "regarding")
_NOBODY = frozenset({"nobody", "none", "nothing", "no", "not", "never", "n't", "neither"})
_SOON = 2


class Brushoffs(ReplyReader):
    """Reads what a party does with a proposal where no verb of accepting or rejecting says it."""

    def read(self, p: Predicate) -> Answer | None:
        """Return the answer that lies in what a party does or is ready to do, ``None`` if none does."""
        if p.conditional:
            return None
        if p.kind == "adjective":
            return self._unready(p)
        if p.kind == "verb" and p.lemma == "be":
            return self._out_of_the_question(p)
        if p.kind != "verb" or p.modality not in ("", "alleged") or p.tense == "future":
            return None
        return self._no_promise(p) or self._unanswered(p) or self._resisted(p) or self._retorted(p)

    def _unready(self, p: Predicate) -> Answer | None:
        """ "is not prepared to meet Kenya's demands"."""
        above = self.scene.governor(p)
        negated = p.negated or (above is not None and above.lemma == "be" and above.negated)
        if p.lemma not in proposing().lists["readiness"] or not negated:
            return None
        by = self.scene.actors(p.role("agent"))
        for a in p.role("content"):
            inner = self.scene.predicate(a.head)
            if inner is None or not self._grants(inner.lemma):
                continue
            target = self.replies.target(inner.role(*_RESULT), by)
            if by and target is not None and (target[0] or target[1]):
                return self.replies.answer(p, by, target[1], target[0], stance="Rejected")
        return None

    def _grants(self, lemma: str) -> bool:
        frame = self.lex.verbs.get(lemma)
        return lemma in self.lex.granting or (frame is not None and frame.stance == "Accepted")

    def _no_promise(self, p: Predicate) -> Answer | None:
        """ "made no promise on the guarantees", "gave no ground": to whoever put something to it before."""
        if not p.negated or p.lemma not in ("make", "give", "offer", "yield"):
            return None
        nouns = [a.head for a in p.role("patient")]
        if not any(self.tokens[i].lemma.lower() in self.lex.withheld for i in nouns):
            return None
        by = self.scene.actors(p.role("agent"))
        topics = [a for a in p.arguments if a.role in _OVER or a.role == "recipient"]
        topics += [
            a
            for i in nouns
            for inner in (self.scene.predicate(i),)
            if inner is not None
            for a in inner.role(*_OVER)
        ]
        target = self.replies.target(topics, by)
        package = target[0] if target is not None else None
        others = self.scene.others(self.scene.actors(a for a in topics if a.role == "to"), by)
        foreign = [a for a in topics if a.role == "to" and not self.scene.cast.of(a) and target is None]
        if package is None and not foreign:
            package = self.replies.packages.addressed(by, besides="Offer")
        if not by or package is None:
            return None
        if others and not self.scene.meet(others, package.by) and topics and target is None:
            others = []
        return self.replies.answer(p, by, list(package.by), package, stance="Rejected")

    def _out_of_the_question(self, p: Predicate) -> Answer | None:
        """ "said that ceding the island was out of the question"."""
        if p.negated or p.conditional or p.modality:
            return None
        out = [c.i for c in self.tree.kids(p.head, "prep") if c.text.lower() in ("out", "off")]
        below = {self.tokens[j].lemma.lower() for i in out for j in self.tree.indices(i)}
        if not below & {"question", "table", "bound"}:
            return None
        by = self.scene.speaker(p)
        if not by:
            return None
        target = self.replies.target(p.role("agent"), by)
        package = target[0] if target is not None else self.replies.packages.addressed(by)
        to = target[1] if target is not None else []
        return self.replies.answer(p, by, to, package, stance="Rejected", form="Oral")

    def _unanswered(self, p: Predicate) -> Answer | None:
        """ "left the request unanswered": no answer is given."""
        left = {self.tokens[a.head].lemma.lower() for a in p.role("attribute", "content")}
        if p.lemma != "leave" or p.negated or not left & {"unanswered", "open"}:
            return None
        by = self.scene.actors(p.role("agent"))
        target = self.replies.target(p.role("patient"), by)
        if not by or target is None or not (target[0] or target[1]) or "open" in left:
            return None
        return self.replies.answer(p, by, target[1], target[0], status="Refused")

    def _resisted(self, p: Predicate) -> Answer | None:
        """ "pushed back on the demands", "balked at the price", "fully supported the initiative"."""
        stance: Stance | None = self.lex.phrasal.get(self.scene.phrasal(p)) or self.lex.phrasal.get(p.lemma)
        if stance is None or p.negated:
            return None
        by = self.scene.actors(p.role("agent"))
        roles = ("on", "against", "at", "with", "to") if stance == "Rejected" else ("patient", "with")
        heads = [a.head for a in p.role(*roles)]
        for child in self.tree.kids(p.head, "prep", "prt", "advmod"):
            heads += (
                [
                    t.i
                    for prep in (child, *self.tree.kids(child.i, "prep", "pcomp"))
                    for t in self.tree.kids(prep.i, "pobj")
                ]
                if stance == "Rejected"
                else []
            )
        for head in heads if by else ():
            target = self.replies.target_at(head, by)
            owned = target is not None and stance == "Rejected" and self.scene.others(target[1], by)
            if target is not None and (target[0] or owned):
                return self.replies.answer(p, by, target[1], target[0], stance=stance)
        return None

    def _retorted(self, p: Predicate) -> Answer | None:
        """ "replied that its troops were nobody else's business", right after something was put to the speaker."""
        if p.lemma not in self.lex.retorting or p.negated or p.role("to"):
            return None
        by = self.scene.actors(p.role("agent"))
        package = self.replies.packages.addressed(by) if by else None
        if package is None or not self._denying(p):
            return None
        told = [
            i for i, s in enumerate(self.scene.doc.sentences) if any(s.span.covers(x) for x in package.spans)
        ]
        if not any(0 < p.sentence - i <= _SOON for i in told):
            return None
        return self.replies.answer(p, by, list(package.by), package, stance="Rejected", form="Oral")

    def _denying(self, p: Predicate) -> bool:
        for a in p.role("content"):
            words = {self.tokens[i].text.lower() for i in self.tree.indices(a.head)}
            inner = self.scene.predicate(a.head)
            named = {self.tokens[i].lemma.lower() for i in self.tree.indices(a.head)}
            if (inner is not None and inner.negated) or words & _NOBODY or named & set(self.lex.appraisals):
                return True
        return False
