"""One document as the readers of meetings see it: the look-ups that who, when, where and whether share."""

from __future__ import annotations

from kg.clauses.tree import Tree
from kg.extract.cast import Cast
from kg.extract.evidence import Witness
from kg.extract.meetings.encounters import encounters
from kg.model import Clauses, PartialDate, Predicate, Span, Token


class Setting:
    """Predicates, cast and times of one document."""

    def __init__(self, tree: Tree, clauses: Clauses, cast: Cast, witness: Witness) -> None:
        self.tree = tree
        self.tokens = tree.tokens
        self.doc = tree.doc
        self.text = tree.doc.article.text
        self.published = tree.doc.article.published
        self.clauses = clauses
        self.cast = cast
        self.witness = witness
        self.lex = encounters()

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

    def acting_verb(self, token: int) -> Predicate | None:
        """Return the nearest verb above a token whose agent, or whose addressee in the passive, the text names."""
        for i in self.tree.ancestors(token):
            verb = self.verb(i)
            if verb is not None:
                named = self.cast.all_of(verb.role("agent"))
                if named or (verb.passive and self.cast.all_of(verb.role("to", "recipient"))):
                    return verb
                if any(
                    self.lex.has("representatives", self.tokens[a.head].lemma) for a in verb.role("agent")
                ):
                    return None  # somebody whom the cast does not know; who reports him is another
        return None

    def inner(self, p: Predicate) -> Predicate | None:
        """Return the "talks" of "the second round of talks"."""
        frame = self.lex.nouns.get(p.lemma)
        if frame is None or not frame.series:
            return None
        return next(
            (self.clauses.predicates[a.predicate] for a in p.role("of") if a.predicate is not None), None
        )

    def container(self, p: Predicate) -> Predicate | None:
        """Return the "round" of "the second round of talks", which has taken the arguments of "talks"."""
        token = self.tokens[p.head]
        if token.dep != "pobj" or not self.tokens[token.head].lower_is("of"):
            return None
        outer = self.predicate(self.tokens[token.head].head)
        return outer if outer is not None and outer.kind == "noun" and self.inner(outer) is not None else None

    def missed(self, p: Predicate) -> bool:
        """Tell whether a noun's verb only says that somebody else stayed away: "skipped the talks between A and B"."""
        away = self.lex.has("missing_verbs", p.light) or (
            p.negated and self.lex.has("attending_verbs", p.light)
        )
        return away and len(set(self.cast.all_of(p.role("between", "of")))) > 1

    def site(self, p: Predicate) -> int:
        """Return the token that stands for a noun in its clause: that of "hours" in "three hours of talks"."""
        i = self.tree.first_conjunct(p.head)
        while self.tokens[i].dep == "pobj" and self.tokens[self.tokens[i].head].lower_is("of"):
            above = self.tokens[self.tokens[i].head].head
            if not self.lex.has("measures", self.tokens[above].lemma.lower()):
                break
            i = self.tree.first_conjunct(above)
        return i

    def carriers(self, p: Predicate) -> list[Predicate]:
        """Return the verbs that have a noun as subject or object, its participles and relative clauses included."""
        first = self.site(p)
        heads = (
            [self.tokens[first].head]
            if self.tokens[first].dep in ("nsubj", "nsubjpass", "dobj", "attr")
            else []
        )
        heads += [child.i for child in self.tree.kids(p.head, "relcl", "acl")]
        heads = [
            i for i in heads if not self._is_content(i)
        ]  # "talks … that the border would open" is content
        return [verb for i in heads for j in self.tree.conjuncts(i) if (verb := self.verb(j)) is not None]

    def _is_content(self, i: int) -> bool:
        """Tell whether a "relative" clause has all its parts: "said after talks that the border would open"."""
        kids = list(self.tree.kids(i, "mark", "nsubj", "nsubjpass"))
        return self.tokens[i].dep == "relcl" and any(t.lower_is("that") for t in kids) and len(kids) > 1

    def preposition(self, p: Predicate) -> Token | None:
        """Return the preposition that a noun or gerund stands under; "ahead" for "ahead of"."""
        token = self.tokens[self.site(p)]
        if token.dep not in ("pobj", "pcomp"):
            return None
        preposition = self.tokens[token.head]
        above = self.tokens[preposition.head]
        return above if preposition.lower_is("of") and above.lower_is("ahead") else preposition

    def reach(self, p: Predicate) -> set[str]:
        """Return the words that stand in a predicate's reach: its light verb, roles, fillers and their modifiers."""
        found = {p.light}
        for a in p.arguments:
            found |= {a.role, self.tokens[a.head].lemma.lower()}
            found |= {t.lemma.lower() for t in self.tree.kids(a.head, "compound", "amod")}
        return found

    # ------------------------------------------------------------------ times

    def date_in(self, span: Span) -> PartialDate | None:
        """Return the first date in a stretch of text."""
        return next((t.date for t in self.doc.times if t.date is not None and t.span.overlaps(span)), None)

    def date_of(self, p: Predicate | None, *roles: str) -> PartialDate | None:
        """Return the first date among a predicate's arguments of the given roles."""
        if p is None:
            return None
        return next((date for a in p.role(*roles) if (date := self.date_in(a.span)) is not None), None)
