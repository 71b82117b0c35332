"""Find the reporting clauses of a document and the stretches of text that they attribute to somebody."""

from __future__ import annotations

from dataclasses import dataclass

from kg.clauses.tree import Tree
from kg.extract.reporting import reporting
from kg.model import Clauses, Document, Predicate, Quotation, Sentence, Span

_SKIPPED_MODALITY = frozenset({"may", "would", "should", "must", "can", "refuse", "fail", "ask", "want", "plan", "try", "denied", "propose"})
_DELAYED = frozenset({"say", "add", "note", "warn", "stress", "insist", "argue", "explain", "claim", "call", "describe", "accuse", "urge", "confirm", "announce", "predict", "deny", "reiterate", "cite", "quote", "express", "voice", "promise", "pledge", "vow", "demand", "declare", "emphasise", "emphasize", "suggest", "point out", "tell", "hope", "blame", "ask", "reply"})


@dataclass(frozen=True, slots=True)
class Report:
    """One reporting act.

    Attributes:
        verb: lemma of the reporting verb or words of the phrase ("according to").
        anchor: token index of the verb or phrase.
        speaker: token indices of the heads of those to whom the words are attributed; empty where the clause has none.
        pieces: stretches of the content, in order.
        pattern: which complement pattern fired.
    """

    verb: str
    anchor: int
    speaker: tuple[int, ...]
    pieces: tuple[Span, ...]
    pattern: str
    sentence: int


