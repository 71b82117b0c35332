"""A chronicle as a page, and as a table."""

from __future__ import annotations

from itertools import groupby

from kg.chronicle.entries import Chronicle
from kg.model import Table
from kg.telling import Page, Section, counted, finish, left_out, texts

COLUMNS = {
    "date": "Date",
    "until": "Until",
    "by": "Or before",
    "kind": "Kind",
    "text": "What",
    "notes": "Notes",
    "sources": "Independent sources",
    "confidence": "Confidence",
    "sentence": "Sentence",
    "article": "Article",
    "publisher": "Publisher",
    "published": "Published",
    "id": "Id",
}


def page(told: Chronicle) -> Page:
    """Return a chronicle as a page: a section for each date, evidence numbered and listed at the end."""
    sections = [
        Section(heading, tuple(entry.line for entry in entries))
        for heading, entries in groupby(told.entries, key=lambda entry: entry.heading)
    ]
    counts = [
        counted(f"kind_{kind}", count)
        for kind in ("Meeting", "Proposal", "Response", "Statement")
        if (count := len({entry.line.id for entry in told.entries if entry.kind == kind}))
    ]
    lead = [*told.scope, *([texts()["list"]["comma"].join(counts) + "."] if counts else [])]
    if any(entry.by for entry in told.entries):
        lead.append(texts()["chronicle"]["by"])
    undated = counted("undated_left_out", told.undated) if told.undated else ""
    notes = tuple(filter(None, (undated, left_out(told.left))))
    return finish(
        told.reader, Page(title=told.title, lead=tuple(lead), sections=tuple(sections), notes=notes)
    )


def table(told: Chronicle) -> Table:
    """Return a chronicle as rows: one for each thing and article that supports it, ``COLUMNS``."""
    rows = []
    for entry in told.entries:
        for one in entry.line.evidence:
            source = told.reader.source(one.article)
            rows.append(
                (
                    entry.date,
                    entry.until,
                    "yes" if entry.by else None,
                    entry.kind,
                    entry.line.text,
                    "; ".join(entry.line.notes) or None,
                    entry.line.sources,
                    one.confidence,
                    one.sentence,
                    source.name if source else one.article,
                    source.publisher if source else None,
                    source.published if source else None,
                    entry.line.id,
                )
            )
    return Table("chronicle", tuple(COLUMNS), tuple(rows), tuple(COLUMNS.values()))
