"""The names that queries use, and terms written so that no value can break out of its place in a query."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from kg.errors import QueryError

if TYPE_CHECKING:
    from rdflib import URIRef

_BLANK = re.compile(r"[\s\x00-\x1f\x7f-\x9f\ud800-\udfff]+")


def literal(value: str) -> str:
    """Return ``value`` as a SPARQL string on one line; runs of blanks and control characters become one blank.

    Two faults of rdflib are kept out: ``n3()`` closes a text too early that has a line end in it and ends in ``\\"``,
    and its parser reads ``\\u0022`` as a quotation mark even after an escaped backslash.
    """
    from rdflib import Literal

    quoted = Literal(_BLANK.sub(" ", value).strip()).n3()
    return re.sub(r"\\\\([uU])", lambda match: rf"\\\U{ord(match[1]):08X}", quoted)


def iri(term: URIRef) -> str:
    """Return ``term`` as a SPARQL IRI reference.

    What an IRI is, the engine's own parser says (RFC 3987, stricter than the production ``IRIREF`` of SPARQL 1.1:
    no controls, no private characters, a host without blanks or brackets): what it refuses here, it would refuse in
    the query.

    Raises:
        QueryError: ``term`` is no IRI.
    """
    from pyoxigraph import NamedNode

    try:
        return str(NamedNode(term))
    except ValueError:  # UnicodeEncodeError too: a lone surrogate
        raise QueryError(
            f"{str(term)!r} is not an IRI; name a thing by its IRI, its id, or its name"
        ) from None
