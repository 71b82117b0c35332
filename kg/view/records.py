"""The network as plain records: what pyvis draws, and what the page shows beside it.

Texts stand once in tables and are referred to by their place, so that a sentence that supports ten ties is written
into the page once.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Sequence
from functools import partial
from typing import Any

from kg.display import Display, EventStyle, KindStyle, TieStyle
from kg.model import ActorNetwork, ActorNode, Affair, Tie, TieEvent, TieEvidence
from kg.view.layout import Layout, layout

Record = dict[str, Any]

_CURVE = 0.16
_SLACK = 1.2


class _Table:
    """Rows, each once, in the order they were first asked for."""

    def __init__(self) -> None:
        self.rows: list[Any] = []
        self._places: dict[Any, int] = {}

    def place(self, key: Any, row: Callable[[], Any]) -> int:
        """Return where the row with this key stands, adding it if it is new; it is made only then."""
        if key not in self._places:
            made = row()  # may add rows of its own, to other tables
            self._places[key] = len(self.rows)
            self.rows.append(made)
        return self._places[key]


# what a record leaves out where it says nothing; the page's script puts it back
_NODE: Record = {
    "aliases": [], "named": True, "degree": 0, "betweenness": 0.0, "statements": 0, "events": [], "evidence": [],
    "community": -1,
}  # fmt: skip
_TIE: Record = {"bend": 0.0}
_EVENT: Record = {
    "kind": -1,
    "affair": -1,
    "date": "",
    "until": "",
    "status": "",
    "stance": "",
    "details": [],
    "contradicts": [],
}


class Records:
    """The records of one page.

    IRIs stand without the beginning that nearly all of them share, which is written once, and what has its usual value
    is left out: ``data["usual"]`` says which that is.

    Attributes:
        nodes, edges: those of the opening view, which pyvis writes into the page; ids are places in these lists.
        data: everything else that the page's script reads; its first view leaves out ``nodes`` and ``ties``.
    """

    def __init__(
        self,
        networks: Sequence[ActorNetwork],
        display: Display,
        *,
        top: int,
        affairs: Sequence[Affair] = (),
    ) -> None:
        self._sentences, self._articles = _Table(), _Table()
        self._evidence, self._events = _Table(), _Table()
        self._event_kinds = {style.iri: place for place, style in enumerate(display.events)}
        self._base = _common(node.id for network in networks for node in network.actors)
        self._names = {node.id: node.label for network in networks for node in network.actors}
        self._threads = {part: place for place, affair in enumerate(affairs) for part in affair.parts}
        self._tells: dict[str, list[int]] = defaultdict(list)
        for place, affair in enumerate(affairs):
            for article in affair.articles:
                self._tells[article].append(place)
        views = [self._view(network, display, top) for network in networks]
        self.nodes, self.edges = views[0].pop("nodes"), views[0].pop("ties")
        self.data: Record = {
            "base": self._base,
            "usual": {"node": _NODE, "tie": _TIE, "event": _EVENT},
            "views": views,
            "eventKinds": [_event_kind(style) for style in display.events],
            "events": self._events.rows,
            "evidence": self._evidence.rows,
            "sentences": self._sentences.rows,
            "articles": self._articles.rows,
            "affairs": [self._affair(affair) for affair in affairs],
        }

    def _view(self, network: ActorNetwork, display: Display, top: int) -> Record:
        style = display.view(network.view) or display.views[0]
        kinds = {kind.iri: place for place, kind in enumerate(style.kinds)}
        relations = {tie.iri: place for place, tie in enumerate(style.ties)}
        # a few more than the best connected need no button to come into sight
        top = len(network.actors) if len(network.actors) <= _SLACK * top else top
        where = layout(network, top=top)
        places = {node.id: place for place, node in enumerate(network.actors)}
        bends = _bends(network.ties)
        return {
            "id": style.name,
            "label": style.label,
            "things": style.things,
            "kinds": [_kind(kind) for kind in style.kinds],
            "relations": [_relation(tie) for tie in style.ties],
            "nodes": [
                self._node(node, kinds[node.kind], where, display)
                | ({"host": places[host]} if (host := where.hosts.get(node.id)) else {})
                for node in network.actors
            ],
            "ties": [
                self._tie(tie, relations[tie.relation], places, bend)
                for tie, bend in zip(network.ties, bends, strict=True)
            ],
            "top": top,
            "spread": where.spread,
        }

    def _node(self, node: ActorNode, kind: int, where: Layout, display: Display) -> Record:
        record: Record = {
            "id": self._short(node.id),
            "kind": kind,
            "name": node.label,
            "aliases": list(node.aliases),
            "named": node.named,
            "degree": node.degree,
            "betweenness": node.betweenness,
            "statements": node.statements,
            "events": self._many(node.events),
            "evidence": [self._piece(piece) for piece in node.evidence],
            "x": where.points[node.id][0],
            "y": where.points[node.id][1],
            "community": where.communities.get(node.id, -1),
        }
        if node.date or node.status:
            record |= {"date": node.date, "status": display.remark(node.status)}
        return _lean(record, _NODE)

    def _tie(self, tie: Tie, relation: int, places: dict[str, int], bend: float) -> Record:
        record: Record = {
            "from": places[tie.source],
            "to": places[tie.target],
            "relation": relation,
            "caption": tie.caption,
            "weight": tie.weight,
            "events": self._many(tie.events),
            "bend": bend,
        }
        return _lean(record, _TIE)

    def _many(self, events: Iterable[TieEvent]) -> list[int]:
        return [
            self._events.place((event.id, event.caption), partial(self._event, event)) for event in events
        ]

    def _event(self, event: TieEvent) -> Record:
        record: Record = {
            "id": self._short(event.id),
            "kind": self._event_kinds.get(event.kind, -1),
            "affair": self._threads.get(event.id, -1),
            "caption": event.caption,
            "date": event.date,
            "until": event.until,
            "status": event.status,
            "stance": event.stance,
            "details": [list(pair) for pair in event.details],
            "contradicts": [
                [aspect, list(claims), [[self._piece(piece) for piece in side] for side in sides]]
                for aspect, claims, sides in event.disputes
            ],
            "evidence": [self._piece(piece) for piece in event.evidence],
        }
        return _lean(record, _EVENT)

    def _short(self, iri: str) -> str:
        # a plain relation is three IRIs in one text, and stays as it is
        return iri[len(self._base) :] if iri.startswith(self._base) and " " not in iri else iri

    def _piece(self, piece: TieEvidence) -> int:
        sentence = self._sentences.place(piece.sentence, lambda: piece.sentence)
        article = self._articles.place(piece.article, lambda: self._article(piece))
        key = article, sentence, piece.start, piece.quote
        return self._evidence.place(key, lambda: _record(piece, article, sentence))

    def _article(self, piece: TieEvidence) -> list[Any]:
        short, tells = self._short(piece.article), self._tells.get(piece.article, [])
        row = [piece.title, piece.publisher, piece.published, piece.url, short]
        return [*row, tells] if tells else row

    def _affair(self, affair: Affair) -> Record:
        record: Record = {
            "id": self._short(affair.id),
            "name": affair.name,
            "aliases": list(affair.aliases),
            "sides": [self._short(side) for side in affair.sides],
            "who": [self._names[side] for side in affair.sides if side in self._names],
            "first": affair.first,
            "last": affair.last,
            "told": affair.told,
            "counts": [
                len(affair.articles), affair.meetings, affair.proposals, affair.answers, affair.open,
            ],
        }  # fmt: skip
        return record


def _record(piece: TieEvidence, article: int, sentence: int) -> list[int | str]:
    # where the quoted part stands in its sentence; -1 where it does not (it runs over several sentences)
    at = piece.sentence.find(piece.quote)
    if at < 0:
        return [article, sentence, -1, piece.quote]
    return [article, sentence, _units(piece.sentence[:at]), _units(piece.quote)]


def _lean(record: Record, usual: Record) -> Record:
    return {key: value for key, value in record.items() if key not in usual or value != usual[key]}


def _common(iris: Iterable[str]) -> str:
    """Return what most of the IRIs begin with, up to the folder above their last two parts; ``""`` for none."""
    heads = Counter("/".join(iri.split("/")[:-2]) + "/" for iri in iris if iri.count("/") > 3)
    return min(heads, key=lambda head: (-heads[head], head)) if heads else ""


def _units(text: str) -> int:
    """Return the length of ``text`` as JavaScript counts it, in UTF-16 code units."""
    return len(text) if text.isascii() else len(text.encode("utf-16-le", "surrogatepass")) // 2


def _kind(style: KindStyle) -> Record:
    return {
        "label": style.label,
        "plural": style.plural,
        "shape": style.shape,
        "thing": bool(style.headline),
        "color": [style.color, style.color_dark],
    }


def _relation(style: TieStyle) -> Record:
    return {
        "label": style.label,
        "color": [style.color, style.color_dark],
        "dashes": list(style.dashes),
        "directed": style.directed,
        "quiet": style.quiet,
        "weight": style.weight,
    }


def _event_kind(style: EventStyle) -> Record:
    return {
        "id": style.name,
        "label": style.label,
        "plural": style.plural,
        "color": [style.color, style.color_dark],
    }


def _bends(ties: Sequence[Tie]) -> list[float]:
    """Return how far each tie bends so that those between the same two actors lie side by side.

    Positive bends go clockwise from the tie's own source; ties that run the other way bend with the opposite sign.
    """
    pairs: dict[tuple[str, str], list[int]] = {}
    for place, tie in enumerate(ties):
        pairs.setdefault((min(tie.source, tie.target), max(tie.source, tie.target)), []).append(place)
    bends = [0.0] * len(ties)
    for (first, _), members in sorted(pairs.items()):
        members.sort(key=lambda place: (-ties[place].weight, ties[place].relation, ties[place].source))
        # the strongest in the middle, the others to its left and right in turn
        slots = sorted(range(len(members)), key=lambda i: (abs(2 * i - len(members) + 1), i))
        for slot, place in zip(slots, members, strict=True):
            bend = round((slot - (len(members) - 1) / 2) * _CURVE, 3)
            bends[place] = bend if ties[place].source == first else -bend
    return bends
