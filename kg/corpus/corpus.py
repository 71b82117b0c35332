"""A corpus and the ways to change it: every one ends in what a build of the articles would make."""

from __future__ import annotations

import contextlib
import difflib
import fnmatch
import os
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from kg import choices, judgements, pipeline
from kg.corpus import readers
from kg.corpus.folder import Entry, Folder, Index, state
from kg.errors import InputError, StoreError
from kg.model import Article, Extraction, Resolution
from kg.store.place import is_store
from kg.threads import edits

if TYPE_CHECKING:
    import pyoxigraph as po

    from kg.cache import Cache
    from kg.corpus.resolved import Made
    from kg.graph import Graph
    from kg.llm import SecondReader
    from kg.read import Intake

_MAGIC = re.compile(r"[*?\[]")
_PART = re.compile(r"(?:!/.+|[:#]\d+(?:#\d+)?)$")  # a file of an archive, a line, a record, a copy beside it


@dataclass(frozen=True, slots=True)
class Change:
    """What an operation did, as names of articles.

    Attributes:
        changed: articles whose content is another than before.
        extracted: number of articles that were extracted, because they are new, changed, or dated otherwise.
        written: number of articles whose graph is another than before.
        total: number of articles now in the corpus.
        failed: number of those that could not be extracted, now or before, and are in no graph.
        waiting: number of those that a language model is yet to read; the rules read them meanwhile.
        unchanged: everything was as it is, and so it will be as long as no file changes.
    """

    added: tuple[str, ...]
    changed: tuple[str, ...]
    removed: tuple[str, ...]
    extracted: int
    written: int
    total: int
    failed: int = 0
    unchanged: bool = False
    waiting: int = 0

    def __str__(self) -> str:
        parts = [
            f"{len(names)} {what}"
            for what, names in (("added", self.added), ("changed", self.changed), ("removed", self.removed))
            if names
        ]
        told = ", ".join(parts) or "nothing changed"
        graphs = "graph" if self.written == 1 else "graphs"
        articles = "article" if self.total == 1 else "articles"
        return (
            f"{told}; {self.extracted} extracted, {self.written} {graphs} written,"
            f" {self.total} {articles} in all"
            + (f", {self.failed} of them could not be extracted" if self.failed else "")
            + (f", {self.waiting} wait for the model" if self.waiting else "")
        )


