"""The lexicon of encounters, and what one predicate says about one."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from kg import lexicon
from kg.model import MeetingKind, MeetingStatus


@dataclass(frozen=True, slots=True)
class Frame:
    """How one word reports an encounter."""

    kind: MeetingKind
    parties: tuple[str, ...]
    needs: frozenset[str]


@dataclass(frozen=True, slots=True)
class Encounters:
    """``meetings.yaml`` as look-up tables."""

    nouns: dict[str, Frame]
    verbs: dict[str, Frame]
    verb_status: dict[str, str]
    modality_status: dict[str, str]
    adjective_status: dict[str, str]
    preposition_status: dict[str, str]
    ordinals: dict[str, int]
    call_words: frozenset[str]
    place_nouns: frozenset[str]
    joining_verbs: frozenset[str]
    involving_verbs: frozenset[str]
    proposing_heads: frozenset[str]
    planning_heads: frozenset[str]
    plural_subjects: frozenset[str]
    joint_bodies: frozenset[str]


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
        call_words=frozenset(data["call_words"]),
        place_nouns=frozenset(data["place_nouns"]),
        joining_verbs=frozenset(data["joining_verbs"]),
        involving_verbs=frozenset(data["involving_verbs"]),
        proposing_heads=frozenset(data["proposing_heads"]),
        planning_heads=frozenset(data["planning_heads"]),
        plural_subjects=frozenset(data["plural_subjects"]),
        joint_bodies=frozenset(data["joint_bodies"]),
    )


def _frame(entry: dict) -> Frame:  # type: ignore[type-arg]
    return Frame(entry["kind"], tuple(entry["parties"]), frozenset(entry.get("needs", ())))


@dataclass(slots=True)
class Encounter:
    """What one predicate says of an encounter; merged with others into a ``MeetingClaim``.

    Attributes:
        parties: actor keys in order of mention.
        definite: refers back ("the talks"); may take everything it lacks from an earlier one.
        round: its number; 0 for another one without a number ("the next round"); ``None`` for no mark.
        weight: how much is said; the heaviest mention gives the claim's evidence first.
    """

    kind: MeetingKind
    noun: str
    parties: list[str]
    date: object | None
    place: str | None
    status: MeetingStatus | None
    definite: bool
    round: int | None
    spans: list[object]
    head: int
    conditional: bool = False
    host: str | None = None
