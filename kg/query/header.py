"""``.rq`` files and their comment headers; the catalogue of those that come with Parley.

A header is the run of comment lines at the top of the file, which may be indented as a whole::

    # title: Who met whom
    # description: Pairs of actors who met, how often and when.
    #   A line that starts with two blanks goes on with the one before it.
    # param: actor actor — one of the two; e.g. Ada Roe | Norland
    # param: minimum integer = 1 — the fewest meetings; e.g. 2
    # param: status choice(held|planned) = held — only meetings of this status; e.g. planned
    # columns: actor = Actor; other = With
    # lists: places
    # example: kg query who-met-whom --actor "Ada Roe"

``param`` is ``NAME TYPE [required] [= DEFAULT] — TEXT[; e.g. VALUE | VALUE …]`` with one of ``TYPES``, ``choice``
with its values behind it. Where the query wants the value, it says ``VALUES ?NAME { UNDEF }``: as it stands, that
leaves the parameter unbound, so the file runs on any SPARQL engine. ``lists`` names columns made by
``GROUP_CONCAT(DISTINCT …; SEPARATOR="; ")``: SPARQL gives their parts in no order, so they are sorted afterwards.

The folder that a query of the catalogue stands in is its theme; names are the same for all themes.
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

ParameterType = Literal["actor", "thing", "date", "text", "integer", "number", "boolean", "choice"]
TYPES: tuple[str, ...] = get_args(ParameterType)

_KEYS = ("title", "description", "param", "columns", "lists", "example")
_LINE = re.compile(r"#\s?(?P<key>[a-z]+):\s*(?P<value>.*)")
_MORE = re.compile(r"#\s{2,}(?P<value>\S.*)")
_PARAM = re.compile(
    r"(?P<name>[a-z][a-z0-9_]*)\s+(?P<type>\w+)(?:\((?P<choices>[^()]*)\))?(?P<required>\s+required)?"
    r"(?:\s*=\s*(?P<default>.*?))?\s+[—–-]\s+(?P<text>.+?)(?:;\s+e\.g\.\s+(?P<examples>.+))?"
)
_NO_THEMES = ("checks", "rules")
_COLUMN = re.compile(r"\s*(?P<name>\w+)\s*=\s*(?P<caption>\S.*?)\s*")


@dataclass(frozen=True, slots=True)
class Parameter:
    """A declared parameter of a query.

    Attributes:
        type: ``actor`` (words that resolve to one), ``thing`` (IRI, id, or an actor's name), ``date`` (as precise as
            given), ``text``, ``integer``, ``number`` (with or without a decimal point), ``boolean`` (yes or no),
            ``choice`` (one of ``choices``).
        default: the value as the header gives it; ``None`` where leaving it out binds nothing.
        choices: the values of a ``choice``, as the query compares them.
        examples: values worth trying, as a person would type them.
    """

    name: str
    type: ParameterType
    text: str
    default: str | None = None
    required: bool = False
    choices: tuple[str, ...] = ()
    examples: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Query:
    """A SPARQL query with its header.

    Attributes:
        name: the file's name without ``.rq``.
        columns: variable and caption, in the order shown.
        text: the whole file.
        lists: columns whose cells join several values by ``"; "``.
        example: a command line that runs it.
        theme: the folder it stands in, ``""`` for one that stands in none of the catalogue's.
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
    theme: str = ""

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
    """Return the queries that come with Parley, by name: theme after theme, in each by name.

    Raises:
        DataFileError: a header is malformed, or two files have one name.
    """
    return {path.stem: parse(path) for path in _files().values()}


def themes() -> dict[str, tuple[Query, ...]]:
    """Return the queries that come with Parley by theme; those outside any folder under ``""``, last.

    Raises:
        DataFileError: a header is malformed, or two files have one name.
    """
    found: dict[str, tuple[Query, ...]] = {}
    for query in catalogue().values():
        found[query.theme] = (*found.get(query.theme, ()), query)
    return found


def find(name_or_path: str | Path) -> Query:
    """Return the query of the catalogue that has this name, or the one in a user's ``.rq`` file.

    Raises:
        QueryError: no query has the name, or the file cannot be read.
        DataFileError: the header is malformed.
    """
    if isinstance(name_or_path, str) and not name_or_path.endswith(".rq"):
        files = _files()
        if name_or_path in files:
            return parse(files[name_or_path])
        raise QueryError(_unknown(name_or_path, files))
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
        theme=path.parent.name if path.parent.parent == resources.queries() else "",
    )


def placeholder(*names: str) -> re.Pattern[str]:
    """Return the pattern of ``VALUES ?name { UNDEF }`` for any of ``names`` (group ``name``); never over a line end."""
    either = "|".join(map(re.escape, names))
    return re.compile(rf"\bVALUES[ \t]+\?(?P<name>{either})[ \t]*\{{[ \t]*UNDEF[ \t]*\}}", re.IGNORECASE)


def _files() -> dict[str, Path]:
    """Return the files of the catalogue by name: those in folders first, then those that stand beside the folders."""
    home = resources.queries()
    paths = [path for path in sorted(home.glob("*/*.rq")) if path.parent.name not in _NO_THEMES]
    files: dict[str, Path] = {}
    for path in (*paths, *sorted(home.glob("*.rq"))):
        if other := files.get(path.stem):
            raise DataFileError(path, f"{other} has the same name; give one of them another")
        files[path.stem] = path
    return files


def _param(path: Path, number: int, value: str) -> Parameter:
    match = _PARAM.fullmatch(value)
    if not match:
        message = f"not NAME TYPE [required] [= DEFAULT] — TEXT[; e.g. VALUE | VALUE]: {value!r}"
        raise DataFileError(path, message, line=number)
    for kind in get_args(ParameterType):
        if kind == match["type"]:
            break
    else:
        raise DataFileError(
            path, f"unknown type {match['type']!r}; known are {', '.join(TYPES)}", line=number
        )
    choices, default = _split(match["choices"]), match["default"]
    if (kind == "choice") != bool(choices):
        raise DataFileError(
            path, f"write choice(this|that), and values for no other type: {value!r}", line=number
        )
    if choices and default is not None and default not in choices:
        raise DataFileError(path, f"default {default!r} is none of {', '.join(choices)}", line=number)
    return Parameter(
        match["name"],
        kind,
        match["text"],
        default,
        required=bool(match["required"]),
        choices=choices,
        examples=_split(match["examples"]),
    )


def _split(values: str | None) -> tuple[str, ...]:
    return tuple(part.strip() for part in (values or "").split("|") if part.strip())


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
