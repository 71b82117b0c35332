"""Find the reporting acts of a document and the stretches of text that each attributes to somebody.

Four readings, each a module of rules: the clause of a reporting verb (``reporting_clauses``, with what may follow it in
``complements``), phrases and nouns that attribute (``attributions``), and a speaker's name before a colon
(``dialogue``). Who the speaker is, ``speakers`` says.
"""

from __future__ import annotations

from kg.clauses.tree import Tree
from kg.extract.attributions import find_attributions
from kg.extract.cast import Cast
from kg.extract.dialogue import find_dialogue
from kg.extract.quoting import Quotes
from kg.extract.report import Report
from kg.extract.reporting_clauses import ReportingClauses
from kg.model import Clauses


def find_reports(tree: Tree, clauses: Clauses, quotes: Quotes, cast: Cast) -> list[Report]:
    """Return all reporting acts in text order; what one speaker says within another's words is left out."""
    found = [
        *ReportingClauses(tree, clauses, quotes).find(),
        *find_attributions(tree, quotes),
        *find_dialogue(tree, quotes, cast),
    ]
    by_sentence: dict[int, list[Report]] = {}
    for report in found:
        by_sentence.setdefault(report.sentence, []).append(report)
    return [r for sentence in sorted(by_sentence) for r in _without_nested(by_sentence[sentence])]


def _without_nested(reports: list[Report]) -> list[Report]:
    """Drop reports whose content is part of another's in the same sentence."""
    kept = [r for r in reports if not any(o is not r and _holds(o, r) for o in reports)]
    return sorted(kept, key=lambda r: r.anchor)


def _holds(outer: Report, inner: Report) -> bool:
    covered = any(piece.covers(inner.pieces[0]) for piece in outer.pieces)
    if not covered or outer.anchor == inner.anchor:
        return False
    # of two with the same content the one that says it later in the sentence speaks: "X believes A, Y said"
    return inner.pieces[0] not in outer.pieces or outer.anchor > inner.anchor
