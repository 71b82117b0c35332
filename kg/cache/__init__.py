"""What was made once is not made again: extractions and finished files of a build, in one bounded file.

An entry is found by a digest of all that it depends on: an extraction by its article's content and date, the language
model and the version of the reader, which digests its code, lexicons, gazetteer and learned models; a build's files by
all its articles, its options and the version of everything. So nothing in the file is ever out of date: what changed is
not found. Deleting the file loses time and nothing else.

What reads extractions is loaded when it is first asked for: to see that a build was done before takes less than that.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

from kg.cache.place import LIMIT, Cache, opened, place

if TYPE_CHECKING:
    from kg.cache.asked import Asked
    from kg.cache.extractions import Extractions
    from kg.cache.files import Files

__all__ = ["LIMIT", "Asked", "Cache", "Extractions", "Files", "opened", "place"]

_WHERE = {"Asked": "asked", "Extractions": "extractions", "Files": "files"}


def __getattr__(name: str) -> Any:
    if name not in _WHERE:
        raise AttributeError(f"module 'kg.cache' has no attribute {name!r}")
    return getattr(import_module(f"kg.cache.{_WHERE[name]}"), name)
