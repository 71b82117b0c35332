"""A graph's discourse as a database of Discourse Network Analyzer 3: articles as documents, stances as statements.

The program opens the file with the coder "Admin" and the password of :data:`PASSWORD`; R opens it through rDNA.
"""

from __future__ import annotations

import base64
import datetime
import hashlib
import sqlite3
import unicodedata
from importlib.resources import files
from typing import TYPE_CHECKING

from kg.errors import StoreError
from kg.export.discourse import Coding, codings
from kg.sparql import select

if TYPE_CHECKING:
    from rdflib import Dataset

PASSWORD = "parley"
"""What the program asks for when it opens the file; the file holds no secret."""

_LONGEST = 190
_ARTICLES = """
SELECT DISTINCT ?article ?property ?value WHERE {
  VALUES ?property {
    schema:identifier schema:headline schema:author schema:articleBody schema:url kg:publisher kg:published
  }
  GRAPH ?article { ?article a kg:Article ; ?property ?value }
}
"""
# the statement type "DNA Statement" and its variables in dna.sql
_TYPE, _CODER = 1, 1
_PERSON, _ORGANIZATION, _CONCEPT, _AGREEMENT = 1, 2, 3, 4


def dna(ds: Dataset) -> bytes:
    """Return the database file; the same graph gives the same bytes with the same version of SQLite.

    Raises:
        StoreError: the graph does not hold an article's text.
    """
    with sqlite3.connect(":memory:") as base:
        base.executescript(files("kg.export").joinpath("dna.sql").read_text(encoding="utf-8"))
        base.execute(
            "INSERT INTO CODERS (ID, Name, Red, Green, Password) VALUES (?, 'Admin', 255, 255, ?)",
            (_CODER, _digest()),
        )
        texts = _documents(base, ds)
        _statements(base, codings(ds), texts)
        base.commit()
        content = base.serialize()
    base.close()
    return content


def _documents(base: sqlite3.Connection, ds: Dataset) -> dict[str, tuple[int, str]]:
    """Write the articles and return number and text of each by its IRI."""
    parts: dict[str, dict[str, str]] = {}
    for article, name, value in sorted(tuple(map(str, row)) for row in select(ds, _ARTICLES)):
        parts.setdefault(article, {}).setdefault(name.rsplit("#", 1)[-1].rsplit("/", 1)[-1], value)
    known: dict[str, tuple[int, str]] = {}
    for number, (article, part) in enumerate(sorted(parts.items()), start=1):
        text = part.get("articleBody", "")
        known[article] = number, text
        base.execute(
            "INSERT INTO DOCUMENTS (ID, Title, Text, Coder, Author, Source, Section, Notes, Type, Date)"
            " VALUES (?, ?, ?, ?, ?, ?, '', ?, 'news', ?)",
            (
                number,
                _short(part.get("headline") or part.get("identifier") or article),
                text,
                _CODER,
                _short(part.get("author", "")),
                _short(part.get("publisher", "")),
                " ".join(filter(None, (article, part.get("url"), part.get("identifier")))),
                _seconds(part.get("published", "")),
            ),
        )
    return known


def _statements(
    base: sqlite3.Connection, coded: tuple[Coding, ...], texts: dict[str, tuple[int, str]]
) -> None:
    entities: dict[tuple[int, str], int] = {}

    def entity(variable: int, value: str) -> int:
        key = variable, _short(value)
        if key not in entities:
            entities[key] = len(entities) + 1
            base.execute(
                "INSERT INTO ENTITIES (ID, VariableId, Value, Red, Green, Blue) VALUES (?, ?, ?, 0, 0, 0)",
                (entities[key], *key),
            )
        return entities[key]

    for number, one in enumerate(coded, start=1):
        document, text = texts[one.article]
        if one.end > len(text):
            raise StoreError(
                f"{one.article}: the graph does not hold the article's text, which this format needs; build it anew"
            )
        start = _units(text[: one.start])
        base.execute(
            "INSERT INTO STATEMENTS VALUES (?, ?, ?, ?, ?, ?)",
            (number, _TYPE, document, start, start + _units(text[one.start : one.end]), _CODER),
        )
        named = ((_PERSON, one.person), (_ORGANIZATION, one.organization), (_CONCEPT, one.concept))
        base.executemany(
            "INSERT INTO DATASHORTTEXT (StatementId, VariableId, Entity) VALUES (?, ?, ?)",
            [(number, variable, entity(variable, value)) for variable, value in named],
        )
        base.execute(
            "INSERT INTO DATABOOLEAN (StatementId, VariableId, Value) VALUES (?, ?, ?)",
            (number, _AGREEMENT, int(one.agreement)),
        )


def _short(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= _LONGEST else line[: _LONGEST - 1] + "…"


def _units(text: str) -> int:
    """Return the length of ``text`` as Java counts it."""
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def _seconds(day: str) -> int:
    """Return a date as seconds since 1970, at its beginning in UTC; one that is not known as 1970."""
    year, month, date = ([int(part) for part in day.split("-")] if day else [1970]) + [1] * (
        2 - day.count("-")
    )
    moment = datetime.datetime(year, month, date, tzinfo=datetime.UTC)
    return int(moment.timestamp())


def _digest() -> str:
    """Return the password as the program stores it: SHA-256, salted, 100,000 rounds (jasypt's strong encryptor).

    The salt is fixed, because the password is no secret and the file is to be the same each time.
    """
    salt = hashlib.sha256(b"parley").digest()[:16]
    digest = salt + unicodedata.normalize("NFC", PASSWORD).encode("utf-8")
    for _ in range(100_000):
        digest = hashlib.sha256(digest).digest()
    return base64.b64encode(salt + digest).decode("ascii")
