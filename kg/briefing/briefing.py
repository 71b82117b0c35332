"""The sections of a briefing."""

from __future__ import annotations

import datetime
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from kg.briefing.scope import ANSWERS, MAKES, RECEIVES, ROLES, Scope, scope
from kg.sparql import NAMESPACES, select
from kg.telling import (
    Line,
    Page,
    Reader,
    Section,
    Teller,
    Thing,
    choose,
    date_in_words,
    finish,
    has_name,
    left_out,
    phrase,
    texts,
    word,
)
from kg.telling.phrases import caption, variant

if TYPE_CHECKING:
    from rdflib import Dataset

    from kg.telling import Evidence

LIMIT = 12
"""How many lines a section has at most, unless everything is asked for."""

_EVENTS = ("Meeting", "Proposal", "Response")
_MEMBERS = 3
"""How many sentences say that a side, or a person of one, takes part."""


def briefing(
    ds: Dataset,
    *,
    negotiation: str | None = None,
    actor: str | None = None,
    whole: bool = False,
    everything: bool = False,
    limit: int = LIMIT,
) -> Page:
    """Write the briefing on a negotiation, on what an actor takes part in, or on a whole graph.

    Args:
        ds: the graph.
        negotiation: the id of one; ``None`` for the only one, or for the whole of a graph that has none.
        actor: only what this actor, or who stands for it, takes part in.
        whole: of the whole graph, also if it has several negotiations.
        everything: tell all of it, also what is doubtful and what is nobody's by name; ``limit`` is not heeded.
        limit: how many lines a section has at most: those of most independent sources, then the surest, then the
            latest, in the order of their dates.

    Returns:
        A page on which every line has evidence, or lines under it that have. What is open or overdue is so on the day
        of the last article of the negotiation, or else of the graph.

    Raises:
        QueryError: no such negotiation or actor; or none is named, and the graph has several, which are listed.
    """
    reader = Reader(ds)
    found = scope(ds, reader, negotiation=negotiation, actor=actor, whole=whole)
    today = _last_told(found) or _last_day(ds)
    page = _Briefing(reader, found, today, None if everything else limit).page()
    return finish(reader, page)


def _last_day(ds: Dataset) -> str | None:
    rows = select(ds, "SELECT (MAX(STR(?day)) AS ?last) WHERE { ?a a kg:Article ; kg:published ?day }")
    return str(rows[0][0]) if rows and rows[0][0] else None


def _last_told(found: Scope) -> str | None:
    """Return the day of the last article of the negotiation that a briefing is on; ``None`` for anything else."""
    if not found.id.startswith("negotiation/"):
        return None
    return max((day for thing in found.things for day in thing.dates("kg:lastTold")), default=None)


