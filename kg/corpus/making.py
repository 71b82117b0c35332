"""From one state of a corpus to the next, doing again only what depends on what changed.

dates → extractions of what is new or dated otherwise → resolution of all compact claims → graphs that differ
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from kg import choices, pipeline, versions
from kg.cache import opened as opened_cache
from kg.corpus import readers
from kg.corpus.folder import Date, Entry, Folder, Index, marked, state
from kg.corpus.resolved import Made, Resolved, opened
from kg.ids import short_hash
from kg.judgements import Decision
from kg.model import Article, Issue
from kg.threads import Edit

if TYPE_CHECKING:
    from pathlib import Path

    import pyoxigraph as po

    from kg.cache import Cache
    from kg.llm import SecondReader

_FEW = 200  # graphs that are put in as one transaction; more go the faster way


def make(
    folder: Folder,
    before: Index,
    now: Index,
    *,
    store: po.Store,
    settings: Mapping[str, str],
    made: Made,
    decisions: Iterable[Decision],
    edits: Sequence[Edit],
    strict: bool,
    report: pipeline.Report | None,
    jobs: int,
    progress: pipeline.Progress | None,
    cache: Cache | str | Path | None = None,
    second: SecondReader | None = None,
    patience: float | None = None,
) -> Index:
    """Bring folder and store to the articles of ``now``; return its index with dates, keys and prints."""
    version = readers.version(settings)
    decisions = tuple(decisions)
    entries = _dated(folder, now, before, fresh=before.extractor != version)
    # whoever names a model wants it asked for what it has not read
    asks = second is not None
    entries = [
        entry if _is_known(entry, before, version) and not (asks and entry.awaits) else _keyed(entry, version)
        for entry in entries
    ]
    waiting: dict[str, str] = {}

    def extract(some: Collection[Entry], *, first: bool = False) -> set[str]:
        """Extract articles, and return the ids of those for which that failed.

        Args:
            first: what the model does not answer gets a key of its own; else the key that it has stays.
        """
        nonlocal second
        key_of = {entry.id: entry.file for entry in some}
        if not some:
            return set()
        if second is None:
            second = readers.from_kept(settings)
            if second is not None:
                opened_here.callback(second.close)
        articles = [with_date(folder.read_article(entry.id), entry.date) for entry in some]
        with opened_cache(cache) as kept:
            shared: dict[str, Any] = {
                "model": settings["model"],
                "strict": strict,
                "report": report,
                "jobs": jobs,
            }
            shared |= {"progress": progress, "hopeless": hopeless}
            extractions = (
                pipeline.extract_all(articles, cache=kept, patience=patience, **shared)
                if second is None
                else second.read(pipeline.sheets(articles, **shared))
            )
            for extraction in extractions:
                id = extraction.article.id
                key = key_of.pop(id)
                if first and second is not None and id in second.awaited:
                    key = waiting[id] = readers.meanwhile(key)
                # written as they come: what is done stays done if the rest is interrupted
                folder.keep_extraction(extraction, key)
                made.extracted += 1
        return set(key_of)

    with ExitStack() as opened_here:
        made.extracted = 0
        there = folder.extracted()
        failed = set() if strict else {entry.id for entry in entries if entry.key == entry.failed}
        hopeless = set(failed)
        missing = [
            entry for entry in entries if (entry.id, entry.file) not in there and entry.id not in failed
        ]
        failed |= extract(missing, first=True)
        entries = [
            replace(entry, key=waiting[entry.id], awaits=True) if entry.id in waiting else entry
            for entry in entries
        ]
        # which key failed is kept: until that changes, the article fails again
        entries = [
            replace(entry, key="", failed=entry.key if entry.id in hopeless else "")
            if entry.id in failed
            else replace(entry, failed="", key=_with_choices(folder, entry))
            for entry in entries
        ]
        if report is not None:
            _tell_void(folder, entries, report)
        if progress is not None:
            progress("resolve", 0, 0)
        with opened(folder) as tables:
            resolved = Resolved(folder, entries, tables, made=made, again=extract)
            resolved.bring_up(decisions, report)
            entries = _emit(
                folder,
                before,
                entries,
                resolved,
                store=store,
                base=settings["base"],
                made=made,
                strict=strict,
                report=report,
                edits=edits,
                # decided otherwise: what follows from the articles is made anew, though they are as they were
                anew=before.state != state(decisions, edits),
            )
    after = Index(version, {entry.id: entry for entry in entries}, state(decisions, edits))
    if after != before:
        folder.write_index(after)
    folder.unfinished.unlink(missing_ok=True)
    folder.sweep(entries)
    live = {entry.key for entry in entries}
    made.claims = {key: claims for key, claims in made.claims.items() if key in live}
    return after


def _dated(folder: Folder, now: Index, before: Index, *, fresh: bool) -> list[Entry]:
    """Date articles as ``pipeline.collect`` does, reading the texts of those alone whose date is not known.

    An article whose own text or metadata fixes its date gets no other from its neighbours, so that date is kept, and
    one whose text gives no clue gets none. Where the articles are those that there were, so are their dates.
    """
    from kg.dates import awaits_neighbours

    entries: list[Entry] = []
    for entry in now:
        if fresh or not (entry.key or entry.failed):
            (alone,) = pipeline.dated([folder.read_article(entry.id)])
            own = alone.published, alone.published_from
            entry = replace(entry, own=own, open=awaits_neighbours(alone))
        entries.append(entry if entry.date == entry.own else replace(entry, date=entry.own))
    if not any(entry.open for entry in entries):
        return entries
    if not fresh and {entry.id for entry in now} == {entry.id for entry in before}:
        return [replace(entry, date=known.date) for entry in entries if (known := before.get(entry.id))]
    everything = [with_date(folder.read_article(entry.id), entry.own) for entry in entries]
    return [
        replace(entry, date=(article.published, article.published_from))
        for entry, article in zip(entries, pipeline.dated(everything), strict=True)
    ]


def with_date(article: Article, date: Date) -> Article:
    """Return an article with the date that a corpus gives it."""
    published, how = date
    return replace(article, published=published, published_from=how)  # type: ignore[arg-type]


def _is_known(entry: Entry, before: Index, version: str) -> bool:
    known = before.get(entry.id)
    return bool(entry.key) and known is not None and known.date == entry.date and before.extractor == version


def _keyed(entry: Entry, version: str) -> Entry:
    parts = (entry.id, entry.content_hash, version, *(part or "" for part in entry.date))
    return replace(entry, key=short_hash(*parts) + short_hash("key", *parts), awaits=False)


def _with_choices(folder: Folder, entry: Entry) -> str:
    chosen = folder.chosen(entry.id)
    return f"{entry.file}-{chosen}" if chosen and entry.key else entry.file


def _tell_void(folder: Folder, entries: Iterable[Entry], report: pipeline.Report) -> None:
    """Report what persons chose that has no effect, as judgements are reported."""
    files = {entry.id: entry.file for entry in entries if entry.key}
    for id, chosen in sorted(folder.choices.items()):
        known = id in files
        for one in choices.void(folder.as_read(id, files[id]), chosen) if known else chosen:
            report(choices.without_effect(one))


def _emit(
    folder: Folder,
    before: Index,
    entries: list[Entry],
    resolved: Resolved,
    *,
    store: po.Store,
    base: str,
    made: Made,
    strict: bool,
    report: pipeline.Report | None,
    edits: Sequence[Edit],
    anew: bool,
) -> list[Entry]:
    """Write the graphs that are not as they were, and delete those of articles that went."""
    import pyoxigraph as po

    from kg import emit
    from kg.derive import derive

    digests = resolved.digests()
    version = versions.emitter_version()
    entries = [
        replace(entry, print=short_hash(version, entry.key, digests[entry.id]) if entry.key else "")
        for entry in entries
    ]
    broken = folder.unfinished.exists()
    had = {} if broken else {entry.id: entry.print for entry in before if entry.print}
    wanted = {entry.id: entry for entry in entries if entry.print}
    stale = [id for id, mark in had.items() if id not in wanted or wanted[id].print != mark]
    todo = [entry for id, entry in sorted(wanted.items()) if had.get(id) != entry.print]
    made.written = len(todo)

    def doubt(issue: Issue) -> None:
        if report is not None:
            report(replace(issue, level="warning"))

    def quads() -> Iterable[po.Quad]:
        for entry in todo:
            one, places = resolved.of(entry)
            yield from emit.quads(one, base=base, places=places, report=None if strict else doubt)

    if not (stale or todo or broken or anew):
        return entries
    with marked(folder.unfinished):
        if broken:
            store.clear()
        for id in stale:
            store.remove_graph(po.NamedNode(f"{base}article/{id}"))
        if len(todo) > _FEW:
            store.bulk_extend(quads())
        else:
            store.extend(quads())
        derive(store, base=base, edits=edits)
    return entries
