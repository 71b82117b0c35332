"""The text of a proposal's terms: each one verbatim and as short as it stands alone."""

from __future__ import annotations

import re

from kg.extract.scene import Scene
from kg.model import Span

_STOPS = frozenset({",", ";", ":", "--", "-", "–", "—", "(", "and", "or", "also", "but", "as", "well"})
_BREAKS = frozenset({",", ";", ":", "--"})
_LEAD = re.compile(r"(?:that|to|also)\s+", re.IGNORECASE)
_NOR = re.compile(r"\s+(?=nor\s)")


class Terms:
    """Cuts provisions out of one document."""

    def __init__(self, scene: Scene) -> None:
        self.scene = scene
        self.tree = scene.tree
        self.tokens = scene.tokens

    def infinitives(self, head: int) -> list[Span]:
        """Return one term per coordinated infinitive, without "to": "to halt the raids and free the men" is two."""
        return self._verbs(head, with_subject=False)

    def clauses(self, head: int) -> list[Span]:
        """Return one term per coordinated verb of a clause, the first with its subject, without "that"."""
        return self._verbs(head, with_subject=True)

    def _verbs(self, head: int, *, with_subject: bool) -> list[Span]:
        tokens, tree = self.tokens, self.tree
        heads = [j for j in tree.conjuncts(head) if j == head or tokens[j].pos in ("VERB", "AUX")]
        found: list[Span] = []
        for n, j in enumerate(heads):
            own = any(True for _ in tree.kids(j, "nsubj", "nsubjpass", "expl"))
            group = [t.i for t in tree.kids(j, "aux", "neg", "auxpass")]
            if with_subject and (n == 0 or own):
                subjects = [tree.left[t.i] for t in tree.kids(j, "nsubj", "nsubjpass", "expl") if t.i < j]
                first = min(subjects, default=tree.left[j])
            else:
                marks = [t.i for t in tree.kids(j, "aux") if t.tag == "TO"]
                first = marks[0] + 1 if marks else min([j, *group])
            end = tree.right[j]
            if n + 1 < len(heads):
                end = min(end, self.tree.left[heads[n + 1]] - 1)
            found += self._span(first, end, floor=j)
        return found

    def phrases(self, head: int) -> list[Span]:
        """Return one term per coordinated noun with its prepositional phrases; what "including" lists stands for it."""
        listed = self._including(head)
        if listed:
            return listed
        heads = [
            j
            for j in self.tree.conjuncts(head)
            if self.tokens[j].pos in ("NOUN", "PROPN", "NUM", "VERB", "SYM", "ADJ")
        ]
        found: list[Span] = []
        for n, j in enumerate(heads):
            end = self._end_of_phrase(j)
            if n + 1 < len(heads):
                end = min(end, self.tree.left[heads[n + 1]] - 1)
            found += self._span(self.tree.left[j], end, floor=j)
        return found

    def whole(self, head: int) -> list[Span]:
        """Return one term per coordinated noun with all that hangs on it, relative clauses and parentheses too."""
        heads = self.tree.conjuncts(head)
        found: list[Span] = []
        for n, j in enumerate(heads):
            end = self.tree.right[j] if n + 1 == len(heads) else self.tree.left[heads[n + 1]] - 1
            found += self._span(self.tree.left[j], end, floor=j)
        return found

    def _including(self, head: int) -> list[Span]:
        """Return what "including" lists after a noun, whichever of noun and verb the parser hung it on."""
        for i in (head, self.tokens[head].head):
            for child in self.tree.kids(i, "prep"):
                inner = next(self.tree.kids(child.i, "pobj"), None)
                if child.lower_is("including") and child.i > head and inner is not None:
                    return self.whole(inner.i)
        return []

    def _end_of_phrase(self, i: int) -> int:
        """Return the last token of a noun's phrase before a comma, an adverbial or its relative clause."""
        for j in range(i + 1, self.tree.right[i] + 1):
            token = self.tokens[j]
            if token.text in _BREAKS:
                return max(j - 1, i)
            if token.dep == "advcl" or (token.dep == "relcl" and token.head == i):
                return max(self.tree.left[j] - 1, i)
        return self.tree.right[i]

    def _span(self, first: int, end: int, *, floor: int) -> list[Span]:
        tokens = self.tokens
        while end > floor and tokens[end].text.lower() in _STOPS:
            end -= 1
        while first < floor and tokens[first].text.lower() in _STOPS:
            first += 1
        if first > end:
            return []
        return self.trim(Span(tokens[first].start, tokens[end].end))

    def trim(self, span: Span) -> list[Span]:
        """Return a stretch without leading "that" and closing punctuation; "neither … nor …" as two."""
        text = self.scene.text
        start, end = span.start, span.end
        while end > start and text[end - 1] in " \n\t.,;:\"”'’":
            end -= 1
        lead = _LEAD.match(text, start, end)
        if lead is not None:
            start = lead.end()
        if end <= start:
            return []
        if "neither" in text[start:end].lower():
            cut = _NOR.search(text, start, end)
            if cut is not None:
                return [Span(start, cut.start()), Span(cut.end(), end)]
        return [Span(start, end)]
