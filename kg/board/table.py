"""The rows and columns of a board."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from kg.board.model import Board, Card, Column, Row, Term
from kg.board.words import words
from kg.briefing import briefing
from kg.briefing.scope import ROLES, Scope, scope
from kg.network import clipped
from kg.telling import Evidence, Line, Reader, Teller, Thing, date_in_words, listed, phrase, texts
from kg.telling.phrases import variant

if TYPE_CHECKING:
    from rdflib import Dataset


_MOST = 5
"""Sides with a column of their own; more cannot be read side by side."""
_PEOPLE = 4
_ALIASES = 3
_LETTERS = 150
_OTHERS = 6
_STANCES = ("Rejected", "Mixed", "Accepted")
_STATUSES = {"Proposal": ("Overdue", "Answered", "Open"), "Response": ("Refused", "Expected")}


def board(ds: Dataset, negotiation: str | None = None) -> Board:
    """Lay a negotiation out as a table of who proposed and answered what, and who met.

    Args:
        ds: the graph, with its derived graph.
        negotiation: its name or id; ``None`` where the graph has but one.

    Returns:
        A board on which every card has evidence. Its columns are the sides that do most, at most five, and one for the
        others if there are any.

    Raises:
        QueryError: there is no such negotiation, or several; or none is named, and the graph has several.
    """
    reader = Reader(ds)
    found = scope(ds, reader, negotiation=negotiation, actor=None, whole=False)
    return _Table(reader, found).board(_open_points(ds, found))


def _open_points(ds: Dataset, found: Scope) -> tuple[Line, ...]:
    page = briefing(ds, negotiation=found.id)
    heading = texts()["briefing"]["open"]
    return next((section.lines for section in page.sections if section.heading == heading), ())


class _Table:
    def __init__(self, reader: Reader, found: Scope) -> None:
        self.reader = reader
        self.scope = found
        self.teller = Teller(reader)
        self.words = words()
        (self.thread,) = reader.things([(reader.base or "") + found.id])
        ranked = self._ranked()
        self.places = {side: min(place, _MOST) for place, side in enumerate(ranked)}
        self.columns = self._columns(ranked)

    def board(self, points: tuple[Line, ...]) -> Board:
        rows = self._rows()
        return Board(
            name=self.scope.name,
            id=self.scope.id,
            lead=self._lead(rows, points),
            columns=self.columns,
            rows=rows,
            open=points,
            articles={one: source for one in _articles(rows, points) if (source := self.reader.source(one))},
        )

    # ------------------------------------------------------------------------------------------ columns

    def _ranked(self) -> list[str]:
        """Return all sides, those of the negotiation before others, the busiest first."""
        acts = Counter(side for thing in self._events() for side in _sides(thing))
        own = set(self.thread.all("kg:between"))
        ranked = sorted(acts.keys() | own, key=lambda side: (side not in own, -acts[side], side))
        self.reader.load_names(ranked)
        return ranked

    def _columns(self, ranked: Sequence[str]) -> tuple[Column, ...]:
        mediators = set(self.thread.all("kg:mediator"))
        people = self._people()
        columns = [
            Column(
                name=self.reader.name(side),
                id=self.reader.id(side),
                people=tuple(people[side][:_PEOPLE]),
                mediator=side in mediators,
            )
            for side in ranked[:_MOST]
        ]
        rest = [self.reader.name(side) for side in ranked[_MOST:]]
        nobody = any(not _sides(thing) for thing in self._events())
        if rest or nobody:
            more = [self.words["and_more"].format(count=len(rest) - _OTHERS)] if rest[_OTHERS:] else []
            columns.append(Column(self.words["others"], people=(*rest[:_OTHERS], *more)))
        return tuple(columns)

    def _people(self) -> dict[str, list[str]]:
        """Return the names of those who act for each side, the busiest first."""
        acts = Counter(who for thing in self._events() for role in ROLES for who in thing.all(role))
        found: dict[str, list[str]] = defaultdict(list)
        for actor in self.reader.things(sorted(acts, key=lambda who: (-acts[who], who))):
            side = actor.one("kg:standsFor")
            if side and side != actor.iri:
                found[side].append(self.reader.name(actor.iri))
        return found

    def _events(self) -> tuple[Thing, ...]:
        return (*self.scope.proposals, *self.scope.responses, *self.scope.meetings)

    def _among(self, sides: Iterable[str]) -> tuple[int, ...]:
        """Return the columns of some sides; the last of all columns for nobody."""
        return tuple(sorted({self.places[side] for side in sides})) or (len(self.columns) - 1,)

    # ------------------------------------------------------------------------------------------ rows

    def _rows(self) -> tuple[Row, ...]:
        things = {thing.iri: thing for thing in self._events() if thing.evidence}
        order = [one for one, _ in self.reader.in_order(things)]
        answers = self._answers([things[one] for one in order])
        within = {answer.iri for some in answers.values() for answer in some}
        rows: list[Row] = []
        for one in order:
            thing = things[one]
            if one in within:
                continue
            when = self._when(thing)
            cards = [self._card(thing, when)]
            cards += [self._card(answer, when, within=True) for answer in answers.get(one, ())]
            rows.append(Row(when, tuple(cards), bool(rows) and rows[-1].when == when))
        return tuple(rows)

    def _answers(self, things: Sequence[Thing]) -> dict[str, list[Thing]]:
        """Return to each proposal what answers it or one of its provisions; an answer to several goes to the first."""
        owner = {provision: thing.iri for thing in things for provision in thing.all("kg:provision")}
        owner |= {thing.iri: thing.iri for thing in things if thing.kind == "Proposal"}
        found: dict[str, list[Thing]] = defaultdict(list)
        for thing in things:
            if thing.kind == "Response":
                answered = [*thing.all("kg:respondsTo"), *thing.all("kg:answerTo")]
                to = next((owner[one] for one in answered if one in owner), None)
                if to:
                    found[to].append(thing)
        return found

    def _card(self, thing: Thing, row: str, *, within: bool = False) -> Card:
        by = thing.all("kg:bySide")
        columns = self._among(by or thing.all("kg:toSide"))
        omit = ["kg:provision", "kg:date", *(["kg:respondsTo"] if within else [])]
        if (
            thing.kind == "Proposal"
            and thing.all("kg:proposedBy") == by
            and len(by) == 1
            and columns[0] < _MOST
        ):
            omit.append("kg:proposedBy")  # the column says it
        when, mark = self._when(thing), _mark(thing)
        return Card(
            kind=thing.kind,
            columns=columns if thing.kind == "Meeting" else columns[:1],
            text=phrase(self.reader, thing, omit=omit),
            id=self.reader.id(thing.iri),
            evidence=thing.best(),
            mark=mark,
            badge=self.words["badges"].get(mark, ""),
            when="" if when == row else when,
            terms=tuple(
                Term(clipped(self.reader.name(one.iri), _LETTERS), self.reader.id(one.iri), one.best())
                for one in self.reader.things(thing.all("kg:provision"))
                if one.evidence
            ),
        )

    def _when(self, thing: Thing) -> str:
        told = self.teller.when(thing)
        if told:
            return told
        day = self.reader.first_reported(thing)
        form: str = self.words["reported"]
        return form.format(date=date_in_words(day)) if day else str(self.words["undated"])

    def _lead(self, rows: Sequence[Row], points: Sequence[Line]) -> tuple[str, ...]:
        days = [day for name in ("kg:firstDay", "kg:lastDay") for day in self.thread.all(name)[:1]]
        articles = len(_articles(rows, points))
        form = self.words["articles"]["one" if articles == 1 else "many"]
        lead = [date_in_words(days[0], days[-1])] if days else []
        lead.append(form.format(count=articles))
        mediators = [self.reader.name(one) for one in self.thread.all("kg:mediator")]
        if mediators:
            lead.append(self.words["mediators"].format(names=listed(mediators)))
        others = self.thread.all("skos:altLabel")[:_ALIASES]
        if others:
            lead.append(self.words["also"].format(names=", ".join(others)))
        return tuple(lead)


def _sides(thing: Thing) -> list[str]:
    return sorted({*thing.all("kg:bySide"), *thing.all("kg:toSide")})


def _mark(thing: Thing) -> str:
    """Return what is to be noted of a thing: a stance before a status."""
    names = {value.rpartition("#")[2] for prop in ("kg:stance", "kg:status") for value in thing.all(prop)}
    if thing.kind == "Meeting":
        return variant(thing)
    return next((name for name in (*_STANCES, *_STATUSES[thing.kind]) if name in names), "")


def _articles(rows: Iterable[Row], points: Iterable[Line]) -> list[str]:
    found: list[Evidence] = []
    for row in rows:
        for card in row.cards:
            found += [*card.evidence, *(piece for term in card.terms for piece in term.evidence)]
    for line in points:
        found += line.evidence
    return sorted({piece.article for piece in found})
