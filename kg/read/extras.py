"""Libraries that only some doors need: one clear line where they are not installed."""

from __future__ import annotations

import importlib
from typing import Any

from kg.read.record import Unreadable
from kg.read.source import Source


def need(module: str, *, extra: str, source: Source) -> Any:
    """Import a library.

    Raises:
        Unreadable: it is not installed; the extra that brings it is named.
    """
    try:
        return importlib.import_module(module)
    except ImportError as error:
        message = f"needs the library {module.partition('.')[0]} to be read"
        hint = f'install it: pip install "parley-kg[{extra}]"'
        raise Unreadable(source.where, message, hint, reason="without the extra") from error
