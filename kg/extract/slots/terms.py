"""What may be a term of a proposal: constituents near its trigger, each verbatim, with what speaks for them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from kg.extract.encode.heads import Floats
from kg.extract.match import Candidate
from kg.extract.view import View
from kg.model import Span

LONGEST, SHORTEST = 60, 1
"""Tokens of a term; a longer stretch is a story."""
_CUTS = 6
"""Shorter forms of one constituent that are looked at."""
AFTER = 2
"""Sentences behind a trigger's own that may still list its terms."""

FEATURES = (
    "inside",  # mean probability of the encoder that its tokens are in a term
    "weakest",  # … the lowest
    "begins",  # … that a term begins with its first token
    "before",  # … that the token before it is in a term
    "after",  # … and the one behind it
    "length",
    "shape",  # how it was cut, in the order of SHAPES
    "head",  # part of speech of its head, in the order of HEADS
    "label",  # dependency of its head, in the order of LABELS
    "relation",  # the head's way to the trigger, in the order of WAYS
    "tokens",  # from the trigger to its first token, signed; ±99 elsewhere
    "sentences",
    "trigger",  # log odds that the trigger puts something forward
    "holds_trigger",
    "quoted",
    "to",  # it begins with "to"
    "determiner",  # … with an article or possessive
    "closed",  # what follows is punctuation or a conjunction
)

SHAPES = ("whole", "bare", "phrase", "first", "shorter", "subject")
_LOOSE = ("relcl", "advcl", "acl", "parataxis", "npadvmod", "prep", "appos", "ccomp")
"""Dependencies of what may stand behind a term without being of it: "halt the flights, arguing that …"."""
HEADS = ("VERB", "NOUN", "PROPN", "ADJ", "NUM", "AUX", "SYM")
LABELS = (
    *("xcomp", "ccomp", "dobj", "pobj", "advcl", "relcl", "acl", "conj"),
    *("nsubj", "nsubjpass", "pcomp", "attr", "ROOT", "appos"),
)
WAYS = ("child", "grandchild", "below", "same", "parent", "sibling")


@dataclass(frozen=True, slots=True)
class Term:
    """A stretch of tokens, ``first`` to ``last`` both included, that may be a provision."""

    first: int
    last: int
    features: tuple[float, ...]

    def span(self, view: View) -> Span:
        """Return its text."""
        return view.span(self.first, self.last)


