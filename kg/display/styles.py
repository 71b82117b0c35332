"""What the display file can say, as values: views, kinds of node, of tie and of event, details and captions."""

from __future__ import annotations

import re
from collections.abc import Set
from dataclasses import dataclass

from kg.ontology import KG

SELF = "self"
"""Stands for the thing itself as an end of the ties that it makes."""


@dataclass(frozen=True, slots=True)
class KindStyle:
    """How nodes of one kind look. ``iri`` is the class; colours are ``#rrggbb``.

    ``headline`` holds the properties whose values name a thing; it is empty for actors, who have names of their own.
    Where no more than the first of them is known, the thing is named by the actors that ``named_by`` leads to as well.
    """

    iri: str
    label: str
    plural: str
    shape: str
    color: str
    color_dark: str
    headline: tuple[str, ...] = ()
    named_by: str = ""


@dataclass(frozen=True, slots=True)
class TieStyle:
    """A kind of tie: how it is found in the graph and how it looks.

    Attributes:
        source, targets: SPARQL property paths from the thing to the nodes at its ends, ``SELF`` for the thing itself;
            empty where ``property`` or ``sequence`` is the tie.
        fallbacks: SPARQL property paths to the targets of a thing that has none of its own.
        statuses, stances: the thing must have one of these; empty for any.
        sequence: property that numbers the parts of the whole to which the path ``whole`` leads.
        headline: properties whose values caption one event. ``captioned``: the one whose value is put on the tie.
        dashes: strokes and gaps in pixels; empty for a full line.
        quiet: whether its caption waits for a choice or a closer look, since the legend tells enough.
    """

    iri: str
    label: str
    weight: float
    directed: bool
    color: str
    color_dark: str
    source: str = ""
    targets: tuple[str, ...] = ()
    fallbacks: tuple[str, ...] = ()
    statuses: frozenset[str] = frozenset()
    headline: tuple[str, ...] = ()
    captioned: str = ""
    property: str = ""
    dashes: tuple[int, ...] = ()
    stances: frozenset[str] = frozenset()
    sequence: str = ""
    whole: str = ""
    quiet: bool = False

    def fits(self, *, statuses: Set[str], stances: Set[str]) -> bool:
        """Tell whether a thing with these statuses and stances makes ties of this kind."""
        return bool(
            (not self.statuses or self.statuses & statuses) and (not self.stances or self.stances & stances)
        )


@dataclass(frozen=True, slots=True)
class LooseStyle:
    """Things that are shown with their actor where they make no tie."""

    source: str
    label: str
    headline: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class DetailStyle:
    """A property shown in an event's card; ``dating`` where its value may date the event."""

    path: str
    label: str
    dating: bool


@dataclass(frozen=True, slots=True)
class EventStyle:
    """A kind of thing that happens or is said, as chronicles and time lines show it.

    ``iri`` is the class; ``classes`` holds it and the more specific ones that it stands for.
    """

    iri: str
    label: str
    plural: str
    color: str
    color_dark: str
    classes: frozenset[str]

    @property
    def name(self) -> str:
        """The class without its namespace."""
        return re.split("[#/]", self.iri)[-1]


@dataclass(frozen=True, slots=True)
class ViewStyle:
    """One view of the graph: ``name`` in addresses and options, ``label`` on the page, what appears in it.

    ``alone`` tells whether nodes without a tie appear too; ``things`` heads the kinds that are no actors in the legend.
    """

    name: str
    label: str
    kinds: tuple[KindStyle, ...]
    ties: tuple[TieStyle, ...]
    alone: bool
    things: str = ""


@dataclass(frozen=True, slots=True)
class Display:
    """The whole of ``ontology/display.ttl``, each list in its order.

    Attributes:
        captions: what is written for an IRI that stands as a value.
        generic: kinds that go unnamed beside a more specific one, and statuses that go without saying.
    """

    kinds: tuple[KindStyle, ...]
    ties: tuple[TieStyle, ...]
    loose: tuple[LooseStyle, ...]
    details: tuple[DetailStyle, ...]
    events: tuple[EventStyle, ...]
    views: tuple[ViewStyle, ...]
    captions: dict[str, str]
    generic: frozenset[str]

    def view(self, name: str) -> ViewStyle | None:
        """Return the view with this name, if there is one."""
        return next((view for view in self.views if view.name == name), None)

    def remark(self, status: str) -> str:
        """Return the caption of a status, given by its local name, or ``""`` where it goes without saying."""
        iri = str(KG[status])
        return "" if not status or iri in self.generic else self.caption(iri)

    def caption(self, value: str) -> str:
        """Return the caption of an IRI, or its last part in words where the file gives none."""
        return self.captions.get(value) or _words(re.split("[#/]", value)[-1])


def _words(name: str) -> str:
    return re.sub(r"(?<=[a-z])(?=[A-Z])", " ", name).lower()
