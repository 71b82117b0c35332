"""Finding things by words: the names and texts of a graph, read once per worker."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass

import pyoxigraph as po

from kg.query.fold import fold
from kg.query.lookup import short
from kg.sparql import NAMESPACES

_FIELDS = (
    "skos:prefLabel",
    "skos:altLabel",
    "rdfs:label",
    "schema:headline",
    "schema:identifier",
    "kg:title",
    "kg:topic",
    "kg:text",
    "kg:outcome",
)
"""What is searched, and shown as a title, the best first."""

_ORDER = (
    "actor",
    "article",
    "negotiation",
    "proposal",
    "meeting",
    "place",
    "provision",
    "response",
    "statement",
)
_LONGEST = 160
NAMED = ("actor", "article", "place", "negotiation")
"""Kinds of things that have names."""


@dataclass(frozen=True, slots=True)
class Hit:
    """A thing that was found: its id, its kind (first part of the id), its class, its title, and the words that fit."""

    id: str
    kind: str
    name: str
    title: str
    words: str


class Index:
    """All names and texts of a graph, folded: without case, accents and punctuation."""

    def __init__(self, store: po.Store, base: str) -> None:
        graphs: Counter[str] = Counter()
        texts: dict[str, dict[str, int]] = defaultdict(dict)
        for rank, field in enumerate(_FIELDS):
            prefix, _, name = field.partition(":")
            for quad in store.quads_for_pattern(None, po.NamedNode(NAMESPACES[prefix] + name), None):
                subject = quad.subject
                if isinstance(subject, po.NamedNode) and isinstance(quad.object, po.Literal):
                    texts[subject.value].setdefault(quad.object.value, rank)
                    graphs[subject.value] += 1
        self._classes: dict[str, str] = {}
        for quad in store.quads_for_pattern(None, po.NamedNode(NAMESPACES["rdf"] + "type"), None):
            kind, subject = quad.object, quad.subject
            if (
                isinstance(subject, po.NamedNode)
                and isinstance(kind, po.NamedNode)
                and subject.value in texts
            ):
                self._classes[short(subject.value, base)] = kind.value.removeprefix(NAMESPACES["kg"])
        self._entries: list[tuple[str, str, int, str, str]] = []
        for iri, found in texts.items():
            if not iri.startswith(base):
                continue
            id = short(iri, base)
            title = min(found, key=lambda text: (found[text], text))
            self._entries += [(fold(text), id, graphs[iri], title, text) for text in found]
        self._entries.sort()

    def find(self, words: str, *, limit: int, kind: str = "", all_words: bool = True) -> list[Hit]:
        """Return the things with these words, the best first: by the whole name, its beginning, words within it.

        Args:
            words: as a person types them; the last may be unfinished.
            limit: how many at most.
            kind: only things of this kind, as the first part of ids.
            all_words: whether every word must be there; otherwise more of them are better.
        """
        folded = fold(words)
        parts = folded.split()
        if not parts:
            return []
        best: dict[str, tuple[tuple[int, int, int, int, str], Hit]] = {}
        for text, id, graphs, title, shown in self._entries:
            having = sum(part in text for part in parts)
            if having < len(parts) and (all_words or not having):
                continue
            group = id.partition("/")[0]
            if kind and group != kind:
                continue
            rank = _rank(text, folded, parts, having)
            order = _ORDER.index(group) if group in _ORDER else len(_ORDER)
            key = (rank, order, -graphs, len(text), id)
            if id not in best or key < best[id][0]:
                name = self._classes.get(id, group)
                best[id] = (key, Hit(id, group, name, cut(title), cut(shown)))
        return [hit for _, hit in sorted(best.values(), key=lambda pair: pair[0])[:limit]]


def _rank(text: str, folded: str, parts: list[str], having: int) -> int:
    if text == folded:
        return 0
    if text.startswith(folded):
        return 1
    words = text.split()
    if having == len(parts) and all(any(word.startswith(part) for word in words) for part in parts):
        return 2
    return 3 + len(parts) - having


def cut(text: str) -> str:
    """Return a text on one line, no longer than a title."""
    text = " ".join(text.split())
    return text if len(text) <= _LONGEST else text[: _LONGEST - 1].rsplit(" ", 1)[0] + " …"
