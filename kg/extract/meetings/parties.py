"""Who meets whom: the parties that a predicate of meeting names or implies."""

from __future__ import annotations

from collections.abc import Callable, Container

from kg.extract.meetings.encounters import Frame
from kg.extract.meetings.setting import Setting
from kg.extract.reporting import reporting
from kg.gazetteer import gazetteer
from kg.model import Argument, Predicate

Rule = Callable[[Predicate, Frame], list[str]]


class Parties:
    """Finds the parties of predicates in one document."""

    def __init__(self, setting: Setting) -> None:
        self.setting = setting
        self.tree = setting.tree
        self.cast = setting.cast
        self.lex = setting.lex
        self.states = self._states()
        self.salient = self._salient()

    def of(self, p: Predicate, frame: Frame) -> list[str]:
        """Return the keys of the parties: named ones first, then what the surroundings imply."""
        addressed = self._addressed(p) if p.kind == "noun" else []
        keys = addressed or self._named(p, frame)
        verbal: tuple[Rule, ...] = (
            self._hung_lower,
            self._relative,
            self._visited,
            self._partner,
            self._plural,
        )
        nominal: tuple[Rule, ...] = (
            self._hung_lower,
            self._plural,
            self._implied,
            self._counted,
            self._visited,
            self._partner,
        )
        inner = self.setting.inner(p)
        whose = [a for q in (p, inner) if q is not None for a in q.arguments if self.lex.has("whose", a.role)]
        partners = p.kind == "noun" and not addressed and not any(self._denoted(a) for a in whose)
        if len(p.role("between")) > 1:
            return self._as_precise_as_told(
                keys
            )  # "between A and B" tells all, though one may be unknown to us
        for rule in verbal if p.kind == "verb" else nominal:
            if len(keys) < 2 or partners:
                more = [k for k in rule(p, frame) if not any(self.cast.same_side(k, x) for x in keys)]
                partners = partners and (
                    rule == self._hung_lower or not more
                )  # talks "with A and B" are those of somebody else
                keys += more
        if partners and len(keys) > 1 and frame.known:
            others = [k for k in self.salient if not any(self.cast.same_side(k, x) for x in keys)]
            keys = [*others[: len(others) == 1], *keys]
        return self._as_precise_as_told(keys)

    def host(self, p: Predicate) -> str | None:
        """Return who hosts: the agent of "host", "hosted by"."""
        for verb in (p, *self.setting.carriers(p)):
            if self.lex.has("hosting_verbs", verb.light or verb.lemma):
                return next(iter(self.cast.all_of(verb.role("agent"))), None)
        return None

    # ------------------------------------------------------------------ named

    def _named(self, p: Predicate, frame: Frame) -> list[str]:
        inner = self.setting.inner(p)
        own = [*p.arguments, *(inner.arguments if inner is not None else ())]
        if self.lex.has("convening_verbs", p.light) or self.setting.missed(p):
            # who brings others together, or tells of it, is not himself between them
            between = [k for a in own if a.role in ("between", "with", "among") for k in self.cast.of(a)]
            if len(dict.fromkeys(between)) > 1:
                return list(dict.fromkeys(between))
        named = [k for a in own if a.role in frame.parties for k in self._denoted(a)]
        members = [member for k in named for member in self._members(k)]
        for a in (*p.role("in"), *p.role("within")):  # "a meeting in the X-Y Council"
            joint = [member for k in self.cast.of(a) for member in self._members(k)]
            members += joint if len(joint) > 1 else []
        return list(dict.fromkeys(members))

    def _denoted(self, a: Argument) -> list[str]:
        """Return the actors of one filler: the nations of "the leaders of A and B", two such of "the presidents"."""
        nations = self._represented(a)
        if len(nations) > 1:
            return nations
        lemma = self.setting.tokens[a.head].lemma.lower()
        if self.setting.tokens[a.head].tag == "NNS" and self._is_pair(a):
            return self._titled(a.head, lemma) or list(self.cast.of(a))
        return list(self.cast.of(a)) or nations

    def _titled(self, before: int, title: str) -> list[str]:
        """Return the two persons with a title who were named last, if there are two of different sides."""
        titled = {k for k, a in self.cast.actors.items() if any(title in t.lower().split() for t in a.titles)}
        return self._last_persons(before, 2, [], titled)

    def _represented(self, a: Argument) -> list[str]:
        """ "Advisers to the leaders of A and B", "delegations from A and B": those for whom they come."""
        found: list[str] = []
        heads = [a.head] if self.setting.tokens[a.head].pos == "NOUN" else []
        while heads:
            i = heads.pop()
            if not self.lex.has("representatives", self.setting.tokens[i].lemma.lower()):
                continue
            for prep in self.tree.kids(i, "prep"):
                if self.lex.has("representing_prepositions", prep.text.lower()):
                    for t in self.tree.kids(prep.i, "pobj"):
                        found += self._coordinated(t.i)
                        heads.append(t.i)
        return found

    def _members(self, key: str) -> list[str]:
        """ "The NATO-Russia Council met": a joint body is its two parties, where the article knows both."""
        name = self.cast.actors[key].name.replace("–", "-").split()
        if len(name) < 2 or not self.lex.has("joint_bodies", name[-1]) or "-" not in name[0]:
            return [key]
        found = []
        for part in name[0].split("-"):
            ids = {entry.id for entry, _ in gazetteer().by_form(part)}
            found += [a.key for a in self.cast.actors.values() if a.gazetteer in ids][:1]
        return found if len(found) > 1 else [key]

    def _as_precise_as_told(self, keys: list[str]) -> list[str]:
        """Where a person meets for a state, the person is the participant and the state is not one more."""
        persons = [k for k in keys if self.cast.actors[k].kind == "Person"]
        return [
            k
            for k in keys
            if k in persons
            or not any(k in self.cast.actors[x].stands_for or self.cast.side(x) == k for x in persons)
        ]

    # ------------------------------------------------------------------ implied by a verb of meeting

    def _hung_lower(self, p: Predicate, frame: Frame) -> list[str]:
        """ "spoke by telephone with X", "talks on gas with X": "with X" hangs on the telephone, on the gas."""
        found: list[str] = []
        if "with" in frame.parties and not p.role("with"):
            for a in p.arguments:
                for prep in self.tree.kids(a.head, "prep"):
                    if prep.lower_is("with") and a.role != "content":
                        found += [k for t in self.tree.kids(prep.i, "pobj") for k in self._coordinated(t.i)]
        return found

    def _relative(self, p: Predicate, frame: Frame) -> list[str]:
        """ "A and B, who have not met since": the relative clause of a coordination belongs to all of it."""
        token = self.setting.tokens[p.head]
        return self._coordinated(self.tree.first_conjunct(token.head)) if token.dep == "relcl" else []

    def _coordinated(self, i: int) -> list[str]:
        return [k for j in self.tree.conjuncts(i) for k in self.cast.at(j)]

    def _visited(self, p: Predicate, frame: Frame) -> list[str]:
        """ "is visiting Lima", "a trip to Lima": the guest meets the state whose capital or land it is."""
        if frame.kind != "Visit":
            return []
        places = p.role("patient" if p.kind == "verb" else "to")
        ids = {
            entry.id
            for a in places
            for entry, form in gazetteer().by_form(a.span.of(self.setting.text))
            if form in ("metonym", "name")
        }
        return [a.key for a in self.cast.actors.values() if a.gazetteer in ids and a.kind == "State"]

    def _partner(self, p: Predicate, frame: Frame) -> list[str]:
        """ "talks with his guest", "met her counterpart": the other one of the two whom the text speaks of."""
        for a in p.role("with", "patient", "between", "agent", "from", "to"):
            if self.lex.has("partners", self.setting.tokens[a.head].lemma.lower()) and not self.cast.of(a):
                known = [k for k in self.cast.all_of(p.arguments) if self.cast.actors[k].kind == "Person"]
                return self._last_persons(p.head, 1, known or self._subject(p))
        return []

    def _subject(self, p: Predicate) -> list[str]:
        verb = self.setting.acting_verb(p.head)
        return list(self.cast.all_of(verb.role("agent"))) if verb is not None else []

    def _plural(self, p: Predicate, frame: Frame) -> list[str]:
        """ "They met", "the two spoke by telephone": the two persons of different sides whom the text named last."""
        for a in p.role("agent", "between"):
            if not self.cast.of(a) and self._is_pair(a):
                return self._last_persons(p.head, 2, [])
        return []

    def _is_pair(self, a: Argument) -> bool:
        token = self.setting.tokens[a.head]
        if self.lex.has("plural_subjects", token.text.lower()):
            return True
        kids = {t.text.lower() for t in self.tree.kids(a.head, "nummod", "det", "predet", "amod")}
        return self.lex.has("pair_nouns", token.lemma.lower()) and any(
            self.lex.has("pair_words", w) for w in kids
        )

    def _last_persons(
        self, before: int, wanted: int, besides: list[str], among: Container[str] | None = None
    ) -> list[str]:
        """Return the persons named last before a token, of different sides; none if there are not so many."""
        among = self.cast.actors if among is None else among
        seen: list[str] = []
        for mention in sorted(self.cast.mentions, key=lambda m: -m.head):
            actor = mention.actor
            if mention.head >= before or self.cast.actors[actor].kind != "Person" or actor not in among:
                continue
            if not any(self.cast.same_side(actor, k) for k in (*seen, *besides)):
                seen.append(actor)
            if len(seen) == wanted:
                return seen[::-1]
        return []

    # ------------------------------------------------------------------ implied around a noun of meeting

    def _addressed(self, p: Predicate) -> list[str]:
        """ "A told B at their meeting", "A urged B during a call": whoever speaks to somebody there meets him."""
        preposition = self.setting.preposition(p)
        if (
            preposition is None
            or not self.lex.has("at_the_meeting", preposition.text.lower())
            or p.role("with", "between")
        ):
            return []
        verb = self.setting.verb(preposition.head)
        if verb is None or verb.lemma not in reporting().verbs or verb.passive:
            return []
        keys = [
            *self.cast.all_of(verb.role("agent"))[:1],
            *self.cast.all_of(verb.role("patient", "recipient"))[:1],
        ]
        persons = all(self.cast.actors[k].kind == "Person" for k in keys)
        return keys if len(keys) == 2 and persons and not self.cast.same_side(*keys) else []

    def _counted(self, p: Predicate, frame: Frame) -> list[str]:
        """ "six-party talks": the six states that the article names most."""
        inner = self.setting.inner(p)
        for a in (*p.role("modifier"), *(inner.role("modifier") if inner is not None else ())):
            start = a.span.start
            while start > 0 and not self.setting.text[start - 1].isspace():
                start -= 1  # the tokeniser may have cut "six-party" in three
            first, _, rest = self.setting.text[start : a.span.end].lower().replace("‑", "-").partition("-")
            wanted = self.lex.numbers.get(first, 0)
            if wanted > 2 and self.lex.has("party_words", rest):
                ranked = sorted(self.states, key=lambda k: (-self.states[k], k))
                return sorted(ranked[:wanted]) if len(ranked) >= wanted else []
        return []

    def _implied(self, p: Predicate, frame: Frame) -> list[str]:
        """Whoever agreed to the talks, spoke after them or attends them; those that a verb says they involve."""
        token = self.setting.tokens[self.setting.site(p)]
        partners = bool(p.role("with", "between"))
        speaking = (
            self.setting.verb(token.head)
            if frame.kind == "Media" and token.dep in ("dobj", "dative")
            else None
        )
        if speaking is not None and speaking.lemma in reporting().verbs:
            return list(self.cast.all_of(speaking.role("agent")))  # "told a news conference"
        if token.dep == "pobj":
            found = self._above_preposition(p, self.setting.tokens[token.head].i, partners)
            if found:
                return found
        if token.dep in ("nsubj", "nsubjpass") and p.role("with"):
            teller = self.setting.acting_verb(token.head)  # "A said that talks with B were useful"
            return self._sides(list(self.cast.all_of(teller.role("agent")))) if teller is not None else []
        if token.dep in ("dobj", "pobj", "pcomp") and partners:
            return self._sides(self._subject(p))
        for verb in self.setting.carriers(p):
            if self.lex.has("involving_verbs", verb.lemma):
                return list(self.cast.all_of(verb.role("patient")))
        return []

    def _above_preposition(self, p: Predicate, preposition: int, partners: bool) -> list[str]:
        verb = self.setting.acting_verb(preposition)
        if verb is None or (verb.negated and verb.lemma == "be"):
            return []  # "was not at the talks"
        if verb.passive and p.role("with"):
            return list(self.cast.all_of(verb.role("to", "recipient"))) or list(
                self.cast.all_of(verb.role("agent"))
            )
        word = self.setting.tokens[preposition].text.lower()
        speaks = self.setting.lex.nouns[p.lemma].kind == "Media"
        agents = list(self.cast.all_of(verb.role("agent")))
        if self.lex.has("joining_verbs", verb.lemma):
            return agents
        if self.lex.has("joining_prepositions", word) and (partners or speaks):
            # who speaks after talks was there; who hopes for them speaks for his side
            return (
                agents if self.lex.has("beside_the_news", word) or word == "before" else self._sides(agents)
            )
        return []

    def _sides(self, keys: list[str]) -> list[str]:
        return list(dict.fromkeys(self.cast.side(k) for k in keys))

    # ------------------------------------------------------------------ whom an article is about

    def _states(self) -> dict[str, int]:
        """Return how often the article names each state itself or by its adjective."""
        counts: dict[str, int] = {}
        for mention in self.cast.mentions:
            if self.cast.actors[mention.actor].kind == "State":
                counts[mention.actor] = counts.get(mention.actor, 0) + 1
        return counts

    def _salient(self) -> list[str]:
        """Return the two sides that the article names most, if its first sentences name both; else two such persons."""
        cast = self.cast
        counts: dict[str, int] = {}
        early: dict[str, None] = {}
        persons: dict[str, int] = {}
        for mention in cast.mentions:
            actor, side = cast.actors[mention.actor], cast.side(mention.actor)
            if self.tree.sentence_of[mention.head] <= self._EARLY:
                early[side] = None
                if actor.kind == "Person":
                    persons.setdefault(mention.actor, 0)
            if actor.kind == "Person" and mention.actor in persons:
                persons[mention.actor] += 1
            owner = cast.actors[side]
            if owner.kind != "Person" and (owner.agentive or mention.kind == "adjective"):
                counts[side] = counts.get(side, 0) + 1
        for ranking in ({k: n for k, n in counts.items() if k in early}, persons):
            ranked = sorted((k for k, n in ranking.items() if n > 1), key=lambda k: (-ranking[k], k))
            first = ranked[0] if ranked else ""
            other = next((k for k in ranked[1:] if not cast.same_side(first, k)), None)
            if other is not None:
                return [first, other]
        return []

    _EARLY = 5
