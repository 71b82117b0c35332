"""The learned decisions as they stand in ``ontology/models``: trees, thresholds, and what they were learned from."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from kg.errors import DataFileError
from kg.extract.learned.trees import Trees, trees
from kg.extract.match import TYPES, Frame
from kg.resources import ontology


@dataclass(frozen=True, slots=True)
class Models:
    """All decisions about events.

    Attributes:
        floor: log odds of a trigger below which it is not looked at.
        cores: id of a frame → how often its triggers tell such an event; ``<type>`` for frames not met in learning.
        role: one model for each type of event: has an actor a part.
        link: one for each type: do two triggers tell of one event.
        term: is a stretch of text a provision.
        event: one for each type: is what the learned reader proposes so.
        choice: one for each type: is an account so, a rule's or the learned reader's.
        thresholds: chances from which on something is taken to be so: ``role.<type>``, ``link.<type>``, ``term``,
            ``choice.<type>``.
    """

    floor: float
    cores: Mapping[str, float]
    role: Mapping[str, Trees]
    link: Mapping[str, Trees]
    term: Trees
    event: Mapping[str, Trees]
    choice: Mapping[str, Trees]
    thresholds: Mapping[str, float]

    def core(self, frame: Frame) -> float:
        """Return how often triggers of a frame tell an event of its type."""
        return self.cores.get(frame.id, self.cores[frame.type])


@cache
def models() -> Models:
    """Return the models as learned, read once.

    Raises:
        DataFileError: the file is missing or malformed.
    """
    path = ontology("models", "reader.json")
    try:
        return from_data(json.loads(path.read_text(encoding="utf-8")))
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise DataFileError(
            path, f"holds no models of the reader: {error}; make it anew with training/reader.py"
        ) from error


def from_data(data: Mapping[str, Any]) -> Models:
    """Build the models from what ``training/reader.py`` writes."""
    return Models(
        floor=float(data["floor"]),
        cores={name: float(value) for name, value in data["cores"].items()},
        role={kind: trees(data["role"][kind]) for kind in TYPES},
        link={kind: trees(data["link"][kind]) for kind in TYPES},
        term=trees(data["term"]),
        event={kind: trees(data["event"][kind]) for kind in TYPES},
        choice={kind: trees(data["choice"][kind]) for kind in TYPES},
        thresholds={name: float(value) for name, value in data["thresholds"].items()},
    )
