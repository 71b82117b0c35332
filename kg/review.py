"""What a person may be asked: doubtful matches with both contexts, what two readers differ in, and the claims behind a
thing.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, get_args

from kg.choices import pointer
from kg.errors import QueryError
from kg.judgements import Decision, Pointer, claims, point, settled
from kg.model import Doubt, Extraction, Match, Resolution, ThingKind
from kg.query import resolve_thing
from kg.query.lookup import base, short
from kg.query.terms import iri
from kg.sparql import select

if TYPE_CHECKING:
    from rdflib import Dataset

SURE = 0.9
"""From this score on a match is not doubtful."""

# about where kg.resolve begins to merge: merged on thin grounds or kept apart on good ones, the first to ask about
_MERGED = 0.8

_CLAIMS = """
SELECT DISTINCT ?article ?start ?end ?quote ?other WHERE {
  GRAPH ?article {
    %(thing)s kg:evidence ?e . ?e kg:start ?start ; kg:end ?end ; kg:quote ?quote
    OPTIONAL { ?other kg:evidence ?e FILTER(?other != %(thing)s && STRSTARTS(STR(?other), %(kind)s)) }
  }
}
"""


@dataclass(frozen=True, slots=True)
class Context:
    """A claim where it stands.

    Attributes:
        before, words, after: its sentence, cut at the words that support it.
    """

    pointer: Pointer
    article: str
    published: str
    before: str
    words: str
    after: str


@dataclass(frozen=True, slots=True)
class Question:
    """Two claims that are one, or are not: what a person is asked."""

    match: Match
    left: Context
    right: Context


@dataclass(frozen=True, slots=True)
class Found:
    """A thing of a graph with a claim of each article that speaks of it, by article id."""

    id: str
    kind: ThingKind
    claims: dict[str, Pointer]


def questions(
    resolution: Resolution,
    decisions: Iterable[Decision],
    extraction_of: Callable[[str], Extraction | None],
    *,
    sure: float = SURE,
) -> Iterator[Question]:
    """Yield what is doubtful and not judged, the most doubtful first.

    Args:
        resolution: with its matches; its extractions may be compact.
        decisions: what was judged before. What follows from it is not asked either.
        extraction_of: returns the whole extraction of an article.
        sure: matches of this score or more are not asked.
    """
    is_settled = settled(decisions)
    doubtful = sorted(
        (match for match in resolution.matches if match.score < sure),
        key=lambda match: (abs(match.score - _MERGED), match),
    )
    for match in doubtful:
        left, right = (
            _context(extraction_of(ref[0]), match.kind, ref[1]) for ref in (match.one, match.other)
        )
        if left is None or right is None or left.pointer == right.pointer:
            continue
        if not is_settled(left.pointer, right.pointer):
            yield Question(match, left, right)


@dataclass(frozen=True, slots=True)
class Difference:
    """A slot that two readers fill differently: what a person is asked.

    Attributes:
        context: the claim where it stands.
    """

    doubt: Doubt
    context: Context


def differences(
    extractions: Iterable[Extraction], extraction_of: Callable[[str], Extraction | None]
) -> Iterator[Difference]:
    """Yield what two readers differ in and nobody chose yet, article by article.

    Args:
        extractions: with what was chosen applied; they may be compact.
        extraction_of: returns the whole extraction of an article.
    """
    for compact in extractions:
        whole = extraction_of(compact.article.id) if compact.doubts else None
        if whole is None:
            continue
        for doubt in whole.doubts:
            article, text = whole.article, whole.article.text
            sentence = next(
                (
                    item.sentence.cover(item.span)
                    for claim in claims(whole, doubt.kind)
                    for item in claim.evidence
                    if item.span == doubt.span
                ),
                doubt.span,
            )
            yield Difference(
                doubt,
                Context(
                    pointer(article.id, doubt, text),
                    article.name,
                    article.published or "",
                    text[sentence.start : doubt.span.start],
                    doubt.span.of(text),
                    text[doubt.span.end : sentence.end],
                ),
            )


def claims_of(ds: Dataset, words: str) -> Found:
    """Return the thing that a person means, with one claim for each article that speaks of it.

    Args:
        words: a name, or an id such as ``meeting/…``.

    Raises:
        QueryError: there is no such thing, or it is of a kind that is not judged.
    """
    node = resolve_thing(ds, words)
    start = base(ds) or ""
    id = short(str(node), start)
    kind = id.partition("/")[0]
    if kind not in get_args(ThingKind):
        raise QueryError(f"{words!r} is {id}, and not an actor, meeting, proposal, response or statement")
    prefix = f'"{start}{kind}/"'
    best: dict[str, tuple[bool, int, int, str]] = {}
    for article, first, last, quote, other in select(ds, _CLAIMS % {"thing": iri(node), "kind": prefix}):
        # words that support this thing alone are the better pointer
        place = (other is not None, int(str(first)), int(str(last)), " ".join(str(quote).split())[:80])
        key = short(str(article), start).partition("/")[2]
        best[key] = min(best.get(key, place), place)
    if not best:
        raise QueryError(f"{words!r} is {id}, which no article's words support")
    pointers = {
        article: Pointer(kind, article, first, last, quote)  # type: ignore[arg-type]
        for article, (_, first, last, quote) in sorted(best.items())
    }
    return Found(id, kind, pointers)  # type: ignore[arg-type]


def _context(extraction: Extraction | None, kind: ThingKind, key: str) -> Context | None:
    pointer = point(extraction, kind, key) if extraction is not None else None
    if extraction is None or pointer is None:
        return None
    article, text = extraction.article, extraction.article.text
    sentence = next(
        item.sentence.cover(item.span)
        for claim in claims(extraction, kind)
        for item in claim.evidence
        if (item.span.start, item.span.end) == (pointer.start, pointer.end)
    )
    return Context(
        pointer,
        article.name,
        article.published or "",
        text[sentence.start : pointer.start],
        text[pointer.start : pointer.end],
        text[pointer.end : sentence.end],
    )
