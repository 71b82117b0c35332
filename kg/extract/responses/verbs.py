"""Answers that a verb gives: accepted, refused to do, agreed to do, will not do."""

from __future__ import annotations

from kg.extract.proposals.acts import Acts
from kg.extract.proposals.packages import Package
from kg.extract.proposing import proposing
from kg.extract.responses.answers import Answer
from kg.extract.responses.reader import ReplyReader
from kg.extract.responses.replies import Replies
from kg.model import Argument, Predicate, Stance

_ASSERTED = frozenset({"", "alleged"})
_RESULT = ("patient", "to", "with")
_UNTIL = frozenset({"until", "till", "once", "before", "unless"})


class ResponseVerbs(ReplyReader):
    """Reads one predicate after the other; see ``ontology/lexicon/responses.yaml`` for the frames."""

    def __init__(self, replies: Replies) -> None:
        super().__init__(replies)
        self.proposing = proposing()
        self.acts = Acts(self.scene)

    def read(self, p: Predicate) -> Answer | None:
        """Return the answer that a verb tells, ``None`` if it tells none."""
        if p.kind != "verb":
            return None
        frame = self.lex.verbs.get(p.lemma) or self.lex.verbs.get(self.scene.phrasal(p))
        if p.conditional:
            return None
        if frame is not None:
            both = self._neither(p)
            if both is not None:
                return both
        if frame is None:
            return self._unwilling(p)
        if self._nor(p):
            return None
        by = self.scene.actors(p.role("agent")) or self._own_side(p)
        stance = self._stance(p, frame.stance)
        if not by or (stance is None and (frame.stance is not None or p.negated or p.modality)):
            why = "nothing accepted or rejected is asserted" if by else "no respondent resolved"
            self.scene.witness.note(p.head, "response", why)
            return self._unwilling(p)
        for kind in frame.objects:
            found = self._object(p, kind, by)
            if found is not None:
                package, to = found
                return self._complete(p, by, to, package, stance)
        other = (
            self._bare(p, by, stance) or self._refused(p, by) or self._written(p, by) or self._unwilling(p)
        )
        if other is None:
            self.scene.witness.note(p.head, "response", "answers nothing put forward to the respondent")
        return other

    def _own_side(self, p: Predicate) -> list[str]:
        """ "Ana Lupu said her government could not accept the plan": the government is hers."""
        return self.scene.agents(p) if p.relation == "ccomp" else []

    def _bare(self, p: Predicate, by: list[str], stance: Stance | None) -> Answer | None:
        """ "Kenya asked Somalia to leave, but Mogadishu refused": an answer to what was just put to the respondent."""
        said = [a for a in p.arguments if a.role != "agent" and not a.role.startswith("time")]
        if stance is None or said or p.tense != "past" or p.lemma not in self.lex.bare:
            return None
        package = self.replies.packages.addressed(by)
        if package is None or not self.replies.near(package, p.head):
            return None
        return self.replies.answer(p, by, list(package.by), package, stance=stance)

    def _written(self, p: Predicate, by: list[str]) -> Answer | None:
        """ "Kenya replied in writing": an answer even where nothing says to what."""
        if p.lemma not in self.lex.replying or p.negated or p.tense != "past":
            return None
        if p.role(*_RESULT) or self.replies.form(p) != "Written":
            return None
        return self.replies.answer(p, by, [], self.replies.packages.addressed(by))

    def _neither(self, p: Predicate) -> Answer | None:
        """ "neither accepted nor turned down the offer"."""
        if not any(t.lower_is("neither") for t in self.tree.kids(p.head)):
            return None
        others = [
            q
            for j in self.tree.conjuncts(p.head)
            for q in (self.scene.predicate(j),)
            if q is not None and j > p.head
        ]
        stances = {frame.stance for q in (p, *others) if (frame := self.lex.verbs.get(q.lemma)) is not None}
        by = self.scene.actors(p.role("agent"))
        if not {"Accepted", "Rejected"} <= stances or not by:
            return None
        arguments = [a for q in (p, *others) for a in q.role(*_RESULT)]
        target = self.replies.target(arguments, by)
        if target is None or not (target[0] or target[1]):
            return None
        return self.replies.answer(p, by, target[1], target[0], stance="Mixed")

    def _nor(self, p: Predicate) -> bool:
        first = self.tree.first_conjunct(p.head)
        return first != p.head and any(t.lower_is("neither") for t in self.tree.kids(first))

    def _refused(self, p: Predicate, by: list[str]) -> Answer | None:
        """ "refused to respond to the request": no answer is given at all."""
        if p.lemma not in ("refuse", "decline") or p.negated:
            return None
        for a in p.role("content"):
            inner = self.scene.predicate(a.head)
            if inner is not None and inner.lemma in self.lex.replying:
                target = self.replies.target(inner.role(*_RESULT), by)
                if target is not None:
                    return self.replies.answer(p, by, target[1], target[0], status="Refused")
        return None

    def _complete(
        self, p: Predicate, by: list[str], to: list[str], package: Package | None, stance: Stance | None
    ) -> Answer | None:
        if (stance == "Accepted" and self._partly(p)) or (stance == "Rejected" and self._partly_rejected(p)):
            stance = "Mixed"
        if stance is None and package is None and not to:
            return None
        return self.replies.answer(p, by, to, package, stance=stance)

    def _stance(self, p: Predicate, stance: Stance | None) -> Stance | None:
        """Return the stance under the verb's polarity and modality; ``None`` if it is not asserted, or tells none."""
        if p.negated or p.modality in ("refuse", "fail"):
            plain = p.modality in ("", "refuse", "fail", "would", "can", "alleged")
            return "Rejected" if stance == "Accepted" and plain else None
        if p.tense == "future" or p.modality not in _ASSERTED:
            return None
        return stance

    def _partly(self, p: Predicate) -> bool:
        if self.scene.children(p.head, "advmod") & self.lex.partial_words:
            return True
        but = any(c.lemma == "but" for c in self.tree.kids(p.head, "cc"))
        return but and any(c.lemma in self.lex.withholding for c in self.tree.kids(p.head, "conj"))

    def _partly_rejected(self, p: Predicate) -> bool:
        """ "rejected the main points but accepted some"."""
        but = any(c.lemma == "but" for c in self.tree.kids(p.head, "cc"))
        frames = (self.lex.verbs.get(c.lemma) for c in self.tree.kids(p.head, "conj"))
        return but and any(f is not None and f.stance == "Accepted" for f in frames)

    # ------------------------------------------------------------------ what is answered

    def _object(self, p: Predicate, kind: str, by: list[str]) -> tuple[Package | None, list[str]] | None:
        if kind == "act":
            return self._act(p, by)
        if kind == "to":
            return self._to(p, by)
        if kind == "permission":
            return self._permission(p, by)
        arguments = p.role(*_RESULT)
        if kind == "demand":
            asked = ("demand", "condition", "request", "term")
            arguments = tuple(a for a in p.role("patient") if self.tokens[a.head].lemma.lower() in asked)
        found = self.replies.target(arguments, by)
        if found is not None or kind in ("proposal", "demand"):
            return found
        return self._anything(p, by)

    def _act(self, p: Predicate, by: list[str]) -> tuple[Package | None, list[str]] | None:
        content = next((a for a in p.role("content") if self.scene.infinitive(a.head)), None)
        if content is None:
            return None
        inner = self.scene.predicate(content.head)
        if inner is None or self._talking(inner) or self._shared(inner):
            return None
        others = self.scene.others(
            self.scene.actors(inner.role("patient", "recipient", "to", "with", "from")), by
        )
        if inner.lemma in self.lex.verbs:  # "refused to accept the plan", "agreed to respond to the call"
            if inner.lemma in self.lex.replying:
                return None
            target = self.replies.target(inner.role(*_RESULT), by)
            if target is not None:
                return target
        package = self.replies.packages.addressed(by)
        if package is not None and others and not self.scene.meet(package.by, others):
            package = None
        return package, others

    def _talking(self, inner: Predicate) -> bool:
        if inner.lemma not in self.lex.talking:
            return False
        if inner.lemma not in ("give", "provide", "rule", "be"):
            return True
        objects = {self.tokens[a.head].lemma.lower() for a in inner.role("patient")}
        if inner.lemma in ("give", "provide") and self.scene.actors(inner.role("recipient")):
            return False
        return not objects or bool(objects & self.lex.talk_objects) or inner.lemma in ("rule", "be")

    def _shared(self, inner: Predicate) -> bool:
        """Tell whether the act is an encounter or goes on between the parties: agreeing to it answers no proposal."""
        shared = ("cooperate", "continue", "work", "speak", "remain", "stay", "keep", "maintain")
        return inner.lemma in shared or self.acts.encounter(inner.head)

    def _to(self, p: Predicate, by: list[str]) -> tuple[Package | None, list[str]] | None:
        arguments = p.role("to", "patient") if p.lemma in ("agree", "consent") else p.role("to")
        found = self.replies.target(arguments, by)
        if found is not None:
            return found
        if p.lemma not in ("agree", "consent"):
            return None
        meeting = self.proposing.lists["meeting_nouns"]
        for a in p.role("to"):
            lemma = self.tokens[a.head].lemma.lower()
            if (
                lemma in meeting
                or self.tokens[a.head].pos not in ("NOUN", "PROPN")
                or self.scene.cast.at(a.head)
            ):
                continue
            return self.replies.packages.addressed(by), []
        return None

    def _permission(self, p: Predicate, by: list[str]) -> tuple[Package | None, list[str]] | None:
        if p.passive and not p.role("agent"):
            return None
        if not any(self.tokens[a.head].lemma.lower() in self.lex.permissions for a in p.role("patient")):
            return None
        others = self.scene.actors(p.role("recipient", "to")) or [
            k for a in p.role("patient") for k in (*self.replies.owners(a.head), *self.scene.cast.of(a))
        ]
        return None, self.scene.others(others, by)

    def _anything(self, p: Predicate, by: list[str]) -> tuple[Package | None, list[str]] | None:
        for a in p.role("patient"):
            lemma = self.tokens[a.head].lemma.lower()
            if self.tokens[a.head].pos not in ("NOUN", "PROPN") or lemma in self.lex.denials:
                continue
            inside = self.scene.actors_below(a.head)
            package = self.replies.packages.addressed(by) if self._refers(a) else None
            return package, self.scene.others(inside, by)[:2] if package is None else list(package.by)
        for a in p.role("content"):  # "rule out making concessions", "rejects handing over the suspects"
            inner = self.scene.predicate(a.head)
            if (
                inner is not None
                and self.tokens[a.head].tag == "VBG"
                and not self._talking(inner)
                and not self._shared(inner)
            ):
                others = self.scene.others(
                    self.scene.actors(inner.role("patient", "to", "recipient", "with")), by
                )
                package = self.replies.packages.addressed(by)
                return (package, others) if package is not None or others else None
        return None

    def _refers(self, a: Argument) -> bool:
        return any(
            t.text.lower() in ("this", "these", "that", "such") for t in self.tree.kids(a.head, "det", "amod")
        )

    def _unaffiliated(self, key: str) -> bool:
        actor = self.scene.cast.actors[key]
        return actor.kind == "Person" and not actor.stands_for

    # ------------------------------------------------------------------ will not

    def _unwilling(self, p: Predicate) -> Answer | None:
        """ "Kenya will not lift the ban": saying that one will not do what gives way rejects the call for it."""
        if not p.negated or p.passive or not (p.tense == "future" or p.modality in ("would", "refuse")):
            return None
        if self.scene.outermost(p) in ("relcl", "acl", "advcl"):
            return None
        by = self.scene.agents(p)
        speaker = self.scene.speaker(p)
        unknown = all(self._unaffiliated(k) for k in speaker)
        if not by or (speaker and not unknown and not self.scene.meet(speaker, by)):
            return None
        objects = {self.tokens[a.head].lemma.lower() for a in p.role("patient", "on", "to")}
        gives = self.proposing.has("yielding_verbs", p.lemma) or p.lemma in (
            "compromise",
            "retreat",
            "yield",
            "bow",
            "end",
            "change",
            "reverse",
            "concede",
            "back down",
            "give in",
            "stop",
            "remove",
            "allow",
        )
        if not gives and not (
            p.lemma in ("make", "offer") and objects & {"concession", "compromise", "change"}
        ):
            return None
        if objects & self.proposing.lists["meeting_nouns"]:
            return None
        roles = ("patient", "recipient", "to", "with")
        others = self.scene.actors(p.role(*roles, *(() if p.lemma in ("make", "offer") else ("on",))))
        for a in p.role("advcl"):
            if {t.text.lower() for t in self.tree.kids(a.head, "mark")} & _UNTIL:
                inner = self.scene.predicate(a.head)
                others += self.scene.actors(inner.role("agent")) if inner is not None else []
        others = self.scene.others(others, by)
        package = self.replies.packages.addressed(by)
        if package is not None and others and not self.scene.meet(package.by, others):
            package = None
        return self.replies.answer(
            p,
            by,
            others,
            package,
            stance="Rejected",
            when=self.scene.date(p) if p.tense != "future" else None,
        )
