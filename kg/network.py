"""The actor network of a graph: who is tied to whom, by what, and which sentences say so.

Which relations are ties is data (``ontology/display.ttl``): a meeting ties its participants, a proposal its proposers
to its addressees, a plain property its two ends. Ties and actors without evidence are left out.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from rdflib import RDF, RDFS, SDO, SKOS, URIRef

from kg.display import DetailStyle, Display, TieStyle, read_display
from kg.model import ActorNetwork, ActorNode, Tie, TieEvent, TieEvidence
from kg.ontology import KG

if TYPE_CHECKING:
    from rdflib import Dataset

__all__ = ["ActorNetwork", "clipped", "plain", "project"]

# Controls, marks that turn the direction of the text after them (Unicode UAX #9), and what XML cannot hold
_INERT = re.compile(
    "[\x00-\x1f\x7f-\x9f\u061c\u200b\u200e\u200f\u2028\u2029\u202a-\u202e\u2060\u2066-\u2069\ufeff"
    "\ud800-\udfff\ufffe\uffff]+"
)
_CAPTION = 110
_PIVOTS = 300
_NAMED_PLACES = 12


def project(ds: Dataset, *, display: Display | None = None) -> ActorNetwork:
    """Project a graph onto its actors.

    Args:
        ds: a dataset as ``graph.md`` describes it, its default graph the union of all named graphs.
        display: what is a tie; ``None`` for ``ontology/display.ttl``.

    Returns:
        Actors with their measures, and for each pair and relation one tie with all its events and evidence. The same
        dataset always gives the same network.

    Raises:
        DataFileError: the display file is malformed.
    """
    display = display or read_display()
    facts = _Facts(ds, display)
    ties = _Ties(facts, display)
    for style in display.ties:
        if style.property:
            ties.add_direct(style)
    for source in dict.fromkeys(style.source for style in display.ties if style.source):
        ties.add_through([style for style in display.ties if style.source == source])
    found = ties.finished()
    return ActorNetwork(actors=_measured(_actors(facts, display, found), found), ties=found)


def plain(text: str) -> str:
    """Return ``text`` on one line without control and direction marks, as captions and names need it."""
    return " ".join(_INERT.sub(" ", text).split())


def clipped(text: str, length: int = _CAPTION) -> str:
    """Return ``text`` shortened at a word's end to at most ``length`` characters, with an ellipsis if so."""
    if len(text) <= length:
        return text
    head = text[: length - 1]
    return (head[: head.rfind(" ")] if " " in head else head).rstrip(" ,;:–-") + "…"


# ---------------------------------------------------------------------------------------------- what the graph says


