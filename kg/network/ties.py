"""The ties of one view: which nodes are tied, by what, and which events say so.

Which relations are ties is data (``ontology/display.ttl``): a meeting ties its participants to one another in one view
and to itself in another, a proposal its proposers to its addressees, a plain property its two ends.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from itertools import groupby, pairwise

from kg.display import SELF, TieStyle, ViewStyle
from kg.model import Tie, TieEvent
from kg.network.events import Events, ordered, relation
from kg.network.facts import Facts, grouped
from kg.network.text import clipped
from kg.ontology import KG

# rdflib makes a term of a namespace anew each time it is asked
_STATUS, _STANCE = str(KG.status), str(KG.stance)


def ties_of(facts: Facts, events: Events, view: ViewStyle) -> tuple[Tie, ...]:
    """Return all ties of a view, by source, target and the order of relations; none without evidence."""
    ties = _Ties(facts, events, view)
    for style in view.ties:
        if style.property:
            ties.add_direct(style)
        elif style.sequence:
            ties.add_sequence(style)
    for source in dict.fromkeys(style.source for style in view.ties if style.source):
        ties.add_through([style for style in view.ties if style.source == source])
    return ties.finished()


class _Ties:
    def __init__(self, facts: Facts, events: Events, view: ViewStyle) -> None:
        self.facts = facts
        self.events = events
        self.view = view
        self.found: dict[tuple[str, str, int], dict[str, TieEvent]] = defaultdict(dict)
        self._fitting: dict[tuple[object, ...], TieStyle | None] = {}
        self.places = {style.iri: place for place, style in enumerate(view.ties)}
        kinds = {kind.iri for kind in view.kinds}
        self.nodes = {node for node, kind in facts.kinds.items() if kind in kinds}

    def add_direct(self, style: TieStyle) -> None:
        """Tie the two ends of a property; the evidence is where the subject is named, best beside the object."""
        graphs: dict[tuple[str, str], set[str]] = defaultdict(set)
        for graph, source, target in self.facts.links(f"<{style.property}>"):
            graphs[source, target].add(graph)
        for (source, target), where in sorted(graphs.items()):
            pieces = self.facts.pieces(source, sorted(where))
            names = self.facts.names.get(target, ())
            both = tuple(piece for piece in pieces if any(name in piece.sentence for name in names))
            self._tie(style, source, target, relation(source, style.property, target, both or pieces[:3]))

    def add_sequence(self, style: TieStyle) -> None:
        """Tie things of one whole that have consecutive numbers; the evidence is that of both."""
        wholes = grouped((whole, part) for part, whole in self.facts.along(style.whole))
        for parts in wholes.values():
            numbered = sorted(
                (int(number), part)
                for part in parts
                for number in self.facts.raw(part, style.sequence)
                if number.isdecimal()
            )
            rounds = [[part for _, part in group] for _, group in groupby(numbered, key=lambda pair: pair[0])]
            for earlier, later in pairwise(rounds):
                for source in earlier:
                    for target in later:
                        pieces = tuple(sorted({*self.facts.pieces(source), *self.facts.pieces(target)}))
                        self._tie(style, source, target, relation(source, style.sequence, target, pieces))

    def add_through(self, styles: Sequence[TieStyle]) -> None:
        """Tie the nodes that things name, by the first of the styles with this source whose conditions fit.

        Styles with other targets do not compete: a statement may be about one actor and for another.
        """
        rivals: dict[tuple[str, ...], list[TieStyle]] = defaultdict(list)
        for style in styles:
            rivals[style.targets].append(style)
        for targets, group in sorted(rivals.items()):
            paths = [path for path in targets if path != SELF]
            ends = (
                self.facts.ends(paths[0])
                if len(paths) == 1
                else grouped(pair for path in paths for pair in self.facts.along(path))
            )
            if styles[0].source == SELF:
                sources = {thing: [thing] for thing in ends}
            else:
                sources = self.facts.ends(styles[0].source)
            ways = [self._way(path, sources) for path in group[0].fallbacks]
            for thing, starts in sorted(sources.items()):
                chosen = self._style(thing, group)
                if chosen is None:
                    continue
                stops = ends.get(thing) or next((way[thing] for way in ways if thing in way), [])
                if SELF in targets:
                    stops = [thing, *stops]
                event = self.events.of(thing, chosen.headline)
                for start in starts:
                    for stop in stops:
                        self._tie(chosen, start, stop, event)

    def _way(self, path: str, things: Iterable[str]) -> dict[str, list[str]]:
        return {thing: [thing] for thing in things} if path == SELF else self.facts.ends(path)

    def finished(self) -> tuple[Tie, ...]:
        return tuple(self._finish(*key, events) for key, events in sorted(self.found.items()))

    def _finish(self, source: str, target: str, place: int, events: Mapping[str, TieEvent]) -> Tie:
        style = self.view.ties[place]
        caption = style.label
        if style.captioned:
            values = {
                value for event in events.values() for value in self.facts.shown(event.id, style.captioned)
            }
            caption = clipped(", ".join(sorted(values)), 40) if 0 < len(values) <= 2 else caption
        return Tie(
            source=source,
            target=target,
            relation=style.iri,
            label=style.label,
            caption=caption,
            directed=style.directed,
            weight=round(style.weight * len(events), 3),
            events=ordered(events.values()),
        )

    def _tie(self, style: TieStyle, source: str, target: str, event: TieEvent) -> None:
        known = source in self.nodes and target in self.nodes
        if not known or source == target or not event.evidence:
            return
        if not style.directed and target < source:
            source, target = target, source
        self.found[source, target, self.places[style.iri]][event.id] = event

    def _style(self, thing: str, styles: Sequence[TieStyle]) -> TieStyle | None:
        has = tuple(self.facts.raw(thing, _STATUS)), tuple(self.facts.raw(thing, _STANCE))
        key = (*has, styles[0].iri)
        if key not in self._fitting:
            statuses, stances = map(frozenset, has)
            fitting = (style for style in styles if style.fits(statuses=statuses, stances=stances))
            self._fitting[key] = next(fitting, None)
        return self._fitting[key]
