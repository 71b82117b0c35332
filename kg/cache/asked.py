"""What a command was asked to do, as a digest by which it is seen that the very same was done before.

The digest covers the words of the command, the content of every file that they name, and the version of everything
that runs. Of the files of Parley itself, size, place and times of change are taken instead of their content, as Python
does with those that it compiles: what was written or installed anew counts as another version, and that costs a look
at the content (:mod:`kg.versions`) and nothing else. Nothing here loads more than the standard library, because it
runs before anything else is known to be needed.
"""

from __future__ import annotations

import hashlib
import json
import os
import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

from kg.cache.place import Cache
from kg.errors import KGError
from kg.listing import MAGIC, match, walk
from kg.resources import home

_INSTALLED = (".dist-info", ".egg-info")
_UNCHANGED = "unchanged.json"
_OWN = ("corpus.json", "index.json", "judgements.yaml", "affairs.yaml", "unfinished")
"""Files of a store on which it depends whether an update has anything to do; see ``kg.corpus.folder``."""
_TABLES = "resolution.sqlite"
_WITHIN = ("!/", ":", "#")
"""What stands between a file and the address of a record in it."""


class Said(NamedTuple):
    """What was told when it was done.

    Attributes:
        issues: level and text of each issue, in the order in which they were met.
        lines: what was said at the end, by what it is about.
    """

    issues: Sequence[tuple[str, str]]
    lines: Mapping[str, str]


class Asked:
    """One request, which is the same as another if everything that its outcome depends on is.

    Args:
        paths: files, folders and patterns that are read, as they were named.
        options: all else that was said.
        files: other files that it depends on, which need not be there.

    Attributes:
        digest: ``None`` where something that is named is not there or cannot be read: then it is no use to ask.
    """

    def __init__(
        self, paths: Iterable[str | Path], *, options: Sequence[object] = (), files: Iterable[Path] = ()
    ) -> None:
        self.digest: str | None = None
        said = [[str(path) for path in paths], [str(option) for option in options], _version()]
        try:
            for path in said[0]:
                said += [[str(one), _content(one)] for one in _behind(Path(path).expanduser())]
            said += [[str(path), _content(path) if path.is_file() else ""] for path in files]
        except (OSError, ValueError, KGError):
            return
        self.digest = hashlib.sha256(json.dumps(said).encode("ascii")).hexdigest()

    def before(self, cache: Cache, targets: Mapping[str, Path]) -> Said | None:
        """Return what was said when this was done before; ``None`` unless all that it wrote is in place again.

        Args:
            cache: where it was noted.
            targets: the files that it writes, by what they are; those that are as they were stay untouched.

        Raises:
            StoreError: a file cannot be written.
        """
        found = cache.get(self._key) if self.digest is not None else None
        if found is None:
            return None
        noted = json.loads(found)
        written: Mapping[str, str] = noted["written"]
        if written.keys() != targets.keys():
            return None
        missing = [name for name, path in targets.items() if not _is(path, written[name])]
        contents = {name: cache.get(f"written {written[name]}") for name in missing}
        if any(content is None for content in contents.values()):
            return None
        for name, content in contents.items():
            from kg.files import write_bytes

            assert content is not None
            write_bytes(targets[name], content)
        return Said([(level, text) for level, text in noted["issues"]], noted["lines"])

    def note(self, cache: Cache, targets: Mapping[str, Path], said: Said) -> None:
        """Note that this was done, with what was written and told."""
        if self.digest is None:
            return
        # their contents were kept when they were made: see kg.cache.files
        written = {name: _content(path) for name, path in targets.items()}
        noted = {"written": written, "issues": [*map(list, said.issues)], "lines": dict(said.lines)}
        cache.put([(self._key, "asked", json.dumps(noted).encode("ascii"))])

    @property
    def _key(self) -> str:
        return f"asked {self.digest}"


class Unchanged:
    """Whether an update of a store would find everything as it was found the last time.

    That is noted in the store, under a digest of its index and of the files that it was made from.

    Args:
        store: the folder of the store.
        paths: what is compared with it; nothing for all files that it was made from.
        options, files: as for :class:`Asked`.
    """

    def __init__(
        self, store: Path, paths: Sequence[str], *, options: Sequence[object], files: Iterable[Path]
    ) -> None:
        self._store, self._paths = store, paths
        self._options, self._files = options, list(files)
        # of now: what changes while the update runs is not what it saw
        self._digest = self._now()

    def said(self) -> Said | None:
        """Return what was said then; ``None`` if it has to be looked at."""
        try:
            noted = json.loads((self._store / _UNCHANGED).read_bytes())
            if self._digest is None or noted["asked"] != self._digest:
                return None
            return Said([(level, text) for level, text in noted["issues"]], noted["lines"])
        except (OSError, ValueError, KeyError, TypeError):
            return None

    def note(self, said: Said) -> None:
        """Note that everything was found as it is.

        Raises:
            StoreError: it cannot be written into the store.
        """
        from kg.files import write_bytes

        if self._digest is not None:
            noted = {"asked": self._digest, "issues": [*map(list, said.issues)], "lines": dict(said.lines)}
            write_bytes(self._store / _UNCHANGED, json.dumps(noted).encode("ascii"))

    def _now(self) -> str | None:
        try:
            index = (self._store / "index.json").read_bytes()
            places = {place for entry in json.loads(index)["articles"] for place in entry["sources"]}
            there = sorted(entry.name for entry in os.scandir(self._store / "extractions"))
        except (OSError, ValueError, KeyError, TypeError):
            return None
        # a place may be a line or record of a file: what stands before it is the file
        paths = [*self._paths] or sorted({next(_files_of(place), place) for place in places})
        own = [self._store / name for name in _OWN]
        state = [path.is_file() for path in (self._store / "graph" / "CURRENT", self._store / _TABLES)]
        options = [*self._options, *state, *there, Path.cwd()]
        return Asked(paths, options=options, files=[*own, *self._files]).digest


def _files_of(place: str) -> Iterator[str]:
    """Yield a place, and what is left of it without a record's address, as far as that is a file."""
    while place:
        if Path(place).is_file():
            yield place
        at = max(place.rfind(sign) for sign in _WITHIN)
        place = place[:at] if at > 0 else ""


def _behind(path: Path) -> list[Path]:
    if path.is_dir():
        return walk(path)
    if path.exists() or not any(char in str(path) for char in MAGIC):
        return [path]
    return match(path)


def _content(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _is(path: Path, digest: str) -> bool:
    try:
        return _content(path) == digest
    except OSError:
        return False


def _version() -> list[str]:
    """Return what tells apart the versions of Parley's files, of Python, and of all that is installed beside them."""
    data = home()
    places = (Path(__file__).parent.parent, data / "ontology", data / "queries")
    told = [sys.version, sys.platform, *(line for place in places for line in _stats(str(place)))]
    for folder in dict.fromkeys(sys.path):
        try:
            with os.scandir(folder or ".") as entries:
                told += sorted(
                    f"{entry.name} {entry.stat().st_mtime_ns}"
                    for entry in entries
                    if entry.name.endswith(_INSTALLED)
                )
        except OSError:
            continue
    return told


def _stats(folder: str) -> list[str]:
    told, todo = [], [folder]
    while todo:
        with os.scandir(todo.pop()) as entries:
            for entry in entries:
                if entry.is_dir():
                    if entry.name != "__pycache__":
                        todo.append(entry.path)
                    continue
                at = entry.stat()
                told.append(f"{entry.path} {at.st_size} {at.st_mtime_ns} {at.st_ctime_ns} {at.st_ino}")
    return sorted(told)
