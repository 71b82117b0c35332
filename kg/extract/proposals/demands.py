"""Proposals that a verb puts forward: "urged X to leave", "demanded the withdrawal of X's troops", "offered to pay"."""

from __future__ import annotations

from kg.extract.answering import answering
from kg.extract.proposals.packages import Package
from kg.extract.proposals.reader import ProposalReader
from kg.extract.proposing import Frame
from kg.model import Argument, Predicate, Span

_Found = tuple[list[Span], list[str]]
# Verbs after which an infinitive that the parser calls an adverbial tells what something is for.
_PURPOSEFUL = frozenset({"tell", "order", "want", "offer", "promise", "pledge", "require", "seek"})
_STATES = frozenset({"be", "have", "remain", "want", "need", "know"})


class Demands(ProposalReader):
    """Reads verbs by the frames of ``ontology/lexicon/proposals.yaml``."""

    def read(self, p: Predicate) -> Package | None:
        """Return the proposal that a verb puts forward, ``None`` if it does not."""
        if p.kind != "verb" or p.negated or p.conditional or p.modality or p.tense == "future":
            return None
        frame = self.lex.verbs.get(p.lemma) or self.lex.verbs.get(self.scene.phrasal(p))
        if frame is None:
            return self._given_time(p)
        by = self.scene.agents(p)
        if not by:
            self._note(p, "no proposer resolved")
            return None
        to = [k for role in frame.to for k in self.scene.actors(p.role(role))]
        terms, inside = self._terms(p, frame)
        to = self.scene.others(to or self._receivers(p) or inside, by)
        noun = self._demanded(p)
        if noun is not None and not terms:
            to = self.scene.others(self.scene.actors(p.role(*frame.to)), by)
            spans = self.terms.phrases(noun)
            return Package(
                "Demand", by, to, provisions=spans, spans=[self.tree.subtree(p.head)], nouns=[noun]
            )
        if not terms:
            self._note(p, "no terms that another party could accept")
            return None
        offered = False
        if frame.form == "Offer":
            # to "offer to act" is an offer whatever the act; who pledges or promises must give something away
            offered = p.lemma == "offer" and any(self.scene.infinitive(a.head) for a in p.role("content"))
            if not to and not offered and not self._gives(p):
                self._note(p, "offered to nobody, and nothing is given")
                return None
        elif not to and frame.addressee not in ("free", "context"):
            self._note(p, "no addressee")
            return None
        package = Package(frame.form, by, to, provisions=terms, spans=[self.tree.subtree(p.head)])
        antecedent = self._antecedent(p)
        if antecedent is not None:
            package.nouns.append(antecedent)
            if self.tokens[antecedent].lemma.lower() in self.lex.lists["package_nouns"]:
                package.provisions = []  # what it holds is told elsewhere
        package.submitted = self.scene.date(p)
        # what nobody in the article is offered may be good offices, or mere talk
        package.tentative = not to and offered and not self._gives(p)
        package.pending = not to and (frame.addressee == "context" or package.tentative)
        if package.to and "from" in frame.to and not self._leaving(p):
            package.provisions = [self._without_source(s) for s in package.provisions]
        return package

    def _given_time(self, p: Predicate) -> Package | None:
        """ "gave Kenya until Friday to leave", "set Kenya a deadline to leave"."""
        limited = p.role("time:until", "time:by", "until") or (
            self.acts.objects(p, "patient") & self.lex.lists["deadline_nouns"]
        )
        if p.lemma not in ("give", "set", "allow") or not limited:
            return None
        by = self.scene.agents(p)
        to = self.scene.others(self.scene.actors(p.role("recipient", "patient", "to", "for")), by)
        deadlines = [a.head for a in p.role("patient", "time:until", "time:by", "until")]
        heads = [a.head for a in p.role("content", "advcl")] + [
            c.i for i in deadlines for c in self.tree.kids(i, "acl", "relcl")
        ]
        head = next((i for i in heads if self.scene.infinitive(i)), None)
        if not by or not to or head is None or self.acts.encounter(head) or self.acts.answers(head):
            return None
        if self.tokens[head].lemma.lower() in answering().verbs.keys() | {"sign", "decide", "choose"}:
            return None  # time to answer what was put forward before
        spans = self.terms.infinitives(head)
        return Package("Demand", by, to, provisions=spans, spans=[self.tree.subtree(p.head)])

    def _leaving(self, p: Predicate) -> bool:
        """Tell whether what is demanded goes away from somewhere: its "from" names no addressee."""
        return bool(self.acts.objects(p, "patient") & self.lex.lists["leaving_nouns"])

    def _demanded(self, p: Predicate) -> int | None:
        """ "the guarantees that Kenya is demanding": the noun before the clause is what is demanded."""
        if p.lemma not in ("demand", "seek", "want", "request") or p.relation not in ("relcl", "acl"):
            return None
        first = self.tree.left[p.head] - 1
        near = first >= 0 and self.tokens[first].lemma.lower() in self.lex.lists["demanded_nouns"]
        return first if near and not p.role("patient") else None

    def _receivers(self, p: Predicate) -> list[str]:
        """ "sent Chile a note proposing a truce": to whom the paper is sent."""
        paper = self.tokens[p.head].head
        if p.relation != "acl" or self.tokens[paper].lemma.lower() not in self.lex.lists["paper_nouns"]:
            return []
        sent = [v for v, role in self.scene.carriers(paper) if role == "patient"]
        return [k for v in sent for k in self.scene.actors(v.role("recipient", "to", "patient"))]

    def _antecedent(self, p: Predicate) -> int | None:
        """ "a truce that Kenya had proposed", "a compromise put forward by Kenya": the noun that verbs go on about."""
        noun = self.tokens[p.head].head
        before = p.relation in ("relcl", "acl") and noun < p.head
        return noun if before and any(a.head == noun for a in p.role("patient")) else None

    def _without_source(self, span: Span) -> Span:
        """Cut "from Kenya" off the end of a term: it says of whom it is demanded."""
        last = max((t.i for t in self.tokens if t.end <= span.end), default=-1)
        for i in (last, *self.tree.ancestors(last)) if last >= 0 else ():
            token = self.tokens[i]
            if token.start <= span.start:
                break
            closing = token.dep == "prep" and token.lower_is("from") and self.tree.right[i] == last
            if closing and any(self.cast.at(t.i) for t in self.tree.kids(i, "pobj")):
                return Span(span.start, self.tokens[i - 1].end)
        return span

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
            beside = [a.head for a in p.role("content") if a.head > head and self.scene.infinitive(a.head)]
            return self.terms.side_by_side([head, *beside]), subjects
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
        if lemmas & self.lex.lists["topical_nouns"]:
            found = self._topics(arguments[0], first)
            if found:
                return found, []
        if self._heading(first) in self.lex.lists["meeting_nouns"]:
            return [], []
        inside = [k for a in free for j in self.tree.conjuncts(a.head) for k in self.scene.actors_below(j)]
        return self._promised(first) or self.terms.listed(first) or self.terms.phrases(first), (
            list(dict.fromkeys(inside)) or self._bound(first)
        )

    def _heading(self, i: int) -> str:
        """Return the noun that "a series of meetings" is about."""
        if self.tokens[i].lemma.lower() in ("series", "number", "set", "round", "string", "range"):
            for prep in self.tree.kids(i, "prep"):
                inner = next(self.tree.kids(prep.i, "pobj"), None)
                if prep.lower_is("of") and inner is not None:
                    return inner.lemma.lower()
        return self.tokens[i].lemma.lower()

    def _promised(self, noun: int) -> list[Span]:
        """ "guarantees that would exclude A and B": A and B, the first with its verb."""
        if self.tokens[noun].lemma.lower() not in self.lex.lists["assurances"]:
            return []
        for child in self.tree.kids(noun, "relcl", "acl"):
            relative = any(t.tag in ("WDT", "WP") for t in self.tree.kids(child.i, "nsubj"))
            if relative and child.pos == "VERB" and any(True for _ in self.tree.kids(child.i, "dobj")):
                return self.terms.predicated(child.i)
        return []

    def _bound(self, noun: int) -> list[str]:
        """Return whom the clause after "guarantees" binds: its subject, or whoever acts in it."""
        if self.tokens[noun].lemma.lower() not in self.lex.lists["assurances"]:
            return []
        found: list[str] = []
        for child in self.tree.kids(noun, "relcl", "acl", "ccomp"):
            found += self.acts.subject(child.i)
            for i in self.tree.indices(child.i):
                if self.tokens[i].lemma == "by" and self.tokens[i].dep in ("prep", "agent"):
                    found += [k for t in self.tree.kids(i, "pobj") for k in self.cast.at(t.i)]
        return list(dict.fromkeys(found))

    def _topics(self, argument: Argument, noun: int) -> list[Span]:
        """ "put forward ideas on A and B": A and B are the terms, where the parser hung them on noun or verb."""
        for i in (noun, self.tokens[noun].head):
            for prep in self.tree.kids(i, "prep"):
                if prep.lemma in ("on", "about", "concerning") and prep.i > noun:
                    preps = [j for j in self.tree.conjuncts(prep.i) if self.tokens[j].pos in ("ADP", "SCONJ")]
                    inner = [t.i for j in preps for t in self.tree.kids(j, "pobj")]
                    if len(preps) > 1:
                        return [s for j in inner for s in self.terms.phrases(j)]
                    return [s for j in inner for s in self.terms.whole(j)]
        return []

    def _idle(self, i: int) -> bool:
        token = self.tokens[i]
        lemma = token.lemma.lower()
        return token.pos == "PRON" or lemma in self.lex.lists["no_terms"] or lemma in self.lex.nouns
