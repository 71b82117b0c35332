"""A page as one HTML file: no script, no request, readable in light and dark, on a telephone and on paper."""

from __future__ import annotations

import base64
import hashlib
from typing import Any

from kg.telling.citing import SHOWN, disagreement, is_empty, more, remarks, where
from kg.telling.page import Page, cut, marks, references
from kg.telling.texts import asset, texts, word
from kg.telling.things import Evidence


def html(page: Page) -> str:
    """Return a page as HTML, the same bytes each time; a content security policy lets nothing but its style in."""
    from jinja2 import Environment, FunctionLoader, StrictUndefined
    from markupsafe import Markup

    environment = Environment(
        loader=FunctionLoader(asset),
        autoescape=True,
        trim_blocks=True,
        lstrip_blocks=True,
        undefined=StrictUndefined,
    )
    style = asset("page.css")
    known = {} if page.inline else references(page)

    seen: set[Evidence] = set()

    def begin() -> str:
        seen.clear()
        return ""

    def fresh(one: Evidence) -> bool:
        # a sentence is quoted once in a section
        new = one not in seen
        seen.add(one)
        return new

    def numbers(evidence: Any) -> list[int]:
        return sorted({known[one.article, one.sentence].number for one in evidence}) if known else []

    return environment.get_template("page.html").render(
        page=page,
        lang=texts()["lang"],
        style=Markup(style),
        policy=_policy(style),
        word=word,
        known=known,
        shown=SHOWN,
        empty=is_empty(page),
        cut=cut,
        marks=marks,
        where=lambda article: where(page.articles.get(article)),
        source=page.articles.get,
        remarks=remarks,
        more=more,
        begin=begin,
        fresh=fresh,
        numbers=numbers,
        disagreement=disagreement,
        url=_url,
    )


def _policy(style: str) -> str:
    digest = base64.b64encode(hashlib.sha256(style.encode("utf-8")).digest()).decode("ascii")
    return f"default-src 'none'; style-src 'sha256-{digest}'; base-uri 'none'; form-action 'none'"


def _url(address: str | None) -> str | None:
    """Return an address that a reader may follow; anything but the web's own kind is no link."""
    return address if address and address.lower().startswith(("https://", "http://")) else None
