"""A notebook that extractors may write into: why a claim was made or was not. Without one, nothing is kept.

An extractor calls ``witness.note(token, rule, reason)`` where it gives up on a word that its lexicon knows. The claims
that were made need no note: their evidence names the rule and the words.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, Literal

ClaimKind = Literal["actors", "positions", "meetings", "proposals", "provisions", "responses", "statements"]


@dataclass(frozen=True, slots=True)
class Note:
    """What a rule decided at a word.

    Attributes:
        token: index of the word that the rule looked at.
        rule: name of the rule, as in evidence (``statement.clause``), or of its family (``statement``).
        reason: a few words for people: "negated", "no addressee", "inside a quotation".
        made: a claim came of it.
    """

    token: int
    rule: str
    reason: str
    made: bool = False


@dataclass(frozen=True, slots=True)
class Weighed:
    """How the confidence of one claim came about.

    Attributes:
        kind: field of ``Extraction`` that holds the claim; ``provisions`` are those of all proposals in order.
        index: the claim's place there.
        rule: the rule that read it.
        marks: what else bears on how sure it is, in order of names (``kg.extract.marks``).
        confidence: what the evidence says.
    """

    kind: ClaimKind
    index: int
    rule: str
    marks: tuple[str, ...]
    confidence: float


@dataclass(slots=True)
class Trace:
    """Collects what happened while one article was read.

    Attributes:
        denoted: names of the actors that a word denotes, by the word's index.
        proposed: everybody who was considered as an actor (``kg.extract.actors.claims.Proposed``).
    """

    notes: list[Note] = field(default_factory=list)
    weighed: list[Weighed] = field(default_factory=list)
    denoted: dict[int, tuple[str, ...]] = field(default_factory=dict)
    proposed: list[Any] = field(default_factory=list)

    def note(self, token: int, rule: str, reason: str, *, made: bool = False) -> None:
        """Keep a decision; the same one twice is kept once."""
        note = Note(token, rule, reason, made)
        if note not in self.notes:
            self.notes.append(note)
