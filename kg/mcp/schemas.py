"""What assistants are told: tools with typed parameters, made of ``tools.yaml`` and of the headers of the catalogue."""

from __future__ import annotations

from functools import cache
from importlib.resources import files
from typing import Any

import yaml

from kg.query import Parameter, Query, catalogue

_TYPES: dict[str, dict[str, Any]] = {
    "integer": {"type": "integer"},
    "number": {"type": "number"},
    "boolean": {"type": "boolean"},
}
_HINTS = {
    "actor": "an actor's name or id",
    "thing": "an id, or an actor's name",
    "date": "a date, as precise as wanted: 2022, 2022-01, 2022-01-10 or in words",
}


@cache
def texts() -> dict[str, Any]:
    """Return ``tools.yaml``. Shared: do not change it."""
    loaded: dict[str, Any] = yaml.safe_load(
        files("kg.mcp").joinpath("tools.yaml").read_text(encoding="utf-8")
    )
    return loaded


def tools(*, each: bool) -> list[dict[str, Any]]:
    """Return the tools: name, title, description and ``input_schema``.

    Args:
        each: add a tool for each question of the catalogue, with its own parameters.
    """
    made = []
    for name, told in texts()["tools"].items():
        schema = _object(told["parameters"], told["required"])
        if name == "ask_question":
            # the names are known, so a wrong one is seen before the call
            schema["properties"]["question"] = {**schema["properties"]["question"], "enum": list(catalogue())}
        made.append(
            {"name": name, "title": told["title"], "description": told["description"], "input_schema": schema}
        )
    return made + ([_question(query) for query in catalogue().values()] if each else [])


def tool_name(query: Query) -> str:
    """Return the name of the tool that asks one question."""
    return "question_" + query.name.replace("-", "_")


def parameters(query: Query) -> dict[str, Any]:
    """Return the JSON Schema of a question's parameters."""
    return _object(
        {param.name: _parameter(param) for param in query.params},
        [param.name for param in query.params if param.required],
    )


def _question(query: Query) -> dict[str, Any]:
    schema = parameters(query)
    # a question may have a parameter of this name itself
    schema["properties"].setdefault("limit", texts()["tools"]["ask_question"]["parameters"]["limit"])
    columns = ", ".join(caption for _, caption in query.columns)
    description = f"{query.title}. {query.description}" + (f" Columns: {columns}." if columns else "")
    return {
        "name": tool_name(query),
        "title": query.title,
        "description": description,
        "input_schema": schema,
    }


def _parameter(param: Parameter) -> dict[str, Any]:
    hint = _HINTS.get(param.type)
    schema: dict[str, Any] = dict(_TYPES.get(param.type, {"type": "string"}))
    schema["description"] = f"{param.text} ({hint})" if hint else param.text
    if param.choices:
        schema["enum"] = list(param.choices)
    if param.default is not None:
        schema["default"] = _value(param)
    if param.examples:
        schema["examples"] = list(param.examples)
    return schema


def _value(param: Parameter) -> Any:
    if param.type == "integer":
        return int(str(param.default))
    if param.type == "number":
        return float(str(param.default))
    if param.type == "boolean":
        return str(param.default).lower() in ("yes", "true", "1")
    return param.default


def _object(properties: dict[str, Any], required: list[str]) -> dict[str, Any]:
    return {
        "type": "object",
        "properties": dict(properties),
        "required": list(required),
        "additionalProperties": False,
    }
