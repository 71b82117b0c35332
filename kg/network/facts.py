"""What the graph says, as far as the views need it, fetched once with plain SPARQL."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, fields
from operator import attrgetter
from typing import TYPE_CHECKING

import pyoxigraph as po
from rdflib import OWL, RDF, RDFS, SDO, SKOS, URIRef

from kg.display import Display, KindStyle
from kg.model import TieEvidence
from kg.network.naming import nameless
from kg.network.text import clipped, plain
from kg.ontology import KG
from kg.store.engine import inner

if TYPE_CHECKING:
    from rdflib import Dataset

Dispute = tuple[str, tuple[str, ...], tuple[tuple[TieEvidence, ...], ...]]

_TYPE, _TERMS = str(RDF.type), str(KG)


@dataclass(slots=True)
class Facts:
    """The parts of the graph that the projection needs, fetched once with plain SPARQL."""

    ds: Dataset
    display: Display
    store: po.Store = field(init=False)
    kinds: dict[str, str] = field(init=False)
    evidence: dict[str, dict[str, list[TieEvidence]]] = field(init=False)
    disputes: dict[str, tuple[Dispute, ...]] = field(init=False)
    values: dict[str, dict[str, list[str]]] = field(init=False)
    names: dict[str, list[str]] = field(init=False)
    _links: dict[str, list[tuple[str, str, str]]] = field(init=False, default_factory=dict)
    _along: dict[str, list[tuple[str, str]]] = field(init=False, default_factory=dict)
    _grouped: dict[str, dict[str, list[str]]] = field(init=False, default_factory=dict)
    _pieces: dict[str, tuple[TieEvidence, ...]] = field(init=False, default_factory=dict)
    _things: frozenset[str] = field(init=False)
    _nameless: frozenset[str] | None = field(init=False, default=None)

    def __post_init__(self) -> None:
        self.store = inner(self.ds)
        self._things = frozenset(style.iri for style in self.display.kinds if style.headline)
        self.kinds = self._kinds()
        self.evidence = self._evidence(self._articles())
        self.disputes = self._disputes()
        self.values = self._values()
        self.names = self._names()

    def rows(self, query: str) -> Iterator[tuple[str, ...]]:
        """Run SPARQL text; unbound cells come as ``""``. Asked of Oxigraph itself: rdflib's terms cost more."""
        found = self.store.query(query, use_default_graph_as_union=True)
        assert isinstance(found, po.QuerySolutions)
        for row in found:
            yield tuple(["" if cell is None else cell.value for cell in row])

    def stated(self, prop: str) -> Iterator[tuple[str, str, str]]:
        """Yield graph, subject and value of each statement with a property; a pattern costs less than a query."""
        for quad in self.store.quads_for_pattern(None, po.NamedNode(str(prop)), None):
            yield quad.graph_name.value, quad.subject.value, quad.object.value  # type: ignore[union-attr]

    def links(self, path: str) -> list[tuple[str, str, str]]:
        """Return graph, subject and object of every way along a SPARQL path to a node, inside one graph each."""
        if path not in self._links:
            query = f"SELECT ?g ?s ?o WHERE {{ GRAPH ?g {{ ?s {path} ?o }} FILTER(isIRI(?o)) }}"
            self._links[path] = sorted(set(self.rows(query)))  # type: ignore[arg-type]
        return self._links[path]

    def along(self, path: str) -> list[tuple[str, str]]:
        """Return both ends of every way along a SPARQL path to a node, over all graphs together."""
        if path not in self._along:
            query = f"SELECT DISTINCT ?s ?o WHERE {{ ?s {path} ?o FILTER(isIRI(?o)) }}"
            self._along[path] = sorted(set(self.rows(query)))  # type: ignore[arg-type]
        return self._along[path]

    def _disputes(self) -> dict[str, tuple[Dispute, ...]]:
        """Contradictions by what they concern; those that no article has words for are left out."""
        claims: dict[tuple[str, str, str], set[str]] = defaultdict(set)
        articles: dict[tuple[str, str, str], set[str]] = defaultdict(set)
        for node, thing, aspect, claim, article in self.rows(
            f"SELECT DISTINCT ?n ?t ?a ?c ?g WHERE {{ ?n {KG.concerns.n3()} ?t ; {KG.aspect.n3()} ?a ;"
            f" {KG.claim.n3()} ?c ; {KG.claimedIn.n3()} ?g }}"
        ):
            claims[node, thing, aspect].add(plain(claim))
            articles[node, thing, aspect].add(article)
        found: dict[str, list[Dispute]] = defaultdict(list)
        for key in sorted(claims):
            sides = tuple(
                pieces for article in sorted(articles[key]) if (pieces := self.pieces(key[1], (article,)))
            )
            if sides:
                found[key[1]].append((key[2], tuple(sorted(claims[key])), sides))
        return {thing: tuple(several) for thing, several in found.items()}

    def pieces(self, thing: str, graphs: Iterable[str] | None = None) -> tuple[TieEvidence, ...]:
        """Return the evidence of a thing, in the given article graphs or all of them, each piece once."""
        by_graph = self.evidence.get(thing, {})
        if graphs is not None:
            return _sorted({piece for graph in graphs for piece in by_graph.get(graph, ())})
        if thing not in self._pieces:
            every = [piece for some in by_graph.values() for piece in some]
            self._pieces[thing] = _sorted(set(every)) if len(every) > 1 else tuple(every)
        return self._pieces[thing]

    def _kinds(self) -> dict[str, str]:
        order = {style.iri: place for place, style in enumerate(self.display.kinds)}
        values = " ".join(URIRef(iri).n3() for iri in order)
        found: dict[str, str] = {}
        for actor, kind in self.rows(f"SELECT DISTINCT ?a ?k WHERE {{ VALUES ?k {{ {values} }} ?a a ?k }}"):
            if actor not in found or order[kind] < order[found[actor]]:
                found[actor] = kind
        return found

    def _names(self) -> dict[str, list[str]]:
        """Preferred name first: the one that most articles have, then the first in the alphabet; then the others.

        Things are named by what their kind is headed with: a meeting by its kind, place and topic.
        """
        votes: dict[str, dict[str, int]] = defaultdict(lambda: defaultdict(int))
        others: dict[str, set[str]] = defaultdict(set)
        label, alias = SKOS.prefLabel.n3(), SKOS.altLabel.n3()
        for _, actor, name in self.rows(f"SELECT ?g ?a ?n WHERE {{ GRAPH ?g {{ ?a {label} ?n }} }}"):
            votes[actor][plain(name)] += 1
        for actor, name in self.rows(f"SELECT DISTINCT ?a ?n WHERE {{ ?a {alias} ?n }}"):
            others[actor].add(plain(name))
        styles = {style.iri: style for style in self.display.kinds}
        names: dict[str, list[str]] = {}
        for node, kind in self.kinds.items():
            ranked = sorted(votes[node], key=lambda name: (-votes[node][name], name)) if node in votes else []
            if not styles[kind].headline:
                first = ranked or [plain(re.split("[#/]", node)[-1].replace("-", " "))]
                names[node] = first + sorted(name for name in others[node] - set(first) if name)
        for node, kind in self.kinds.items():
            if styles[kind].headline:
                names[node] = [self._title(node, styles[kind], names)]
        return names

    def _title(self, thing: str, style: KindStyle, names: Mapping[str, Sequence[str]]) -> str:
        """Name a thing by its headline, and by its actors where that tells no more than what kind of thing it is."""
        parts = [value for prop in style.headline for value in self.shown(thing, prop)[:1]] or [style.label]
        title = ", ".join(parts)
        if len(parts) == 1 and style.named_by:
            ends = self.ends(URIRef(style.named_by).n3()).get(thing, [])
            actors = sorted({names[actor][0] for actor in ends if actor in names})
            title += f": {', '.join(actors[:3])}{' …' if actors[3:] else ''}" if actors else ""
        return clipped(title[:1].upper() + title[1:])

    def nameless(self) -> frozenset[str]:
        """Return the actors that have no name of their own; see :func:`kg.network.naming.nameless`."""
        if self._nameless is None:
            sentences = dict.fromkeys(
                piece.sentence
                for graphs in self.evidence.values()
                for pieces in graphs.values()
                for piece in pieces
            )
            self._nameless = nameless(
                {node: self.names[node] for node in self.kinds if self.is_actor(node)},
                collectives={node for node, kind in self.kinds.items() if kind == str(KG.Bloc)},
                known={actor for actor, _ in self.along(OWL.sameAs.n3())},
                sentences=sentences,
            )
        return self._nameless

    def ends(self, path: str) -> dict[str, list[str]]:
        """Return where a SPARQL path leads from each thing, over all graphs together."""
        if path not in self._grouped:
            self._grouped[path] = grouped(self.along(path))
        return self._grouped[path]

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
        """Values of all shown properties of all things that make ties or are nodes, by thing and property."""
        shown = {detail.path for detail in self.display.details}
        shown.update(prop for tie in self.display.ties for prop in tie.headline)
        shown.update(prop for loose in self.display.loose for prop in loose.headline)
        shown.update(prop for kind in self.display.kinds for prop in kind.headline)
        shown.update(style.sequence for style in self.display.ties if style.sequence)
        # an actor of any kind is none of them, whatever else it is typed as
        wanted = self.evidence.keys() - self._typed(k.iri for k in self.display.kinds if not k.headline)
        named = {str(RDF.type), str(KG.text)}  # their values are shown as they are
        found: dict[str, dict[str, set[tuple[bool, str]]]] = defaultdict(lambda: defaultdict(set))
        linked: set[str] = set()
        for path in sorted(shown):
            for quad in self._stated(path):
                thing = quad.subject.value  # type: ignore[union-attr]
                if thing in wanted:
                    value = quad.object
                    node = isinstance(value, po.NamedNode)
                    found[thing][path].add((node, value.value))  # type: ignore[union-attr]
                    if node and path not in named:
                        linked.add(value.value)  # type: ignore[union-attr]
        labels: dict[str, str] = {}
        for prop in (RDFS.label, SKOS.prefLabel, KG.text):
            for _, node_iri, label in self.stated(prop):
                if node_iri in linked:
                    told = plain(label)
                    labels[node_iri] = min(told, labels.get(node_iri, told))
        return {
            thing: {
                path: sorted({labels.get(value, value) if node else value for node, value in values})
                for path, values in props.items()
            }
            for thing, props in found.items()
        }

    def _stated(self, path: str) -> Iterator[po.Quad]:
        """Yield what is said with a property; of types only those that are shown, for all evidence has one too."""
        node = po.NamedNode(path)
        if path != _TYPE:
            yield from self.store.quads_for_pattern(None, node, None)
            return
        classes = {iri for iri in self.display.captions if iri.startswith(_TERMS)}
        classes.update(*(style.classes for style in self.display.events))
        for one in sorted(classes):
            yield from self.store.quads_for_pattern(None, node, po.NamedNode(one))

    def _typed(self, classes: Iterable[str]) -> set[str]:
        kind = po.NamedNode(str(RDF.type))
        rows = (self.store.quads_for_pattern(None, kind, po.NamedNode(one)) for one in classes)
        return {quad.subject.value for quads in rows for quad in quads}  # type: ignore[union-attr]

    def shown(self, thing: str, prop: str) -> list[str]:
        """Return the values of a property as captions, generic kinds left out beside more specific ones."""
        values = self.values.get(thing, {}).get(prop, [])
        if prop == _TYPE:
            known = [value for value in values if value in self.display.captions]
            values = [value for value in known if value not in self.display.generic] or known
        return [self.display.caption(v) if v.startswith(_TERMS) else plain(v) for v in values]

    def is_actor(self, node: str) -> bool:
        """Tell whether a node has a name of its own, and is not headed like a thing."""
        return self.kinds.get(node) not in self._things

    def headline(self, thing: str, props: Iterable[str]) -> str:
        """Return the first value of each property, as one caption."""
        return ", ".join(value for prop in props for value in self.shown(thing, prop)[:1])

    def raw(self, thing: str, prop: str) -> list[str]:
        """Return the values of a property as the graph has them."""
        return self.values.get(thing, {}).get(prop, [])

    def date(self, thing: str) -> str:
        """Return the date of a thing: the first of its dating details, the earliest where articles differ."""
        dating = (detail.path for detail in self.display.details if detail.dating)
        return next((min(values) for prop in dating if (values := self.raw(thing, prop))), "")


# the order of TieEvidence itself, each key made once and not for every comparison
_ORDER = attrgetter(*(field.name for field in fields(TieEvidence)))


def _sorted(pieces: Iterable[TieEvidence]) -> tuple[TieEvidence, ...]:
    return tuple(sorted(pieces, key=_ORDER))


def grouped(pairs: Iterable[tuple[str, str]]) -> dict[str, list[str]]:
    """Group second members by first, sorted and each once."""
    found: dict[str, set[str]] = defaultdict(set)
    for key, value in pairs:
        found[key].add(value)
    return {key: sorted(values) for key, values in found.items()}
