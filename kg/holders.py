"""Who led which state, and when: heads of state and government, foreign ministers (``ontology/actors/holders.yaml``).

A name and a day tell the state: "the Hadley administration" of 1991. Months are what the data has, so that in the month
of a change both count.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import Literal, get_args

from kg.gazetteer import gazetteer, normalise
from kg.lexicon import malformed, read
from kg.resources import ontology

Office = Literal["state", "government", "foreign"]
_MONTH = re.compile(r"\d{4}-(?:0[1-9]|1[0-2])")


@dataclass(frozen=True, slots=True)
class Holder:
    """One term of one person.

    Attributes:
        name: as the press has it.
        state: id of the state in the gazetteer.
        office: head of state, head of government, or foreign minister.
        since, until: first and last month, ``YYYY-MM``; ``until`` is empty while it lasts.
    """

    name: str
    state: str
    office: Office
    since: str
    until: str

    @property
    def family(self) -> str:
        """The last word of the name, plain."""
        return plain(self.name)

    def holds(self, day: str) -> bool:
        """Tell whether the office was held in the month of a day, ``YYYY-MM-DD``."""
        return self.since <= day[:7] and (not self.until or day[:7] <= self.until)


def plain(name: str) -> str:
    """Return the last word of a name in small letters, without accents and Arabic article."""
    words = re.split(r"\s", name.strip())
    return re.sub(r"^(?:al|el) ", "", normalise(words[-1])) if words else ""


class Holders:
    """All terms, by family name."""

    def __init__(self, terms: Iterator[Holder]) -> None:
        self._by_family: dict[str, list[Holder]] = defaultdict(list)
        for term in terms:
            self._by_family[term.family].append(term)

    def of(self, name: str, day: str | None, office: Office | None = None) -> tuple[Holder, ...]:
        """Return the terms that a name may mean.

        Args:
            name: a family name alone, or a whole name; given names that contradict rule a holder out.
            day: ``YYYY-MM-DD``, on which the office was held; ``None`` for any.
            office: only terms in this one.
        """
        given = normalise(name).split()[:-1]
        return tuple(
            term
            for term in self._by_family.get(plain(name), ())
            if (day is None or term.holds(day))
            and (office is None or term.office == office)
            and (not given or given[0][0] == normalise(term.name)[0])
        )

    def state(self, name: str, day: str | None) -> str | None:
        """Return the id of the state that whoever a name means led on a day, or else before it; ``None`` if there is
        none or several."""
        terms = [term for term in self.of(name, None) if term.office != "foreign"]
        now = {term.state for term in terms if day is None or term.holds(day)}
        before = {term.state for term in terms if day is not None and term.since <= day[:7]}
        led = now or before
        return led.pop() if len(led) == 1 else None


@cache
def holders() -> Holders:
    """Return the terms of ``ontology/actors/holders.yaml``, read once.

    Raises:
        DataFileError: the file is missing or malformed.
    """
    return Holders(_terms())


def _terms() -> Iterator[Holder]:
    path = ontology("actors", "holders.yaml")
    for state, offices in read(path)["holders"].items():
        if gazetteer().by_id(state) is None:
            raise malformed(path, f"no entry has the id {state!r}", "holders")
        for office, terms in offices.items():
            if office not in get_args(Office):
                raise malformed(
                    path,
                    f"unknown office {office!r}; known are {', '.join(get_args(Office))}",
                    "holders",
                    state,
                )
            for term in terms:
                if len(term) not in (2, 3) or not all(_MONTH.fullmatch(str(day)) for day in term[1:]):
                    raise malformed(path, "a term is [name, YYYY-MM, YYYY-MM]", "holders", state, office)
                yield Holder(term[0], state, office, str(term[1]), str(term[2]) if len(term) > 2 else "")