class _Briefing:
    """Writes one briefing."""

    def __init__(self, reader: Reader, found: Scope, today: str | None, limit: int | None) -> None:
        self.reader = reader
        self.limit = limit
        self.scope = found
        self.today = today
        self.teller = Teller(reader)
        self.words: dict[str, Any] = texts()["briefing"]

    def page(self) -> Page:
        """Put the sections together."""
        words = self.words
        meetings: dict[str, list[Thing]] = defaultdict(list)
        for thing in self.scope.meetings:
            place = {"Planned": "ahead", "Proposed": "ahead", "Cancelled": "cancelled"}.get(
                variant(thing), "held"
            )
            meetings[place].append(thing)
        answers = [thing for thing in self.scope.responses if not _awaited(thing)]
        sections = [
            ("sides", *self._sides()),
            ("table", *self._chosen(self.scope.proposals, self._proposal)),
            ("answers", *self._chosen(answers, self._answer)),
            *(
                (name, *self._chosen(meetings[name], self._meeting))
                for name in ("held", "ahead", "cancelled")
            ),
            ("open", *self._open()),
            ("contradictions", self._contradictions(), ""),
        ]
        told = [
            Section(words[name], tuple(filter(_supported, lines)), more) for name, lines, more in sections
        ]
        told.append(self._sources(told))
        lead = [words["as_of"].format(date=date_in_words(self.today))] if self.today else []
        return Page(
            title=words["title_of"].format(name=self.scope.name) if self.scope.name else words["title"],
            id=self.scope.id,
            lead=tuple(lead),
            sections=tuple(told),
        )

    def _chosen(self, things: Sequence[Thing], tell: Callable[[Thing], Line]) -> tuple[list[Line], str]:
        """Tell the things of most weight, and say what was left out."""
        if self.limit is None:
            return [tell(thing) for thing in things], ""
        choice = choose(self.reader, [thing.iri for thing in things], limit=self.limit)
        kept = set(choice.kept)
        return [tell(thing) for thing in things if thing.iri in kept], choice.said

    def _tell(self, thing: Thing, *, notes: Iterable[str] = (), **more: Any) -> Line:
        """Tell a thing; what articles disagree about is told once, in a section of its own."""
        told = [*notes]
        reported = self.reader.first_reported(thing)
        if reported and not self.teller.when(thing) and not _awaited(thing) and thing.kind in _EVENTS:
            told.append(word("first_reported", date=date_in_words(reported)))
        told = list(dict.fromkeys(told))
        line = self.teller.tell(thing, notes=told, **more)
        if not line.disputes:
            return line
        return replace(line, disputes=(), notes=(*line.notes, self.words["disputed"]))

    # ------------------------------------------------------------------------------------------ who

    def _sides(self) -> tuple[list[Line], str]:
        """Tell the sides, the busiest first, each with the persons and bodies that act for it here."""
        acts: dict[str, set[tuple[str, str]]] = defaultdict(set)
        shown: dict[str, list[Evidence]] = defaultdict(list)
        for thing in self.scope.things:
            for role in ROLES:
                for who in thing.all(role):
                    acts[who].add((_act(thing, role), thing.iri))
                    shown[who] += thing.best(graphs=thing.values[role][who], words=self.reader.name(who))
        actors = {thing.iri: thing for thing in self.reader.things(sorted(acts))}
        members: dict[str, list[str]] = defaultdict(list)
        for who, actor in actors.items():
            members[actor.one("kg:standsFor") or who].append(who)
        self.reader.load_names(members)
        # a meeting of two of one side's ministers is one meeting of that side
        total = {
            side: set[tuple[str, str]]().union(*(acts[who] for who in them)) for side, them in members.items()
        }
        lines = []
        order = sorted(members, key=lambda one: (-len(total[one]), one))
        left: dict[str, int] = {}
        if self.limit is not None:
            named = [side for side in order if any(has_name(self.reader.name(who)) for who in members[side])]
            left = {"light": max(len(named) - self.limit, 0), "nameless": len(order) - len(named)}
            order = named[: self.limit]
        for side in order:
            persons = sorted(
                (who for who in members[side] if who != side), key=lambda one: (-len(acts[one]), one)
            )
            evidence = shown.get(side) or [piece for who in persons for piece in shown[who]]
            lines.append(
                Line(
                    text=self.reader.name(side),
                    id=self.reader.id(side),
                    notes=self._counts(total[side]),
                    evidence=_few(evidence),
                    parts=tuple(self._member(actors[who], shown[who]) for who in persons[: self.limit]),
                )
            )
        return lines, left_out(left)

    def _counts(self, did: set[tuple[str, str]]) -> tuple[str, ...]:
        acts = Counter(name for name, _ in did)
        forms = ((MAKES, "made"), (RECEIVES, "received"), (ANSWERS, "answered"), ("met", "met"))
        return tuple(self._counted(form, acts[name]) for name, form in forms if acts[name])

    def _member(self, actor: Thing, shown: list[Evidence]) -> Line:
        offices = self.reader.things(self.reader.linked([actor.iri], "^kg:heldBy"))
        if not offices:
            return Line(text=self.reader.name(actor.iri), id=self.reader.id(actor.iri), evidence=_few(shown))
        # the office that says most, and that most articles give
        best = min(
            offices,
            key=lambda one: (
                not one.all("kg:within"),
                -len(one.evidence),
                -len(one.one("kg:title") or ""),
                one.iri,
            ),
        )
        return Line(text=phrase(self.reader, best), id=self.reader.id(actor.iri), evidence=_few(best.best()))

    # ------------------------------------------------------------------------------------------ what

    def _proposal(self, thing: Thing) -> Line:
        notes = [self.words["status"][name] for name in ("Overdue", "Answered", "Open") if _is(thing, name)][
            :1
        ]
        if thing.dates("kg:submitted") and (public := thing.dates("kg:published")):
            notes.append(self.words["public"].format(date=date_in_words(public[0])))
        terms = []
        for provision in self.reader.things(thing.all("kg:provision")):
            answers = self.reader.things(self.reader.linked([provision.iri], "^kg:respondsTo"))
            parts = [self._tell(one, omit=("kg:respondsTo",)) for one in answers if one.evidence]
            terms.append(self._tell(provision, parts=parts))
        return self._tell(thing, notes=notes, parts=terms, omit=("kg:provision",))

    def _answer(self, thing: Thing) -> Line:
        notes = []
        for name, form in (("kg:latencyDays", "latency"), ("kg:daysLate", "late")):
            days = thing.one(name)
            if days and days.lstrip("-").isdigit():
                notes.append(self._counted(form, int(days)))
        return self._tell(thing, notes=notes)

    def _meeting(self, thing: Thing) -> Line:
        days = [*thing.dates("kg:date"), *thing.dates("kg:until")]
        passed = variant(thing) == "Planned" and days and self.today and max(days) + "~" < self.today
        return self._tell(thing, notes=(self.words["passed"],) if passed else ())

    # ----------------------------------------------------------------------------------- what is open or disputed

    def _open(self) -> tuple[list[Line], str]:
        """Tell answers that are owed, since when and how late, then proposals that nobody is known to have answered."""
        awaited = [thing for thing in self.scope.responses if _awaited(thing)]
        owed = [thing for thing in awaited if not self.reader.linked([thing.iri], "^kg:fulfils")]
        asked = {one for thing in awaited for one in thing.all("kg:respondsTo")}
        still = [
            thing
            for thing in self.scope.proposals
            if thing.iri not in asked and (_is(thing, "Open") or _is(thing, "Overdue"))
        ]
        return self._chosen(
            [*owed, *still], lambda thing: self._owed(thing) if _awaited(thing) else self._unanswered(thing)
        )

    def _unanswered(self, thing: Thing) -> Line:
        said = phrase(self.reader, thing)
        said = self.words["no_answer"].format(proposal=said[0].lower() + said[1:])
        notes = [*self._since(thing), *self._due(thing)]
        return replace(self._tell(thing, notes=notes), text=said)

    def _owed(self, thing: Thing) -> Line:
        proposals = self.reader.things(thing.all("kg:respondsTo"))
        since = next((note for one in (*proposals, thing) for note in self._since(one)), None)
        notes = [*([since] if since else []), *self._due(thing)]
        return self._tell(thing, when="", notes=notes)

    def _since(self, thing: Thing) -> list[str]:
        days = thing.dates("kg:submitted") or thing.dates("kg:published")
        if days:
            return [self.words["since"].format(date=date_in_words(min(days)))]
        reported = self.reader.first_reported(thing)
        return [word("first_reported", date=date_in_words(reported))] if reported else []

    def _due(self, thing: Thing) -> list[str]:
        last = thing.one("kg:dueBy") or next(iter([*thing.dates("kg:until"), *thing.dates("kg:date")]), None)
        if not last or (thing.kind == "Proposal" and not thing.one("kg:dueBy")):
            return []
        late = _days(last, self.today)
        # the line itself says when it was due
        return [self._counted("overdue", late)] if late > 0 else []

    def _contradictions(self) -> list[Line]:
        lines = []
        for thing in self.scope.things:
            disputes = self.teller.disputes(thing)
            if disputes:
                lines.append(
                    Line(phrase(self.reader, thing), id=self.reader.id(thing.iri), disputes=disputes)
                )
        answers = [thing.iri for thing in self.scope.responses]
        for drift in self.reader.things(self.reader.linked(answers, "^kg:later")):
            lines.append(self._drift(drift))
        return lines

    def _drift(self, drift: Thing) -> Line:
        before, after = (self.reader.things(drift.all(name)) for name in ("kg:earlier", "kg:later"))
        said = self.words["drift"].format(
            side=self.reader.name(drift.one("kg:side") or ""),
            before=caption(drift.one("kg:stanceBefore") or ""),
            after=caption(drift.one("kg:stanceAfter") or ""),
        )
        return Line(
            text=said,
            id=self.reader.id(drift.iri),
            evidence=_few([piece for one in (*before, *after) for piece in one.best()]),
            parts=tuple(self._tell(one) for one in (*before, *after)),
        )

    # ------------------------------------------------------------------------------------------ on whose word

    def _sources(self, told: list[Section]) -> Section:
        """Tell whose articles the page rests on, each with the sentences that it gave."""
        by: dict[str, list[Evidence]] = defaultdict(list)
        for one in Page(title="", sections=tuple(told)).all_evidence():
            source = self.reader.source(one.article)
            if source:
                by[source.publisher or source.name].append(one)
        lines = []
        for name, pieces in sorted(
            by.items(), key=lambda pair: (-len({one.article for one in pair[1]}), pair[0])
        ):
            articles = {one.article for one in pieces}
            days = sorted(d for one in articles if (s := self.reader.source(one)) and (d := s.published))
            notes = [self._counted("carried", len(articles)), *_period(days)]
            lines.append(Line(text=name, notes=tuple(notes), evidence=tuple(dict.fromkeys(pieces))))
        counts = [self.teller.sources(thing) for thing in self.scope.things]
        single = self.words["single"].format(count=counts.count(1), all=len(counts)) if counts else ""
        return Section(self.words["sources"], tuple(lines), single)

    def _counted(self, name: str, count: int) -> str:
        forms: dict[str, str] = self.words[name]
        return forms["one" if count == 1 else "many"].format(count=count)


