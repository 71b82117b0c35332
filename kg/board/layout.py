"""A board as one HTML page: no script, no request, readable in light and dark, on a telephone and on paper."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Iterator
from urllib.parse import quote

from kg.board.model import Board, Card, Row
from kg.board.words import asset, words
from kg.telling.citing import where
from kg.telling.page import cut, marks
from kg.telling.texts import texts

SHOWN = 3
"""How many articles' sentences stand under a cell; the others are counted."""
TERMS = 4
"""How many provisions stand on a card at once."""


def html(board: Board, *, home: str = "") -> str:
    """Return a board as HTML, the same bytes each time; a content security policy lets nothing but its style in.

    Args:
        board: what :func:`kg.board.board` gives.
        home: the address of a service whose pages tell more of each thing, such as ``/``; ``""`` for no links.
    """
    from jinja2 import Environment, FunctionLoader, StrictUndefined
    from markupsafe import Markup

    environment = Environment(
        loader=FunctionLoader(asset),
        autoescape=True,
        trim_blocks=True,
        lstrip_blocks=True,
        undefined=StrictUndefined,
    )
    style = asset("board.css")
    return environment.get_template("board.html").render(
        board=board,
        lang=texts()["lang"],
        words=words(),
        style=Markup(style),
        policy=_policy(style),
        shown=SHOWN,
        terms=TERMS,
        cells=lambda row: list(_cells(row, len(board.columns))),
        counted=_counted,
        cut=cut,
        marks=marks,
        where=lambda article: where(board.articles.get(article)),
        url=lambda article: _url(board, article),
        link=lambda id: f"{home}{quote(id)}" if home and id else "",
        home=home,
    )


def _cells(row: Row, columns: int) -> Iterator[tuple[int, int, tuple[Card, ...]]]:
    """Yield the cells of a row from left to right: first column, how many it spans, its cards."""
    wide = next((card.columns for card in row.cards if len(card.columns) > 1), None)
    place = 0
    while place < columns:
        span = wide[-1] - place + 1 if wide and place == wide[0] else 1
        here = tuple(card for card in row.cards if place <= card.columns[0] < place + span)
        yield place, span, here
        place += span


def _counted(forms: dict[str, str], count: int) -> str:
    return forms["one" if count == 1 else "many"].format(count=count)


def _url(board: Board, article: str) -> str:
    """Return the address of an article that a reader may follow; anything but the web's own kind is no link."""
    source = board.articles.get(article)
    address = source.url if source and source.url else ""
    return address if address.lower().startswith(("https://", "http://")) else ""


def _policy(style: str) -> str:
    digest = base64.b64encode(hashlib.sha256(style.encode("utf-8")).digest()).decode("ascii")
    return f"default-src 'none'; style-src 'sha256-{digest}'; base-uri 'none'; form-action 'none'"
