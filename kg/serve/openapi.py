"""The OpenAPI 3.1 document of the service, made from the headers of the queries."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from kg import __version__
from kg.query import Parameter, Query
from kg.serve.formats import FOR_TABLES
from kg.serve.things import KINDS

_DATE = r"^[0-9]{4}(-[0-9]{2}(-[0-9]{2})?)?$"
_TYPES: Mapping[str, dict[str, Any]] = {
    "actor": {"type": "string"},
    "thing": {"type": "string"},
    "text": {"type": "string"},
    "date": {"type": "string", "pattern": _DATE},
    "integer": {"type": "integer"},
    "number": {"type": "number"},
    "boolean": {"type": "boolean"},
    "choice": {"type": "string"},
}
_ERROR = {"$ref": "#/components/responses/Error"}


def document(queries: Mapping[str, Query]) -> dict[str, Any]:
    """Return the document: an operation for each query, and those for things, articles and search."""
    paths: dict[str, Any] = {
        "/api": _get("index", "Where everything is", [], "Links"),
        "/api/openapi.json": _get("openapi", "This document", [], "Object"),
        "/api/status": _get("status", "What the graph holds", [], "Object"),
        "/api/queries": _get("queries", "The catalogue of questions", [], "List"),
        "/api/search": _get(
            "search",
            "Things by words in their names and texts",
            [
                _in_query("q", {"type": "string"}, "words; the last may be unfinished", required=True),
                _in_query("kind", {"type": "string", "enum": list(KINDS)}, "only things of this kind"),
                _in_query("limit", _whole(1, 200, 20), "how many at most"),
            ],
            "List",
        ),
        "/api/things/{id}": _get(
            "thing",
            "What is said of a thing, each line with its sentences",
            [
                _in_path("id", "an id such as actor/russia, or a whole IRI"),
                _in_query("limit", _whole(1, 10_000, 200), "how many lines a section has at most"),
            ],
            "Object",
            missing=True,
        ),
        "/api/articles": _get(
            "articles",
            "The articles, by title",
            [
                _in_query("offset", _whole(0, 10**9, 0), "how many to leave out"),
                _in_query("limit", _whole(1, 10_000, 200), "how many at most"),
            ],
            "Object",
        ),
        "/api/articles/{id}": _get(
            "article",
            "An article's text and what the graph made of it",
            [_in_path("id", "an article's id without article/")],
            "Object",
            missing=True,
        ),
    }
    for query in queries.values():
        paths[f"/api/queries/{query.name}"] = _question(query)
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "Parley",
            "version": __version__,
            "description": "Questions to a graph of negotiations, and what it holds. Read-only.",
        },
        "paths": paths,
        "components": {
            "schemas": {
                "Object": {"type": "object"},
                "Links": {"type": "object", "additionalProperties": {"type": "string"}},
                "List": {"type": "array", "items": {"type": "object"}},
            },
            "responses": {
                "Error": {
                    "description": "What is wrong, and what to do about it",
                    "content": {
                        "application/json": {
                            "schema": {
                                "type": "object",
                                "required": ["error"],
                                "properties": {"error": {"type": "string"}},
                            }
                        }
                    },
                }
            },
        },
    }


def _question(query: Query) -> dict[str, Any]:
    formats = [form.name for form in FOR_TABLES]
    parameters = [
        *(
            _in_query(p.name, _schema(p), p.text, required=p.required, examples=p.examples)
            for p in query.params
        ),
        _in_query("explain", {"type": "boolean", "default": False}, "with the words that each row rests on"),
        _in_query("format", {"type": "string", "enum": formats}, "instead of the Accept header"),
    ]
    cells = {
        name: {"description": caption, "type": ["string", "number", "null"]}
        for name, caption in query.columns
    }
    table = {
        "type": "object",
        "required": ["query", "columns", "rows"],
        "properties": {
            "query": {"const": query.name},
            "columns": {"type": "array", "items": {"type": "object"}},
            "rows": {"type": "array", "items": {"type": "object", "properties": cells}},
        },
    }
    content = {"application/json": {"schema": table}} | {
        form.media: {"schema": {"type": "string"}} for form in FOR_TABLES if form.name != "json"
    }
    return {
        "get": {
            "operationId": f"ask-{query.name}",
            "summary": query.title,
            "description": query.description,
            "tags": [query.theme or "others"],
            "parameters": parameters,
            "responses": {
                "200": {"description": "The rows", "content": content},
                "400": _ERROR,
                "406": _ERROR,
                "413": _ERROR,
                "503": _ERROR,
            },
        }
    }


def _get(
    name: str, summary: str, parameters: list[dict[str, Any]], schema: str, *, missing: bool = False
) -> dict[str, Any]:
    answer = {"application/json": {"schema": {"$ref": f"#/components/schemas/{schema}"}}}
    responses: dict[str, Any] = {"200": {"description": "The answer", "content": answer}, "503": _ERROR}
    if parameters:
        responses["400"] = _ERROR
    if missing:
        responses["404"] = _ERROR
    return {
        "get": {"operationId": name, "summary": summary, "parameters": parameters, "responses": responses}
    }


def _schema(param: Parameter) -> dict[str, Any]:
    schema = dict(_TYPES[param.type])
    if param.choices:
        schema["enum"] = list(param.choices)
    if param.default is not None:
        schema["default"] = _value(param, param.default)
    return schema


def _value(param: Parameter, text: str) -> Any:
    if param.type == "integer":
        return int(text)
    if param.type == "number":
        return float(text)
    if param.type == "boolean":
        return text.lower() in ("yes", "true", "1")
    return text


def _in_query(
    name: str, schema: dict[str, Any], text: str, *, required: bool = False, examples: tuple[str, ...] = ()
) -> dict[str, Any]:
    made: dict[str, Any] = {"name": name, "in": "query", "description": text, "schema": schema}
    if required:
        made["required"] = True
    if examples:
        made["examples"] = {f"example{at}": {"value": one} for at, one in enumerate(examples, start=1)}
    return made


def _in_path(name: str, text: str) -> dict[str, Any]:
    return {"name": name, "in": "path", "required": True, "description": text, "schema": {"type": "string"}}


def _whole(least: int, most: int, default: int) -> dict[str, Any]:
    return {"type": "integer", "minimum": least, "maximum": most, "default": default}
