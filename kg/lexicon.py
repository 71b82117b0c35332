"""Reads Parley's own data files (``ontology/**/*.yaml``), and matches phrases from them against token sequences.

The files are YAML with three traps removed: ``no``, ``on`` and ``off`` are words and not truth values, dates stay
text, and a key given twice is an error. What a file holds is never changed after it has been read: callers share it.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Iterator, Sequence
from functools import cache, lru_cache
from pathlib import Path
from typing import Any, Generic, TypeVar

import yaml

from kg.errors import DataFileError
from kg.resources import ontology

_Base: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_KEPT_WORDS = {"tag:yaml.org,2002:timestamp", "tag:yaml.org,2002:bool"}
_ATOM = re.compile(r"\w+|[^\w\s]")
_QUOTES = str.maketrans({"’": "'", "‘": "'", "ʼ": "'", "“": '"', "”": '"', "‑": "-", "–": "-"})

T = TypeVar("T")


class _Loader(_Base):  # type: ignore[misc]
    """A safe loader in which only ``true`` and ``false`` are truth values and no key may stand twice."""

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[Any, Any]:
        seen: set[Any] = set()
        for key, _ in node.value:
            if key.value in seen:
                raise yaml.constructor.ConstructorError(
                    None, None, f"{key.value!r} is given twice", key.start_mark
                )
            seen.add(key.value)
        result: dict[Any, Any] = super().construct_mapping(node, deep=deep)
        return result


_Loader.yaml_implicit_resolvers = {
    first: [(tag, pattern) for tag, pattern in rules if tag not in _KEPT_WORDS]
    for first, rules in _Base.yaml_implicit_resolvers.items()
}
_Loader.add_implicit_resolver("tag:yaml.org,2002:bool", re.compile(r"^(?:true|false)$"), list("tf"))


@cache
def read(path: Path) -> dict[str, Any]:
    """Return what a YAML data file holds; every file is read once in the life of a process.

    Args:
        path: the file; its top level must be a mapping.

    Raises:
        DataFileError: it is missing, not UTF-8, not YAML, holds a key twice, or is no mapping.
    """
    try:
        data = yaml.load(path.read_text(encoding="utf-8"), Loader=_Loader)
    except FileNotFoundError:
        raise DataFileError(
            path, "is missing; reinstall parley-kg or restore it from the repository"
        ) from None
    except (OSError, UnicodeDecodeError) as error:
        raise DataFileError(path, f"cannot be read: {error}") from error
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        raise DataFileError(path, str(error.problem), line=mark.line + 1 if mark else None) from error
    except yaml.YAMLError as error:
        raise DataFileError(path, str(error).splitlines()[0]) from error
    if not isinstance(data, dict):
        raise DataFileError(path, "must hold a mapping at its top level", line=1)
    return data


def lexicon(name: str) -> dict[str, Any]:
    """Return ``ontology/lexicon/<name>.yaml``."""
    return _named(name, os.environ.get("KG_HOME"))


@cache
def _named(name: str, _home: str | None) -> dict[str, Any]:
    # asked for by the million: not even the path is made again
    return read(ontology("lexicon", f"{name}.yaml"))


def entries(path: Path, key: str = "entries") -> list[dict[str, Any]]:
    """Return the list of mappings that a file holds under ``key``.

    Raises:
        DataFileError: there is no such list, or something in it is no mapping.
    """
    found = read(path).get(key)
    if not isinstance(found, list):
        raise malformed(path, f"needs a list under {key!r}")
    for number, entry in enumerate(found):
        if not isinstance(entry, dict):
            raise malformed(path, f"{key}[{number}] must be a mapping", key, number)
    return found


def strings(path: Path, *keys: str | int, optional: bool = True) -> tuple[str, ...]:
    """Return the list of strings that stands at ``keys`` in a file; a single string counts as a list of one.

    Args:
        path: the file.
        keys: mapping keys and list positions from the top.
        optional: an absent key gives the empty tuple, else it is an error.

    Raises:
        DataFileError: something else stands there.
    """
    value: Any = read(path)
    for depth, key in enumerate(keys):
        if (isinstance(value, dict) and key in value) or (
            isinstance(value, list) and isinstance(key, int) and key < len(value)
        ):
            value = value[key]  # type: ignore[index]
        elif optional and depth == len(keys) - 1:
            return ()
        else:
            raise malformed(path, f"needs {'.'.join(map(str, keys[: depth + 1]))}", *keys[:depth])
    if isinstance(value, str):
        return (value,)
    if not isinstance(value, list) or not all(isinstance(item, str) for item in value):
        raise malformed(
            path, f"{'.'.join(map(str, keys))} must be a list of strings; quote what is none", *keys
        )
    return tuple(value)


def malformed(path: Path, message: str, *keys: str | int) -> DataFileError:
    """Make the error for something wrong in a data file, with the line where ``keys`` lead, as far as they do."""
    return DataFileError(path, message, line=_line(path, keys))


def _line(path: Path, keys: Sequence[str | int]) -> int | None:
    node = yaml.compose(path.read_text(encoding="utf-8"), Loader=_Loader)
    line: int | None = None
    for key in keys:
        if isinstance(node, yaml.MappingNode):
            pair = next(((k, v) for k, v in node.value if k.value == str(key)), None)
            if pair is None:
                break
            line, node = pair[0].start_mark.line + 1, pair[1]
        elif isinstance(node, yaml.SequenceNode) and isinstance(key, int) and key < len(node.value):
            node = node.value[key]
            line = node.start_mark.line + 1
        else:
            break
    return line


# ------------------------------------------------------------------------------------------------ phrases


@lru_cache(maxsize=1 << 16)  # a text repeats its words; matching asks for each many times
def atoms(text: str) -> tuple[str, ...]:
    """Split into runs of letters and digits, and single other characters; blanks vanish, curly quotes are straight.

    Two tokenisers that disagree ("Guinea-Bissau" as one token or three) agree on these.
    """
    return tuple(_ATOM.findall(text.translate(_QUOTES)))


class Phrases(Generic[T]):
    """A set of phrases, each with values, that finds the longest one starting at a token.

    Args:
        pairs: phrases and their values; a phrase given twice collects both, in order.
    """

    __slots__ = ("_root", "_size")

    def __init__(self, pairs: Iterable[tuple[str, T]] = ()) -> None:
        self._root: dict[str, Any] = {}
        self._size = 0
        for phrase, value in pairs:
            self.add(phrase, value)

    def __len__(self) -> int:
        return self._size

    def add(self, phrase: str, value: T) -> None:
        """Add one phrase; a value that it has already is not added again."""
        node = self._root
        for atom in atoms(phrase):
            node = node.setdefault(atom, {})
        if node is self._root:
            raise ValueError("an empty phrase")
        values = node.setdefault("", [])
        self._size += not values
        if value not in values:
            values.append(value)

    def match(self, tokens: Sequence[str], i: int = 0) -> tuple[int, list[T]] | None:
        """Find the longest phrase that starts at token ``i``; it ends only where a token ends.

        Returns:
            How many tokens it covers, and its values; ``None`` if no phrase starts here.
        """
        first = atoms(tokens[i])
        if first and first[0] not in self._root:
            return None  # most words begin no phrase
        best: tuple[int, list[T]] | None = None
        for best in self._matches(tokens, i):  # noqa: B007
            pass
        return best

    def _matches(self, tokens: Sequence[str], i: int) -> Iterator[tuple[int, list[T]]]:
        node = self._root
        for j in range(i, len(tokens)):
            for atom in atoms(tokens[j]):
                if atom not in node:
                    return
                node = node[atom]
            if "" in node:
                yield j - i + 1, list(node[""])
