"""The text of a proposal's terms: each one verbatim and as short as it stands alone."""

from __future__ import annotations

import re

from kg.extract.scene import Scene
from kg.model import Span

_STOPS = frozenset({",", ";", ":", "--", "-", "–", "—", "(", "and", "or", "also", "but", "as", "well"})
_BREAKS = frozenset({",", ";", ":", "--"})
_LEAD = re.compile(r"(?:that|to|also)\s+", re.IGNORECASE)
_BULLET = re.compile(r"\s*(?:[-*•–—‣▪]|\(?\d{1,2}[.)])\s+(?:to\s+)?")
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

    def side_by_side(self, heads: list[int]) -> list[Span]:
        """Return the terms of infinitives that the parser hung beside each other instead of coordinating them."""
        found: list[Span] = []
        for n, head in enumerate(heads):
            spans = self._verbs(head, with_subject=False)
            if n + 1 < len(heads) and spans and len(heads) > 1:
                last = self._span(self.tree.left[head], self.tree.left[heads[n + 1]] - 1, floor=head)
                spans[-1] = Span(spans[-1].start, max(spans[-1].end, last[-1].end if last else 0))
            found += spans
        return found

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
                denied = [t.i for t in tree.kids(j, "neg") if marks and t.i < marks[0]]
                # "urged Peru not to sign": without its "not" the term would say the contrary
                first = min(denied) if denied else marks[0] + 1 if marks else min([j, *group])
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
        return self._members(self.tree.conjuncts(head))

    def predicated(self, head: int) -> list[Span]:
        """Return the terms of "would bar A and B, free C": each verb with its first object, each other object."""
        tokens, tree = self.tokens, self.tree
        found: list[Span] = []
        heads = [j for j in tree.conjuncts(head) if j == head or tokens[j].pos in ("VERB", "AUX")]
        for n, j in enumerate(heads):
            end = tree.right[j] if n + 1 == len(heads) else tree.left[heads[n + 1]] - 1
            objects = [t.i for t in tree.kids(j, "dobj") if t.i > j]
            listed = [o for o in (tree.conjuncts(objects[0]) if objects else []) if tokens[o].pos != "VERB"]
            if len(listed) > 1 and all(tokens[o].dep == "dobj" or o > j for o in listed):
                found += self._span(j, min(end, tree.left[listed[1]] - 1), floor=j)
                rest = listed[1:]
                for m, o in enumerate(rest):
                    last = end if m + 1 == len(rest) else tree.left[rest[m + 1]] - 1
                    found += self._span(tree.left[o], min(last, end), floor=o)
            else:
                found += self._span(j, end, floor=j)
        return found

    def listed(self, noun: int) -> list[Span]:
        """Return what stands after a noun's colon, or in apposition to it, one term for each member of the list."""
        tokens, tree = self.tokens, self.tree
        sentence = self.scene.doc.sentences[tree.sentence_of[noun]]
        for child in tree.kids(noun, "appos"):
            if child.i > noun and child.pos in ("NOUN", "PROPN") and not self.scene.cast.at(child.i):
                members = [*tree.conjuncts(child.i), *(c.i for c in tree.kids(child.i, "appos"))]
                opened = tokens[tree.left[child.i] - 1].text in (":", "--", "–", "—")
                if opened or len(members) > 1:
                    return self._members(sorted({m for i in members for m in tree.conjuncts(i)}))
        colon = next(
            (i for i in range(noun + 1, min(noun + 10, sentence.last)) if tokens[i].text == ":"), None
        )
        if colon is None or any(tokens[i].pos == "VERB" for i in range(noun + 1, colon)):
            return []
        first = colon + 1
        heads = [i for i in range(first, sentence.last) if tree.left[i] == first and tokens[i].head < first]
        if not heads or tokens[heads[0]].pos not in ("NOUN", "PROPN"):
            return []
        return self._members(tree.conjuncts(heads[0]))

    def _members(self, heads: list[int]) -> list[Span]:
        found: list[Span] = []
        for n, j in enumerate(heads):
            end = self.tree.right[j] if n + 1 == len(heads) else self.tree.left[heads[n + 1]] - 1
            found += self._span(self.tree.left[j], end, floor=j)
        return found

    def bullets(self, sentence: int) -> list[Span]:
        """Return the lines of a list that follows a sentence ending in a colon."""
        text, sentences = self.scene.text, self.scene.doc.sentences
        if not sentences[sentence].span.of(text).rstrip().endswith(":"):
            return []
        found: list[Span] = []
        for following in sentences[sentence + 1 :]:
            mark = _BULLET.match(text, following.span.start, following.span.end)
            if mark is None:
                break
            found += self.trim(Span(mark.end(), following.span.end))
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
