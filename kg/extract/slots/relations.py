"""The roles that actors have in the clauses around a trigger."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache

from kg import lexicon
from kg.extract.match import Candidate
from kg.extract.view import View
from kg.model import Predicate

RELATIONS = (
    ("agent",), ("patient",), ("recipient",), ("with",), ("between", "among"), ("to",), ("from",), ("by",), ("of",),
    ("for",), ("on", "against", "over"), ("modifier", "poss"), ("attribute",), ("in", "at"),
)  # fmt: skip
_RELATION = {role: n for n, roles in enumerate(RELATIONS, 1) for role in roles}
OTHER = len(RELATIONS) + 1


@cache
def _taking() -> frozenset[str]:
    return frozenset(map(str, lexicon.lexicon("slots")["taking"]))


class Relations:
    """Looks up the roles of actors around one trigger: a place in ``RELATIONS`` from 1 on, ``OTHER``, or 0 for none."""

    def __init__(self, view: View, candidate: Candidate) -> None:
        p = candidate.predicate
        self._own = _table(view, [p] if p is not None else [])
        if p is not None and candidate.type == "proposal" and p.light in _taking():
            # "received an offer": who is the verb's subject has the offer put to him
            for argument in p.role("agent"):
                if view.tokens[argument.head].head != candidate.token:
                    self._own |= dict.fromkeys(view.cast.of(argument), _RELATION["recipient"])
        self._carrier = _table(view, [verb for verb, _ in view.carriers(candidate.token)])
        above = view.governor(p) if p is not None else None
        self._above = _table(view, [above] if above is not None else [])

    def own(self, key: str) -> int:
        """Return the role in the trigger's own clause."""
        return self._own.get(key, 0)

    def carrier(self, key: str) -> int:
        """Return the role in the clause of the verb that has the trigger as an argument."""
        return self._carrier.get(key, 0)

    def above(self, key: str) -> int:
        """Return the role in the clause that governs the trigger's."""
        return self._above.get(key, 0)


def _table(view: View, predicates: Sequence[Predicate]) -> dict[str, int]:
    """Return the first role of every actor in some predicates; 0 is none."""
    found: dict[str, int] = {}
    for p in predicates:
        for argument in p.arguments:
            for key in view.cast.of(argument):
                found.setdefault(key, _RELATION.get(argument.role, OTHER))
    return found
