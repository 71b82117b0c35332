"""The options that say where commands look up what they did before, and keep what they do."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, TypeVar

import click

from kg.cli.output import say
from kg.errors import StoreError

if TYPE_CHECKING:
    from kg.cache import Cache

_Command = TypeVar("_Command", bound=Callable[..., Any])


def cached(command: _Command) -> _Command:
    """Give a command ``--cache`` and ``--no-cache``: it gets ``cache``, a folder, ``"off"``, or ``None``."""
    where = click.option(
        "--cache",
        "cache",
        metavar="FOLDER",
        help="Where extractions are looked up and kept, below 2 GB; $KG_CACHE or ~/.cache/parley otherwise.",
    )
    without = click.option(
        "--no-cache",
        "cache",
        flag_value="off",
        help="Extract everything anew, and keep nothing for the next time.",
    )
    return where(without(command))


@contextmanager
def cache_at(given: str | None) -> Iterator[Cache | None]:
    """Open the cache that the options name for the time of the body; one that nobody named is not missed.

    Raises:
        StoreError: the folder that ``given`` names cannot be used.
    """
    from kg.cache import Cache, place

    folder = place(given)
    cache = None
    try:
        cache = Cache(folder) if folder is not None else None
    except StoreError as error:
        if given is not None:
            raise
        say(f"{click.style('warning', fg='yellow')}: {error}")
    try:
        yield cache
    finally:
        if cache is not None:
            cache.close()
