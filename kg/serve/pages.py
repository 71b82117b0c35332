"""The pages for people; programs get RDF at the addresses of things."""

from __future__ import annotations

from dataclasses import replace
from importlib.resources import files
from pathlib import PurePosixPath
from typing import Any

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from kg import ontology
from kg.query import Query
from kg.query.reference import heading
from kg.serve import state as states
from kg.serve.accept import choose
from kg.serve.answers import body_of, text_of
from kg.serve.catalogue import catalogue, themes
from kg.serve.editor import EXAMPLES, prologue, results_of
from kg.serve.explaining import Answered
from kg.serve.formats import FOR_GRAPHS, Format, offered
from kg.serve.naming import address_of, asked_for
from kg.serve.pool import BadRequest, NotThere, Refused
from kg.serve.reading import Reading, pieces
from kg.serve.render import html, kinds_css
from kg.serve.rest import ask, number, truth
from kg.serve.tables import id_columns
from kg.serve.things import KINDS, Found

_PAGE = "text/html"
_RDF = offered(FOR_GRAPHS)
_SUFFIXES = {form.name: form for form in FOR_GRAPHS}
_LINES = 60
_HITS = 60
_AFFAIRS = 300
_ASSETS = {
    "serve.css": "text/css; charset=utf-8",
    "serve.js": "text/javascript; charset=utf-8",
    "icon.svg": "image/svg+xml",
}


async def home(request: Request) -> Response:
    """Answer ``/``: what the graph holds, and the questions that it can be asked."""
    about = await states.about(request)
    return await html(
        request,
        "home.html",
        about=about,
        themes=_themes(),
        shown=_AFFAIRS,
        affairs=(await states.kept(request, "affairs")) if about.counts.get("negotiation") else (),
    )


async def question(request: Request) -> Response:
    """Answer ``/questions/{name}``: a question's form, and its answer if it has all that it needs."""
    found = _question(request.path_params["name"])
    given = {key: value for key, value in request.query_params.items() if value.strip()}
    answered: Answered | None = None
    error: Refused | None = None
    if given or not any(param.required for param in found.params):
        try:
            answered = await ask(request, found.name)
        except BadRequest as wrong:
            error = wrong
    return await html(
        request,
        "question.html",
        error.status if error else 200,
        question=found,
        given=request.query_params,
        explain=truth("explain", request.query_params.get("explain")),
        answered=answered,
        ids=set(id_columns(answered.table)) if answered else set(),
        error=error,
        heading=heading(found.theme),
        shown=number(request, "rows", 500, 10**6),
    )


async def query(request: Request) -> Response:
    """Answer ``/query``: the editor, and what the query in it gives. A long query comes as the body of a form."""
    given = request.query_params.get("query")
    if request.method == "POST":
        given = dict(_form(await body_of(request, states.state(request).limits.query))).get("query", "")
    results, error = None, None
    if given is not None and given.strip():
        try:
            results = await results_of(request, given)
        except Refused as wrong:
            error = wrong
    return await html(
        request,
        "query.html",
        error.status if error else 200,
        text=given if given is not None else prologue(),
        results=results,
        error=error,
        examples=EXAMPLES,
    )


async def search(request: Request) -> Response:
    """Answer ``/search?q=``: things by words; one that is called just so is gone to at once by ``go``."""
    words, kind = request.query_params.get("q", "").strip()[:500], request.query_params.get("kind", "")
    hits = []
    if words:
        kind = kind if kind in KINDS else ""
        hits = (await states.state(request).house.ask("search", words=words, kind=kind, limit=_HITS)).value
    return await html(request, "search.html", words=words, kind=kind, hits=hits, kinds=KINDS, most=_HITS)


async def network(request: Request) -> Response:
    """Answer ``/graph``: the page of the actor network, made once for a store as it is."""
    page = await states.kept(request, "network", seconds=states.state(request).limits.page_seconds)
    # the page states its own policy, with the digests of its scripts; a header can only forbid more
    return Response(page, media_type=_PAGE, headers={"Content-Security-Policy": "frame-ancestors 'none'"})


async def board(request: Request) -> Response:
    """Answer ``/board/{id}``: the board of a negotiation, by its id or name."""
    name = request.path_params["id"].strip()
    if not name:
        raise NotThere("which negotiation?")
    try:
        answer = await states.state(request).house.ask("board", name=name)
    except BadRequest as wrong:
        raise NotThere(str(wrong)) from None
    headers = {"Content-Security-Policy": "frame-ancestors 'none'"}
    return Response(await text_of(answer), media_type=_PAGE, headers=headers)


async def vocabulary(request: Request) -> Response:
    """Answer ``/ns``, to programs in RDF."""
    suffix = request.path_params.get("suffix", "")
    if suffix and suffix[1:] not in _SUFFIXES:
        raise NotThere("no such page")
    form = _SUFFIXES[suffix[1:]] if suffix else _wanted(request)
    if form is None:
        terms = list(ontology.terms().values())
        return await html(request, "vocabulary.html", terms=terms, details=_details())
    names = {"ttl": "turtle", "nt": "nt", "jsonld": "json-ld", "rdf": "xml"}
    data = await run_in_threadpool(ontology.graph().serialize, format=names[form.name], encoding="utf-8")
    return Response(data, headers={"Content-Type": form.content_type, "Vary": "Accept"})


