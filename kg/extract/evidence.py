"""Turn stretches of text into evidence: the exact words, their sentence, which rule, how sure."""

from __future__ import annotations

from kg.clauses.tree import Tree
from kg.extract.confidence import weights
from kg.extract.trace import Trace
from kg.model import Evidence, PartialDate, Span

VERSION = "0.1"


class Witness:
    """Makes evidence for one document, reads times near a token, and passes on why no claim was made.

    Args:
        tree: the document's words.
        trace: collects the notes of the extractors; without one they go nowhere.
    """

    def __init__(self, tree: Tree, trace: Trace | None = None) -> None:
        self.tree = tree
        self.doc = tree.doc
        self.trace = trace

    def note(self, token: int, rule: str, reason: str, *, made: bool = False) -> None:
        """Tell why a rule made no claim at a word (or what made it); free where nobody listens.

        Args:
            token: index of the word, of a verb or noun that the rule's lexicon knows.
            rule: the rule or its family, as in :meth:`of`.
            reason: a few words for people, such as "negated" or "no addressee".
            made: a claim was made after all.
        """
        if self.trace is not None:
            self.trace.note(token, rule, reason, made=made)

    def of(self, *spans: Span, rule: str) -> tuple[Evidence, ...]:
        """Return one Evidence per span.

        Args:
            spans: the supporting words.
            rule: name of the rule that read them, dotted. The confidence is the rule's own until the finished claims
                are weighed by their marks (``kg.extract.confidence``).
        """
        confidence = weights().base(rule)
        return tuple(Evidence(s, self.sentence(s), f"parley-{rule}/{VERSION}", confidence) for s in spans)

    def sure(self, *spans: Span, rule: str, confidence: float) -> tuple[Evidence, ...]:
        """Return one Evidence per span with a confidence that is known already."""
        return tuple(Evidence(s, self.sentence(s), f"parley-{rule}/{VERSION}", confidence) for s in spans)

    def sentence(self, span: Span) -> Span:
        """Return the span from the first to the last sentence that ``span`` touches; the span itself outside of any."""
        touched = [s.span for s in self.doc.sentences if s.span.overlaps(span)]
        return touched[0].cover(touched[-1]).cover(span) if touched else span

    def when(self, token: int, *, past: bool = False) -> PartialDate | None:
        """Return the date of a predicate's head by the tree: a time expression below it with no other verb between.

        Args:
            token: index of the predicate's head.
            past: take the article's own day where the text gives none and the act is the news itself.
        """
        for time in self.doc.times:
            if time.date is None:
                continue
            sentence = self.doc.sentences[self.tree.sentence_of[token]]
            if not sentence.span.covers(time.span):
                continue
            first = next(
                (
                    t
                    for t in self.tree.tokens[sentence.first : sentence.last]
                    if time.span.covers(Span(t.start, t.end))
                ),
                None,
            )
            if first is not None and self._governs(token, first.i):
                return time.date
        return None

    def _governs(self, token: int, time: int) -> bool:
        for i in self.tree.ancestors(time):
            if i == token:
                return True
            if self.tree.tokens[i].pos in ("VERB", "AUX"):
                return False
        return False
