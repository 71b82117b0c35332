"""The dossier of a thing: what the graph says of it, grouped, each line with its sentences and articles.

``dossier(ds, "Ada Roe")`` gives a :class:`kg.telling.Page`; ``kg.telling`` lays it out as text, Markdown or HTML.
"""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from kg.dossier.plan import Part, plan
from kg.ontology import terms
from kg.query import resolve_thing
from kg.telling import (
    Line,
    Page,
    Reader,
    Section,
    Teller,
    Thing,
    choose,
    counted,
    date_in_words,
    facts,
    finish,
    left_out,
    phrase,
    texts,
    word,
)
from kg.telling.phrases import caption

if TYPE_CHECKING:
    from rdflib import Dataset

__all__ = ["LIMIT", "dossier"]

LIMIT = 20
"""How many lines a section has before it names the query that gives all."""

# of things that are only counted so many are looked at, and so many quoted
_LOOKED_AT = 50
# facts of a section, unless everything is asked for
_FACTS = 8
_QUOTED = 5
_NS = "https://w3id.org/parley/ns#"


def dossier(ds: Dataset, thing: str, *, limit: int = LIMIT, everything: bool = False) -> Page:
    """Tell what a graph says of one thing.

    Args:
        ds: the graph.
        thing: an IRI, an id (``meeting/…``), an article's file name, an actor's name.
        limit: how many lines a section has at most: those of most independent sources, then the surest, then the
            latest, in the order of their dates.
        everything: set nothing aside; otherwise neither what is doubtful nor what is nobody's by name is told.

    Returns:
        A page with the evidence under each line; sections without lines are left out. What articles contradict one
        another about stands under the line, side by side.

    Raises:
        QueryError: nothing, or more than one thing, goes by these words.
    """
    found = str(resolve_thing(ds, thing))
    reader = Reader(ds)
    (subject,) = reader.things([found])
    author = _Author(reader, subject, limit, everything=everything)
    sections = [author.section(part) for part in plan().get(subject.kind) or plan()["other"]]
    disputes = Line(
        text=phrase(reader, subject), id=reader.id(found), disputes=author.teller.disputes(subject)
    )
    if disputes.disputes:
        sections.insert(1, Section(texts()["dossier"]["disagreements"], (disputes,)))
    return finish(
        reader,
        Page(
            title=_title(reader, subject),
            id=reader.id(found),
            lead=tuple(filter(None, (_kind(subject), coverage(reader, subject)))),
            sections=tuple(sections),
            inline=True,
        ),
    )


def _title(reader: Reader, subject: Thing) -> str:
    # what a proposal asks for has a section of its own
    return (
        reader.name(subject.iri)
        if subject.kind == "Actor"
        else phrase(reader, subject, omit=("kg:provision",))
    )


def _kind(subject: Thing) -> str:
    name = next(iter(subject.classes), "")
    if not name:
        return ""
    told = caption(_NS + name)
    return told[0].upper() + told[1:] + "."


def coverage(reader: Reader, subject: Thing) -> str:
    """Say in how many articles of how many publishers, published when, a thing is spoken of; ``""`` for none."""
    sources = [source for one in subject.evidence if (source := reader.source(one))]
    if not sources:
        return ""
    outlets = {source.publisher for source in sources if source.publisher}
    days = sorted(source.published for source in sources if source.published)
    line = counted("articles", len(sources))
    if outlets:
        line += f", {counted('publishers', len(outlets))}"
    if days:
        first, last = date_in_words(days[0]), date_in_words(days[-1])
        line += ", " + (first if first == last else word("reported", **{"from": first, "to": last}))
    return f"{line}."