def _is(thing: Thing, name: str) -> bool:
    return NAMESPACES["kg"] + name in thing.values.get("kg:status", ())


def _awaited(thing: Thing) -> bool:
    return _is(thing, "Expected") and not _is(thing, "Given") and not _is(thing, "Refused")


def _act(thing: Thing, role: str) -> str:
    """Name what an actor did in a role, ``""`` for what is not counted: an answer that is owed, a meeting not held."""
    if thing.kind == "Meeting":
        return "met" if variant(thing) in ("Held", "") else ""
    if role == ANSWERS and _awaited(thing):
        return ""
    return role if role in (MAKES, RECEIVES, ANSWERS) else ""


def _supported(line: Line) -> bool:
    return bool(line.evidence or line.disputes or any(map(_supported, line.parts)))


def _few(evidence: Iterable[Evidence]) -> tuple[Evidence, ...]:
    """Return the surest few pieces of evidence, of different articles where there are."""
    first: list[Evidence] = []
    for one in sorted(dict.fromkeys(evidence), key=lambda one: (-one.confidence, one)):
        if one.article not in {other.article for other in first}:
            first.append(one)
    return tuple(first[:_MEMBERS])


def _days(due: str, today: str | None) -> int:
    """Return how many days ``today`` is after the last day of a date; 0 where that is not known."""
    if not today or len(due) != 10 or len(today) != 10:
        return 0
    return (datetime.date.fromisoformat(today) - datetime.date.fromisoformat(due)).days


def _period(days: list[str]) -> list[str]:
    if not days:
        return []
    first, last = date_in_words(days[0]), date_in_words(days[-1])
    return [first if first == last else texts()["words"]["reported"].format(**{"from": first, "to": last})]
