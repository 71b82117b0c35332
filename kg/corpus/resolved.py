"""The resolution of a corpus, brought up to what its articles say and persons judged now."""

from __future__ import annotations

import contextlib
import json
import pickle
import sqlite3
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping

from kg import pipeline
from kg.corpus.folder import Entry, Folder
from kg.corpus.tables import Disk
from kg.emit import place_label
from kg.errors import StoreError
from kg.files import FULL, is_full
from kg.ids import short_hash, slug
from kg.judgements import Decision
from kg.model import Entity, Extraction, Judgement, MeetingClaim, Resolution
from kg.resolve.flow import ENTRIES, Flow, Ids, judged_entries, ledgers
from kg.resolve.table import Tally
from kg.versions import resolver_version

PLACES = Tally("places", lambda counts: place_label(counts) if counts else None)
"""By a place's slug: the forms of its name. The graph gives a place one label, whatever article speaks of it."""


class Made:
    """What was made in this process: compact claims by key, kept for the next operation, and how much the last did."""

    def __init__(self) -> None:
        self.claims: dict[str, Extraction] = {}
        self.extracted = 0
        self.written = 0

    def of(self, folder: Folder, entry: Entry) -> Extraction | None:
        """Return the compact claims of an article; ``None`` where it has to be extracted."""
        known = self.claims.get(entry.key)
        if known is None and entry.key:
            known = folder.claims(entry.id, entry.key)
            if known is not None:
                self.claims[entry.key] = known
        return known

    def resolution(
        self,
        folder: Folder,
        entries: Collection[Entry],
        decisions: Iterable[Decision],
        report: pipeline.Report | None = None,
    ) -> Resolution:
        """Resolve the compact claims of articles, as persons judged; report judgements without effect."""
        keys = {entry.id: entry.key for entry in entries if entry.key}
        claims = [found for entry in entries if (found := self.of(folder, entry)) is not None]
        return pipeline.resolve_judged(
            claims,
            decisions,
            whole=lambda id: folder.extraction(id, keys[id]) if id in keys else None,
            report=report,
        )


