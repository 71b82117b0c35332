"""Reporting verbs: where their clause ends and what they report, before it, after it, or around it."""

from __future__ import annotations

from kg.clauses.tree import Tree
from kg.extract.reporting import reporting
from kg.extract.statements.complements import COMPLEMENTS
from kg.extract.statements.following import Following
from kg.extract.statements.preceding import Preceding
from kg.extract.statements.quoting import Quotes
from kg.extract.statements.reading import Clause, Reading, Verb
from kg.extract.statements.report import Report
from kg.model import Clauses, Predicate, Quotation, Sentence, Span


class ReportingClauses:
    """Reads the reports of all verbs of a document."""

    def __init__(self, tree: Tree, clauses: Clauses, quotes: Quotes) -> None:
        self.page = Reading(tree, clauses, quotes)
        self.preceding = Preceding(self.page)
        self.following = Following(self.page)
        self.tree = tree
        self.tokens = tree.tokens
        self.text = tree.doc.article.text
        self.sentences = tree.doc.sentences
        self.predicates = clauses.predicates
        self.quotes = quotes
        self.lex = reporting()

    def find(self) -> list[Report]:
        """Return one report per verb that carries content."""
        found = [self._report(p) for p in self.predicates if p.kind == "verb"]
        return [r for r in found if r is not None]

    def _report(self, p: Predicate) -> Report | None:
        lemma, second = self._lemma(p)
        patterns = self.lex.patterns(lemma)
        sentence = self.sentences[p.sentence]
        clause = self.page.clause(p, sentence)
        quotation = (
            self.preceding.quotation_before(clause) if patterns is None or "clause" in patterns else None
        )
        if patterns is None and quotation is None and p.lemma not in self.lex.attitude_verbs:
            return None
        if self._unasserted(p) or self._put_to(p) or self.quotes.around(self.tokens[p.head].start):
            return None
        verb = Verb(self.tree, p, sentence, patterns or frozenset(), self.quotes, second)
        if p.passive:
            return self._passive(verb)
        pieces, pattern = self._content(verb, clause, quotation)
        if not pieces:
            pieces, pattern = self._of_relative(verb) or self._quoted_as_saying(verb)
        pieces = [piece for piece in map(self.quotes.tidy, pieces) if len(piece) > 2]
        speakers, carriers = self._parties(verb)
        if not pieces or (patterns is None and pattern == "quote" and not speakers):
            return None
        return Report(lemma, p.head, speakers, tuple(pieces), pattern, p.sentence, carriers)

    def _lemma(self, p: Predicate) -> tuple[str, str]:
        """Return the lemma as the lexicon has it, and the second word of one like "make clear"."""
        for word in self.lex.second_words.get(p.lemma, ()):
            if any(t.text.lower() == word and p.head < t.i <= p.head + 3 for t in self.tree.kids(p.head)):
                return f"{p.lemma} {word}", word
        return p.lemma, ""

    def _unasserted(self, p: Predicate) -> bool:
        """What was not, will be, would be or might be said is no statement; "X would not say" neither."""
        inferred = p.lemma in self.lex.inferring and self.tokens[p.head].tag == "VBG" and p.relation != "ROOT"
        if inferred:
            return True
        negated = p.negated and p.lemma not in self.lex.negatable
        return negated or p.tense == "future" or p.conditional or p.modality in self.lex.unasserted

    def _put_to(self, p: Predicate) -> bool:
        """ "Asked whether Peru would sign, Diaz said no": the question was put to the one who answers."""
        token = self.tokens[p.head]
        return (
            token.tag == "VBN" and token.dep == "advcl" and not any(self.tree.kids(p.head, "aux", "auxpass"))
        )

    # ------------------------------------------------------------------ who

    def _parties(self, verb: Verb) -> tuple[tuple[int, ...], tuple[int, ...]]:
        """Return the speakers and the carriers; of "Mehr quoted Petrov as saying" the one quoted speaks."""
        p, tree = verb.predicate, self.tree
        whose = self._continued(p) or p
        speakers = tuple(a.head for a in whose.role("agent") if not self.page.parted(a.head, whose.head))
        speakers = self._beside(verb) or speakers
        carriers = [a.head for a in p.role("recipient", "patient", "to", "with", "in", "by", "on")]
        quoting = self._quoting(p.head)
        if quoting is not None:
            whom = list(tree.kids(quoting, "nsubjpass")) or list(tree.kids(quoting, "dobj"))
            speakers = tuple(j for t in whom for j in tree.conjuncts(t.i))
            carriers += [t.i for t in tree.kids(quoting, "nsubj")]
            carriers += [t.i for by in tree.kids(quoting, "agent", "prep") for t in tree.kids(by.i, "pobj")]
        for carrier in list(carriers):  # "told Le Monde in an interview", "in an interview with Le Monde"
            carriers += [
                t.i for prep in tree.kids(carrier, "prep", "poss") for t in tree.kids(prep.i, "pobj")
            ]
        return speakers, tuple(carriers)

    def _beside(self, verb: Verb) -> tuple[int, ...]:
        """Return a subject that the parser took for something else.

        '"We shall sign," opined Diaz': read as an object. "with Diaz claiming that …": read as a modifier of Diaz.
        """
        tree, tokens, head = self.tree, self.tokens, verb.head
        if tokens[head].tag == "VBG" and tokens[head].dep == "acl":
            noun = tokens[tokens[head].head]
            absolute = noun.dep == "pobj" and tokens[noun.head].lower_is("with") and noun.i < head
            return tuple(tree.conjuncts(noun.i)) if absolute else ()
        after = next(iter(verb.after("dobj")), None)
        if (
            after is None
            or (verb.patterns and "clause" not in verb.patterns)
            or tree.left[after.i] != head + 1
            or any(tree.kids(head, "nsubj"))
            or len(self.text[: tokens[head].start].rstrip()) not in self.quotes.ends
        ):
            return ()
        return tuple(tree.conjuncts(after.i))

    def _continued(self, p: Predicate) -> Predicate | None:
        """Of "Diaz said Peru agreed, adding that …" return "said": the participle goes on for Diaz, not for Peru."""
        outer = self.page.goes_with(p.head)
        if outer is not None:
            return next((q for q in self.page.of_sentence[p.sentence] if q.head == outer), None)
        if self.tokens[p.head].tag != "VBG" or not self.page.speaks_on(p.head):
            return None
        before = [
            q
            for q in self.page.of_sentence[p.sentence]
            if q.head < p.head
            and self.lex.patterns(q.lemma)
            and q.role("agent")
            and not self.page.parted(q.head, p.head)
        ]
        finite = [
            q
            for q in before
            if self.tokens[q.head].tag in ("VBD", "VBZ", "VBP", "VBN")
            and "clause" in (self.lex.patterns(q.lemma) or ())
        ]
        return finite[0] if finite else None

    def _quoting(self, head: int) -> int | None:
        """Return the verb of "quoted … as saying" over a participle."""
        token = self.tokens[head]
        above = self.tokens[token.head]
        if token.tag == "VBG" and above.lower_is("as") and self.tokens[above.head].lemma in ("quote", "cite"):
            return above.head
        return above.i if token.tag == "VBG" and above.lemma in ("quote", "cite") else None

    def _passive(self, verb: Verb) -> Report | None:
        """ "a charge rejected by Peru as absurd", "Peru was accused by Chile of …": object and what is said."""
        p = verb.predicate
        by = list(p.role("agent"))
        what = list(p.role("patient"))
        if not by or not what or not verb.patterns & {"object", "as", "called", "person-of"}:
            return None
        end = max(self.tree.right[a.head] for a in by) + 1
        more = [t for t in verb.after("prep") if t.lemma in ("as", "of", "for") and t.i >= end]
        if not more and end < verb.sentence.last and self.tokens[end].lower_is("as"):
            more = [self.tokens[end]]
        pieces = [what[0].span]
        if more:
            pieces.append(self.page.span(more[0].i, self._phrase_stop(more[0].i, verb.sentence)))
        elif verb.patterns.isdisjoint({"object"}):
            return None
        speakers = tuple(a.head for a in by)
        return Report(p.lemma, p.head, speakers, tuple(map(self.quotes.tidy, pieces)), "passive", p.sentence)

    def _phrase_stop(self, first: int, sentence: Sentence) -> int:
        stop = self.tree.right[first] + 1
        if stop > first + 1:
            return stop
        marks = (t.i for t in self.tokens[first : sentence.last] if t.text in (",", ".", ";"))
        return next(marks, sentence.last)

    # ------------------------------------------------------------------ what

    def _of_relative(self, verb: Verb) -> tuple[list[Span], str] | None:
        """ "the fee, which Diaz said would hurt farmers": the antecedent, and what is said of it."""
        tree, tokens, head = self.tree, self.tokens, verb.head
        if tokens[head].dep != "relcl" or "clause" not in verb.patterns:
            return None
        inner = next((t for t in verb.after("ccomp") if tokens[tree.left[t.i]].tag in ("WDT", "WP")), None)
        noun = tokens[tokens[head].head]
        if inner is None or noun.i > head or tree.left[inner.i] > head:
            return None
        first = tree.left[noun.i]
        last = tree.left[inner.i]
        while last > noun.i + 1 and tokens[last - 1].text == ",":
            last -= 1
        rest = self.page.span(head + 1, tree.right[inner.i] + 1)
        return [self.page.span(first, last), rest], "clause"

    def _quoted_as_saying(self, verb: Verb) -> tuple[list[Span], str]:
        """'"We shall sign," Interfax quoted Petrov as saying'."""
        quoting = self._quoting(verb.head)
        outer = next((q for q in self.predicates if q.head == quoting), None)
        if outer is None:
            return [], ""
        clause = self.page.clause(outer, verb.sentence)
        quotation = self.preceding.quotation_before(clause)
        return ([quotation.outer], "clause") if quotation is not None else ([], "")

    def _content(self, verb: Verb, clause: Clause, quotation: Quotation | None) -> tuple[list[Span], str]:
        for name, complement in COMPLEMENTS:
            found = complement(verb)
            if found is None:
                continue
            if quotation is not None and name not in ("clause", "attitude"):
                continue  # '"We agree," he told the envoy'
            right = self.following.stretch(found, verb, name)
            if right is None or (
                quotation is not None and not self.preceding.outside(quotation, clause, verb, found)
            ):
                break
            return [right], name
        before = self.preceding.stretch(verb, clause, quotation)
        if before is None:
            return [], ""
        return [
            before,
            *self.preceding.resumed(clause, verb.sentence),
        ], "clause" if verb.patterns else "quote"
