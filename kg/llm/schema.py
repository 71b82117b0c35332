"""The form that a model fills in, as JSON Schema, made from the classes of ``kg.model``.

Types and values come from the classes, so a new status is asked for as soon as the graph has it; which fields are asked
for, and in which words, is said in ``ontology/llm/reading.yaml``. The schema keeps to the subset that servers with
constrained decoding take: every field required, nothing additional, "nothing" is ``null``.
"""

from __future__ import annotations

import types
from functools import cache
from typing import Any, Literal, Union, get_args, get_origin, get_type_hints

from kg.llm.data import Form, guide
from kg.model import Evidence, PartialDate

_QUOTE = {"$ref": "#/$defs/quote"}
_PLAIN: dict[Any, str] = {str: "string", int: "integer", float: "number"}


@cache
def answer_schema() -> dict[str, Any]:
    """Return the schema of an answer.

    Raises:
        DataFileError: ``ontology/llm`` asks for what the classes do not have.
    """
    parts = {part: {"type": "array", "items": _object(form)} for part, form in guide().form.items()}
    quote = {"sentence": {"type": "integer"}, "quote": {"type": "string"}}
    return _closed(parts) | {"$defs": {"quote": _closed(quote)}}


def item_schema(part: str) -> dict[str, Any]:
    """Return the schema of one entry of a list of the form."""
    whole = answer_schema()
    items: dict[str, Any] = whole["properties"][part]["items"]
    return items | {"$defs": whole["$defs"]}


def choices(part: str, field: str) -> tuple[str, ...]:
    """Return the values that a field may have; none where any text will do."""
    spec = answer_schema()["properties"][part]["items"]["properties"][field]
    return tuple(value for value in spec.get("enum", ()) if value is not None)


def _object(form: Form) -> dict[str, Any]:
    hints = get_type_hints(form.claim)
    return _closed(
        {
            name: _asked(form.quoted[name]) if name in form.quoted else _typed(hints[name])
            for name in form.fields
        },
        form.fields,
    )


def _closed(properties: dict[str, Any], about: Any = None) -> dict[str, Any]:
    told = {
        name: spec | {"description": about[name]} if about and "$ref" not in spec else spec
        for name, spec in properties.items()
    }
    return {
        "type": "object",
        "properties": told,
        "required": list(properties),
        "additionalProperties": False,
    }


def _asked(how: str) -> dict[str, Any]:
    if how == "quotes":
        return {"type": "array", "items": _QUOTE}
    return {"anyOf": [_QUOTE, {"type": "null"}]}


def _typed(hint: Any) -> dict[str, Any]:
    """Return the schema of a field's type: text, number, one of several values, a date (quoted), or a list of such."""
    if get_origin(hint) in (Union, types.UnionType):
        (inner,) = (arg for arg in get_args(hint) if arg is not type(None))
        spec = _typed(inner)
        if "$ref" in spec:
            return {"anyOf": [spec, {"type": "null"}]}
        return (
            spec
            | {"type": [spec["type"], "null"]}
            | ({"enum": [*spec["enum"], None]} if "enum" in spec else {})
        )
    if get_origin(hint) is Literal:
        return {"type": "string", "enum": list(get_args(hint))}
    if get_origin(hint) is tuple:
        return {"type": "array", "items": _typed(get_args(hint)[0])}
    if hint in (PartialDate, Evidence):
        return _QUOTE
    return {"type": _PLAIN[hint]}
