"""Metadata above a text: YAML front matter, and lines such as "Title: …"."""

from __future__ import annotations

import re
from functools import cache
from typing import Any

import yaml

from kg import lexicon
from kg.read.fields import Names, find
from kg.resources import ontology

_END = ("---", "...")
_LONGEST = 20_000  # characters of front matter, which nobody writes longer
_DEEPEST = 12
_LINE = re.compile(r"([A-Za-z][A-Za-z ]{1,30}):[ \t]+(\S.*)")
_MOST = 12

_Base: Any = yaml.SafeLoader


class Refused(ValueError):
    """Front matter that is no plain YAML; says why, and ``line`` where."""

    def __init__(self, message: str, line: int | None = None) -> None:
        super().__init__(message)
        self.line = line


class _Bounded(_Base):  # type: ignore[misc]
    """Maps, lists and words: no tags, no aliases, no numbers, little depth."""

    def compose_node(self, parent: Any, index: Any) -> Any:
        if self.check_event(yaml.AliasEvent):
            event = self.get_event()
            raise Refused("an alias (*) is used", event.start_mark.line)
        event = self.peek_event()
        if getattr(event, "tag", None):
            raise Refused(f"a tag ({event.tag}) is used", event.start_mark.line)
        depth = getattr(self, "_depth", 0) + 1
        if depth > _DEEPEST:
            raise Refused("it is nested too deeply", event.start_mark.line)
        self._depth = depth
        try:
            return super().compose_node(parent, index)
        finally:
            self._depth = depth - 1

    def construct_mapping(self, node: Any, deep: bool = False) -> dict[str, Any]:
        return {
            str(getattr(key, "value", key)): self.construct_object(value, deep=True)
            for key, value in node.value
        }


# every scalar stays the words that were written: dates are read where all dates are, and no number is made
_Bounded.yaml_implicit_resolvers = {}
_Bounded.add_constructor("tag:yaml.org,2002:str", lambda loader, node: str(node.value))
_Bounded.add_constructor("tag:yaml.org,2002:map", lambda loader, node: loader.construct_mapping(node))
_Bounded.add_constructor(
    "tag:yaml.org,2002:seq", lambda loader, node: loader.construct_sequence(node, deep=True)
)


def front_matter(text: str) -> tuple[dict[str, Any], str]:
    """Take YAML front matter off a text.

    Returns:
        What it says, ``{}`` if there is none, and the rest of the text.

    Raises:
        Refused: it is not YAML, or uses tags or aliases, or is very long or deep.
    """
    lines = text.splitlines(keepends=True)
    if not lines or lines[0].rstrip() != "---":
        return {}, text
    end = next((n for n, line in enumerate(lines[1:], 1) if line.rstrip() in _END), None)
    if end is None:
        return {}, text
    source = "".join(lines[1:end])
    if len(source) > _LONGEST:
        raise Refused(f"it is longer than {_LONGEST:,} characters")
    try:
        meta = yaml.load(source, Loader=_Bounded)
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        what = getattr(error, "problem", None) or str(error).splitlines()[0]
        raise Refused(str(what), mark.line if mark else None) from error
    except (ValueError, RecursionError) as error:
        if isinstance(error, Refused):
            raise
        raise Refused(str(error).splitlines()[0] or "it is nested too deeply") from error
    if meta in (None, ""):
        meta = {}
    if not isinstance(meta, dict):
        return {}, text  # two thematic breaks around prose
    return meta, "".join(lines[end + 1 :])


def header_lines(text: str) -> tuple[dict[str, Any], str]:
    """Take lines such as "Title: …" and "Date: …" off the top of a text.

    They count where at least two stand together, each with a known name, and a blank line follows.
    """
    fields: dict[str, Any] = {}
    at = 0
    for line in text.split("\n")[:_MOST]:
        size = len(line) + 1
        if not line.strip():
            if fields:
                break
            at += size
            continue
        found = _LINE.fullmatch(line.strip())
        field = _headers().get(found.group(1).strip().casefold()) if found else None
        if field is None or field in fields or found is None:
            return {}, text
        fields[field] = found.group(2)
        at += size
    else:
        return {}, text
    if len(fields) < 2 or not text[at:].strip():
        return {}, text
    return fields, text[at:].lstrip("\n")


def meta_fields(meta: dict[str, Any], names: Names) -> dict[str, Any]:
    """Return what front matter says of the fields of an article, but its text and id."""
    values = dict(find(meta, names).values)
    return {key: value for key, value in values.items() if key not in ("text", "id")}


@cache
def _headers() -> dict[str, str]:
    data = lexicon.read(ontology("inputs", "texts.yaml"))["headers"]
    return {str(name): str(field) for field, names in data.items() for name in names}
