"""Whether an encounter took place, is planned, is only proposed, or is called off."""

from __future__ import annotations

from kg.extract.meetings.encounters import Reading
from kg.extract.meetings.setting import Setting
from kg.extract.reporting import reporting
from kg.model import UNREAL, PartialDate, Predicate

_UNREAL: Reading = "Proposed"


class Statuses:
    """Reads tense, modality, negation and the words around a predicate of meeting."""

    def __init__(self, setting: Setting) -> None:
        self.setting = setting
        self.tree = setting.tree
        self.lex = setting.lex

    def of(self, p: Predicate, date: PartialDate | None) -> Reading | None:
        """Return what the text says; ``None`` where it leaves it open, "none" where it tells of no event.

        Args:
            p: the verb or noun of meeting.
            date: its date: what is expected on a fixed day is planned.
        """
        found = self._by_words(p)
        expected = "expect" in (p.modality, self._carrier(p).modality)
        if found == "Proposed" and expected and date is not None and date.precision == "day":
            return "Planned"
        return found

    def _by_words(self, p: Predicate) -> Reading | None:
        if p.modality in UNREAL:
            return "none"
        if p.kind == "noun" and any(t.lower_is("no") for t in self.tree.kids(p.head, "det")):
            return "Cancelled" if p.tense == "future" and p.role("between", "with") else "none"
        if self.setting.missed(p):
            return "Planned" if p.tense == "future" else "Held" if p.tense == "past" else None
        if p.light in self.lex.verb_status:
            status = self.lex.verb_status[p.light]
            if p.negated:
                only_wished = status in (
                    "Cancelled",
                    "Proposed",
                )  # what nobody asked for cannot be called off
                return "Held" if self._since(p) else "none" if only_wished else "Cancelled"
            return status
        if p.kind == "noun" and not (p.light and p.tense in ("past", "present")):
            for token in self.tree.kids(p.head, "amod", "advmod", "compound"):
                if token.text.lower() in self.lex.adjective_status:
                    return self.lex.adjective_status[token.text.lower()]
        return self._verbal(p) if p.light or p.kind == "verb" else self._nominal(p)

    def _since(self, p: Predicate) -> bool:
        """ "have not met since 2014" tells that they met then."""
        return bool(p.role("time:since"))

    # ------------------------------------------------------------------ verbs, and nouns that a light verb carries

    def _verbal(self, p: Predicate) -> Reading | None:
        verb = self._carrier(p)
        modality = p.modality or verb.modality
        if p.negated:
            return "Held" if self._since(p) else "none" if modality else self._denied(p)
        if self._told_future(verb):
            return "Planned"
        if modality in self.lex.modality_status:
            return self.lex.modality_status[modality]
        if p.conditional:
            # "if the talks stall" takes it that there are talks
            told = p.kind == "noun" and any(t.lower_is("the") for t in self.tree.kids(p.head, "det"))
            return None if told else _UNREAL
        if p.kind == "noun" and self._awaited(verb):
            told = any(
                r.startswith("time") or r in ("with", "between") for r in (a.role for a in p.arguments)
            )
            return "Planned" if told or any(self.tree.kids(p.head, "det", "poss")) else "none"
        if p.tense in ("future", "past"):
            return "Planned" if p.tense == "future" else "Held"
        if p.tense == "present":
            return "Held" if p.aspect == "perfect" else None  # "are meeting" may be now or soon
        return self._non_finite(verb)

    def _awaited(self, verb: Predicate) -> bool:
        """ "before talks begin", "once talks resume": somebody's condition, not news of talks."""
        marks = {t.text.lower() for t in self.tree.kids(verb.head, "mark", "advmod")}
        return (
            verb.relation == "advcl"
            and verb.tense == "present"
            and any(self.lex.has("awaiting", m) for m in marks)
        )

    def _carrier(self, p: Predicate) -> Predicate:
        """Return the light verb of a noun, whose place in the sentence is the noun's; a verb itself."""
        return next((v for v in self.setting.carriers(p) if v.lemma == p.light), p) if p.kind == "noun" else p

    def _denied(self, p: Predicate) -> Reading:
        """ "will not meet" and "did not meet" deny an event; "has not met for years", "never met" tell of none."""
        words = {t.text.lower() for i in (p.head, self._carrier(p).head) for t in self.tree.kids(i)}
        if p.tense == "past" and any(self.lex.has("never", w) for w in words):
            return "none"  # nobody had planned it
        return "Cancelled" if p.tense == "future" or (p.tense == "past" and p.aspect == "simple") else "none"

    def _told_future(self, p: Predicate) -> bool:
        """ "said he would meet": the future of a report in the past."""
        above = self.setting.governor(p)
        if p.modality != "would" or p.conditional or above is None or above.lemma not in reporting().verbs:
            return False
        return above.tense == "past" and p.relation == "ccomp"

    def _non_finite(self, p: Predicate) -> Reading | None:
        if p.relation == "pcomp":
            return self.lex.preposition_status.get(
                self.setting.tokens[self.setting.tokens[p.head].head].text.lower()
            )
        above = self.setting.governor(p)
        if self.setting.tokens[p.head].tag == "VBG":
            return "Held"
        if above is not None and above.lemma == "be" and p.relation == "xcomp":
            missed = p.aspect == "perfect" and above.tense == "past"
            return "Cancelled" if missed else "Planned"  # "was to have met", "is to meet"
        if (
            p.relation in ("xcomp", "advcl", "acl", "conj")
            and above is not None
            and above.lemma in self.lex.verb_status
        ):
            return self.lex.verb_status[above.lemma]
        if self.setting.doc.sentences[p.sentence].zone == "headline":
            return "Planned"  # "X to meet Y"
        if p.relation == "advcl" and above is not None and self.lex.has("going_verbs", above.lemma):
            return self._verbal(above)  # "flew to Oslo to meet X"
        return "Proposed"

    # ------------------------------------------------------------------ nouns on their own

    def _nominal(self, p: Predicate) -> Reading | None:
        preposition = self.setting.preposition(p)
        if preposition is not None:
            word = preposition.text.lower()
            token = self.setting.tokens[p.head]
            if (
                word == "in"
                and token.tag == "NN"
                and not any(self.tree.kids(p.head, "det", "poss", "amod", "compound"))
            ):
                return "none"  # "in contact with", "in consultation with" is a way of doing things
            above = self.setting.tokens[preposition.head]
            lemma = above.lemma.lower()
            # "interest in talks" is open, what somebody "agreed in talks" is not
            if word == "for" and self.lex.has("ground_heads", lemma) and not p.role("with", "between"):
                return "none"  # "called the plan a basis for talks"
            if self.lex.has("open_prepositions", word) and (word != "in" or above.pos != "VERB"):
                if self.lex.has("proposing_heads", lemma):
                    return "Proposed"
                if word != "in" and self.lex.has("planning_heads", lemma):
                    verb = self.setting.verb(above.i)
                    return (
                        "Proposed" if verb is not None and verb.negated else "Planned"
                    )  # "no date has been set for"
                if word in ("for", "to") and self.lex.has("going_verbs", lemma):
                    return "Planned"  # "left for talks", "headed to a meeting"
            return self.lex.preposition_status.get(word if word != "ahead" else "ahead of")
        for verb in self.setting.carriers(p):
            if verb.modality in self.lex.modality_status:
                return self.lex.modality_status[verb.modality]
            if verb.lemma in self.lex.verb_status and not verb.negated:
                return self.lex.verb_status[verb.lemma]
        return None
