"""Lines about things, with evidence, disagreements and sources: what dossiers, chronicles and briefings share."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

from kg.sparql import NAMESPACES
from kg.telling.page import Dispute, Line, Side
from kg.telling.phrases import phrase, value_in_words
from kg.telling.texts import date_in_words, listed, texts, word
from kg.telling.things import Evidence, Reader, Thing

HAPPENED = ("kg:date", "kg:submitted", "kg:published", "kg:from")
"""The properties that date a thing, the first that it has."""


class Teller:
    """Makes lines about the things of one graph; what contradicts what is read once.

    Args:
        reader: the graph.
    """

    def __init__(self, reader: Reader) -> None:
        self.reader = reader
        self._disputes: dict[str, list[str]] | None = None

    def tell(
        self,
        thing: Thing,
        *,
        when: str | None = None,
        notes: Iterable[str] = (),
        parts: Iterable[Line] = (),
        within: str | None = None,
        omit: Iterable[str] = (),
    ) -> Line:
        """Tell a thing in one line.

        Args:
            thing: what to tell; ``reader`` has read it.
            when: its date in words; ``None`` for the one it has.
            notes: more to say of it.
            parts: lines under it.
            within: only the evidence of this article.
            omit: properties that are clear from where the line stands.
        """
        day = self.when(thing) if when is None else when
        # what stands before the line need not stand in it
        said = (*omit, "kg:date") if day else omit
        return Line(
            text=phrase(self.reader, thing, omit=said),
            when=day,
            id=self.reader.id(thing.iri),
            evidence=thing.best(graphs=None if within is None else [within], names=self._telling(thing)),
            notes=tuple(notes),
            sources=self.sources(thing),
            disputes=self.disputes(thing),
            parts=tuple(parts),
        )

    def _telling(self, thing: Thing) -> list[str]:
        """Return words that a sentence which tells most of a meeting would have: who, where and on which day."""
        if thing.kind != "Meeting":
            return []
        who = {self.reader.name(one) for prop in ("kg:participant", "kg:place") for one in thing.all(prop)}
        days: list[str] = []
        for date in thing.dates("kg:date"):
            day, month, *_ = (*date_in_words(date).split(), "")
            if day.isdigit() and month:
                # a name stands in many sentences, the day in few
                days += [*(f"{day} {month}", f"{month} {day}") * 2, month]
        return [*(name.split()[-1] for name in sorted(who) if name), *days]

    def when(self, thing: Thing) -> str:
        """Return the date of a thing in words: several as a choice, ``""`` for none; an office has it in its line."""
        if thing.kind == "Position":
            return ""
        if thing.kind == "Response" and _expected(thing):
            due = dated(thing)
            return texts()["dates"]["by"].format(date=due) if due else ""
        return dated(thing)

    def sources(self, thing: Thing) -> int | None:
        """Return how many independent sources a thing has, as the derived graph counts them."""
        counted = thing.one("kg:sources")
        if counted and counted.isdigit():
            return int(counted)
        return self.reader.independent(thing.evidence) or None

    def disputes(self, thing: Thing) -> tuple[Dispute, ...]:
        """Return where articles contradict one another about a thing."""
        if self._disputes is None:
            self._disputes = defaultdict(list)
            nodes = self.reader.linked([NAMESPACES["kg"] + "Contradiction"], "^rdf:type")
            for node, concerned in self.reader.pairs(nodes, "kg:concerns"):
                self._disputes[concerned].append(node)
        nodes = self._disputes.get(thing.iri, [])
        return tuple(self._dispute(thing, node) for node in self.reader.things(nodes))

    def _dispute(self, thing: Thing, node: Thing) -> Dispute:
        aspect = node.one("kg:aspect") or ""
        articles = node.all("kg:claimedIn")
        sides = []
        for claim in node.all("kg:claim"):
            holders = [one for one in articles if self._says(thing, aspect, claim, one)] or list(articles)
            shown = date_in_words(claim) if aspect == "date" else claim
            sides.append(Side(shown, self._said(thing, claim) or thing.best(graphs=holders, words=claim)))
        return Dispute(aspect, tuple(sides))

    def _said(self, thing: Thing, claim: str) -> tuple[Evidence, ...]:
        """Return the evidence of the statements that a claim repeats: "SPEAKER: TEXT"."""
        speaker, _, words = claim.partition(": ")
        if not words:
            return ()
        about = self.reader.things(self.reader.linked([thing.iri], "^kg:about"))
        return tuple(
            piece
            for statement in about
            if words in statement.all("kg:text")
            and any(speaker.startswith(self.reader.name(one)) for one in statement.all("kg:speaker"))
            for piece in statement.best()
        )

    def _says(self, thing: Thing, aspect: str, claim: str, article: str) -> bool:
        """Tell whether an article makes a claim: one of the thing's values there is the claim, as it is or in words."""
        words = claim.rpartition(": ")[2]
        for name, values in thing.values.items():
            for value, graphs in values.items():
                if article not in graphs:
                    continue
                if value == claim or value == NAMESPACES["kg"] + words:
                    return True
                if name == f"kg:{aspect}" and self.reader.name(value) == claim:
                    return True
        return False


def _expected(thing: Thing) -> bool:
    has = thing.values.get("kg:status", ())
    return NAMESPACES["kg"] + "Expected" in has and NAMESPACES["kg"] + "Given" not in has


def dated(thing: Thing) -> str:
    """Return a thing's date or dates in words; a range where the graph has the end of one."""
    for name in HAPPENED:
        days = thing.dates(name)
        if not days:
            continue
        ends = thing.dates("kg:until")
        if len(days) == 1 and len(ends) == 1:
            return date_in_words(days[0], ends[0])
        return listed([date_in_words(day) for day in days], choice=True)
    return ""


def facts(
    reader: Reader,
    thing: Thing,
    names: Iterable[str],
    *,
    captions: dict[str, str],
    disputed: Iterable[str] = (),
) -> list[Line]:
    """Tell the values of a thing's own properties, a line each, with the words of the articles that say so.

    Args:
        reader: the graph.
        thing: whose values.
        names: the properties, in the order told.
        captions: what the properties are called.
        disputed: the properties that articles disagree about.
    """
    lines = []
    for name in names:
        for value, graphs in thing.values.get(name, {}).items():
            text = value_in_words(reader, name, value)
            lines.append(
                Line(
                    text=text,
                    label=captions.get(name, name),
                    id=reader.id(value) if reader.is_thing(value) else "",
                    evidence=thing.best(graphs=graphs, words=text),
                    notes=(
                        *(() if any(map(reader.source, graphs)) else (word("derived"),)),
                        *((word("disputed"),) if name in disputed else ()),
                    ),
                    # an article's own fields are given with it; there is nothing to count
                    sources=None if thing.kind == "Article" else reader.independent(graphs) or None,
                )
            )
    return lines
