"""Find the files that the user named, and get their bytes as text."""

from __future__ import annotations

import glob
import os
from collections.abc import Collection, Iterable
from pathlib import Path

from kg.errors import InputError
from kg.read.record import Unreadable

_MAGIC = "*?["
_GRAPH = "graph.trig"
PRODUCTS = frozenset({"network.html", "report.md"})
"""What ``kg build`` writes beside ``graph.trig`` and could be taken for an article when its folder is read again."""


def expand(sources: Iterable[str | Path], *, known: Collection[str]) -> list[Path]:
    """Return the files behind ``sources``, each once, in the order named; a folder's files sorted by path.

    In folders (searched to any depth) and globs only files with a known ending count; hidden ones, links to folders,
    and the page and report of an earlier build do not. A file named as such is kept whatever its ending, so that the
    reader can say what is wrong with it.

    Args:
        sources: files, folders, globs (``**`` for any depth).
        known: the endings that can be read, in lower case with the dot.

    Raises:
        InputError: something named does not exist, or a folder or glob holds no article.
    """
    files: dict[Path, Path] = {}
    for source in sources:
        for path in _expand_one(source, known):
            files.setdefault(_identity(path), path)
    return list(files.values())


def _expand_one(source: str | Path, known: Collection[str]) -> list[Path]:
    if not str(source):  # Path("") would be the folder we are in
        raise InputError("an empty path was given; name a file, a folder or a glob")
    path = Path(source).expanduser()
    endings = ", ".join(sorted(known))
    try:
        if path.is_dir():
            found = _walk(path, known)
            if not found:
                raise InputError(
                    f"{source}: the folder holds no articles; put files in it that end in {endings}"
                )
            return found
        if path.exists() or path.is_symlink():
            return [path]
    except (OSError, ValueError) as error:
        raise InputError(
            f"{source}: cannot be opened: {error}; check the path and its permissions"
        ) from error
    if any(char in str(source) for char in _MAGIC):
        return _glob(source, path, known, endings)
    raise InputError(f"{source}: no such file or folder; check the path")


def _glob(source: str | Path, pattern: Path, known: Collection[str], endings: str) -> list[Path]:
    found: list[Path] = []
    # pathlib has no globbing of a whole path, absolute or relative
    for match in sorted(glob.glob(str(pattern), recursive=True)):  # noqa: PTH207
        path = Path(match)
        if path.is_dir():
            found += _walk(path, known)
        elif path.suffix.lower() in known and not _made_by_a_build(path):
            found.append(path)
    if not found:
        raise InputError(
            f"{source}: matches no articles; check the pattern, or name files that end in {endings}"
        )
    return found


def _walk(folder: Path, known: Collection[str]) -> list[Path]:
    def stop(error: OSError) -> None:
        raise InputError(
            f"{error.filename}: cannot be listed: {error.strerror}; change its permissions"
        ) from error

    found: list[Path] = []
    for root, folders, names in os.walk(folder, onerror=stop):
        folders[:] = [name for name in folders if not name.startswith(".")]
        for name in names:
            path = Path(root, name)
            if not name.startswith(".") and path.suffix.lower() in known and not _made_by_a_build(path):
                found.append(path)
    return sorted(found, key=lambda path: path.relative_to(folder).parts)


def _made_by_a_build(path: Path) -> bool:
    return path.name in PRODUCTS and path.with_name(_GRAPH).is_file()


def _identity(path: Path) -> Path:
    try:
        return path.resolve()
    except (OSError, RuntimeError):  # a link that leads to itself; opening it will say so
        return path.absolute()


def read_bytes(path: Path) -> bytes:
    """Return the file's bytes.

    Raises:
        Unreadable: it cannot be opened.
    """
    try:
        return path.read_bytes()
    except OSError as error:
        raise unopened(path, error) from error


def unopened(path: Path, error: OSError) -> Unreadable:
    """Make the complaint about a file that the system would not open."""
    return Unreadable(
        str(path), f"cannot be read: {error.strerror or error}", "check that it is a file you may read"
    )


def decode(raw: bytes, where: str) -> str:
    """Return UTF-8 bytes as text without a leading byte order mark.

    Raises:
        Unreadable: the bytes are no text, or not UTF-8.
    """
    if raw.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise Unreadable(where, "is UTF-16, not UTF-8", "save it as UTF-8")
    if b"\0" in raw:
        raise Unreadable(where, "is a binary file, not text", "name text files only")
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        at, line = error.start, raw.count(b"\n", 0, error.start) + 1
        message = f"is not UTF-8: byte 0x{raw[at]:02x} at offset {at}, line {line}"
        raise Unreadable(where, message, "save it as UTF-8") from error
