"""How much of what a careful reader would put into the graph stands in it.

Gold is a folder of JSON files, one per article, that list the article's actors, positions, meetings, proposals,
responses and statements (``tests/gold/README.md`` says how they are made). Entries of each type are aligned with those
of the article's graph one to one, best pairs first; a pair earns its similarity, 0 to 1; the score of a type is the
soft F1, ``2 · earned / (gold + predicted)``; dates of articles are scored as accuracy.
"""

from __future__ import annotations

from kg.evaluate.annotations import Annotation, from_dataset, read_gold
from kg.evaluate.report import ArticleResult, Report, Score, TypeResult, evaluate, render, score

__all__ = [
    "Annotation",
    "ArticleResult",
    "Report",
    "Score",
    "TypeResult",
    "evaluate",
    "from_dataset",
    "read_gold",
    "render",
    "score",
]
