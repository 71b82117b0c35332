"""Find the files that the user named."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from kg.errors import InputError
from kg.listing import MAGIC, match, walk
from kg.read.sniff import ENDINGS


def expand(sources: Iterable[str | Path]) -> list[Path]:
    """Return the files behind ``sources``, each once, in the order named; a folder's files sorted by path.

    In folders (searched to any depth) and globs hidden files, links to folders, and what an earlier build wrote do not
    count. Files of no known kind come too, so that the reader can say what is wrong with them.

    Args:
        sources: files, folders, globs (``**`` for any depth).

    Raises:
        InputError: something named does not exist, or a folder or glob holds nothing that can be an article.
    """
    files: dict[Path, Path] = {}
    for source in sources:
        for path in _expand_one(source):
            files.setdefault(_identity(path), path)
    return list(files.values())


def _expand_one(source: str | Path) -> list[Path]:
    if not str(source):  # Path("") would be the folder we are in
        raise InputError("an empty path was given; name a file, a folder or a glob")
    path = Path(source).expanduser()
    endings = ", ".join(sorted(ENDINGS))
    try:
        if path.is_dir():
            found = walk(path)
            if not any(map(_known, found)):
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
    if any(char in str(source) for char in MAGIC):
        return _glob(source, path, endings)
    raise InputError(f"{source}: no such file or folder; check the path")


def _glob(source: str | Path, pattern: Path, endings: str) -> list[Path]:
    found = match(pattern)
    if not any(map(_known, found)):
        raise InputError(
            f"{source}: matches no articles; check the pattern, or name files that end in {endings}"
        )
    return found


def _known(path: Path) -> bool:
    return path.suffix.lower() in ENDINGS


def _identity(path: Path) -> Path:
    try:
        return path.resolve()
    except (OSError, RuntimeError):  # a link that leads to itself; opening it will say so
        return path.absolute()
