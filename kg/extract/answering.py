"""The lexicon of responses (``ontology/lexicon/responses.yaml``) as typed tables."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import Any

from kg import lexicon
from kg.model import Stance


@dataclass(frozen=True, slots=True)
class AnswerFrame:
    """How one verb answers a proposal; the comments in the data file say what the fields mean."""

    stance: Stance | None
    objects: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Answering:
    """``responses.yaml`` as look-up tables; the names are the file's."""

    verbs: dict[str, AnswerFrame]
    nouns: frozenset[str]
    stance_nouns: dict[str, Stance]
    proposal_nouns: frozenset[str]
    denials: frozenset[str]
    permissions: frozenset[str]
    talking: frozenset[str]
    talk_objects: frozenset[str]
    replying: frozenset[str]
    stance_adjectives: dict[str, Stance]
    partial_words: frozenset[str]
    withholding: frozenset[str]
    expecting: frozenset[str]
    giving: frozenset[str]
    receiving: frozenset[str]
    written: frozenset[str]
    oral: frozenset[str]
    taking_up: frozenset[str]
    appraisals: dict[str, Stance]
    assessing_verbs: frozenset[str]
    granting: frozenset[str]
    withheld: frozenset[str]
    phrasal: dict[str, Stance]
    retorting: frozenset[str]
    preparing: frozenset[str]
    partial_nouns: frozenset[str]
    hearing: frozenset[str]
    counterparts: frozenset[str]
    papers: frozenset[str]
    judging: frozenset[str]
    bare: frozenset[str]


@cache
def answering() -> Answering:
    """Return the lexicon, read once.

    Raises:
        DataFileError: the data file is missing or malformed.
    """
    data = lexicon.lexicon("responses")
    return Answering(
        verbs={
            lemma: AnswerFrame(entry.get("stance"), tuple(entry["object"]))
            for lemma, entry in data["verbs"].items()
        },
        stance_nouns={lemma: entry["stance"] for lemma, entry in data["stance_nouns"].items()},
        nouns=frozenset(data["nouns"]),
        **{
            name: _table(data[name])
            for name in Answering.__slots__
            if name not in ("verbs", "nouns", "stance_nouns")
        },
    )


def _table(value: Any) -> Any:
    return dict(value) if isinstance(value, dict) else frozenset(value)
