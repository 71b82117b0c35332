"""How well a graph says what its articles say, measured against annotations made by hand.

Gold is a folder of JSON files, one per article (``tests/gold/README.md`` tells how they are made). For every article
the entries of each type in the gold (actors, positions, meetings, proposals, responses, statements) are matched with
those of the article's named graph. Every match is worth between 0 and 1, by how much of the entry is right; matches are
made in descending order of worth and use up both entries. The figure of a type is a soft F1: twice what the matches are
worth, over the number of entries on both sides. An article's own date is right or wrong.
"""

from __future__ import annotations

from kg.evaluate.annotations import Annotation, from_dataset, read_gold
from kg.evaluate.classes import ErrorClass, error_classes
from kg.evaluate.groups import Grouping, group_rows, grouped_table, read_groups
from kg.evaluate.identity import BCubed, b_cubed, identity, identity_table, read_identity
from kg.evaluate.reliability import Judged, Reliability, reliability
from kg.evaluate.report import ArticleResult, Report, Score, TypeResult, evaluate, score
from kg.evaluate.text import render

__all__ = [
    "Annotation",
    "ArticleResult",
    "BCubed",
    "ErrorClass",
    "Grouping",
    "Judged",
    "Reliability",
    "Report",
    "Score",
    "TypeResult",
    "b_cubed",
    "error_classes",
    "evaluate",
    "from_dataset",
    "group_rows",
    "grouped_table",
    "identity",
    "identity_table",
    "read_gold",
    "read_groups",
    "read_identity",
    "reliability",
    "render",
    "score",
]
