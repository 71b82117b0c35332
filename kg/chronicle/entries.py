"""What a chronicle is made of: dated entries, chosen by actor, negotiation and days."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal

from rdflib import URIRef

from kg.query import resolve_actor, resolve_negotiation
from kg.query.days import check_order, read_date
from kg.query.terms import iri
from kg.sparql import NAMESPACES, select
from kg.telling import Choice, Line, Reader, Teller, Thing, choose, date_in_words, listed, texts, word

if TYPE_CHECKING:
    from rdflib import Dataset

Which = Literal["note", "all", "none"]
STATEMENTS: tuple[Which, ...] = ("note", "all", "none")
"""Which statements are told: those of note, all, none."""

Undated = Literal["by", "end", "out"]
UNDATED: tuple[Undated, ...] = ("by", "end", "out")
"""What becomes of things without a date: told by the day of the first article, at the end, or left out and counted."""

# one in so many things told may be words, where events alone would fill a chronicle
_WORDS = 4
# what an actor does, or has done to it
_ROLES = (
    "kg:participant|kg:host|kg:proposedBy|kg:addressedTo|kg:respondent|kg:recipient|kg:speaker|kg:onBehalfOf"
)
_DONE = frozenset({"Held", "Cancelled", "Given", "Refused", "Direct", "Indirect"})
_EVENTS = ("Meeting", "Talks", "Summit", "Call", "Visit", "Media", "Proposal", "Response")

_THINGS = """
SELECT DISTINCT ?thing WHERE {{
  {{ SELECT DISTINCT ?thing WHERE {{ VALUES ?kind {{ {kinds} }} ?thing a ?kind }} }}
  {conditions}
}}
"""
# words that carry weight: about a thing of the graph, said at a meeting, told by several, or a side's own words
_NOTE = """
  FILTER(EXISTS {{ ?thing kg:about ?matter }} || EXISTS {{ ?thing kg:madeAt ?occasion }}
    || EXISTS {{ ?thing kg:sources ?count FILTER(?count > 1) }}
    || (EXISTS {{ ?thing kg:mode kg:Direct }} && EXISTS {{ ?thing kg:onBehalfOf ?side }}))
"""
_ACTOR = """
  {{ SELECT DISTINCT ?thing WHERE {{
    {{ SELECT DISTINCT ?who WHERE {{ {{ ?who kg:standsFor {actor} }} UNION {{ BIND({actor} AS ?who) }} }} }}
    ?thing {roles} ?who }} }}
