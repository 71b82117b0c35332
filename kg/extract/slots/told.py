"""One candidate that is worth a closer look, with what it tells: parties, day, place, attributes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from kg.extract.encode.heads import ATTRIBUTES, Floats
from kg.extract.encode.signals import Signals
from kg.extract.learned.models import Models
from kg.extract.match import TYPES, Candidate
from kg.extract.slots.parties import ROLES, Filler, Parties, near, rows
from kg.extract.slots.when import Days
from kg.extract.view import View
from kg.model import PartialDate


@dataclass(frozen=True, slots=True)
class Told:
    """What one trigger tells.

    Attributes:
        odds: log odds of the trigger, as the encoder has it.
        core: how often triggers of its frame tell such an event at all.
        parts: role → chances of actors to have it, the likeliest first.
        attributes: probabilities of the values of each attribute of its type.
    """

    candidate: Candidate
    odds: float
    core: float
    parts: Mapping[str, tuple[tuple[str, float], ...]]
    attributes: Mapping[str, tuple[float, ...]]
    when: PartialDate | None

    @property
    def chance(self) -> float:
        """The probability of the trigger alone."""
        return float(1.0 / (1.0 + np.exp(-self.odds)))


def fillers(signals: Signals, parties: Parties, models: Models) -> list[tuple[int, list[Filler]]]:
    """Return the places of candidates that are worth a look, each with its fillers of all parts."""
    found = []
    for i, (candidate, odds) in enumerate(zip(signals.candidates, signals.odds, strict=True)):
        if odds >= models.floor:
            mentions = near(signals.view, candidate)
            offered = (
                list(
                    parties.of(
                        candidate,
                        mentions,
                        signals.roles(candidate, mentions),
                        odds,
                        models.core(candidate.frame),
                    )
                )
                if mentions
                else []
            )
            found.append((i, offered))
    return found


def read(signals: Signals, models: Models) -> list[Told]:
    """Return what every likely candidate tells, in text order."""
    view = signals.view
    found = fillers(signals, Parties(view), models)
    days = Days(view)
    attributes = signals.attributes([signals.candidates[i].token for i, _ in found]) if found else {}
    chances = _chances(signals, models, found)
    told: list[Told] = []
    for n, (i, offered) in enumerate(found):
        candidate = signals.candidates[i]
        told.append(
            Told(
                candidate,
                signals.odds[i],
                models.core(candidate.frame),
                parts_of(offered, chances[n]),
                _attributes(candidate, attributes, n),
                days.of(candidate.predicate)
                if candidate.predicate is not None
                else view.witness.when(candidate.token),
            )
        )
    return told


def _chances(
    signals: Signals, models: Models, found: Sequence[tuple[int, Sequence[Filler]]]
) -> list[list[float]]:
    """Return the chances of the fillers of each candidate; those of one type are worked out together."""
    chances: list[list[float]] = [[] for _ in found]
    for kind in TYPES:
        mine = [n for n, (i, _) in enumerate(found) if signals.candidates[i].type == kind]
        flat = (
            models.role[kind].chances(rows([f for n in mine for f in found[n][1]])).tolist() if mine else []
        )
        at = 0
        for n in mine:
            chances[n] = flat[at : at + len(found[n][1])]
            at += len(found[n][1])
    return chances


def parts_of(offered: Sequence[Filler], chances: Sequence[float]) -> dict[str, tuple[tuple[str, float], ...]]:
    """Return role → actors with their chances, the likeliest first."""
    found: dict[str, list[tuple[str, float]]] = {}
    for filler, chance in zip(offered, chances, strict=True):
        found.setdefault(ROLES[filler.role], []).append((filler.key, float(chance)))
    return {role: tuple(sorted(keys, key=lambda k: (-k[1], k[0]))) for role, keys in found.items()}


def _attributes(candidate: Candidate, found: Mapping[str, Floats], n: int) -> dict[str, tuple[float, ...]]:
    names = [name for name in ATTRIBUTES if name.startswith(candidate.type)]
    return {name: tuple(round(float(x), 3) for x in found[name][n]) for name in names}


def spoken(view: View, told: Told) -> bool:
    """Tell whether a trigger stands in a headline or standfirst, which tell nothing that the body does not."""
    return view.zone(told.candidate.token) in ("headline", "standfirst")
