"""Proposals that a noun names: drafts, plans, demands, offers; who owns them, what carries them, what they contain."""

from __future__ import annotations

from kg.extract.acts import Acts
from kg.extract.answering import answering
from kg.extract.packages import Package, Packages
from kg.extract.proposing import Frame, proposing
from kg.extract.scene import Scene
from kg.extract.terms import Terms
from kg.model import PartialDate, Predicate, Span

_WISHING = frozenset({"want", "expect", "demand", "seek", "ask"})
_REVIEWED = frozenset({"reject", "refuse", "accept", "consider", "study", "discuss", "examine", "back"})
_TREATIES = frozenset({"draft", "treaty", "agreement"})
_WAITING = frozenset({"await", "expect", "receive", "get", "seek", "want", "demand"})
_POINTERS = frozenset({"the", "this", "these", "that", "those", "its", "his", "their", "our", "such"})


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
        anchor = self._anchor(p.head)
        carriers = self.scene.carriers(anchor)
        by, owned = self._owners(p, carriers)
        to = self._addressees(p, frame, carriers)
        terms, subjects = self._terms(p)
        to = self.scene.others(to or subjects, by)
        home = None if owned or (terms and by) else self._referred(p)
        pending = home is None and p.lemma in self.lex.lists["two_sided_nouns"] and not to
        if pending and not (by and owned and terms and p.lemma != "call"):
            return
        if not terms and any(
            self.scene.infinitive(c.i) and self.acts.encounter(c.i) for c in self.tree.kids(p.head, "acl")
        ):
            return  # "a proposal to hold talks" is told as a meeting
        if (p.lemma == "call" and not terms) or (not terms and self._of_meeting(p.head)):
            return
        if p.lemma in self.lex.lists["own_nouns"] and not (to or home) and not self._carried(carriers):
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

    def _carried(self, carriers: list[tuple[Predicate, str]]) -> bool:
        return any(
            self.lex.has("submitted_verbs", v.lemma) or self.lex.has("published_verbs", v.lemma)
            for v, _ in carriers
        )

    # ------------------------------------------------------------------ parties

    def _part(self, i: int) -> bool:
        """The "draft" of "draft agreement" and the "proposal" of "proposal documents" are told by their head."""
        token = self.tokens[i]
        return (
            token.dep in ("compound", "amod", "nmod")
            and self.tokens[token.head].lemma.lower() in self.lex.nouns
        )

    def _anchor(self, i: int) -> int:
        """Return the document of "draft treaty": verbs and owners go with it."""
        token = self.tokens[i]
        if token.dep not in ("compound", "amod", "nmod"):
            return i
        return token.head if self.tokens[token.head].lemma.lower() in self.lex.lists["document_nouns"] else i

    def _owners(self, p: Predicate, carriers: list[tuple[Predicate, str]]) -> tuple[list[str], bool]:
        """Return who puts it forward, and whether the noun phrase itself says so."""
        chain = list(dict.fromkeys((p.head, self._anchor(p.head), *self._documents(p.head))))
        owners = self._asker(p.head)
        owners = owners or self._slighted(p.head, carriers)
        owners = owners or [k for i in chain for c in self.tree.kids(i, "poss") for k in self.cast.at(c.i)]
        owners += [k for k in self.scene.actors(p.role("by", "from")) if k not in owners]
        owners = owners or self.scene.actors(p.role("of"))  # "the demand of Kenya"
        if owners:
            return owners, True
        adjectives = [
            k for i in chain for c in self.tree.kids(i, "amod", "compound", "nmod") for k in self.cast.at(c.i)
        ]
        if adjectives:
            return list(dict.fromkeys(adjectives)), True
        for verb, role in carriers:
            agents = self.scene.actors(verb.role("agent"))
            if role == "agent" or verb.negated or not agents:
                continue
            mine = verb.head > p.head or self._indefinite(p.head)  # "a proposal made by X", "made a proposal"
            if self.lex.has("submitted_verbs", verb.lemma) or self.lex.has("published_verbs", verb.lemma):
                return (self._states(agents) if p.lemma in _TREATIES else agents), mine
            if verb.lemma in self.lex.lists["making_verbs"] and verb.lemma not in _REVIEWED:
                return agents, mine
        return [], False

    def _slighted(self, i: int, carriers: list[tuple[Predicate, str]]) -> list[str]:
        """ "said that Kenya had left its demands unanswered": the demands are the speaker's, not Kenya's."""
        if not any(t.pos == "PRON" for t in self.tree.kids(i, "poss")):
            return []
        mine = [k for c in self.tree.kids(i, "poss") for k in self.cast.at(c.i)]
        for verb, role in carriers:
            frame = answering().verbs.get(verb.lemma)
            slighting = verb.lemma == "leave" or (frame is not None and frame.stance == "Rejected")
            if role == "agent" or not slighting:
                continue
            agents = self.scene.actors(verb.role("agent"))
            speaker = self.scene.others(self.scene.speaker(verb), agents)
            if speaker and self.scene.meet(mine, agents):
                return speaker
        return []

    def _states(self, keys: list[str]) -> list[str]:
        """Return for a ministry its state: a draft treaty is the state's."""
        actors = self.scene.cast.actors
        return [o if (o := actors[k].organ_of) in actors and actors[k].kind != "Person" else k for k in keys]

    def _asker(self, i: int) -> list[str]:
        """ "gave Kenya an answer to its demand": what is answered is the demand of whoever gets the answer."""
        token = self.tokens[i]
        pronoun = any(t.pos == "PRON" for t in self.tree.kids(i, "poss"))
        if not pronoun or token.dep != "pobj" or not self.tokens[token.head].lower_is("to"):
            return []
        answer = self.tokens[token.head].head
        if self.tokens[answer].lemma.lower() not in answering().nouns:
            return []
        verbs = self.scene.carriers(answer)
        found = [k for v, _ in verbs for k in self.scene.actors(v.role("recipient", "to"))]
        return found or [
            k for v, _ in verbs if v.lemma in _WAITING for k in self.scene.actors(v.role("agent"))
        ]

    def _documents(self, i: int) -> list[int]:
        token = self.tokens[i]
        if token.dep == "pobj" and self.tokens[token.head].lower_is("of"):
            outer = self.tokens[token.head].head
            if self.tokens[outer].lemma.lower() in self.lex.lists["document_nouns"]:
                return [outer]
        return []

    def _indefinite(self, i: int) -> bool:
        return not any(t.text.lower() in _POINTERS for t in self.tree.kids(i, "det", "poss"))

    def _addressees(self, p: Predicate, frame: Frame, carriers: list[tuple[Predicate, str]]) -> list[str]:
        poss = any(True for _ in self.tree.kids(p.head, "poss"))
        found = [k for role in frame.to if role != "of" or poss for k in self.scene.actors(p.role(role))]
        anchor = self._anchor(p.head)
        for prep in self.tree.kids(anchor, "prep", "dative") if anchor != p.head else ():
            found += [
                k for t in self.tree.kids(prep.i, "pobj") if prep.lower_is("to") for k in self.cast.at(t.i)
            ]
        for verb, role in carriers:
            if verb.negated or not (self.lex.has("submitted_verbs", verb.lemma)):
                continue
            found += self.scene.actors(verb.role("to", "recipient"))
            if role in ("with", "patient"):  # of two objects, the party is who gets it
                found += self.scene.actors(a for a in verb.role("patient") if a.head != anchor)
        for i in self.tree.indices(p.head):  # "drafts on guarantees that Kenya expects Uganda to give"
            inner = self.scene.predicate(i) if self.tokens[i].dep in ("relcl", "acl") else None
            if inner is not None and inner.lemma in _WISHING and inner.head > p.head:
                found += self.scene.actors(inner.role("from"))
                found += [k for a in inner.role("content") for k in self._subject(a.head)]
        return list(dict.fromkeys(found))

    def _subject(self, head: int) -> list[str]:
        inner = self.scene.predicate(head)
        return list(self.cast.at(head)) if inner is None else self.scene.actors(inner.role("agent"))

    def _referred(self, p: Predicate) -> Package | None:
        """ "The proposal", "these drafts" and "a demand" in apposition refer to what was told last."""
        token = self.tokens[p.head]
        mine = [k for c in self.tree.kids(p.head, "poss") for k in self.cast.at(c.i)]
        if mine:
            return None
        pointed = any(t.text.lower() in _POINTERS for t in self.tree.kids(p.head))
        loose = token.dep in ("appos", "dobj", "conj") and any(
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
            subjects = self._subject(head)
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
                return self.terms.infinitives(loose), self._subject(loose) if named else []
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
