"""The sentences that rows of an answer rest on, with their articles."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from kg.query.terms import iri
from kg.sparql import select

if TYPE_CHECKING:
    from rdflib import Dataset

    from kg.query.answers import Term

_SENTENCES = """
SELECT DISTINCT ?thing ?sentence ?file ?publisher ?published ?start ?confidence WHERE {{
  VALUES ?thing {{ {} }}
  GRAPH ?article {{ ?thing kg:evidence ?evidence .
    ?evidence kg:sentence ?sentence ; kg:start ?start ; kg:confidence ?confidence }}
  ?article schema:identifier ?file
  OPTIONAL {{ ?article kg:publisher ?publisher }}
  OPTIONAL {{ ?article kg:published ?published }}
}}
"""


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence of an article that supports a thing; what is not known of the article is ``""``."""

    text: str
    article: str
    publisher: str = ""
    published: str = ""

    def __str__(self) -> str:
        told = ", ".join(part for part in (self.publisher, self.published) if part)
        return f"“{self.text}” — {self.article}" + (f" ({told})" if told else "")


def sentences(ds: Dataset, things: Iterable[str]) -> dict[str, tuple[Sentence, ...]]:
    """Return the sentences that support each of the things: by day, article and place in it, each once.

    Args:
        ds: the graph.
        things: IRIs; those without evidence are left out of what is returned.
    """
    from rdflib import URIRef

    from kg.errors import QueryError

    wanted: list[str] = []
    for thing in sorted(set(things)):
        try:
            wanted.append(iri(URIRef(thing)))
        except QueryError:
            continue
    found: dict[str, dict[tuple[str, str, int, str], Sentence]] = {}
    if not wanted:
        return {}
    for row in select(ds, _SENTENCES.format(" ".join(wanted))):
        thing, text, file, publisher, published = ("" if part is None else str(part) for part in row[:5])
        key = (published or "~", file, int(str(row[5])), text)
        found.setdefault(thing, {}).setdefault(
            key, Sentence(" ".join(text.split()), file, publisher, published)
        )
    return {
        thing: tuple(dict.fromkeys(by_key[key] for key in sorted(by_key))) for thing, by_key in found.items()
    }


def ids(terms: Iterable[Term | None]) -> list[str]:
    """Return the IRIs of a row, the last first: the catalogue's queries give the id of what a row tells last."""
    return [term.value for term in reversed(list(terms)) if term is not None and term.kind == "uri"]
