"""Which proposal an answer answers."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from kg.extract.decide.events import Event
from kg.extract.view import View

_FAR = 40
"""Sentences over which nearness still counts."""


def answered(
    view: View, answers: Sequence[Event], proposals: Sequence[Event]
) -> tuple[list[Event], list[int | None]]:
    """Return the answers, each with the addressees that its proposal gives it, and the place of that proposal.

    An answer belongs to a proposal of those whom it is given to, else to one put to those who give it, else to the
    nearest one that is not its givers' own; of several the nearest, one told before rather than after.
    """
    found: list[Event] = []
    links: list[int | None] = []
    for answer in answers:
        by, to = answer.keys("response.by"), answer.keys("response.to")
        ranked = sorted(
            (
                (-_fit(view, by, to, proposal), _distance(answer, proposal), n)
                for n, proposal in enumerate(proposals)
                if not _meet(view, by, proposal.keys("proposal.by"))
            )
        )
        if not ranked or -ranked[0][0] < 0:
            found.append(answer)
            links.append(None)
            continue
        n = ranked[0][2]
        links.append(n)
        found.append(answer if to else _addressed(view, answer, proposals[n]))
    return found, links


def _fit(view: View, by: Sequence[str], to: Sequence[str], proposal: Event) -> int:
    theirs = proposal.keys("proposal.by")
    if to and theirs:
        if not _meet(view, to, theirs):
            return -1
        return 3 if _meet(view, by, proposal.keys("proposal.to")) else 2
    return 1 if _meet(view, by, proposal.keys("proposal.to")) else 0


def _distance(answer: Event, proposal: Event) -> int:
    here = answer.best.candidate.sentence
    gaps = [here - t.candidate.sentence for t in proposal.members]
    # told later counts as farther than told before
    return min(gap if gap >= 0 else _FAR - gap for gap in gaps)


def _addressed(view: View, answer: Event, proposal: Event) -> Event:
    by = answer.keys("response.by")
    to = tuple(
        (key, chance)
        for key, chance in proposal.parts.get("proposal.by", ())
        if not any(view.cast.same_side(key, other) for other in by)
    )
    return replace(answer, parts={**answer.parts, "response.to": to})


def _meet(view: View, a: Iterable[str], b: Iterable[str]) -> bool:
    right = list(b)
    return any(view.cast.same_side(x, y) for x in a for y in right)
