"""Every quote against the text that it claims to be a stretch of."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import pyoxigraph as po

from kg.model import Issue
from kg.ontology import KG, OA, SCHEMA
from kg.validate.snapshot import Snapshot

# Pieces of a statement that stand on both sides of its reporting clause are joined by this.
_GAP = " … "
_AGAIN = "build the graph again from the article as it is stored"


def check_quotes(snapshot: Snapshot) -> Iterator[Issue]:
    """Yield an issue for each quote, statement and provision that is not what its article says.

    An error where a quote is not what the text has at its offsets, or is not in its sentence; a warning where the text
    of a statement or provision is not in the article word for word.
    """
    everywhere = [quad for quads in snapshot.graphs.values() for quad in quads]
    texts = _values(everywhere, str(SCHEMA.articleBody))
    for graph, quads in snapshot.graphs.items():
        where = snapshot.place(graph)

        def issue(node: str, message: str, hint: str, where: str = where) -> Issue:
            return Issue("error", where, f"{snapshot.name(node)} {message}", hint)

        starts, ends = _values(quads, str(KG.start)), _values(quads, str(KG.end))
        words, sentences = _values(quads, str(KG.quote)), _values(quads, str(KG.sentence))
        for node, source in _links(quads, str(OA.hasSource)):
            body, quote = texts.get(source), words.get(node)
            if body is None or quote is None:
                continue  # the shapes say what is missing
            try:
                start, end = int(starts.get(node, "")), int(ends.get(node, ""))
            except ValueError:
                continue
            if not 0 <= start < end <= len(body):
                yield issue(node, f"has offsets [{start}, {end}) outside its text of {len(body)}", _AGAIN)
            elif body[start:end] != quote:
                yield issue(node, f"is not what the article has at [{start}, {end})", _AGAIN)
            if quote not in sentences.get(node, quote):
                yield issue(
                    node, "is not in the sentence given with it", "give the whole sentence of the quote"
                )
        yield from _verbatim(snapshot, graph, quads, texts)


def _verbatim(
    snapshot: Snapshot, graph: str, quads: Iterable[po.Quad], texts: dict[str, str]
) -> Iterator[Issue]:
    body = texts.get(graph)
    if body is None:
        return
    plain = " ".join(body.split())
    for node, text in _values(quads, str(KG.text)).items():
        lost = [piece for piece in text.split(_GAP) if " ".join(piece.split()) not in plain]
        # an ellipsis may be the article's own
        if lost and " ".join(text.split()) not in plain:
            message = f"{snapshot.name(node)} has words that are not in the article: “{lost[0]}”"
            yield Issue("warning", snapshot.place(graph), message, "texts are copied verbatim")


def _values(quads: Iterable[po.Quad], prop: str) -> dict[str, str]:
    """Return the smallest value of a property by subject."""
    found: dict[str, str] = {}
    for q in quads:
        if (
            q.predicate.value == prop
            and isinstance(q.object, po.Literal)
            and isinstance(q.subject, po.NamedNode)
        ):
            found[q.subject.value] = min(q.object.value, found.get(q.subject.value, q.object.value))
    return found


def _links(quads: Iterable[po.Quad], prop: str) -> list[tuple[str, str]]:
    return [
        (q.subject.value, q.object.value)
        for q in quads
        if q.predicate.value == prop
        and isinstance(q.object, po.NamedNode)
        and isinstance(q.subject, po.NamedNode)
    ]
