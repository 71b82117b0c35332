"""Attribution without a verb of speech: "according to X", "in X's words", "X is confident that", "X's claim that"."""

from __future__ import annotations

from collections.abc import Iterator

from kg.clauses.tree import Tree
from kg.extract.reporting import reporting
from kg.extract.statements.quoting import Quotes
from kg.extract.statements.report import Report
from kg.model import Sentence, Span, Token


def find_attributions(tree: Tree, quotes: Quotes) -> list[Report]:
    """Return the reports that phrases, adjectives and nouns make."""
    return list(_Attributions(tree, quotes).find())


class _Attributions:
    def __init__(self, tree: Tree, quotes: Quotes) -> None:
        self.tree = tree
        self.tokens = tree.tokens
        self.quotes = quotes
        self.lex = reporting()

    def find(self) -> Iterator[Report]:
        for sentence in self.tree.doc.sentences:
            for i in range(sentence.first, sentence.last - 1):
                if self.tokens[i].pos == "PUNCT" or self.quotes.around(self.tokens[i].start):
                    continue
                for rule in (
                    self._according_to,
                    self._in_words,
                    self._adjective,
                    self._noun_is,
                    self._noun_that,
                ):
                    report = rule(i, sentence)
                    if report is not None:
                        yield report
                        break

    # ------------------------------------------------------------------ phrases

    def _according_to(self, i: int, sentence: Sentence) -> Report | None:
        """ "according to X", before, after or amid what X says."""
        if not (self.tokens[i].lower_is("according") and self.tokens[i + 1].lower_is("to")):
            return None
        objects = list(self.tree.kids(i + 1, "pobj")) or list(self.tree.kids(i, "pobj"))
        if not objects:
            return None
        heads = tuple(self.tree.conjuncts(objects[0].i))
        stop = max(self.tree.right[objects[0].i], i + 1)
        return self._phrase("according to", i, stop, heads, sentence)

    def _in_words(self, i: int, sentence: Sentence) -> Report | None:
        """ "in X's words", "in the view of X", set off by commas."""
        token = self.tokens[i]
        if token.lemma not in self.lex.possessive_phrases:
            return None
        first = self.tree.left[i]
        owner = [t.i for t in self.tree.kids(i, "poss")]
        owner += [
            t.i for of in self.tree.kids(i, "prep") if of.lemma == "of" for t in self.tree.kids(of.i, "pobj")
        ]
        last = self.tree.right[i]
        if not owner or first <= sentence.first - 1 or not self.tokens[first - 1].lower_is("in"):
            return None
        ends = last + 1 >= sentence.last or self.tokens[last + 1].text in (",", ".")
        opens = first - 1 == sentence.first or self.tokens[first - 2].text == ","
        if not (ends and opens):
            return None
        return self._phrase("in words", first - 1, last, tuple(self.tree.conjuncts(owner[0])), sentence)

    def _phrase(
        self, name: str, first: int, last: int, speakers: tuple[int, ...], sentence: Sentence
    ) -> Report | None:
        tokens = self.tokens
        opening = first - sentence.first <= 2 or all(
            t.pos in ("CCONJ", "ADV", "PUNCT") for t in tokens[sentence.first : first]
        )
        end = first
        while end > sentence.first and tokens[end - 1].text == ",":
            end -= 1
        start = last + 1
        while start < sentence.last and tokens[start].text in (",", "-"):
            start += 1
        if opening:
            pieces = [self._span(start, sentence.last)] if start < sentence.last else []
        else:
            pieces = [self._span(sentence.first, end)]
            crossing = tokens[last + 1].text == "," and any(
                start <= t.head < sentence.last and t.dep in ("nsubj", "nsubjpass", "aux")
                for t in tokens[sentence.first : first]
            )
            if crossing and start < sentence.last:
                pieces.append(self._span(start, sentence.last))
        pieces = [self.quotes.tidy(p) for p in pieces]
        if not pieces or len(pieces[0]) < 3:
            return None
        return Report(name, first, speakers, tuple(pieces), "phrase", sentence.id)

    # ------------------------------------------------------------------ adjectives and nouns

    def _adjective(self, i: int, sentence: Sentence) -> Report | None:
        """ "X is confident that …", "X was hopeful of a deal"."""
        token = self.tokens[i]
        if token.lemma.lower() not in self.lex.attitude_adjectives or token.dep not in (
            "acomp",
            "conj",
            "oprd",
            "ROOT",
        ):
            return None
        copula = self.tokens[self.tree.first_conjunct(i)].head
        subjects = list(self.tree.kids(copula, "nsubj"))
        if not subjects or self._denied(copula) or self.tokens[copula].pos not in ("AUX", "VERB"):
            return None
        clause = next((c for c in self.tree.kids(i, "ccomp") if c.i > i), None) or next(
            (c for c in self.tree.kids(copula, "ccomp") if c.i > i), None
        )
        if clause is not None:
            return self._that(token.lemma.lower(), i, clause.i, subjects[0].i, "adjective", sentence)
        return None

    def _noun_is(self, i: int, sentence: Sentence) -> Report | None:
        """ "X's view is that …"."""
        token = self.tokens[i]
        if token.lemma not in self.lex.nouns or token.dep != "nsubj" or self.tokens[token.head].lemma != "be":
            return None
        owner = next(iter(self.tree.kids(i, "poss")), None)
        clause = next((c for c in self.tree.kids(token.head, "ccomp") if c.i > token.head), None)
        if owner is None or clause is None or self._denied(token.head):
            return None
        return self._that(token.lemma, i, clause.i, owner.i, "noun", sentence)

    def _noun_that(self, i: int, sentence: Sentence) -> Report | None:
        """ "X's claim that …", with a subordinate clause that has a subject."""
        token = self.tokens[i]
        if token.lemma not in self.lex.nouns or token.pos != "NOUN":
            return None
        owner = next(iter(self.tree.kids(i, "poss")), None) or self._giver(token)
        clause = next((c for c in self.tree.kids(i, "acl", "ccomp", "relcl") if c.i > i), None)
        if owner is None or clause is None or not self._contains(i, clause.i):
            return None
        return self._that(token.lemma, i, clause.i, owner.i, "noun", sentence)

    def _contains(self, noun: int, clause: int) -> bool:
        """ "the claim that the map was old", not "the claim that he made": "that" is no part of the clause itself."""
        marks = [t for t in self.tree.kids(clause) if t.i < clause and t.lower_is("that")]
        own = any(t.dep in ("nsubj", "nsubjpass") and t.tag == "WDT" for t in marks)
        return (
            any(t.tag == "IN" for t in marks)
            and not own
            and any(self.tree.kids(clause, "nsubj", "nsubjpass", "expl"))
        )

    def _giver(self, noun: Token) -> Token | None:
        """ "Diaz issued a warning that …": who gives it."""
        verb = self.tokens[noun.head]
        if noun.dep != "dobj" or verb.lemma not in self.lex.giving or self._denied(verb.i):
            return None
        return next((t for t in self.tree.kids(verb.i, "nsubj") if t.i < verb.i), None)

    def _that(
        self, name: str, anchor: int, clause: int, speaker: int, pattern: str, sentence: Sentence
    ) -> Report | None:
        start = self.tree.left[clause]
        while start < clause and self.tokens[start].text.lower() in ("that", ","):
            start += 1
        piece = self.quotes.tidy(self._span(start, self.tree.right[clause] + 1))
        return Report(name, anchor, tuple(self.tree.conjuncts(speaker)), (piece,), pattern, sentence.id)

    def _denied(self, copula: int) -> bool:
        return any(t.dep == "neg" or (t.dep == "aux" and t.tag == "MD") for t in self.tree.kids(copula))

    def _span(self, first: int, last: int) -> Span:
        return Span(self.tokens[first].start, self.tokens[last - 1].end)
