"""One immutable look at a document: words, clauses, cast and times, with the look-ups that all rooms share."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cached_property

from kg.clauses.tree import Tree
from kg.extract.cast import Cast
from kg.extract.evidence import Witness
from kg.extract.words import slot_words
from kg.model import Clauses, Mention, PartialDate, Predicate, Span, Token

_CARRYING = frozenset({"patient", "with", "agent"})


class View:
    """One document as the readers of events see it; it knows nothing of meetings, proposals or responses."""

    def __init__(self, tree: Tree, clauses: Clauses, cast: Cast, witness: Witness) -> None:
        self.tree = tree
        self.tokens = tree.tokens
        self.doc = tree.doc
        self.text = tree.doc.article.text
        self.published = tree.doc.article.published
        self.clauses = clauses
        self.cast = cast
        self.witness = witness
        self.sentence_of = tree.sentence_of

    # ------------------------------------------------------------------ predicates

    def predicate(self, token: int) -> Predicate | None:
        """Return the predicate that a token heads."""
        index = self.clauses.of_token.get(token)
        return None if index is None else self.clauses.predicates[index]

    def governor(self, p: Predicate) -> Predicate | None:
        """Return the predicate that ``p`` depends on."""
        return None if p.governor is None else self.clauses.predicates[p.governor]

    def verb(self, token: int) -> Predicate | None:
        """Return the predicate of a token if it is a verb."""
        found = self.predicate(token)
        return found if found is not None and found.kind == "verb" else None

    @cached_property
    def _carried(self) -> dict[int, list[tuple[Predicate, str]]]:
        found: dict[int, list[tuple[Predicate, str]]] = {}
        for predicate in self.clauses.predicates:
            if predicate.kind == "verb":
                for argument in predicate.arguments:
                    if argument.role in _CARRYING:
                        found.setdefault(argument.head, []).append((predicate, argument.role))
        return found

    def carriers(self, noun: int) -> list[tuple[Predicate, str]]:
        """Return the verbs that a noun is an argument of, each with the noun's role."""
        first = self.tree.first_conjunct(noun)
        return [*self._carried.get(noun, ()), *(self._carried.get(first, ()) if first != noun else ())]

    def zone(self, token: int) -> str:
        """Return the zone of a token's sentence."""
        return self.doc.sentences[self.sentence_of[token]].zone

    @cached_property
    def _quotations(self) -> list[Span]:
        return [q.inner for q in self.doc.quotations if len(q.inner) > 25]  # code points; shorter is a phrase

    def quoted(self, token: int) -> bool:
        """Tell whether a token stands in somebody's quoted words that are longer than a phrase."""
        start = self.tokens[token].start
        return any(inner.start <= start < inner.end for inner in self._quotations)

    def inner(self, p: Predicate) -> Predicate | None:
        """Return the "talks" of "the second round of talks"."""
        if p.lemma not in slot_words().series:
            return None
        return next(
            (self.clauses.predicates[a.predicate] for a in p.role("of") if a.predicate is not None), None
        )

    def site(self, p: Predicate) -> int:
        """Return the token that stands for a noun in its clause: that of "hours" in "three hours of talks"."""
        i = self.tree.first_conjunct(p.head)
        while self.tokens[i].dep == "pobj" and self.tokens[self.tokens[i].head].lower_is("of"):
            above = self.tokens[self.tokens[i].head].head
            if self.tokens[above].lemma.lower() not in slot_words().series:
                break
            i = self.tree.first_conjunct(above)
        return i

    def preposition(self, p: Predicate) -> Token | None:
        """Return the preposition that a noun or gerund stands under; "ahead" for "ahead of"."""
        token = self.tokens[self.site(p)]
        if token.dep not in ("pobj", "pcomp"):
            return None
        preposition = self.tokens[token.head]
        above = self.tokens[preposition.head]
        return above if preposition.lower_is("of") and above.lower_is("ahead") else preposition

    # ------------------------------------------------------------------ actors

    @cached_property
    def mentions(self) -> tuple[Mention, ...]:
        """All mentions of the cast in text order, their heads inside the document."""
        return tuple(m for m in self.cast.sorted_mentions() if 0 <= m.head < len(self.tokens))

    @cached_property
    def mentions_in(self) -> dict[int, list[int]]:
        """Places in ``mentions`` by sentence."""
        found: dict[int, list[int]] = {}
        for i, mention in enumerate(self.mentions):
            found.setdefault(self.sentence_of[mention.head], []).append(i)
        return found

    def keys(self, mention: Mention) -> tuple[str, ...]:
        """Return the actors that a mention denotes: several for "both sides"."""
        return self.cast.at(mention.head) or (mention.actor,)

    def speakers(self, token: int) -> tuple[str, ...]:
        """Return who says the clause of a token: the agents of the nearest verb above that has an actor for one."""
        for i in self.tree.ancestors(token):
            verb = self.verb(i)
            if verb is not None:
                agents = self.cast.all_of(verb.role("agent"))
                if agents:
                    return agents
        return ()

    # ------------------------------------------------------------------ times

    def date_in(self, span: Span) -> PartialDate | None:
        """Return the first date in a stretch of text."""
        return next((t.date for t in self.doc.times if t.date is not None and t.span.overlaps(span)), None)

    def date_of(self, p: Predicate | None, *roles: str) -> PartialDate | None:
        """Return the first date among a predicate's arguments of the given roles."""
        if p is None:
            return None
        return next((date for a in p.role(*roles) if (date := self.date_in(a.span)) is not None), None)

    # ------------------------------------------------------------------ text

    def span(self, first: int, last: int) -> Span:
        """Return the text from token ``first`` to token ``last``, both included."""
        return Span(self.tokens[first].start, self.tokens[last].end)

    def children(self, token: int, *deps: str) -> set[str]:
        """Return the lower-cased lemmas of a token's children."""
        return {t.lemma.lower() for t in self.tree.kids(token, *deps)}

    def lemmas(self, tokens: Iterable[int]) -> set[str]:
        """Return the lower-cased lemmas of tokens."""
        return {self.tokens[i].lemma.lower() for i in tokens}