@dataclass(slots=True)
class _Facts:
    """The parts of the graph that the projection needs, fetched once with plain SPARQL."""

    ds: Dataset
    display: Display
    kinds: dict[str, str] = field(init=False)
    names: dict[str, list[str]] = field(init=False)
    evidence: dict[str, dict[str, list[TieEvidence]]] = field(init=False)
    values: dict[str, dict[str, list[str]]] = field(init=False)

    def __post_init__(self) -> None:
        self.kinds = self._kinds()
        self.names = self._names()
        self.evidence = self._evidence(self._articles())
        self.values = self._values()

    def rows(self, query: str) -> Iterator[tuple[str, ...]]:
        """Run SPARQL text; unbound cells come as ``""``. No ``initBindings``: they miss the fast engine."""
        for row in self.ds.query(query):
            yield tuple("" if cell is None else str(cell) for cell in row)  # type: ignore[union-attr]

    def links(self, prop: str) -> list[tuple[str, str, str]]:
        """Return graph, subject and object of every triple with this property whose object is a node."""
        query = f"SELECT ?g ?s ?o WHERE {{ GRAPH ?g {{ ?s {URIRef(prop).n3()} ?o }} FILTER(isIRI(?o)) }}"
        return sorted(set(self.rows(query)))  # type: ignore[arg-type]

    def along(self, path: str) -> list[tuple[str, str]]:
        """Return both ends of every way along a property path, over all graphs together."""
        return sorted(set(self.rows(f"SELECT ?s ?o WHERE {{ ?s {path} ?o }}")))  # type: ignore[arg-type]

    def pieces(self, thing: str, graphs: Iterable[str] | None = None) -> tuple[TieEvidence, ...]:
        """Return the evidence of a thing, in the given article graphs or all of them, each piece once."""
        by_graph = self.evidence.get(thing, {})
        wanted = by_graph.keys() if graphs is None else graphs
        return tuple(sorted({piece for graph in wanted for piece in by_graph.get(graph, ())}))

    def _kinds(self) -> dict[str, str]:
        order = {style.iri: place for place, style in enumerate(self.display.kinds)}
        values = " ".join(URIRef(iri).n3() for iri in order)
        found: dict[str, str] = {}
        for actor, kind in self.rows(f"SELECT DISTINCT ?a ?k WHERE {{ VALUES ?k {{ {values} }} ?a a ?k }}"):
            if actor not in found or order[kind] < order[found[actor]]:
                found[actor] = kind
        return found

    def _names(self) -> dict[str, list[str]]:
        """Preferred name first: the one that most articles have, then the first in the alphabet; then the others."""
        votes: dict[str, dict[str, int]] = defaultdict(lambda: defaultdict(int))
        others: dict[str, set[str]] = defaultdict(set)
        label, alias = SKOS.prefLabel.n3(), SKOS.altLabel.n3()
        for _, actor, name in self.rows(f"SELECT ?g ?a ?n WHERE {{ GRAPH ?g {{ ?a {label} ?n }} }}"):
            votes[actor][plain(name)] += 1
        for actor, name in self.rows(f"SELECT DISTINCT ?a ?n WHERE {{ ?a {alias} ?n }}"):
            others[actor].add(plain(name))
        names: dict[str, list[str]] = {}
        for actor in self.kinds:
            ranked = (
                sorted(votes[actor], key=lambda name: (-votes[actor][name], name)) if actor in votes else []
            )
            first = ranked or [plain(re.split("[#/]", actor)[-1].replace("-", " "))]
            names[actor] = first + sorted(name for name in others[actor] - set(first) if name)
        return names

    def _articles(self) -> dict[str, dict[str, str]]:
        wanted = {
            "title": SDO.headline,
            "name": SDO.identifier,
            "publisher": KG.publisher,
            "published": KG.published,
            "url": SDO.url,
        }
        parts = {str(prop): key for key, prop in wanted.items()}
        values = " ".join(prop.n3() for prop in wanted.values())
        query = (
            f"SELECT DISTINCT ?a ?p ?o WHERE {{ VALUES ?p {{ {values} }} ?a a {KG.Article.n3()} ; ?p ?o }}"
        )
        articles: dict[str, dict[str, str]] = defaultdict(dict)
        for article, prop, value in sorted(self.rows(query)):
            articles[article].setdefault(parts[prop], plain(value))
        return articles

    def _evidence(self, articles: Mapping[str, Mapping[str, str]]) -> dict[str, dict[str, list[TieEvidence]]]:
        query = f"""
            SELECT ?g ?thing ?quote ?sentence ?start ?confidence WHERE {{ GRAPH ?g {{
              ?thing {KG.evidence.n3()} ?e . ?e {KG.quote.n3()} ?quote .
              OPTIONAL {{ ?e {KG.sentence.n3()} ?sentence }}
              OPTIONAL {{ ?e {KG.start.n3()} ?start }}
              OPTIONAL {{ ?e {KG.confidence.n3()} ?confidence }} }} }}"""
        found: dict[str, dict[str, list[TieEvidence]]] = defaultdict(lambda: defaultdict(list))
        for graph, thing, quote, sentence, start, confidence in self.rows(query):
            article = articles.get(graph, {})
            found[thing][graph].append(
                TieEvidence(
                    published=article.get("published", ""),
                    article=graph,
                    start=int(start or 0),
                    sentence=sentence or quote,
                    quote=quote,
                    title=article.get("title") or article.get("name") or graph,
                    publisher=article.get("publisher", ""),
                    url=article.get("url", ""),
                    confidence=float(confidence or 1.0),
                )
            )
        return found

    def _values(self) -> dict[str, dict[str, list[str]]]:
        """Values of all shown properties of all things that make ties, as text, by thing and property."""
        sources = " ".join(
            URIRef(source).n3() for source in sorted({s.source for s in self.display.ties} - {""})
        )
        shown = {detail.path for detail in self.display.details}
        shown.update(prop for tie in self.display.ties for prop in tie.headline)
        shown.update(prop for loose in self.display.loose for prop in loose.headline)
        paths = " ".join(URIRef(path).n3() for path in sorted(shown))
        labels: dict[str, str] = {}
        named = f"{RDFS.label.n3()}|{SKOS.prefLabel.n3()}|{KG.text.n3()}"
        nodes = " ".join(URIRef(path).n3() for path in sorted(shown - {str(RDF.type), str(KG.text)}))
        for node, label in sorted(
            set(
                self.rows(
                    f"SELECT ?o ?l WHERE {{ VALUES ?p {{ {nodes} }} ?s ?p ?o . FILTER(isIRI(?o)) ?o {named} ?l }}"
                )
            )
        ):
            labels.setdefault(node, plain(label))
        query = f"""
            SELECT DISTINCT ?s ?p ?o (isIRI(?o) AS ?node) WHERE {{
              {{ SELECT DISTINCT ?s WHERE {{ VALUES ?by {{ {sources} }} ?s ?by ?actor }} }}
              VALUES ?p {{ {paths} }} ?s ?p ?o }}"""
        found: dict[str, dict[str, set[str]]] = defaultdict(lambda: defaultdict(set))
        for thing, prop, value, node in self.rows(query):
            found[thing][prop].add(value if node != "true" or value not in labels else labels[value])
        return {
            thing: {prop: sorted(values) for prop, values in props.items()} for thing, props in found.items()
        }

    def shown(self, thing: str, prop: str) -> list[str]:
        """Return the values of a property as captions, generic kinds left out beside more specific ones."""
        values = self.values.get(thing, {}).get(prop, [])
        if prop == str(RDF.type):
            known = [value for value in values if value in self.display.captions]
            values = [value for value in known if value not in self.display.generic] or known
        return [self.display.caption(v) if v.startswith(str(KG)) else plain(v) for v in values]


