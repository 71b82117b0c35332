"""What a dossier tells of each kind of thing: ``sections.yaml``."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

import yaml


@dataclass(frozen=True, slots=True)
class Part:
    """One section of a dossier: facts of the thing itself, or other things.

    Attributes:
        facts: properties of the thing, each value a line.
        path: SPARQL property path from the thing to others, each a line.
        supports: the other things are those of these kinds that the article supports.
        kinds: only others of these kinds; empty for all.
        variants: only others whose firmest status or mode is one of these (``""`` for none); empty for all.
        unless: no others from which this path leads on.
        besides: no others to which this path leads from the thing: they have a section of their own.
        parts: path from each other thing to those told under it.
        group: property whose values the others are counted by, in place of a line each.
        omit: properties that the others' lines leave out.
        query: the catalogue's query that gives all, with the option that takes the thing.
    """

    heading: str
    facts: tuple[str, ...] = ()
    path: str = ""
    supports: tuple[str, ...] = ()
    kinds: tuple[str, ...] = ()
    variants: tuple[str, ...] = ()
    unless: str = ""
    besides: str = ""
    parts: str = ""
    group: str = ""
    omit: tuple[str, ...] = ()
    query: str = ""


@cache
def plan() -> dict[str, tuple[Part, ...]]:
    """Return the sections by kind of thing."""
    text = files("kg.dossier").joinpath("sections.yaml").read_text(encoding="utf-8")
    loaded: dict[str, list[dict[str, Any]]] = yaml.safe_load(text)
    return {kind: tuple(map(_part, parts)) for kind, parts in loaded.items()}


def _part(given: dict[str, Any]) -> Part:
    values: dict[str, Any] = {
        key: tuple(value) if isinstance(value, list) else value for key, value in given.items()
    }
    return Part(**values)
