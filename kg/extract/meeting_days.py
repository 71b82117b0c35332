"""When an encounter is: a date of its own, one carried by the news around it, or one that the parser hung elsewhere."""

from __future__ import annotations

from kg.extract.reporting import reporting
from kg.extract.setting import Setting
from kg.model import PartialDate, Predicate

_FAR = 14  # tokens between a predicate and a date that may still be its own
_BEFORE = 4  # a date in front of the predicate counts as that much farther away


class Days:
    """Finds the dates of predicates in one document."""

    def __init__(self, setting: Setting) -> None:
        self.setting = setting
        self.tree = setting.tree
        self.tokens = setting.tokens
        self.lex = setting.lex

    def of(self, p: Predicate) -> PartialDate | None:
        """Return the date of the encounter that a predicate tells."""
        for rule in (self._own, self._of_clauses, self._of_the_news, self._of_the_matrix, self._beside):
            found = rule(p)
            if found is not None:
                return found
        return None

    def _own(self, p: Predicate) -> PartialDate | None:
        inner = self.setting.inner(p)
        for a in (*p.arguments, *(inner.arguments if inner is not None else ())):
            if a.role == "time" or (a.role.startswith("time:") and self._names_the_day(p, a.role[5:])):
                found = self.setting.date_in(a.span)
                if found is not None:
                    return found
        return None

    def _names_the_day(self, p: Predicate, preposition: str) -> bool:
        """ "until Friday" is a limit; "have not met since 2014" tells that they met then."""
        return not self.lex.has("limits", preposition) or (preposition == "since" and p.negated)

    def _of_clauses(self, p: Predicate) -> PartialDate | None:
        """ "the talks scheduled for Friday"."""
        for a in p.role("clause"):
            clause = None if a.predicate is None else self.setting.clauses.predicates[a.predicate]
            found = self.setting.date_of(clause, "time", "time:for")
            if found is not None:
                return found
        return None

    def _of_the_news(self, p: Predicate) -> PartialDate | None:
        """ "said on Tuesday after talks with X": talks beside the news are of its day, or of the article's."""
        preposition = self.setting.preposition(p)
        if preposition is None or not self.lex.has("beside_the_news", preposition.text.lower()):
            return None
        verb = self.setting.verb(preposition.head)
        if verb is None:
            return None
        found = self.setting.date_of(verb, "time")
        return found or self._today(verb, preposition.text.lower())

    def _today(self, verb: Predicate, preposition: str) -> PartialDate | None:
        published = self.setting.published
        if published is None or not self.lex.has("news_prepositions", preposition):
            return None
        told = verb.tense == "past" and verb.aspect == "simple" and verb.lemma in reporting().verbs
        return PartialDate(published) if told else None

    def _of_the_matrix(self, p: Predicate) -> PartialDate | None:
        """ "arrived on Friday to meet X", "will be meeting": the day of the clause that it completes."""
        above = self.setting.governor(p)
        if above is None or p.kind != "verb":
            return None
        if p.relation in ("pcomp", "advcl") or (p.relation in ("xcomp", "ccomp") and above.lemma == "be"):
            return self.setting.date_of(above, "time")
        return None

    def _carrying(self, p: Predicate) -> int:
        """Return the token of a verb that only carries the noun; the day of "said" is not that of what is spoken of."""
        head = self.tokens[p.head].head
        verb = self.setting.verb(head)
        return p.head if verb is not None and verb.lemma in reporting().verbs else head

    def _beside(self, p: Predicate) -> PartialDate | None:
        """Return the nearest date of the sentence with no other verb, bracket or semicolon between."""
        sentence = self.setting.doc.sentences[p.sentence]
        own = {p.head, self._carrying(p)}
        best: tuple[int, PartialDate] | None = None
        for time in self.setting.doc.times:
            if time.date is None or not sentence.span.covers(time.span):
                continue
            at = next(t.i for t in self.tokens[sentence.first : sentence.last] if t.end > time.span.start)
            low, high = min(at, p.head), max(at, p.head)
            between = self.tokens[low:high]
            if high - low > _FAR or any(
                (t.pos == "VERB" and t.i not in own) or t.text in (";", "(") for t in between
            ):
                continue
            if self.lex.has("limits", self.tokens[at - 1].text.lower()):
                continue
            distance = high - low + (_BEFORE if at < p.head else 0)
            if best is None or distance < best[0]:
                best = (distance, time.date)
        return best[1] if best else None