class _Author:
    """Writes the sections of one dossier."""

    def __init__(self, reader: Reader, subject: Thing, limit: int, *, everything: bool) -> None:
        self.reader = reader
        self.subject = subject
        self.limit = limit
        self.everything = everything
        self.teller = Teller(reader)
        self.captions = {f"kg:{term.name}": term.label for term in terms().values()} | texts()["facts"]

    def section(self, part: Part) -> Section:
        """Write one section of the plan."""
        if part.facts:
            disputed = {f"kg:{dispute.aspect}" for dispute in self.teller.disputes(self.subject)}
            lines = facts(self.reader, self.subject, part.facts, captions=self.captions, disputed=disputed)
            return self._facts(part, lines)
        if part.supports:
            others = self.reader.supported(
                self.subject.iri, [n for n, k in texts()["kinds"].items() if k in part.supports]
            )
        else:
            others = self.reader.linked([self.subject.iri], part.path)
        others = [one for one in others if one != self.subject.iri and self.reader.is_thing(one)]
        if part.unless:
            settled = {one for one, _ in self.reader.pairs(others, part.unless)}
            others = [one for one in others if one not in settled]
        if part.besides:
            told = set(self.reader.linked([self.subject.iri], part.besides))
            others = [one for one in others if one not in told]
        if part.kinds:
            others = self._of_kinds(others, part.kinds)
        if part.group:
            return self._groups(part, others)
        chosen = [
            one for one, mark in self.reader.in_order(others) if not part.variants or mark in part.variants
        ]
        choice = choose(self.reader, chosen, limit=self.limit, everything=self.everything)
        lines = self._lines(part, list(choice.kept))
        aside = {why: count for why, count in choice.left.items() if why != "light"}
        more = (self._more(part, choice.left.get("light", 0)), left_out(aside))
        return Section(part.heading, tuple(lines), " ".join(filter(None, more)))

    def _facts(self, part: Part, lines: list[Line]) -> Section:
        """Tell of an actor's many names those that most independent sources give."""
        if self.everything or self.subject.kind != "Actor" or len(lines) <= _FACTS:
            return Section(part.heading, tuple(lines))
        ranked = sorted(range(len(lines)), key=lambda n: (-(lines[n].sources or 0), n))
        kept = sorted(ranked[:_FACTS])
        said = left_out({"light": len(lines) - len(kept)})
        return Section(part.heading, tuple(lines[n] for n in kept), said)

    def _of_kinds(self, others: list[str], wanted: tuple[str, ...]) -> list[str]:
        kinds: dict[str, str] = texts()["kinds"]
        classes = {_NS + name for name, kind in kinds.items() if kind in wanted}
        return sorted({one for one, name in self.reader.pairs(others, "rdf:type") if name in classes})

    def _lines(self, part: Part, chosen: list[str]) -> list[Line]:
        lines = []
        article = self.subject.iri if part.supports else None
        for thing in self.reader.things(chosen):
            under = self.reader.linked([thing.iri], part.parts) if part.parts else []
            parts = [
                # an answer under its provision need not repeat it
                self.teller.tell(one, omit=("kg:respondsTo",) if part.parts.startswith("^") else ())
                for one in self.reader.things(under)
                if one.kind and one.iri != self.subject.iri
            ]
            lines.append(self.teller.tell(thing, parts=parts, within=article, omit=part.omit))
        return lines

    def _groups(self, part: Part, others: list[str]) -> Section:
        """Count things by whose they are; a few of each are quoted."""
        groups: dict[str, list[str]] = defaultdict(list)
        for one, value in self.reader.pairs(others, part.group):
            if value != self.subject.iri:
                groups[value].append(one)
        order = sorted(groups, key=lambda value: (-len(groups[value]), value))
        self.reader.load_names(order[: self.limit])
        lines = []
        for value in order[: self.limit]:
            some = [one for one, _ in self.reader.in_order(groups[value][:_LOOKED_AT])][:_QUOTED]
            # one sentence of each article
            best = {
                piece.article: piece for thing in self.reader.things(some)[::-1] for piece in thing.best()
            }
            lines.append(
                Line(
                    text=self.reader.name(value),
                    id=self.reader.id(value),
                    notes=(counted("statements", len(groups[value])),),
                    evidence=tuple(best.values())[::-1],
                )
            )
        return Section(part.heading, tuple(lines), self._more(part, len(order) - self.limit))

    def _more(self, part: Part, left: int) -> str:
        if left <= 0:
            return ""
        said = f"… {counted('more_lines', left)}"
        if not part.query:
            return said
        name = self.reader.id(self.subject.iri)
        return (
            f"{said}: kg query {part.query} {name}"
            if "--" in part.query
            else f"{said}: kg query {part.query}"
        )
