"""Colours and texts of pictures, as ``look.json`` has them."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

from kg.display import KindStyle, TieStyle, ViewStyle
from kg.export.part import day_in_words
from kg.model import ActorNetwork


@dataclass(frozen=True, slots=True)
class Colors:
    """The colours of a picture's paper and of what is written on it; ``dark`` chooses those of kinds and ties."""

    paper: str
    ink: str
    soft: str
    line: str
    dark: bool

    def of(self, style: KindStyle | TieStyle) -> str:
        """Return the colour of a kind or tie."""
        return style.color_dark if self.dark else style.color


@cache
def look() -> dict[str, Any]:
    """Return ``look.json``: texts and colours."""
    text = files("kg.export.picture").joinpath("look.json").read_text(encoding="utf-8")
    found: dict[str, Any] = json.loads(text)
    return found


def colors(dark: bool) -> Colors:
    """Return the colours of a light or dark picture."""
    return Colors(**look()["dark" if dark else "light"], dark=dark)


def faintness(style: TieStyle) -> float:
    """Return how opaque a tie is: weak ones stand back."""
    return 0.45 if style.weight < 1 else 0.85


def counted(noun: str, n: int, /, **more: str) -> str:
    """Return a number with its noun, as ``look.json`` words it."""
    forms: Mapping[str, str] = look()[noun]
    return forms["one" if n == 1 else "many"].format(n=f"{n:,}", **more)


def summary(network: ActorNetwork, shown: ActorNetwork, view: ViewStyle) -> str:
    """Return how much a picture shows of how much there is, from how many articles of which days."""
    kinds = {kind.iri: kind for kind in view.kinds}
    plain = not any(kinds[node.kind].headline for node in network.actors)
    what = look()["actor" if plain else "thing"]["one" if len(network.actors) == 1 else "many"]
    nodes = counted("nodes", len(network.actors), what=what)
    if len(shown.actors) < len(network.actors):
        nodes = look()["best"].format(
            shown=f"{len(shown.actors):,}", all=f"{len(network.actors):,}", what=what
        )
    tied = {end for tie in shown.ties for end in (tie.source, tie.target)}
    pieces = [piece for tie in shown.ties for event in tie.events for piece in event.evidence]
    pieces += [piece for node in shown.actors if node.id not in tied for piece in node.evidence]
    found = {(piece.article, piece.published) for piece in pieces}
    text: str = look()["counts"].format(
        nodes=nodes,
        ties=counted("ties", len(shown.ties)),
        articles=counted("articles", len({article for article, _ in found})),
    )
    days = sorted({day for _, day in found if day})
    if days:
        form: str = look()["published" if days[0] != days[-1] else "publishedOn"]
        text += form.format(first=day_in_words(days[0]), last=day_in_words(days[-1]))
    return text[:1].upper() + text[1:]
