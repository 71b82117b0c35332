"""The finished files of a build in the cache."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from hashlib import sha256

from kg.cache.place import Cache
from kg.ids import short_hash
from kg.model import Article, Issue
from kg.versions import whole_version


class Files:
    """The files that a build of certain articles with certain options writes, and what it tells.

    Args:
        cache: where they are kept.
        model: name of the spaCy model that the reader uses.
        articles: all articles as they were read, in order.
        options: whatever else the files depend on, such as the base of IRIs, judgements and formats.
    """

    def __init__(
        self, cache: Cache, *, model: str, articles: Iterable[Article], options: Sequence[object]
    ) -> None:
        self._cache = cache
        said = [
            short_hash(a.id, a.content_hash, a.name, a.source, a.published or "", a.published_from or "")
            for a in articles
        ]
        parts = [whole_version(model), json.dumps(options, default=str), *said]
        self._key = f"made {short_hash(*parts)}{short_hash('files', *parts)}"

    def get(self) -> tuple[Mapping[str, bytes], tuple[Issue, ...]] | None:
        """Return the files by name, and the issues that were met; ``None`` where they are not known."""
        found = self._cache.get(self._key)
        if found is None:
            return None
        noted = json.loads(found)
        files: dict[str, bytes] = {}
        for name, digest in noted["written"]:
            content = self._cache.get(f"written {digest}")
            if content is None:
                return None
            files[name] = content
        return files, tuple(Issue(*fields) for fields in noted["issues"])

    def put(self, files: Mapping[str, bytes], issues: Iterable[Issue]) -> None:
        """Keep files by name, and the issues that were met."""
        told = [[issue.level, issue.where, issue.message, issue.hint] for issue in issues]
        digests = {name: sha256(content).hexdigest() for name, content in files.items()}
        noted = {"written": list(digests.items()), "issues": told}
        rows = [(f"written {digests[name]}", "written", content) for name, content in files.items()]
        self._cache.put([*rows, (self._key, "files", json.dumps(noted).encode("ascii"))])