# ---------------------------------------------------------------------------------------------- events and ties


def _event(
    facts: _Facts, thing: str, *, headline: Sequence[str], evidence: tuple[TieEvidence, ...]
) -> TieEvent:
    details = facts.display.details
    heading = [value for prop in headline for value in facts.shown(thing, prop)[:1]]
    return TieEvent(
        id=thing,
        caption=clipped(", ".join(heading)),
        date=_date(facts, thing, details),
        details=tuple((d.label, value) for d in details for value in facts.shown(thing, d.path)),
        evidence=evidence,
        kind=_event_kind(facts, thing),
        until=max(facts.values.get(thing, {}).get(str(KG.until), [""])),
        status=_local(facts, thing, KG.status),
        stance=_local(facts, thing, KG.stance),
    )


def _event_kind(facts: _Facts, thing: str) -> str:
    classes = set(facts.values.get(thing, {}).get(str(RDF.type), ()))
    return next((style.iri for style in facts.display.events if style.classes & classes), "")


def _local(facts: _Facts, thing: str, prop: str) -> str:
    values = facts.values.get(thing, {}).get(str(prop), [""])
    return re.split("[#/]", values[0])[-1]


def _date(facts: _Facts, thing: str, details: Sequence[DetailStyle]) -> str:
    for detail in details:
        values = facts.values.get(thing, {}).get(detail.path) if detail.dating else None
        if values:
            return min(values)
    return ""


class _Ties:
    def __init__(self, facts: _Facts, display: Display) -> None:
        self.facts = facts
        self.display = display
        self.found: dict[tuple[str, str, int], dict[str, TieEvent]] = defaultdict(dict)
        self.events: dict[tuple[str, tuple[str, ...]], TieEvent] = {}
        self.places = {style.iri: place for place, style in enumerate(display.ties)}

    def add_direct(self, style: TieStyle) -> None:
        """Tie the two ends of a property; the evidence is where the subject is named, best beside the object."""
        graphs: dict[tuple[str, str], set[str]] = defaultdict(set)
        for graph, source, target in self.facts.links(style.property):
            graphs[source, target].add(graph)
        for (source, target), where in sorted(graphs.items()):
            pieces = self.facts.pieces(source, sorted(where))
            names = self.facts.names.get(target, ())
            both = tuple(piece for piece in pieces if any(name in piece.sentence for name in names))
            event = TieEvent(f"{source} {style.property} {target}", "", "", (), both or pieces[:3])
            self._tie(style, source, target, event)

    def add_through(self, styles: Sequence[TieStyle]) -> None:
        """Tie the actors that things name, by the first of the styles with this source whose status fits.

        Styles with other targets do not compete: a statement may be about one actor and for another.
        """
        sources = grouped((thing, actor) for _, thing, actor in self.facts.links(styles[0].source))
        rivals: dict[tuple[str, ...], list[TieStyle]] = defaultdict(list)
        for style in styles:
            rivals[style.targets].append(style)
        for targets, group in sorted(rivals.items()):
            ends = grouped((thing, actor) for prop in targets for _, thing, actor in self.facts.links(prop))
            ways = [grouped(self.facts.along(path)) for path in group[0].fallbacks]
            for thing, starts in sorted(sources.items()):
                chosen = self._style(thing, group)
                if chosen is None:
                    continue
                stops = ends.get(thing) or next((way[thing] for way in ways if thing in way), [])
                event = self._event(thing, chosen)
                for start in starts:
                    for stop in stops:
                        self._tie(chosen, start, stop, event)

    def finished(self) -> tuple[Tie, ...]:
        """Return all ties, by source, target and the order of relations."""
        return tuple(self._finish(*key, events) for key, events in sorted(self.found.items()))

    def _finish(self, source: str, target: str, place: int, events: Mapping[str, TieEvent]) -> Tie:
        style = self.display.ties[place]
        ordered = tuple(sorted(events.values(), key=lambda event: (event.date or "9999", event.id)))
        caption = style.label
        if style.captioned:
            values = {value for event in ordered for value in self.facts.shown(event.id, style.captioned)}
            caption = clipped(", ".join(sorted(values)), 40) if 0 < len(values) <= 2 else caption
        return Tie(
            source=source,
            target=target,
            relation=style.iri,
            label=style.label,
            caption=caption,
            directed=style.directed,
            weight=round(style.weight * len(ordered), 3),
            events=ordered,
        )

    def _tie(self, style: TieStyle, source: str, target: str, event: TieEvent) -> None:
        known = source in self.facts.kinds and target in self.facts.kinds
        if not known or source == target or not event.evidence:
            return
        if not style.directed and target < source:
            source, target = target, source
        self.found[source, target, self.places[style.iri]][event.id] = event

    def _event(self, thing: str, style: TieStyle) -> TieEvent:
        key = thing, style.headline
        if key not in self.events:
            pieces = self.facts.pieces(thing)
            self.events[key] = _event(self.facts, thing, headline=style.headline, evidence=pieces)
        return self.events[key]

    def _style(self, thing: str, styles: Sequence[TieStyle]) -> TieStyle | None:
        statuses = set(self.facts.values.get(thing, {}).get(str(KG.status), ()))
        return next((style for style in styles if not style.statuses or style.statuses & statuses), None)


