"""A snapshot in a file, to be compared with a later one."""

from __future__ import annotations

import gzip
import json
from dataclasses import asdict
from pathlib import Path
from typing import Any

from kg.diff.snapshot import Snapshot, Thing
from kg.errors import StoreError
from kg.files import write_bytes

_FORM = 1


def save(one: Snapshot, path: Path) -> None:
    """Write a snapshot, the same bytes for the same snapshot.

    Raises:
        StoreError: the file cannot be written.
    """
    data = {**asdict(one), "form": _FORM}
    for things in data["things"].values():
        for thing in things.values():
            thing["traces"] = sorted(thing["traces"])
    text = json.dumps(data, ensure_ascii=False, sort_keys=True)
    write_bytes(path, gzip.compress(text.encode("utf-8"), mtime=0))


def load(path: Path) -> Snapshot:
    """Read what :func:`save` wrote.

    Raises:
        StoreError: the file cannot be read.
    """
    try:
        data = json.loads(gzip.decompress(path.read_bytes()))
        if data["form"] != _FORM:
            raise ValueError(f"form {data['form']}")
        return Snapshot(
            things={
                kind: {id: _thing(thing) for id, thing in them.items()}
                for kind, them in data["things"].items()
            },
            names=data["names"],
            disputes=tuple(data["disputes"]),
            denied=tuple(tuple(row) for row in data["denied"]),
            drifts=tuple(tuple(row) for row in data["drifts"]),
        )
    except (OSError, EOFError, ValueError, KeyError, TypeError, AttributeError) as error:
        raise StoreError(
            f"{path}: cannot be read: {error}; delete it, and what changed is told from now on"
        ) from error


def _thing(data: dict[str, Any]) -> Thing:
    return Thing(
        data["id"],
        data["kind"],
        tuple(data["classes"]),
        {name: tuple(values) for name, values in data["facts"].items()},
        frozenset((str(a), str(b), str(c)) for a, b, c in data["traces"]),
    )
