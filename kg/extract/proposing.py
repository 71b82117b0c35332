"""The lexicon of proposals (``ontology/lexicon/proposals.yaml``) as typed tables."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import Literal

from kg import lexicon
from kg.model import ProposalForm

Addressee = Literal["required", "inside", "context", "free"]
_LISTS = (
    "two_sided_nouns",
    "own_nouns",
    "for_nouns",
    "terms_nouns",
    "need_nouns",
    "need_verbs",
    "document_nouns",
    "submitted_verbs",
    "published_verbs",
    "making_verbs",
    "containing_verbs",
    "modal_verbs",
    "obliging_verbs",
    "stating_verbs",
    "idle_verbs",
    "meeting_verbs",
    "joining_verbs",
    "meeting_nouns",
    "condition_marks",
    "strict_marks",
    "readiness",
    "announcing_verbs",
    "yielding_verbs",
    "gifts",
    "hostile_objects",
    "giving_away",
    "domestic",
    "no_terms",
    "taking_verbs",
    "judging_verbs",
    "assurances",
    "topical_nouns",
    "part_nouns",
    "package_nouns",
    "paper_nouns",
    "deadline_nouns",
    "demanded_nouns",
    "leaving_nouns",
    "own_people",
    "wishing_verbs",
    "reviewing_verbs",
    "waiting_verbs",
    "pointers",
    "public_places",
)


@dataclass(frozen=True, slots=True)
class Frame:
    """How one word puts something forward; the comments in the data file say what the fields mean."""

    form: ProposalForm
    to: tuple[str, ...]
    provision: tuple[str, ...]
    addressee: Addressee


@dataclass(frozen=True, slots=True)
class Proposing:
    """Frames by lemma, and the word lists by their names in the data file."""

    verbs: dict[str, Frame]
    nouns: dict[str, Frame]
    lists: dict[str, frozenset[str]]

    def has(self, name: str, lemma: str) -> bool:
        """Tell whether a lemma, or its first word, is in a list.

        Raises:
            KeyError: there is no list of this name.
        """
        words = self.lists[name]
        return lemma in words or lemma.split(" ")[0] in words


@cache
def proposing() -> Proposing:
    """Return the lexicon, read once.

    Raises:
        DataFileError: the data file is missing or malformed.
    """
    data = lexicon.lexicon("proposals")
    return Proposing(
        verbs={lemma: _frame(entry) for lemma, entry in data["verbs"].items()},
        nouns={lemma: _frame(entry) for lemma, entry in data["nouns"].items()},
        lists={name: frozenset(data[name]) for name in _LISTS},
    )


def _frame(entry: dict) -> Frame:  # type: ignore[type-arg]
    return Frame(
        form=entry["form"],
        to=tuple(entry["to"]),
        provision=tuple(entry.get("provision", ())),
        addressee=entry.get("addressee", "free"),
    )
