"""SPARQL 1.1 Protocol, its query operation (https://www.w3.org/TR/sparql11-protocol/#query-operation)."""

from __future__ import annotations

from urllib.parse import parse_qsl, urlencode

from starlette.requests import Request
from starlette.responses import PlainTextResponse, RedirectResponse, Response

from kg.serve.accept import choose
from kg.serve.answers import body_of, plain_error, spooled
from kg.serve.description import describe
from kg.serve.formats import FOR_GRAPHS, FOR_ROWS, Format, by_type, offered
from kg.serve.pool import BadRequest, Refused
from kg.serve.recent import Given
from kg.serve.source import mark
from kg.serve.state import state

_FORM = "application/x-www-form-urlencoded"
_QUERY = "application/sparql-query"
_ROWS, _GRAPHS = offered(FOR_ROWS), offered(FOR_GRAPHS)
# what a browser sends for a page, in its order
_PAGE = "text/html"
# what rdflib's Dataset calls the default graph of the store, whatever the store is
_RDFLIB_DEFAULT = "urn:x-rdflib:default"


async def endpoint(request: Request) -> Response:
    """Answer ``GET``, ``HEAD`` or ``POST`` on ``/sparql``."""
    parley = state(request)
    now = mark(parley.open.folder)
    key = request.scope["query_string"], request.headers.get("accept", "")
    known = parley.recent.get(now, key) if request.method == "GET" else None
    if known is not None:
        return _given(known)
    try:
        response = await _answer(request)
    except Refused as error:
        return plain_error(error)
    # what is said of the endpoint itself depends on the name that it was asked by
    kind = type(response) is Response and response.status_code == 200
    if kind and request.method == "GET" and "query" in request.query_params:
        parley.recent.keep(now, key, Given(bytes(response.body), response.headers["content-type"]))
    return response


def _given(known: Given) -> Response:
    return Response(known.body, headers={"Content-Type": known.content_type, "Vary": "Accept"})


async def _answer(request: Request) -> Response:
    given = parse_qsl(request.url.query, keep_blank_values=True)
    text: list[str] = []
    if request.method == "POST":
        media = request.headers.get("content-type", "").partition(";")[0].strip().lower()
        if media not in (_FORM, _QUERY):
            message = f"a body is of type {_FORM} or {_QUERY}; updates are not taken\n"
            return PlainTextResponse(message, 415, headers={"Accept-Post": f"{_QUERY}, {_FORM}"})
        body = await body_of(request, state(request).limits.query)
        if media == _QUERY:
            text = [body]
        else:
            given += parse_qsl(body, keep_blank_values=True)
    text += [value for name, value in given if name == "query"]
    if any(name == "update" for name, _ in given):
        raise BadRequest("updates are not taken: this service only reads")
    accept = request.headers.get("accept")
    wanted = next((value for name, value in given if name in ("format", "output")), "")
    if request.method != "POST":
        page = _page(request, accept, text, wanted)
        if page is not None:
            return page
        if not text:
            return await describe(request, choose(accept, list(_GRAPHS)))
    if len(text) != 1:
        raise BadRequest("give one query, as the parameter query or as the body")
    rows, graph = _chosen(_ROWS, accept, wanted), _chosen(_GRAPHS, accept, wanted)
    if not rows and not graph:
        return _not_acceptable((*FOR_ROWS, *FOR_GRAPHS))
    answer = await state(request).open.ask(
        "sparql",
        text=text[0],
        default=tuple(
            value for name, value in given if name == "default-graph-uri" and value != _RDFLIB_DEFAULT
        ),
        named=tuple(value for name, value in given if name == "named-graph-uri"),
        media={"rows": rows, "graph": graph},
    )
    if not answer.value:
        return _not_acceptable(FOR_ROWS if graph else FOR_GRAPHS)
    return spooled(answer, by_type(answer.value).content_type)


def _page(request: Request, accept: str | None, text: list[str], wanted: str) -> Response | None:
    """Send a browser to the page with the editor; programs name a format before they name HTML, or none."""
    if wanted or choose(accept, [*_ROWS, *_GRAPHS, _PAGE]) != _PAGE:
        return None
    address = "/query" + (f"?{urlencode({'query': text[0]})}" if text else "")
    return RedirectResponse(address, 303, headers={"Vary": "Accept"})


def _chosen(known: dict[str, Format], accept: str | None, wanted: str) -> str:
    """Return the media type to answer in, ``""`` for none; the parameter ``format`` goes before the header."""
    if wanted:
        return next(
            (form.media for kind, form in known.items() if wanted in (kind, form.name, *form.called)), ""
        )
    kind = choose(accept, list(known))
    return known[kind].media if kind else ""


def _not_acceptable(formats: tuple[Format, ...]) -> Response:
    known = ", ".join(dict.fromkeys(form.media for form in formats))
    message = f"none of the types that the request accepts can hold this answer; ask for one of {known}\n"
    return PlainTextResponse(message, 406, headers={"Vary": "Accept"})
