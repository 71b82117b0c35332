"""The part of a graph that a page, a picture or a file for another program is asked to show, in people's words."""

from __future__ import annotations

import json
from dataclasses import dataclass, replace
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING

from kg.display import read_display
from kg.errors import QueryError
from kg.model import ActorNetwork
from kg.network import members, narrowed, project, views
from kg.query.days import read_date
from kg.query.lookup import resolve_thing
from kg.query.terms import iri
from kg.sparql import select

if TYPE_CHECKING:
    from rdflib import Dataset


@dataclass(frozen=True, slots=True)
class Part:
    """Conditions, each as a person writes it; the usual values leave nothing out.

    Attributes:
        focus: name, alias or id of an actor, meeting or proposal; only what is at most ``depth`` ties from it is shown.
        since, until: only what ended on or after, began on or before, this date.
        weight: least weight of a tie.
        negotiation: id or words of a negotiation; of what happened only its own meetings, proposals and answers.
    """

    focus: str = ""
    depth: int = 1
    since: str = ""
    until: str = ""
    weight: float = 0.0
    negotiation: str = ""

    def __bool__(self) -> bool:
        return bool(self.focus or self.since or self.until or self.weight or self.negotiation)


@dataclass(frozen=True, slots=True)
class Chosen:
    """Networks that meet the conditions, at least one, and the conditions in words (``""`` for none)."""

    networks: tuple[ActorNetwork, ...]
    remark: str

    def title(self) -> str | None:
        """Return a heading for a page that tells what it is narrowed to; ``None`` for the usual one."""
        usual = json.loads(files("kg.view").joinpath("assets", "texts.json").read_text(encoding="utf-8"))[
            "title"
        ]
        return f"{usual}: {self.remark}" if self.remark else None


def chosen(ds: Dataset, part: Part, *, view: str = "", every: bool = False) -> Chosen:
    """Return one view of a graph, or every view that has something, narrowed.

    Args:
        ds: the graph.
        part: what to narrow it to.
        view: name of a view; ``""`` for the first.
        every: whether the other views are wanted too, in the order of the display file.

    Raises:
        QueryError: no view, actor, negotiation or date goes by these words, or nothing is left of the view.
    """
    known = read_display().views
    wanted = view or known[0].name
    if every and wanted in (style.name for style in known):
        networks = views(ds)
        if wanted not in (network.view for network in networks):
            networks = (*networks, project(ds, view=wanted))
    else:
        networks = (project(ds, view=wanted),)
    if not part:
        return Chosen(networks, "")
    terms, remark = _resolved(ds, part)
    events = members(ds, terms.negotiation) if terms.negotiation else None
    found = []
    for network in networks:
        inside = not terms.focus or any(node.id == terms.focus for node in network.actors)
        if not inside and network.view == wanted:
            raise QueryError(_elsewhere(ds, part, terms, wanted, networks))
        if inside:
            found.append(_narrowed(network, terms, events))
    found = [network for network in found if network.ties or network.view == wanted]
    if not next(network for network in found if network.view == wanted).ties:
        raise QueryError(f"nothing is left of the view {wanted} {remark}; ask for less")
    return Chosen(tuple(found), remark)


def _narrowed(network: ActorNetwork, part: Part, events: frozenset[str] | None) -> ActorNetwork:
    if events is not None:
        network = _involved(network, events)
    return narrowed(
        network,
        focus=part.focus,
        depth=part.depth,
        since=part.since,
        until=part.until,
        weight=part.weight,
        events=events,
    )


def _involved(network: ActorNetwork, events: frozenset[str]) -> ActorNetwork:
    """Return a network without the plain relations of those who have no part in the events."""
    inside = {
        end
        for tie in network.ties
        if any(event.id in events for event in tie.events)
        for end in (tie.source, tie.target)
    }
    ties = tuple(tie for tie in network.ties if tie.source in inside and tie.target in inside)
    return replace(network, ties=ties)


def _resolved(ds: Dataset, part: Part) -> tuple[Part, str]:
    """Return the conditions with IRIs and ISO dates in place of words, and all of them in words."""
    words, said = _words(), []
    if part.focus:
        focus = str(resolve_thing(ds, part.focus))
        name = _label(ds, focus, part.focus)
        said.append(words["focus" if part.depth == 1 else "focusDepth"].format(name=name, depth=part.depth))
        part = replace(part, focus=focus)
    if part.negotiation:
        negotiation = _negotiation(ds, part.negotiation)
        said.append(words["negotiation"].format(name=_label(ds, negotiation, part.negotiation)))
        part = replace(part, negotiation=negotiation)
    since, until = (read_date(date) if date else "" for date in (part.since, part.until))
    if since or until:
        form = "between" if since and until else "since" if since else "until"
        said.append(words[form].format(since=day_in_words(since), until=day_in_words(until)))
        part = replace(part, since=since, until=until)
    if part.weight:
        said.append(words["weight"].format(weight=f"{part.weight:g}"))
    return part, ", ".join(said)


def _negotiation(ds: Dataset, words: str) -> str:
    """Return the IRI of a negotiation by its id, or the words of its label or of what it is about."""
    query = "SELECT DISTINCT ?n { ?n a kg:Negotiation }"
    known = {str(row[0]) for row in select(ds, query)}
    if words in known:
        return words
    try:
        found = str(resolve_thing(ds, words))
    except QueryError:
        found = ""
    if found in known:
        return found
    labels = sorted({str(row[0]) for row in select(ds, "SELECT ?l { ?n a kg:Negotiation ; rdfs:label ?l }")})
    fitting = [one for one in sorted(known) if words.casefold() in _label(ds, one, "").casefold()]
    if len(fitting) == 1:
        return fitting[0]
    what = "no negotiation goes by" if not fitting else "several negotiations go by"
    some = "; ".join(labels[:5]) or "none"
    raise QueryError(f"{what} {words[:60]!r}; there is: {some}{' …' if labels[5:] else ''}")


def _elsewhere(ds: Dataset, part: Part, terms: Part, wanted: str, networks: tuple[ActorNetwork, ...]) -> str:
    others = networks if len(networks) > 1 else views(ds)
    inside = [n.view for n in others if any(node.id == terms.focus for node in n.actors)]
    name = _label(ds, terms.focus, part.focus)
    remedy = f"it is in {', '.join(inside)}" if inside else "no view has it"
    return f"{name} is not in the view {wanted}; {remedy}"


def _label(ds: Dataset, term: str, otherwise: str) -> str:
    from rdflib import URIRef

    query = f"SELECT ?l {{ {iri(URIRef(term))} skos:prefLabel|rdfs:label ?l }}"
    found = sorted(str(row[0]) for row in select(ds, query))
    return found[0] if found else otherwise


@cache
def _words() -> dict[str, str]:
    text = files("kg.export").joinpath("part.json").read_text(encoding="utf-8")
    found: dict[str, str] = json.loads(text)
    return found


@cache
def _months() -> tuple[str, ...]:
    text = files("kg.view").joinpath("assets", "texts.json").read_text(encoding="utf-8")
    return tuple(json.loads(text)["months"])


def day_in_words(date: str) -> str:
    """Return an ISO date, as precise as it is, as people write it: ``10 January 2022``; what is none as it is."""
    parts = date.split("-")
    if not all(part.isdigit() for part in parts) or len(parts) > 3:
        return date
    if len(parts) > 1:
        parts[1] = _months()[int(parts[1]) - 1]
    if len(parts) > 2:
        parts[2] = str(int(parts[2]))
    return " ".join(reversed(parts))
