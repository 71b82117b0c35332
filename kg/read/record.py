"""One article as its container holds it, and how it becomes an ``Article``."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from kg import ids
from kg.english import is_english
from kg.model import Article, Issue
from kg.read.normalise import normalise, one_line
from kg.read.published import parse_published

FIELDS = ("id", "title", "text", "published", "publisher", "url", "author")


@dataclass(frozen=True, slots=True)
class Record:
    """The raw fields of one article; each may be of any type that the container can hold.

    Attributes:
        name: file name, record id, or file name and number.
        where: the place that messages name: the file, with line or number inside it.
    """

    name: str
    where: str
    text: object
    title: object = None
    published: object = None
    publisher: object = None
    url: object = None
    author: object = None


class Unreadable(Exception):
    """A file or record that gives no article; carries what to tell."""

    def __init__(self, where: str, message: str, hint: str) -> None:
        super().__init__(message)
        self.issue = Issue("error", where, message, hint)


def to_article(record: Record, *, warn: Callable[[Issue], None]) -> Article:
    """Check and normalise a record.

    Args:
        record: the raw fields.
        warn: told about metadata that is left out because it cannot be understood.

    Raises:
        Unreadable: it has no text, or its text is not in English.
    """
    if not isinstance(record.text, str) or not record.text.strip():
        what = (
            "has no text"
            if record.text is None or isinstance(record.text, str)
            else "has a text that is no string"
        )
        raise Unreadable(record.where, what, "give the article's text in the field 'text', or remove it")
    text = normalise(record.text)
    if not is_english(text):
        raise Unreadable(record.where, "is not in English", "only English is read; translate it or remove it")
    title, publisher, url, author = (
        _metadata(record, field, warn) for field in ("title", "publisher", "url", "author")
    )
    published = _published(record, warn)
    digest = ids.content_hash(
        text=text, title=title, published=published, publisher=publisher, url=url, author=author
    )
    return Article(
        id=ids.article_id(record.name, digest),
        name=record.name,
        text=text,
        title=title,
        published=published,
        published_from="metadata" if published else None,
        publisher=publisher,
        url=url,
        author=author,
        content_hash=digest,
        source=record.where,
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
        return parse_published(value)
    except ValueError as error:
        shown = one_line(str(value))[:60]
        message = f"published date {shown!r} is left out: {error}"
        warn(Issue("warning", record.where, message, "write it as YYYY-MM-DD"))
        return None
