"""The page with the query editor: what stands in it at first, and results as tables."""

from __future__ import annotations

import json
from dataclasses import dataclass
from importlib.resources import files
from typing import Any

import yaml
from starlette.requests import Request

from kg.serve import state as states
from kg.serve.answers import text_of
from kg.sparql import NAMESPACES

MOST = 1000
"""How many rows the page shows; the others are in the files that it offers."""


@dataclass(frozen=True, slots=True)
class Example:
    """A query to begin with."""

    title: str
    text: str


@dataclass(frozen=True, slots=True)
class Cell:
    """A term in a table: what is shown, where it leads (``""`` for nowhere), and what kind of term it is."""

    text: str
    iri: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class Results:
    """Rows, the answer yes or no, or a graph as Turtle; ``count`` is of all rows, also those that are not shown."""

    columns: tuple[str, ...] = ()
    rows: tuple[tuple[Cell | None, ...], ...] = ()
    count: int = 0
    answer: bool | None = None
    turtle: str = ""


def _examples() -> tuple[Example, ...]:
    text = files("kg.serve").joinpath("assets", "examples.yaml").read_text(encoding="utf-8")
    return tuple(Example(**one) for one in yaml.safe_load(text))


EXAMPLES = _examples()
"""The queries that the page offers."""


def prologue() -> str:
    """Return what stands in an empty editor: the first example with its prefixes."""
    return EXAMPLES[0].text


async def results_of(request: Request, text: str) -> Results:
    """Run the query of the page.

    Raises:
        Refused: it is not valid, or over a limit.
    """
    media = {"rows": "application/sparql-results+json", "graph": "text/turtle"}
    answer = await states.state(request).open.ask("sparql", text=text, media=media)
    content = await text_of(answer)
    if answer.value == "text/turtle":
        return Results(turtle=content)
    found = json.loads(content)
    if "boolean" in found:
        return Results(answer=found["boolean"])
    columns = tuple(found["head"]["vars"])
    bindings = found["results"]["bindings"]
    rows = tuple(tuple(_cell(row.get(name)) for name in columns) for row in bindings[:MOST])
    return Results(columns, rows, len(bindings))


def _cell(term: dict[str, Any] | None) -> Cell | None:
    if term is None:
        return None
    kind, value = term["type"], term["value"]
    if kind == "uri":
        return Cell(_short(value), iri=value)
    if kind == "triple":
        return Cell(json.dumps(value, ensure_ascii=False), note="triple")
    if kind == "bnode":
        return Cell(f"_:{value}")
    return Cell(value, note=term.get("xml:lang") or _short(term.get("datatype", "")))


def _short(iri: str) -> str:
    for prefix, namespace in NAMESPACES.items():
        if iri.startswith(namespace):
            return f"{prefix}:{iri.removeprefix(namespace)}"
    return iri
