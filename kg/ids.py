"""Names for things: readable slugs and short digests, the same on every build.

An IRI is ``<base><kind>/<id>``; this module makes the ids. Nothing here depends on order, clock or machine.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable

from anyascii import anyascii

MAX_SLUG = 80
_RUNS = re.compile(r"[^a-z0-9]+")
_ENDING = re.compile(r"\.(txt|md|markdown|html?)$", re.IGNORECASE)
_APOSTROPHES = re.compile(r"(?<=\w)['’ʼ`](?=\w)")


def slug(text: str) -> str:
    """Return ``text`` as lower-case ASCII words joined by hyphens, never empty and at most ``MAX_SLUG`` long.

    Letters of other scripts and accents are transliterated ("São Tomé" → ``sao-tome``, "Київ" → ``kiiv``). A longer
    text is cut at a word and told apart by a digest of the whole; one without letters or digits is a digest alone.

    Args:
        text: any text, one line or more.
    """
    plain = _RUNS.sub("-", anyascii(_APOSTROPHES.sub("", text)).lower()).strip("-")
    if not plain:
        return f"x-{short_hash(text)}"
    if len(plain) <= MAX_SLUG:
        return plain
    digest = short_hash(text)
    kept = plain[: MAX_SLUG - len(digest) - 1]
    if plain[len(kept)] != "-" and "-" in kept:
        kept = kept[: kept.rindex("-")]
    return f"{kept.strip('-')}-{digest}"


def short_hash(*parts: str) -> str:
    """Return 8 hex digits of SHA-256 over the parts; ``("ab", "c")`` and ``("a", "bc")`` differ."""
    return _digest(parts)[:8]


def content_hash(
    *,
    text: str,
    title: str | None = None,
    published: str | None = None,
    publisher: str | None = None,
    url: str | None = None,
    author: str | None = None,
    form: str | None = None,
) -> str:
    """Return the hex SHA-256 over all that an extraction can depend on: not the name, not the place on disk.

    Args:
        form: what metadata call the text, where the text does not show it; ``None`` leaves the digest as it is.
    """
    parts = (title, text, published, publisher, url, author, *([form] if form else []))
    return _digest(("\0" if part is None else part) for part in parts)


def article_id(name: str, content_hash: str) -> str:
    """Return ``<slug of name>-<8 hex digits>``: unique for a name with one content.

    Args:
        name: file name or record id; a usual file ending is left out of the slug.
        content_hash: as ``content_hash()`` gives it.
    """
    return f"{slug(_ENDING.sub('', name))}-{content_hash[:8]}"


def _digest(parts: Iterable[str]) -> str:
    digest = hashlib.sha256()
    for part in parts:
        raw = part.encode("utf-8", "surrogatepass")
        # the length before each part keeps neighbours apart
        digest.update(f"{len(raw)}:".encode())
        digest.update(raw)
    return digest.hexdigest()
