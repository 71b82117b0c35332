"""Addresses of things: an IRI under the data's base is the path behind it, whatever the base is."""

from __future__ import annotations

from urllib.parse import quote, unquote

from starlette.requests import Request

from kg.sparql import NAMESPACES

# what may stand in a path as it is (RFC 3986, pchar) and the slash; "%" must not: an IRI's own would be lost
_SAFE = "/:@!$&'()*+,;=~-._"


def address_of(id: str) -> str:
    """Return the address of a thing's page: of an id, of a term of the vocabulary, else of any IRI."""
    if id.startswith(NAMESPACES["kg"]):
        return "/ns#" + quote(id.removeprefix(NAMESPACES["kg"]), safe="")
    if ":" in id.partition("/")[0]:
        return "/resource?iri=" + quote(id, safe="")
    return "/" + quote(id, safe=_SAFE)


def asked_for(request: Request, id: str) -> list[str]:
    """Return the ids that a path may mean: decoded, and as it was sent, for IRIs that have "%" in them themselves."""
    raw = request.scope.get("raw_path", b"").decode("ascii", "replace")
    sent = raw[len(raw) - len(raw.rpartition("/")[2]) :]
    found = [id]
    if "%" in sent:
        found.append(id.rpartition("/")[0] + "/" + sent if "/" in id else sent)
        if unquote(id) != id:
            found.append(unquote(id))
    return list(dict.fromkeys(found))
