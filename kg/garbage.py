"""A pause for the garbage collector while much is made that is kept."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def uncollected() -> Iterator[None]:
    """Look for no garbage within the block.

    Python looks through all objects again each time that their number has grown by a quarter. Where a million of them
    are made and none is let go, it finds nothing, and takes a quarter of the time for that.
    """
    running = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if running:
            gc.enable()
