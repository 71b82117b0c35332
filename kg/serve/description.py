"""The service description (https://www.w3.org/TR/sparql11-service-description/) of the endpoint."""

from __future__ import annotations

import pyoxigraph as po
from starlette.requests import Request
from starlette.responses import Response

from kg.serve.formats import FOR_GRAPHS, FOR_ROWS, GRAPHS, Format, offered
from kg.serve.pool import BadRequest

_SD = "http://www.w3.org/ns/sparql-service-description#"
_RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
_FORMATS = "http://www.w3.org/ns/formats/"
_NAMES = {
    ("rows", "json"): "SPARQL_Results_JSON",
    ("rows", "xml"): "SPARQL_Results_XML",
    ("rows", "csv"): "SPARQL_Results_CSV",
    ("rows", "tsv"): "SPARQL_Results_TSV",
    ("graph", "ttl"): "Turtle",
    ("graph", "nt"): "N-Triples",
    ("graph", "jsonld"): "JSON-LD",
    ("graph", "rdf"): "RDF_XML",
}


async def describe(request: Request, media: str | None) -> Response:
    """Answer a request without a query: what this endpoint is.

    Raises:
        BadRequest: no RDF is wanted, so a query was forgotten.
    """
    if media is None:
        raise BadRequest("no query; give one as the parameter query")
    form: Format = offered(FOR_GRAPHS)[media]
    address = str(request.url.replace(query="", fragment=""))
    data = po.serialize(
        _triples(address),
        format=GRAPHS[form.name],
        prefixes={"sd": _SD, "rdf": _RDF} if form.prefixes else None,
    )
    return Response(data, headers={"Content-Type": form.content_type, "Vary": "Accept"})


def _triples(address: str) -> list[po.Triple]:
    service, dataset, graph = po.NamedNode(address), po.BlankNode("dataset"), po.BlankNode("graph")
    kind = po.NamedNode(_RDF + "type")

    def sd(name: str) -> po.NamedNode:
        return po.NamedNode(_SD + name)

    found = [
        po.Triple(service, kind, sd("Service")),
        po.Triple(service, sd("endpoint"), service),
        po.Triple(service, sd("supportedLanguage"), sd("SPARQL10Query")),
        po.Triple(service, sd("supportedLanguage"), sd("SPARQL11Query")),
        po.Triple(service, sd("feature"), sd("UnionDefaultGraph")),
        po.Triple(service, sd("defaultDataset"), dataset),
        po.Triple(dataset, kind, sd("Dataset")),
        po.Triple(dataset, sd("defaultGraph"), graph),
        po.Triple(graph, kind, sd("Graph")),
    ]
    for group, formats in (("rows", FOR_ROWS), ("graph", FOR_GRAPHS)):
        for form in formats:
            name = po.NamedNode(_FORMATS + _NAMES[group, form.name])
            found.append(po.Triple(service, sd("resultFormat"), name))
    return found
