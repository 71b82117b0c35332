"""Options of the commands that show or write a part of a graph: which view, what of it, and how it looks."""

from __future__ import annotations

from collections.abc import Callable
from functools import reduce
from typing import TYPE_CHECKING, Any, TypeVar

import click

if TYPE_CHECKING:
    from kg.export import Look, Part

_Command = TypeVar("_Command", bound=Callable[..., Any])

_PART = (
    click.option(
        "--view",
        default="",
        metavar="NAME",
        help="actors, meetings, proposals or discourse: what to write, or what the page opens with.",
    ),
    click.option(
        "--focus",
        default="",
        metavar="NAME",
        help="Only this actor, meeting or proposal and what is near it.",
    ),
    click.option(
        "--depth",
        type=click.IntRange(0, 99),
        default=1,
        show_default=True,
        metavar="N",
        help="How many ties away from the focus.",
    ),
    click.option("--since", default="", metavar="DATE", help="Nothing that ended before this date."),
    click.option("--until", default="", metavar="DATE", help="Nothing that began after this date."),
    click.option(
        "--min-weight", type=click.FloatRange(0), default=0.0, metavar="W", help="No ties weaker than this."
    ),
    click.option(
        "--negotiation",
        default="",
        metavar="NAME",
        help="Only what belongs to this negotiation: its words or id.",
    ),
)
_LOOK = (
    click.option("--title", default="", metavar="TEXT", help="Heading of the page or picture."),
    click.option(
        "--top",
        type=click.IntRange(1),
        metavar="N",
        help="How many of the best connected nodes are in sight at first.",
    ),
    click.option(
        "--size",
        type=click.Choice(("degree", "betweenness", "statements")),
        default="degree",
        show_default=True,
        help="What makes a node large.",
    ),
    click.option(
        "--width",
        type=click.IntRange(320, 12_000),
        default=1600,
        show_default=True,
        metavar="PIXELS",
        help="Width of a picture.",
    ),
    click.option(
        "--height",
        type=click.IntRange(320, 12_000),
        metavar="PIXELS",
        help="Height of a picture, if not what fits it.",
    ),
    click.option(
        "--scale",
        type=click.FloatRange(0.5, 8),
        default=1.0,
        show_default=True,
        metavar="N",
        help="Dots of a PNG to a pixel: 2 or more for print.",
    ),
    click.option("--dark", is_flag=True, help="A picture on dark paper."),
)


def part_options(command: _Command) -> _Command:
    """Give a command the options that :func:`part_of` reads, and ``--view``."""
    return reduce(lambda made, option: option(made), reversed(_PART), command)


def look_options(command: _Command) -> _Command:
    """Give a command the options that :func:`look_of` reads."""
    return reduce(lambda made, option: option(made), reversed(_LOOK), command)


def part_of(options: dict[str, Any]) -> Part:
    """Return what a graph is to be narrowed to; takes its options out of ``options``."""
    from kg.export import Part

    fields = ("focus", "depth", "since", "until", "negotiation")
    return Part(weight=options.pop("min_weight"), **{name: options.pop(name) for name in fields})


def look_of(options: dict[str, Any]) -> Look:
    """Return how a page or picture is to look; takes its options out of ``options``."""
    from kg.export import Look

    fields = ("title", "top", "size", "width", "height", "scale", "dark")
    return Look(**{name: options.pop(name) for name in fields})
