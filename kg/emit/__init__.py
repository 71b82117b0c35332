"""Resolution → quads: one named graph per article, named by the article's IRI, as the graph's contract says.

Everything that an article supports stands in its graph under canonical IRIs, self-contained with labels, types and
evidence. The same resolution gives the same quads in the same order, whatever the order of its parts.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping

import pyoxigraph as po

from kg.emit.things import ArticleGraph
from kg.emit.triples import Report
from kg.errors import ShapeError
from kg.ids import slug
from kg.model import Article, Extraction, Issue, Resolution
from kg.ontology import DEFAULT_BASE

__all__ = ["DEFAULT_BASE", "article_iri", "place_label", "place_labels", "quads"]


def quads(
    resolution: Resolution,
    *,
    base: str = DEFAULT_BASE,
    report: Report | None = None,
    places: Mapping[str, str] | None = None,
) -> Iterator[po.Quad]:
    """Yield the quads of a resolution, sorted and each once within its graph; articles in the order of their ids.

    Args:
        resolution: what all articles say, with the ids of the things they speak of.
        base: what data IRIs begin with; ends in ``/`` or ``#``.
        report: called with an issue for each claim that has no exact evidence and each reference to nothing,
            which are then left out. Without it the first of them raises.
        places: the label of each place by its slug, where the resolution holds a part of the corpus only.

    Raises:
        ShapeError: a claim without evidence or a reference to nothing, and no ``report``.
    """
    labels = place_labels(resolution.extractions) if places is None else places
    for extraction in sorted(resolution.extractions, key=lambda x: x.article.id):
        yield from ArticleGraph(
            extraction, resolution, places=labels, base=base, report=report or _refuse
        ).quads()


def _refuse(issue: Issue) -> None:
    raise ShapeError(str(issue))


def article_iri(article: Article, *, base: str = DEFAULT_BASE) -> str:
    """Return the IRI of an article, which is also the name of its graph."""
    return f"{base}article/{article.id}"


def place_labels(extractions: Iterable[Extraction]) -> dict[str, str]:
    """Choose one label for each place: not in capitals if there is a choice, the most frequent, the first by name."""
    forms: dict[str, Counter[str]] = defaultdict(Counter)
    for extraction in extractions:
        for claim in extraction.meetings:
            if claim.place:
                forms[slug(claim.place)][" ".join(claim.place.split())] += 1
    return {key: place_label(counts) for key, counts in forms.items()}


def place_label(counts: Mapping[str, int]) -> str:
    """Choose one of the forms of a place's name by how often each is used."""
    return min(counts, key=lambda form: (form.isupper(), -counts[form], form))