"""
_PART = "{{ SELECT DISTINCT ?thing WHERE {{ ?thing kg:partOf {negotiation} }} }}"
_ABOUT_PART = (
    "{{ SELECT DISTINCT ?thing WHERE {{ ?thing kg:about|kg:madeAt ?part . ?part kg:partOf {negotiation} }} }}"
)


@dataclass(frozen=True, slots=True)
class Entry:
    """One thing at its date.

    Attributes:
        date: as precise as known, ``None`` for a thing that stands at the end.
        until: the end of a range.
        by: the date is only the last possible one: of the first article that speaks of it, or when it is due.
        kind: ``Meeting``, ``Proposal``, ``Response``, ``Statement``.
    """

    date: str | None
    until: str | None
    by: bool
    kind: str
    line: Line

    @property
    def heading(self) -> str:
        """The date in words."""
        forms = texts()["dates"]
        if self.date is None:
            return str(forms["undated"])
        shown = date_in_words(self.date, self.until)
        if not self.by:
            return shown
        told = str(forms["by"].format(date=shown))
        return told[0].upper() + told[1:]

    @property
    def order(self) -> tuple[str, bool, str, str, str]:
        """Where the entry stands: a month after its days, "by" a day after that day, no date at the end."""
        # "~" sorts after every digit and hyphen
        start = "~" if self.date is None else self.date if len(self.date) == 10 else f"{self.date}~"
        return start, self.by, self.until or "", self.kind, self.line.id


@dataclass(frozen=True, slots=True)
class Chronicle:
    """Entries in their order, and what was left out.

    Attributes:
        title: what it is a chronicle of; ``scope`` says what was asked for in words.
        undated: how many things without a date were left out.
        left: how many others were, by why; see :class:`kg.telling.Choice`.
    """

    title: str
    scope: tuple[str, ...]
    entries: tuple[Entry, ...]
    undated: int
    reader: Reader
    left: Mapping[str, int] = field(default_factory=dict)


def chronicle(
    ds: Dataset,
    *,
    actor: str | None = None,
    negotiation: str | None = None,
    since: str | None = None,
    until: str | None = None,
    statements: Which = "note",
    undated: Undated = "by",
    limit: int | None = None,
    everything: bool = True,
) -> Chronicle:
    """Tell what a graph holds in the order of its dates.

    Args:
        ds: the graph.
        actor: only what this actor, or whoever stands for it, does or is party to.
        negotiation: only what is part of this negotiation, and what is said of it; an id.
        since, until: only what ended on or after, or began on or before, this date (as people write it).
        statements: of statements those of note (about a thing of the graph, made at a meeting, of several independent
            sources, or in direct speech on behalf of a side), all, or none.
        undated: tell things without a date by the day of the first article that speaks of them where they are
            reported as done, and at the end otherwise; all at the end; or none of them.
        limit: tell about as many things as this: those of most independent sources, then the surest, then the
            latest; events before statements.
        everything: set nothing aside; otherwise neither what is doubtful nor what is nobody's by name is told.

    Raises:
        QueryError: no such actor, negotiation or date.
    """
    since, until = (read_date(one) if one else None for one in (since, until))
    check_order(since, until)
    reader = Reader(ds)
    who = str(resolve_actor(ds, actor)) if actor else None
    thread = str(resolve_negotiation(ds, negotiation)) if negotiation else None
    reader.load_names(filter(None, (who, thread)))
    chosen = _chosen(ds, who, thread, statements)
    passed_over = 0
    if since or until:
        chosen, passed_over = _near(reader, chosen, since, until, undated)
    choice = Choice(tuple(chosen))
    if limit is not None or not everything:
        choice = _choice(reader, chosen, limit=limit, everything=everything)
    things = [thing for thing in reader.things(sorted(choice.kept)) if thing.evidence]
    teller = Teller(reader)
    # all at once, not answer by answer
    reader.things({one for thing in things for one in thing.all("kg:respondsTo")})
    found = [entry for thing in things for entry in _entries(reader, teller, thing, undated)]
    dated = [entry for entry in found if entry.date is not None and _within(entry, since, until)]
    rest = [entry for entry in found if entry.date is None]
    keep = undated != "out" and not since and not until
    name = reader.name(thread or who or "") if thread or who else ""
    return Chronicle(
        title=texts()["chronicle"]["title_of" if name else "title"].format(name=name),
        scope=_scope(since, until),
        entries=tuple(sorted([*dated, *(rest if keep else ())], key=lambda entry: entry.order)),
        undated=passed_over + (0 if keep else len(rest)),
        reader=reader,
        left=choice.left,
    )


def _choice(reader: Reader, chosen: list[str], *, limit: int | None, everything: bool) -> Choice:
    """Choose events, and as many words as leave room, but always some: words are of more articles, and surer."""
    ordered = [one for one, _ in reader.in_order(chosen)]
    said = {one for one, kind in reader.pairs(ordered, "rdf:type") if kind == f"{NAMESPACES['kg']}Statement"}
    events = choose(reader, [one for one in ordered if one not in said], limit=limit, everything=everything)
    room = None if limit is None else max(limit - len(events.kept), limit // _WORDS)
    words = choose(reader, [one for one in ordered if one in said], limit=room, everything=everything)
    return Choice((*events.kept, *words.kept), Counter(events.left) + Counter(words.left))


def _chosen(ds: Dataset, who: str | None, thread: str | None, statements: Which) -> list[str]:
    def ask(kinds: tuple[str, ...], *conditions: str) -> set[str]:
        parts = [*conditions]
        if who:
            parts.append(_ACTOR.format(actor=iri(URIRef(who)), roles=_ROLES))
        text = _THINGS.format(kinds=" ".join(f"kg:{kind}" for kind in kinds), conditions="\n  ".join(parts))
        return {str(row[0]) for row in select(ds, text)}

    node = iri(URIRef(thread)) if thread else ""
    found = ask(_EVENTS, *([_PART.format(negotiation=node)] if thread else []))
    if statements != "none":
        conditions = [_NOTE.format()] if statements == "note" else []
        if thread:
            conditions.append(_ABOUT_PART.format(negotiation=node))
        found |= ask(("Statement",), *conditions)
    return sorted(found)


def _near(
    reader: Reader, chosen: list[str], since: str | None, until: str | None, undated: Undated
) -> tuple[list[str], int]:
    """Pass over what is surely outside the dates, before all of it is read.

    Returns:
        What is left, and how many things without a date were passed over.
    """
    near, without = [], 0
    for one, brief in reader.brief(chosen).items():
        first, last = brief.first, brief.last
        if first is None:
            if undated != "by":
                without += 1
                continue
            # what is not known to be done is read, to be counted
            first = last = brief.reported if brief.mark in _DONE else None
        if first is None or last is None or _between(first, last, since, until):
            near.append(one)
    return near, without


def _entries(reader: Reader, teller: Teller, thing: Thing, undated: Undated) -> Iterator[Entry]:
    names: dict[str, str] = texts()["chronicle"]["dated"].get(thing.kind) or {"kg:date": ""}
    found = False
    for name, note in names.items():
        days = thing.dates(name)
        if not days:
            continue
        found = True
        ends = thing.dates("kg:until") if name == "kg:date" and len(days) == 1 else ()
        # where articles differ the thing stands at the first day, and says so
        several = listed([date_in_words(day) for day in days], choice=True) if len(days) > 1 else ""
        notes = [part for part in (note, several) if part]
        until = ends[0] if len(ends) == 1 and ends[0] > days[0] else None
        line = teller.tell(thing, when="", notes=notes, omit=("kg:date",))
        yield Entry(days[0], until, _awaited(thing), thing.kind, line)
    if found:
        return
    reported = reader.first_reported(thing)
    if undated == "by" and reported and _done(thing):
        yield Entry(reported, None, True, thing.kind, teller.tell(thing, when=""))
        return
    notes = [word("first_reported", date=date_in_words(reported))] if reported else []
    yield Entry(None, None, False, thing.kind, teller.tell(thing, when="", notes=notes))


def _awaited(thing: Thing) -> bool:
    has = thing.values.get("kg:status", ())
    return (
        thing.kind == "Response"
        and NAMESPACES["kg"] + "Expected" in has
        and NAMESPACES["kg"] + "Given" not in has
    )


def _done(thing: Thing) -> bool:
    """Tell whether an article reports a thing as done: then it was done by the article's day."""
    has = {value.removeprefix(NAMESPACES["kg"]) for value in thing.values.get("kg:status", ())}
    if thing.kind in ("Proposal", "Statement"):
        return True
    return bool(has & ({"Held", "Cancelled"} if thing.kind == "Meeting" else {"Given", "Refused"}))


def _within(entry: Entry, since: str | None, until: str | None) -> bool:
    return _between(entry.date or "", entry.until or entry.date or "", since, until)


def _between(start: str, end: str, since: str | None, until: str | None) -> bool:
    return (not since or f"{end}~" >= since) and (not until or start <= f"{until}~")


def _scope(since: str | None, until: str | None) -> tuple[str, ...]:
    words = texts()["chronicle"]
    form = "between" if since and until else "since" if since else "until" if until else ""
    if not form:
        return ()
    return (words[form].format(since=date_in_words(since or ""), until=date_in_words(until or "")),)
