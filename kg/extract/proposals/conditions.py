"""Demands in the form of conditions: "will sign only if X leaves", "not until X pays", "or else"."""

from __future__ import annotations

from kg.extract.proposals.packages import Package
from kg.extract.proposals.reader import ProposalReader
from kg.model import Predicate, Span

_OPEN = ("would", "can", "must", "refuse", "may", "threat")
_WITHHELD = ("would", "can", "refuse")
_FAILING = frozenset({"fail", "refuse", "decline", "neglect"})
_CONSENTING = frozenset({"agree", "accept", "consent", "comply", "meet", "accede"})


class Conditions(ProposalReader):
    """Reads the clauses under which a party says it will act."""

    def read(self, p: Predicate) -> list[Package]:
        """Return the conditions that the clauses of a verb put to another side."""
        if p.kind != "verb":
            return []
        found = []
        for argument in p.role("advcl"):
            inner = self.scene.predicate(argument.head)
            if inner is None or inner.kind != "verb":
                continue
            marks = self._marks(argument.head)
            if marks & self.lex.lists["condition_marks"]:
                package = self._ultimatum(p, inner) if "if" in marks and self._fails(inner) else None
                package = package or self._condition(p, inner, marks)
                if package is not None:
                    found.append(package)
        return found

    def _marks(self, head: int) -> set[str]:
        first = self.tree.left[head]
        found = {t.text.lower() for t in self.tree.kids(head, "mark", "advmod")} | {
            self.tokens[first].text.lower()
        }
        if first > 0 and self.tokens[first - 1].lower_is("only"):
            found.add("only")
        return found

    def _fails(self, inner: Predicate) -> bool:
        return inner.negated or inner.lemma in _FAILING

    # ------------------------------------------------------------------ only if, not until

    def _condition(self, p: Predicate, inner: Predicate, marks: set[str]) -> Package | None:
        held = p.tense == "future" or p.modality in _OPEN or p.lemma == "refuse"
        strict = bool(marks & self.lex.lists["strict_marks"])
        withheld = (
            p.negated
            or (p.modality in _WITHHELD and p.negated)
            or p.modality == "refuse"
            or p.lemma == "refuse"
        )
        if inner.negated or not held or not ("only" in marks or (strict and (withheld or "unless" in marks))):
            return None
        return self._put(p, inner, self.terms.clauses(inner.head))

    # ------------------------------------------------------------------ if X fails to

    def _ultimatum(self, p: Predicate, inner: Predicate) -> Package | None:
        """ "will cut supplies if Kenya fails to agree to a new price": the demand is what Kenya would fail to do."""
        if not (p.tense == "future" or p.modality in _OPEN or p.lemma in ("threaten", "warn")):
            return None
        act: Predicate | None = inner
        if not inner.negated:
            content = next((a for a in inner.role("content") if self.scene.infinitive(a.head)), None)
            act = self.scene.predicate(content.head) if content is not None else None
        if act is None or self.acts.encounter(act.head):
            return None
        if act.lemma in _CONSENTING:
            content = next((a for a in act.role("content") if self.scene.infinitive(a.head)), None)
            objects = [a.head for a in act.role("to", "patient", "with")]
            if content is not None:
                spans = self.terms.infinitives(content.head)
            elif objects and self.tokens[objects[0]].lemma.lower() not in self.lex.nouns:
                spans = self.terms.phrases(objects[0])
            else:
                return None
        else:
            spans = self.terms.infinitives(act.head)
            if spans and act is inner:
                spans[0] = Span(self.tokens[act.head].start, spans[0].end)
        return self._put(p, inner, spans)

    def _threatened(self, p: Predicate) -> list[str]:
        """Return whom the act would hit, where the clause calls him by a word that names nobody."""
        acts = [p, *(i for a in p.role("content") for i in (self.scene.predicate(a.head),) if i is not None)]
        return [k for act in acts for k in self.scene.actors(act.role("to", "patient", "against", "with"))]

    def _put(self, p: Predicate, inner: Predicate, spans: list[Span]) -> Package | None:
        """Return the demand of whoever acts, or says it, on whoever must do what the clause tells."""
        subject = self.acts.subject(inner.head) or self._threatened(p)
        by = self.scene.actors(p.role("agent"))
        if not by or self.scene.meet(by, subject):
            by = self.scene.speaker(p)
        to = self.scene.others(subject, by)
        if not by or not to or not spans or self.acts.encounter(inner.head):
            return None
        return Package("Demand", by, to, provisions=spans, spans=[self.tree.subtree(p.head)])
