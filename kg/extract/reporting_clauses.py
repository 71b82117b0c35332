"""Reporting verbs: where their clause ends and what they report, before it, after it, or around it."""

from __future__ import annotations

from dataclasses import dataclass

from kg.clauses.tree import Tree
from kg.extract.complements import COMPLEMENTS, Verb
from kg.extract.quoting import Quotes
from kg.extract.report import Report
from kg.extract.reporting import reporting
from kg.model import Clauses, Predicate, Quotation, Sentence, Span

_OWN = (
    "nsubj",
    "aux",
    "auxpass",
    "neg",
    "prt",
    "dobj",
    "dative",
    "expl",
    "prep",
    "advmod",
    "npadvmod",
    "pcomp",
)
_MARKS = ('"', "'", "''", "``", "`")
_MIN_QUOTE = 12  # characters; shorter ones are glosses


@dataclass(frozen=True, slots=True)
class _Clause:
    """A reporting clause: token range, half-open, of subject, verb, recipients and adverbials, without content."""

    first: int
    last: int


class ReportingClauses:
    """Reads the reports of all verbs of a document."""

    def __init__(self, tree: Tree, clauses: Clauses, quotes: Quotes) -> None:
        self.tree = tree
        self.tokens = tree.tokens
        self.text = tree.doc.article.text
        self.sentences = tree.doc.sentences
        self.predicates = clauses.predicates
        self.quotes = quotes
        self.lex = reporting()
        self.of_sentence: dict[int, list[Predicate]] = {}
        for predicate in clauses.predicates:
            self.of_sentence.setdefault(predicate.sentence, []).append(predicate)

    def find(self) -> list[Report]:
        """Return one report per verb that carries content."""
        found = [self._report(p) for p in self.predicates if p.kind == "verb"]
        return [r for r in found if r is not None]

    def _report(self, p: Predicate) -> Report | None:
        lemma, second = self._lemma(p)
        patterns = self.lex.patterns(lemma)
        sentence = self.sentences[p.sentence]
        clause = self._clause(p, sentence)
        quotation = self._quotation_before(clause) if patterns is None or "clause" in patterns else None
        if patterns is None and quotation is None and p.lemma not in self.lex.attitude_verbs:
            return None
        if self._unasserted(p) or self.quotes.around(self.tokens[p.head].start):
            return None
        verb = Verb(self.tree, p, sentence, patterns or frozenset(), second)
        if p.passive:
            return self._passive(verb)
        pieces, pattern = self._content(verb, clause, quotation)
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
        negated = p.negated and p.lemma not in self.lex.negatable
        return negated or p.tense == "future" or p.conditional or p.modality in self.lex.unasserted

    # ------------------------------------------------------------------ who

    def _parties(self, verb: Verb) -> tuple[tuple[int, ...], tuple[int, ...]]:
        """Return the speakers and the carriers; of "Mehr quoted Petrov as saying" the one quoted speaks."""
        p, tree = verb.predicate, self.tree
        earlier = self._continued(p)
        speakers = tuple(a.head for a in (earlier or p).role("agent"))
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

    def _continued(self, p: Predicate) -> Predicate | None:
        """Of "Diaz said Peru agreed, adding that …" return "said": the participle goes on for its subject, not for Peru."""
        if self.tokens[p.head].tag != "VBG" or not self._speaks_on(p.head):
            return None
        before = [
            q
            for q in self.of_sentence[p.sentence]
            if q.head < p.head and self.lex.patterns(q.lemma) and q.role("agent")
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
        """ "a charge rejected by Peru as absurd", "Peru was accused by Chile of …": object, then what is said of it."""
        p = verb.predicate
        by = [a for a in p.role("agent")]
        what = [a for a in p.role("patient")]
        if not by or not what or not verb.patterns & {"object", "as", "called", "person-of"}:
            return None
        end = max(self.tree.right[a.head] for a in by) + 1
        more = [t for t in verb.after("prep") if t.lemma in ("as", "of", "for") and t.i >= end]
        if not more and end < verb.sentence.last and self.tokens[end].lower_is("as"):
            more = [self.tokens[end]]
        pieces = [what[0].span]
        if more:
            pieces.append(self._span(more[0].i, self._phrase_stop(more[0].i, verb.sentence)))
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

    def _content(self, verb: Verb, clause: _Clause, quotation: Quotation | None) -> tuple[list[Span], str]:
        for name, complement in COMPLEMENTS:
            found = complement(verb)
            if found is None:
                continue
            if quotation is not None and name not in ("clause", "attitude"):
                continue  # '"We agree," he told the envoy'
            right = self._stretch(found, verb, name)
            if right is None or (quotation is not None and not self._outside(quotation, clause, verb, found)):
                break
            return [right], name
        before = self._before(verb, clause, quotation)
        if before is None:
            return [], ""
        return [before, *self._resumed(clause, verb.sentence)], "clause" if verb.patterns else "quote"

    def _clause(self, p: Predicate, sentence: Sentence) -> _Clause:
        tree = self.tree
        first, last = p.head, p.head
        contents = {a.head for a in p.role("content")}
        for child in tree.kids(p.head):
            if child.i in contents or child.dep not in _OWN:
                continue
            fronted = child.i < p.head and child.dep not in ("nsubj", "aux", "advmod", "neg")
            if fronted and tree.left[child.i] == sentence.first:
                continue  # a fronted adverbial belongs to neither
            first = min(first, tree.left[child.i])
            last = max(last, tree.right[child.i])
        return _Clause(first, last + 1)

    # ------------------------------------------------------------------ content before the clause: "…," X said

    def _quotation_before(self, clause: _Clause) -> Quotation | None:
        """Return a quotation of a clause's length that ends right before the reporting clause."""
        start = self.tokens[clause.first].start
        end = len(self.text[:start].rstrip(" ,-–—\t"))
        found = self.quotes.ending(end)
        return found if found is not None and len(found.inner) >= _MIN_QUOTE else None

    def _outside(self, quotation: Quotation, clause: _Clause, verb: Verb, found: tuple[int, int]) -> bool:
        """Tell whether the quotation before the clause is none of its content, because content follows.

        '"We agree." Petrov said that …' and 'After a "very good and open talk," Petrov said that …'.
        """
        between = self.text[quotation.outer.end : self.tokens[clause.first].start]
        full_stop = "," not in between and self.text[quotation.inner.end - 1] not in ",?!"
        inside = quotation.outer.start > self.tokens[verb.sentence.first].start
        return full_stop or (inside and self.tokens[found[0] - 1].lower_is("that"))

    def _before(self, verb: Verb, clause: _Clause, quotation: Quotation | None) -> Span | None:
        tokens, sentence = self.tokens, verb.sentence
        start = tokens[sentence.first].start
        if quotation is not None:
            inside = quotation.outer.start > start and clause.first > sentence.first
            begin = self._after_other_clause(verb, quotation) if inside else quotation.outer.start
            return Span(begin, quotation.outer.end)
        if "clause" not in verb.patterns or clause.first <= sentence.first + 1:
            return None
        at = clause.first - 1
        if tokens[at].text not in (",", "-", "--", "?", "!", *_MARKS):
            return None
        while at > sentence.first and tokens[at].text in (",", "-", "--", *_MARKS):
            at -= 1
        if not self._parenthetical(verb, clause):
            return None
        return Span(start, tokens[at].end)

    def _after_other_clause(self, verb: Verb, quotation: Quotation) -> int:
        """Begin at the sentence's start, or after the clause of an earlier report: 'He was glad, he said, and "…", he added'."""
        begin = self.tokens[verb.sentence.first].start
        for p in self.of_sentence[verb.sentence.id]:
            if (
                p.head < verb.head
                and self.tokens[p.head].end < quotation.outer.start
                and self.lex.patterns(p.lemma)
                and p.tense == "past"
            ):
                return quotation.outer.start
        return begin

    def _parenthetical(self, verb: Verb, clause: _Clause) -> bool:
        """Tell whether the clause only interrupts or follows a sentence that stands without it."""
        sentence = verb.sentence
        rest = clause.last
        if rest < sentence.last and self.tokens[rest].text not in (
            ",",
            ".",
            ":",
            ";",
            "-",
            "--",
            "?",
            "!",
            *_MARKS,
        ):
            adverbial = self.tokens[rest].dep in (
                "prep",
                "advmod",
                "mark",
                "npadvmod",
                "cc",
                "aux",
                "advcl",
            ) or self.tokens[rest].tag in ("VBG", "IN", "WRB")
            if not adverbial:
                return False
        return any(
            p.head < clause.first and p.tense != "none" and p.kind != "noun" and self._stands_alone(p.head)
            for p in self.of_sentence[sentence.id]
        ) or self._crosses(clause, sentence)

    def _stands_alone(self, head: int) -> bool:
        """A finite clause with a subject that no "after" or "who" subordinates."""
        marks = [
            t
            for t in self.tree.kids(head, "mark", "advmod")
            if t.tag in ("IN", "WRB") and not t.lower_is("that")
        ]
        subjects = list(self.tree.kids(head, "nsubj", "nsubjpass", "expl", "csubj"))
        return bool(subjects) and not marks and self.tokens[head].dep not in ("relcl", "acl")

    def _crosses(self, clause: _Clause, sentence: Sentence) -> bool:
        """Tell whether what precedes the clause depends on what follows it, or the other way round."""
        before = range(sentence.first, clause.first)
        after = range(clause.last, sentence.last)
        return any(
            t.head in after and t.dep not in ("punct", "cc", "advcl", "prep", "mark")
            for t in self.tokens[before.start : before.stop]
        ) or any(
            t.head in before and t.dep not in ("punct", "cc", "conj", "advcl")
            for t in self.tokens[after.start : after.stop]
        )

    def _resumed(self, clause: _Clause, sentence: Sentence) -> list[Span]:
        """ "A," X said, "B", or A, X said, B: what goes on after the clause."""
        i = clause.last
        while i < sentence.last and self.tokens[i].text in (",", ":", "-", "--"):
            i += 1
        if i >= sentence.last:
            return []
        quotation = self.quotes.starting(self.tokens[i].start)
        if quotation is not None:
            return [quotation.inner]
        opened = [t for t in self.tokens[i : sentence.last] if self.quotes.starting(t.start)]
        if i > clause.last and self._crosses(clause, sentence):
            return [self._to_quotation_end(self._span(i, sentence.last))]
        if (
            opened
            and i > clause.last
            and self.tokens[i].text.lower() in ("and", "but", "or")
            and opened[0].i == i + 1
        ):
            return [self._to_quotation_end(self._span(i + 1, sentence.last))]
        return []

    # ------------------------------------------------------------------ content after the verb: X said (that) …

    def _stretch(self, found: tuple[int, int], verb: Verb, name: str) -> Span | None:
        """Turn a complement's token range into a span: cut off what reports again, run a quotation to its end."""
        start, end = found
        if name in ("clause", "infinitive", "person-to", "attitude"):
            end = min([end, *self._cuts(verb, start)])
        if start >= end:
            return None
        span = self._span(start, end)
        opened = self.quotes.around(span.start)
        if opened is not None and not self.text[opened.inner.start : span.start].strip():
            span = Span(opened.outer.start, span.end)
        return self._to_quotation_end(span)

    def _cuts(self, verb: Verb, start: int) -> list[int]:
        """Return the tokens before which the content may end."""
        tree, tokens, head = self.tree, self.tokens, verb.head
        cuts: list[int] = []
        for i in (head, *tree.ancestors(head)):
            if tokens[i].dep in ("relcl", "acl") and tree.right[i] >= start:
                cuts.append(tree.right[i] + 1)  # "Petrov, who says he is ill, left"
        for child in tree.kids(head):
            if child.i <= start:
                continue
            edge = tree.left[child.i]
            if child.dep == "conj":
                cuts.append(self._back_over(edge, start))
            elif (
                child.dep == "advcl"
                and edge > start
                and tokens[edge].text.lower() in self.lex.cutting
                and tokens[edge - 1].text == ","
            ):
                cuts.append(edge - 1)
        core = next((t.i for t in verb.after("ccomp") if t.i > start), start)
        for i in range(start + 1, verb.sentence.last - 1):
            token = tokens[i]
            if token.lower_is("according") and tokens[i + 1].lower_is("to") and tokens[i - 1].text == ",":
                cuts.append(i - 1)
            elif (
                token.tag == "VBG" and i > core and self._speaks_on(i) and not self.quotes.around(token.start)
            ):
                cuts.append(i)
        return [c for c in cuts if c > start]

    def _speaks_on(self, i: int) -> bool:
        """ ", adding that …", ", but also warning …": a delayed participle of the same speaker."""
        if self.lex.patterns(self.tokens[i].lemma) is None or self.tokens[i].lemma not in self.lex.delayed:
            return False
        before = self.tokens[i - 1]
        if before.text == ",":
            return True
        return (
            before.text.lower() in ("and", "but", "also", "while", "thus", "by")
            and self.tokens[i - 2].text == ","
        )

    def _back_over(self, edge: int, start: int) -> int:
        while edge > start and self.tokens[edge - 1].text.lower() in ("and", "but", ",", "or", "while"):
            edge -= 1
        return edge

    def _to_quotation_end(self, span: Span) -> Span:
        for quotation in self.quotes.within(span):
            if span.start <= quotation.outer.start < span.end < quotation.outer.end:
                return Span(span.start, quotation.outer.end)
        return span

    def _span(self, first: int, last: int) -> Span:
        return Span(self.tokens[first].start, self.tokens[last - 1].end)
