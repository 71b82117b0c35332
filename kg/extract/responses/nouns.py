"""Answers that a noun tells: "a written reply", "awaits a response", "its rejection of the plan"."""

from __future__ import annotations

from kg.extract.responses.answers import Answer
from kg.extract.responses.reader import ReplyReader
from kg.model import Predicate, Stance

_HOPED = frozenset({"hope", "expect", "want", "ask", "must", "should", "plan", "propose"})
# "after its rejection of the plan" tells that it was rejected; "a condition for its acceptance" does not.
_FACTUAL = frozenset({"after", "following", "over", "despite", "by", "since", "at"})
_UNTIL = frozenset({"until", "till", "once", "before", "unless", "when"})


class ResponseNouns(ReplyReader):
    """Reads the nouns of answering with the verbs that carry them."""

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
        verbs += [
            v
            for c in self.tree.kids(p.head, "relcl", "acl")
            for v in (self.scene.predicate(c.i),)
            if v is not None and v.kind == "verb" and v not in verbs and self._gives(v)
        ]
        if self._expected(p, verbs):
            return self._awaited(p, verbs, stance)
        given = next((v for v in verbs if self._gives(v)), None)
        if given is not None and not given.negated and given.tense != "future" and not given.conditional:
            return self._given(p, given, stance)
        if stance is None and self._told(p, verbs):
            found = self._spoken_of(p, verbs)
            if found is not None:
                return found
        if stance is not None and p.lemma in self.lex.stance_nouns and self._told(p, verbs):
            by = self.scene.actors(p.role("agent", "by", "from"))
            by = by or self.scene.actors(p.role("modifier"))
            return self._answer(p, by, self.scene.actors(p.role("to")), stance)
        return None

    def _spoken_of(self, p: Predicate, verbs: list[Predicate]) -> Answer | None:
        """ "The answers from Kenya did not meet its demands": an answer that somebody judges has been given."""
        by = self.scene.actors(p.role("from", "by"))
        judging = next((v for v in verbs if v.negated or v.lemma in self.lex.judging), None)
        if judging is None:
            judging = next((v for v in self._negated_of(p)), None)
        if not by or judging is None or judging.conditional:
            return None
        target = self.replies.target((*judging.role("patient", "to"), *p.role("to")), by)
        package = target[0] if target is not None else None
        to = target[1] if target is not None else []
        if package is None and not to:
            return None
        stance: Stance | None = "Rejected" if judging.negated else None
        return self.replies.answer(p, by, to, package, stance=stance)

    def _negated_of(self, p: Predicate) -> list[Predicate]:
        """Return the verb that an answer is the subject of."""
        above = self.scene.governor(p)
        mine = above is not None and any(a.head == p.head for a in above.role("agent"))
        return [above] if mine and above is not None and above.negated and above.kind == "verb" else []

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
            for a in p.role("patient", "for")
        ):
            return None
        first = self.scene.doc.sentences[p.sentence].first
        if not any(self.tokens[i].lemma.lower() in self.lex.nouns for i in range(first, p.head)):
            return None
        to = self.scene.actors(p.role("agent"))
        to = [self.scene.cast.side(k) for k in to]
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
            to = [k if self.scene.cast.actors[k].kind == "Person" else self._host(k) for k in to]
            if not to and verb.head > p.head:
                to = self._outer(p, by)
        found = self._answer(p, by, self.scene.others(to, by), stance)
        if found is not None and found.when is None:
            found.when = self.scene.date(verb)
        return found

    def _host(self, key: str) -> str:
        """Return the state whose embassy or ministry an answer is handed to."""
        actor = self.scene.cast.actors[key]
        return actor.organ_of if actor.organ_of in self.scene.cast.actors else key

    def _outer(self, p: Predicate, by: list[str]) -> list[str]:
        """ "Kenya discussed, or complained of, the answer that Chad sent": who speaks of it has got it."""
        if not self.scene.children(p.head, "det") & {"the", "this", "these"}:
            return []
        for i in self.tree.ancestors(p.head):
            above = self.scene.predicate(i)
            if above is not None and above.kind == "verb":
                found = self.scene.others(self.scene.actors(above.role("agent")), by)
                if found:
                    return list(dict.fromkeys(self.scene.cast.side(k) for k in found))[:1]
        return []

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
        if self._none_yet(p, verbs):
            return True
        for verb in verbs:
            if self._to_come(verb):
                return True
            if self._gives(verb) and verb.modality == "fail":
                return True
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

    def _to_come(self, verb: Predicate) -> bool:
        """ "is preparing its reply", "will hand over its answer", "said it would send one"."""
        if verb.negated or verb.conditional:
            return False
        if verb.lemma in self.lex.preparing:
            return verb.lemma == "promise" or verb.aspect == "progressive" or verb.tense == "future"
        above = self.scene.governor(verb)
        said = above is not None and above.kind == "verb" and self.tokens[verb.head].dep == "ccomp"
        return self._gives(verb) and (verb.tense == "future" or (verb.modality == "would" and said))

    def _none_yet(self, p: Predicate, verbs: list[Predicate]) -> bool:
        """ "There was no response from Kenya", "has received no answer", "if we do not hear an answer"."""
        none = bool(self.scene.children(p.head, "det") & {"no"})
        above = self.scene.governor(p)
        if none and above is not None and above.lemma == "be" and not above.role("agent"):
            return True
        for verb in verbs:
            hearing = verb.lemma in self.lex.hearing or (verb.lemma == "be" and none)
            if hearing and (verb.negated or none):
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
            if verb.lemma == "promise":
                to += self.scene.actors(verb.role("recipient", "patient", "to"))
                by += self.scene.others(self.scene.actors(verb.role("agent")), to)
            elif verb.lemma in self.lex.preparing:
                by += self.scene.actors(verb.role("agent"))
            elif verb.lemma in self.lex.expecting or verb.lemma in self.lex.hearing:
                by += self.scene.actors(verb.role("from"))
                to += self.scene.actors(verb.role("agent"))
            elif self._gives(verb):
                by += self.scene.actors(verb.role("agent", "from"))
                to += self.scene.actors(verb.role("to", "recipient"))
        if not by:
            by = self.scene.others(
                (k for v in verbs if v.passive and self._gives(v) for k in self.scene.speaker(v)), to
            )
        if not by:
            by = [k for c in self.tree.kids(p.head, "poss") for k in self.scene.cast.at(c.i)]
        waiter = self._waiter(p) or ([] if to or by else self.scene.speaker(p))
        by = [k for k in by if not self.scene.meet([k], waiter)]
        by = by or [k for c in self.tree.kids(p.head, "poss") for k in self.scene.cast.at(c.i)]
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
        if package is None and sides and all(self._unaffiliated(k) for k in sides):
            package = self.replies.packages.addressed(by)
            sides = list(package.by) if package is not None else sides
        if not by or (package is None and not sides):
            return None
        when = self.replies.when(p) or next(
            (d for i in self._above(p) if (d := self.scene.witness.when(i)) is not None), None
        )
        found = self.replies.answer(p, by, sides, package, status="Expected", stance=stance, when=when)
        if found is not None:
            found.again = bool(self.scene.children(p.head, "det") & {"the", "this"}) and target is None
        return found

    def _unaffiliated(self, key: str) -> bool:
        actor = self.scene.cast.actors[key]
        return actor.kind == "Person" and not actor.stands_for

    def _above(self, p: Predicate) -> list[int]:
        found, below = [], p.head
        for i in self.tree.ancestors(p.head):
            if self.tokens[i].lemma in ("say", "tell", "add", "note"):
                break
            if self.tokens[below].dep == "conj":
                break
            below = i
            if self.tokens[i].pos == "VERB":
                found.append(i)
        return found

    def _waiter(self, p: Predicate) -> list[str]:
        for i in self.tree.ancestors(p.head):
            verb = self.scene.predicate(i)
            if verb is not None and verb.kind == "verb" and verb.lemma in self.lex.expecting:
                return self.scene.actors(verb.role("agent"))
        return []
