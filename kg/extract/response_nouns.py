"""Answers that a noun tells: "a written reply", "awaits a response", "its rejection of the plan"."""

from __future__ import annotations

from kg.extract.answers import Answer
from kg.extract.replies import Replies
from kg.model import Predicate, Stance

_HOPED = frozenset({"hope", "expect", "want", "ask", "must", "should", "plan", "propose"})
# "after its rejection of the plan" tells that it was rejected; "a condition for its acceptance" does not.
_FACTUAL = frozenset({"after", "following", "over", "despite", "by", "since", "at"})
_UNTIL = frozenset({"until", "till", "once", "before", "unless", "when"})


class ResponseNouns:
    """Reads the nouns of answering with the verbs that carry them."""

    def __init__(self, replies: Replies) -> None:
        self.replies = replies
        self.scene = replies.scene
        self.tree = self.scene.tree
        self.tokens = self.scene.tokens
        self.lex = replies.lex

    def read(self, p: Predicate) -> Answer | None:
        """Return the answer that a noun tells, ``None`` if it is none or nobody gives it."""
        if p.kind == "verb":
            return self._it(p)
        if p.kind != "noun":
            return None
        stance = self.lex.stance_nouns.get(p.lemma)
        if stance is None and p.lemma not in self.lex.nouns:
            return None
        if self.tokens[p.head].dep == "pobj" and self.tokens[self.tokens[p.head].head].lower_is("in"):
            return None  # "in response to"
        if stance is None:
            stance = self._adjective(p)
        verbs = [v for v, _ in self.scene.carriers(p.head)]
        if self._expected(p, verbs):
            return self._awaited(p, verbs, stance)
        given = next((v for v in verbs if self._gives(v)), None)
        if given is not None and not given.negated and given.tense != "future" and not given.conditional:
            return self._given(p, given, stance)
        if stance is not None and p.lemma in self.lex.stance_nouns and self._told(p, verbs):
            by = self.scene.actors(p.role("agent", "by", "from"))
            by = by or self.scene.actors(p.role("modifier"))
            return self._answer(p, by, self.scene.actors(p.role("to")), stance)
        return None

    def _told(self, p: Predicate, verbs: list[Predicate]) -> bool:
        """Tell whether the noun names what happened: no risk, wish or condition."""
        if any(v.negated or v.modality or v.tense == "future" or v.conditional for v in verbs):
            return False
        token = self.tokens[p.head]
        return token.dep != "pobj" or self.tokens[token.head].text.lower() in _FACTUAL

    def _it(self, p: Predicate) -> Answer | None:
        """ "talks to get an answer, and Kenya expects it by Friday": the noun stands before."""
        if p.lemma not in self.lex.expecting or p.negated or p.conditional:
            return None
        if not any(
            self.tokens[a.head].lower_is("it") or self.tokens[a.head].lower_is("one")
            for a in p.role("patient")
        ):
            return None
        first = self.scene.doc.sentences[p.sentence].first
        if not any(self.tokens[i].lemma.lower() in self.lex.nouns for i in range(first, p.head)):
            return None
        to = self.scene.actors(p.role("agent"))
        package = self.replies.packages.between(to, self.scene.actors(p.role("from")))
        by = self.scene.actors(p.role("from")) or (list(package.to) if package is not None else [])
        return self.replies.answer(p, by, to, package, status="Expected")

    def _adjective(self, p: Predicate) -> Stance | None:
        words = self.scene.children(p.head, "amod", "compound") | {
            t.text.lower() for t in self.tree.kids(p.head, "amod")
        }
        return next((stance for word, stance in self.lex.stance_adjectives.items() if word in words), None)

    def _gives(self, v: Predicate) -> bool:
        return v.lemma in self.lex.giving or v.lemma.split(" ")[0] in self.lex.giving

    # ------------------------------------------------------------------ given

    def _given(self, p: Predicate, verb: Predicate, stance: Stance | None) -> Answer | None:
        if verb.lemma in self.lex.receiving:
            to = self.scene.actors(verb.role("agent"))
            by = self.scene.actors((*verb.role("from"), *p.role("from", "agent")))
        else:
            by = self.scene.actors((*verb.role("agent"), *p.role("from", "by")))
            if verb.passive and not by:
                by = self.scene.actors(p.role("agent"))
            to = self.scene.actors((*verb.role("to", "recipient"), *p.role("to")))
        return self._answer(p, by, self.scene.others(to, by), stance)

    def _answer(self, p: Predicate, by: list[str], to: list[str], stance: Stance | None) -> Answer | None:
        target = self.replies.target(p.role("to", "on", "of", "about", "for"), by)
        package = target[0] if target else None
        if package is None:
            package = self.replies.packages.between(to, by) if to else self.replies.packages.addressed(by)
        to = to or (target[1] if target else [])
        if not by or (stance is None and package is None and not to):
            return None
        return self.replies.answer(p, by, to, package, stance=stance)

    # ------------------------------------------------------------------ awaited

    def _expected(self, p: Predicate, verbs: list[Predicate]) -> bool:
        if p.light.split(" ")[0] in self.lex.expecting or self._waits(p.head):
            return True
        for verb in verbs:
            if verb.lemma in self.lex.expecting or verb.modality in _HOPED or self._waits(verb.head):
                return True
            above = self.scene.governor(verb)
            if (
                above is not None
                and above.lemma in self.lex.expecting
                and self.tokens[verb.head].dep in ("xcomp", "advcl", "pcomp", "ccomp")
            ):
                return True
            if {
                t.text.lower() for t in self.tree.kids(verb.head, "mark", "advmod")
            } & _UNTIL and verb.tense != "future":
                return True
            if self._gives(verb) and verb.negated and verb.aspect == "perfect":
                return True
            if (
                above is not None
                and above.lemma in ("have", "be")
                and any(t.lower_is("yet") for t in (*self.tree.kids(above.head), *self.tree.kids(verb.head)))
            ):
                return True
        return False

    def _waits(self, i: int) -> bool:
        """Tell whether a token hangs on "wait for", "hope for", "deadline for"."""
        token = self.tokens[i]
        if token.dep not in ("pobj", "pcomp") or self.tokens[token.head].lemma not in (
            "for",
            "on",
            "upon",
            "to",
        ):
            return False
        above = self.tokens[self.tokens[token.head].head]
        return above.lemma.lower() in self.lex.expecting or above.lemma.lower() in (
            "deadline",
            "wait",
            "waiting",
        )

    def _awaited(self, p: Predicate, verbs: list[Predicate], stance: Stance | None) -> Answer | None:
        by = self.scene.actors(p.role("from", "by"))
        to: list[str] = []
        for verb in verbs:
            if verb.lemma in self.lex.expecting or verb.lemma in self.lex.receiving:
                by += self.scene.actors(verb.role("from"))
                to += self.scene.actors(verb.role("agent"))
            elif self._gives(verb):
                by += self.scene.actors(verb.role("agent", "from"))
                to += self.scene.actors(verb.role("to", "recipient"))
        if not by:
            by = [k for c in self.tree.kids(p.head, "poss") for k in self.scene.cast.at(c.i)]
        waiter = self._waiter(p)
        to = self.scene.others([*to, *waiter], by)
        target = self.replies.target(p.role("to", "on", "about", "for"), by)
        package = target[0] if target else None
        if package is None or (to and not self.scene.meet(to, package.by)):
            package = self.replies.packages.between(to, by) or package
        if not by and package is not None:
            by = list(package.to)
        if target and target[1]:
            to = self.scene.others(target[1], by)
        sides = list(
            dict.fromkeys(
                self.scene.cast.side(k) if self.scene.cast.actors[k].kind == "Person" else k for k in to
            )
        )
        if not by or (package is None and not sides):
            return None
        when = self.replies.when(p) or next(
            (d for i in self._above(p) if (d := self.scene.witness.when(i)) is not None), None
        )
        return self.replies.answer(p, by, sides, package, status="Expected", stance=stance, when=when)

    def _above(self, p: Predicate) -> list[int]:
        found = []
        for i in self.tree.ancestors(p.head):
            if self.tokens[i].lemma in ("say", "tell", "add", "note"):
                break
            if self.tokens[i].pos == "VERB":
                found.append(i)
        return found

    def _waiter(self, p: Predicate) -> list[str]:
        for i in self.tree.ancestors(p.head):
            verb = self.scene.predicate(i)
            if verb is not None and verb.kind == "verb" and verb.lemma in self.lex.expecting:
                return self.scene.actors(verb.role("agent"))
        return []
