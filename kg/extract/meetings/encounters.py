"""The lexicon of encounters, and what one predicate says about one."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cache
from typing import Any, Literal

from kg import lexicon
from kg.model import MeetingKind, MeetingStatus, PartialDate, Span

Reading = Literal["Held", "Planned", "Proposed", "Cancelled", "none"]


@dataclass(frozen=True, slots=True)
class Frame:
    """How one word reports an encounter; the fields are those of ``meetings.yaml``."""

    kind: MeetingKind
    parties: tuple[str, ...]
    needs: frozenset[str]
    lacks: frozenset[str]
    only: Literal["", "persons", "both"]
    body: bool
    series: bool
    known: bool


@dataclass(frozen=True, slots=True)
class Encounters:
    """``meetings.yaml`` as look-up tables."""

    nouns: dict[str, Frame]
    verbs: dict[str, Frame]
    verb_status: dict[str, Reading]
    modality_status: dict[str, Reading]
    adjective_status: dict[str, Reading]
    preposition_status: dict[str, Reading]
    ordinals: dict[str, int]
    numbers: dict[str, int]
    words: dict[str, frozenset[str]]

    def has(self, group: str, word: str) -> bool:
        """Tell whether a word is in one of the file's word groups."""
        return word in self.words[group]


@cache
def encounters() -> Encounters:
    """Return the tables, read once.

    Raises:
        DataFileError: the data file is missing or malformed.
    """
    data = lexicon.lexicon("meetings")
    return Encounters(
        nouns={lemma: _frame(entry) for lemma, entry in data["nouns"].items()},
        verbs={lemma: _frame(entry) for lemma, entry in data["verbs"].items()},
        verb_status=dict(data["status_of_verb"]),
        modality_status=dict(data["status_of_modality"]),
        adjective_status=dict(data["status_of_adjective"]),
        preposition_status=dict(data["status_of_preposition"]),
        ordinals={str(word): int(n) for word, n in data["ordinals"].items()},
        numbers={str(word): int(n) for word, n in data["numbers"].items()},
        words={name: frozenset(words) for name, words in data["words"].items()},
    )


def _frame(entry: dict[str, Any]) -> Frame:
    return Frame(
        kind=entry["kind"],
        parties=tuple(entry["parties"]),
        needs=frozenset(entry.get("needs", ())),
        lacks=frozenset(entry.get("lacks", ())),
        only=entry.get("only", ""),
        body=entry.get("body", False),
        series=entry.get("series", False),
        known=entry.get("known", False),
    )


@dataclass(slots=True)
class Encounter:
    """What one predicate says of an encounter; mentions of one event are merged.

    Attributes:
        noun: lemma of the word that tells it.
        head: token index of that word.
        frame: how the lexicon has that word.
        parties: actor keys in order of mention.
        definite: ``True`` refers back ("the talks") and may take everything it lacks from an earlier one, ``False`` ("a
            summit") speaks of a new one; ``None`` without a determiner.
        status: ``None`` where the text leaves it open.
        round: its number; 0 for another one without a number ("the next round"); ``None`` for no mark.
        spans: the words that tell it, one stretch per mention.
        occasions: sentence and speaking verb's token of what somebody says at it.
        key: its key among the article's meetings, given in the end.
    """

    kind: MeetingKind
    noun: str
    head: int
    frame: Frame
    parties: list[str]
    status: MeetingStatus | None = None
    date: PartialDate | None = None
    place: str | None = None
    definite: bool | None = None
    round: int | None = None
    host: str | None = None
    topic: Span | None = None
    outcome: Span | None = None
    spans: list[Span] = field(default_factory=list)
    occasions: list[int] = field(default_factory=list)
    key: str = ""

    def settle(self, published: str | None) -> None:
        """Let the date decide where words left the status open, or where they speak of the future as of the present."""
        if self.date is None or published is None:
            return
        coming = self.date.value > published[: len(self.date.value)]
        if self.status is None:
            self.status = "Planned" if coming else "Held"
        elif self.status == "Held" and coming:
            self.status = "Planned"


def as_status(reading: Reading | None) -> MeetingStatus | None:
    """Return a reading as a status; "none" is no reading at all."""
    return None if reading == "none" else reading