class Resolved:
    """What the claims of a corpus denote.

    Args:
        entries: all articles, with the keys of their extractions.
        tables: as the last change left them, and then as this one does.
        again: extracts an article anew whose extraction cannot be read; returns the ids of those that fail.
    """

    def __init__(
        self,
        folder: Folder,
        entries: Collection[Entry],
        tables: Disk,
        *,
        made: Made,
        again: Callable[[Collection[Entry]], set[str]],
    ) -> None:
        self._folder = folder
        self._entries = {entry.id: entry for entry in entries if entry.key}
        self._tables = tables
        self._made = made
        self._again = again
        self._flow = Flow(tables, self.claims, ledgers(()))

    def claims(self, article: str) -> Extraction | None:
        """Return the compact claims of an article; ``None`` for one that is not in the corpus.

        Raises:
            StoreError: its extraction cannot be read, and not be made again.
        """
        entry = self._entries.get(article)
        if entry is None:
            return None
        found = self._made.of(self._folder, entry)
        if found is None:
            self._extract(entry)
            found = self._made.of(self._folder, entry)
        return found

    def bring_up(self, decisions: Iterable[Decision], report: pipeline.Report | None) -> None:
        """Resolve again what articles and judgements that are not as they were touch; report those without effect."""
        tables, entries = self._tables, self._entries
        kept = tables.articles()
        changed = {id for id, entry in entries.items() if id not in kept or kept[id][0] != entry.key}
        gone = kept.keys() - entries.keys()
        judgements = sorted(set(pipeline.bound(decisions, self._whole, report=report)))
        accounts = ledgers(judgements)
        before = ledgers(_loaded(tables.get("judgements")))
        for kind, ledger in accounts.items():
            for ref in ledger.about | before[kind].about:
                if (ledger.links(ref), ledger.others(ref)) != (
                    before[kind].links(ref),
                    before[kind].others(ref),
                ):
                    changed.add(ref[0])
        entries_now = judged_entries(self.claims, accounts["actor"].about)
        entries_before = frozenset(json.loads(tables.get("judged entries") or "[]"))
        changed |= tables.speakers(ENTRIES, entries_now ^ entries_before)
        self._flow = Flow(tables, self.claims, accounts)
        touched = self._flow.run(changed | gone, entries_now)
        for article in sorted(touched):
            said = self.claims(article)
            pairs = [_place(claim) for claim in said.meetings if claim.place] if said else []
            tables.count(PLACES, article, pairs)
        touched |= tables.speakers(PLACES, tables.changed(PLACES))
        for article in sorted(touched - gone):
            said = self.claims(article)
            if said is not None:
                digest = _digest(said, self._flow.ids(said), self._places(said))
                tables.keep(article, entries[article].key, digest)
        tables.drop(gone)
        tables.hold("judgements", _dumped(judgements))
        tables.hold("judged entries", json.dumps(sorted(entries_now)))
        tables.commit()

    def digests(self) -> dict[str, str]:
        """Return by article a digest of all that its graph depends on but its extraction: ids, labels, places."""
        return {id: digest for id, (_, digest) in self._tables.articles().items()}

    def of(self, entry: Entry) -> tuple[Resolution, dict[str, str]]:
        """Return the resolution of one article, with its whole extraction, and the labels of its places."""
        said = self._whole(entry.id)
        assert said is not None
        ids = self._flow.ids(said)

        def full(given: Mapping[str, str]) -> dict[tuple[str, str], str]:
            return {(entry.id, key): id for key, id in given.items()}

        resolution = Resolution(
            (said,),
            ids.entities,
            full(ids.actors),
            full(ids.meetings),
            full(ids.proposals),
            full(ids.responses),
            full(ids.statements),
        )
        return resolution, self._places(said)

    def _places(self, said: Extraction) -> dict[str, str]:
        slugs = {_place(claim)[0] for claim in said.meetings if claim.place}
        return {slug: self._tables.fact(PLACES, slug) for slug in sorted(slugs)}

    def _whole(self, article: str) -> Extraction | None:
        entry = self._entries.get(article)
        if entry is None:
            return None
        try:
            return self._folder.extraction(article, entry.key)
        except StoreError:
            self._extract(entry)
            return self._folder.extraction(article, entry.key)

    def _extract(self, entry: Entry) -> None:
        """Make an extraction again that is damaged."""
        if self._again([entry]):
            raise StoreError(f"{self._folder.path}: {entry.name} cannot be extracted again; remove it")


@contextlib.contextmanager
def opened(folder: Folder) -> Iterator[Disk]:
    """Open the tables of a corpus; damaged ones are deleted first, and made again by whoever fills them.

    Raises:
        StoreError: the disk is full, or the file turns out to be damaged.
    """
    folder.check_tables()
    tables = Disk(folder.resolution, resolver_version())
    try:
        yield tables
        tables.close()
        folder.seal_tables()
    except (sqlite3.DatabaseError, pickle.UnpicklingError, EOFError) as error:
        if is_full(error):
            raise StoreError(f"{folder.resolution}: {FULL}") from error
        raise StoreError(f"{folder.resolution}: damaged: {error}; delete it, and it is made again") from error
    finally:
        tables.close()


def _place(claim: MeetingClaim) -> tuple[str, str]:
    place = claim.place or ""
    return slug(place), " ".join(place.split())


def _digest(said: Extraction, ids: Ids, places: Mapping[str, str]) -> str:
    listed = [
        [given[claim.key] for claim in claims]
        for given, claims in (
            (ids.actors, said.actors),
            (ids.meetings, said.meetings),
            (ids.proposals, said.proposals),
            (ids.responses, said.responses),
            (ids.statements, said.statements),
        )
    ]
    entities = [_fields(ids.entities[id]) for id in sorted(ids.entities)]
    return short_hash(json.dumps([listed, entities, places]))


def _fields(entity: Entity) -> list[str | None]:
    return [entity.id, entity.kind, entity.label, entity.wikidata]


def _dumped(judgements: Iterable[Judgement]) -> str:
    return json.dumps([[one.kind, one.one, one.other, one.verdict] for one in judgements])


def _loaded(text: str) -> list[Judgement]:
    return [
        Judgement(kind, tuple(one), tuple(other), verdict)
        for kind, one, other, verdict in json.loads(text or "[]")
    ]
