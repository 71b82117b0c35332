"""Gold beside the product's own candidates: which trigger tells which event, and which actor is which filler."""

from __future__ import annotations

import bisect
import hashlib
import json
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from kg import pipeline
from kg.annotate import annotate
from kg.clauses import find_clauses
from kg.clauses.tree import Tree
from kg.dates import find_times
from kg.evaluate.annotations import Actor, Annotation, Position, annotation
from kg.evaluate.similarity import Similarity
from kg.extract.actors import read_cast
from kg.extract.evidence import Witness
from kg.extract.match import TYPES, Candidate, EventType, match
from kg.extract.view import View

PARTS = {
    "meeting.participant": "participants",
    "proposal.by": "by",
    "proposal.to": "to",
    "response.by": "by",
    "response.to": "to",
}
"""Field of a gold entry that holds the fillers of a role."""

_FIELD: Mapping[EventType, str] = {"meeting": "meetings", "proposal": "proposals", "response": "responses"}
_PLAIN = str.maketrans({"’": "'", "‘": "'", "“": '"', "”": '"', "\xa0": " ", "–": "-", "—": "-"})


@dataclass(frozen=True, slots=True)
class GoldEvent:
    """An entry of gold with its places in the text, as half-open ranges of tokens.

    Attributes:
        pieces: where its evidence stands.
        provisions: where its provisions stand; those of meetings and responses are none.
        fillers: role → the names of those who have it.
    """

    type: EventType
    entry: Mapping[str, Any]
    optional: bool
    pieces: tuple[tuple[int, int], ...]
    provisions: tuple[tuple[int, int], ...]
    fillers: Mapping[str, frozenset[str]]


@dataclass(frozen=True, slots=True)
class Example:
    """One article with gold.

    Attributes:
        fold: number of the fold that holds its negotiation; ``None`` where it is in none.
        alike: compares names as the score does.
    """

    name: str
    fold: int | None
    view: View
    candidates: tuple[Candidate, ...]
    gold: Annotation
    events: tuple[GoldEvent, ...]
    alike: Similarity

    def told_by(self, candidate: Candidate) -> list[GoldEvent]:
        """Return the events whose evidence holds a candidate's trigger; the required ones if there are any."""
        found = [
            e
            for e in self.events
            if e.type == candidate.type and any(a <= candidate.token < b for a, b in e.pieces)
        ]
        return [e for e in found if not e.optional] or found

    def fills(self, key: str, wanted: Iterable[str]) -> int:
        """Return 1 if an actor is one of the wanted, -1 if one of the two only stands for the other, else 0."""
        name = self.view.cast.actors[key].name
        names = sorted(wanted)
        if any(self.alike.same(name, other) for other in names):
            return 1
        return -1 if any(self.alike.same_party(other, name) for other in names) else 0


def examples(
    sources: Sequence[tuple[Path, Path]], folds: Mapping[str, int], *, limit: int | None = None
) -> Iterator[Example]:
    """Yield the articles of some folders that have gold, in the order of the folders and of their names.

    Args:
        sources: pairs of a folder of gold files and a folder of articles.
        folds: name of an article → its fold.
        limit: the first so many of each folder only.
    """
    for gold, articles in sources:
        wanted = [a for a in pipeline.collect(articles) if (gold / f"{Path(a.name).stem}.json").exists()]
        for doc in annotate(wanted[:limit]):
            stem = Path(doc.article.name).stem
            path = gold / f"{stem}.json"
            doc = find_times(doc)
            clauses = find_clauses(doc)
            tree = Tree(clauses.doc or doc)
            cast, positions = read_cast(tree)
            view = View(tree, clauses, cast, Witness(tree))
            yield _example(stem, folds.get(stem), view, positions, json.loads(path.read_text()))


def deal(sources: Sequence[tuple[Path, Path]], folds: Mapping[str, int]) -> dict[str, int]:
    """Return the fold of every article with gold: as dealt, the others in turn by their names."""
    names = sorted({path.stem for gold, _ in sources for path in gold.glob("*.json")} - set(folds))
    count = max(folds.values(), default=0) + 1
    return {**folds, **{name: n % count for n, name in enumerate(names)}}


def digest(sources: Sequence[tuple[Path, Path]]) -> str:
    """Return a digest of all gold and texts, for the card of what was learned."""
    found = hashlib.sha256()
    for folder in (folder for pair in sources for folder in pair):
        for path in sorted(folder.iterdir()):
            found.update(path.name.encode() + path.read_bytes())
    return found.hexdigest()[:16]


def _example(
    name: str, fold: int | None, view: View, positions: Sequence[Any], raw: Mapping[str, Any]
) -> Example:
    actors = view.cast.actors
    predicted = Annotation(
        actors=tuple(Actor((a.name, *a.names, *a.descriptions), a.kind) for a in actors.values()),
        positions=tuple(
            Position(actors[p.person].name, tuple(p.titles), (actors[p.within].name,) if p.within else ())
            for p in positions
            if p.person in actors
        ),
    )
    gold = annotation(raw)
    return Example(name, fold, view, match(view), gold, _events(view, raw), Similarity(gold, predicted))


def _events(view: View, raw: Mapping[str, Any]) -> tuple[GoldEvent, ...]:
    starts = [token.start for token in view.tokens]

    def tokens(span: tuple[int, int]) -> tuple[int, int]:
        return bisect.bisect_left(starts, span[0]), bisect.bisect_left(starts, span[1])

    found = []
    for kind in TYPES:
        for entry in raw[_FIELD[kind]]:
            spans = [span for piece in entry.get("evidence", ()) if (span := locate(view.text, piece))]
            terms = [
                span
                for provision in entry.get("provisions", ())
                for piece in provision.split(" … ")
                if (span := _near(view.text, piece, spans))
            ]
            found.append(
                GoldEvent(
                    kind,
                    entry,
                    bool(entry.get("optional")),
                    tuple(tokens(span) for span in spans),
                    tuple(tokens(span) for span in terms),
                    {
                        role: frozenset(entry.get(part) or ())
                        for role, part in PARTS.items()
                        if role.startswith(kind)
                    },
                )
            )
    return tuple(found)


def locate(text: str, piece: str) -> tuple[int, int] | None:
    """Return where a piece stands in a text, whatever its quotation marks, dashes and white space; ``None`` if not."""
    plain, wanted = text.translate(_PLAIN), piece.translate(_PLAIN).split()
    found = re.search(r"\s+".join(map(re.escape, wanted)), plain) if wanted else None
    return found.span() if found else None


def _near(text: str, piece: str, spans: Sequence[tuple[int, int]]) -> tuple[int, int] | None:
    """Return where a piece stands, in the evidence if it stands there."""
    for first, last in spans:
        inside = locate(text[first:last], piece)
        if inside:
            return first + inside[0], first + inside[1]
    return locate(text, piece)
