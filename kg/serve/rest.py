"""The catalogue and the things of a graph as REST, in JSON unless another format is asked for."""

from __future__ import annotations

import json
from dataclasses import asdict
from typing import Any

from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from kg.query import Query
from kg.serve import state as states
from kg.serve.accept import choose
from kg.serve.catalogue import catalogue
from kg.serve.explaining import Answered
from kg.serve.formats import FOR_TABLES, Format, offered
from kg.serve.naming import address_of, asked_for
from kg.serve.openapi import document
from kg.serve.pool import BadRequest, NotThere, Refused
from kg.serve.reading import Reading
from kg.serve.tables import as_json, markdown, separated
from kg.serve.things import KINDS, Found
from kg.telling import as_data

MOST = 200
_TABLES = offered(FOR_TABLES)
_OWN = ("format", "explain")


class NotAcceptable(Refused):
    """No format that the client accepts."""

    status = 406


async def index(request: Request) -> Response:
    """Answer ``/api``: where everything is."""
    root = str(request.base_url).rstrip("/")
    return JSONResponse(
        {
            "queries": f"{root}/api/queries",
            "search": f"{root}/api/search?q=",
            "articles": f"{root}/api/articles",
            "things": f"{root}/api/things/",
            "status": f"{root}/api/status",
            "sparql": f"{root}/sparql",
            "openapi": f"{root}/api/openapi.json",
        }
    )


async def openapi(request: Request) -> Response:
    """Answer ``/api/openapi.json``."""
    return JSONResponse(document(catalogue()))


async def status(request: Request) -> Response:
    """Answer ``/api/status``: what the graph holds."""
    found = await states.about(request)
    return JSONResponse({"graph": states.state(request).name, **asdict(found)})


async def queries(request: Request) -> Response:
    """Answer ``/api/queries``: the catalogue."""
    return JSONResponse([_described(query) for query in catalogue().values()])


async def query(request: Request) -> Response:
    """Answer ``/api/queries/{name}``: a question with its parameters."""
    name = request.path_params["name"]
    if name not in catalogue():
        raise NotThere(f"no query is called {name!r}; /api/queries lists them")
    form = table_format(request)
    answered: Answered = await ask(request, name)
    if form.name == "json":
        text = as_json(answered)
    elif form.name == "md":
        text = markdown(answered)
    else:
        text = separated(answered, "," if form.name == "csv" else "\t")
    return Response(text, headers={"Content-Type": form.content_type, "Vary": "Accept"})


async def ask(request: Request, name: str) -> Answered:
    """Have a question answered with the parameters of the request's address.

    Raises:
        BadRequest: a parameter is given twice or has a wrong value.
    """
    values: dict[str, str] = {}
    for key, value in request.query_params.multi_items():
        if key in values:
            raise BadRequest(f"parameter {key} is given twice")
        values[key] = value
    explain = truth("explain", values.pop("explain", None))
    values.pop("format", None)
    given = {key: value for key, value in values.items() if value.strip()}
    answer = await states.state(request).house.ask("question", name=name, values=given, explain=explain)
    found: Answered = answer.value
    return found


def truth(name: str, value: str | None) -> bool:
    """Read a switch of the address: there without a value, ``yes``, ``true`` or ``1`` is on.

    Raises:
        BadRequest: it is none of the words for on and off.
    """
    if value is None or value.lower() in ("no", "false", "0"):
        return False
    if value.lower() in ("", "yes", "true", "1"):
        return True
    raise BadRequest(f"{name} is yes or no, not {value!r}")


def table_format(request: Request) -> Format:
    """Return the format of a table: that of ``?format=``, else what the client accepts.

    Raises:
        BadRequest: no such format.
        NotAcceptable: the client accepts none.
    """
    wanted = request.query_params.get("format")
    if wanted is not None:
        for form in FOR_TABLES:
            if form.name == wanted:
                return form
        raise BadRequest(f"no format {wanted!r}; there are {', '.join(form.name for form in FOR_TABLES)}")
    kind = choose(request.headers.get("accept"), list(_TABLES))
    if kind is None:
        raise NotAcceptable(f"ask for one of {', '.join(form.media for form in FOR_TABLES)}")
    return _TABLES[kind]


async def thing(request: Request) -> Response:
    """Answer ``/api/things/{id}``: what is said of a thing, each line with its sentences."""
    answer = await states.state(request).house.ask(
        "thing",
        names=asked_for(request, request.path_params["id"]),
        limit=number(request, "limit", MOST, 10_000),
    )
    found: Found = answer.value
    return JSONResponse(
        {"iri": found.iri, "kind": found.kind, "href": address_of(found.id), **as_data(found.page)}
    )


async def search(request: Request) -> Response:
    """Answer ``/api/search?q=``: things by words in their names and texts."""
    words, kind = request.query_params.get("q", ""), request.query_params.get("kind", "")
    if kind and kind not in KINDS:
        raise BadRequest(f"no kind {kind!r}; there are {', '.join(KINDS)}")
    answer = await states.state(request).house.ask(
        "search", words=words[:500], kind=kind, limit=number(request, "limit", 20, MOST)
    )
    return JSONResponse([{**asdict(hit), "href": address_of(hit.id)} for hit in answer.value])


async def articles(request: Request) -> Response:
    """Answer ``/api/articles``: the articles, by title."""
    answer = await states.state(request).house.ask(
        "listing",
        kind="article",
        offset=number(request, "offset", 0, 10**9, least=0),
        limit=number(request, "limit", MOST, 10_000),
    )
    count, entries = answer.value
    shown = [{"id": one.id, "title": one.title, "href": address_of(one.id)} for one in entries]
    return JSONResponse({"count": count, "articles": shown})


async def article(request: Request) -> Response:
    """Answer ``/api/articles/{id}``: an article's text and what the graph made of it."""
    house = states.state(request).house
    names = asked_for(request, "article/" + request.path_params["id"])
    found: Found = (await house.ask("thing", names=names, limit=1)).value
    if found.kind != "Article":
        raise NotThere("this is no article")
    read: Reading = (await house.ask("article", iri=found.iri)).value
    claims = [{**asdict(one), "href": address_of(one.id)} for one in read.claims]
    content: dict[str, Any] = {
        "iri": found.iri,
        "id": found.id,
        "title": found.page.title,
        "text": read.text,
        "claims": claims,
    }
    return Response(json.dumps(content, ensure_ascii=False), media_type="application/json")


def number(request: Request, name: str, default: int, most: int, *, least: int = 1) -> int:
    """Return a whole number from the address.

    Raises:
        BadRequest: it is none, or out of bounds.
    """
    text = request.query_params.get(name)
    if text is None:
        return default
    if not text.isascii() or not text.isdigit() or not least <= int(text[:12]) <= most:
        raise BadRequest(f"{name} is a whole number from {least} to {most}, not {text!r}")
    return int(text)


def _described(query: Query) -> dict[str, Any]:
    return {
        "name": query.name,
        "title": query.title,
        "description": query.description,
        "theme": query.theme,
        "href": f"/api/queries/{query.name}",
        "parameters": [asdict(param) for param in query.params],
        "columns": [{"name": name, "caption": caption} for name, caption in query.columns],
    }
