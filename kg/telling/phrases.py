"""A line about a thing, made of the pieces that the file of words gives for its kind."""

from __future__ import annotations

import re
from collections.abc import Iterable

from kg.display import read_display
from kg.sparql import NAMESPACES
from kg.telling.texts import date_in_words, listed, texts
from kg.telling.things import Reader, Thing

_FIELD = re.compile(r"\{(?P<name>[\w:]+)(?:\|(?P<instead>[^}]*))?\}")
_QUOTED = re.compile('["“”]')
_DATES = frozenset({"kg:date", "kg:until", "kg:from", "kg:submitted", "kg:published", "kg:dueBy"})
_SEVERAL = frozenset(
    {
        "kg:participant",
        "kg:host",
        "kg:proposedBy",
        "kg:addressedTo",
        "kg:respondent",
        "kg:recipient",
        "kg:speaker",
        "kg:within",
    }
)
"""Properties of which a thing may have several values at once; of others, several are a choice."""


def phrase(reader: Reader, thing: Thing, *, omit: Iterable[str] = ()) -> str:
    """Say what a thing is in one line, with a capital at its beginning.

    Names are those of the graph, values are captioned as ``ontology/display.ttl`` has it; what the graph does not say
    is not said.

    Args:
        reader: the graph.
        thing: what to say; ``reader`` has read it.
        omit: properties that are clear from where the line stands.
    """
    kind, forms, without = thing.kind, texts()["phrases"], frozenset(omit)
    pieces = forms.get(f"{kind}.{variant(thing)}") or forms.get(kind) or []
    if _QUOTED.search(thing.one("kg:text") or ""):
        # the text has its own quotation marks
        pieces = forms.get(kind) or pieces
    line = "".join(filter(None, (_piece(reader, thing, piece, without) for piece in pieces)))
    line = " ".join(line.split()).lstrip(" ,:") or reader.name(thing.iri)
    return line[0].upper() + line[1:]


def variant(thing: Thing) -> str:
    """Return the firmest status or mode of a thing, ``""`` for none."""
    told = texts()["variants"].get(thing.kind)
    if not told:
        return ""
    has = thing.values.get(told["property"], ())
    return next((value for value in told["values"] if NAMESPACES["kg"] + value in has), "")


def value_in_words(reader: Reader, name: str, value: str) -> str:
    """Say one value of a property: a date as people write it, a term by its caption, a thing by its name."""
    if name in _DATES:
        return date_in_words(value)
    if value.startswith(NAMESPACES["kg"]):
        return caption(value)
    return reader.name(value) if reader.is_thing(value) else " ".join(value.split())


def caption(term: str) -> str:
    """Return how a term of Parley's is written for people."""
    return read_display().caption(term)


def _piece(reader: Reader, thing: Thing, piece: str, without: frozenset[str]) -> str:
    missing = False
    if without & {match["name"] for match in _FIELD.finditer(piece)}:
        return ""

    def fill(match: re.Match[str]) -> str:
        nonlocal missing
        told = _field(reader, thing, match["name"]) or match["instead"]
        missing = missing or not told
        return told or ""

    line = _FIELD.sub(fill, piece)
    return "" if missing else line


def _field(reader: Reader, thing: Thing, name: str) -> str:
    if name == "kind":
        # "talks" says more than "meeting"
        kinds = [caption(NAMESPACES["kg"] + found) for found in thing.classes]
        return listed(kinds[:1])
    if name == "kg:provision":
        return _terms(reader, thing)
    if name == "kg:respondsTo":
        return listed(sorted(filter(None, (_terms(reader, one) for one in reader.things(thing.all(name))))))
    values = thing.dates(name) if name in _DATES else thing.all(name)
    shown = sorted({value_in_words(reader, name, value) for value in values})
    if name == "kg:date" and len(values) == 1 and len(ends := thing.dates("kg:until")) == 1:
        return date_in_words(values[0], ends[0])
    if name in _DATES:
        shown = [value_in_words(reader, name, value) for value in values]
    if name in ("kg:text", "schema:headline", "kg:topic", "kg:title"):
        return shown[0] if shown else ""
    return listed(shown, choice=name not in _SEVERAL)


def _terms(reader: Reader, thing: Thing) -> str:
    """Say what a provision is, or a proposal of one or two provisions; of more the first one and how many there are."""
    if thing.kind == "Provision":
        return f"“{reader.name(thing.iri)}”"
    found = sorted({reader.name(one) for one in thing.all("kg:provision")})
    shown = [f"“{one}”" for one in found]
    if len(found) <= 2:
        return listed(shown)
    count = len(found) - 1
    return str(texts()["words"]["more_terms"].format(first=shown[0], count=count))
