"""Frames: which senses of which words may tell of a meeting, a proposal or a response (``lexicon/frames/*.yaml``)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from typing import Any, Literal

from kg import lexicon
from kg.resources import ontology

EventType = Literal["meeting", "proposal", "response"]
TYPES: tuple[EventType, ...] = ("meeting", "proposal", "response")

_KINDS = {"noun": ("NOUN", "PROPN"), "verb": ("VERB", "AUX"), "adjective": ("ADJ", "ADV", "VERB")}
_VALUES = {
    "kind": {"Talks", "Summit", "Call", "Visit", "Media", "Other"},
    "form": {"Draft", "Demand", "Offer", "Plan", "Written", "Oral"},
    "status": {"Held", "Planned", "Proposed", "Cancelled", "Given", "Expected", "Refused"},
    "stance": {"Accepted", "Rejected", "Mixed"},
}


@dataclass(frozen=True, slots=True)
class Frame:
    """A sense of a word.

    Attributes:
        id: ``<type>.<lemma>``; reaches ``kg:extractor`` and every account of a claim.
        word: lower-cased lemma; a second word is a particle, object or complement that must stand below the first.
        parts: Universal POS tags that the word may have.
        attributes: what the word alone says: kind, status, stance, form.
    """

    id: str
    type: EventType
    word: str
    parts: tuple[str, ...]
    attributes: Mapping[str, str] = field(default_factory=dict)


@cache
def frames() -> Mapping[str, tuple[Frame, ...]]:
    """Return all frames by the first word of their lemma, in the order of the files.

    Raises:
        DataFileError: a frame's id, part of speech or attribute is not as the head of its file says.
    """
    found: dict[str, list[Frame]] = {}
    for kind in TYPES:
        for name, entry in lexicon.lexicon(f"frames/{kind}")["frames"].items():
            frame = _frame(kind, str(name), entry)
            found.setdefault(frame.word.partition(" ")[0], []).append(frame)
    return {word: tuple(entries) for word, entries in found.items()}


def _frame(kind: EventType, name: str, entry: Mapping[str, Any]) -> Frame:
    path = ontology("lexicon", f"frames/{kind}.yaml")
    if not name.startswith(f"{kind}."):
        raise lexicon.malformed(path, f"the id must begin with {kind}.", "frames", name)
    parts = [part for part in _KINDS if part in entry]
    if len(parts) != 1:
        raise lexicon.malformed(path, "give exactly one of noun, verb, adjective", "frames", name)
    attributes = {str(key): str(value) for key, value in entry.get("attributes", {}).items()}
    for key, value in attributes.items():
        if value not in _VALUES.get(key, ()):
            raise lexicon.malformed(path, f"{value} is no {key} of an event", "frames", name)
    return Frame(name, kind, str(entry[parts[0]]).lower(), _KINDS[parts[0]], attributes)
