"""Pages from templates: everything that comes from a graph or a request is text there and never markup."""

from __future__ import annotations

import re
from functools import cache
from importlib.resources import files
from typing import Any

import yaml
from jinja2 import Environment, PackageLoader, StrictUndefined
from rdflib import URIRef
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response

from kg.display import read_display
from kg.ontology import terms
from kg.query.lookup import short
from kg.serve import state as states
from kg.serve.naming import address_of
from kg.serve.pool import Refused
from kg.serve.tables import is_id
from kg.sparql import NAMESPACES, compact
from kg.telling import date_in_words, word
from kg.telling.citing import disagreement, remarks
from kg.telling.page import cut, marks
from kg.telling.things import Source

_KG = NAMESPACES["kg"]
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}(-[0-9]{2})?")


@cache
def _environment() -> Environment:
    made = Environment(
        loader=PackageLoader("kg.serve"),
        autoescape=True,
        trim_blocks=True,
        lstrip_blocks=True,
        undefined=StrictUndefined,
    )
    made.filters |= {"address": address_of, "day": _day, "count": lambda n: f"{n:,}"}
    made.tests["id"] = is_id
    made.globals |= {
        "remarks": remarks,
        "disagreement": disagreement,
        "cut": cut,
        "marks": marks,
        "outside": _outside,
        "word": word,
        "kind_caption": _kind,
        "plural": _plural,
        "namespaces": NAMESPACES,
        "compact": lambda iri: compact(URIRef(iri)),
    }
    return made


async def html(request: Request, template: str, status: int = 200, **values: Any) -> Response:
    """Return a page made of a template of ``templates/``."""
    try:
        base = (await states.about(request)).base
    except Refused:
        # a page that tells of an error must not need what failed
        base = ""

    def address(iri: str) -> str:
        return address_of(short(iri, base) if iri.startswith(base) and base else iri)

    def text(iri: str) -> str:
        return compact(URIRef(iri)) if not base or not iri.startswith(base) else short(iri, base)

    page = _environment().get_template(template)
    shown = page.render(
        graph=states.state(request).name,
        path=request.url.path,
        asked=request.url.query,
        iri_address=address,
        iri_text=text,
        **values,
    )
    # lone surrogates can come from broken input that was read leniently
    return HTMLResponse(shown.encode("utf-8", "replace"), status, headers={"Vary": "Accept"})


def kinds_css() -> str:
    """Return the colours of kinds as ``ontology/display.ttl`` has them, as a style sheet."""
    light = "".join(f".k-{name} {{ --k: {color}; }}\n" for name, color, _ in _colors())
    dark = "".join(f".k-{name} {{ --k: {color}; }}\n" for name, _, color in _colors())
    return f"{light}@media (prefers-color-scheme: dark) {{\n{dark}}}\n"


def _outside(source: Source | None) -> str:
    """Return the address of an article elsewhere, ``""`` where it is none that a browser may follow."""
    url = source.url if source else None
    return url if url and url.lower().startswith(("https://", "http://")) else ""


def _day(value: str) -> str:
    return date_in_words(value) if _DAY.fullmatch(value) else value


@cache
def _captions() -> dict[str, tuple[str, str]]:
    text = files("kg.serve").joinpath("assets", "captions.yaml").read_text(encoding="utf-8")
    return {kind: (one, several) for kind, (one, several) in yaml.safe_load(text).items()}


def _kind(name: str) -> str:
    """Return what a kind is called: of a class by its caption or label, else of an id's first part."""
    if name in _captions():
        return _captions()[name][0]
    shown = read_display().captions.get(_KG + name)
    term = terms().get(name)
    return shown or (term.label.lower() if term else name)


def _plural(kind: str) -> str:
    return _captions()[kind][1]


def _colors() -> list[tuple[str, str, str]]:
    """Return the classes that have a colour, with the one on a light and the one on a dark page."""
    shown = read_display()
    found = [(kind.iri.removeprefix(_KG), kind.color, kind.color_dark) for kind in shown.kinds]
    for event in shown.events:
        found += [(name.removeprefix(_KG), event.color, event.color_dark) for name in sorted(event.classes)]
    return found
