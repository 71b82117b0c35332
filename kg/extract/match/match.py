"""Every place where a word with a frame stands: wide on purpose, for a candidate costs nothing and decides nothing."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from kg.extract.match.frames import EventType, Frame, frames
from kg.extract.view import View
from kg.model import Predicate, Token

_REACH = 5
"""Tokens behind a verb in which its particle or noun may stand: "call the whole thing off"."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """A trigger that may tell of an event.

    Attributes:
        token: index of the trigger.
        predicate: the clause layer's predicate that it heads; ``None`` where it heads none.
    """

    frame: Frame
    token: int
    sentence: int
    predicate: Predicate | None

    @property
    def type(self) -> EventType:
        """What it may tell."""
        return self.frame.type


def match(view: View) -> tuple[Candidate, ...]:
    """Return the candidates of a document in text order, at most one of each type per token."""
    table = frames()
    found: list[Candidate] = []
    for token in view.tokens:
        seen: set[str] = set()
        entries = [entry for word in _words(view, token) for entry in table.get(word, ())]
        # a frame of two words says more than one of one
        for frame in sorted(entries, key=lambda f: -f.word.count(" ")):
            if frame.type not in seen and token.pos in frame.parts and _beside(view, token, frame):
                seen.add(frame.type)
                sentence = view.sentence_of[token.i]
                found.append(Candidate(frame, token.i, sentence, view.predicate(token.i)))
    return tuple(found)


def _words(view: View, token: Token) -> Iterator[str]:
    """Yield what a frame may call a token: its lemma, its form, and a word that the tokeniser cut at its hyphen."""
    lemma, form = token.lemma.lower(), token.text.lower()
    yield lemma
    if form != lemma:
        yield form
    after = view.tokens[token.i + 1 : token.i + 3]
    if len(after) == 2 and after[0].text == "-":
        yield f"{form}-{after[1].lemma.lower()}"


def _beside(view: View, token: Token, frame: Frame) -> bool:
    rest = frame.word.split()[1:]
    if not rest:
        return True
    behind = view.tokens[token.i + 1 : token.i + 1 + _REACH]
    nearby = {word for t in behind for word in (t.lemma.lower(), t.text.lower())}
    return all(word in nearby for word in rest)
