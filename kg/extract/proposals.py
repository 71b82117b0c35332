"""Proposals: what one party puts forward to another, with its provisions."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cache
from typing import Any

from kg import lexicon
from kg.clauses.tree import Tree
from kg.extract.cast import Cast
from kg.extract.evidence import Witness
from kg.model import Clauses, PartialDate, Predicate, ProposalClaim, ProposalForm, ProvisionClaim, Span


@dataclass(slots=True)
class Package:
    """A proposal while an article is being read; all mentions of it merge here.

    Attributes:
        nouns: token indices of the nouns that denote it ("its proposals", "the drafts").
    """

    form: ProposalForm
    by: list[str]
    to: list[str]
    submitted: PartialDate | None = None
    published: PartialDate | None = None
    provisions: list[Span] = field(default_factory=list)
    spans: list[Span] = field(default_factory=list)
    nouns: list[int] = field(default_factory=list)
    key: str = ""


def find_proposals(tree: Tree, clauses: Clauses, cast: Cast, witness: Witness) -> list[Package]:
    """Return the packages of an article in text order; ``claims`` makes claims of them."""
    return _Proposals(tree, clauses, cast, witness).run()


def proposal_claims(packages: list[Package], tree: Tree, witness: Witness) -> tuple[ProposalClaim, ...]:
    """Turn packages into claims, each provision verbatim with its own evidence."""
    text = tree.doc.article.text
    return tuple(
        ProposalClaim(
            key=p.key,
            proposers=tuple(p.by),
            addressees=tuple(p.to),
            evidence=witness.of(*p.spans[:4], rule="proposal"),
            form=p.form,
            submitted=p.submitted,
            published=p.published,
            provisions=tuple(
                ProvisionClaim(" ".join(s.of(text).split()), witness.of(s, rule="provision")) for s in p.provisions
            ),
        )
        for p in packages
    )


@cache
def _lex() -> dict[str, Any]:
    return dict(lexicon.lexicon("proposals"))


class _Proposals:
    def __init__(self, tree: Tree, clauses: Clauses, cast: Cast, witness: Witness) -> None:
        self.tree = tree
        self.tokens = tree.tokens
        self.doc = tree.doc
        self.text = tree.doc.article.text
        self.clauses = clauses
        self.cast = cast
        self.witness = witness
        self.lex = _lex()
        self.packages: list[Package] = []

    def run(self) -> list[Package]:
        for p in self.clauses.predicates:
            if self.doc.sentences[p.sentence].zone != "body" or p.negated or self._quoted(p):
                continue
            found = self._verb(p) if p.kind == "verb" else self._noun(p) if p.kind == "noun" else None
            if found is not None:
                self._merge(found)
            if p.kind == "verb":
                self._contents(p)
        kept = [p for p in self.packages if p.by and (p.to or p.form != "Demand" or p.provisions)]
        for n, package in enumerate(kept, 1):
            package.key = f"p{n}"
            for key in (*package.by, *package.to):
                self.cast.actors[key].agentive = True
        return kept

    def _quoted(self, p: Predicate) -> bool:
        start = self.tokens[p.head].start
        return any(q.outer.start < start < q.outer.end and len(q.inner) > 25 for q in self.doc.quotations)

    # ------------------------------------------------------------------ verbs

    def _verb(self, p: Predicate) -> Package | None:
        frame = self.lex["verbs"].get(p.lemma)
        if frame is None:
            return self._obligation(p)
        if p.conditional or p.modality in ("may", "would", "can", "refuse", "fail", "unlikely", "denied") or p.tense == "future":
            return None
        by = list(self.cast.all_of(p.role("agent")))
        if not by:
            return None
        to = list(self.cast.all_of(a for role in frame["to"] for a in p.role(role)))
        provisions, subject = self._provisions(p, frame)
        to = to or [k for k in subject if not self.cast.same_side(k, by[0])]
        to = [k for k in to if not any(self.cast.same_side(k, b) for b in by)]
        if not provisions or (frame["form"] == "Demand" or frame.get("addressee") == "required") and not to:
            return None
        if p.lemma == "offer" and not to and not self._for_others(p):
            return None
        span = self.tree.subtree(p.head)
        package = Package(frame["form"], by, to, provisions=provisions, spans=[Span(span.start, span.end)])
        self._date(package, p)
        return package

    def _for_others(self, p: Predicate) -> bool:
        return any(self.tokens[a.head].lemma in ("aid", "talks", "ceasefire", "truce") for a in p.role("patient"))

    def _provisions(self, p: Predicate, frame: dict[str, Any]) -> tuple[list[Span], tuple[str, ...]]:
        """Return the terms and the actors of whom they are demanded, from an infinitive, a clause or a noun phrase."""
        for kind in frame["provision"]:
            for argument in p.role("content", "advcl"):
                head = argument.head
                infinitive = any(t.tag == "TO" for t in self.tree.kids(head, "aux"))
                if kind == "infinitive" and infinitive and (argument.role == "content" or p.lemma in ("call", "appeal", "urge", "press")):
                    if self._meeting(head):
                        return [], ()
                    return self._coordinated(head), self._subjects(head)
                if kind == "clause" and not infinitive and argument.role == "content":
                    subject = self._subjects(head)
                    modal = any(t.lemma in ("should", "must") for t in self.tree.kids(head, "aux"))
                    base = self.tokens[head].tag == "VB"
                    if (modal or base or p.lemma in ("propose", "demand")) and subject:
                        return [self._trim(self.tree.subtree(head))], subject
            if kind == "object":
                objects = [a for a in p.role("patient") if not self.cast.of(a) and self.tokens[a.head].lemma not in ("talks", "meeting", "summit")]
                if objects:
                    return [self._trim(self._phrase(a.head)) for a in objects], ()
            if kind == "for":
                objects = [a for a in p.role("for") if not self.cast.of(a) and self.tokens[a.head].lemma not in ("talks", "meeting", "summit", "dialogue")]
                if objects:
                    return [self._trim(self._phrase(a.head)) for a in objects], ()
        # "demanded of NATO to …" parsed as a clause of the addressee
        for argument in p.role(*frame["to"]):
            for child in self.tree.kids(argument.head, "relcl", "acl"):
                if any(t.tag == "TO" for t in self.tree.kids(child.i, "aux")) and "infinitive" in frame["provision"]:
                    return self._coordinated(child.i), ()
        return [], ()

    def _meeting(self, head: int) -> bool:
        return self.tokens[head].lemma in ("meet", "talk", "visit", "attend", "negotiate")

    def _subjects(self, head: int) -> tuple[str, ...]:
        index = self.clauses.of_token.get(head)
        if index is None:
            return ()
        clause = self.clauses.predicates[index]
        return self.cast.all_of(clause.role("patient") if clause.passive else clause.role("agent"))

    def _coordinated(self, head: int) -> list[Span]:
        """One provision per coordinated infinitive: "to halt the raids and (to) free the hostages" is two."""
        heads = [j for j in self.tree.conjuncts(head) if j == head or self.tokens[j].tag == "VB"]
        spans = []
        for n, j in enumerate(heads):
            first = next((t.i + 1 for t in self.tree.kids(j, "aux") if t.tag == "TO"), self.tree.left[j])
            end = self.tree.right[j]
            if n + 1 < len(heads):
                end = min(end, self.tree.left[heads[n + 1]] - 1)
                while end > j and (self.tokens[end].text in (",", "and", "or")):
                    end -= 1
            if first <= end:
                spans.append(self._trim(Span(self.tokens[first].start, self.tokens[end].end)))
        return spans

    def _phrase(self, i: int) -> Span:
        """The noun phrase with its prepositional phrases, without relative clauses after a comma and without times."""
        end = self.tree.right[i]
        for j in range(i + 1, end + 1):
            if self.tokens[j].text in (",", ";", "--") or self.tokens[j].dep in ("advcl",):
                end = j - 1
                break
        return Span(self.tokens[self.tree.left[i]].start, self.tokens[max(end, i)].end)

    def _trim(self, span: Span) -> Span:
        start, end = span.start, span.end
        while end > start and self.text[end - 1] in " .,;:":
            end -= 1
        for word in ("that ", "to ", "a ", "an ", "the "):
            if self.text[start:end].lower().startswith(word) and word in ("that ",):
                start += len(word)
        return Span(start, end)

    def _obligation(self, p: Predicate) -> Package | None:
        """ "The envoy said both sides must stop the raids": an obligation that one side states for another is a demand."""
        modal = next((t for t in self.tree.kids(p.head, "aux") if t.lemma in self.lex["modal_verbs"]), None)
        if modal is None or p.governor is None or p.passive:
            return None
        matrix = self.clauses.predicates[p.governor]
        if self.tokens[p.head].dep != "ccomp" or matrix.kind != "verb" or matrix.lemma not in ("say", "stress", "insist", "add", "tell", "demand", "reiterate", "argue"):
            return None
        by = list(self.cast.all_of(matrix.role("agent")))
        to = [k for k in self.cast.all_of(p.role("agent")) if by and not self.cast.same_side(k, by[0])]
        if not by or not to or p.lemma == "be" or matrix.conditional or matrix.negated or self._meeting(p.head):
            return None
        spans = self._coordinated(p.head)
        first = next((t.i + 1 for t in self.tree.kids(p.head, "aux") if t.lemma in self.lex["modal_verbs"]), p.head)
        spans[0] = self._trim(Span(self.tokens[first].start, spans[0].end)) if spans else spans
        return Package("Demand", by, to, provisions=[s for s in spans if isinstance(s, Span)], spans=[self.tree.subtree(p.head)])

    # ------------------------------------------------------------------ nouns

    def _noun(self, p: Predicate) -> Package | None:
        frame = self.lex["nouns"].get(p.lemma)
        if frame is None or self._domestic(p):
            return None
        by = list(self.cast.all_of(a for a in p.arguments if a.role in ("agent", "by") and a.predicate is None))
        modifiers = list(self.cast.all_of(p.role("modifier")))
        carried = p.light in self.lex["submitted_verbs"] or p.light in self.lex["published_verbs"]
        owners = self.cast.all_of(a for t in self.tree.kids(p.head, "poss") for a in p.arguments if a.head == t.i)
        if owners:
            by = list(owners)
        elif not by or not carried and p.light:
            by = by if carried else []
            by = by or modifiers[:1]
        if p.lemma == "call" and not p.role("for"):
            return None
        to = list(self.cast.all_of(a for role in frame["to"] for a in p.role(role)))
        provisions, subjects = self._of_noun(p)
        to = to or list(subjects)
        to = [k for k in to if not any(self.cast.same_side(k, b) for b in by)]
        if p.lemma in ("call", "appeal", "request", "condition") and not (by and to):
            return None
        if p.conditional or p.modality in ("may", "would", "can") and not owners:
            return None
        package = Package(frame["form"], by, to, provisions=provisions, spans=[self._span(p)], nouns=[p.head])
        self._date(package, p)
        if not by:
            home = self._referred(p)
            if home is None:
                return None
            package.by = list(home.by)
        return package

    def _referred(self, p: Predicate) -> Package | None:
        """ "The proposal" and "the drafts" without an owner refer to the package named last."""
        definite = any(t.lower_is("the") or t.lower_is("these") or t.lower_is("this") for t in self.tree.kids(p.head))
        return self.packages[-1] if definite and self.packages else None

    def _of_noun(self, p: Predicate) -> tuple[list[Span], tuple[str, ...]]:
        for child in self.tree.kids(p.head, "acl", "relcl"):
            if any(t.tag == "TO" for t in self.tree.kids(child.i, "aux")) and not self._meeting(child.i):
                return self._coordinated(child.i), ()
        for prep in self.tree.kids(p.head, "prep"):
            if prep.lemma == "for" and p.lemma in ("call", "demand", "appeal", "request"):
                for inner in self.tree.kids(prep.i, "pobj"):
                    keys = self.cast.at(inner.i)
                    for child in (*self.tree.kids(inner.i, "relcl", "acl"), *self.tree.kids(p.head, "relcl", "acl")):
                        if keys and any(t.tag == "TO" for t in self.tree.kids(child.i, "aux")):
                            return self._coordinated(child.i), keys
                    if not keys:
                        return [self._trim(self._phrase(inner.i))], ()
        return [], ()

    def _domestic(self, p: Predicate) -> bool:
        words = {t.lemma.lower() for t in self.tree.kids(p.head, "compound", "amod")}
        return bool(words & set(self.lex["domestic"]))

    def _span(self, p: Predicate) -> Span:
        heads = [p.head, *(a.head for a in p.arguments if a.role in ("agent", "by", "to", "modifier"))]
        inside = [i for i in heads if self.tree.sentence_of[i] == p.sentence]
        return Span(self.tokens[min(inside)].start, self.tokens[max(inside)].end)

    # ------------------------------------------------------------------ contents of a document

    def _contents(self, p: Predicate) -> None:
        """ "The documents envisage A and B": objects are provisions of the package that the subject refers to."""
        if p.lemma not in self.lex["containing_verbs"] or not self.packages:
            return
        subject = next((a for a in p.role("agent") if self.tokens[a.head].lemma in self.lex["document_nouns"]), None)
        if subject is None:
            return
        package = next((x for x in self.packages if subject.head in x.nouns), self.packages[-1])
        for argument in p.role("patient", "for"):
            package.provisions.append(self._trim(self._phrase_with_commas(argument.head)))

    def _phrase_with_commas(self, i: int) -> Span:
        conjuncts = [j for j in self.tree.conjuncts(i) if j > i]
        end = self.tree.right[i] if not conjuncts else self.tree.left[conjuncts[0]] - 1
        while end > i and self.tokens[end].text in ("and", ",", "also", "or"):
            end -= 1
        return Span(self.tokens[self.tree.left[i]].start, self.tokens[max(end, i)].end)

    # ------------------------------------------------------------------ dates and merging

    def _date(self, package: Package, p: Predicate) -> None:
        when = next((t.date for a in p.role("time") for t in self.doc.times if t.date and t.span.overlaps(a.span)), None)
        if when is None:
            when = self.witness.when(p.head)
        if when is None:
            return
        verb = p.light or p.lemma
        if verb in self.lex["submitted_verbs"]:
            package.submitted = when
        elif verb in self.lex["published_verbs"]:
            package.published = when

    def _merge(self, new: Package) -> None:
        for old in self.packages:
            if self._same(old, new):
                old.by += [k for k in new.by if k not in old.by and not any(self.cast.same_side(k, x) for x in old.by)]
                old.to += [k for k in new.to if k not in old.to and not any(self.cast.same_side(k, x) for x in old.to)]
                old.submitted = old.submitted or new.submitted
                old.published = old.published or new.published
                old.provisions += [s for s in new.provisions if not any(s.overlaps(o) for o in old.provisions)]
                old.spans += new.spans
                old.nouns += new.nouns
                if old.form != "Draft" and new.form == "Draft":
                    old.form = new.form
                return
        self.packages.append(new)

    def _same(self, old: Package, new: Package) -> bool:
        if not any(self.cast.same_side(a, b) for a in old.by for b in new.by):
            return False
        return not old.to or not new.to or any(self.cast.same_side(a, b) for a in old.to for b in new.to)
