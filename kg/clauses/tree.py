"""The dependency tree of a document with the look-ups that every later rule needs."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from kg.model import Document, Span, Token

# Dependents that belong to a nominal's own text; the rest (relative clauses, parentheses) can be cut off.
_HEAVY = frozenset({"relcl", "acl", "advcl", "parataxis", "punct", "cc", "conj", "appos", "prep"})


class Tree:
    """Children and extents over ``doc.tokens``, computed once."""

    __slots__ = ("children", "doc", "left", "memo", "right", "sentence_of", "tokens")

    def __init__(self, doc: Document) -> None:
        self.doc = doc
        self.memo: dict[str, Any] = {}  # what readers of the tree work out once and use often
        self.tokens = doc.tokens
        n = len(doc.tokens)
        self.children: list[list[int]] = [[] for _ in range(n)]
        self.left = list(range(n))
        self.right = list(range(n))
        self.sentence_of = [0] * n
        for sentence in doc.sentences:
            for i in range(sentence.first, sentence.last):
                self.sentence_of[i] = sentence.id
        for token in doc.tokens:
            if token.head != token.i:
                self.children[token.head].append(token.i)
        for sentence in doc.sentences:
            self._extents(sentence.first, sentence.last)

    def _extents(self, first: int, last: int) -> None:
        # Heads before their dependents; then from the end, so that a child's extent is final when its head reads it.
        left, right = self.left, self.right
        order = [i for i in range(first, last) if self.tokens[i].head == i]
        for i in order:
            order += self.children[i]
        for i in reversed(order):
            head = self.tokens[i].head
            if left[i] < left[head]:
                left[head] = left[i]
            if right[i] > right[head]:
                right[head] = right[i]

    def kids(self, i: int, *deps: str) -> Iterator[Token]:
        """Yield the children of token ``i`` with one of the dependency labels, in text order; all without labels."""
        for c in self.children[i]:
            if not deps or self.tokens[c].dep in deps:
                yield self.tokens[c]

    def subtree(self, i: int) -> Span:
        """Return the text span from the first to the last token below ``i``."""
        return Span(self.tokens[self.left[i]].start, self.tokens[self.right[i]].end)

    def indices(self, i: int) -> range:
        """Return the token indices from the first to the last token below ``i``."""
        return range(self.left[i], self.right[i] + 1)

    def nominal(self, i: int) -> Span:
        """Return the span of a noun with its determiners, modifiers and short ``of``/``to`` phrases, without conjuncts,
        relative clauses or appositions."""
        first = last = i
        for c in self.children[i]:
            token = self.tokens[c]
            if token.dep in _HEAVY and not (token.dep == "prep" and token.lemma in ("of", "for") and c > i):
                continue
            first, last = min(first, self.left[c]), max(last, self.right[c])
        return Span(self.tokens[first].start, self.tokens[last].end)

    def conjuncts(self, i: int) -> list[int]:
        """Return ``i`` and everything coordinated with it, in text order."""
        found, stack = [], [i]
        while stack:
            j = stack.pop()
            found.append(j)
            stack += [c for c in self.children[j] if self.tokens[c].dep == "conj" or self._listed(c)]
        return sorted(found)

    def first_conjunct(self, i: int) -> int:
        """Return the head of the coordination that ``i`` is in; ``i`` itself if in none."""
        while (self.tokens[i].dep == "conj" or self._listed(i)) and self.tokens[i].head != i:
            i = self.tokens[i].head
        return i

    def _listed(self, i: int) -> bool:
        """ "Norway, Sweden, and Peru met": the parser takes the second of such a list for an apposition."""
        token, head = self.tokens[i], self.tokens[self.tokens[i].head]
        if token.dep != "appos" or not (token.entity == head.entity == "GPE"):
            return False
        party = head.dep in ("nsubj", "nsubjpass") or (
            head.dep == "pobj" and self.tokens[head.head].text.lower() in ("between", "among")
        )
        return party and any(
            self.tokens[c].dep == "conj" and self.tokens[c].entity == "GPE" and c > i
            for c in (*self.children[i], *self.children[head.i])
        )

    def ancestors(self, i: int) -> Iterator[int]:
        """Yield the heads above ``i``, nearest first."""
        while self.tokens[i].head != i:
            i = self.tokens[i].head
            yield i
