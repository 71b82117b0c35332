"""What an encounter is about, how it ended, which of a series it is, and what is said at it."""

from __future__ import annotations

from collections.abc import Iterable

from kg.extract.meetings.setting import Setting
from kg.extract.reporting import reporting
from kg.model import Argument, Predicate, Span

_LONG = 160  # code points; a longer phrase is no topic but a story


class Details:
    """Reads topic, outcome and round off a predicate's surroundings."""

    def __init__(self, setting: Setting) -> None:
        self.setting = setting
        self.tree = setting.tree
        self.lex = setting.lex

    def topic(self, p: Predicate) -> Span | None:
        """Return the phrase of "talks on …", "met to discuss …", "the talks focused on …"."""
        if p.kind == "verb" and self.lex.has("topic_verbs", p.lemma):
            discussed = [a for a in p.role("patient") if self._is_topic(a)]
            if discussed:
                return self._phrase(discussed)
        inner = self.setting.inner(p)
        for source in (p, *((inner,) if inner is not None else ())):
            about = [
                a
                for a in source.arguments
                if self.lex.has("topic_prepositions", a.role) and self._is_topic(a)
            ]
            if about:
                return self._phrase(about)
        below = [a.predicate for a in p.role("advcl", "content", "clause") if a.predicate is not None]
        for verb in (*self.setting.carriers(p), *(self.setting.clauses.predicates[i] for i in below)):
            if self.lex.has("topic_verbs", verb.lemma):
                roles = ("patient", *self.lex.words["topic_prepositions"])
                about = [a for a in verb.role(*roles) if a.head != p.head and self._is_topic(a)]
                if about:
                    return self._phrase(about)
        return None

    def _is_topic(self, a: Argument) -> bool:
        token = self.setting.tokens[a.head]
        return not (
            self.setting.cast.of(a) or token.pos == "PRON" or self.lex.has("no_topics", token.lemma.lower())
        )

    def outcome(self, p: Predicate) -> Span | None:
        """Return how it ended: "without agreement", "in failure", or the object of "yielded …", "produced …"."""
        for verb in self.setting.carriers(p):
            if verb.tense not in ("past", "present") or verb.modality or verb.conditional:
                continue
            if self.lex.has("ending_verbs", verb.lemma):
                ends = [
                    a
                    for a in verb.arguments
                    if self.lex.has("outcome_prepositions", a.role) and self._is_outcome(a)
                ]
                if ends:
                    preposition = self.setting.tokens[ends[0].head].head
                    phrase = self._phrase(ends[:1])
                    start = self.setting.tokens[preposition].start
                    if phrase is not None and start < phrase.start:
                        return Span(start, phrase.end)
            if self.lex.has("yielding_verbs", verb.lemma):
                made = [a for a in verb.role("patient") if a.head != p.head]
                if made:
                    phrase = self._phrase(made)
                    if phrase is not None:
                        verb_token = self.setting.tokens[verb.head]
                        return (
                            Span(verb_token.start, phrase.end) if verb_token.start < phrase.start else phrase
                        )
        return None

    def _is_outcome(self, a: Argument) -> bool:
        token = self.setting.tokens[a.head]
        return not self.setting.cast.of(a) and token.entity not in (
            "GPE",
            "LOC",
            "FAC",
            "DATE",
            "TIME",
            "ORG",
            "PERSON",
        )

    def round(self, p: Predicate) -> int | None:
        """Return the number of "the second round"; 0 for "the next round"; ``None`` without a mark."""
        modifiers = ("advmod",) if p.kind == "verb" else ("amod", "nummod", "compound", "det")
        for token in self.tree.kids(p.head, *modifiers):
            word = token.text.lower()
            if word in self.lex.ordinals:
                return self.lex.ordinals[word]
        return None

    def occasion(self, p: Predicate) -> int | None:
        """Return the token of the speaking verb of "said at the talks", "told a news conference"."""
        preposition = self.setting.preposition(p)
        if preposition is not None and self.lex.has("at_the_meeting", preposition.text.lower()):
            head = preposition.head
        elif (
            self.setting.tokens[p.head].dep in ("dobj", "dative")
            and p.lemma in self.lex.nouns
            and self.lex.nouns[p.lemma].kind == "Media"
        ):
            head = self.setting.tokens[p.head].head
        else:
            return None
        verb = self.setting.verb(head)
        return head if verb is not None and verb.lemma in reporting().verbs else None

    def _phrase(self, arguments: Iterable[Argument]) -> Span | None:
        spans = sorted(a.span for a in arguments)
        whole = spans[0].cover(spans[-1])
        return whole if len(whole) <= _LONG else spans[0] if len(spans[0]) <= _LONG else None
