"""What a briefing is about: the proposals, answers and meetings of a negotiation, of an actor, or of a whole graph."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from kg.errors import QueryError
from kg.query import resolve_actor, resolve_negotiation
from kg.sparql import NAMESPACES, select
from kg.telling import Reader, Thing, texts

if TYPE_CHECKING:
    from rdflib import Dataset

MAKES = "kg:proposedBy"
RECEIVES = "kg:addressedTo"
ANSWERS = "kg:respondent"
ROLES = (MAKES, RECEIVES, ANSWERS, "kg:recipient", "kg:participant", "kg:host")
"""The properties by which actors take part."""

_KINDS = ("Meeting", "Talks", "Summit", "Call", "Visit", "Proposal", "Response")
# so many are named in one line
_NAMED = 5


@dataclass(frozen=True, slots=True)
class Scope:
    """The things of a briefing, each kind in the order of its dates.

    Attributes:
        name: the negotiation or actor; ``""`` for a whole graph.
    """

    name: str
    id: str
    proposals: tuple[Thing, ...]
    provisions: tuple[Thing, ...]
    responses: tuple[Thing, ...]
    meetings: tuple[Thing, ...]

    @property
    def things(self) -> tuple[Thing, ...]:
        """All of them."""
        return (*self.proposals, *self.provisions, *self.responses, *self.meetings)


def scope(ds: Dataset, reader: Reader, *, negotiation: str | None, actor: str | None, whole: bool) -> Scope:
    """Find what a briefing is about.

    Raises:
        QueryError: no such negotiation or actor; or none is named, and the graph has several negotiations, which are
            listed.
    """
    thread = str(resolve_negotiation(ds, negotiation)) if negotiation else None
    who = str(resolve_actor(ds, actor)) if actor else None
    if not (thread or who or whole):
        thread = _only(reader)
    kinds = " ".join(f"kg:{kind}" for kind in _KINDS)
    everything = f"SELECT DISTINCT ?s WHERE {{ VALUES ?kind {{ {kinds} }} ?s a ?kind }}"
    found = set(reader.linked([thread], "^kg:partOf")) if thread else None
    if who:
        stand = [who, *reader.linked([who], "^kg:standsFor")]
        roles = "|".join(f"^{role}" for role in ROLES)
        theirs = set(reader.linked(stand, roles))
        found = theirs if found is None else found & theirs
    if found is None:
        found = {str(row[0]) for row in select(ds, everything)}
    things = [
        thing for thing in reader.things(one for one, _ in reader.in_order(sorted(found))) if thing.evidence
    ]
    named = thread or who or ""
    reader.load_names([named] if named else [])
    proposals = tuple(thing for thing in things if thing.kind == "Proposal")
    return Scope(
        name=reader.name(named) if named else "",
        id=reader.id(named) if named else "",
        proposals=proposals,
        provisions=tuple(reader.things(one for thing in proposals for one in thing.all("kg:provision"))),
        responses=tuple(thing for thing in things if thing.kind == "Response"),
        meetings=tuple(thing for thing in things if thing.kind == "Meeting" and thing.classes[0] != "Media"),
    )


def _only(reader: Reader) -> str | None:
    threads = reader.linked([NAMESPACES["kg"] + "Negotiation"], "^rdf:type")
    if len(threads) < 2:
        return next(iter(threads), None)
    reader.load_names(threads)
    named = [f"{reader.name(one)} ({reader.id(one)})" for one in threads[:_NAMED]]
    rest = ["…"] if len(threads) > _NAMED else []
    raise QueryError(
        texts()["briefing"]["several"].format(count=len(threads), list="; ".join([*named, *rest]))
    )
