"""What is told, before it is laid out: a page of sections of lines, each line with the words that it rests on."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

from kg.telling.things import Evidence, Reader, Source


@dataclass(frozen=True, slots=True)
class Side:
    """One of the two things that articles say of one."""

    claim: str
    evidence: tuple[Evidence, ...]


@dataclass(frozen=True, slots=True)
class Dispute:
    """Where articles contradict one another: about what, and what they say."""

    aspect: str
    sides: tuple[Side, ...]


@dataclass(frozen=True, slots=True)
class Line:
    """One thing told.

    Attributes:
        text: the line itself.
        when: its date in words, before the text; ``""`` for none.
        label: what the text is the value of; ``""`` for a line that says it itself.
        id: the id of the thing, as ``kg explain`` takes it; ``""`` for a plain fact.
        evidence: the best words of each article, the surest first.
        notes: what else is to be known, in a few words each.
        sources: how many independent sources there are; ``None`` where that is not counted.
        parts: lines that belong under this one.
    """

    text: str
    when: str = ""
    label: str = ""
    id: str = ""
    evidence: tuple[Evidence, ...] = ()
    notes: tuple[str, ...] = ()
    sources: int | None = None
    disputes: tuple[Dispute, ...] = ()
    parts: tuple[Line, ...] = ()

    @property
    def confidence(self) -> float | None:
        """How sure the surest of its evidence is."""
        return max((one.confidence for one in self.evidence), default=None)


@dataclass(frozen=True, slots=True)
class Section:
    """Lines under a heading; ``more`` says what was left out and where it is."""

    heading: str
    lines: tuple[Line, ...] = ()
    more: str = ""


@dataclass(frozen=True, slots=True)
class Page:
    """A dossier, a chronicle or a briefing.

    Attributes:
        lead: what stands under the title, a paragraph each.
        inline: evidence stands under each line; otherwise it is numbered and listed at the end.
        articles: the articles that evidence is from, by IRI.
        notes: what is to be said at the end.
    """

    title: str
    id: str = ""
    lead: tuple[str, ...] = ()
    sections: tuple[Section, ...] = ()
    inline: bool = False
    articles: dict[str, Source] = field(default_factory=dict)
    notes: tuple[str, ...] = ()

    def all_evidence(self) -> Iterator[Evidence]:
        """Yield the evidence of all lines in the order of the page."""
        for section in self.sections:
            for line in section.lines:
                yield from _evidence(line)


@dataclass(frozen=True, slots=True)
class Reference:
    """A numbered sentence of one article, with all of its words that support something on the page."""

    number: int
    article: str
    sentence: str
    marks: tuple[tuple[int, int], ...]
    confidence: float


def _evidence(line: Line) -> Iterator[Evidence]:
    yield from line.evidence
    for dispute in line.disputes:
        for side in dispute.sides:
            yield from side.evidence
    for part in line.parts:
        yield from _evidence(part)


def references(page: Page) -> dict[tuple[str, str], Reference]:
    """Number the sentences that a page rests on in its order, each once: (article, sentence) to reference."""
    found: dict[tuple[str, str], list[Evidence]] = {}
    for one in page.all_evidence():
        found.setdefault((one.article, one.sentence), []).append(one)
    return {
        (article, sentence): Reference(
            number=number,
            article=article,
            sentence=sentence,
            marks=marks(pieces),
            confidence=max(one.confidence for one in pieces),
        )
        for number, ((article, sentence), pieces) in enumerate(found.items(), start=1)
    }


def marks(evidence: Iterable[Evidence]) -> tuple[tuple[int, int], ...]:
    """Return the stretches of one sentence that are quoted, joined where they touch; none where all of it is."""
    pieces = list(evidence)
    spans = sorted((one.at, one.at + len(one.quote)) for one in pieces if one.at >= 0)
    joined: list[tuple[int, int]] = []
    for start, end in spans:
        if joined and start <= joined[-1][1]:
            joined[-1] = (joined[-1][0], max(end, joined[-1][1]))
        else:
            joined.append((start, end))
    whole = pieces and joined and joined[0][1] - joined[0][0] >= len(pieces[0].sentence.rstrip(" .!?”\"'"))
    return () if whole else tuple(joined)


def cut(sentence: str, spans: Iterable[tuple[int, int]]) -> Iterator[tuple[str, bool]]:
    """Yield a sentence in pieces, each with whether it is marked; runs of blanks become one."""
    at = 0
    for start, end in spans:
        yield _blank(sentence[at:start]), False
        yield _blank(sentence[start:end]), True
        at = end
    yield _blank(sentence[at:]), False


def _blank(text: str) -> str:
    inner = " ".join(text.split())
    return (" " if text[:1].isspace() and inner else "") + inner + (" " if text[-1:].isspace() else "")


def finish(reader: Reader, page: Page) -> Page:
    """Return the page with the articles that its evidence is from."""
    articles = {one.article for one in page.all_evidence()}
    known = {one: source for one in sorted(articles) if (source := reader.source(one))}
    return Page(
        title=page.title,
        id=page.id,
        lead=page.lead,
        sections=tuple(section for section in page.sections if section.lines or section.more),
        inline=page.inline,
        articles=known,
        notes=page.notes,
    )


def as_data(page: Page) -> dict[str, Any]:
    """Return a page as plain data, for JSON: every line with its evidence in full."""
    return {
        "title": page.title,
        "id": page.id,
        "lead": list(page.lead),
        "sections": [
            {
                "heading": section.heading,
                "lines": [_data(page, line) for line in section.lines],
                "more": section.more,
            }
            for section in page.sections
        ],
        "notes": list(page.notes),
    }


def _data(page: Page, line: Line) -> dict[str, Any]:
    told: dict[str, Any] = {
        "when": line.when,
        "label": line.label,
        "text": line.text,
        "id": line.id,
        "confidence": line.confidence,
        "sources": line.sources,
        "notes": list(line.notes),
        "evidence": [evidence_data(page.articles, one) for one in line.evidence],
        "disputes": [
            {
                "about": dispute.aspect,
                "sides": [
                    {
                        "claim": side.claim,
                        "evidence": [evidence_data(page.articles, one) for one in side.evidence],
                    }
                    for side in dispute.sides
                ],
            }
            for dispute in line.disputes
        ],
        "parts": [_data(page, part) for part in line.parts],
    }
    return {name: value for name, value in told.items() if value not in ("", None, [])}


def evidence_data(articles: dict[str, Source], one: Evidence) -> dict[str, Any]:
    """Return one piece of evidence as plain data: sentence, quote, confidence and its article."""
    source = articles.get(one.article)
    return {
        "sentence": one.sentence,
        "quote": one.quote,
        "confidence": one.confidence,
        "article": source.name if source else one.article,
        "title": source.title if source else None,
        "publisher": source.publisher if source else None,
        "published": source.published if source else None,
        "article_id": one.article,
    }
