"""What tables, services and programs call the fields of an article (``ontology/inputs/fields.yaml``)."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from kg import lexicon
from kg.errors import InputError
from kg.read.record import FIELDS
from kg.resources import ontology

_MARKS = re.compile(r"[^\w.]+|_")
KNOWN = (*FIELDS, "section", "language", "kind")
_DEPTH = 3
_NAMED = ("name", "title", "main", "original", "uri", "id")  # what a record within a record is known by
_ADDRESS = re.compile(r"https?://\S+", re.IGNORECASE)


def plain(name: str) -> str:
    """Return the name of a field without case, blanks and marks but dots."""
    return _MARKS.sub("", name.casefold()).strip(".")


@dataclass(frozen=True, slots=True)
class Names:
    """Which name of a record gives which field.

    Attributes:
        given: what the person said: field → name in the records, made plain.
        shown: the same as the person wrote it.
    """

    given: Mapping[str, str]
    shown: Mapping[str, str]

    @classmethod
    def of(cls, fields: Mapping[str, str]) -> Names:
        """Make them of what a person said.

        Raises:
            InputError: a field is not one of an article's.
        """
        for field, name in fields.items():
            if field not in KNOWN or not name.strip():
                raise InputError(
                    f"--field {field}={name}: no such field of an article; known are {', '.join(KNOWN)}"
                )
        return cls({field: plain(name) for field, name in fields.items()}, dict(fields))


@dataclass(frozen=True, slots=True)
class Found:
    """The fields of one record.

    Attributes:
        values: field → value, as the record has it.
        used: field → name of it in the record.
        unknown: names in the record that give no field, sorted.
        beginning: the text is only the article's beginning, under a name for that.
    """

    values: Mapping[str, Any]
    used: Mapping[str, str]
    unknown: tuple[str, ...]
    beginning: bool = False


def find(record: Mapping[str, Any], names: Names) -> Found:
    """Find the fields of a record."""
    flat: dict[str, tuple[str, Any]] = {}
    _flatten(record, "", flat, _DEPTH)
    values: dict[str, Any] = {}
    used: dict[str, str] = {}
    for field in KNOWN:
        chosen = names.given.get(field)
        for name in [chosen] if chosen else _synonyms()[field]:
            if name in flat and not _empty(flat[name][1]):
                if field == "publisher" and not chosen and _is_address(flat[name][1]):
                    continue  # trafilatura calls an address "source"
                used[field], values[field] = flat[name]
                break
    for name in _synonyms()["publisher"]:
        if "url" not in values and name in flat and _is_address(flat[name][1]):
            used["url"], values["url"] = flat[name]
    beginning = False
    if "text" not in values and "text" not in names.given:
        for name in _data("beginnings"):
            if name in flat and isinstance(flat[name][1], str) and flat[name][1].strip():
                used["text"], values["text"] = flat[name]
                beginning = True
                break
    taken = {name.split(".")[0] for name in used.values()}
    every = _every()
    unknown = sorted(
        str(key) for key in record if key not in taken and plain(str(key)) not in every and not _known(key)
    )
    return Found(values, used, tuple(unknown), beginning)


def _known(key: object) -> bool:
    # "fields" of a service that leads to known names, "source" with a name in it
    start = f"{plain(str(key))}."
    return any(name.startswith(start) for name in _every())


def has_text(record: Mapping[str, Any], names: Names) -> bool:
    """Tell whether a record may be an article's own: it has a name for a text, filled or not."""
    wanted = [names.given["text"]] if "text" in names.given else [*_synonyms()["text"], *_data("beginnings")]
    there = {plain(str(key)) for key, value in record.items() if not isinstance(value, Mapping)}
    return any(name in there for name in wanted)


def list_keys() -> tuple[str, ...]:
    """Return the names under which a file that is one object keeps its records."""
    return _data("lists")


def lead(record: Mapping[str, Any]) -> bool:
    """Tell whether a record has a headline or an address, so that it may tell of an article without its text."""
    there = {plain(str(key)) for key in record}
    return any(name in there for field in ("title", "url") for name in _synonyms()[field])


def _flatten(record: Mapping[str, Any], prefix: str, flat: dict[str, tuple[str, Any]], depth: int) -> None:
    for key, value in record.items():
        shown = f"{prefix}{key}"
        name = plain(shown)
        if isinstance(value, Mapping):
            if depth > 1:
                _flatten(value, f"{shown}.", flat, depth - 1)
            named = next((value[part] for part in _NAMED if isinstance(value.get(part), str)), None)
            if named is not None and name not in flat:
                flat[name] = (shown, named)
            elif name not in flat:
                flat[name] = (shown, dict(value))
        elif name not in flat or _empty(flat[name][1]):
            flat[name] = (shown, value)


def _is_address(value: Any) -> bool:
    return isinstance(value, str) and _ADDRESS.fullmatch(value.strip()) is not None


def _empty(value: Any) -> bool:
    return value is None or value == [] or value == {} or (isinstance(value, str) and not value.strip())


@cache
def _synonyms() -> dict[str, tuple[str, ...]]:
    path = ontology("inputs", "fields.yaml")
    return {
        field: tuple(map(plain, lexicon.strings(path, "fields", field, optional=False))) for field in KNOWN
    }


@cache
def _data(key: str) -> tuple[str, ...]:
    return lexicon.strings(ontology("inputs", "fields.yaml"), key, optional=False)


@cache
def _every() -> frozenset[str]:
    names = {name for names in _synonyms().values() for name in names}
    return frozenset(names | set(_data("beginnings")) | set(_data("quiet")) | {"id"})
