"""Who puts forward the proposal that a noun names, and to whom: by its own phrase and by the verbs that carry it."""

from __future__ import annotations

from kg.extract.answering import answering
from kg.extract.proposing import Frame, proposing
from kg.extract.scene import Scene
from kg.model import Predicate

_TREATIES = frozenset({"draft", "treaty", "agreement"})


class ProposalParties:
    """Reads the parties of the nouns of proposals in one document."""

    def __init__(self, scene: Scene) -> None:
        self.scene = scene
        self.tree = scene.tree
        self.tokens = scene.tokens
        self.cast = scene.cast
        self.lex = proposing()

    def anchor(self, i: int) -> int:
        """Return the document of "draft treaty": verbs and owners go with it."""
        token = self.tokens[i]
        if token.dep not in ("compound", "amod", "nmod"):
            return i
        return token.head if self.tokens[token.head].lemma.lower() in self.lex.lists["document_nouns"] else i

    def owners(self, p: Predicate, carriers: list[tuple[Predicate, str]]) -> tuple[list[str], bool]:
        """Return who puts it forward, and whether the noun phrase itself says so."""
        chain = list(dict.fromkeys((p.head, self.anchor(p.head), *self._documents(p.head))))
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
            if (
                verb.lemma in self.lex.lists["making_verbs"]
                and verb.lemma not in self.lex.lists["reviewing_verbs"]
            ):
                return agents, mine
        return [], False

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
            k
            for v, _ in verbs
            if v.lemma in self.lex.lists["waiting_verbs"]
            for k in self.scene.actors(v.role("agent"))
        ]

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

    def _documents(self, i: int) -> list[int]:
        token = self.tokens[i]
        if token.dep == "pobj" and self.tokens[token.head].lower_is("of"):
            outer = self.tokens[token.head].head
            if self.tokens[outer].lemma.lower() in self.lex.lists["document_nouns"]:
                return [outer]
        return []

    def _indefinite(self, i: int) -> bool:
        return not any(t.text.lower() in self.lex.lists["pointers"] for t in self.tree.kids(i, "det", "poss"))

    def addressees(self, p: Predicate, frame: Frame, carriers: list[tuple[Predicate, str]]) -> list[str]:
        """Return to whom its own words and its verbs say that it is put."""
        poss = any(True for _ in self.tree.kids(p.head, "poss"))
        found = [k for role in frame.to if role != "of" or poss for k in self.scene.actors(p.role(role))]
        anchor = self.anchor(p.head)
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
            if inner is not None and inner.lemma in self.lex.lists["wishing_verbs"] and inner.head > p.head:
                found += self.scene.actors(inner.role("from"))
                found += [k for a in inner.role("content") for k in self.subject(a.head)]
        return list(dict.fromkeys(found))

    def subject(self, head: int) -> list[str]:
        """Return the actors that do what a clause tells, or that a noun denotes."""
        inner = self.scene.predicate(head)
        return list(self.cast.at(head)) if inner is None else self.scene.actors(inner.role("agent"))
