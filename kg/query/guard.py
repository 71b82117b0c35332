"""Which form of SPARQL query a text is, and that it does nothing but read the graph it is put to.

The text is split into tokens as the grammar of SPARQL 1.1 (section 19.8) has them, so that the word SERVICE in a
comment, a string or an IRI means nothing. Two readings are kept where the grammar has one but parsers differ: after an
operand ``<`` may compare or begin an IRI, and Oxigraph's parser, which has no tokens, takes the first that fits; and
``\\u0053`` may be a letter (rdflib replaces escapes before it parses). What any reading forbids is forbidden.
"""

from __future__ import annotations

import re
import textwrap
from collections.abc import Callable, Iterator
from functools import partial
from typing import Literal, NamedTuple

from kg.errors import QueryError
from kg.sparql import NAMESPACES

Form = Literal["select", "construct", "describe", "ask"]

_FORMS: dict[str, Form] = {
    "SELECT": "select",
    "CONSTRUCT": "construct",
    "DESCRIBE": "describe",
    "ASK": "ask",
}
_UPDATES = ("INSERT", "DELETE", "LOAD", "CLEAR", "DROP", "CREATE", "COPY", "MOVE", "ADD", "WITH")
# ordered: a long string before a short one, a name with a colon before a bare word
_TOKEN = re.compile(
    r"""
    (?P<blank>   [\s\0]+ | \#[^\r\n]* )
  | (?P<string>  \"{3} (?: \"{0,2} (?: [^\"\\] | \\. ) )* \"{3} | '{3} (?: '{0,2} (?: [^'\\] | \\. ) )* '{3}
               | \" (?: [^\"\\\r\n] | \\. )* \" | ' (?: [^'\\\r\n] | \\. )* ' )
  | (?P<iri>     < [^<>"{}|^`\\\x00-\x20]* > )
  | (?P<var>     [?$] \w+ )
  | (?P<lang>    @ [A-Za-z0-9-]+ )
  | (?P<number>  [0-9]+ (?: \.[0-9]* )? (?: [eE][+-]?[0-9]+ )? )
  | (?P<name>    (?: [^\W\d] [\w.-]* )? : (?: [\w.:%-] | \\. )* )
  | (?P<word>    [^\W\d] \w* )
  | (?P<mark>    . )
    """,
    re.VERBOSE | re.DOTALL,
)
_ABSOLUTE = re.compile(r"<[A-Za-z][A-Za-z0-9+.-]*://")
_ESCAPE = re.compile(r"\\u([0-9A-Fa-f]{4})|\\U([0-9A-Fa-f]{8})")
_PLACE = re.compile(r"error at (?P<line>\d+):(?P<column>\d+): (?P<message>.*)", re.DOTALL)


class SparqlError(QueryError):
    """A query that is not valid, or not allowed.

    Attributes:
        line: where, counted from 1, as ``column`` is.
        message: what is wrong, without the place.
        source: the whole line that it is in.
    """

    def __init__(self, where: str, message: str, *, line: int, column: int, source: str) -> None:
        super().__init__(f"{where}:{line}:{column}: {message}, in: {source.strip()}")
        self.where = where
        self.line = line
        self.column = column
        self.message = message
        self.source = source

    def __reduce__(self) -> tuple[Callable[..., SparqlError], tuple[str, str]]:
        rebuilt = partial(SparqlError, line=self.line, column=self.column, source=self.source)
        return rebuilt, (self.where, self.message)


class _Token(NamedTuple):
    kind: str
    text: str
    start: int


def check(text: str, *, where: str = "query", datasets: bool = False) -> Form:
    """Return the form of a SPARQL query that is sound, only reads, and asks no other place than its graph.

    Nothing of the query is run against data.

    Args:
        text: the query; Parley's usual prefixes need not be declared.
        where: what to call the query in messages: a file's name.
        datasets: let FROM and FROM NAMED pass. Oxigraph picks graphs of its own with them; rdflib's engine would fetch
            them from the web or from files.

    Raises:
        SparqlError: it is no SPARQL query, changes data (an update), or has SERVICE, or FROM. It gives line and column,
            counted from 1, and the line itself.
        QueryError: it is wrong as a whole.
    """
    forbidden = ("SERVICE",) if datasets else ("SERVICE", "FROM")
    # lengths differ after unescaping: only the text as it stands can say where
    for reading in dict.fromkeys((text, _unescaped(text))):
        for word, start in _forbidden(reading, forbidden):
            what = f"{word} is not allowed here: a query asks its own graph only; leave that part out"
            raise _at(where, reading, start, what)
    first = _first(text)
    if first and (name := first.text.upper()) in _UPDATES:
        raise _at(
            where, text, first.start, f"{name} changes data; ask with SELECT, CONSTRUCT, DESCRIBE or ASK"
        )
    form = _FORMS.get(first.text.upper()) if first else None
    _parse(text, first, where)
    if form is None:
        raise QueryError(f"{where}: is no query; begin it with SELECT, CONSTRUCT, DESCRIBE or ASK")
    return form