async def term(request: Request) -> Response:
    """Answer ``/ns/{term}``: the term's place on the page of all."""
    name = request.path_params["term"]
    if name not in ontology.terms():
        raise NotThere("the vocabulary has no such term")
    return RedirectResponse(f"/ns#{name}", 303)


def _details() -> dict[str, dict[str, list[str]]]:
    """Return what each term is under, and what it goes from and to, by name."""
    from rdflib import RDFS, URIRef

    graph = ontology.graph()
    found: dict[str, dict[str, list[str]]] = {}
    for term in ontology.terms().values():
        found[term.name] = {
            caption: sorted(
                str(value) for value in graph.objects(term.iri, link) if isinstance(value, URIRef)
            )
            for caption, link in (
                ("a kind of", RDFS.subClassOf),
                ("a case of", RDFS.subPropertyOf),
                ("from", RDFS.domain),
                ("to", RDFS.range),
            )
        }
    return found


async def listing(request: Request) -> Response:
    """Answer ``/actor``, ``/meeting`` and so on: all things of a kind."""
    kind = request.path_params["kind"]
    if kind not in KINDS:
        return await thing(request)
    offset = number(request, "offset", 0, 10**9, least=0)
    count, entries = (
        await states.state(request).house.ask("listing", kind=kind, offset=offset, limit=100)
    ).value
    return await html(
        request, "listing.html", kind=kind, count=count, entries=entries, offset=offset, step=100
    )


async def resource(request: Request) -> Response:
    """Answer ``/resource?iri=``: a thing by its whole IRI."""
    iri = request.query_params.get("iri", "").strip()
    if not iri:
        raise BadRequest("give an IRI as the parameter iri")
    return await _thing(request, [iri], _wanted(request))


async def thing(request: Request) -> Response:
    """Answer the address of a thing: HTML for people, RDF for programs or with an ending such as ``.ttl``."""
    id = request.path_params.get("id") or request.path_params["kind"]
    name = PurePosixPath(id)
    form = _SUFFIXES.get(name.suffix[1:]) if name.suffix else None
    names = asked_for(request, id)
    if form is not None:
        names = [one.removesuffix(name.suffix) for one in names] + names
        return await _thing(request, names, form)
    return await _thing(request, names, _wanted(request))


async def _thing(request: Request, names: list[str], form: Format | None) -> Response:
    house = states.state(request).house
    if form is not None:
        answer = await house.ask("rdf", names=names, form=form.name)
        link = f'<{answer.value}>; rel="describes"'.encode("ascii", "replace").decode("ascii")
        headers = {"Content-Type": form.content_type, "Vary": "Accept", "Link": link}
        return Response(await text_of(answer), headers=headers)
    found: Found = (
        await house.ask("thing", names=names, limit=number(request, "lines", _LINES, 10_000))
    ).value
    shared: dict[str, Any] = {"found": found, "formats": FOR_GRAPHS, "address": address_of(found.id)}
    if found.kind != "Article":
        return await html(request, "thing.html", **shared)
    read: Reading = (await house.ask("article", iri=found.iri)).value
    # the sections of claims stand beside the text, each claim at its place
    page = replace(found.page, sections=found.page.sections[:1])
    return await html(
        request, "article.html", **shared, page=page, read=read, pieces=pieces(read.text, read.claims)
    )


async def asset(request: Request) -> Response:
    """Answer ``/assets/{name}``."""
    name = request.path_params["name"]
    if name == "kinds.css":
        return Response(
            kinds_css(), headers={"Content-Type": _ASSETS["serve.css"], "Cache-Control": "no-cache"}
        )
    if name not in _ASSETS:
        raise NotThere("no such file")
    data = files("kg.serve").joinpath("assets", name).read_bytes()
    return Response(data, headers={"Content-Type": _ASSETS[name], "Cache-Control": "no-cache"})


async def error_page(request: Request, error: Refused) -> Response:
    """Return the page of an error; of a thing that is not there, with what may have been meant."""
    response = await html(request, "error.html", error.status, error=error)
    if error.status == 503:
        response.headers["Retry-After"] = "5"
    return response


def _wanted(request: Request) -> Format | None:
    """Return the RDF format that a client prefers to a page, ``None`` for the page."""
    kind = choose(request.headers.get("accept"), [_PAGE, *_RDF])
    if kind is None or kind == _PAGE:
        return None
    # a plain text viewer gets the page too: only who names RDF gets RDF
    return _RDF[kind] if kind != "text/plain" else None


def _question(name: str) -> Query:
    found = catalogue().get(name)
    if found is None:
        raise NotThere(f"no question is called {name!r}")
    return found


def _themes() -> list[tuple[str, tuple[Query, ...]]]:
    return [(heading(theme), queries) for theme, queries in themes().items()]


def _form(body: str) -> list[tuple[str, str]]:
    from urllib.parse import parse_qsl

    return parse_qsl(body, keep_blank_values=True)
