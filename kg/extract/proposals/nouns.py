"""Proposals that a noun names: drafts, plans, demands, offers; who owns them, what carries them, what they contain."""

from __future__ import annotations

from kg.extract.answering import answering
from kg.extract.proposals.acts import Acts
from kg.extract.proposals.packages import Package, Packages
from kg.extract.proposals.parties import ProposalParties
from kg.extract.proposals.terms import Terms
from kg.extract.proposing import proposing
from kg.extract.scene import Scene
from kg.model import PartialDate, Predicate, Span


class ProposalNouns:
    """Reads nouns and the verbs that carry them into the packages of a document."""

    def __init__(self, scene: Scene, terms: Terms, acts: Acts, packages: Packages) -> None:
        self.scene = scene
        self.acts = acts
        self.tree = scene.tree
        self.tokens = scene.tokens
        self.cast = scene.cast
        self.terms = terms
        self.packages = packages
        self.parties = ProposalParties(scene)
        self.lex = proposing()

    def read(self, p: Predicate, *, only_known: bool) -> None:
        """Enter the proposal that a noun denotes, or add what it says to the one that it refers to."""
        frame = self.lex.nouns.get(p.lemma)
        if (
            frame is None
            or self.scene.children(p.head, "compound", "amod", "nmod") & self.lex.lists["domestic"]
        ):
            return
        if self._part(p.head):
            return
        if self.tokens[p.head].text.lower() == "demands" and self._misread(p):
            return
        anchor = self.parties.anchor(p.head)
        carriers = self.scene.carriers(anchor)
        by, owned = self.parties.owners(p, carriers)
        to = self.parties.addressees(p, frame, carriers)
        terms, subjects = self._terms(p)
        to = self.scene.others(to or subjects, by)
        home = None if owned or (terms and by) else self._referred(p)
        if home is not None and by and not self.scene.meet(by, home.by):
            home = self.packages.between(
                by, ()
            )  # whoever hands "the draft" over does not hand over the other side's
        pending = home is None and p.lemma in self.lex.lists["two_sided_nouns"] and not to
        if pending and not (by and owned and terms and p.lemma != "call"):
            return
        if not terms and any(
            self.scene.infinitive(c.i) and self.acts.encounter(c.i) for c in self.tree.kids(p.head, "acl")
        ):
            return  # "a proposal to hold talks" is told as a meeting
        if (p.lemma == "call" and not terms) or (not terms and self._of_meeting(p.head)):
            return
        if (
            p.lemma in self.lex.lists["own_nouns"]
            and not (to or home)
            and not self._carried(anchor, carriers, by)
        ):
            return
        package = Package(
            frame.form, by, to, provisions=terms, spans=[self._span(p)], nouns=sorted({p.head, anchor})
        )
        package.pending = pending
        self._date(package, carriers, p)
        if home is not None:
            package.by = list(home.by)
            package.form = home.form
            package.to = (
                self.scene.others(to, home.by)
                if not home.to
                else [k for k in to if self.scene.meet([k], home.to)]
            )
        if package.by and not (home is None and self._unasserted(p, carriers) and not owned):
            self.packages.add(package, only_known=only_known)

    def _of_meeting(self, noun: int) -> bool:
        """ "its offer of a meeting", "a proposal for talks": told as meetings."""
        return any(
            t.lemma.lower() in self.lex.lists["meeting_nouns"]
            for prep in self.tree.kids(noun, "prep")
            if prep.lemma in ("of", "for")
            for t in self.tree.kids(prep.i, "pobj")
        )

    def _misread(self, p: Predicate) -> bool:
        """ "The ministry demands, in a note, that Chad pay": a verb that the parser took for a noun has a subject."""
        head = self.tokens[p.head].head
        mark = next((t.i for t in self.tree.kids(head, "mark") if t.lower_is("that") and t.i > p.head), None)
        by = [k for c in self.tree.kids(p.head, "nsubj", "compound") for k in self.cast.at(c.i)]
        if mark is None or not by or mark >= self.tree.right[head]:
            return False
        subjects = [c.i for c in self.tree.kids(head, "nsubj", "nsubjpass") if c.i > mark]
        to = self.scene.others((k for i in subjects for k in self.scene.actors_below(i)), by)
        span = Span(self.tokens[mark + 1].start, self.tokens[self.tree.right[head]].end)
        self.packages.add(
            Package("Demand", by, to, provisions=self.terms.trim(span), spans=[self.tree.subtree(head)])
        )
        return True

    def _carried(self, noun: int, carriers: list[tuple[Predicate, str]], by: list[str]) -> bool:
        return any(
            self.lex.has("submitted_verbs", v.lemma)
            or self.lex.has("published_verbs", v.lemma)
            or self._answered(v, role, by)
            for v, role in (*carriers, *self._under_preposition(noun))
        )

    def _under_preposition(self, noun: int) -> list[tuple[Predicate, str]]:
        """ "agreed to the plan": the verb above the preposition."""
        token = self.tokens[noun]
        above = self.scene.predicate(self.tokens[token.head].head) if token.dep == "pobj" else None
        return [(above, "to")] if above is not None and self.tokens[token.head].lower_is("to") else []

    def _answered(self, verb: Predicate, role: str, by: list[str]) -> bool:
        """ "Chad accepted a Libyan plan": what another side answers has been put to it."""
        frame = answering().verbs.get(verb.lemma)
        other = self.scene.others(self.scene.actors(verb.role("agent")), by)
        return frame is not None and frame.stance is not None and role != "agent" and bool(by and other)

    # ------------------------------------------------------------------ parties

    def _part(self, i: int) -> bool:
        """The "draft" of "draft agreement" and the "proposal" of "proposal documents" are told by their head."""
        token = self.tokens[i]
        return (
            token.dep in ("compound", "amod", "nmod")
            and self.tokens[token.head].lemma.lower() in self.lex.nouns
        )

    def _referred(self, p: Predicate) -> Package | None:
        """ "The proposal", "these drafts" and "a demand" in apposition refer to what was told last."""
        token = self.tokens[p.head]
        mine = [k for c in self.tree.kids(p.head, "poss") for k in self.cast.at(c.i)]
        if mine:
            return None
        pointed = any(t.text.lower() in self.lex.lists["pointers"] for t in self.tree.kids(p.head))
        loose = token.dep in ("appos", "dobj", "conj", "npadvmod", "oprd") and any(
            t.text == "," and t.i < p.head for t in self.tree.kids(token.head)
        )
        if not pointed and not (
            loose
            and self.tree.left[p.head] > 0
            and self.tokens[self.tree.left[p.head] - 1].text in (",", "--", "–", "—")
        ):
            return None
        return self.packages.latest()

    def _unasserted(self, p: Predicate, carriers: list[tuple[Predicate, str]]) -> bool:
        verbs = [v for v, _ in carriers] or [p]
        return any(
            v.conditional or v.modality in ("may", "would", "can", "want", "refuse", "fail") or v.negated
            for v in verbs
        )

    # ------------------------------------------------------------------ terms

    def _terms(self, p: Predicate) -> tuple[list[Span], list[str]]:
        if self.tokens[p.head].tag == "NNS" and p.lemma in self.lex.lists["terms_nouns"]:
            listed = self.terms.listed(p.head)
            if listed:
                return listed, []
        heads = [*(c.i for c in self.tree.kids(p.head, "acl", "relcl")), *(a.head for a in p.role("content"))]
        for head in heads:
            if self.tokens[head].pos not in ("VERB", "AUX"):
                continue
            inner = self.scene.predicate(head)
            subjects = self.parties.subject(head)
            if inner is not None and inner.modality == "would" and self._relative(head):
                return self.terms.predicated(head), []
            if self.scene.infinitive(head):
                if self.acts.encounter(head):
                    continue
                own = next(self.tree.kids(head, "nsubj"), None)
                return self.terms.infinitives(head), subjects if own is not None else []
            marked = any(t.text.lower() == "that" for t in self.tree.kids(head, "mark"))
            if (
                marked
                and inner is not None
                and p.lemma in ("demand", "proposal", "request", "call", "condition", "offer")
            ):
                return self.terms.clauses(head), subjects
        if p.lemma in self.lex.lists["for_nouns"]:
            loose = self._loose_clause(p.head)
            if loose is not None and not self.acts.encounter(loose):
                named = self.acts.named_subject(loose)
                return self.terms.infinitives(loose), self.parties.subject(loose) if named else []
        for prep in self.tree.kids(p.head, "prep"):
            if prep.lemma == "for" and p.lemma in self.lex.lists["for_nouns"]:
                for inner_token in self.tree.kids(prep.i, "pobj"):
                    keys = list(self.cast.at(inner_token.i))
                    clauses = [
                        *self.tree.kids(inner_token.i, "relcl", "acl"),
                        *self.tree.kids(p.head, "relcl", "acl"),
                    ]
                    infinitive = next((c.i for c in clauses if self.scene.infinitive(c.i)), None)
                    if keys and infinitive is not None:
                        return self.terms.infinitives(infinitive), keys
                    lemma = inner_token.lemma.lower()
                    if not keys and lemma not in self.lex.lists["meeting_nouns"]:
                        return self.terms.phrases(inner_token.i), []
        return [], []

    def _relative(self, head: int) -> bool:
        """Tell whether a clause says what its noun would do: "a plan that would free the men"."""
        return any(t.tag in ("WDT", "WP") for t in self.tree.kids(head, "nsubj"))

    def _loose_clause(self, noun: int) -> int | None:
        """Return the "for X to act" after a noun that the parser hung on the verb above it."""
        for i in self.tree.ancestors(noun):
            for child in self.tree.kids(i, "advcl", "xcomp", "ccomp"):
                marked = any(t.lower_is("for") for t in self.tree.kids(child.i, "mark"))
                close = self.tree.left[child.i] == self.tree.right[noun] + 1 and self.scene.infinitive(
                    child.i
                )
                if (
                    (marked or close)
                    and child.i > noun
                    and self.tree.left[child.i] <= self.tree.right[noun] + 1
                ):
                    return child.i
            if self.tokens[i].pos == "VERB":
                break
        return None

    # ------------------------------------------------------------------ dates and evidence

    def _date(self, package: Package, carriers: list[tuple[Predicate, str]], p: Predicate) -> None:
        for verb, role in carriers:
            if role == "agent" or verb.negated:
                continue
            when = self.scene.date(verb) or self._shared_date(verb)
            if self.lex.has("published_verbs", verb.lemma) or self._online(verb):
                package.published = package.published or when
            elif self.lex.has("submitted_verbs", verb.lemma):
                package.submitted = package.submitted or when

    def _online(self, verb: Predicate) -> bool:
        """ "put the drafts on its website": made public."""
        places = {
            self.tokens[a.head].lemma.lower() for a in verb.arguments if a.role in ("on", "in", "place")
        }
        return bool(places & self.lex.lists["public_places"])

    def _shared_date(self, verb: Predicate) -> PartialDate | None:
        """ "On May 3 she announced that Kenya handed over its draft": the announcement's day is the act's."""
        above = self.scene.governor(verb)
        if above is None or self.tokens[verb.head].dep != "ccomp" or above.tense != "past":
            return None
        return self.scene.date(above) if above.lemma in ("announce", "say", "confirm", "report") else None

    def _span(self, p: Predicate) -> Span:
        heads = [p.head, *(a.head for a in p.arguments if a.role in ("agent", "by", "to", "modifier"))]
        inside = [i for i in heads if self.tree.sentence_of[i] == p.sentence]
        return Span(self.tokens[min(inside)].start, self.tokens[max(inside)].end)
