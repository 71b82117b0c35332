"""The formats of answers: media types, file endings, and Oxigraph's names for them."""

from __future__ import annotations

from dataclasses import dataclass

import pyoxigraph as po


@dataclass(frozen=True, slots=True)
class Format:
    """A format: ``name`` in addresses (``?format=csv``, ``.ttl``), the media type of answers, others that mean it.

    ``prefixes`` tells whether it can shorten IRIs. ``called`` are other values of ``?format=`` that clients send.
    """

    name: str
    media: str
    others: tuple[str, ...] = ()
    prefixes: bool = False
    text: bool = True
    called: tuple[str, ...] = ()

    @property
    def content_type(self) -> str:
        """The value of the Content-Type header."""
        return f"{self.media}; charset=utf-8" if self.text else self.media


# the first is what a client gets that accepts anything
FOR_ROWS = (
    Format("json", "application/sparql-results+json", ("application/json",), text=False),
    Format("xml", "application/sparql-results+xml", ("application/xml", "text/xml"), text=False),
    Format("csv", "text/csv"),
    Format("tsv", "text/tab-separated-values"),
)
FOR_GRAPHS = (
    Format("ttl", "text/turtle", ("application/x-turtle",), prefixes=True, called=("turtle", "n3")),
    Format("nt", "application/n-triples", ("text/plain",), called=("n-triples", "ntriples")),
    Format("jsonld", "application/ld+json", ("application/json",), text=False, called=("json-ld", "json")),
    Format(
        "rdf",
        "application/rdf+xml",
        ("application/xml", "text/xml"),
        prefixes=True,
        text=False,
        called=("rdf+xml", "rdfxml", "xml"),
    ),
)
FOR_TABLES = (
    Format("json", "application/json", text=False),
    Format("csv", "text/csv"),
    Format("tsv", "text/tab-separated-values"),
    Format("md", "text/markdown"),
)

ROWS = {
    "json": po.QueryResultsFormat.JSON,
    "xml": po.QueryResultsFormat.XML,
    "csv": po.QueryResultsFormat.CSV,
    "tsv": po.QueryResultsFormat.TSV,
}
GRAPHS = {
    "ttl": po.RdfFormat.TURTLE,
    "nt": po.RdfFormat.N_TRIPLES,
    "jsonld": po.RdfFormat.JSON_LD,
    "rdf": po.RdfFormat.RDF_XML,
}
_BY_TYPE = {form.media: form for form in (*FOR_ROWS, *FOR_GRAPHS)}


def by_type(media: str) -> Format:
    """Return the format of SPARQL answers with this media type."""
    return _BY_TYPE[media]


def offered(formats: tuple[Format, ...]) -> dict[str, Format]:
    """Return the formats by every media type that a client may ask for them with, their own names first."""
    own = {form.media: form for form in formats}
    return own | {other: form for form in formats for other in form.others}
