"""The catalogue as Python functions: ``queries.timeline(actor="Lavrov", since="January 2022")``."""

from __future__ import annotations

import datetime
import inspect
import textwrap
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

from kg.errors import QueryError
from kg.model import PartialDate, Table
from kg.query.engine import run
from kg.query.header import Parameter, Query, catalogue, find

if TYPE_CHECKING:
    from rdflib import Dataset

_TYPES: dict[str, object] = {
    "actor": str,
    "thing": str,
    "text": str,
    "choice": str,
    "date": str | datetime.date | PartialDate,
    "integer": int,
    "number": int | float,
    "boolean": bool,
}


class Queries:
    """The queries of the catalogue as functions over one graph; Tab completes them, ``help`` tells what they take.

    A hyphen of a query's name is an underscore here; ``queries["who-met-whom"]`` takes the name as it is.
    """

    def __init__(self, ds: Dataset) -> None:
        self._ds = ds

    def __getattr__(self, name: str) -> Callable[..., Table]:
        if name.startswith("_"):
            raise AttributeError(name)
        try:
            return self[name.replace("_", "-")]
        except QueryError as error:
            raise AttributeError(str(error)) from None

    def __getitem__(self, name: str) -> Callable[..., Table]:
        return function(self._ds, find(name))

    def __iter__(self) -> Iterator[str]:
        return iter(catalogue())

    def __len__(self) -> int:
        return len(catalogue())

    def __contains__(self, name: object) -> bool:
        return name in catalogue()

    def __dir__(self) -> list[str]:
        return [*super().__dir__(), *(name.replace("-", "_") for name in catalogue())]

    def __repr__(self) -> str:
        return f"<{len(self)} queries: {', '.join(self)}>"


def function(ds: Dataset, query: Query) -> Callable[..., Table]:
    """Return a query as a function of its parameters, all by name, with a signature and a docstring of its own."""

    def ask(**params: object) -> Table:
        return run(ds, query.name, **params)

    ask.__name__ = query.name.replace("-", "_")
    ask.__qualname__ = f"Queries.{ask.__name__}"
    ask.__doc__ = _docstring(query)
    signature = inspect.Signature([_parameter(param) for param in query.params], return_annotation=Table)
    ask.__signature__ = signature  # type: ignore[attr-defined]
    ask.__annotations__ = {
        **{name: parameter.annotation for name, parameter in signature.parameters.items()},
        "return": Table,
    }
    return ask


def _parameter(param: Parameter) -> inspect.Parameter:
    kind = _TYPES[param.type]
    default: object = param.default
    if default is not None and param.type in ("integer", "number"):
        default = int(str(default)) if param.type == "integer" else float(str(default))
    return inspect.Parameter(
        param.name,
        inspect.Parameter.KEYWORD_ONLY,
        default=inspect.Parameter.empty if param.required else default,
        annotation=kind if param.required or default is not None else kind | None,  # type: ignore[operator]
    )


def _docstring(query: Query) -> str:
    parts = [f"{query.title}.", *textwrap.wrap(query.description, 100)]
    if query.params:
        parts += ["", "Args:", *(f"    {param.name}: {_told(param)}" for param in query.params)]
    columns = "; ".join(f"{name} ({caption})" for name, caption in query.columns)
    parts += ["", "Returns:", *textwrap.wrap(columns, 100, initial_indent="    ", subsequent_indent="    ")]
    parts += ["", "Raises:", "    QueryError: a name is not in the graph, or a value is none of its kind."]
    return "\n".join([parts[0], "", *parts[1:]]) + "\n"


def _told(param: Parameter) -> str:
    choices = f" ({', '.join(param.choices)})" if param.choices else ""
    example = f", such as {' or '.join(map(repr, param.examples))}" if param.examples else ""
    return f"{param.text}{choices}{example}."