class ReportFinder:
    """Looks for reports sentence by sentence; see ``reporting.yaml`` for the patterns."""

    def __init__(self, tree: Tree, clauses: Clauses) -> None:
        self.tree = tree
        self.doc: Document = tree.doc
        self.text = tree.doc.article.text
        self.tokens = tree.tokens
        self.clauses = clauses
        self.lex = reporting()
        self.by_sentence: dict[int, list[Predicate]] = {}
        for predicate in clauses.predicates:
            self.by_sentence.setdefault(predicate.sentence, []).append(predicate)

    def find(self) -> list[Report]:
        """Return all reports in text order, nested ones left out."""
        found: list[Report] = []
        for sentence in self.doc.sentences:
            mine: list[Report] = []
            for predicate in self.by_sentence.get(sentence.id, ()):
                report = self._of_verb(predicate, sentence)
                if report is not None:
                    mine.append(report)
            mine += self._phrases(sentence)
            found += _without_nested(mine)
        return found

    # ------------------------------------------------------------------ verbs

    def _of_verb(self, p: Predicate, sentence: Sentence) -> Report | None:
        patterns = self.lex.verbs.get(p.lemma)
        if patterns is None and " " in p.lemma:
            patterns = self.lex.verbs.get(p.lemma.split(" ")[0])
        quoted = self._adjacent_quotation(p, sentence)
        attitude = self._attitude(p)
        if p.kind == "noun":
            return None
        if patterns is None and quoted is None and attitude is None:
            return None
        if p.negated and p.lemma != "deny" or p.tense == "future" or p.conditional or p.modality in _SKIPPED_MODALITY:
            return None
        if self._quoted(self.tokens[p.head].start):
            return None
        speakers = tuple(a.head for a in p.role("agent"))
        if p.passive:
            return None
        pieces, pattern = self._content(p, sentence, patterns or frozenset(), quoted, attitude)
        if not pieces:
            return None
        if patterns is None and pattern == "quote" and not speakers:
            return None
        return Report(p.lemma, p.head, speakers, tuple(pieces), pattern, sentence.id)

    def _attitude(self, p: Predicate) -> int | None:
        """Return the token of an attitude noun that a verb like "express" carries."""
        if p.kind != "verb" or p.lemma not in self.lex.attitude_verbs:
            return None
        return next((a.head for a in p.role("patient") if self.tokens[a.head].lemma in self.lex.attitude_nouns), None)

    def _content(
        self,
        p: Predicate,
        sentence: Sentence,
        patterns: frozenset[str],
        quoted: Quotation | None,
        attitude: int | None,
    ) -> tuple[list[Span], str]:
        first, last = self._clause_range(p, sentence)
        left = self._left(p, sentence, first)
        if quoted is not None and left is None and quoted.outer.start < self.tokens[first].start:
            left = Span(min(quoted.inner.start, self._left_edge(quoted, sentence)), quoted.inner.end)
        right: Span | None = None
        pattern = "clause"
        if left is None:
            right, pattern = self._right(p, sentence, patterns, attitude)
        elif "clause" in patterns or quoted is not None:
            right = self._resumed(last, sentence)
        pieces = [s for s in (self._tidy(left), self._tidy(right)) if s is not None and len(s) > 2]
        if pieces and quoted is not None and pattern == "clause":
            pattern = "quote" if not patterns else pattern
        return pieces, pattern

    def _clause_range(self, p: Predicate, sentence: Sentence) -> tuple[int, int]:
        """Return the token range of the reporting clause itself: subject, auxiliaries, verb, to whom, when, where."""
        tree = self.tree
        first = last = p.head
        contents = {a.head for a in p.role("content")}
        for child in tree.kids(p.head):
            if child.i in contents or child.dep in ("ccomp", "advcl", "conj", "cc", "punct", "parataxis", "xcomp"):
                continue
            if child.dep in ("nsubj", "aux", "auxpass", "neg", "prt", "dobj", "dative", "expl") or child.dep in ("prep", "advmod", "npadvmod"):
                if child.i < p.head and child.dep not in ("nsubj", "aux", "advmod", "neg") and tree.left[child.i] == sentence.first:
                    continue  # a fronted adverbial belongs to neither
                first = min(first, tree.left[child.i])
                last = max(last, tree.right[child.i])
        return first, last

    # ------------------------------------------------------------------ content before the clause: "…," X said

    def _left(self, p: Predicate, sentence: Sentence, first: int) -> Span | None:
        if first <= sentence.first:
            return None
        before = self.tokens[first - 1]
        at = first - 1
        closes = before.text in ('"', "''", "'") and self._quotation_ending(before.end)
        while at > sentence.first and self.tokens[at].text in (",", '"', "'", "''", "-", "--"):
            at -= 1
        comma = at < first - 1
        governed = any(a.head < first for a in p.role("content")) or (
            p.relation in ("parataxis", "advcl", "ccomp", "conj") and self.tokens[p.head].head < first and not p.role("content") and comma
        )
        inverted = any(a.head > p.head for a in p.role("agent"))
        if not (closes or (comma or before.text in "?!") and (governed or inverted and not p.role("content"))):
            return None
        if not closes and not governed and not inverted:
            return None
        start = self._left_start(p, sentence, first)
        if start >= first:
            return None
        begin = self.tokens[start].start
        if closes:
            begin = min(begin, closes.outer.start)
        end = self.tokens[at].end
        if closes is not None and closes is not False and isinstance(closes, Quotation):
            end = closes.outer.end
        return Span(begin, end) if begin < end else None

    def _left_start(self, p: Predicate, sentence: Sentence, first: int) -> int:
        """Return where content before the clause begins: the sentence's start, after an earlier report's own clause."""
        start = sentence.first
        while start < first and self.tokens[start].text.lower() in ("but", "and", ",") and start == sentence.first:
            break
        return start

    def _left_edge(self, quotation: Quotation, sentence: Sentence) -> int:
        return min(quotation.outer.start, self.tokens[sentence.first].start)

    def _resumed(self, last: int, sentence: Sentence) -> Span | None:
        """ "A," X said, "B": the quotation after the clause, or an unquoted rest after a comma."""
        i = last + 1
        while i < sentence.last and self.tokens[i].text in (",", ":", "-"):
            i += 1
        if i < sentence.last and self.tokens[i].text in ('"', "''", "``"):
            quotation = self._quotation_starting(self.tokens[i].start)
            if quotation is not None:
                return quotation.inner
        return None

    # ------------------------------------------------------------------ content after the verb: X said (that) …

    def _right(
        self, p: Predicate, sentence: Sentence, patterns: frozenset[str], attitude: int | None
    ) -> tuple[Span | None, str]:
        tree = self.tree
        if attitude is not None:
            start = self._after_attitude(attitude)
            if start is not None:
                return self._to_end(start, p, sentence), "attitude"
        after = [t for t in tree.kids(p.head) if t.i > p.head]
        for child in after:
            if child.dep == "ccomp" and "clause" in patterns:
                start = self._skip_that(tree.left[child.i], child.i)
                return self._to_end(max(start, p.head + 1), p, sentence), "clause"
        colon = self._after_colon(p, sentence)
        if colon is not None:
            return self._to_end(colon, p, sentence), "clause"
        infinitive = next((t for t in after if t.dep == "xcomp" and any(k.tag == "TO" for k in tree.kids(t.i, "aux"))), None)
        if "person-to" in patterns:
            whom = [t for t in after if t.dep in ("dobj", "dative")] or [
                inner for t in after if t.dep == "prep" and t.lemma in ("on", "upon", "for", "to") for inner in tree.kids(t.i, "pobj")
            ]
            to = infinitive or next((t for t in after if t.dep in ("ccomp", "advcl") and any(k.tag == "TO" for k in tree.kids(t.i, "aux"))), None)
            if whom and (to is not None or any(k.tag == "TO" for w in whom for c in tree.kids(w.i, "relcl", "acl") for k in tree.kids(c.i, "aux"))):
                return self._to_end(tree.left[whom[0].i], p, sentence), "person-to"
        if infinitive is not None and "infinitive" in patterns:
            return self._to_end(tree.left[infinitive.i], p, sentence), "infinitive"
        if infinitive is not None and "clause" in patterns and list(tree.kids(infinitive.i, "nsubj")):
            return self._to_end(tree.left[infinitive.i], p, sentence), "clause"
        for name in ("for", "on", "of", "against", "about"):
            if name in patterns:
                prep = next((t for t in after if t.dep == "prep" and t.lemma == name), None)
                if prep is not None and prep.i + 1 < sentence.last and not list(tree.kids(p.head, "dobj")):
                    return self._to_end(prep.i + 1, p, sentence), name
        obj = next((t for t in after if t.dep in ("dobj", "attr", "oprd", "ccomp")), None)
        if obj is not None and patterns & {"object", "as", "person-of"}:
            if obj.dep == "dobj" and obj.lemma in self.lex.recipients:
                return None, ""
            has_as = any(t.dep == "prep" and t.lemma == "as" for t in [*after, *tree.kids(obj.i)])
            has_of = any(t.dep == "prep" and t.lemma in ("of", "for") for t in [*after, *tree.kids(obj.i)])
            if "object" in patterns or ("as" in patterns and has_as) or ("person-of" in patterns and has_of):
                return self._to_end(max(tree.left[obj.i], p.head + 1), p, sentence), "object"
        return None, ""

    def _after_attitude(self, noun: int) -> int | None:
        for child in self.tree.kids(noun):
            if child.i > noun and child.dep in ("prep",):
                return child.i + 1
            if child.i > noun and child.dep in ("acl", "relcl", "ccomp"):
                return self._skip_that(self.tree.left[child.i], child.i)
        return None

    def _skip_that(self, start: int, head: int) -> int:
        while start < head and self.tokens[start].text.lower() in ("that", ","):
            start += 1
        return start

    def _after_colon(self, p: Predicate, sentence: Sentence) -> int | None:
        """ "Petrov said: …" and "Petrov said, "…": a colon, or a comma with an opening quotation mark."""
        for i in range(p.head + 1, min(sentence.last - 1, p.head + 25)):
            text = self.tokens[i].text
            if text == ":" or text == "," and self.tokens[i + 1].text in ('"', "``", "''") or text in ('"', "``") and i == p.head + 1:
                start = i + 1 if text in (":", ",") else i
                return start
            if text in (";",) or self.tokens[i].pos == "VERB" and self.tokens[i].head != p.head and text != "asked":
                return None
        return None

    def _to_end(self, start: int, p: Predicate, sentence: Sentence) -> Span | None:
        """Extend content from token ``start`` to the sentence's end, or to where the reporting clause speaks again."""
        end = sentence.last
        for other in self.by_sentence.get(sentence.id, ()):
            if other.head <= start or other.head == p.head:
                continue
            cut = self._resumes_at(other, p, start)
            if cut is not None and start < cut < end:
                end = cut
        for i in range(start, min(end, sentence.last - 1)):
            if self.tokens[i].lower_is("according") and self.tokens[i + 1].lower_is("to") and i > start and self.tokens[i - 1].text == ",":
                end = min(end, i)
        if start >= end:
            return None
        span = Span(self.tokens[start].start, self.tokens[end - 1].end)
        # a quotation that opens in the content runs to its closing mark, over sentences
        for quotation in self.doc.quotations:
            if quotation.outer.start < span.end < quotation.outer.end and quotation.outer.start >= span.start:
                span = Span(span.start, quotation.outer.end)
        return span

    def _resumes_at(self, other: Predicate, p: Predicate, start: int) -> int | None:
        """Return the token before which content ends because ``other`` is coordinated with the reporting verb or delayed."""
        token = self.tokens[other.head]
        if token.head == p.head and token.dep == "conj":
            subject = [t for t in self.tree.kids(other.head, "nsubj")]
            edge = self.tree.left[other.head]
            if subject or other.kind == "verb":
                while edge > start and self.tokens[edge - 1].text.lower() in ("and", "but", ",", "or"):
                    edge -= 1
                return edge
        if token.tag == "VBG" and other.lemma in _DELAYED and other.head > start:
            i = other.head
            if i > 0 and self.tokens[i - 1].text == "," and not self._quoted(token.start):
                return i - 1
            if i > 1 and self.tokens[i - 1].text in ("and", "but", "also", "while") and self.tokens[i - 2].text == ",":
                return i - 2
        return None

    # ------------------------------------------------------------------ phrases: according to X

    def _phrases(self, sentence: Sentence) -> list[Report]:
        found: list[Report] = []
        for i in range(sentence.first, sentence.last - 1):
            token = self.tokens[i]
            if token.lower_is("according") and self.tokens[i + 1].lower_is("to") and not self._quoted(token.start):
                objects = [t for t in self.tree.kids(i + 1, "pobj")] or [t for t in self.tree.kids(i, "pobj")]
                if not objects:
                    continue
                heads = tuple(self.tree.conjuncts(objects[0].i))
                stop = max(self.tree.right[objects[0].i], i + 1)
                span = self._around(i, stop, sentence)
                if span is not None:
                    found.append(Report("according to", i, heads, (span,), "phrase", sentence.id))
            elif token.lemma in self.lex.possessive_phrases and i > sentence.first + 1 and not self._quoted(token.start):
                owner = [t for t in self.tree.kids(i, "poss")]
                first = self.tree.left[i]
                if owner and first > sentence.first - 1 and self.tokens[first - 1].lower_is("in") and self.tokens[i + 1].text == ",":
                    span = self._around(first - 1, i, sentence)
                    if span is not None:
                        found.append(Report("in words", i, (owner[0].i,), (span,), "phrase", sentence.id))
        return found

    def _around(self, first: int, last: int, sentence: Sentence) -> Span | None:
        """Content of a phrase: what follows it where it opens the sentence (a "but" may precede), else what precedes."""
        opening = first - sentence.first <= 2
        if opening:
            start = last + 1
            while start < sentence.last and self.tokens[start].text in (",", "-"):
                start += 1
            return self._span(start, sentence.last)
        end = first
        while end > sentence.first and self.tokens[end - 1].text == ",":
            end -= 1
        return self._span(sentence.first, end)

    def _span(self, first: int, last: int) -> Span | None:
        return self._tidy(Span(self.tokens[first].start, self.tokens[last - 1].end)) if first < last else None

    # ------------------------------------------------------------------ quotations

    def _quoted(self, offset: int) -> bool:
        return any(q.outer.start < offset < q.outer.end for q in self.doc.quotations)

    def _quotation_ending(self, offset: int) -> Quotation | None:
        return next((q for q in self.doc.quotations if q.outer.end == offset), None)

    def _quotation_starting(self, offset: int) -> Quotation | None:
        return next((q for q in self.doc.quotations if q.outer.start == offset), None)

    def _adjacent_quotation(self, p: Predicate, sentence: Sentence) -> Quotation | None:
        """Return a quotation of a clause's length that ends right before or begins right after the reporting clause."""
        first, last = self._clause_range(p, sentence)
        for q in self.doc.quotations:
            if len(q.inner) < 12:
                continue
            between = self.text[q.outer.end : self.tokens[first].start]
            if q.outer.end <= self.tokens[first].start and len(between) < 4 and not between.strip(" ,-—–") and "\n" not in between:
                return q
        return None

    def _tidy(self, span: Span | None) -> Span | None:
        """Trim blanks, commas and the outer marks of a wholly quoted content."""
        if span is None:
            return None
        start, end = span.start, span.end
        text = self.text
        while start < end and (text[start].isspace() or text[start] in ",;:-–—"):
            start += 1
        while end > start and (text[end - 1].isspace() or text[end - 1] in ",;-–—"):
            end -= 1
        inner = next((q for q in self.doc.quotations if q.outer.start == start and q.outer.end >= end - 1), None)
        if inner is not None:
            start, end = inner.inner.start, min(inner.inner.end, end)
            while end > start and (text[end - 1].isspace() or text[end - 1] in ","):
                end -= 1
        elif end > start and text[end - 1] == "." and text[start:end].count('"') % 2 == 0:
            end -= 1
        return Span(start, end) if start < end else None


def _without_nested(reports: list[Report]) -> list[Report]:
    """Drop reports whose own verb stands in the content of another of the sentence."""
    kept: list[Report] = []
    for report in reports:
        position = report.anchor
        if any(
            other is not report and other.anchor != position and _holds(other, report)
            for other in reports
        ):
            continue
        kept.append(report)
    return sorted(kept, key=lambda r: r.anchor)


def _holds(outer: Report, inner: Report) -> bool:
    if not inner.pieces or not outer.pieces:
        return False
    covered = any(piece.covers(inner.pieces[0]) for piece in outer.pieces)
    same = inner.pieces[0] == outer.pieces[0]
    return covered and (not same or outer.anchor > inner.anchor)
