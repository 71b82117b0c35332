"""What the readers of reporting clauses share: words, quotations, the lexicon, the verbs of each sentence."""

from __future__ import annotations

from dataclasses import dataclass

from kg.clauses.tree import Tree
from kg.extract.reporting import Reporting, reporting
from kg.extract.statements.quoting import Quotes
from kg.model import Clauses, Predicate, Sentence, Span, Token

Range = tuple[int, int]
"""Token indices, half-open."""

_OWN = frozenset(
    {"nsubj", "aux", "auxpass", "neg", "prt", "dobj", "dative", "expl", "prep", "advmod", "npadvmod", "pcomp"}
)


@dataclass(frozen=True, slots=True)
class Clause:
    """A reporting clause: token range, half-open, of subject, verb, recipients and adverbials, without content."""

    first: int
    last: int


@dataclass(frozen=True, slots=True)
class Verb:
    """A reporting verb in its sentence.

    Attributes:
        patterns: those that the lexicon gives it.
        quotes: the document's quotation marks.
        second: its second word, where that is neither particle nor argument: the "clear" of "make clear".
    """

    tree: Tree
    predicate: Predicate
    sentence: Sentence
    patterns: frozenset[str]
    quotes: Quotes
    second: str = ""

    @property
    def head(self) -> int:
        """Token index of the verb."""
        return self.predicate.head

    def after(self, *deps: str) -> list[Token]:
        """Return the verb's children to its right with one of the labels."""
        return [t for t in self.tree.kids(self.head, *deps) if t.i > self.head]

    def opens(self, i: int) -> bool:
        """Tell whether the token is a mark that opens a quotation, not one that closes it."""
        return self.quotes.starting(self.tree.tokens[i].start) is not None

    def preposition(self, *lemmas: str) -> Token | None:
        """Return the first of the verb's prepositions that is one of ``lemmas``."""
        return next((t for t in self.after("prep", "agent", "prt") if t.lemma in lemmas), None)


class Reading:
    """One document as its reporting clauses are read."""

    def __init__(self, tree: Tree, clauses: Clauses, quotes: Quotes) -> None:
        self.tree = tree
        self.tokens = tree.tokens
        self.text = tree.doc.article.text
        self.quotes = quotes
        self.lex: Reporting = reporting()
        self.of_sentence: dict[int, list[Predicate]] = {}
        for predicate in clauses.predicates:
            self.of_sentence.setdefault(predicate.sentence, []).append(predicate)

    def span(self, first: int, last: int) -> Span:
        """Return the text from token ``first`` up to token ``last``, half-open."""
        return Span(self.tokens[first].start, self.tokens[last - 1].end)

    def to_quotation_end(self, span: Span) -> Span:
        """Run a stretch that opens a quotation on to where it closes, over sentences."""
        for quotation in self.quotes.within(span):
            if span.start <= quotation.outer.start < span.end < quotation.outer.end:
                return Span(span.start, quotation.outer.end)
        return span

    def speaks_on(self, i: int) -> bool:
        """Tell whether a participle goes on for who spoke: ", adding that …", ", but also warning …"."""
        if not self.lex.goes_on(self.tokens[i].lemma):
            return False
        before = self.tokens[i - 1].text.lower()
        joined = before in ("and", "but", "also", "while", "thus", "by") and self.tokens[i - 2].text == ","
        return before == "," or joined

    def parted(self, i: int, verb: int) -> bool:
        """Tell whether token ``i`` stands in a quotation that the verb is outside of: the quoted is not the quoter."""
        around = self.quotes.around(self.tokens[i].start)
        return around is not None and around is not self.quotes.around(self.tokens[verb].start)

    def goes_with(self, i: int) -> int | None:
        """Return the verb that a reporting verb is coordinated with, past the clause that the parser hung it on.

        "Diaz says the map is old and calls for a new one": of "calls" it is "says", for the map calls for nothing.
        """
        tree, tokens = self.tree, self.tokens
        verb = tokens[i]
        if verb.dep != "conj" or any(tree.kids(i, "nsubj", "nsubjpass")):
            return None
        inner = tokens[tree.first_conjunct(i)]
        if inner.tag in (
            "VB",
            "VBN",
            "VBG",
        ):  # no infinitive, and the verb is finite: "was ready to wait and vowed …"
            while inner.dep in ("xcomp", "acl", "relcl", "advcl", "acomp", "attr", "pcomp", "prep"):
                inner = tokens[inner.head]
        outer = tokens[inner.head]
        if not self._tells(verb, any(t.pos == "PRON" for t in tree.kids(inner.i, "nsubj"))):
            return None
        same = (
            inner.dep == "ccomp"
            and outer.tag == verb.tag
            and verb.tag in ("VBD", "VBZ", "VBP")
            and outer.i < inner.i
        )
        named = any(t.pos == "PROPN" for t in tree.kids(inner.i, "nsubj"))
        # "said Chile was late and warned": a bare past goes on from "said", not from "was", "had been" or "would be"
        alike = (
            inner.tag == verb.tag and inner.lemma != "be" and not any(tree.kids(inner.i, "aux", "auxpass"))
        )
        if not same or (named and alike):
            return None
        return outer.i if self.lex.patterns(outer.lemma) else None

    def _tells(self, verb: Token, himself: bool) -> bool:
        """Tell whether somebody speaks by a verb: "indicated" where the subject is he who said it, "expressed"."""
        patterns = self.lex.patterns(verb.lemma) or frozenset()
        if verb.lemma in self.lex.evidencing and not self.lex.speaks(verb.lemma):
            return himself and "clause" in patterns
        if verb.lemma in self.lex.attitude_verbs:
            return bool(patterns)
        return self.lex.speaks(verb.lemma) or not patterns.isdisjoint(
            {"clause", "infinitive", "person-to", "person-of"}
        )

    def clause(self, p: Predicate, sentence: Sentence) -> Clause:
        """Return the extent of a verb's own clause."""
        tree = self.tree
        first, last = p.head, p.head
        contents = {a.head for a in p.role("content")}
        for child in tree.kids(p.head):
            if child.i in contents or child.dep not in _OWN or self.parted(child.i, p.head):
                continue
            fronted = child.i < p.head and child.dep not in ("nsubj", "aux", "advmod", "neg")
            if fronted and tree.left[child.i] == sentence.first:
                continue  # a fronted adverbial belongs to neither
            first = min(first, tree.left[child.i])
            last = max(last, tree.right[child.i])
        return Clause(first, last + 1)


def has_to(tree: Tree, i: int) -> bool:
    """Tell whether the verb at ``i`` is an infinitive with "to"."""
    return any(t.tag == "TO" for t in tree.kids(i, "aux"))
