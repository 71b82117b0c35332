"""One article as its container holds it, and how it becomes an ``Article``."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from kg import ids
from kg.model import Article, Issue
from kg.read.language import judge
from kg.read.normalise import normalise, one_line
from kg.read.published import parse_published
from kg.read.spoken import form_of, form_of_text

FIELDS = ("id", "title", "text", "published", "publisher", "url", "author")
DETAILS = ("section", "language", "edition", "dateline", "kind", "cut", "update")
"""What may be known of an article beside its fields; "kind" alone is used after reading."""


@dataclass(frozen=True, slots=True)
class Record:
    """The raw fields of one article; each may be of any type that the container can hold.

    Attributes:
        name: file name, record id, or file name and number.
        where: the place that messages name: the file, with line or number inside it.
        details: what else is known of it, by the names in ``DETAILS``.
        day_first: how the container writes days in figures: True for 7/12 in December, None where it is not known.
    """

    name: str
    where: str
    text: object
    title: object = None
    published: object = None
    publisher: object = None
    url: object = None
    author: object = None
    details: Mapping[str, Any] = field(default_factory=dict)
    day_first: bool | None = None


class Unreadable(Exception):
    """A file or record that gives no article.

    Attributes:
        issue: what to tell.
        reason: the kind of reason in few words, under which it is counted ("not English").
    """

    def __init__(
        self, where: str, message: str, hint: str, *, reason: str = "broken", level: str = "error"
    ) -> None:
        super().__init__(message)
        self.issue = Issue("warning" if level == "warning" else "error", where, message, hint)
        self.reason = reason


def to_article(record: Record, *, warn: Callable[[Issue], None]) -> Article:
    """Check and normalise a record.

    Args:
        record: the raw fields.
        warn: told about metadata that is left out because it cannot be understood.

    Raises:
        Unreadable: it has no text, or its text is not in English.
    """
    where = record.where
    if not isinstance(record.text, str) or not record.text.strip():
        none = record.text is None or isinstance(record.text, str)
        what = "has no text" if none else "has a text that is no string"
        hint = "give the article's text in the field 'text', or remove it"
        raise Unreadable(where, what, hint, reason="without text")
    text = normalise(record.text)
    verdict = judge(text)
    if not verdict.english:
        told = f" but in {verdict.other!r}" if verdict.other else ""
        hint = "only English is read; translate it or remove it"
        raise Unreadable(where, f"is not in English{told}", hint, reason="not English")
    if verdict.foreign:
        message = f"{verdict.foreign} of its {verdict.paragraphs} paragraphs are not in English"
        warn(Issue("warning", where, message, "nothing is read from them"))
    title, publisher, url, author = (
        _metadata(record, field, warn) for field in ("title", "publisher", "url", "author")
    )
    published = _published(record, warn)
    seen, said = form_of_text(text), form_of(record.details.get("kind"))
    digest = ids.content_hash(
        text=text,
        title=title,
        published=published,
        publisher=publisher,
        url=url,
        author=author,
        # what the text shows needs no mark of its own
        form=said if said != seen else None,
    )
    name = one_line(record.name) or "unnamed"
    return Article(
        id=ids.article_id(name, digest),
        name=name,
        text=text,
        title=title,
        published=published,
        published_from="metadata" if published else None,
        publisher=publisher,
        url=url,
        author=author,
        content_hash=digest,
        source=where,
        form=said or seen,
    )


def _metadata(record: Record, field: str, warn: Callable[[Issue], None]) -> str | None:
    value = getattr(record, field)
    if isinstance(value, list) and value and all(isinstance(item, str) for item in value):
        value = ", ".join(value)
    if isinstance(value, int | float) and not isinstance(value, bool):
        value = str(value)
    if value is None or isinstance(value, str):
        return one_line(value or "") or None
    warn(
        Issue("warning", record.where, f"field {field!r} is left out: it is no string", "give it as a string")
    )
    return None


def _published(record: Record, warn: Callable[[Issue], None]) -> str | None:
    value = record.published
    if value is None or (isinstance(value, str) and not value.strip()):
        return None
    try:
        return parse_published(value, day_first=record.day_first)
    except ValueError as error:
        shown = one_line(str(value)[:200])[:60]
        message = f"published date {shown!r} is left out: {error}"
        warn(Issue("warning", record.where, message, "write it as YYYY-MM-DD"))
        return None
