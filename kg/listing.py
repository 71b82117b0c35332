"""How files are called, and which a path names: itself, those of a folder, or those that a pattern matches."""

from __future__ import annotations

import glob
import os
from pathlib import Path

from kg.errors import InputError

JUDGEMENTS = "judgements.yaml"
"""The file of what persons decided where none is named."""
AFFAIRS = "affairs.yaml"
"""The file of what persons decided about affairs; it stands beside that of judgements."""
MAGIC = "*?["
"""Characters that make a path a pattern."""
FOLDER = ("graph.trig", "graph.ttl", "network.html", "report.md")
"""What ``kg build`` writes into a folder; passed over when that folder is read again."""


def walk(folder: Path) -> list[Path]:
    """Return the files of a folder, to any depth, sorted by path.

    Hidden files and folders, links to folders, and what an earlier build wrote do not count.

    Raises:
        InputError: a folder cannot be listed.
    """

    def stop(error: OSError) -> None:
        raise InputError(
            f"{error.filename}: cannot be listed: {error.strerror}; change its permissions"
        ) from error

    found: list[Path] = []
    for root, folders, names in os.walk(folder, onerror=stop):
        folders[:] = [name for name in folders if not name.startswith(".")]
        for name in names:
            path = Path(root, name)
            if not name.startswith(".") and not _made_by_a_build(path):
                found.append(path)
    return sorted(found, key=lambda path: path.relative_to(folder).parts)


def match(pattern: Path) -> list[Path]:
    """Return the files that a pattern matches (``**`` for any depth), and those of the folders that it does.

    Raises:
        InputError: a folder cannot be listed.
    """
    found: list[Path] = []
    # pathlib has no globbing of a whole path, absolute or relative
    for name in sorted(glob.glob(str(pattern), recursive=True)):  # noqa: PTH207
        path = Path(name)
        if path.is_dir():
            found += walk(path)
        elif not _made_by_a_build(path):
            found.append(path)
    return found


def _made_by_a_build(path: Path) -> bool:
    return path.name in FOLDER and path.with_name(FOLDER[0]).is_file()