def grouped(pairs: Iterable[tuple[str, str]]) -> dict[str, list[str]]:
    """Group second members by first, sorted and each once."""
    found: dict[str, set[str]] = defaultdict(set)
    for key, value in pairs:
        found[key].add(value)
    return {key: sorted(values) for key, values in found.items()}


# ---------------------------------------------------------------------------------------------- actors


def _actors(facts: _Facts, display: Display, ties: Sequence[Tie]) -> list[ActorNode]:
    tied: dict[str, set[str]] = defaultdict(set)
    for tie in ties:
        ids = {event.id for event in tie.events}
        tied[tie.source] |= ids
        tied[tie.target] |= ids
    loose: dict[str, list[TieEvent]] = defaultdict(list)
    statements: dict[str, int] = defaultdict(int)
    for style in display.loose:
        for thing, actors in grouped((thing, actor) for _, thing, actor in facts.links(style.source)).items():
            event: TieEvent | None = None
            for actor in actors:
                statements[actor] += style.source == str(KG.speaker)
                if thing not in tied[actor]:
                    event = event or _event(
                        facts, thing, headline=style.headline, evidence=facts.pieces(thing)
                    )
                    if event.evidence:
                        loose[actor].append(event)
    nodes = []
    for actor, kind in sorted(facts.kinds.items()):
        evidence = facts.pieces(actor)
        if not evidence and actor not in tied:
            continue
        label, *aliases = facts.names[actor]
        nodes.append(
            ActorNode(
                id=actor,
                kind=kind,
                label=label,
                aliases=tuple(aliases),
                statements=statements[actor],
                events=tuple(sorted(loose[actor], key=lambda event: (event.date or "9999", event.id))),
                evidence=_spread(evidence),
            )
        )
    return nodes


def _spread(evidence: Sequence[TieEvidence]) -> tuple[TieEvidence, ...]:
    """Keep the first naming in each article and few in all: they show that the name occurs, no more."""
    first = {piece.article: piece for piece in reversed(evidence)}
    return tuple(sorted(first.values())[:_NAMED_PLACES])


def _measured(actors: Sequence[ActorNode], ties: Sequence[Tie]) -> tuple[ActorNode, ...]:
    """Fill in degree and betweenness, and put the best connected first.

    Betweenness is Brandes' (2001), without weights; over a seeded sample of pivots where there are many actors.
    """
    import networkx

    graph: networkx.Graph[str] = networkx.Graph()
    graph.add_nodes_from(actor.id for actor in actors)
    weights: dict[str, float] = defaultdict(float)
    for tie in ties:
        graph.add_edge(tie.source, tie.target)
        weights[tie.source] += tie.weight
        weights[tie.target] += tie.weight
    pivots = min(len(actors), _PIVOTS, max(24, 400_000 // max(1, graph.number_of_edges())))
    between = networkx.betweenness_centrality(graph, k=None if pivots == len(actors) else pivots, seed=1)
    nodes = [
        replace(actor, degree=graph.degree[actor.id], betweenness=round(between[actor.id], 6))
        for actor in actors
    ]
    return tuple(sorted(nodes, key=lambda node: (-node.degree, -weights[node.id], node.label, node.id)))
