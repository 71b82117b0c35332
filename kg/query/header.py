"""``.rq`` files and their comment headers; the catalogue of those that come with Parley.

A header is the run of comment lines at the top of the file, which may be indented as a whole::

    # title: Who met whom
    # description: Pairs of actors who met, how often and when.
    #   A line that starts with two blanks goes on with the one before it.
    # param: actor actor — one of the two
    # param: minimum integer = 1 — the fewest meetings
    # columns: actor = Actor; other = With
    # lists: places
    # example: kg query who-met-whom --actor "Ada Roe"

``param`` is ``NAME TYPE [required] [= DEFAULT] — TEXT`` with one of ``TYPES``. Where the query wants the value, it says
``VALUES ?NAME { UNDEF }``: as it stands, that leaves the parameter unbound, so the file runs on any SPARQL engine.
``lists`` names columns made by ``GROUP_CONCAT(DISTINCT …; SEPARATOR="; ")``: SPARQL gives their parts in no order, so
they are sorted afterwards.
"""

from __future__ import annotations

import difflib
import re
import textwrap
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Literal, get_args

from kg import resources
from kg.errors import DataFileError, QueryError

ParameterType = Literal["actor", "thing", "date", "text", "integer"]
TYPES: tuple[str, ...] = get_args(ParameterType)

_KEYS = ("title", "description", "param", "columns", "lists", "example")
_LINE = re.compile(r"#\s?(?P<key>[a-z]+):\s*(?P<value>.*)")
_MORE = re.compile(r"#\s{2,}(?P<value>\S.*)")
_PARAM = re.compile(
    r"(?P<name>[a-z][a-z0-9_]*)\s+(?P<type>\w+)(?P<required>\s+required)?(?:\s*=\s*(?P<default>.*?))?\s+[—–-]\s+(?P<text>.+)"
)
_COLUMN = re.compile(r"\s*(?P<name>\w+)\s*=\s*(?P<caption>\S.*?)\s*")


@dataclass(frozen=True, slots=True)
class Parameter:
    """A declared parameter of a query.

    Attributes:
        type: ``actor`` (words that resolve to one), ``thing`` (IRI, id, or an actor's name), ``date`` (as precise as
            given), ``text``, ``integer``.
        default: the value as the header gives it; ``None`` where leaving it out binds nothing.
    """

    name: str
    type: ParameterType
    text: str
    default: str | None = None
    required: bool = False


@dataclass(frozen=True, slots=True)
class Query:
    """A SPARQL query with its header.

    Attributes:
        name: the file's name without ``.rq``.
        columns: variable and caption, in the order shown.
        text: the whole file.
        lists: columns whose cells join several values by ``"; "``.
        example: a command line that runs it.
    """

    name: str
    title: str
    description: str
    params: tuple[Parameter, ...]
    columns: tuple[tuple[str, str], ...]
    text: str
    path: Path
    lists: tuple[str, ...] = ()
    example: str = ""

    def param(self, name: str) -> Parameter:
        """Return the parameter ``name``; hyphens stand for underscores.

        Raises:
            QueryError: the query declares none of that name.
        """
        for param in self.params:
            if param.name == name.replace("-", "_"):
                return param
        known = ", ".join(param.name for param in self.params)
        remedy = f"it takes {known}" if known else "it takes none"
        raise QueryError(f"query {self.name} has no parameter {name!r}; {remedy}")


def catalogue() -> dict[str, Query]:
    """Return the queries that come with Parley, by name, in the order of their names.

    Raises:
        DataFileError: a header is malformed.
    """
    return {path.stem: parse(path) for path in sorted(resources.queries().glob("*.rq"))}


def find(name_or_path: str | Path) -> Query:
    """Return the query of the catalogue that has this name, or the one in a user's ``.rq`` file.

    Raises:
        QueryError: no query has the name, or the file cannot be read.
        DataFileError: the header is malformed.
    """
    if isinstance(name_or_path, str) and not name_or_path.endswith(".rq"):
        path = resources.queries(f"{name_or_path}.rq")
        if re.fullmatch(r"[\w-]+", name_or_path) and path.is_file():
            return parse(path)
        raise QueryError(_unknown(name_or_path, (path.stem for path in resources.queries().glob("*.rq"))))
    try:
        return parse(Path(name_or_path), lenient=True)
    except FileNotFoundError:
        raise QueryError(f"{name_or_path}: no such file; name a query, or an .rq file that exists") from None
    except UnicodeDecodeError:
        raise QueryError(f"{name_or_path}: is not UTF-8 text; save the query as UTF-8") from None
    except OSError as error:
        raise QueryError(f"{name_or_path}: cannot be read ({error.strerror or error})") from None


