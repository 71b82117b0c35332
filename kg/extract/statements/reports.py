"""Find the reporting acts of a document and the stretches of text that each attributes to somebody.

Four readings, each a module of rules: the clause of a reporting verb (``reporting_clauses``, with what may follow it in
``complements``), phrases and nouns that attribute (``attributions``), and a speaker's name before a colon
(``dialogue``). Who the speaker is, ``speakers`` says.
"""

from __future__ import annotations

from dataclasses import replace

from kg.clauses.tree import Tree
from kg.extract.cast import Cast
from kg.extract.citing import in_carrying_tail
from kg.extract.statements.attributions import find_attributions
from kg.extract.statements.blocks import find_blocks
from kg.extract.statements.carriers import carrier
from kg.extract.statements.clauses import ReportingClauses
from kg.extract.statements.dialogue import find_dialogue
from kg.extract.statements.quoting import Quotes
from kg.extract.statements.report import Report
from kg.extract.statements.turns import find_turns
from kg.model import Clauses, Span


def find_reports(tree: Tree, clauses: Clauses, quotes: Quotes, cast: Cast) -> list[Report]:
    """Return all reporting acts in text order; what one speaker says within another's words is left out."""
    found = [
        *ReportingClauses(tree, clauses, quotes).find(),
        *find_attributions(tree, quotes),
    ]
    turns = find_turns(tree, cast)
    blocks = [] if turns else find_blocks(tree, quotes, cast, found)
    found = [r for r in found if not any(_holds(b, r) for b in blocks)]
    found += turns or [*find_dialogue(tree, quotes, cast), *blocks]
    by_sentence: dict[int, list[Report]] = {}
    for report in found:
        by_sentence.setdefault(report.sentence, []).append(report)
    kept: list[Report] = []
    for sentence in sorted(by_sentence):
        reports = _without_carriers(tree, cast, by_sentence[sentence])
        reports = [_before_later_clause(tree, quotes, r, by_sentence[sentence]) for r in reports]
        kept += _without_nested(quotes, reports)
    return kept


def _without_carriers(tree: Tree, cast: Cast, reports: list[Report]) -> list[Report]:
    """Leave out "Interfax reported" and "according to Interfax"; who else speaks in the sentence is carried by it."""
    by_agency = [
        r
        for r in reports
        if r.speaker
        and (
            in_carrying_tail(tree, r.anchor)
            or all(carrier(tree, i) for i in r.speaker)
            or _passes_on(cast, r, reports)
        )
    ]
    agencies = tuple(i for r in by_agency for i in r.speaker)
    return [replace(r, carriers=(*r.carriers, *agencies)) for r in reports if r not in by_agency]


def _passes_on(cast: Cast, report: Report, reports: list[Report]) -> bool:
    """ "Peru says it is ready, an economic review reported": what somebody says, the unknown only pass on."""
    known = any(cast.at(i) for i in report.speaker)
    return (
        report.verb == "report" and not known and any(_holds(report, o) for o in reports if o is not report)
    )


def _before_later_clause(tree: Tree, quotes: Quotes, report: Report, reports: list[Report]) -> Report:
    """ "Peru hopes for talks, its envoy said": what Peru hopes ends where the clause of the envoy begins."""
    last = report.pieces[-1]
    for other in reports:
        said = other.pieces[-1]
        anchor = tree.tokens[other.anchor].start
        if (
            report.anchor < other.anchor
            and last.start < said.end <= anchor < last.end
            and said.start <= last.start
        ):
            last = quotes.tidy(Span(last.start, said.end))
    return replace(report, pieces=(*report.pieces[:-1], last))


def _without_nested(quotes: Quotes, reports: list[Report]) -> list[Report]:
    """Drop reports whose content is part of another's in the same sentence."""
    reports = [r for r in reports if not _hands_on(quotes, r, reports)]
    held = [r for r in reports if any(o is not r and _holds(o, r) for o in reports)]
    kept = [
        replace(r, inner=tuple(o for o in held if _holds(r, o)))
        for r in reports
        if not any(r is o for o in held)
    ]
    return sorted(kept, key=lambda r: r.anchor)


def _hands_on(quotes: Quotes, report: Report, reports: list[Report]) -> bool:
    """'"We agree," Diaz told Ruiz, according to her office': the words quoted are hers, and the office only says so."""
    return report.pattern == "phrase" and any(
        o is not report and _holds(report, o) and quotes.mode(list(o.pieces)) == "Direct" for o in reports
    )


def _holds(outer: Report, inner: Report) -> bool:
    covered = any(piece.covers(inner.pieces[0]) for piece in outer.pieces)
    if not covered or outer.anchor == inner.anchor:
        return False
    # of two with the same content the one that says it later in the sentence speaks: "X believes A, Y said"
    return inner.pieces[0] not in outer.pieces or outer.anchor > inner.anchor
