"""Answers that are still to come: "has yet to respond", "must accept by Friday", "if it fails to agree"."""

from __future__ import annotations

from kg.extract.responses.answers import Answer
from kg.extract.responses.reader import ReplyReader
from kg.model import Predicate

_ASKED = frozenset({"ask", "expect", "hope", "want", "must", "should", "propose"})
_RESULT = ("patient", "to", "with")
_UNTIL = frozenset({"until", "till", "once", "before", "unless"})


class Awaited(ReplyReader):
    """Reads the verbs of answering where they tell what has not happened yet."""

    def read(self, p: Predicate) -> Answer | None:
        """ "has yet to respond", "must accept by Friday", "if it fails to agree": an answer that is still to come."""
        if p.kind != "verb":
            return None
        if p.lemma == "be":
            return self._court(p)
        if p.lemma not in self.lex.verbs and p.lemma not in ("sign", "fail"):
            return None
        by = self._given_time(p) or self.scene.actors(p.role("agent")) or self._counterparts(p)
        frame = self.lex.verbs.get(p.lemma)
        if not by or (frame is not None and frame.stance == "Rejected"):
            return None
        replying = p.lemma in self.lex.replying and not p.role("with", "by")
        if p.conditional:
            return self._ultimatum(p, by)
        waiting = replying and (
            (p.modality in _ASKED and not p.negated)
            or self._until(p)
            or self._not_yet(p)
            or self._announced(p)
        )
        yet = self._yet(p)
        due = self._deadline(p)
        if not (waiting or yet or due):
            return None
        target = self.replies.target(p.role(*_RESULT), by)
        if target is None and not due:
            target = (None, []) if replying and not p.role("to") and not self._compelled(p) else None
        if target is None and replying:
            target = self._paper(p, by)
        package = target[0] if target is not None else self.replies.packages.addressed(by)
        if package is None:
            package = self.replies.packages.addressed(by)
        if package is None and replying and self._announced(p):
            package = self.replies.packages.latest(besides=by)
        to = target[1] if target is not None else []
        if package is None and not to:
            return None
        when = self.scene.date(p) or (
            self.scene.date(above) if due and (above := self.scene.governor(p)) is not None else None
        )
        return self.replies.answer(p, by, to, package, status="Expected", when=when)

    def _paper(self, p: Predicate, by: list[str]) -> tuple[None, list[str]] | None:
        """ "has yet to reply to Hanoi's letter": an answer to whoever wrote it, whatever it says."""
        for a in p.role("to"):
            if self.tokens[a.head].lemma.lower() in self.lex.papers:
                owners = self.scene.others(self.replies.owners(a.head), by)
                if owners:
                    return None, owners
        return None

    def _announced(self, p: Predicate) -> bool:
        """ "will answer next week", "said it would reply": an answer that is announced."""
        if p.negated or (p.role("patient") and self.replies.target(p.role("patient"), []) is None):
            return False
        above = self.scene.governor(p)
        said = above is not None and above.kind == "verb" and self.tokens[p.head].dep == "ccomp"
        return p.tense == "future" or (p.modality == "would" and said)

    def _yet(self, p: Predicate) -> bool:
        above = self.scene.governor(p)
        return (
            above is not None
            and above.lemma in ("have", "be")
            and self.scene.infinitive(p.head)
            and any(t.lower_is("yet") for t in (*self.tree.kids(above.head), *self.tree.kids(p.head)))
        )

    def _not_yet(self, p: Predicate) -> bool:
        words = {t.text.lower() for t in self.tree.kids(p.head, "advmod", "prep")}
        return p.negated and (p.aspect == "perfect" or bool(words & {"yet", "so", "still"}))

    def _until(self, p: Predicate) -> bool:
        return bool({t.text.lower() for t in self.tree.kids(p.head, "mark", "advmod")} & _UNTIL)

    def _deadline(self, p: Predicate) -> bool:
        above = self.scene.governor(p)
        if above is None or above.lemma not in ("have", "give") or not self.scene.infinitive(p.head):
            return False
        return bool(above.role("time:until", "time:by", "until"))

    def _court(self, p: Predicate) -> Answer | None:
        """ "The ball is in Kenya's court": it is Kenya's turn to answer what was put to it."""
        if p.negated or not any(self.tokens[a.head].lower_is("ball") for a in p.role("agent")):
            return None
        for i in self.tree.indices(p.head):
            if self.tokens[i].lower_is("court"):
                owners = [k for c in self.tree.kids(i, "poss", "amod") for k in self.scene.cast.at(c.i)]
                package = self.replies.packages.addressed(owners) if owners else None
                if package is not None:
                    return self.replies.answer(p, owners, [], package, status="Expected")
        return None

    def _compelled(self, p: Predicate) -> bool:
        """ "would have to respond": a threat of measures, and no answer to a proposal."""
        above = self.scene.governor(p)
        return (
            above is not None
            and above.lemma in ("have", "force", "compel")
            and not self._deadline(p)
            and not (self._yet(p))
        )

    def _counterparts(self, p: Predicate) -> list[str]:
        """ "our colleagues in Washington": whoever sits there, or to whom the speaker has put his proposal."""
        people = [
            a.head for a in p.role("agent") if self.tokens[a.head].lemma.lower() in self.lex.counterparts
        ]
        named = [
            k
            for i in people
            for prep in self.tree.kids(i, "prep")
            if prep.lemma in ("in", "from", "of")
            for t in self.tree.kids(prep.i, "pobj")
            for k in self.scene.cast.at(t.i)
        ]
        if named or not any(self.scene.children(i, "poss") & {"our", "my"} for i in people):
            return named
        package = self.replies.packages.between(self.scene.speaker(p), [])
        return list(package.to) if package is not None else []

    def _given_time(self, p: Predicate) -> list[str]:
        """ "gave Kenya until Friday to accept": who has the time, which is not who gives it."""
        above = self.scene.governor(p)
        if above is None or above.lemma != "give" or not self._deadline(p):
            return []
        return self.scene.others(
            self.scene.actors(above.role("recipient", "patient", "to")),
            self.scene.actors(above.role("agent")),
        )

    def _ultimatum(self, p: Predicate, by: list[str]) -> Answer | None:
        """ "will cut supplies on Monday if Kenya fails to agree": the act threatened tells by when."""
        clause = p
        above = self.scene.governor(p)
        if (
            above is not None
            and above.lemma in ("fail", "refuse", "decline")
            and self.tokens[p.head].dep == "xcomp"
        ):
            clause, above = above, self.scene.governor(above)
        elif not p.negated:
            return None
        package = self.replies.packages.addressed(by)
        if above is None or above.kind == "adjective":
            return None
        target = self.replies.target(p.role(*_RESULT), by)
        threatening = [*self.scene.actors(above.role("agent")), *self.scene.speaker(above)]
        to = self.scene.others(target[1] if target is not None and target[1] else threatening, by)
        if package is None and not to:
            return None
        when = self.scene.date(p) or self.scene.date(clause) or self.scene.date(above)
        return self.replies.answer(p, by, to, package, status="Expected", when=when)
