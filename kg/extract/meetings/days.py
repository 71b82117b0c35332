"""When an encounter is: a date of its own, one carried by the news around it, or one that the parser hung elsewhere."""

from __future__ import annotations

from datetime import date, timedelta

from kg.extract.meetings.setting import Setting
from kg.extract.reporting import reporting
from kg.model import PartialDate, Predicate

_MAIN = ("ROOT", "conj", "ccomp", "dobj", "nsubj", "nsubjpass")
_FIRST = 2  # sentences of the body that tell the news
_LEAD = 1  # sentences of the body whose day is that of the news
_RECENT = 3  # days that news may be old
_FAR = 14  # tokens between a predicate and a date that may still be its own
_BEFORE = 4  # a date in front of the predicate counts as that much farther away


class Days:
    """Finds the dates of predicates in one document."""

    def __init__(self, setting: Setting) -> None:
        self.setting = setting
        self.tree = setting.tree
        self.tokens = setting.tokens
        self.lex = setting.lex
        self.news = self._news_day()
        self.lead = {s.id for s in [s for s in setting.doc.sentences if s.zone == "body"][:_FIRST]}

    def of(self, p: Predicate) -> PartialDate | None:
        """Return the date of the encounter that a predicate tells."""
        for rule in (
            self._own,
            self._day_before,
            self._of_clauses,
            self._of_the_news,
            self._of_the_matrix,
            self._beside,
            self._of_the_lead,
        ):
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

    def _day_before(self, p: Predicate) -> PartialDate | None:
        """ "the evening before": the day before the one that the text named last."""
        for token in self.tree.kids(p.head, "npadvmod", "advmod"):
            if not self.lex.has("parts_of_day", token.lemma.lower()):
                continue
            if any(t.lower_is("before") for t in self.tokens[token.i + 1 : token.i + 2]):
                known = [
                    t.date for t in self.setting.doc.times if t.span.end <= token.start and t.date is not None
                ]
                days = [d for d in known if d.precision == "day" and d.until is None]
                if days:
                    return PartialDate((date.fromisoformat(days[-1].value) - timedelta(days=1)).isoformat())
        return None

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
        token = self.tokens[p.head]
        frame = self.lex.nouns.get(p.lemma)
        if token.dep in ("dobj", "dative") and frame is not None and frame.kind == "Media":
            return self.setting.date_of(
                self.setting.verb(token.head), "time"
            )  # "told a news conference on Friday"
        if preposition is None or not self.lex.has("beside_the_news", preposition.text.lower()):
            return None
        verb = self.setting.verb(preposition.head)
        if verb is None:
            return None
        found = self.setting.date_of(verb, "time")
        # "said during their meeting" speaks of one that is known already
        known = preposition.lower_is("during") and any(self.tree.kids(p.head, "poss"))
        return found or (None if known else self._today(verb, preposition.text.lower()))

    def _today(self, verb: Predicate, preposition: str) -> PartialDate | None:
        if not self.lex.has("news_prepositions", preposition):
            return None
        told = verb.tense == "past" and verb.aspect == "simple" and verb.lemma in reporting().verbs
        return self.news if told else None

    def _news_day(self) -> PartialDate | None:
        """Return the day that the article tells of: the first of its lead if that is just past, else its own."""
        published = self.setting.published
        if published is None:
            return None
        lead = [s for s in self.setting.doc.sentences if s.zone == "body"][:_LEAD]
        latest = date.fromisoformat(published)
        for time in self.setting.doc.times:
            if time.date is not None and time.date.precision == "day" and time.date.until is None:
                past = (latest - date.fromisoformat(time.date.value)).days
                if 0 <= past <= _RECENT and any(s.span.covers(time.span) for s in lead):
                    return time.date
        return PartialDate(published)

    def _of_the_matrix(self, p: Predicate) -> PartialDate | None:
        """ "arrived on Friday to meet X", "will be meeting": the day of the clause that it completes."""
        above = self.setting.governor(p)
        if above is None or p.kind != "verb":
            return None
        if p.relation in ("pcomp", "advcl") or (p.relation in ("xcomp", "ccomp") and above.lemma == "be"):
            return self.setting.date_of(above, "time")
        return None

    def _of_a_report(self, time: int, own: set[int]) -> bool:
        """ "said on Monday that the talks …": the day is that of the saying."""
        verb = next((v for i in self.tree.ancestors(time) if (v := self.setting.verb(i)) is not None), None)
        return verb is not None and verb.head not in own and verb.lemma in reporting().verbs

    def _carrying(self, p: Predicate) -> int:
        """Return the token of a verb that only carries the noun; the day of "said" is not that of what is spoken of."""
        head = self.tokens[p.head].head
        verb = self.setting.verb(head)
        return p.head if verb is not None and verb.lemma in reporting().verbs else head

    def _of_the_lead(self, p: Predicate) -> PartialDate | None:
        """What the first sentences tell in the simple past without a day is the news."""
        told = p.tense == "past" and p.aspect == "simple" and p.light != "be"
        told = told and not (p.modality or p.negated or p.conditional)
        return self.news if told and p.sentence in self.lead and p.relation in _MAIN else None

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
            if self.lex.has("limits", self.tokens[at - 1].text.lower()) or self._of_a_report(at, own):
                continue
            distance = high - low + (_BEFORE if at < p.head else 0)
            if best is None or distance < best[0]:
                best = (distance, time.date)
        return best[1] if best else None