class Corpus:
    """Articles, their extractions and their graph in one folder.

    Args:
        folder: made at the first addition.
        base, model: as for ``kg.build``; fixed when the corpus is made. ``None`` for what it has.
        judgements: the file of what persons decided; ``None`` for the one in the folder. Read at every operation.
            What they chose between two readers stands beside it, in ``choices.yaml``.
        strict, report, jobs, progress, cache, intake, patience: as for ``kg.build``.
        second: as for ``kg.build``; its model and way of reading are fixed when the corpus is made. ``None`` for what
            the corpus has, with the answers that are kept alone.

    Raises:
        StoreError: the folder holds something else, or a corpus of another base, model or reader.
        InputError: ``base`` cannot begin an IRI.
    """

    def __init__(
        self,
        folder: str | Path,
        *,
        base: str | None = None,
        model: str | None = None,
        judgements: str | Path | None = None,
        strict: bool = False,
        report: pipeline.Report | None = None,
        jobs: int = 1,
        progress: pipeline.Progress | None = None,
        cache: Cache | str | Path | None = None,
        intake: Intake | None = None,
        second: SecondReader | None = None,
        patience: float | None = None,
    ) -> None:
        self.folder = Folder(Path(folder))
        self.folder.check(make=True)
        pipeline.check_base(base)
        self.settings = self._settings(base=base, model=model, second=second)
        self.second = second
        self.judgements = self.folder.judgements if judgements is None else Path(judgements)
        self.choices = self.judgements.with_name(choices.NAME)
        self.strict, self.report, self.jobs, self.progress = strict, report, jobs, progress
        self.cache = cache
        self.intake = intake
        self.patience = patience

    @cached_property
    def _made(self) -> Made:
        # imported when something is made: resolution takes longer to load than to see that nothing has changed
        from kg.corpus.resolved import Made

        return Made()

    def _settings(
        self, *, base: str | None, model: str | None, second: SecondReader | None
    ) -> dict[str, str]:
        if not self.folder.exists():
            from kg.ontology import DEFAULT_BASE
            from kg.versions import DEFAULT_MODEL

            return {
                "base": base or DEFAULT_BASE,
                "model": model or DEFAULT_MODEL,
                **readers.named(second),
            }
        had = self.folder.read_settings()
        for name, given in (("base", base), ("model", model)):
            if given is not None and given != had[name]:
                raise StoreError(
                    f"{self.folder.path}: was made with {name} {had[name]}; leave --{name} out, or make another"
                )
        readers.check(had, second, place=self.folder.path)
        return had

    @property
    def names(self) -> tuple[str, ...]:
        """The names of the articles, sorted."""
        return tuple(sorted(entry.name for entry in self.folder.read_index()))

    def add(self, sources: str | Path | Iterable[str | Path]) -> Change:
        """Add the articles in files, folders and globs; one that was read from the same place before is replaced.

        Raises:
            InputError: none of the sources holds an article, or in strict mode one cannot be read.
        """
        found = self._read(_listed(sources))
        if not found:
            raise InputError(
                "nothing was added: every article was left out; name files that hold English news"
            )
        return self._change(lambda places: {**places, **{place: a.id for place, a in found.items()}}, found)

    def build(
        self,
        sources: str | Path | Iterable[str | Path],
        *,
        decisions: Iterable[judgements.Decision] = (),
        affairs: Iterable[edits.Edit] = (),
    ) -> Change:
        """Make the corpus hold what the sources hold now and nothing else; what is known of them already stays known.

        Args:
            decisions: what persons decided; kept with the judgements of the corpus.
            affairs: what they decided about affairs; done after what the corpus holds of that.

        Raises:
            InputError: none of the sources gives an article, in strict mode one cannot be read, or a decision
                contradicts those of the corpus.
        """
        found = self._read(_listed(sources))
        both = judgements.judged(judgements.read(self.judgements), decisions)
        wanted = tuple(dict.fromkeys((*edits.read(self.folder.affairs), *affairs)))
        if found and (both or wanted):
            self.judgements.parent.mkdir(parents=True, exist_ok=True)
            self.folder.write_settings(self.settings)
            judgements.write(self.judgements, both)
            edits.write(self.folder.affairs, wanted)
        change = self._change(lambda _: {place: a.id for place, a in found.items()}, found) if found else None
        if change is None or not any(entry.key for entry in self.folder.read_index()):
            raise InputError(
                "nothing was built: every article was left out; name files or folders that hold English news"
            )
        return change

    def update(self, sources: str | Path | Iterable[str | Path] = ()) -> Change:
        """Make the corpus hold what the sources hold now: add, replace, and remove what is no longer in them.

        Args:
            sources: files, folders and globs; without any, all places that the corpus was read from. Articles from
                elsewhere stay.

        Raises:
            InputError: a source holds nothing and never did, or nothing at all would be left.
        """
        self.folder.check(make=False)
        known = sorted({place for entry in self.folder.read_index() for place in entry.sources})
        paths = [_absolute(path) for path in _listed(sources)] or sorted({_file(place) for place in known})
        found: dict[str, Article] = {}
        for path in paths:
            try:
                found |= self._read([path])
            except InputError:
                # what was read there is gone; where nothing was, the name is wrong
                if self.strict or not any(_lies_in(place, [path]) for place in known):
                    raise

        def places_now(places: Mapping[str, str]) -> dict[str, str]:
            kept = {place: id for place, id in places.items() if not _lies_in(place, paths)}
            if places and not kept and not found:
                raise InputError(
                    f"{', '.join(paths)}: no article is left there, so all would go; if that is meant: kg remove"
                )
            return {**kept, **{place: article.id for place, article in found.items()}}

        return self._change(places_now, found)

    def remove(self, what: Iterable[str]) -> Change:
        """Remove articles, and their words from every file of the store and from the cache.

        Args:
            what: file names or record ids, article ids, or the files and folders that they were read from.

        Raises:
            InputError: something named is not in the corpus.
        """
        self.folder.check(make=False)
        gone: set[str] = set()
        index = self.folder.read_index()
        for word in what:
            chosen = {entry.id for entry in index if word.removeprefix("article/") in (entry.id, entry.name)}
            path = _absolute(word)
            chosen |= {e.id for e in index if any(_lies_in(place, [path]) for place in e.sources)}
            if not chosen:
                near = difflib.get_close_matches(word, sorted(entry.name for entry in index), n=3)
                remedy = (
                    f"did you mean {' or '.join(near)}?" if near else "give a file name, an id, or a path"
                )
                raise InputError(f"{word}: no article of {self.folder.path}; {remedy}")
            gone |= chosen
        self._forget(entry for entry in index if entry.id in gone)
        change = self._change(lambda places: {p: id for p, id in places.items() if id not in gone}, {})
        self._erase()
        return change

    def refresh(self) -> Change:
        """Resolve again and write what has changed, as after a judgement."""
        self.folder.check(make=False)
        return self._change(dict, {})

    def graph(self) -> Graph:
        """Return the graph as it is on disk, for reading.

        Raises:
            StoreError: there is no corpus.
        """
        from kg.graph import Graph

        self.folder.check(make=False)
        return Graph.load(self.folder.graph)

    def resolution(self) -> Resolution:
        """Resolve the compact claims, without evidence and texts, of all articles."""
        self.folder.check(make=False)
        self._read_choices()
        return self._made.resolution(
            self.folder, list(self.folder.read_index()), judgements.read(self.judgements), self.report
        )

    def extraction(self, id: str) -> Extraction | None:
        """Return the whole extraction of an article; ``None`` for one that is not there or failed."""
        self._read_choices()
        entry = self.folder.read_index().get(id)
        return self.folder.extraction(id, entry.key) if entry is not None and entry.key else None

    # ------------------------------------------------------------------------------------------ inside

    def _forget(self, entries: Iterable[Entry]) -> None:
        """Delete what the cache holds of articles."""
        from kg.cache import Extractions, opened
        from kg.corpus.making import with_date

        with opened(self.cache) as cache:
            if cache is not None:
                kept = Extractions(cache, model=self.settings["model"])
                kept.forget(with_date(self.folder.read_article(e.id), e.date) for e in entries)

    def _erase(self) -> None:
        """Write graph and tables anew: what is deleted from them stays in their files else."""
        from kg.corpus.tables import vacuum
        from kg.store import disk, fill

        for path in self.folder.path.glob("unchanged*"):
            path.unlink()
        fill(self.folder.graph, disk(self.folder.graph, read_only=True))
        if self.folder.resolution.is_file():
            vacuum(self.folder.resolution)
            self.folder.seal_tables()

    def _read(self, sources: Sequence[str | Path]) -> dict[str, Article]:
        """Return the articles that the sources hold now, by where they stand."""
        found: dict[str, Article] = {}
        for article in pipeline.read_each(
            sources, strict=self.strict, report=self.report, intake=self.intake
        ):
            found[_absolute(article.source)] = article
            if self.progress is not None:
                self.progress("read", len(found), 0)
        return found

    def _change(
        self, places_now: Callable[[Mapping[str, str]], Mapping[str, str]], found: Mapping[str, Article]
    ) -> Change:
        """Bring the corpus to the state in which each place holds the article that it is mapped to."""
        self._read_choices()
        if (same := self._as_it_is(places_now, found)) is not None:
            return replace(_told(same, same, extracted=0, written=0), unchanged=True)
        from kg.corpus.making import make

        decisions, wanted = judgements.read(self.judgements), edits.read(self.folder.affairs)
        if not self.folder.exists():
            self.folder.write_settings(self.settings)
        with self._store() as store:
            # after the store is locked: nobody else writes the index meanwhile
            before = self.folder.read_index()
            places = {place: entry.id for entry in before for place in entry.sources}
            now = _index(places_now(places), found, before)
            for article in found.values():
                self.folder.keep_article(article)
            after = make(
                self.folder,
                before,
                now,
                store=store,
                settings=self.settings,
                made=self._made,
                decisions=decisions,
                edits=wanted,
                strict=self.strict,
                report=self.report,
                jobs=self.jobs,
                progress=self.progress,
                cache=self.cache,
                second=self.second,
                patience=self.patience,
            )
        return _told(before, after, extracted=self._made.extracted, written=self._made.written)

    def _as_it_is(
        self, places_now: Callable[[Mapping[str, str]], Mapping[str, str]], found: Mapping[str, Article]
    ) -> Index | None:
        """Return the index if the corpus is in that state already, and nothing that it depends on has changed.

        Judgements are always looked at: those that have no effect are reported each time. In strict mode so is an
        article that failed.
        """
        if not self.folder.exists() or self.folder.unfinished.exists() or self.folder.leftovers():
            return None
        index = self.folder.read_index()
        if index.extractor != readers.version(self.settings):
            return None
        if self.folder.choices or any(entry.key != entry.file for entry in index):
            return None
        if self.second is not None and any(entry.awaits for entry in index):
            return None
        if judgements.read(self.judgements) or index.state != state((), edits.read(self.folder.affairs)):
            return None
        # one that failed for want of something is tried again
        if any(not entry.key and (self.strict or not entry.failed) for entry in index):
            return None
        places = {place: entry.id for entry in index for place in entry.sources}
        if _index(places_now(places), found, index).entries != index.entries:
            return None
        there = self.folder.extracted()
        whole = all((entry.id, entry.file) in there for entry in index if entry.key)
        return index if whole and is_store(self.folder.graph) and self.folder.resolution.is_file() else None

    def _read_choices(self) -> None:
        self.folder.choices = choices.by_article(choices.read(self.choices))

    @contextlib.contextmanager
    def _store(self) -> Iterator[po.Store]:
        from kg.store.place import close, writable, written

        store = writable(self.folder.graph)
        try:
            with written(self.folder.graph):
                yield store
            close(store, self.folder.graph)
        finally:
            # RocksDB unlocks the folder when the last reference goes
            del store


