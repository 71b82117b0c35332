"""Extractions in the cache, each with what was reported on the way; also of articles that could not be extracted."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import replace

from kg.cache.place import Cache
from kg.errors import StoreError
from kg.ids import content_hash, short_hash
from kg.model import Article, Extraction, Issue
from kg.serialise import dumps, loads
from kg.versions import extractor_parts, extractor_version

Outcome = tuple[Extraction | None, tuple[Issue, ...]]
"""What became of an article: its claims, ``None`` where it could not be extracted, and what was reported."""

_PARTS = "parts of the reader"


class Extractions:
    """The extractions of one version of the reader in a cache.

    Args:
        cache: where they are kept.
        model: name of the spaCy model that the reader uses.
    """

    def __init__(self, cache: Cache, *, model: str) -> None:
        self._cache = cache
        self._parts = extractor_parts(model)
        self._version = extractor_version(model)

    def have(self, articles: Iterable[Article]) -> set[str]:
        """Return the ids of those articles of which the outcome is known."""
        keys = {article.id: self._key(article) for article in articles}
        known = self._cache.have(keys.values())
        return {id for id, key in keys.items() if key in known}

    def get(self, article: Article) -> Outcome | None:
        """Return what became of an article, ``None`` where that is not known or cannot be read."""
        found = self._cache.get(self._key(article))
        if found is None:
            return None
        head, _, body = found.partition(b"\n")
        try:
            issues = tuple(
                Issue(level, article.source or article.name, message, hint)
                for level, message, hint in json.loads(head)
            )
            return (_of(article, loads(body)) if body else None), issues
        except (StoreError, ValueError, TypeError):
            return None

    def put(self, outcomes: Iterable[tuple[Article, Outcome]]) -> None:
        """Keep what became of articles, all at once."""
        rows = [
            (self._key(article), _subject(article), _packed(extraction, issues))
            for article, (extraction, issues) in outcomes
        ]
        # with the parts of the reader, so that a later one can tell what has changed
        parts = json.dumps(dict(sorted(self._parts.items()))).encode("ascii")
        known = self._cache.have([self._version_key()])
        self._cache.put(rows if known else [(self._version_key(), _PARTS, parts), *rows])

    def forget(self, articles: Iterable[Article]) -> None:
        """Delete what is kept of articles, of whatever version."""
        self._cache.forget(_subject(article) for article in articles)

    def changed(self, articles: Iterable[Article]) -> tuple[int, tuple[str, ...]]:
        """Return how many of articles were extracted by another version of the reader, and what differs in it.

        Returns:
            The number, and the parts by which the version that is nearest to today's differs: names of files,
            libraries, or the code.
        """
        subjects = {_subject(article) for article in articles}
        told = self._cache.told(subjects)
        versions = {key.rsplit(" ", 1)[1] for keys in told.values() for key in keys} - {self._version}
        nearest: tuple[str, ...] | None = None
        for version in sorted(versions):
            before = self._parts_of(version)
            names = before.keys() | self._parts.keys()
            differ = tuple(sorted(n for n in names if before.get(n) != self._parts.get(n)))
            if before and (nearest is None or len(differ) < len(nearest)):
                nearest = differ
        return len(told), nearest or ()

    def _parts_of(self, version: str) -> Mapping[str, str]:
        found = self._cache.get(f"parts {version}")
        return dict(json.loads(found)) if found is not None else {}

    def _version_key(self) -> str:
        return f"parts {self._version}"

    def _key(self, article: Article) -> str:
        return f"{_subject(article)} {self._version}"


def _subject(article: Article) -> str:
    # not the name and not the place: a copy under another name says the same
    content = article.content_hash or content_hash(
        text=article.text,
        title=article.title,
        published=article.published,
        publisher=article.publisher,
        url=article.url,
        author=article.author,
        form=article.form,
    )
    parts = content, article.published or "", article.published_from or ""
    return f"extraction {short_hash(*parts)}{short_hash('subject', *parts)}"


def _packed(extraction: Extraction | None, issues: Iterable[Issue]) -> bytes:
    told = [[issue.level, issue.message, issue.hint] for issue in issues]
    return json.dumps(told).encode("ascii") + b"\n" + (dumps(extraction) if extraction is not None else b"")


def _of(article: Article, found: Extraction) -> Extraction:
    """Return an extraction as that of an article of the same content, whatever its name and place."""
    return replace(found, article=replace(article, title=found.article.title))
