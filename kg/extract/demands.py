"""Proposals that a verb puts forward: "urged X to leave", "demanded the withdrawal of X's troops", "offered to pay"."""

from __future__ import annotations

from kg.extract.acts import Acts
from kg.extract.packages import Package
from kg.extract.proposing import Frame, proposing
from kg.extract.scene import Scene
from kg.extract.terms import Terms
from kg.model import Argument, Predicate, Span

_Found = tuple[list[Span], list[str]]
# Verbs after which an infinitive that the parser calls an adverbial tells what something is for.
_PURPOSEFUL = frozenset({"tell", "order", "want", "offer", "promise", "pledge", "require", "seek"})
_STATES = frozenset({"be", "have", "remain", "want", "need", "know"})


class Demands:
    """Reads verbs by the frames of ``ontology/lexicon/proposals.yaml``."""

    def __init__(self, scene: Scene, terms: Terms, acts: Acts) -> None:
        self.scene = scene
        self.terms = terms
        self.acts = acts
        self.tree = scene.tree
        self.tokens = scene.tokens
        self.cast = scene.cast
        self.lex = proposing()

    def read(self, p: Predicate) -> Package | None:
        """Return the proposal that a verb puts forward, ``None`` if it does not."""
        if p.kind != "verb" or p.negated or p.conditional or p.modality or p.tense == "future":
            return None
        frame = self.lex.verbs.get(p.lemma)
        by = self.scene.agents(p) if frame is not None else []
        if frame is None:
            return None
        if not by:
            self._note(p, "no proposer resolved")
            return None
        to = [k for role in frame.to for k in self.scene.actors(p.role(role))]
        terms, inside = self._terms(p, frame)
        to = self.scene.others(to or inside, by)
        if not terms:
            self._note(p, "no terms that another party could accept")
            return None
        if frame.form == "Offer":
            if not to and not self._gives(p):
                self._note(p, "offered to nobody, and nothing is given")
                return None
        elif not to and frame.addressee != "free":
            self._note(p, "no addressee")
            return None
        package = Package(frame.form, by, to, provisions=terms, spans=[self.tree.subtree(p.head)])
        package.submitted = self.scene.date(p)
        return package

    def _note(self, p: Predicate, reason: str) -> None:
        self.scene.witness.note(p.head, "proposal", reason)

    def _gives(self, p: Predicate) -> bool:
        if any(self.acts.concedes(a.head) for a in p.role("content", "advcl")):
            return True
        return bool(self.acts.objects(p, "patient") & self.lex.lists["gifts"])

    # ------------------------------------------------------------------ terms

    def _terms(self, p: Predicate, frame: Frame) -> _Found:
        """Return the terms, and the actors that they are demanded of as far as the terms themselves tell."""
        for kind in frame.provision:
            if kind == "infinitive":
                found = self._infinitive(p, frame)
            elif kind == "clause":
                found = self._clause(p)
            else:
                found = self._object(p.role("patient" if kind == "object" else kind))
            if found is not None:
                return found
        return [], []

    def _infinitive(self, p: Predicate, frame: Frame) -> _Found | None:
        for head in self._infinitives(p, frame):
            if self.tokens[head].dep == "advcl" and p.lemma in _PURPOSEFUL:
                continue
            if self.acts.encounter(head) or self.acts.answers(head):
                return [], []
            subjects = self.acts.subject(head)
            if p.lemma == "want" and not (subjects and self.acts.named_subject(head)):
                continue
            return self.terms.infinitives(head), subjects
        return None

    def _infinitives(self, p: Predicate, frame: Frame) -> list[int]:
        """Return the infinitives that may be its complement, also where the parser hung them on the addressee."""
        tree = self.tree
        heads = [a.head for a in p.role("content", "advcl")]
        heads += [c.i for a in p.role(*frame.to, "for") for c in tree.kids(a.head, "relcl", "acl", "advcl")]
        heads += [
            c.i
            for prep in tree.kids(p.head, "prep")
            for c in tree.kids(prep.i, "pcomp", "advcl", "xcomp", "ccomp")
        ]
        return [i for i in heads if self.scene.infinitive(i)]

    def _clause(self, p: Predicate) -> _Found | None:
        for argument in p.role("content"):
            head = argument.head
            if self.scene.infinitive(head) or not self.acts.named_subject(head):
                continue
            subjects = self.acts.subject(head)
            if not self._bidding(p, head, subjects):
                continue
            if self.acts.encounter(head) and p.lemma != "demand":
                return [], []
            return self.terms.clauses(head), subjects
        return None

    def _bidding(self, p: Predicate, head: int, subjects: list[str]) -> bool:
        """Tell whether a clause says what is to be done, and not what is so: subjunctive, "should", "must"."""
        token = self.tokens[head]
        if any(t.lemma in self.lex.lists["modal_verbs"] for t in self.tree.kids(head, "aux")):
            return True
        if p.lemma in ("propose", "demand", "stipulate", "request", "recommend"):
            return True
        if token.lemma in _STATES:
            return token.text.lower() == "be" and not list(self.tree.kids(head, "aux"))
        if token.tag not in ("VB", "VBP") or list(self.tree.kids(head, "aux")):
            return False
        return bool(subjects)

    def _object(self, arguments: tuple[Argument, ...]) -> _Found | None:
        free = [a for a in arguments if not self.cast.of(a) and not self._idle(a.head)]
        if not free:
            return None
        lemmas = {self.tokens[a.head].lemma.lower() for a in free}
        if lemmas & self.lex.lists["meeting_nouns"]:
            return [], []
        first = free[0].head
        return self.terms.phrases(first), self.scene.actors_below(first)

    def _idle(self, i: int) -> bool:
        token = self.tokens[i]
        lemma = token.lemma.lower()
        return token.pos == "PRON" or lemma in self.lex.lists["no_terms"] or lemma in self.lex.nouns