def _parse(text: str, first: _Token | None, where: str) -> None:
    """Have Oxigraph parse the text, whatever the store is: the same mistake has the same message everywhere.

    Raises:
        SparqlError: the text is not valid.
    """
    try:
        if not _idle(text, first):
            _run(text)
    except SyntaxError as error:
        match = _PLACE.match(str(error))
        if not match:
            raise QueryError(f"{where}: not valid SPARQL: {' '.join(str(error).split())}") from None
        start = _offset(text, int(match["line"]), int(match["column"]))
        raise _misfit(where, text, start, match["message"]) from None
    except (ValueError, RuntimeError, OSError) as error:
        raise QueryError(f"{where}: not valid SPARQL: {' '.join(str(error).split())}") from None


def _idle(text: str, first: _Token | None) -> bool:
    """Tell whether a text parses, without the work that even an empty store has with long lists of VALUES.

    Oxigraph has no way to parse alone; a query joined with no values at all is answered at once.
    """
    tokens = list(_tokens(text, both=False))
    depth, values = 0, len(text)
    for token in tokens:
        depth += (token.text == "{") - (token.text == "}")
        if depth == 0 and token.kind == "word" and token.text.upper() == "VALUES":
            values = token.start
    try:
        _run(f"{text[:values]}\nVALUES () {{}}")
        if first and values < len(text):
            _run(f"{text[: first.start]}SELECT * {{}} {text[values:]}")
    except (SyntaxError, ValueError, RuntimeError, OSError):
        return False
    return True


def _run(text: str) -> None:
    import pyoxigraph

    pyoxigraph.Store().query(text, prefixes=NAMESPACES)


def _forbidden(text: str, words: tuple[str, ...]) -> Iterator[tuple[str, int]]:
    """Yield each of ``words`` that some reading of the text has as a keyword, and where."""
    upper = text.upper()
    present = [word for word in words if word in upper]
    if not present:
        return
    for token in _tokens(text):
        if token.kind not in ("word", "name"):
            continue
        # keywords may touch: trueSERVICE, SERVICESILENT, SERVICE:here
        name = token.text.upper().partition(":")[0]
        for word in present:
            if word in name and (token.kind == "name" or _has_operand(text, token.start + len(token.text))):
                yield word, token.start


def _has_operand(text: str, end: int) -> bool:
    """Tell whether what follows can be what SERVICE and FROM take: a variable, an IRI or a further word."""
    for token in _tokens(text, end, both=False):
        if token.kind != "blank":
            return token.kind in ("iri", "var", "name", "word")
    return False


def _tokens(text: str, start: int = 0, *, both: bool = True) -> Iterator[_Token]:
    """Yield the tokens of a text from ``start``, of every reading that there is; each place is read once."""
    seen: set[int] = set()
    waiting = [start]
    while waiting:
        position = waiting.pop()
        while position < len(text) and position not in seen:
            seen.add(position)
            match = _TOKEN.match(text, position)
            if match is None:
                break
            yield _Token(match.lastgroup or "", match[0], position)
            if both and match.lastgroup == "iri" and not _ABSOLUTE.match(match[0]):
                waiting.append(position + 1)
            position = match.end()


def _first(text: str) -> _Token | None:
    """Return the first word after the prologue."""
    tokens = (token for token in _tokens(text, both=False) if token.kind != "blank")
    for token in tokens:
        if token.kind != "word":
            return None
        word = token.text.upper()
        if word not in ("PREFIX", "BASE", "VERSION"):
            return token
        for _ in range(2 if word == "PREFIX" else 1):
            next(tokens, None)
    return None


def _unescaped(text: str) -> str:
    def char(match: re.Match[str]) -> str:
        number = int(match[1] or match[2], 16)
        return chr(number) if number < 0x110000 else match[0]

    return _ESCAPE.sub(char, text)


def _offset(text: str, line: int, column: int) -> int:
    """Return where a line and a column, counted from 1, lie in the text; lines end as Oxigraph has them."""
    start = 0
    for _ in range(line - 1):
        start = text.find("\n", start) + 1
    return min(start + column - 1, len(text))


def _misfit(where: str, text: str, start: int, expected: str) -> SparqlError:
    """Say what does not fit, from what Oxigraph expected and how far it read.

    It tries a keyword on as many characters as that has, and counts those as read.
    """
    tokens = [token for token in _tokens(text, both=False) if token.kind != "blank"]
    names = [token for token in tokens if token.kind == "name" and not token.text.startswith("_:")]
    prefixes = [token.text[:-1] for token in names if token.text.endswith(":")]
    for token in names:
        prefix = token.text.partition(":")[0]
        if prefix not in NAMESPACES and prefix not in prefixes:
            return _at(where, text, token.start, f"not valid SPARQL: the prefix '{prefix}:' is not declared")
    starts = {token.start for token in tokens}
    tried = {start - len(word) for word in re.findall(r"\b[A-Z]{2,}[0-9]*\b", expected)} & starts
    start = max(tried, default=start)
    found = next((token for token in tokens if token.start + len(token.text) > start), None)
    if found is None:
        return _at(where, text, len(text.rstrip()), "not valid SPARQL: the query ends too early")
    shown = textwrap.shorten(found.text, 40, placeholder=" …")
    return _at(where, text, found.start, f"not valid SPARQL: {shown!r} does not fit here")


def _at(where: str, text: str, start: int, message: str) -> SparqlError:
    before = text[:start]
    line, column = before.count("\n") + 1, start - (before.rfind("\n") + 1) + 1
    source = text.split("\n")[line - 1].rstrip("\r")
    return SparqlError(where, message, line=line, column=column, source=source)