def _index(places: Mapping[str, str], found: Mapping[str, Article], before: Index) -> Index:
    sources: dict[str, list[str]] = {}
    for place, id in places.items():
        sources.setdefault(id, []).append(place)
    articles = {article.id: article for article in found.values()}
    entries = {}
    for id in sorted(sources):
        known = before.get(id)
        if known is None:
            article = articles[id]
            known = Entry(id, article.name, article.content_hash, ())
        entries[id] = replace(known, sources=tuple(sorted(sources[id])))
    return Index(before.extractor, entries, before.state)


def _told(before: Index, after: Index, *, extracted: int, written: int) -> Change:
    gone = {entry.name for entry in before if after.get(entry.id) is None}
    come = {entry.name for entry in after if before.get(entry.id) is None}
    return Change(
        added=tuple(sorted(come - gone)),
        changed=tuple(sorted(come & gone)),
        removed=tuple(sorted(gone - come)),
        extracted=extracted,
        written=written,
        total=len(list(after)),
        failed=sum(not entry.key for entry in after),
        waiting=sum(entry.awaits for entry in after),
    )


def _listed(sources: str | Path | Iterable[str | Path]) -> list[str | Path]:
    return [sources] if isinstance(sources, str | Path) else list(sources)


def _absolute(place: str | Path) -> str:
    """Return where a path leads whatever the working folder is; symbolic links stay as they were named."""
    return os.path.abspath(place)  # noqa: PTH100 - Path.resolve follows links, Path.absolute keeps ".."


def _file(place: str) -> str:
    """Return the file of a place, which may be a line or record in it."""
    return place if Path(place).exists() else _PART.sub("", place)


def _lies_in(place: str, paths: Iterable[str]) -> bool:
    """Tell whether a place is one of the paths, or in a folder or glob among them."""
    return any(
        place == path
        or _PART.sub("", place) == path
        or place.startswith(path.rstrip(os.sep) + os.sep)
        or (_MAGIC.search(path) is not None and fnmatch.fnmatch(_PART.sub("", place), path))
        for path in paths
    )