def parse(path: Path, *, lenient: bool = False) -> Query:
    """Read one ``.rq`` file.

    Args:
        path: the file.
        lenient: take comments that are no header line for comments, and do without a title.

    Returns:
        The query; nothing is said about its SPARQL yet.

    Raises:
        DataFileError: the header is malformed, or declares a parameter that the query has no place for.
        OSError: the file cannot be read.
    """
    text = path.read_text(encoding="utf-8-sig")
    values: dict[str, list[tuple[int, str]]] = {key: [] for key in _KEYS}
    key = ""
    for number, line in enumerate(textwrap.dedent(text).splitlines(), start=1):
        if not line.startswith("#"):
            break
        if match := _LINE.fullmatch(line):
            key = match["key"]
            if key in values:
                values[key].append((number, match["value"].strip()))
            elif not lenient:
                raise DataFileError(
                    path, f"unknown header {key!r}; known are {', '.join(_KEYS)}", line=number
                )
        elif (more := _MORE.fullmatch(line)) and values.get(key):
            first, value = values[key].pop()
            values[key].append((first, f"{value} {more['value'].strip()}"))
        elif not lenient and line.strip("# "):
            raise DataFileError(path, f"not a header line: {line!r}", line=number)
    params = tuple(_param(path, number, value) for number, value in values["param"])
    for (number, _), param in zip(values["param"], params, strict=True):
        if not placeholder(param.name).search(text):
            message = f"parameter {param.name!r} has no place; write VALUES ?{param.name} {{ UNDEF }}"
            raise DataFileError(path, message, line=number)
    return Query(
        name=path.stem,
        title=_joined(values["title"]) or path.stem,
        description=_joined(values["description"]),
        params=params,
        columns=tuple(
            _column(path, number, part)
            for number, value in values["columns"]
            for part in value.split(";")
            if part.strip()
        ),
        text=text,
        path=path,
        lists=tuple(name for _, value in values["lists"] for name in re.findall(r"\w+", value)),
        example=_joined(values["example"]),
    )


def placeholder(*names: str) -> re.Pattern[str]:
    """Return the pattern of ``VALUES ?name { UNDEF }`` for any of ``names`` (group ``name``); never over a line end."""
    either = "|".join(map(re.escape, names))
    return re.compile(rf"\bVALUES[ \t]+\?(?P<name>{either})[ \t]*\{{[ \t]*UNDEF[ \t]*\}}", re.IGNORECASE)


def _param(path: Path, number: int, value: str) -> Parameter:
    match = _PARAM.fullmatch(value)
    if not match:
        raise DataFileError(path, f"not NAME TYPE [required] [= DEFAULT] — TEXT: {value!r}", line=number)
    for kind in get_args(ParameterType):
        if kind == match["type"]:
            return Parameter(match["name"], kind, match["text"], match["default"], bool(match["required"]))
    raise DataFileError(path, f"unknown type {match['type']!r}; known are {', '.join(TYPES)}", line=number)


def _column(path: Path, number: int, part: str) -> tuple[str, str]:
    match = _COLUMN.fullmatch(part)
    if not match:
        raise DataFileError(path, f"not VARIABLE = CAPTION: {part.strip()!r}", line=number)
    return match["name"], match["caption"]


def _joined(values: list[tuple[int, str]]) -> str:
    return " ".join(value for _, value in values)


def _unknown(name: str, names: Iterable[str]) -> str:
    known = sorted(names)
    near = difflib.get_close_matches(name, known, n=3, cutoff=0.6)
    remedy = f"did you mean {' or '.join(near)}?" if near else f"known are {', '.join(known)}"
    return f"no query is called {name!r}; {remedy}"
