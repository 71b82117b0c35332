"""The value that the readers of reporting acts make and ``statements`` turns into claims."""

from __future__ import annotations

from dataclasses import dataclass

from kg.model import Span


@dataclass(frozen=True, slots=True)
class Report:
    """One reporting act.

    Attributes:
        verb: lemma of the reporting verb, or the words of the phrase ("according to").
        anchor: token index of the verb or phrase.
        speaker: token indices of the heads of those to whom the words are attributed; empty where none are named.
        pieces: stretches of the content, in order.
        pattern: which complement carries the content; also the last part of the rule's name in the evidence.
        carriers: token indices of those whom it was said to or who passed it on: an agency among them is the
            statement's ``via``.
        keys: keys of the speakers, where more than a noun phrase tells them.
        inner: reports within the content, which count where no speaker of this one is known.
    """

    verb: str
    anchor: int
    speaker: tuple[int, ...]
    pieces: tuple[Span, ...]
    pattern: str
    sentence: int
    carriers: tuple[int, ...] = ()
    inner: tuple[Report, ...] = ()
    keys: tuple[str, ...] = ()