class Terms:
    """Offers the terms around triggers of one document.

    Args:
        chances: the encoder's probabilities that tokens are outside of a term, begin one, go on with one.
    """

    def __init__(self, view: View, chances: Floats) -> None:
        self.view = view
        self.inside = 1.0 - chances[:, 0]
        self.begins = chances[:, 1]
        self._cuts: dict[int, list[tuple[int, int, int, int]]] = {}

    def of(self, candidate: Candidate, trigger: float) -> Iterator[Term]:
        """Yield the candidates of a trigger's sentence and those behind it, in text order."""
        last = min(len(self.view.doc.sentences), candidate.sentence + AFTER + 1)
        for number in range(candidate.sentence, last):
            for first, end, head, shape in self._constituents(number):
                # "rejected Oman's proposal to sign" tells of the proposal and is none of its terms
                if self.view.tokens[head].tag == "VBD" and first <= candidate.token <= end:
                    continue
                yield Term(first, end, self._features(candidate, trigger, number, first, end, head, shape))

    def _constituents(self, number: int) -> list[tuple[int, int, int, int]]:
        """Return the constituents of a sentence that hold at least one likely token: first, last, head, shape."""
        if number not in self._cuts:
            sentence = self.view.doc.sentences[number]
            seen: dict[tuple[int, int], tuple[int, int]] = {}
            for head in range(sentence.first, sentence.last):
                if self.view.tokens[head].pos in HEADS:
                    for first, last, shape in self._shapes(head):
                        if SHORTEST <= last - first + 1 <= LONGEST:
                            seen.setdefault((first, last), (head, shape))
            self._cuts[number] = [
                (first, last, head, shape)
                for (first, last), (head, shape) in sorted(seen.items())
                if self.inside[first : last + 1].max() > 0.1
            ]
        return self._cuts[number]

    def _shapes(self, head: int) -> Iterator[tuple[int, int, int]]:
        tree, tokens = self.view.tree, self.view.tokens
        left, right = self._trim(tree.left[head], tree.right[head])
        yield left, right, 0
        if tokens[left].lower_is("to") or tokens[left].lower_is("that"):
            yield left + 1, right, 1
        marks = [t.i for t in tree.kids(head, "aux") if t.tag == "TO"]
        if marks and marks[0] + 1 <= right:
            yield marks[0] + 1, right, 1
        if tokens[head].pos in ("VERB", "AUX") and head > left:
            yield head, right, 1
        others = [
            c
            for c in tree.children[head]
            if tokens[c].dep in ("conj", "relcl", "advcl", "acl", "parataxis") and c > head
        ]
        for c in others:
            end = tree.left[c] - 1
            if end >= head:
                yield (*self._trim(left, end), 2)
                if marks:
                    yield (*self._trim(marks[0] + 1, end), 3)
        opening = marks[0] + 1 if marks and marks[0] + 1 <= right else left
        for end in self._ends(head, right):
            yield (*self._trim(opening, end), 4)
        subject = self._subject(head) if marks else None
        if subject is not None:
            yield (*self._trim(subject, right), 5)
            for end in self._ends(head, right):
                yield (*self._trim(subject, end), 5)

    def _ends(self, head: int, right: int) -> Iterator[int]:
        """Yield where a constituent ends if what hangs loosely at its right edge is cut off, the longest first."""
        tree, tokens = self.view.tree, self.view.tokens
        at = head
        found: set[int] = set()
        while True:
            below = [
                c for c in tree.children[at] if c > at and tree.left[c] > at and tokens[c].dep != "punct"
            ]
            if not below or len(found) > _CUTS:
                break
            for c in below:
                # a phrase at the verb may tell time or purpose; one at a noun says which
                loose = tokens[c].dep in _LOOSE and (
                    tokens[c].dep != "prep" or tokens[at].pos in ("VERB", "AUX")
                )
                if loose and tree.left[c] - 1 >= head:
                    found.add(tree.left[c] - 1)
            at = below[-1]
        yield from sorted((end for end in found if end < right), reverse=True)

    def _subject(self, head: int) -> int | None:
        """Return the first token of whom a verb in the infinitive is about: "urged Oman to sign"."""
        tree, tokens = self.view.tree, self.view.tokens
        above = tokens[head].head
        if tokens[head].dep != "xcomp" or above == head:
            return None
        objects = [t.i for t in tree.kids(above, "dobj", "nsubj") if above < t.i < head]
        return tree.left[objects[-1]] if objects else None

    def _trim(self, first: int, last: int) -> tuple[int, int]:
        tokens = self.view.tokens
        while first < last and (tokens[first].pos in ("PUNCT", "CCONJ") and tokens[first].text not in "($£€"):
            first += 1
        while first < last and (tokens[last].pos in ("PUNCT", "CCONJ", "SPACE") and tokens[last].text != ")"):
            last -= 1
        return first, last

    def _features(
        self, candidate: Candidate, trigger: float, number: int, first: int, last: int, head: int, shape: int
    ) -> tuple[float, ...]:
        tokens, inside = self.view.tokens, self.inside
        n = len(tokens)
        opening = tokens[first]
        follower = tokens[last + 1] if last + 1 < n else None
        return (
            float(inside[first : last + 1].mean()),
            float(inside[first : last + 1].min()),
            float(self.begins[first]),
            float(inside[first - 1]) if first else 0.0,
            float(inside[last + 1]) if last + 1 < n else 0.0,
            float(last - first + 1),
            float(shape),
            float(HEADS.index(tokens[head].pos)),
            float(LABELS.index(tokens[head].dep) if tokens[head].dep in LABELS else len(LABELS)),
            float(self._way(candidate.token, head)),
            float(max(-60, min(60, first - candidate.token))) if number == candidate.sentence else 99.0,
            float(number - candidate.sentence),
            trigger,
            float(first <= candidate.token <= last),
            float(self.view.quoted(head)),
            float(opening.lower_is("to")),
            float(opening.dep in ("det", "poss")),
            float(follower is None or follower.pos in ("PUNCT", "CCONJ")),
        )

    def _way(self, trigger: int, head: int) -> int:
        tokens = self.view.tokens
        if head == trigger:
            return WAYS.index("same")
        up = tokens[head].head
        if up == trigger:
            return WAYS.index("child")
        if tokens[up].head == trigger:
            return WAYS.index("grandchild")
        if trigger in self.view.tree.ancestors(head):
            return WAYS.index("below")
        if tokens[trigger].head == head:
            return WAYS.index("parent")
        if tokens[trigger].head == up:
            return WAYS.index("sibling")
        return len(WAYS)


def rows(terms: list[Term]) -> Floats:
    """Return the features of terms as an array of (terms, features)."""
    return np.array([t.features for t in terms], dtype=np.float32).reshape(-1, len(FEATURES))
